"""The cells of one row of an old ledger, each for itself: a value where it can be read, a fault with its place where it cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.disclosures.registers.rows import cells
from gongkai.language import say
from gongkai.ledgers.reading import days, words
from gongkai.ledgers.reading.books import APPLICATIONS, Book
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.heads import Head, even

REGULATION = date(2008, 5, 1)
"""From this day on there are applications: 条例 of 2007, art. 38."""
REVISED = date(2019, 5, 15)
"""From this day on an answer has 20 working days; before, 15 and at most 15 more."""
_TOTALS = re.compile(r"^(合计|总计|小计|共计|填表人|填报|审核人[:：]|备注[:：]|注[:：]|说明[:：])")
_NO = re.compile(r"[×xX]|(?:否|无|未|不|没有)[^\d]{0,10}")
"""Words for what did not happen: 否, 未延期, 无需补正, 不收费."""
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Choices:
    """What people of the body have said. ``words``: field → word (by `words.key`) → code. ``whole``: field → code, for every row in which
    its cell is blank, or for which there is no column."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()


@dataclass(slots=True)
class Row:
    """One row as it was read. ``values``: by field, what is blank left out. ``notes``: what was made of it that a person should know.
    ``asks``: (field, word) that a person has to say the meaning of."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Neither an outcome nor a day of answer stands in the row."""
        return "decided_on" not in self.values and "outcome" not in self.values


def year_in(text: str) -> int | None:
    """The one year that a name or title says.

    >>> year_in("2023年台账"), year_in("2022至2023年"), year_in("Sheet1")
    (2023, None, None)
    """
    found = {int(year) for year in _YEAR.findall(text)}
    return found.pop() if len(found) == 1 else None


def is_row(texts: Sequence[str], head: Head, columns: Mapping[str, int], book: Book = APPLICATIONS) -> bool:
    """Whether this is a row of the ledger at all: no total, no repeated head, no line with only its serial number."""
    filled = [text for text in texts if text.strip()]
    if not filled or _TOTALS.match(cells.plain(filled[0]).replace(" ", "")):
        return False
    asked = [texts[columns[name]] for name in book.core if name in columns and columns[name] < len(texts)]
    if all(cells.is_blank(text) for text in asked):
        return False
    pairs = [(text, head.words[n]) for n, text in enumerate(texts) if text.strip() and n < len(head.words)]
    return not all(even(text) == even(word) or even(text) in even(word) for text, word in pairs)


