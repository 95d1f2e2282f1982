"""Whose report it is, for which year, and who signed it when: what the words around the tables tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.documents.model import NOWHERE, Place
from gongkai.reports.recognise.stream import Prose

_TITLE_TAIL = r"(?:政府信息(?:与政务)?公开|政务公开|信息公开)(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|年报)"
_YEAR = r"(20[0-4]\d|二[〇零○0][一二三四][〇零○一二三四五六七八九])"
_TITLE = re.compile(rf"^#*(?P<who>[^。；;]{{0,40}}?){_YEAR}年?度?(?:本级)?{_TITLE_TAIL}(?P<rest>.*)$")
_TITLE_YEAR_LAST = re.compile(rf"^#*(?P<who>[^。；;\d]{{0,40}}?){_TITLE_TAIL}[(\[]?{_YEAR}年?度?[)\]]?$")
_TITLE_YEAR_FIRST = re.compile(rf"^#*{_YEAR}年?度?(?P<who>[^。；;\d]{{2,40}}?){_TITLE_TAIL}[(\[]?(?:全文|公开)?[)\]]?$")
_ORGAN = (
    r"(?:人民政府(?:办公厅|办公室)?|管理委员会|委员会|管委会|办公厅|办公室|街道办事处|管理局|审批局|分局|总队|支队|大队|中心|总局|法院|检察院|联合会|公司|商会"
    r"|厅|局|委|办|处|院|校|所|站|队|会|部|署|社|馆|镇政府|乡政府)"
)
_NAME = rf"[一-鿿·]{{2,30}}?{_ORGAN}"
_COMPILED_BY = re.compile(rf"由({_NAME})(?:负责)?(?:编制|编写|组织编制|公布|发布)")
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
_ANY_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_DATE = re.compile(r"^[(\[]?(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?[)\]]?$")
_DATE_WORDS = re.compile(
    r"^(二[〇零○]二?[〇零○一二三四五六七八九]{1,2})年(元|正|[一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_TRAILING_DATE = re.compile(r"^(?P<who>.{2,40}?)\s*(?P<date>20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)$")
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "0": 0}


@dataclass(slots=True)
class Identity:
    """Who and when, as far as the words tell. ``doubts``: code and sentence."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    titles: list[tuple[str, str, int, int]] = field(default_factory=list)
    generic: str | None = None
    variant: str | None = None
    place: Place = NOWHERE
    line: int = 0
    clean: bool = False


