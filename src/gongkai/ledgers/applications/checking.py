"""The check of a ledger of applications: each row by itself, then against the register and the rows before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications import clocks
from gongkai.applications.models import Application
from gongkai.language import say
from gongkai.law.calendar import WorkCalendar
from gongkai.ledgers import planning
from gongkai.ledgers.models import Batch, Imported, Line
from gongkai.ledgers.planning import Clock
from gongkai.ledgers.reading.books import APPLICATIONS
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.row import Choices, Row
from gongkai.ledgers.reading.rows import read_row
from gongkai.people import clock


@dataclass
class Reader:
    """Reads the rows of a batch as its people said; the same in the check and when they are taken."""

    batch: Batch
    today: date = field(default_factory=clock.today)
    calendar: WorkCalendar = field(default_factory=clocks.calendar)

    def __post_init__(self) -> None:
        self.choices = Choices(self.batch.words, self.batch.whole)
        self.settings = self.batch.agency.law_settings

    def read(self, line: Line) -> tuple[Row, Clock, str]:
        """The row, its clock, and the fingerprint of its values ("" of a faulty one)."""
        sheet = self.batch.sheets[line.sheet]
        columns = sheet["columns"]
        row = read_row(line.cells, columns, sheet["words"], year=sheet["year"], today=self.today, choices=self.choices)
        if row.faults:
            return row, Clock(), ""
        found = planning.clock_of(row.values, self.calendar, self.settings)
        if found.wrong:
            row.faults.append(
                fault_at(
                    "received_on",
                    columns,
                    sheet["words"],
                    line,
                    "clock",
                    found.wrong.rstrip("。"),
                    say("请核对各项日期"),
                )
            )
            return row, found, ""
        return row, found, planning.digest_of(row.values)


def fault_at(
    name: str, columns: Mapping[str, int], words: list[str], line: Line, code: str, wrong: str, do: str
) -> Fault:
    """A fault at the cell of a field."""
    column = columns.get(name)
    head = words[column] if column is not None else APPLICATIONS.labels[name]
    return Fault(code, column, head, line.cells[column] if column is not None else "", wrong, do)


def known_of(agency: Agency) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """What the register holds: of imported cases key → (fingerprint, number); and the numbers of all."""
    held = Imported.objects.filter(agency=agency).values_list("key", "digest", "application__number")
    numbers = Application.objects.filter(agency=agency).values_list("number", flat=True)
    return {key: (digest, number) for key, digest, number in held}, set(numbers)


class Checking:
    """The rows of a batch, marked one after the other."""

    def __init__(self, batch: Batch) -> None:
        self._reader = Reader(batch)
        self._held, self._numbers = known_of(batch.agency)
        self._seen: dict[str, tuple[str, int]] = {}

    def mark(self, lines: Sequence[Line]) -> None:
        for line in lines:
            _mark(line, self._reader, self._held, self._numbers, self._seen)


def _mark(
    line: Line,
    reader: Reader,
    held: Mapping[str, tuple[str, str]],
    numbers: set[str],
    seen: dict[str, tuple[str, int]],
) -> None:
    row, _, digest = reader.read(line)
    sheet = reader.batch.sheets[line.sheet]
    line.state = Line.State.CLEAN
    if "received_on" in row.values and (row.values.get("number") or digest):
        _met_before(line, row, digest, sheet, held, numbers, seen)
    if row.faults:
        line.state = Line.State.FAULTY
    line.faults = [fault.data() for fault in row.faults] or None
    line.notes = row.notes or None


def _met_before(
    line: Line,
    row: Row,
    digest: str,
    sheet: Mapping[str, Any],
    held: Mapping[str, tuple[str, str]],
    numbers: set[str],
    seen: dict[str, tuple[str, int]],
) -> None:
    """What is in the register already, and what stands in the file twice."""
    key = planning.key_of(row.values, digest)

    def fault(code: str, wrong: str, do: str) -> None:
        row.faults.append(fault_at("number", sheet["columns"], sheet["words"], line, code, wrong, do))

    if row.values.get("number") in numbers:
        line.state, row.notes = Line.State.KNOWN, [*row.notes, say("登记簿里已有{number}", number=row.values["number"])]
    elif key in held and held[key][0] == digest:
        line.state, row.notes = Line.State.KNOWN, [*row.notes, say("已经导入，编号{number}", number=held[key][1])]
    elif key in held and not row.faults:
        fault(
            "differs",
            say("这一编号已经导入（{number}），内容与这一行不同", number=held[key][1]),
            say("请在已登记的那一件上更正，或者先撤销那次导入"),
        )
    elif key in seen:
        where = _place(reader_sheet=sheet["name"], seen=seen[key])
        if row.values.get("number"):
            fault("twice", say("与{where}编号相同", where=where), say("请核对，同一件只留一行"))
        else:
            fault("twice", say("与{where}内容完全相同，又没有编号", where=where), say("确是两件的，请写上编号"))
    seen.setdefault(key, (sheet["name"], line.row))


def _place(*, reader_sheet: str, seen: tuple[str, int]) -> str:
    name, row = seen
    return say("第{row}行", row=row) if name == reader_sheet else say("工作表“{name}”第{row}行", name=name, row=row)
