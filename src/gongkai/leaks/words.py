"""Wrong words, wrong names and left-over drafting in a text: what a proof-reader would mark before publication.

Pure: the lists and the day are given. ``shipped()`` is a small list of our own; a body's lists have an owner and a last day for each
entry, and an entry whose day is over is not applied any more.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from gongkai.language import say
from gongkai.leaks.folding import fold
from gongkai.leaks.model import Place, Severity, fingerprint

_SHIPPED = Path(__file__).with_name("mistakes.toml")


class Topic(StrEnum):
    """What is wrong. Codes are stable."""

    WORD = "word"  # 错别字
    OUTDATED = "outdated"  # 过时的机构、制度名称
    FORBIDDEN = "forbidden"  # 不宜使用的说法
    PLACE_NAME = "place_name"
    LEADER = "leader"  # 领导姓名、职务
    DATE = "date"  # a day that cannot be
    YEAR = "year"  # 年份写法
    NUMBER = "number"  # 发文字号
    LEFT_OVER = "left_over"  # placeholders of a draft
    OTHER_BODY = "other_body"  # the name of another body, most often in copied text


@dataclass(frozen=True, slots=True)
class Entry:
    """``wrong`` should be ``right`` (empty: to be left out). ``unless``: phrases in which it is right. ``owner``: who answers for the
    entry; ``until``: the last day it is applied, None for ever; ``source``: on what it rests."""

    wrong: str
    right: str
    topic: Topic = Topic.WORD
    severity: Severity = Severity.LOOK
    unless: tuple[str, ...] = ()
    owner: str = ""
    until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """``titles``: every title that may stand beside the name."""

    name: str
    titles: tuple[str, ...]
    owner: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    entries: tuple[Entry, ...] = ()
    leaders: tuple[Leader, ...] = ()

    def __add__(self, other: Lists) -> Lists:
        return Lists(self.entries + other.entries, self.leaders + other.leaders)

    def on(self, day: date | None) -> Lists:
        """What is applied on a day: entries whose last day is over are left out. Without a day all are applied."""
        if day is None:
            return self
        return Lists(
            tuple(each for each in self.entries if each.until is None or day <= each.until),
            tuple(each for each in self.leaders if each.until is None or day <= each.until),
        )

    def over(self, day: date) -> Lists:
        """What is not applied any more on a day, for its owners to renew or to delete."""
        now = self.on(day)
        return Lists(
            tuple(each for each in self.entries if each not in now.entries),
            tuple(each for each in self.leaders if each not in now.leaders),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """``shown``: the words as they stand; ``right``: what should stand there, empty when a person must say. ``fingerprint``: the same
    for the same words under the same topic, so that a reason given once holds."""

    topic: Topic
    severity: Severity
    place: Place
    shown: str
    right: str
    says: str
    fingerprint: str = field(repr=False)
    owner: str = ""


@cache
def shipped() -> Lists:
    """Our own list of common mistakes.

    >>> [finding.right for finding in find("各单位要认真布署，建立台帐。", shipped())]
    ['部署', '台账']
    """
    entries = []
    for group in tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))["entries"]:
        for wrong, right in group["pairs"]:
            entries.append(
                Entry(
                    wrong,
                    right,
                    Topic(group.get("topic", "word")),
                    Severity(group.get("severity", "look")),
                    tuple(phrase for phrase in group.get("unless", ()) if wrong in phrase),
                    source=group["source"],
                )
            )
    return Lists(tuple(entries))


def find(
    text: str,
    lists: Lists | None = None,
    *,
    own: Sequence[str] = (),
    foreign: Sequence[str] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """What is wrong in a text, in its order. ``lists``: by default the shipped one. ``own`` and ``foreign``: names of the body itself,
    and of bodies whose name in the text would tell that it was copied. ``today``: entries that ended before it are not applied.

    >>> for finding in find("截至2026年2月30日，按云政办[2026]12号执行。"):
    ...     print(finding.topic, finding.severity, finding.shown, finding.right or "?")
    date must 2026年2月30日 ?
    number look 云政办[2026]12号 云政办〔2026〕12号
    """
    applied = (shipped() if lists is None else lists).on(today)
    folded = fold(text)
    found = [
        *_entries(text, applied.entries),
        *_leaders(text, applied.leaders),
        *_dates(text, folded),
        *_years(text),
        *_numbers(text),
        *_left_over(text, folded),
        *_other_bodies(text, own, foreign),
    ]
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    placed = []
    for each in sorted(found, key=lambda each: (each.place.start or 0, each.topic)):
        start = each.place.start or 0
        placed.append(replace(each, place=replace(each.place, paragraph=bisect_right(lines, start))))
    return tuple(placed)


def mend(text: str, findings: Iterable[Finding]) -> str:
    """``text`` with what is known to be right put in, for findings of a scan of this very text; others stay.

    >>> text = "建立台帐，2月30日前报送。"
    >>> mend(text, find(text))
    '建立台账，2月30日前报送。'
    """
    for each in sorted(findings, key=lambda each: each.place.start or 0, reverse=True):
        start, end = each.place.start or 0, each.place.end or 0
        if each.right and text[start:end] == each.shown:
            text = text[:start] + each.right + text[end:]
    return text


def _finding(
    topic: Topic, severity: Severity, start: int, shown: str, right: str, says: str, owner: str = ""
) -> Finding:
    mark = fingerprint(f"words.{topic}", f"{shown}\0{right}", b"")
    return Finding(topic, severity, Place(start, start + len(shown)), shown, right, says, mark, owner)


def _entries(text: str, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    by_word: dict[str, Entry] = {}
    for entry in entries:
        if entry.wrong:
            by_word[entry.wrong] = entry  # a later list has the last word
    if not by_word:
        return
    longest_first = sorted(by_word, key=len, reverse=True)
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        entry = by_word[match[0]]
        if any(_within(text, match.start(), match.end(), phrase) for phrase in entry.unless):
            continue
        if entry.right and _within(text, match.start(), match.end(), entry.right):
            continue
        topic = entry.topic
        if topic is Topic.OUTDATED:
            says = say(
                "“{wrong}”已经更名或者停用，现为“{right}”。引用旧文件名称的可以保留。",
                wrong=entry.wrong,
                right=entry.right,
            )
        elif topic is Topic.PLACE_NAME:
            says = say("地名“{wrong}”应为“{right}”。", wrong=entry.wrong, right=entry.right)
        elif not entry.right:
            says = say("“{wrong}”不宜使用，请删去或者改写。", wrong=entry.wrong)
        else:
            says = say("“{wrong}”应为“{right}”。", wrong=entry.wrong, right=entry.right)
        if entry.source:
            says += say("依据：{source}。", source=entry.source)
        yield _finding(topic, entry.severity, match.start(), match[0], entry.right, says, entry.owner)


def _within(text: str, start: int, end: int, phrase: str) -> bool:
    """Whether the words at a place are part of a phrase that stands there."""
    at = text.find(phrase, max(0, end - len(phrase)))
    return 0 <= at <= start and at + len(phrase) >= end


_COMMON_TITLES = (
    "书记 副书记 县长 副县长 市长 副市长 区长 副区长 局长 副局长 主任 副主任 镇长 副镇长 乡长 副乡长 "
    "主席 副主席 部长 科长 股长"
)


def _leaders(text: str, leaders: tuple[Leader, ...]) -> Iterator[Finding]:
    """A known name with a title it does not have; a known title before a name that is nearly right."""
    titles = {title for leader in leaders for title in leader.titles}
    by_name = {leader.name: leader for leader in leaders}
    ordered = sorted({*titles, *_COMMON_TITLES.split()}, key=len, reverse=True)
    if not titles:
        return
    any_title = "|".join(map(re.escape, ordered))
    reached = -1
    for match in re.finditer("|".join(map(re.escape, sorted(by_name, key=len, reverse=True))), text):
        leader = by_name[match[0]]
        after = re.match(any_title, text[match.end() : match.end() + 20])
        before = [title for title in ordered if text[: match.start()].endswith(title)]
        held = before[0] if before else (after[0] if after else "")
        if not held or held in leader.titles or any(_is_short_for(held, title) for title in leader.titles):
            continue
        says = say(
            "{name}的职务是{titles}，这里写成了“{held}”。请核对。",
            name=leader.name,
            titles="、".join(leader.titles),
            held=held,
        )
        start = match.start() - len(held) if before else match.start()
        shown = text[start : match.end()] if before else text[match.start() : match.end() + len(held)]
        yield _finding(Topic.LEADER, Severity.MUST, start, shown, "", says, leader.owner)
        reached = match.end()
    for match in re.finditer(any_title, text):
        if match.end() <= reached:
            continue
        for leader in leaders:
            written = text[match.end() : match.end() + len(leader.name)]
            if match[0] not in leader.titles or len(written) < len(leader.name) or written in by_name:
                continue
            if sum(a != b for a, b in zip(written, leader.name, strict=True)) == 1 and len(leader.name) > 2:
                says = say(
                    "{title}的姓名是{name}，这里写成了“{written}”。请核对。",
                    title=match[0],
                    name=leader.name,
                    written=written,
                )
                # 李强同志 may be somebody else: only a wrong letter within the name is sure.
                severity = Severity.MUST if written[-1] == leader.name[-1] else Severity.LOOK
                yield _finding(Topic.LEADER, severity, match.end(), written, leader.name, says, leader.owner)


def _is_short_for(held: str, title: str) -> bool:
    """书记 is short for 县委书记, not for 县委副书记."""
    return title.endswith(held) and not title.endswith(f"副{held}")


_DAYS = re.compile(r"(?:(\d{4}) ?年 ?)?(?<!\d)(\d{1,2}) ?月 ?(\d{1,2}) ?日")
_NUMERIC = re.compile(r"(?<![\d.\-/])((?:19|20)\d{2})([-./])(\d{1,2})\2(\d{1,2})(?![\d.\-/])")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_CHINESE_DIGITS = {char: at for at, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def _dates(text: str, folded: str) -> Iterator[Finding]:
    for match in _DAYS.finditer(folded):
        if not _exists(int(match[1]) if match[1] else 2024, int(match[2]), int(match[3])):
            yield _impossible(text, match.start(), match.end())
    for match in _NUMERIC.finditer(folded):
        # 2026.13.1 may be the number of a paragraph, but not of a month.
        if match[2] != "." and not _exists(int(match[1]), int(match[3]), int(match[4])):
            yield _impossible(text, match.start(), match.end())
    for match in _CHINESE_DAY.finditer(text):
        year = int("".join(str(_CHINESE_DIGITS[char]) for char in match[1]))
        if not _exists(year, _small(match[2]), _small(match[3])):
            yield _impossible(text, match.start(), match.end())


def _impossible(text: str, start: int, end: int) -> Finding:
    says = say("没有“{day}”这一天。请核对日期。", day=text[start:end])
    return _finding(Topic.DATE, Severity.MUST, start, text[start:end], "", says)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _small(text: str) -> int:
    """十二 is 12, 二十 is 20; 0 for what is no number below 100."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text, 0)
    return 10 * (_CHINESE_DIGITS.get(tens, 0) if tens else 1) + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)


