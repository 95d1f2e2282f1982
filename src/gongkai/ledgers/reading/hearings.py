"""One row of an old ledger of disputes: the hearings that it tells of, each with its level, its days and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.disclosures.registers.rows import cells
from gongkai.language import say
from gongkai.law.disputes import RESULTS, Level, results_at
from gongkai.law.disputes.rounds import NEW_RECONSIDERATION_LAW
from gongkai.ledgers.reading import days, words
from gongkai.ledgers.reading.books import DISPUTES, HEARINGS, LEVELS
from gongkai.ledgers.reading.heads import PARTS
from gongkai.ledgers.reading.row import NOTHING_CHOSEN, Cells, Choices, Row

SUITS = ("suit_direct", "suit_after_reconsideration", "suit")
LEVEL_OF_NUMBER = {"行初": Level.FIRST, "行终": Level.SECOND, "行申": Level.RETRIAL, "行再": Level.RETRIAL}
"""The word of a court's case number that names the kind of hearing (人民法院案件案号的规定, in force since 2016)."""
COLUMNS = {
    "结果维持": "upheld", "维持": "upheld", "结果纠正": "corrected", "纠正": "corrected", "其他结果": "other", "其他": "other",
    "尚未审结": "",
}  # fmt: skip
"""The column of table 4 in which an old ledger counted a case; other words for it say nothing."""
_COURT = re.compile("|".join(LEVEL_OF_NUMBER))
_LATER = (Level.SECOND, Level.AGAIN, Level.RETRIAL)


@dataclass(slots=True)
class Hearing:
    """One hearing as a row tells it. ``at``: what stands before the names of its fields in the row ("" where the row tells of one).
    ``kind``: reconsideration, suit_direct, suit_after_reconsideration, suit (after one where there is one), "" for an appeal, whose
    kind is that of its suit."""

    at: str
    level: Level
    kind: str
    number: str = ""
    authority: str = ""
    filed_on: date | None = None
    copy_on: date | None = None
    answered_on: date | None = None
    result: str = ""
    concluded_on: date | None = None
    served_on: date | None = None

    @property
    def is_suit(self) -> bool:
        return self.level is not Level.RECONSIDERATION


@dataclass(slots=True)
class DisputeRow(Row):
    """``hearings``: in the order of instances; what is wrong with them is among the faults."""

    hearings: list[Hearing] = field(default_factory=list)


def scene(level: Level) -> str:
    """The field by whose words the result of a hearing is read."""
    return f"{'first' if level is Level.AGAIN else level.value}_result"


