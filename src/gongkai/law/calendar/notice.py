"""The yearly notice on days off, read from its own words: 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

Nothing is guessed. A sentence counts only where it is understood from its first to its last character and its days of the week
and its number of days agree with the calendar; any other sentence that speaks of days is handed back with what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.language import say
from gongkai.law.calendar.year import FESTIVALS, FIXED_DATES, known_holidays

ONE_DAY = timedelta(days=1)
_NAMES = "|".join(
    sorted({*FESTIVALS, *(name.removesuffix("节") for name in FESTIVALS if len(name) > 2)}, key=len)[::-1]
)
_ITEM = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,2}}|\d{{1,2}})[、.]((?:{_NAMES})(?:[、和与及](?:{_NAMES}))*)(?:假期)?[:,]"
)
_TITLE = re.compile(r"国务院办公厅关于(\d{4})年部分节假日安排的通知")
_SUBJECT = re.compile(r"现将(\d{4})年")
_NUMBER = re.compile(r"(国办[\u4e00-\u9fff]{1,6})[〔\[【(](\d{4})[〕\]】)](\d{1,4})号")
_NOTE = r"(?:\([^()]*\))?"
_DATE = rf"(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日{_NOTE}"
_SPAN = rf"{_DATE}(?:至{_DATE})?"
_OFF = re.compile(
    rf"({_SPAN}(?:[、和]{_SPAN})*)(?:放假|休息)(调休|补休)?(?:,?共?(\d{{1,2}})天)?((?:,(?:与周末连休|不调休))*)"
)
_WORK = re.compile(rf"({_DATE}(?:[、和及,]{_DATE})*)(?:均|都|照常|正常)?上班")
_ONE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_SPEAKS_OF_DAYS = re.compile(r"放假|上班|调休|补休|连休|休息|假期|\d+日|\d+天")
_WEEKDAYS = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
_LUNAR_UNITS = {"初": 0, "十": 10, "廿": 20}
_DIGITS = {name: n for n, name in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the notice that speaks of days. ``festival``: under which heading it stands, "" outside of any.

    ``off`` and ``work``: the days it gives, none where ``doubts`` say what is not understood or does not agree.
    """

    text: str
    festival: str
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """What a notice says. ``year`` None where it names none or two; ``statutory``: the national holidays themselves as far as
    their dates are known; ``elsewhere``: days of another year that depart from its week, which belong into that year's table;
    ``doubts``: what is wrong with the whole; those of a sentence stand at the sentence."""

    year: int | None
    title: str
    number: str
    sentences: tuple[Sentence, ...]
    statutory: Mapping[str, tuple[date, ...]]
    elsewhere: tuple[tuple[date, str], ...]
    doubts: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """Whether anything has to be looked at by a person."""
        return bool(self.doubts or self.elsewhere or any(each.doubts for each in self.sentences))

    @property
    def off(self) -> dict[str, tuple[date, ...]]:
        """The days off in the year by the heading they stand under."""
        found: dict[str, tuple[date, ...]] = {}
        for each in self.sentences:
            days = tuple(day for day in each.off if day.year == self.year)
            if days:
                found[each.festival] = (*found.get(each.festival, ()), *days)
        return found

    @property
    def work(self) -> tuple[date, ...]:
        """The weekend days worked in the year, ascending."""
        return tuple(sorted(day for each in self.sentences for day in each.work if day.year == self.year))

    def table(self) -> dict[str, object]:
        """The content of a year's file, as `gongkai.law.calendar.year.parse_year` takes it. It is that function which says whether
        the whole holds together."""
        return {
            "year": self.year,
            "title": self.title,
            "number": self.number,
            "evidence": "the text of the notice",
            "statutory": {name: runs(days) for name, days in self.statutory.items()},
            "off": {name: runs(days) for name, days in self.off.items()},
            "work": {"days": [day.isoformat() for day in self.work]},
        }


def read_notice(text: str, *, year: int | None = None) -> NoticeReading:
    """Read a notice as it was pasted or taken out of a file. ``year``: where a person has said it; else it is read.

    >>> found = read_notice("现将2026年放假安排通知如下。一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。")
    >>> found.year, found.work
    (2026, (datetime.date(2026, 1, 4),))
    """
    plain = _plain(text)
    doubts: list[str] = []
    named = {int(found) for found in (*_TITLE.findall(plain), *_SUBJECT.findall(plain))}
    if year is None:
        if len(named) == 1:
            year = named.pop()
        else:
            doubts.append(
                say("没有读到是哪一年的放假安排，请填写年份。")
                if not named
                else say("标题和正文写的年份不一致：{years}。请填写年份。", years="、".join(map(str, sorted(named))))
            )
    elif named and named != {year}:
        doubts.append(say("通知写的是{named}年，填的是{year}年。", named="、".join(map(str, sorted(named))), year=year))
    numbers = [f"{kind}〔{of}〕{n}号" for kind, of, n in _NUMBER.findall(plain)]
    title = f"国务院办公厅关于{year}年部分节假日安排的通知" if year and _TITLE.search(plain) else ""
    sentences = tuple(_sentences(plain, year)) if year else ()
    if year:
        doubts += _whole(sentences, year)
    return NoticeReading(
        year,
        title,
        numbers[0] if numbers else "",
        sentences,
        _statutory(sentences, year) if year else {},
        tuple(_elsewhere(sentences, year)) if year else (),
        tuple(doubts),
    )


