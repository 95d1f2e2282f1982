"""Years and dates: the period, the signature, the form of the year, and years left over from an older text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.documents.model import NOWHERE
from gongkai.language import say
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import FORM_2019, FORM_2021, flag, quote
from gongkai.reports.editions import editions
from gongkai.reports.model import TABLES, CellId, Evidence, Finding

_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_PERIOD = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日起?[至到—\-~－]+(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_PERIOD_WORDS = re.compile(r"统计|期限|时限|所列数据|起止|数据")
_NOTICE = re.compile(r"国办公开办函[〔\[(【](20\d\d)[〕\])】](\d+)号")
_QUOTED = re.compile(r"《[^》]*》|[〔\[(【]20\d\d[〕\])】]\d*号?|20\d\d[—\-~－至到]20\d\d年?|20\d\d年\d{1,2}月")
_COMPARES = re.compile(
    r"上年|上一年|去年|往年|同比|[比较]20|相比|以来|历年|截至|结转|施行|修订|印发|规划|五年|年度报告|工作要点|方案|通知|问题整改|"
    r"目标|考核|评估|检查|通报|指出|反馈|自20|从20|于20|在20"
)
_PLAN = re.compile(r"将|下一步|计划|拟|要|今后|明年|新的一年|目标|打算|展望|部署|力争|争取|继续|进一步|规划|安排")
_FUTURE = re.compile(r"将|下一步|进一步|计划|拟|打算|今后|继续|力争|争取")
_LOOKS_BACK = re.compile(r"虽|但|取得|完成了|存在|总结|针对|对照|以来|已经|不足|年度报告")
_MEASURES = re.compile(r"整改措施|改进措施|下一步|改进打算|努力方向|改进思路|工作打算")
_ENUMERATOR = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]+[)、.是]+)?")

_LATEST = ((re.compile(r"(?:省|自治区)人民政府"), (3, 31)), (re.compile(r"(?:市|州|盟)人民政府"), (3, 10)))
_COUNTY = re.compile(r"(?:县|区|旗|新区|管委会|管理委员会)人民政府|管委会$|管理委员会$")


def period(context: Context) -> Iterator[Finding]:
    """YEAR: the title and the period of the figures name the report's year, from 1 January to 31 December."""
    year = context.year
    if year is None:
        return
    title = (context.report.title or "").replace(" ", "")
    titled = _YEAR.findall(title)
    if titled and str(year) not in titled:
        yield flag(
            "YEAR",
            say("标题写的是 {titled} 年，正文和数据是 {year} 年。", titled=titled[0], year=year),
            evidence=[Evidence(title, context.reading.marks.get("title", NOWHERE))],
            mend=say("请统一为报告年度。"),
        )
    for sentence in context.prose:
        if sentence.section not in ("", "overview") or not _PERIOD_WORDS.search(sentence.folded):
            continue
        match = _PERIOD.search(sentence.folded)
        if match is None:
            continue
        first, month1, day1, last, month2, day2 = match.groups()
        said = (int(first), int(month1), int(day1), int(last or first), int(month2), int(day2))
        if said != (year, 1, 1, year, 12, 31):
            yield flag(
                "YEAR",
                say(
                    "统计期限写为“{said}”，{year} 年报告应为 {year} 年 1 月 1 日至 12 月 31 日。",
                    said=match.group(),
                    year=year,
                ),
                evidence=[quote(sentence.text, sentence.place, limit=90)],
                mend=say("请更正统计期限，并确认数据就是这一期间的数据。"),
            )
        return


def left_over(context: Context) -> Iterator[Finding]:
    """YEAR-LEFT: last year's year in a sentence about this year, the report's year in measures for the next, next year's in what
    is already done. At most one finding a sentence."""
    year = context.year
    if year is None:
        return
    measures = False
    for sentence in context.prose:
        text = sentence.folded
        if sentence.section == "problems" and _MEASURES.search(text):
            measures = True
        if "年" not in text:
            continue
        bare = _QUOTED.sub(lambda match: "\0" * len(match.group()), text)
        found = [int(y) for y in _YEAR.findall(bare)]
        if not found:
            continue
        yield from _judge(sentence, text, bare, found, year, measures and sentence.section == "problems")