def _year(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    digits = [_HAN.get(c) for c in text]
    if len(digits) == 4 and all(d is not None for d in digits):
        return int("".join(str(d) for d in digits))
    return None


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _trim_name(who: str) -> str:
    """A name without what sites print before it: labels, bookmarks, brackets, a bare 关于."""
    who = re.sub(r"^(?:标题|名称|题目|当前位置|首页)[:：]", "", who)
    who = re.split(r"[>›»/|:：]", who)[-1]
    who = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", who)
    who = re.sub(r"^关于|的$|关于$|《|》|“|”|\"", "", who).strip(" -—_·,，")
    return who if re.fullmatch(r"[一-鿿·、A-Za-z0-9]{2,40}", who) else ""


def identify(lines: Sequence[Prose], declared: str | None) -> Identity:
    """The report's body and year: title, then the period, the preamble, the contact line, the signature."""
    who = Identity()
    keys = [_squeeze(line.key) for line in lines]
    for i, key in enumerate(keys):
        if len(key) > 90 or len(key) < 6:
            continue
        found = _TITLE.match(key) or _TITLE_YEAR_LAST.match(key) or _TITLE_YEAR_FIRST.match(key)
        joined = ""
        if (
            found is None
            and i + 1 < len(keys)
            and len(key) <= 40
            and len(keys[i + 1]) <= 40
            and not lines[i].key.endswith("。")
        ):
            joined = key + keys[i + 1]
            found = _TITLE.match(joined) if _TITLE.match(keys[i + 1]) is None else None
        if found is None:
            continue
        if found.re is _TITLE and len(found["rest"]) > 30:
            continue
        year = _year(next(g for g in found.groups() if g and re.fullmatch(_YEAR, g)))
        name = _trim_name(found["who"])
        if not name and not joined and i > 0:
            before = _trim_name(keys[i - 1])
            if before and re.search(_ORGAN + "$", before) and len(before) <= 30:
                name = before
        if (
            year is None
            or name.startswith("现")
            or "按照" in name
            or "要求" in name
            or "根据" in name
            or "公布" in name
        ):
            continue
        who.titles.append((name, joined or key, year, lines[i].line))
        rest = found["rest"] if found.re is _TITLE else ""
        clean = not rest and not re.match(r"标题|名称|题目", key)
        if who.title is None or (name and not who.agency) or (clean and not who.clean and year == who.year):
            who.title = (lines[i].text + (lines[i + 1].text if joined else "")).strip()
            who.place = lines[i].place
            who.line = lines[i + 1].line if joined else lines[i].line
            who.clean = clean
            who.year = who.year or year
            if name and not _GENERIC.match(name):
                who.agency = name
            elif name:
                who.generic = name
    text = "\n".join(keys)
    if declared and who.year is None and (found := _TITLE.match(_squeeze(declared))):
        who.year = _year(found[2])
        who.agency = _trim_name(found["who"]) or None
    if who.year is None:
        who.year = _year_from(text)
    if who.agency is None:
        _agency_from(text, keys, who)
    elif who.agency:
        who.variant = _fuller_name(who.agency, text)
    return who


def _year_from(text: str) -> int | None:
    if found := _PERIOD.search(text):
        return _year(found[1])
    if found := _REPORT_YEAR.search(text):
        return _year(found[1])
    years = Counter(_ANY_YEAR.findall(text))
    if years:
        (year, times), *rest = years.most_common(2)
        if not rest or times > rest[0][1]:
            return int(year)
    return None


def _agency_from(text: str, keys: Sequence[str], who: Identity) -> None:
    for pattern in (_COMPILED_BY, _NOW_REPORT, _ASK_AT):
        for found in pattern.finditer(text):
            name = found[1]
            if _GENERIC.match(name):
                who.generic = who.generic or name
            elif not re.search(r"依据|根据|按照|要求|有关|公众", name):
                who.agency = name
                return
    signed, _, _ = signature_of(keys)
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


def signature_of(keys: Sequence[str]) -> tuple[str | None, date | None, int | None]:
    """Who signed and when, from the last lines, and the index of the date's line."""
    last = len(keys) - 1
    for i in range(last, max(-1, last - 25), -1):
        key = keys[i]
        signed = None
        when = _date(key)
        if when is None and (found := _TRAILING_DATE.match(key)) and re.search(_ORGAN + "$", found["who"]):
            when, signed = _date(found["date"]), found["who"]
        if when is None:
            continue
        if (
            signed is None
            and i > 0
            and re.fullmatch(r"[一-鿿·\s]{3,40}", keys[i - 1])
            and re.search(_ORGAN + "$", keys[i - 1])
        ):
            signed = keys[i - 1]
        if i < len(keys) // 2:
            return None, None, None
        return signed, when, i
    return None, None, None


def _date(key: str) -> date | None:
    try:
        if found := _DATE.match(key):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DATE_WORDS.match(key):
            year = _year(found[1])
            return date(year, han_number(found[2]), han_number(found[3])) if year else None
    except ValueError:
        return None
    return None


def han_number(text: str) -> int:
    """A number up to 99 in Chinese numerals, as dates and headings count; 0 where it is none.

    >>> [han_number(t) for t in ("元", "三", "十", "十二", "三十", "二十一", "一一")]
    [1, 3, 10, 12, 30, 21, 0]
    """
    if text in ("元", "正"):
        return 1
    found = re.fullmatch(r"(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?", text)
    if not found or not text:
        return 0
    return (_HAN[found[1]] if found[1] else 1 if found[2] else 0) * 10 + (_HAN[found[3]] if found[3] else 0)
