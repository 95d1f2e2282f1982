"""Whose report it is, for which year, and who signed it when: what the words around the tables tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.documents.model import NOWHERE, Place
from gongkai.reports.recognise.items import Prose
from gongkai.reports.recognise.signature import ORGAN, signature_of, year_of

_TITLE_TAIL = r"(?:政府信息(?:与政务)?公开|政务公开|信息公开)(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|年报)"
_YEAR = r"(20[0-4]\d|二[〇零○0][一二三四][〇零○一二三四五六七八九])"
_TITLE = re.compile(rf"^#*(?P<who>[^。；;]{{0,40}}?){_YEAR}年?度?(?:本级)?{_TITLE_TAIL}(?P<rest>.*)$")
_TITLE_YEAR_LAST = re.compile(rf"^#*(?P<who>[^。；;\d]{{0,40}}?){_TITLE_TAIL}[(\[]?{_YEAR}年?度?[)\]]?$")
_TITLE_YEAR_FIRST = re.compile(rf"^#*{_YEAR}年?度?(?P<who>[^。；;\d]{{2,40}}?){_TITLE_TAIL}[(\[]?(?:全文|公开)?[)\]]?$")
_NAME = rf"[一-鿿·]{{2,30}}?{ORGAN}"
_COMPILED_BY = re.compile(rf"由({_NAME})(?:负责)?(?:编制|编写|组织编制|公布|发布)")
_LINK = re.compile(
    r"^(?:上一篇|下一篇|上一条|下一条|上一页|下一页|前一篇|后一篇|相关|推荐|附件|链接)[\u4e00-\u9fff]{0,4}[:：]"
)
_FOLLOWS_THE_LAW = re.compile(
    rf"(?:^|[。；\n])({_NAME})(?:根据|依据|按照|依照)[《\"“]?(?:中华人民共和国)?政府信息公开条例", re.M
)
_ASK_AT = re.compile(
    rf"(?:请(?:与|向|直接)?(?:联系|致电|咨询)?[:：]?|与|联系[:：]|联系单位[:：]|单位名称[:：]|发布机构[:：]?|单位[:：])\s*({_NAME})(?:[(\[]?(?:联系|地址|办公室联系)|$|[,，;；(])"
)
_NOW_REPORT = re.compile(rf"现将({_NAME}){_YEAR}年")
_GENERIC = re.compile(
    r"^(?:本|我|全|该)?(?:[省市区县州盟旗镇乡]|街道)(?![一-鿿]{0,3}[省市区县州盟旗镇乡])[一-鿿]{1,12}$|^(?:本|我|该)[一-鿿]{1,4}$"
)
_PERIOD = re.compile(
    rf"{_YEAR}\s*年\s*1\s*月\s*1\s*日(?:起)?\s*(?:至|到|—|-|－|~|～|──|——)+\s*(?:{_YEAR}\s*年)?\s*12\s*月\s*31\s*日"
)
_REPORT_YEAR = re.compile(
    rf"{_YEAR}\s*年\s*度?\s*(?:{_TITLE_TAIL}|政府信息公开|政务公开|信息公开|[一-鿿]{{0,8}}政府信息公开)"
)
_ANY_YEAR = re.compile(r"(20[0-4]\d)\s*年(?!\s*(?:修订|修正|印发|公布|发布|施行|颁布|制定|出台|第|\d))")


@dataclass(slots=True)
class Identity:
    """Who and when, as far as the words tell. ``doubts``: code and sentence."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    titles: list[Title] = field(default_factory=list)
    generic: str | None = None
    variant: str | None = None
    place: Place = NOWHERE
    line: int = 0
    index: int | None = None
    rivals: list[str] = field(default_factory=list)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _trim_name(who: str) -> str:
    """A name without what sites print before it: labels, bookmarks, brackets, a bare 关于."""
    who = re.sub(r"^(?:标题|名称|题目|当前位置|首页)[:：]", "", who)
    who = re.split(r"[>›»/|:：]", who)[-1]
    who = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", who)
    who = re.sub(r"^关于|的$|关于$|《|》|“|”|\"", "", who).strip(" -—_·,，")
    return who if re.fullmatch(r"[一-鿿·、A-Za-z0-9]{2,40}", who) else ""


@dataclass(frozen=True, slots=True)
class Title:
    """A line (or two) that reads like a report's title. ``rest``: what stands behind it; ``index``: of its last line."""

    name: str
    text: str
    year: int
    rest: str
    line: int
    index: int
    place: Place


