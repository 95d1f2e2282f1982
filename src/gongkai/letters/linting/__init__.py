"""Checking a draft against its case before signature. Nothing is repaired; what is found is said, with the place it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from gongkai.law.settings import DEFAULT, Settings
from gongkai.letters.facts import Facts
from gongkai.letters.linting.grounds import GROUNDS
from gongkai.letters.linting.lessons import Rule, taught
from gongkai.letters.linting.model import ERROR, WARNING, Case, Finding, OtherCase
from gongkai.letters.linting.names import NAMES
from gongkai.letters.linting.remedies import REMEDIES
from gongkai.letters.linting.terms import TERMS
from gongkai.letters.model import Draft

__all__ = ["ERROR", "WARNING", "Finding", "OtherCase", "Rule", "lint"]

CHECKS: tuple[Callable[[Case], Iterable[Finding]], ...] = (*NAMES, *GROUNDS, *REMEDIES, *TERMS)


def lint(
    draft: Draft,
    facts: Facts,
    *,
    others: Sequence[OtherCase] = (),
    settings: Settings = DEFAULT,
    rules: Sequence[Rule] = (),
    answered: Collection[int] = (),
) -> tuple[Finding, ...]:
    """Everything wrong with ``draft`` beside ``facts``, errors first, then by place; nothing for a good letter.

    ``others``: cases of which nothing may be left in it. ``settings``: as for `draft`. ``rules``: those that lessons left
    (`gongkai.letters.linting.lessons`), ``answered``: the keys of those whose question has been answered.
    """
    case = Case(draft, facts, tuple(others), settings)
    found = dict.fromkeys(finding for check in CHECKS for finding in check(case))
    found |= dict.fromkeys(taught(case, rules, answered))
    return tuple(sorted(found, key=lambda f: (f.severity != ERROR, -1 if f.paragraph is None else f.paragraph)))