_CHINESE_YEAR = re.compile(r"(?<![〇零○ОOo0一二三四五六七八九十百千])([一二][〇零○ОOo0０一二三四五六七八九]{3})(?=年)")
_MIXED_YEAR = re.compile(r"(?<!\d)(?:20[一二三四五六七八九〇零]{2}|[二][〇零○]\d{2})(?=年)")
_FAR_YEAR = re.compile(r"(?<![\d.])((?:2[2-9]|1[0-7])\d{2})年(?!前|来|间|历史|文明)")


def _years(text: str) -> Iterator[Finding]:
    for match in _CHINESE_YEAR.finditer(text):
        right = re.sub("[零○ОOo0０]", "〇", match[1])
        if right != match[1]:
            says = say("汉字年份中的零应写作“〇”：“{right}年”。", right=right)
            yield _finding(Topic.YEAR, Severity.LOOK, match.start(), match[1], right, says)
    for match in _MIXED_YEAR.finditer(text):
        says = say("年份“{year}年”混用了数字和汉字。请统一。", year=match[0])
        yield _finding(Topic.YEAR, Severity.LOOK, match.start(), match[0], "", says)
    for match in _FAR_YEAR.finditer(text):
        says = say("年份“{year}年”不合常理。请核对。", year=match[1])
        yield _finding(Topic.YEAR, Severity.LOOK, match.start(), match[1], "", says)


