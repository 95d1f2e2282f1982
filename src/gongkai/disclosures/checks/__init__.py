"""What is checked before anything becomes public: while it is written, at every step of the review, and again at the release.

Each module holds one check, a pure function from `Facts` to findings. `run` reads the facts once, asks all of them, and keeps
what they say with the digest it was said of. docs/reference/checks-before-publication.md lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai.disclosures.checks import fields, foreign, gate, interpretation, late, links, twins, wording
from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way
from gongkai.disclosures.digests import digest_of
from gongkai.disclosures.models import Draft

__all__ = ["CHECKS", "Facts", "Finding", "Severity", "Way", "all_of", "look", "open_findings", "run"]

Check = Callable[[Facts], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    gate.check,
    fields.check,
    wording.check,
    links.check,
    foreign.check,
    interpretation.check,
    twins.check,
    late.check,
)
"""Every check, in the order in which a person is told."""


def all_of(facts: Facts) -> tuple[Finding, ...]:
    """What all checks find: what must be mended first, then what to look at, each in the order of the checks."""
    found = [finding for check in CHECKS for finding in check(facts)]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.MUST))


def run(draft: Draft, *, afresh: bool = False) -> tuple[Finding, ...]:
    """Check a draft as it stands in the database, and keep what was found on it (``findings``, ``checked_digest``).

    Files are looked into when they come; ``afresh`` looks into their bytes once more. Seven queries or so, no network.
    """
    if afresh:
        from gongkai.disclosures.looking import look_into

        for file in draft.files.filter(removed_at=None).select_related("file", "draft"):
            look_into(file)
    found = look(draft)
    Draft.objects.filter(pk=draft.pk).update(findings=draft.findings, checked_digest=draft.checked_digest)
    return found


def look(draft: Draft) -> tuple[Finding, ...]:
    """As `run`, but what was found is kept on the object only."""
    from gongkai.disclosures.checks.gathering import facts_of

    found = all_of(facts_of(draft))
    draft.findings = [finding.data() for finding in found]
    draft.checked_digest = digest_of(draft)
    return found


def open_findings(draft: Draft) -> list[dict[str, object]]:
    """What must be mended and has no excuse, of what the checks said last. One query."""
    return still_open(draft.findings, excused(draft))


def still_open(findings: Iterable[dict[str, object]], excused: Iterable[str]) -> list[dict[str, object]]:
    """Those that hold up the release."""
    answered = set(excused)
    return [
        each
        for each in findings
        if each["severity"] == Severity.MUST.value
        and not (each["fingerprint"] in answered and Way.EXCUSE.value in each["ways"])  # type: ignore[operator]
    ]


def excused(draft: Draft) -> set[str]:
    """The fingerprints of the findings that somebody answered for."""
    return set(draft.excuses.filter(taken_back_at=None).values_list("fingerprint", flat=True))
