"""Checks: what is wrong with a report, or wants a look, and how to put it right.

One check is one small function that takes a Context and yields Findings; ``CHECKS`` is the list that ``check`` runs, ``rules()``
the table of every code with its severity and its ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai.reports.checks import (
    dates,
    denials,
    fee,
    figures,
    history,
    identity,
    parts,
    privacy,
    prose,
    sameness,
    sections,
)
from gongkai.reports.checks.context import Context, Settings
from gongkai.reports.checks.findings import Rule, rules
from gongkai.reports.checks.relations import relations
from gongkai.reports.model import Finding, Reading

Check = Callable[[Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    identity.file,
    identity.identity,
    dates.period,
    dates.edition,
    dates.notice,
    dates.signature,
    sections.missing,
    sections.own_list,
    relations,
    figures.impossible,
    figures.gaps,
    figures.extra_rows,
    figures.rules_made,
    figures.totals_too_small,
    figures.other_share,
    figures.as_reviewer_only,
    history.carry,
    history.in_force,
    history.projects,
    prose.figures_in_prose,
    denials.nothing_asked,
    denials.no_cases,
    denials.praise_beside_noughts,
    parts.parts,
    fee.fee,
    sections.overview,
    sections.oversight,
    sections.problems,
    dates.left_over,
    sameness.as_last_year,
    sameness.as_another_body,
    privacy.personal,
)

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(
    reading: Reading,
    *,
    previous: Reading | None = None,
    others: Iterable[Reading] = (),
    settings: Settings | None = None,
) -> tuple[Finding, ...]:
    """Everything the checks find, errors first, otherwise in the order of CHECKS.

    ``previous``: the same body's reading for the year before (carry-over, unchanged text). ``others``: readings of other bodies,
    to find text that was copied. Nothing found means an empty tuple, not that the report is true.
    """
    context = Context(reading, settings or Settings(), previous, tuple(others))
    found: list[Finding] = []
    for one in CHECKS:
        found.extend(one(context))
        if any(finding.code == "NOT-A-REPORT" for finding in found):
            break
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


__all__ = ["CHECKS", "Check", "Context", "Finding", "Rule", "Settings", "check", "rules"]