def identify(lines: Sequence[Prose], declared: str | None, table_line: int | None = None) -> Identity:
    """The report's body and year: title, then the period, the preamble, the contact line, the signature.

    ``table_line``: where the first statutory table begins; the report's own title stands before it. Pages list the
    titles of other reports too, so the one that the text bears out is taken.
    """
    who = Identity()
    keys = [_squeeze(line.key) for line in lines]
    text = "\n".join(keys)
    who.titles = list(_titles(lines, keys))
    before = [t for t in who.titles if table_line is None or t.line < table_line] or who.titles
    period = _PERIOD.search(text)
    period_year = year_of(period[1]) if period else None
    if before:
        # A later title of equal worth wins: menus and lists of links stand above the report.
        best = max(before, key=lambda t: (_worth(t, text, period_year), t.line))
        who.rivals = [
            t.text
            for t in before
            if (t.name and best.name and t.name != best.name) or t.year != best.year
            if _worth(best, text, period_year) < 3
        ]
        who.title, who.place, who.line, who.year, who.index = best.text, best.place, best.line, best.year, best.index
        name = best.name or next((t.name for t in before if t.name and t.year == best.year), "")
        name = name or _name_below(keys, best.index)
        if name and not _GENERIC.match(name):
            who.agency = name
        elif name:
            who.generic = name
    if declared and who.year is None and (found := _TITLE.match(_squeeze(declared))):
        who.year = year_of(found[2])
        who.agency = _trim_name(found["who"]) or None
    if who.year is None:
        who.year = _year_from(text)
    if who.agency is None:
        _agency_from(text, keys, who)
    else:
        who.variant = _fuller_name(who.agency, text)
    return who


def _titles(lines: Sequence[Prose], keys: Sequence[str]) -> Iterator[Title]:
    for i, key in enumerate(keys):
        if "报" not in key and "报" not in keys[min(i + 1, len(keys) - 1)]:
            continue  # every title ends with 报告 or 年报
        if len(key) > 90 or len(key) < 6 or _LINK.match(key):
            continue
        found = _TITLE.match(key) or _TITLE_YEAR_LAST.match(key) or _TITLE_YEAR_FIRST.match(key)
        last = i
        if found is None and i + 1 < len(keys) and max(len(key), len(keys[i + 1])) <= 40 and not key.endswith("。"):
            found = _TITLE.match(key + keys[i + 1]) if _TITLE.match(keys[i + 1]) is None else None
            last = i + 1
        if found is None:
            continue
        rest = found["rest"] if found.re is _TITLE else ""
        year = year_of(next(g for g in found.groups() if g and re.fullmatch(_YEAR, g)))
        name = _trim_name(found["who"])
        if not name and last == i and i > 0 and len(keys[i - 1]) <= 30:
            above = _trim_name(keys[i - 1])
            name = above if re.search(ORGAN + "$", above) else ""
        if year is None or len(rest) > 30 or name.startswith("现") or re.search("按照|要求|根据|公布", name):
            continue
        words = lines[i].text + (lines[last].text if last > i else "")
        yield Title(name, words.strip(), year, rest, lines[last].line, last, lines[i].place)


def _worth(title: Title, text: str, period_year: int | None) -> int:
    """How well the rest of the text bears a title out."""
    worth = 2 if not title.rest and not re.match(r"标题|名称|题目", title.text) else 0
    if title.name:
        worth += 1 + 3 * (text.count(title.name) > 1 + text.count(f"{title.name}{title.year}年"))
    return worth + 3 * (period_year == title.year)


def _name_below(keys: Sequence[str], title: int) -> str:
    """The body's name on one of the two lines under its title."""
    for key in keys[title + 1 : title + 3]:
        name = _trim_name(key)
        if 3 <= len(name) <= 30 and re.search(ORGAN + "$", name):
            return name
    return ""


def _year_from(text: str) -> int | None:
    if found := _PERIOD.search(text):
        return year_of(found[1])
    if found := _REPORT_YEAR.search(text):
        return year_of(found[1])
    years = Counter(_ANY_YEAR.findall(text))
    if years:
        (year, times), *rest = years.most_common(2)
        if not rest or times > rest[0][1]:
            return int(year)
    return None


def _agency_from(text: str, keys: Sequence[str], who: Identity) -> None:
    for pattern in (_COMPILED_BY, _NOW_REPORT, _FOLLOWS_THE_LAW, _ASK_AT):
        for found in pattern.finditer(text):
            name = found[1]
            if _GENERIC.match(name):
                who.generic = who.generic or name
            elif not re.search(r"依据|根据|按照|要求|有关|公众", name):
                who.agency = name
                return
    signed = signature_of(keys, year=who.year).by
    if signed and not _GENERIC.match(signed):
        who.agency = signed
    elif signed:
        who.generic = who.generic or signed


def _fuller_name(name: str, text: str) -> str | None:
    """The body's whole name in the text, where the title shortens it: 中牟商务局 beside 中牟县商务局, 太平镇 beside
    太平镇人民政府."""
    if re.search(r"[省市县区镇乡州旗盟道]$", name):
        found = re.search(re.escape(name) + r"(?:人民政府|办事处)", text)
        return found[0] if found else None
    if re.search(r"[省市县区镇乡州旗盟]", name):
        return None
    for at in range(2, len(name) - 1):
        found = re.search(re.escape(name[:at]) + "[省市县区镇乡]" + re.escape(name[at:]), text)
        if found:
            return found[0]
    return None
