"""The rows of a file among the cases of the register, and how a fault or a doubt is told at one of them."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.language import say
from gongkai.law.disputes import LEVEL_NAMES, Level
from gongkai.ledgers.disputes.chains import Chain, Entry, Shelf, held_by, step_of
from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.planning import plain_number
from gongkai.ledgers.reading.books import DISPUTES
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.hearings import Hearing, read_dispute
from gongkai.ledgers.reading.row import Choices
from gongkai.people import clock


class File:
    """All rows of a file as they were read, and a shelf with the cases of the body. ``known``: by the place of a row, how many of its
    hearings are there already."""

    def __init__(self, batch: Batch, lines: Iterable[Line]) -> None:
        self.batch, self.agency = batch, batch.agency
        today, choices = clock.today(), Choices(batch.words, batch.whole)
        self.entries: list[Entry] = []
        for line in lines:
            sheet = batch.sheets[line.sheet]
            read = read_dispute(
                line.cells, sheet["columns"], sheet["words"], year=sheet["year"], today=today, choices=choices
            )
            self.entries.append(Entry(line, read))
        self.shelf = Shelf()
        for chain in held_by(self.agency):
            self.shelf.add(chain)
        self.known: dict[int, int] = {}

    @property
    def told(self) -> list[tuple[Entry, Hearing]]:
        """Every hearing with a day."""
        return [(entry, hearing) for entry in self.entries for hearing in entry.row.hearings if hearing.filed_on]

    def fault(self, entry: Entry, code: str, name: str, wrong: str, do: str) -> None:
        sheet = self.batch.sheets[entry.line.sheet]
        column = sheet["columns"].get(name)
        head = sheet["words"][column] if column is not None else DISPUTES.labels[name]
        read = entry.line.cells[column] if column is not None and column < len(entry.line.cells) else ""
        entry.row.faults.append(Fault(code, column, head or DISPUTES.labels[name], read, wrong, do))

    def doubt(self, entry: Entry, name: str, text: str) -> None:
        sheet = self.batch.sheets[entry.line.sheet]
        column = sheet["columns"].get(name)
        head = sheet["words"][column] if column is not None else DISPUTES.labels[name]
        place = Fault("doubt", column, head, "", "", "").place
        entry.row.notes.append(say("{place}：{text}", place=place, text=text))

    def place(self, entry: Entry | None, than: Entry) -> str:
        """Where an earlier row stands, as a row that refers to it names it."""
        if entry is None:
            return say("登记簿")
        if entry.line.sheet == than.line.sheet:
            return say("第{row}行", row=entry.line.row)
        return say("工作表“{name}”第{row}行", name=self.batch.sheets[entry.line.sheet]["name"], row=entry.line.row)

    def own(self, entry: Entry, level: Level) -> Chain | None:
        """The case of another hearing of the same row."""
        beside = next((each for each in entry.row.hearings if each.level is level and each.filed_on), None)
        if beside is None:
            return None
        step = step_of(entry, beside)
        return self.shelf.at(step.number, step.filed_on, suit=beside.is_suit) if step.number else None

    def broken(self, entry: Entry, level: Level, told: Hearing) -> bool:
        """Whether the row that this one comes after is there and cannot be read; a fault that says so."""
        previous = plain_number(entry.values.get("previous", ""))
        for other in self.entries:
            if other is entry or not other.faulty:
                continue
            named = previous and previous in {plain_number(each.number) for each in other.row.hearings}
            about = entry.about is not None and other.about is not None and other.about.pk == entry.about.pk
            if named or (about and (not other.row.hearings or any(each.level is level for each in other.row.hearings))):
                self.lower_faulty(entry, f"{told.at}filed_on", LEVEL_NAMES[level], other)
                return True
        return False

    def lower_faulty(self, entry: Entry, at: str, lower: str, other: Entry | None) -> None:
        self.fault(
            entry,
            "lower_faulty",
            at,
            say("它的{lower}（{where}）有问题", lower=lower, where=self.place(other, entry)),
            say("请先改好那一行，再一起放进来"),
        )

    def other_application(self, entry: Entry, where: str) -> None:
        self.fault(
            entry,
            "other_application",
            "application",
            say("前一案（{where}）是针对另一件申请的", where=where),
            say("请核对申请编号和前一案号"),
        )

    def no_previous(self, entry: Entry) -> None:
        if any(
            other.faulty
            and plain_number(entry.values["previous"]) in {plain_number(h.number) for h in other.row.hearings}
            for other in self.entries
        ):
            self.broken(entry, Level.FIRST, entry.row.hearings[0])
            return
        self.fault(
            entry,
            "no_previous",
            "previous",
            say("文件和登记簿里都没有这一案号"),
            say("请核对案号，或者补上那一件"),
        )
