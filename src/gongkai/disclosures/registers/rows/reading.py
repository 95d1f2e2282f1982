"""A sheet of decisions, row by row: values where they can be read, sentences where they cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.disclosures.registers import names
from gongkai.disclosures.registers.rows import cells, heads
from gongkai.documents.model import Document, Table
from gongkai.errors import GongkaiError
from gongkai.language import say

MOST = 20_000
"""Rows that one file may hold."""
_TOTALS = re.compile(r"^(合计|总计|小计|共计|填表人|填报|审核人|备注|注[:：])")
_YEAR = re.compile(r"(20\d{2})\s*年")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_LONGEST = {"number": 80, "party": 80, "matter": 300, "result": 300, "basis": 300, "ground": 200}


class NoRows(GongkaiError):
    """There is no table of decisions in the file."""


@dataclass(slots=True)
class Line:
    """One row. ``row``: its number in the sheet. ``values``: by field, as the ledger keeps them. ``problems``: why it cannot be taken;
    ``notes``: what was made of it that a person should know."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read. ``columns``: (label, head in the sheet) of the fields found; ``left_out``: heads that were not taken;
    ``warnings``: what the reader said about the file."""

    lines: tuple[Line, ...]
    mapping: Mapping[str, int]
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def good(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.good)

    @property
    def wrong(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.good)


def read_rows(
    document: Document,
    *,
    today: date,
    year: int | None = None,
    known: Collection[str] = (),
    name: str = "",
) -> Sheet:
    """The rows of every table of decisions in ``document``. ``year``: for days without one; else the year that the titles or the
    file's ``name`` say. ``known``: the numbers that the ledger holds already. Raises `NoRows`."""
    lines: list[Line] = []
    first: tuple[Mapping[str, int], list[str]] | None = None
    said = year or _year_in(name)
    title = ""
    for block in document.blocks:
        if not isinstance(block, Table):
            title = block.text
            continue
        grid = _grid(block)
        found = heads.find([row for _, row in grid])
        if found is None:
            continue
        under, mapping, words = found
        above = " ".join("".join(row) for _, row in grid[:under])
        lines += _lines(grid[under:], mapping, words, year or _year_in(above) or _year_in(title) or said, today)
        first = first or (mapping, words)
    if first is None:
        raise NoRows(
            say(
                "没有找到决定台账的表头。表头至少要有{needed}中的三项，请核对文件，或者下载样表填写。",
                needed="、".join(heads.LABELS[each] for each in heads.REQUIRED),
            )
        )
    if len(lines) > MOST:
        raise NoRows(say("一份文件最多{most}行，这份有{n}行。请分成几份。", most=MOST, n=len(lines)))
    mapping, words = first
    lacking = [heads.LABELS[each] for each in heads.REQUIRED if each not in mapping]
    if lacking:
        raise NoRows(
            say("表里缺这几列：{lacking}。请补上列名，或者把列名改成样表里的叫法。", lacking="、".join(lacking))
        )
    _twice(lines, known)
    taken = set(mapping.values())
    return Sheet(
        tuple(lines),
        mapping,
        tuple((heads.LABELS[each], words[column]) for each, column in mapping.items()),
        tuple(word for column, word in enumerate(words) if word and column not in taken),
        document.source.warnings,
    )


def _grid(table: Table) -> list[tuple[int, list[str]]]:
    """Every row with its number in the sheet, merged cells repeated across all that they cover."""
    rows = []
    for n, (row, cells_of_row) in enumerate(zip(table.grid(), table.rows, strict=True), 1):
        number = next((cell.place.row for cell in cells_of_row if cell.place.row), None) or n
        rows.append((number, ["" if cell is None else cell[0].text.strip() for cell in row]))
    return rows