class Cells:
    """The cells of a row, one after the other. ``book``: which ledger it is a row of."""

    book = APPLICATIONS

    def __init__(
        self,
        texts: Sequence[str],
        columns: Mapping[str, int],
        heads: Sequence[str],
        year: int | None,
        today: date,
        choices: Choices,
    ) -> None:
        self.row = Row()
        self.texts, self.columns, self.heads = texts, columns, heads
        self.year, self.today, self.choices = year, today, choices

    def text(self, name: str) -> str:
        column = self.columns.get(name)
        found = self.texts[column] if column is not None and column < len(self.texts) else ""
        return "" if cells.is_blank(found) else found.strip()

    def fault(self, code: str, name: str, wrong: str, do: str) -> None:
        column = self.columns.get(name)
        head = self.heads[column] if column is not None and column < len(self.heads) else self.book.labels[name]
        self.row.faults.append(Fault(code, column, head or self.book.labels[name], self.text(name), wrong, do))

    def bounds(self) -> None:
        """No day lies ahead or before the Regulation, none before the one it follows."""
        values = self.row.values
        for name in self.book.past:
            on = values.get(name)
            if on is None:
                continue
            if on > self.today:
                self.fault("future", name, say("{on}晚于今天", on=on), say("请核对年份"))
            elif on < REGULATION:
                self.fault("early", name, say("{on}早于条例施行之日2008-05-01", on=on), say("请核对年份"))
        for first, second in self.book.order:
            one, two = values.get(first), values.get(second)
            if one is not None and two is not None and two < one and not self.wrong_at(first, second):
                self.fault(
                    "order",
                    second,
                    say("{second}早于{label}{first}", second=two, label=self.book.labels[first], first=one),
                    say("请核对这两个日期，跨年的写上年份"),
                )

    def wrong_at(self, *names: str) -> bool:
        """Whether something is wrong already with one of the columns: one mistake is told once."""
        told = {fault.column for fault in self.row.faults}
        return any(self.columns.get(name) in told for name in names if name in self.columns)

    def plain(self, name: str, most: int) -> None:
        text = self.text(name)
        text = text if name in ("content", "note", "search") else " ".join(text.split())
        if len(text) > most:
            self.fault("long", name, say("有{n}字，最多{most}字", n=len(text), most=most), say("请缩短"))
        elif text:
            self.row.values[name] = text

    def day(self, name: str) -> None:
        text = self.text(name)
        if not text or _NO.fullmatch(cells.plain(text)):
            return
        on, supplied = cells.day(text, self.year)
        if on is not None:
            self.row.values[name] = on
            if supplied:
                self.row.notes.append(
                    say("{label}只写了月日，年份按{year}年", label=self.book.labels[name], year=self.year)
                )
            return
        if name in ("due_on", "extended_on", "extended_due_on") and (term := days.term(text)):
            self._term(name, term)
            return
        if events := days.several(text, self.year):
            self._take(name, events)
            return
        self._loose(name, text)

    def _loose(self, name: str, text: str) -> None:
        """One day among words, or none."""
        found = days._DAY.findall(cells.plain(text))
        on = cells.day(found[0], self.year)[0] if len(found) == 1 else None
        if on is not None:
            self.row.values[name] = on
            self.row.notes.append(say("{label}“{text}”按{on}登记", label=self.book.labels[name], text=text[:20], on=on))
        elif self.year is None and cells.day(text, 2000)[0] is not None:
            self.fault(
                "no_year", name, say("没有年份，工作表的名称里也没有"), say("请写上年份，或者在前一步填写这张表的年份")
            )
        else:
            self.fault("day", name, say("不是日期，或者没有这一天"), say("请写成2025-03-05这样"))

    def _take(self, name: str, events: Sequence[days.Event]) -> None:
        """Several events in one cell: each goes to the field its words name."""
        for event in events:
            where = event.field or (name if name != "events" and len(events) == 1 else "")
            if event.on is None or not where:
                wrong = (
                    say("一格里有几个日期，“{words}”看不出是什么或者不是日期", words=event.words[:20])
                    if event.words
                    else say("一格里有几个日期，看不出各是什么")
                )
                self.fault(
                    "events",
                    name,
                    wrong,
                    say("请在日期旁写明是告知补正、收到补正、延期、征求意见、答复还是签收，或者分列填写"),
                )
                return
        for event in events:
            if not self.text(event.field) or event.field == name:
                self.row.values.setdefault(event.field, event.on)
        said = "，".join(f"{self.book.labels[event.field]}{event.on}" for event in events)
        self.row.notes.append(say("一格里有几件事，按{said}登记", said=said))

    def events(self) -> None:
        text = self.text("events")
        if text and (events := days.several(text, self.year)):
            self._take("events", events)

    def _term(self, name: str, term: tuple[int, int]) -> None:
        base, more = term
        if name == "extended_on" or (name == "extended_due_on" and not more):
            base, more = 0, base + more
        if more:
            self.row.values.setdefault("extension_days", more)
        received = self.row.values.get("received_on")
        if base and received and base != (20 if received >= REVISED else 15):
            law = 20 if received >= REVISED else 15
            self.row.notes.append(say("期限写的是{base}个工作日，当时的法定期限是{law}个", base=base, law=law))

    def word(self, name: str, *, needed: bool = False, among: str = "") -> None:
        """``among``: the field by whose words the cell is read, where it is another than its own."""
        text, among = self.text(name), among or name
        if not text and name == "remedy_kind" and cells.plain(self.raw(name)) in cells.NOTHING:
            return
        if not text:
            code = self.choices.whole.get(name)
            if code:
                self.row.values[name] = code
            elif needed:
                self.fault(
                    "missing",
                    name,
                    say("没有填"),
                    say("请填写；整列都一样的，可以在前一步指定整列的类别。不会按名称猜"),
                )
            return
        meant = words.meaning(among, text, self.choices.words.get(among, {}))
        if meant.code is None:
            self.row.asks.append((among, words.key(text)))
            if meant.may_be:
                may_be = "、".join(words.OPTIONS[among][code] for code in meant.may_be)
                self.fault(
                    "ask", name, say("可能是几种：{may_be}", may_be=may_be), say("请在前一步认定，或者在表里写明")
                )
            else:
                self.fault("word", name, say("不认识这个叫法"), say("请在前一步指明它是什么，或者在表里改用规定的叫法"))
        elif meant.code:
            self.row.values[name] = meant.code

    def raw(self, name: str) -> str:
        column = self.columns.get(name)
        return self.texts[column] if column is not None and column < len(self.texts) else ""