_DOCUMENT_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,14}(?:发|办|函|字|规|令|政|党|文|财|商|通|告|请|报|批|复|决|任|纪|综|明电|电)?)([\[【(（［〔])(\d{2}|\d{4})([\]】)）］〕])(第?)(0*)(\d{1,5})号"
)


def _numbers(text: str) -> Iterator[Finding]:
    """发文字号: the year in full in 〔〕, the number without 第 and without leading zeros (GB/T 9704—2012, 7.2.5)."""
    for match in _DOCUMENT_NUMBER.finditer(text):
        name, opening, year, closing, ordinal, zeros, number = match.groups()
        name = re.split(r"[的和及与按据照《》]|根据|依据|按照|印发|转发", name)[-1]
        if not name or name.endswith(("公告", "通告", "附件", "议案", "提案")):
            continue
        start = match.start(2) - len(name)
        shown = text[start : match.end()]
        full = year if len(year) == 4 else f"20{year}"
        right = f"{name}〔{full}〕{number}号"
        if shown == right:
            continue
        wrong = []
        if (opening, closing) != ("〔", "〕"):
            wrong.append(say("年份应当用六角括号“〔〕”"))
        if len(year) == 2:
            wrong.append(say("年份应当写全"))
        if ordinal:
            wrong.append(say("不加“第”字"))
        if zeros:
            wrong.append(say("序号不编虚位"))
        says = say("发文字号{wrong}：{right}。依据：GB/T 9704—2012。", wrong="、".join(wrong), right=right)
        yield _finding(Topic.NUMBER, Severity.LOOK, start, shown, right, says)


