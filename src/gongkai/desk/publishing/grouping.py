"""Findings as a person meets them: what is the same in the same place stands together under one number, with its ways out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.desk.publishing.marking import Spot
from gongkai.disclosures.checks import Way
from gongkai.disclosures.models import DraftFile, Excuse
from gongkai.language import say
from gongkai.leaks import Kind, Mask
from gongkai.leaks.masks import offered

Found = dict[str, Any]
SEND_FIELDS = ("title", "made_on", "column", "section")
"""What the form that sends a draft can fill in itself."""


@dataclass(slots=True)
class Group:
    """Findings of one code in one place. ``number``: from 1. ``file``: of the draft, where it speaks of one."""

    code: str
    label: str
    must: bool
    source: str
    items: list[Found] = field(default_factory=list)
    number: int = 0
    file: DraftFile | None = None
    excuse: Excuse | None = None

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def tone(self) -> str:
        return "late" if self.must and self.excuse is None else "near"

    @property
    def title(self) -> str:
        name = say("{label}（{file}）", label=self.label, file=self.file.name) if self.file is not None else self.label
        return name if self.count == 1 else say("{name}{n}处", name=name, n=self.count)

    @property
    def says(self) -> str:
        return str(self.items[0]["says"])

    @property
    def marks(self) -> list[str]:
        """The fingerprints, each once."""
        return list(dict.fromkeys(str(each["fingerprint"]) for each in self.items))

    def can(self, way: Way) -> bool:
        return all(way.value in each["ways"] for each in self.items)

    @property
    def can_mask(self) -> bool:
        return self.can(Way.MASK)

    @property
    def can_clean(self) -> bool:
        return self.can(Way.CLEAN)

    @property
    def can_excuse(self) -> bool:
        return self.can(Way.EXCUSE)

    @property
    def can_fill(self) -> bool:
        return self.can(Way.FIELD)

    @property
    def other_masks(self) -> list[Mask]:
        """The ways of masking beside the usual one."""
        if not self.can_mask or not self.code.startswith("leak."):
            return []
        return list(offered(Kind(self.code.removeprefix("leak.")))[1:])

    @property
    def usual(self) -> str:
        """What the usual mask does, in words."""
        return offered(Kind(self.code.removeprefix("leak.")))[0].label if self.can_mask else ""

    @property
    def column(self) -> tuple[int, int] | None:
        """(table, column) where all of it stands in one column."""
        places = {(each["place"].get("table"), each["place"].get("column")) for each in self.items}
        if not self.can(Way.DROP_COLUMN) or len(places) != 1:
            return None
        table, column = places.pop()
        return (int(table), int(column)) if table and column else None

    @property
    def in_text(self) -> bool:
        return self.source == "text" and any(each["place"].get("start") is not None for each in self.items)

    @property
    def field(self) -> str:
        """The field of the form that it speaks of, "" for none."""
        return self.source.removeprefix("field:") if self.source.startswith("field:") else ""

    @property
    def words(self) -> str:
        """Where in a file, of the first."""
        return str(self.items[0]["place"].get("words", ""))


@dataclass(frozen=True, slots=True)
class Sorted:
    """``must``: to be mended, ``look``: to be looked at, ``excused``: answered for. ``fillable``: of ``must``, what the form that
    sends can fill in or confirm."""

    must: list[Group]
    look: list[Group]
    excused: list[Group]

    @property
    def groups(self) -> list[Group]:
        """Those that stand, in order of their numbers."""
        return [*self.must, *self.look]

    @property
    def fillable(self) -> list[Group]:
        return [
            group
            for group in self.must
            if group.field in (*SEND_FIELDS, "guessed") and group.code.startswith("fields.")
        ]

    @property
    def blocking(self) -> list[Group]:
        """What must be mended before the form that sends is of any use."""
        able = {id(group) for group in self.fillable}
        return [group for group in self.must if id(group) not in able]

    @property
    def maskable(self) -> list[Group]:
        """What can be masked all at once."""
        return [group for group in self.must if group.can_mask]

    @property
    def to_mask(self) -> int:
        return sum(group.count for group in self.maskable)

    @property
    def mask_codes(self) -> list[str]:
        """The kinds that one press masks, however many places there are."""
        return list(dict.fromkeys(group.code for group in self.maskable))

    @property
    def n_must(self) -> int:
        return sum(group.count for group in self.must)

    @property
    def n_look(self) -> int:
        return sum(group.count for group in self.look)

    @property
    def told(self) -> str:
        """In a sentence, for whoever listens."""
        if not self.must and not self.look:
            return say("没有发现问题")
        return say("必须处理{must}处，请看一眼{look}处", must=self.n_must, look=self.n_look)


def sorted_groups(findings: Iterable[Found], files: Iterable[DraftFile], excuses: Mapping[str, Excuse]) -> Sorted:
    """The findings of a draft in groups, numbered as they stand on the page."""
    by_key: dict[tuple[str, str, str, bool], Group] = {}
    of_files = {f"file:{file.pk}": file for file in files}
    for each in findings:
        excuse = excuses.get(str(each["fingerprint"])) if Way.EXCUSE.value in each["ways"] else None
        source = str(each["place"]["source"])
        key = (str(each["code"]), str(each["severity"]), source, excuse is not None)
        group = by_key.setdefault(
            key,
            Group(str(each["code"]), str(each["label"]), each["severity"] == "must", source, file=of_files.get(source)),
        )
        group.items.append(each)
        group.excuse = group.excuse or excuse
    found = Sorted(
        [group for group in by_key.values() if group.must and group.excuse is None],
        [group for group in by_key.values() if not group.must and group.excuse is None],
        [group for group in by_key.values() if group.excuse is not None],
    )
    for number, group in enumerate(found.groups, start=1):
        group.number = number
    return found


def spots(found: Sorted) -> list[Spot]:
    """Where the findings stand in the text."""
    made = []
    for group in found.groups:
        first = True
        for each in group.items if group.source == "text" else ():
            start, end = each["place"].get("start"), each["place"].get("end")
            if start is not None and end is not None:
                made.append(Spot(int(start), int(end), group.number, first, not group.must))
                first = False
    return made