def _judge(sentence: Sentence, text: str, bare: str, found: list[int], year: int, measures: bool) -> Iterator[Finding]:
    body = bare[_ENUMERATOR.match(bare).end() :]  # type: ignore[union-attr]
    if measures and year in found and _FUTURE.search(text) and not _LOOKS_BACK.search(text):
        message = say("第五部分的改进措施写的是 {year} 年，应当是下一年度的安排，疑为沿用旧稿。", year=year)
    elif year - 1 in found and year not in found and body.startswith(str(year - 1)) and not _COMPARES.search(text):
        message = say("本报告是 {year} 年度报告，这一句却写 {old} 年，疑为上年文字残留。", year=year, old=year - 1)
    elif year + 1 in found and year not in found and not _PLAN.search(text) and sentence.section == "overview":
        message = say("本报告是 {year} 年度报告，这一句写的是 {new} 年已经发生的事。", year=year, new=year + 1)
    else:
        return
    yield flag(
        "YEAR-LEFT",
        message,
        evidence=[quote(sentence.text, sentence.place, limit=90)],
        mend=say("请核对年份；如果确指该年，请写清它与本年度工作的关系。"),
    )


def edition(context: Context) -> Iterator[Finding]:
    """EDITION: each table has the form of the report's year. Tables that are alike in both forms say nothing."""
    known = editions()
    due = context.due
    if due is None:
        return
    for table in TABLES:
        filled = context.report.tables[table]
        used = known.get(filled.edition)
        if used is None or used.id == due.id or used.tables[table].rows == due.tables[table].rows:
            continue
        if context.reading.printed and not any(cell.table == table for cell in context.reading.printed):
            continue
        yield flag(
            "EDITION",
            say(
                "{table}用的是{used}的格式，{year} 年度报告应当使用{due}的格式。",
                table=context.table_name(table),
                used=used.source,
                year=context.year,
                due=due.source,
            ),
            evidence=[context.shown(cell) for cell in _foreign(context, table)[:3]],
            mend=say("请换用规定的表格重新填报；两种格式中含义不同的数不能照搬。"),
        )


def _foreign(context: Context, table: str) -> list[CellId]:
    """The cells of a table that the form of the year does not have."""
    due = context.due
    rows = {} if due is None else due.tables[table].rows
    return [
        CellId(table, row, column)
        for row, columns in context.report.tables[table].rows.items()
        for column in columns
        if column not in [c.key for c in rows.get(row, ())]
    ]


def notice(context: Context) -> Iterator[Finding]:
    """NOTICE: the notice that is cited for the form is that of the year."""
    due = context.due
    if due is None:
        return
    cited: list[tuple[str, Sentence]] = []
    for sentence in context.prose:
        if "国办公开办函" in sentence.folded:
            cited += [(f"国办公开办函〔{m[1]}〕{m[2]}号", sentence) for m in _NOTICE.finditer(sentence.folded)]
    forms = [(name, sentence) for name, sentence in cited if name in (FORM_2019, FORM_2021)]
    if not forms or any(name == due.source for name, _ in forms):
        return
    name, sentence = forms[0]
    yield flag(
        "NOTICE",
        say("正文引用{name}，{year} 年度报告的格式由{due}规定。", name=name, year=context.year, due=due.source),
        evidence=[quote(sentence.text, sentence.place, limit=120)],
        mend=say("请改引现行文件，并核对三张表是否为现行格式。"),
    )


def signature(context: Context) -> Iterator[Finding]:
    """DATE-EARLY, DATE-LATE, DATE-NONE."""
    signed, year = context.report.signed_on, context.year
    if signed is None:
        yield flag("DATE-NONE", say("没有找到落款日期，无法判断是否按期公布。"), mend=say("请在落款处写明成文日期。"))
        return
    if year is None:
        return
    shown = Evidence(f"{signed.year}年{signed.month}月{signed.day}日", context.reading.marks.get("signature", NOWHERE))
    if signed <= date(year, 12, 30):
        yield flag(
            "DATE-EARLY",
            say(
                "落款日期 {day} 早于统计期满（{year} 年 12 月 31 日），全年数据此时还不可能确定。",
                day=shown.quote,
                year=year,
            ),
            evidence=[shown],
            mend=say("请在统计期满后定稿，核对数据是否截至 12 月 31 日，并更正落款日期。"),
        )
        return
    month, day = _latest(context)
    if signed > date(year + 1, month, day):
        yield flag(
            "DATE-LATE",
            say("落款日期 {day} 晚于应当公布的日期（{by}）。", day=shown.quote, by=f"{year + 1}年{month}月{day}日"),
            evidence=[shown],
            mend=say("请说明逾期原因；落款日期有误的，请更正。"),
        )


def _latest(context: Context) -> tuple[int, int]:
    """The last day of publication as (month, day): later for governments, who add up the reports below them."""
    agency = context.report.agency or context.report.signed_by or ""
    if _COUNTY.search(agency):
        return 2, 20
    for pattern, last in _LATEST:
        if pattern.search(agency):
            return last
    return context.settings.publish_by
