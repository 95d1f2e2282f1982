"""One row of an old ledger: values where they can be read, faults with their place where they cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.disclosures.registers.rows import cells
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import national
from gongkai.law.calendar.workdays import WorkCalendar
from gongkai.law.disputes import RESULTS, Level, results_at
from gongkai.ledgers.reading import days, words
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.heads import LABELS, Head, even

REGULATION = date(2008, 5, 1)
"""From this day on there are applications: 条例 of 2007, art. 38."""
REVISED = date(2019, 5, 15)
"""From this day on an answer has 20 working days; before, 15 and at most 15 more."""
TEXTS: Mapping[str, int] = {
    "number": 28, "applicant": 80, "identity_number": 60, "phone": 40, "email": 80, "address": 200, "title": 120, "content": 4000,
    "section": 60, "handler": 40, "helpers": 120, "search": 400, "third_party": 80, "reviewer": 40, "signer": 40,
    "letter_number": 60, "basis": 300, "way": 100, "pages": 20, "opened": 40, "archive_number": 60, "note": 1000,
    "remedy_authority": 80, "remedy_number": 80,
}  # fmt: skip
"""Fields of plain text with the most characters each."""
PAST = (
    "received_on", "correction_noticed_on", "correction_came_on", "extended_on", "consulted_on", "consulted_back_on",
    "fee_noticed_on", "fee_paid_on", "decided_on", "posted_on", "signed_on", "remedy_filed_on", "remedy_concluded_on",
)  # fmt: skip
"""Days that cannot lie ahead."""
AHEAD = ("correction_due_on", "due_on", "extended_due_on", "fee_due_on")
EXTRA = (
    "handler", "helpers", "search", "third_party", "reviewer", "signer", "letter_number", "basis", "way", "pages", "opened",
    "archive_number", "note", "posted_on", "signed_on", "due_on", "extended_due_on", "fee_due_on", "section",
)  # fmt: skip
"""What no register has a place for: it is kept with the row."""
_ORDER = (
    ("received_on", "decided_on"),
    ("received_on", "correction_noticed_on"),
    ("correction_noticed_on", "correction_came_on"),
    ("received_on", "extended_on"),
    ("received_on", "consulted_on"),
    ("consulted_on", "consulted_back_on"),
    ("received_on", "fee_noticed_on"),
    ("fee_noticed_on", "fee_paid_on"),
    ("received_on", "remedy_filed_on"),
    ("remedy_filed_on", "remedy_concluded_on"),
)
"""Pairs of days of which the second is never before the first."""
_TOTALS = re.compile(r"^(合计|总计|小计|共计|填表人|填报|审核人[:：]|备注[:：]|注[:：]|说明[:：])")
_NO = re.compile(r"[×xX]|(?:否|无|未|不|没有)[^\d]{0,10}")
"""Words for what did not happen: 否, 未延期, 无需补正, 不收费."""
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_CORE = ("number", "applicant", "content", "title", "received_on", "decided_on", "outcome")


@dataclass(frozen=True, slots=True)
class Choices:
    """What people of the body have said. ``words``: field → word (by `words.key`) → code. ``whole``: field → code, for every row in which
    its cell is blank, or for which there is no column."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)


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


def is_row(texts: Sequence[str], head: Head, columns: Mapping[str, int]) -> bool:
    """Whether this is a row of the ledger at all: no total, no repeated head, no line with only its serial number."""
    filled = [text for text in texts if text.strip()]
    if not filled or _TOTALS.match(cells.plain(filled[0]).replace(" ", "")):
        return False
    asked = [texts[columns[name]] for name in _CORE if name in columns and columns[name] < len(texts)]
    if all(cells.is_blank(text) for text in asked):
        return False
    pairs = [(text, head.words[n]) for n, text in enumerate(texts) if text.strip() and n < len(head.words)]
    return not all(even(text) == even(word) or even(text) in even(word) for text, word in pairs)