class _Reading(Cells):
    """The row being read."""

    book = DISPUTES
    row: DisputeRow

    def __init__(
        self, texts: Sequence[str], columns: Mapping[str, int], heads: Sequence[str], year: int | None, today: date,
        choices: Choices,
    ) -> None:  # fmt: skip
        super().__init__(texts, columns, heads, year, today, choices)
        self.row = DisputeRow()

    def read(self) -> DisputeRow:
        for name, most in self.book.texts.items():
            self.plain(name, most)
        for name in self.book.past:
            self.day(name)
        for name in ("against", "brought_by", "capacity", "procedure"):
            self.word(name)
        said = words.meaning("level", self.text("dispute_kind"), {}).code
        if said is not None and Level(said) in _LATER:
            # 二审 in the column of kinds: the kind is that of the suit below.
            self.row.values["level"] = said
        else:
            self.word("dispute_kind")
        if self.text("level"):
            self.word("level")
        column = COLUMNS.get(words.key(self.text("column")))
        if column is not None:
            self.row.values["column"] = column
        self.bounds()
        for at in self._told():
            self._hearing(at)
        self._together()
        return self.row

    def _take(self, name: str, events: Sequence[days.Event]) -> None:
        self.fault("events", name, say("一格里有几个日期"), say("请分列填写，一格一个日期"))

    def _told(self) -> Iterator[str]:
        """Which hearings stand in the row: those with a cell of their own that is filled, else the one of its kind and level."""
        found = [at for at in HEARINGS if any(self.text(at + part) for part in PARTS if part != "authority")]
        yield from found or [""]

    def _level(self, at: str) -> Level | None:
        """The level of a hearing; None with a fault where nothing says it."""
        if at:
            return Level(at.removesuffix("_"))
        values, kind = self.row.values, self.row.values.get("dispute_kind", "")
        given = Level(values["level"]) if "level" in values else None
        named = next((LEVEL_OF_NUMBER[found] for found in _COURT.findall(values.get("number", ""))), None)
        if self.wrong_at("dispute_kind", "level"):
            return None
        if kind == "reconsideration" or (not kind and given is Level.RECONSIDERATION):
            if given not in (None, Level.RECONSIDERATION):
                self.fault("level", "level", say("行政复议没有这一审级"), say("请核对是复议还是诉讼"))
                return None
            if named is not None:
                self.fault(
                    "number_level", "number", say("这是法院的案号，这一行写的是行政复议"), say("请核对种类和案号")
                )
                return None
            return Level.RECONSIDERATION
        if kind in SUITS and given is Level.RECONSIDERATION:
            self.fault("level", "level", say("行政诉讼没有这一审级"), say("请核对是复议还是诉讼"))
            return None
        if not kind and given not in _LATER and named not in _LATER:
            self.fault(
                "missing",
                "dispute_kind",
                say("没有写是复议还是诉讼"),
                say("请写行政复议、直接起诉或者复议后起诉；整列都一样的，可以在前一步指定"),
            )
            return None
        if given is not None and named is not None and given is not named:
            first = (Level.FIRST, Level.AGAIN)
            if not (given in first and named in first):
                self.fault(
                    "number_level", "number", say("案号是{named}的，审级写的不是", named=words.OPTIONS["level"][named]),
                    say("请核对审级和案号"),
                )  # fmt: skip
                return None
        return given or named or Level.FIRST

    def _hearing(self, at: str) -> None:
        values = self.row.values
        level = self._level(at)
        if level is None:
            return
        result = f"{at}result"
        if self._elsewhere(result, level):
            self.fault("result_level", result, say("这一审级没有这种结果"), say("请核对审级，或者改写结果"))
        elif self.text(result):
            self.word(result, among=scene(level))
        filed, ended = values.get(f"{at}filed_on"), values.get(f"{at}concluded_on")
        if filed is None and not self.wrong_at(f"{at}filed_on"):
            self.fault("filed", f"{at}filed_on", say("没有受理、立案日期"), say("请补上，年报表四要用到"))
        code = values.get(result, "")
        if code and RESULTS[code] not in results_at(level):
            self.fault("result_level", result, say("这一审级没有这种结果"), say("请核对审级，或者改写结果"))
        elif code and ended is None and not self.wrong_at(f"{at}concluded_on"):
            self.fault("undated", f"{at}concluded_on", say("有结果，没有审结日期"), say("请补上，按审结的年份统计"))
        elif ended is not None and not code and not self.wrong_at(result):
            self.fault("no_result", result, say("有审结日期，没有结果"), say("请补上结果"))
        copied, answered = values.get(f"{at}copy_on"), values.get(f"{at}answered_on")
        if answered is not None and copied is None and not self.wrong_at(f"{at}copy_on"):
            self.fault("copy", f"{at}copy_on", say("有答复、答辩日，没有收到副本日"), say("请补上：期限从那一天起算"))
        if (
            values.get("procedure") == "simplified"
            and level is Level.RECONSIDERATION
            and copied is not None
            and copied < NEW_RECONSIDERATION_LAW
        ):
            self.fault(
                "simplified",
                "procedure",
                say("2024年1月1日以前的行政复议没有简易程序"),
                say("请核对程序或者收到副本日"),
            )
        authority = values.get(f"{at}authority", "")
        if not at and not authority:
            authority = values.get(f"{'first' if level is Level.AGAIN else level.value}_authority", "")
        self.row.hearings.append(
            Hearing(
                at, level, self._kind(at, level), values.get(f"{at}number", ""), authority, filed, copied, answered, code, ended,
                values.get(f"{at}served_on"),
            )
        )  # fmt: skip

    def _elsewhere(self, result: str, level: Level) -> bool:
        """Whether the word is a result of other hearings alone."""
        own = words.meaning(scene(level), self.text(result), self.choices.words.get(scene(level), {}))
        others = (words.SURE[f"{each}_result"] for each in LEVELS)
        return own.code is None and not own.may_be and any(words.key(self.text(result)) in known for known in others)

    def _kind(self, at: str, level: Level) -> str:
        if level is Level.RECONSIDERATION:
            return "reconsideration"
        if level is not Level.FIRST:
            return ""
        said = self.row.values.get("dispute_kind", "")
        return str(said) if said in SUITS else "suit" if at else ""

    def _together(self) -> None:
        """Several hearings of one row: a suit beside a reconsideration comes after it."""
        there = {hearing.level: hearing for hearing in self.row.hearings}
        suit = there.get(Level.FIRST)
        if suit is not None and Level.RECONSIDERATION in there and not self.wrong_at("dispute_kind"):
            if suit.kind == "suit_direct":
                self.fault(
                    "kind",
                    "dispute_kind",
                    say("写的是未经复议直接起诉，这一行又有行政复议"),
                    say("请核对是不是复议后起诉"),
                )
            suit.kind = "suit_after_reconsideration"


def read_dispute(
    texts: Sequence[str],
    columns: Mapping[str, int],
    heads: Sequence[str],
    *,
    year: int | None,
    today: date,
    choices: Choices = NOTHING_CHOSEN,
) -> DisputeRow:
    """The row whose cells are ``texts``; the rest as in `gongkai.ledgers.reading.rows.read_row`."""
    return _Reading(texts, columns, heads, year, today, choices).read()


def asked_in(columns: Mapping[str, int], texts: Sequence[str], choices: Choices) -> Iterator[tuple[str, str]]:
    """(field, text) of every cell that is a word, a result by the level of its hearing; none for a result whose level is not known."""

    def text(name: str) -> str:
        column = columns.get(name)
        found = texts[column].strip() if column is not None and column < len(texts) else ""
        return "" if cells.is_blank(found) else found

    kind = text("dispute_kind")
    written = text("level") or kind
    level = words.meaning("level", written, choices.words.get("level", {})).code if written else None
    for name in ("level", "against", "brought_by", "capacity", "procedure", *(f"{each}_result" for each in LEVELS)):
        yield name, text(name)
    if level is None or Level(level) not in _LATER or text("level"):
        yield "dispute_kind", kind
    result = text("result")
    if not result:
        return
    said = choices.words.get("dispute_kind", {})
    meant = words.meaning("dispute_kind", kind, said).code if kind else choices.whole.get("dispute_kind")
    named = next((LEVEL_OF_NUMBER[found] for found in _COURT.findall(text("number"))), None)
    if meant == "reconsideration":
        yield scene(Level.RECONSIDERATION), result
    elif level is not None:
        yield scene(Level(level)), result
    elif named is not None or meant in SUITS:
        yield scene(named or Level.FIRST), result