def runs(days: tuple[date, ...] | list[date]) -> list[str]:
    """Days as a year's file writes them: neighbouring days as one run, ``2026-10-01/2026-10-07``."""
    found: list[list[date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][-1] == ONE_DAY:
            found[-1].append(day)
        else:
            found.append([day])
    return [run[0].isoformat() if len(run) == 1 else f"{run[0].isoformat()}/{run[-1].isoformat()}" for run in found]


def _plain(text: str) -> str:
    """One line without blanks, with half-width digits and signs and one sign each for dashes and the names of weekdays."""
    plain = "".join(unicodedata.normalize("NFKC", text.replace("\ufeff", "")).split())
    plain = re.sub(r"(?<=[\d日)])[-–—―~〜]+(?=[\d])", "至", plain)
    plain = re.sub(r"(?<=[日)])(?:到|直至)(?=\d)", "至", plain)
    return re.sub(r"(?:星期|礼拜|周)(?=[一二三四五六日天])", "周", plain).replace(";", "。").replace("；", "。")


def _sentences(plain: str, year: int) -> Iterator[Sentence]:
    """Each sentence that speaks of days, in order."""
    heads = list(_ITEM.finditer(plain))
    before = plain[: heads[0].start()] if heads else plain
    for part in before.split("。"):
        if re.search(r"\d+日.*(?:放假|上班|调休|补休)", part) and not _is_date_line(part):
            yield Sentence(part, "", doubts=(say("不在某个节日之下，不知道属于哪个节日。"),))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        festival = "、".join(_full(name) for name in re.split("[、和与及]", head[1]))
        for part in plain[head.end() : following.start() if following else len(plain)].split("。"):
            if _is_date_line(part):
                return
            if part and _SPEAKS_OF_DAYS.search(part):
                yield _sentence(part, festival, year)


def _is_date_line(part: str) -> bool:
    """The foot of the notice: 国务院办公厅2025年11月4日, and what a web page has after it."""
    return bool(re.match(r"(?:\(此件公开发布\))?(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日(?!.*(?:放假|上班))", part))


def _full(name: str) -> str:
    return name if name in FESTIVALS else f"{name}节"


def _sentence(part: str, festival: str, year: int) -> Sentence:
    if (found := _OFF.fullmatch(part)) is not None:
        return _days_off(part, festival, found, year)
    if (found := _WORK.fullmatch(part)) is not None:
        doubts: list[str] = []
        days = [day for day, _ in _dates(found[1], year, doubts)]
        doubts += [
            say("{day}（{weekday}）本来就不是周末。", day=day, weekday=_weekday(day))
            for day in days
            if day.weekday() < 5
        ]
        if len(set(days)) != len(days):
            doubts.append(say("同一天写了两次。"))
        return Sentence(part, festival, (), () if doubts else tuple(days), tuple(doubts))
    if not re.search(r"\d", part) and not re.search(r"放假|上班|调休|补休", part):
        return Sentence(part, festival)
    return Sentence(part, festival, doubts=(say("这一句没有读懂，其中的日期没有采用。"),))


def _days_off(part: str, festival: str, found: re.Match[str], year: int) -> Sentence:
    doubts: list[str] = []
    days: list[date] = []
    month: int | None = None
    for span in re.split("[、和]", _without_notes(found[1])):
        ends = [day for day, _ in _dates(span, year, doubts, month)]
        if not ends:
            continue
        first, last = ends[0], ends[-1]
        month = last.month
        if last < first or (last - first).days > 15:
            doubts.append(say("{first}至{last}的起止不对。", first=first, last=last))
            continue
        days += [first + n * ONE_DAY for n in range((last - first).days + 1)]
    # The notes in brackets are checked over the sentence as it stands; only the splitting goes without them.
    list(_dates(found[1], year, doubts))
    if found[3] and not doubts and int(found[3]) != len(days):
        doubts.append(say("写的是{said}天，起止日期是{n}天。", said=found[3], n=len(days)))
    if "与周末连休" in (found[4] or "") and not doubts:
        days = _with_weekend(days)
    return Sentence(part, festival, () if doubts else tuple(sorted(set(days))), (), tuple(dict.fromkeys(doubts)))


def _without_notes(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _dates(text: str, year: int, doubts: list[str], month: int | None = None) -> Iterator[tuple[date, str]]:
    """The dates in ``text`` with their notes; the month goes on from the one before. Adds to ``doubts`` what does not agree."""
    at = year
    for of, named, day, note in _ONE.findall(text):
        at = int(of) if of else at
        if named and month is not None and int(named) < month and not of:
            doubts.append(say("{month}月{day}日在哪一年没有写明。", month=named, day=day))
            continue
        month = int(named) if named else month
        if month is None:
            doubts.append(say("“{day}日”没有写明月份。", day=day))
            continue
        try:
            on = date(at, month, int(day))
        except ValueError:
            doubts.append(say("{year}年没有{month}月{day}日。", year=at, month=month, day=day))
            continue
        doubts += _note_doubts(on, note)
        yield on, note


def _note_doubts(on: date, note: str) -> Iterator[str]:
    for each in filter(None, re.split("[、,]", note)):
        if (found := re.fullmatch("周([一二三四五六日天])", each)) is not None:
            if _WEEKDAYS[found[1]] != on.weekday():
                yield say("{day}是{weekday}，通知写的是{said}。", day=on, weekday=_weekday(on), said=each)
        elif not each.startswith("农历"):
            yield say("“（{note}）”没有读懂。", note=each)


def _weekday(on: date) -> str:
    return f"周{'一二三四五六日'[on.weekday()]}"


def _with_weekend(days: list[date]) -> list[date]:
    """``days`` with the weekend days that touch them."""
    found = set(days)
    for step in (ONE_DAY, -ONE_DAY):
        for day in days:
            beside = day + step
            while beside.weekday() >= 5:
                found.add(beside)
                beside += step
    return sorted(found)


def _whole(sentences: tuple[Sentence, ...], year: int) -> Iterator[str]:
    """What is wrong with the notice as a whole: holidays without days, days given twice."""
    given = {name for each in sentences if each.off for name in each.festival.split("、")}
    for name in FESTIVALS:
        if name not in given:
            yield say("没有读到{name}的放假日期。", name=name)
    off = [day for each in sentences for day in each.off]
    work = [day for each in sentences for day in each.work]
    for kind, days in ((say("放假"), off), (say("上班"), work)):
        for day in sorted({day for day in days if days.count(day) > 1}):
            yield say("{day}在{kind}日期里出现两次。", day=day, kind=kind)
    for day in sorted(set(off) & set(work)):
        yield say("{day}既写放假，又写上班。", day=day)
    for day in sorted({day for day in (*off, *work) if abs(day.year - year) > 1}):
        yield say("{day}离{year}年太远，请核对。", day=day, year=year)


def _elsewhere(sentences: tuple[Sentence, ...], year: int) -> Iterator[tuple[date, str]]:
    for each in sentences:
        for day in each.off:
            if day.year != year and day.weekday() < 5:
                yield day, say("放假")
        for day in each.work:
            if day.year != year:
                yield day, say("上班")


def _statutory(sentences: tuple[Sentence, ...], year: int) -> dict[str, tuple[date, ...]]:
    """The national holidays by date: the fixed ones, those known beforehand, those that a lunar date in the notice gives away, and
    a single day off for a holiday of one day. The rest is left for a person to fill in."""
    early = year < 2025
    found: dict[str, tuple[date, ...]] = {}
    for name, days in FIXED_DATES.items():
        kept = days[:1] if early and name == "劳动节" else days
        found[name] = tuple(date(year, month, day) for month, day in kept)
    for day, name in known_holidays(year).items():
        if name not in FIXED_DATES:
            found[name] = (*found.get(name, ()), day)
    if "春节" not in found and (first := _new_year(sentences, year)) is not None:
        begins = 0 if early else -1
        found["春节"] = tuple(first + n * ONE_DAY for n in range(begins, 3))
    for each in sentences:
        if each.festival in ("清明节", "端午节", "中秋节") and each.festival not in found and len(each.off) == 1:
            found[each.festival] = each.off
    return found


def _new_year(sentences: tuple[Sentence, ...], year: int) -> date | None:
    """正月初一, counted back from a date that the notice itself calls 农历正月初七."""
    for each in sentences:
        if "春节" not in each.festival or not each.off:
            continue
        for on, note in _dates(each.text, year, []):
            lunar = re.search("农历正月(初|十|廿)([一二三四五六七八九十])", note)
            if lunar:
                return on - (_LUNAR_UNITS[lunar[1]] + _DIGITS[lunar[2]] - 1) * ONE_DAY
    return None