class _Reading:
    """The row being read."""

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
        self._texts, self._columns, self._heads = texts, columns, heads
        self._year, self._today, self._choices = year, today, choices

    def text(self, name: str) -> str:
        column = self._columns.get(name)
        found = self._texts[column] if column is not None and column < len(self._texts) else ""
        return "" if cells.is_blank(found) else found.strip()

    def fault(self, code: str, name: str, wrong: str, do: str) -> None:
        column = self._columns.get(name)
        head = self._heads[column] if column is not None and column < len(self._heads) else LABELS[name]
        self.row.faults.append(Fault(code, column, head or LABELS[name], self.text(name), wrong, do))

    def wrong_at(self, *names: str) -> bool:
        """Whether something is wrong already with one of the columns: one mistake is told once."""
        told = {fault.column for fault in self.row.faults}
        return any(self._columns.get(name) in told for name in names if name in self._columns)

    def read(self) -> Row:
        for name, most in TEXTS.items():
            self._plain(name, most)
        for name in (*PAST, *AHEAD):
            self._day(name)
        self._events()
        self._word("kind", needed=True)
        self._word("channel")
        self._word("outcome")
        self._word("opinion")
        self._word("remedy_kind")
        self._word("remedy_result")
        self._needed()
        self._bounds()
        self._end()
        self._extension()
        self._correction()
        self._consultation()
        self._fee()
        self._remedy()
        return self.row

    def _plain(self, name: str, most: int) -> None:
        text = self.text(name)
        text = text if name in ("content", "note", "search") else " ".join(text.split())
        if len(text) > most:
            self.fault("long", name, say("有{n}字，最多{most}字", n=len(text), most=most), say("请缩短"))
        elif text:
            self.row.values[name] = text

    def _day(self, name: str) -> None:
        text = self.text(name)
        if not text or _NO.fullmatch(cells.plain(text)):
            return
        on, supplied = cells.day(text, self._year)
        if on is not None:
            self.row.values[name] = on
            if supplied:
                self.row.notes.append(say("{label}只写了月日，年份按{year}年", label=LABELS[name], year=self._year))
            return
        if name in ("due_on", "extended_on", "extended_due_on") and (term := days.term(text)):
            self._term(name, term)
            return
        if events := days.several(text, self._year):
            self._take(name, events)
            return
        self._loose(name, text)

    def _loose(self, name: str, text: str) -> None:
        """One day among words, or none."""
        found = days._DAY.findall(cells.plain(text))
        on = cells.day(found[0], self._year)[0] if len(found) == 1 else None
        if on is not None:
            self.row.values[name] = on
            self.row.notes.append(say("{label}“{text}”按{on}登记", label=LABELS[name], text=text[:20], on=on))
        elif self._year is None and cells.day(text, 2000)[0] is not None:
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
        said = "，".join(f"{LABELS[event.field]}{event.on}" for event in events)
        self.row.notes.append(say("一格里有几件事，按{said}登记", said=said))

    def _events(self) -> None:
        text = self.text("events")
        if text and (events := days.several(text, self._year)):
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

    def _word(self, name: str, *, needed: bool = False) -> None:
        text = self.text(name)
        if not text and name == "remedy_kind" and cells.plain(self._raw(name)) in cells.NOTHING:
            return
        if not text:
            code = self._choices.whole.get(name)
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
        meant = words.meaning(name, text, self._choices.words.get(name, {}))
        if meant.code is None:
            self.row.asks.append((name, words.key(text)))
            if meant.may_be:
                may_be = "、".join(words.OPTIONS[name][code] for code in meant.may_be)
                self.fault(
                    "ask", name, say("可能是几种：{may_be}", may_be=may_be), say("请在前一步认定，或者在表里写明")
                )
            else:
                self.fault("word", name, say("不认识这个叫法"), say("请在前一步指明它是什么，或者在表里改用规定的叫法"))
        elif meant.code:
            self.row.values[name] = meant.code

    def _raw(self, name: str) -> str:
        column = self._columns.get(name)
        return self._texts[column] if column is not None and column < len(self._texts) else ""

    def _needed(self) -> None:
        values = self.row.values
        if "title" in values and "content" not in values and not self.wrong_at("content"):
            values["content"] = values["title"]
        for name in ("applicant", "content", "received_on"):
            if name not in values and not self.wrong_at(name):
                self.fault("missing", name, say("没有填"), say("请补上"))
        if "content" in values:
            values.setdefault("title", values["content"].split("\n")[0][:60])
        if "number" not in values and not self.wrong_at("number"):
            self.row.notes.append(say("没有编号，登记时另编"))

    def _bounds(self) -> None:
        values = self.row.values
        for name in PAST:
            on = values.get(name)
            if on is None:
                continue
            if on > self._today:
                self.fault("future", name, say("{on}晚于今天", on=on), say("请核对年份"))
            elif on < REGULATION:
                self.fault("early", name, say("{on}早于条例施行之日2008-05-01", on=on), say("请核对年份"))
        for first, second in _ORDER:
            one, two = values.get(first), values.get(second)
            if one is not None and two is not None and two < one and not self.wrong_at(first, second):
                self.fault(
                    "order",
                    second,
                    say("{second}早于{label}{first}", second=two, label=LABELS[first], first=one),
                    say("请核对这两个日期，跨年的写上年份"),
                )

    def _end(self) -> None:
        values = self.row.values
        if "outcome" in values and "decided_on" not in values and not self.wrong_at("decided_on"):
            self.fault(
                "undated",
                "decided_on",
                say("有答复类型，没有答复日期"),
                say("请补上答复日期；还没有答复的，删去答复类型"),
            )
        elif "decided_on" in values and "outcome" not in values and not self.wrong_at("outcome"):
            self.fault("no_outcome", "outcome", say("有答复日期，没有答复类型"), say("请补上答复类型"))

    def _extension(self) -> None:
        values = self.row.values
        text = self.text("extension_days")
        if text and "extension_days" not in values:
            term = days.term(text)
            if term is None:
                self.fault("number", "extension_days", say("不是天数"), say("请写数字，例如20"))
            else:
                values["extension_days"] = sum(term)
        if "extension_days" not in values and {"due_on", "extended_due_on"} <= values.keys():
            n = _working_days(values["due_on"], values["extended_due_on"])
            if n:
                values["extension_days"] = n
        n, received = values.get("extension_days"), values.get("received_on")
        if n is not None and received is not None and received >= REVISED and n > 20:
            where = "extension_days" if text else "extended_due_on" if self.text("extended_due_on") else "due_on"
            self.fault("extension", where, say("延期{n}个工作日，最多20个（《条例》第三十三条）", n=n), say("请核对"))
        known = (n is not None and "extended_on" in values) or self.wrong_at(
            "extension_days", "extended_on", "extended_due_on"
        )
        if (n is not None or "extended_on" in values) and not known:
            if self.row.is_open:
                self.fault(
                    "extension_half",
                    "extended_on" if n is not None else "extension_days",
                    say("办理中的申请写了延期，没有通知日或者延长多少个工作日"),
                    say("请两项都填写，答复期限要据此计算"),
                )
            else:
                self.row.notes.append(say("延期只写了一部分，不判断是否逾期"))
                values["unsure"] = True

    def _correction(self) -> None:
        values = self.row.values
        if (
            "correction_came_on" in values
            and "correction_noticed_on" not in values
            and not self.wrong_at("correction_noticed_on")
        ):
            self.fault(
                "correction_half", "correction_noticed_on", say("有补正收到日，没有补正通知日"), say("请补上补正通知日")
            )
        if "correction_noticed_on" in values:
            due = values.get("correction_due_on")
            if due is not None:
                values["correction_days"] = _working_days(values["correction_noticed_on"], due) or 0
            elif self.row.is_open and "correction_came_on" not in values:
                self.fault(
                    "correction_due", "correction_due_on", say("正在等待补正，没有补正到期日"), say("请补上补正到期日")
                )

    def _consultation(self) -> None:
        values = self.row.values
        if "consulted_back_on" in values and "consulted_on" not in values and not self.wrong_at("consulted_on"):
            self.fault("consulted_half", "consulted_on", say("有意见收到日，没有征求意见发出日"), say("请补上发出日"))
        elif "consulted_back_on" in values and "opinion" not in values and not self.wrong_at("opinion"):
            if self.row.is_open:
                self.fault(
                    "opinion", "opinion", say("收到了第三方意见，没有写是什么意见"), say("请写同意、部分同意或者不同意")
                )
            else:
                self.row.notes.append(say("没有写第三方是什么意见，征求意见只留在原表里，不判断是否逾期"))
                values["unsure"] = True

    def _fee(self) -> None:
        values = self.row.values
        for name in ("fee_amount", "fee_paid"):
            text = self.text(name)
            if not text:
                continue
            amount = cells.money(text)
            if amount is None or amount != int(amount) or amount > 1_000_000:
                self.fault("money", name, say("不是整元的金额"), say("请写数字，例如100"))
            elif amount:
                values[name] = int(amount)
        for name in ("fee_pages", "fee_ordinal"):
            text = cells.plain(self.text(name)).removesuffix("页").removesuffix("件").removeprefix("第")
            if text and not (text.isdecimal() and 0 < int(text) < 1_000_000):
                self.fault("number", name, say("不是数"), say("请写数字"))
            elif text:
                values[name] = int(text)
        told = self.wrong_at("fee_amount", "fee_paid", "fee_pages", "fee_ordinal", "fee_noticed_on", "fee_paid_on")
        if told or not any(name in values for name in ("fee_amount", "fee_paid", "fee_noticed_on", "fee_paid_on")):
            return
        if "fee_amount" not in values:
            self.fault("fee_half", "fee_amount", say("有收费或者缴费，没有应收金额"), say("请补上应收金额"))
        elif "fee_noticed_on" not in values:
            self.fault("fee_half", "fee_noticed_on", say("有应收金额，没有收费通知日"), say("请补上收费通知日"))
        elif "fee_pages" not in values and "fee_ordinal" not in values:
            self.fault(
                "fee_half", "fee_pages", say("看不出按件还是按量收费"), say("按量的写计费页数，按件的写本月第几件")
            )
        elif "fee_paid" in values and "fee_paid_on" not in values:
            self.fault("fee_half", "fee_paid_on", say("有实缴金额，没有缴费日"), say("请补上缴费日"))

    def _remedy(self) -> None:
        values = self.row.values
        if self.wrong_at("remedy_kind", "remedy_result", "remedy_filed_on", "remedy_concluded_on"):
            return
        if "remedy_kind" not in values:
            if "remedy_result" in values or "remedy_filed_on" in values:
                self.fault(
                    "remedy_kind", "remedy_kind", say("有复议诉讼的结果或者日期，没有写是复议还是诉讼"), say("请补上")
                )
            return
        suit = values["remedy_kind"] != "reconsideration"
        if suit and values.get("remedy_result") == "maintained":
            # 维持 of a court that decides by the law of today is 驳回诉讼请求: the same column of 表四 (decision 0174).
            values["remedy_result"] = "claim_dismissed"
        level = Level.FIRST if suit else Level.RECONSIDERATION
        if "remedy_filed_on" not in values:
            self.fault(
                "remedy_filed", "remedy_filed_on", say("有复议诉讼，没有受理、立案日期"), say("请补上，年报表四要用到")
            )
        elif "remedy_result" in values and "remedy_concluded_on" not in values:
            self.fault(
                "remedy_end", "remedy_concluded_on", say("有结果，没有审结日期"), say("请补上，按审结的年份统计")
            )
        elif "remedy_result" in values and RESULTS[values["remedy_result"]] not in results_at(level):
            self.fault(
                "remedy_level",
                "remedy_result",
                say("行政复议、行政诉讼的结果与种类不符"),
                say("请核对是复议还是诉讼，或者改写结果"),
            )
        elif "remedy_concluded_on" in values and "remedy_result" not in values:
            self.fault("remedy_end", "remedy_result", say("有审结日期，没有结果"), say("请补上结果"))


def read_row(
    texts: Sequence[str],
    columns: Mapping[str, int],
    heads: Sequence[str],
    *,
    year: int | None,
    today: date,
    choices: Choices = Choices(),
    extra: Collection[Fault] = (),
) -> Row:
    """The row whose cells are ``texts``. ``columns``: field → column, from 0; ``heads``: what the sheet calls them; ``year``: for
    days without one; ``extra``: faults known already."""
    row = _Reading(texts, columns, heads, year, today, choices).read()
    row.faults.extend(extra)
    return row


def _working_days(first: date, last: date, calendar: WorkCalendar | None = None) -> int | None:
    """Working days after ``first`` up to ``last``; None where the calendar does not reach, or they do not follow each other."""
    if last <= first:
        return None
    try:
        n = 0
        for day in (calendar or national()).days_after(first):
            if day.on > last:
                return n
            n += day.working
    except GongkaiError:
        return None  # a year whose notice is not on file
    return None