def _lines(
    rows: Sequence[tuple[int, list[str]]],
    mapping: Mapping[str, int],
    words: Sequence[str],
    year: int | None,
    today: date,
) -> Iterator[Line]:
    for number, row in rows:
        texts = {name: row[column] for name, column in mapping.items() if column < len(row)}
        filled = [text for text in row if text]
        asked = [texts.get(name, "") for name in heads.REQUIRED]
        if not filled or _TOTALS.match(cells.plain(filled[0])) or not any(asked):
            continue
        # A head that is repeated on every printed page is no decision.
        if all(not text or heads.even(text) == heads.even(words[mapping[name]]) for name, text in texts.items()):
            continue
        yield _line(number, texts, {name: words[column] for name, column in mapping.items()}, year, today)


def _line(number: int, texts: Mapping[str, str], words: Mapping[str, str], year: int | None, today: date) -> Line:
    line = Line(number)
    for name in heads.REQUIRED:
        text = " ".join(texts.get(name, "").split())
        if cells.is_blank(text):
            line.problems.append(say("{label}没有填", label=heads.LABELS[name]))
        elif name != "decided_on":
            line.values[name] = text
    for name in ("basis", "ground"):
        line.values[name] = " ".join(texts.get(name, "").split())
    for name, most in _LONGEST.items():
        if len(line.values.get(name, "")) > most:
            line.problems.append(say("{label}超过{most}字", label=heads.LABELS[name], most=most))
    _day(line, texts.get("decided_on", ""), year, today)
    _amount(line, texts.get("amount", ""), words.get("amount", ""))
    _openness(line, texts.get("public", ""))
    if "party" in line.values:
        person = names.is_person(line.values["party"], texts.get("party_kind", ""))
        line.values["party_is_person"] = person
        line.values["party_shown"] = names.shown(line.values["party"], person=person)
        if person and not texts.get("party_kind"):
            line.notes.append(say("没有写类别，按自然人处理，公开时显示{shown}", shown=line.values["party_shown"]))
    for name in ("matter", "result", "party"):
        if _IDENTITY.search(line.values.get(name, "")):
            line.problems.append(say("{label}里有身份证号或者手机号，请删去", label=heads.LABELS[name]))
    return line


def _day(line: Line, text: str, year: int | None, today: date) -> None:
    if cells.is_blank(text):
        return
    found, supplied = cells.day(text, year)
    if found is None:
        line.problems.append(say("决定日期“{text}”不是日期，请写成2025-03-05这样", text=text[:20]))
    elif found > today:
        line.problems.append(say("决定日期{day}晚于今天", day=found))
    elif found.year < 1990:
        line.problems.append(say("决定日期{day}过早，请核对", day=found))
    else:
        line.values["decided_on"] = found
        if supplied:
            line.notes.append(say("只写了月日，年份按{year}年", year=year))


def _amount(line: Line, text: str, head: str) -> None:
    line.values["amount"] = None
    if cells.is_blank(text):
        return
    found = cells.money(text, heads.unit_of(head))
    if found is None or found >= 10**13 or found != round(found, 2):
        line.problems.append(say("金额“{text}”不是数", text=text[:20]))
    else:
        line.values["amount"] = found


def _openness(line: Line, text: str) -> None:
    found = None if cells.is_blank(text) else cells.yes(text)
    line.values["public"] = found is not False
    if found is None and not cells.is_blank(text):
        line.problems.append(say("是否公开写的是“{text}”，请写是或者否", text=text[:20]))
    elif found is False and not line.values["ground"]:
        line.problems.append(say("不公开的要写理由"))


def _twice(lines: Sequence[Line], known: Collection[str]) -> None:
    """Mark what is in the ledger already, and what stands in the sheet twice."""
    held, seen = {_key(number) for number in known}, {}
    for line in lines:
        number = line.values.get("number")
        if number is None:
            continue
        key = _key(number)
        if key in held:
            line.problems.append(say("台账里已有{number}", number=number))
        elif key in seen:
            line.problems.append(say("与第{row}行的文号相同", row=seen[key]))
        else:
            seen[key] = line.row


def _key(number: str) -> str:
    """A number without the ways of writing its brackets."""
    return re.sub(r"[\s〔〕\[\]()【】]", "", cells.plain(number)).casefold()


def _year_in(text: str) -> int | None:
    found = set(_YEAR.findall(text))
    return int(found.pop()) if len(found) == 1 else None