_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|[×╳✕]{2,}|[_＿]{3,}|[?？]{2,}|(?<![〇○])[〇○]{3,}|\.{7,}|TBD|待定(?!岗)|待补充?(?=[，。；）)\s]|$)|待核实|待确认(?=[，。；）)\s]|$)"
    r"|（(?:此处|这里)[^）]{1,20}）|请在此处|点击此处|单击此处|\[(?:标题|日期|姓名|单位)\]|【(?:标题|日期|姓名|单位|待填)】"
)


def _left_over(text: str, folded: str) -> Iterator[Finding]:
    for match in _PLACEHOLDER.finditer(text):
        says = say("“{shown}”像是草稿里没有填写的内容。请补充，或者删去。", shown=match[0])
        marked = match[0][0] in "×╳✕？?"
        yield _finding(Topic.LEFT_OVER, Severity.LOOK if marked else Severity.MUST, match.start(), match[0], "", says)


def _other_bodies(text: str, own: Sequence[str], foreign: Sequence[str]) -> Iterator[Finding]:
    names = sorted({*own, *foreign}, key=len, reverse=True)
    mine = set(own)
    told: set[str] = set()
    if not names:
        return
    for match in re.finditer("|".join(map(re.escape, filter(None, names))), text):
        name = match[0]
        if name in mine or name in told:
            continue
        told.add(name)
        says = say("文中出现了“{name}”。如果是从别处复制的，请改为本单位；确实提到该单位的，可以保留。", name=name)
        yield _finding(Topic.OTHER_BODY, Severity.LOOK, match.start(), name, "", says)
