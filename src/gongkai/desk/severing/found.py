"""发出前核对 on a letter: what stands together, with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.applications import outgoing
from gongkai.applications.models import CaseFile
from gongkai.disclosures.checks import Severity

SHOWN = 5
"""Places of one kind that are told; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind in one place. ``number``: counted on from the findings before."""

    number: int
    findings: tuple[outgoing.Finding, ...]

    @property
    def first(self) -> outgoing.Finding:
        return self.findings[0]

    @property
    def tone(self) -> str:
        return "late" if self.first.is_open else "near"

    @property
    def shown(self) -> list[str]:
        """The places, masked."""
        return list(dict.fromkeys(each.shown for each in self.findings if each.shown and each.shown != each.where))[
            :SHOWN
        ]

    @property
    def marks(self) -> list[str]:
        return [each.fingerprint for each in self.findings]

    @property
    def must(self) -> bool:
        return self.first.severity is Severity.MUST

    @property
    def file(self) -> CaseFile | None:
        return self.first.file

    @property
    def nothing_severed(self) -> bool:
        return self.first.code == "severance.none"


@dataclass(frozen=True, slots=True)
class Sorted:
    """``open``: what holds up the letter; ``look``: what asks to be looked at; ``answered``: what stands with a reason."""

    open: tuple[Group, ...]
    look: tuple[Group, ...]
    answered: tuple[Group, ...]

    @property
    def n(self) -> int:
        return sum(len(group.findings) for group in self.open)


def sorted_out(found: Iterable[outgoing.Finding], *, after: int = 0) -> Sorted:
    """The findings in groups, numbered from ``after`` + 1 on."""
    kinds: dict[tuple[object, ...], list[outgoing.Finding]] = {}
    for each in found:
        standing = "open" if each.is_open else "answered" if each.reason else "look"
        kinds.setdefault((standing, each.code, each.file and each.file.pk, each.reason), []).append(each)
    rows: dict[str, list[Group]] = {"open": [], "look": [], "answered": []}
    for n, (key, findings) in enumerate(kinds.items(), start=after + 1):
        rows[str(key[0])].append(Group(n, tuple(findings)))
    return Sorted(tuple(rows["open"]), tuple(rows["look"]), tuple(rows["answered"]))
