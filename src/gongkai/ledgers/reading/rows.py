"""One row of an old ledger as a whole: whether its cells fit each other and the Regulation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from gongkai.disclosures.registers.rows import cells
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import national
from gongkai.law.calendar.workdays import WorkCalendar
from gongkai.law.disputes import RESULTS, Level, results_at
from gongkai.ledgers.reading import days
from gongkai.ledgers.reading.books import APPLICATIONS
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.row import NOTHING_CHOSEN, REVISED, Cells, Choices, Row

EXTRA = (
    "handler", "helpers", "search", "third_party", "reviewer", "signer", "letter_number", "basis", "way", "pages", "opened",
    "archive_number", "note", "posted_on", "signed_on", "due_on", "extended_due_on", "fee_due_on", "section",
)  # fmt: skip
"""What no register has a place for: it is kept with the row."""


class _Reading(Cells):
    """The row being read."""

    def read(self) -> Row:
        for name, most in self.book.texts.items():
            self.plain(name, most)
        for name in (*self.book.past, *self.book.ahead):
            self.day(name)
        self.events()
        self.word("kind", needed=True)
        self.word("channel")
        self.word("outcome")
        self.word("opinion")
        self.word("remedy_kind")
        self.word("remedy_result")
        self._needed()
        self.bounds()
        self._end()
        self._extension()
        self._correction()
        self._consultation()
        self._fee()
        self._remedy()
        return self.row

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
    choices: Choices = NOTHING_CHOSEN,
    extra: Collection[Fault] = (),
) -> Row:
    """The row whose cells are ``texts``. ``columns``: field → column, from 0; ``heads``: what the sheet calls them; ``year``: for
    days without one; ``extra``: faults known already."""
    row = _Reading(texts, columns, heads, year, today, choices).read()
    row.faults.extend(extra)
    return row


def asked_in(columns: Mapping[str, int], texts: Sequence[str], choices: Choices) -> Iterator[tuple[str, str]]:
    """(field, text) of every cell that is a word."""
    for name in APPLICATIONS.words:
        column = columns.get(name)
        yield name, texts[column].strip() if column is not None and column < len(texts) else ""


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
