"""What the prose claims of the tables: ``全年共收到政府信息公开申请三十六件`` is a claim about 表三.

A number becomes a claim only when the words right beside it name the thing, the year is the report's own, and nothing makes it a
part, a comparison, a channel or somebody else's number. Silence is the right answer to doubt here: a wrong alarm costs the clerk
more than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.numerals import Quantity, quantities

COUNTED = frozenset("件条份宗起例个次")

_LEFT_EDGE = re.compile(r"[,;]")
_COMPARED = re.compile(
    r"(?:同比|环比|[比较](?:上年|去年|上一年|往年)|[比较]\d{4}年|上升|下降|增长|增加|减少|增幅|净增|提高|降低)[^,;]{0,8}$"
)
_OTHER_THING = re.compile(
    r"建议|提案|留言|咨询|来信|来电|来访|热线|信访|投诉|举报|许可|认定|低保|救助|补贴|资金|项目|证照|意见|诉求|工单|仲裁|登记|"
    r"舆情|问政|信箱|微博|评论|律师函|征集|线索|案件线索|信息公开目录|培训"
)
_CHANNEL = re.compile(
    r"网上|网络|在线|线上|平台|网站|邮箱|邮件|信函|邮寄|当面|现场|窗口|传真|微信|电话|书面|口头|自然人|公民|个人|企业|法人|社会组织|科研"
)
_SEVERAL = re.compile(r"等|各类|各种|多种|渠道")
_QUALIFIED = re.compile(r"补正|延期|重复|再次|撤回|超期|逾期|涉及|关于|有关|疑难|复杂|(?<!各)类(?!型)")
_SCOPE = re.compile(
    r"本级|各部门|各单位|各镇|各乡|各街道|各县|各区|政府办|系统|下属|局属|所属|直属|转办|转交|移交|转送"
)
_YEAR = re.compile(r"(20\d\d)年")
_OTHER_TIME = re.compile(
    r"上半年|下半年|季度|近[0-9一二三四五]年|[三五]年来|历年|历史|以来|去年|上年(?!结转)|上一年|往年"
)
_MONTH = re.compile(r"(\d{1,2})月")

_NUMBERED = re.compile(r"\(?(?:[一二三四五六七八九十]+|\d{1,2})[).、是]")

_GOT = re.compile(r"(?:收到|接到|接收|受理|新收|收件|接受|新增)(?P<gap>[^0-9]{0,32})$")
_ONLY_TOTAL = re.compile(r"(?:共|共计|总计|合计|总数|总量|数量)?(?:为|有|是)?")
_TOTAL_OF = re.compile(r"(?:政府信息公开申请|依申请公开(?:申请)?)的?(?:总数|总量|数量|件数)(?:共|共计|为|是|达)?$")
_GOT_BARE = re.compile(r"(?:收到|接到|接收|受理|新收|接受)[^0-9]{0,12}$")
_THEN_ASKED = re.compile(r"^(?P<gap>[^,;]{0,18}?)(?:申请|依申请公开)")
_CARRIED_IN = re.compile(r"(?:上年度?|去年|上一年度?|(?P<year>20\d\d)年度?)结转[^,;0-9]{0,16}$")
_CARRIED_OUT = re.compile(r"结转[至到]?(?:下|次|明|(?P<year>20\d\d))[^,;0-9]{0,16}$")
_THEN_CARRIED = re.compile(r"^[^,;]{0,10}结转[至到]?(?:下|次|明|20\d\d)")
_DONE = re.compile(r"(?:办结|答复|办理完毕|回复)(?!率)[^,;0-9率]{0,10}$")
_OUTCOMES = (
    ("granted", re.compile(r"(?<!不)予以公开的?[^,;0-9]{0,4}$")),
    ("partial", re.compile(r"部分公开的?[^,;0-9]{0,4}$")),
    ("withheld", re.compile(r"不予公开的?[^,;0-9]{0,4}$")),
    ("unable", re.compile(r"无法提供的?[^,;0-9]{0,4}$")),
    ("unprocessed", re.compile(r"不予处理的?[^,;0-9]{0,4}$")),
    ("other_outcome", re.compile(r"其他处理的?[^,;0-9]{0,4}$")),
)
_NATURAL = re.compile(r"自然人(?:提出|提交)?(?:的)?(?:政府信息公开)?(?:申请)?[^,;0-9、]{0,4}$")
_LEGAL = re.compile(r"法人(?:或者?|和|及|、)其他组织(?:提出|提交)?(?:的)?(?:政府信息公开)?(?:申请)?[^,;0-9、]{0,4}$")

_BOTH = re.compile(r"复议[^,;0-9件]{0,10}诉讼[^,;0-9件]{0,10}$")
_RECONSIDERED = re.compile(r"行政复议[^,;0-9讼]{0,10}$")
_THEN_RECONSIDERED = re.compile(r"^[^,;、讼]{0,4}行政复议(?![^,;]{0,6}诉讼)")
_SUED = re.compile(r"(?:行政诉讼|行政应诉)[^,;0-9]{0,10}$")
_THEN_SUED = re.compile(r"^[^,;、议]{0,4}行政诉讼")
_AS_REVIEWER = re.compile(r"审理|审结|复议机关|承办|办理行政复议|受理[^,;]{0,8}行政复议|行政复议委员会|复议应诉")
_ABOUT_US = re.compile(r"信息公开|依申请公开|政务公开")

_MADE = re.compile(r"(?:制发|制定|印发|出台|制作)[^,;0-9]{0,6}规范性文件[^,;0-9]{0,4}$")
_MADE_BARE = re.compile(r"(?:制发|制定|印发|出台|制作)[^,;0-9]{0,3}$")
_REPEALED = re.compile(r"废止[^,;0-9]{0,6}规范性文件[^,;0-9]{0,4}$")
_REPEALED_BARE = re.compile(r"废止[^,;0-9]{0,3}$")
_IN_FORCE = re.compile(r"(?:现行有效|继续有效)[^,;0-9]{0,6}规范性文件[^,;0-9]{0,6}$")
_IN_FORCE_BARE = re.compile(r"(?:现行有效)[^,;0-9]{0,3}$")
_THEN_NORMATIVE = re.compile(r"^(?:行政)?规范性文件")
_DECISIONS = re.compile(
    r"(?:作出|做出|下达)[^,;0-9]{0,4}行政(?P<kind>许可|处罚|强制)(?:决定|措施)?(?:书|案件)?[^,;0-9]{0,3}$"
)
_PUBLISHED = re.compile(r"公开|公示|发布|录入|报送|推送|审查|审核|备案|修订|解读|上传")
_CHARGED = re.compile(
    r"(?<!减免)(?<!降低)(?<!取消)(?<!免征)(?<!停征)(?<!返还)行政事业性收费(?:金额|收入|总额|款)?[^,;0-9免减]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """``kind`` names what ``quantity`` counts: received, handled, carried_in, reconsideration, made …"""

    kind: str
    quantity: Quantity
    sentence: Sentence


def claims(context: Context) -> Iterator[Claim]:
    """Every exact number of the prose that speaks of a cell of the tables, in the report's own year."""
    asking = False
    for sentence in context.prose:
        text = sentence.folded
        if len(text) <= 30 and _NUMBERED.match(text):
            # （二）依申请公开: what follows needs no 公开 of its own to be about it.
            asking = "依申请" in text or "申请公开" in text
        about_asking = "申请" in text
        about_remedies = "复议" in text or "诉讼" in text
        about_rules = "规范性文件" in text or "行政" in text
        if not (about_asking or about_remedies or about_rules):
            continue
        for quantity in quantities(text):
            if not quantity.exact or not _of_this_year(context, text, quantity.start):
                continue
            left = _left(text, quantity.start)
            right = text[quantity.end : quantity.end + 24]
            if _COMPARED.search(left):
                continue
            kind = _kind(
                sentence,
                quantity,
                left,
                right,
                year=context.year,
                asking=asking or sentence.section == "applications",
            )
            if kind is not None:
                yield Claim(kind, quantity, sentence)


def _edge(text: str, before: int) -> int:
    """Where the clause that holds position ``before`` begins."""
    return max(text.rfind(",", 0, before), text.rfind(";", 0, before)) + 1


def _left(text: str, before: int) -> str:
    """The clause up to the number; with the one before it where it says no more than 共计."""
    edge = _edge(text, before)
    if edge and _ONLY_TOTAL.fullmatch(text, edge, before):
        return text[max(_edge(text, edge - 1), edge - 120) : edge - 1] + text[edge:before]
    return text[max(edge, before - 120) : before]


def _of_this_year(context: Context, text: str, before: int) -> bool:
    """No other time than the report's year was named last before the number."""
    head = text[max(0, before - 400) : before]
    years = _YEAR.findall(head)
    clause = text[max(_edge(text, before), before - 120) : before]
    if years and context.year is not None and int(years[-1]) != context.year:
        # 2022年结转2件 in the report for 2023 speaks of this year's carried_in.
        return bool(_CARRIED_IN.search(clause) or _CARRIED_OUT.search(clause))
    if _OTHER_TIME.search(clause) and not _CARRIED_IN.search(clause):
        return False
    months = _MONTH.findall(head)
    return not months or months[-1] == "12"


def _kind(
    sentence: Sentence, quantity: Quantity, left: str, right: str, *, year: int | None, asking: bool
) -> str | None:
    text = sentence.folded
    if quantity.unit in ("万元", "元", "亿元"):
        return "charges" if _CHARGED.search(left) else None
    if quantity.unit not in COUNTED:
        return None
    if "复议" in text or "诉讼" in text:
        kind = _remedy(sentence, text, left, right)
        if kind is not None or "复议" in left or "诉讼" in left:
            return kind
    if "规范性文件" in left or "规范性文件" in right[:8]:
        return _normative(left, right)
    decisions = _DECISIONS.search(left)
    if decisions and not _PUBLISHED.search(left):
        return {"许可": "permits", "处罚": "penalties", "强制": "coercion"}[decisions["kind"]]
    if "申请" in text and (asking or "公开" in text):
        return _asking(text, quantity, left, right, year)
    return None


def _asking(text: str, quantity: Quantity, left: str, right: str, year: int | None) -> str | None:
    if _SCOPE.search(left):
        return None
    if _CARRIED_OUT.search(left) or _THEN_CARRIED.search(right):
        return "carried_out"
    carried = _CARRIED_IN.search(left)
    if carried:
        # 2023年结转2件 in the report for 2023 does not say which way.
        return None if carried["year"] == str(year) else "carried_in"
    if quantity.unit in ("个", "次"):
        return None
    for kind, pattern in _OUTCOMES:
        if pattern.search(left):
            return kind
    if _OTHER_THING.search(left) or _OTHER_THING.search(right[:8]) or _QUALIFIED.search(left):
        return None
    if _NATURAL.search(left):
        return "natural_person"
    if _LEGAL.search(left):
        return "legal_person"
    head = text[text.rfind(";", 0, quantity.start) + 1 : quantity.start]
    if "其中" in head or "包括" in head:
        return None
    if len(set(_CHANNEL.findall(left))) == 1 and not _SEVERAL.search(left):
        return None
    got = _GOT.search(left)
    if (got and "申请" in got["gap"]) or _TOTAL_OF.search(left):
        return "received"
    if _GOT_BARE.search(left) and _THEN_ASKED.search(right):
        return "received"
    if _DONE.search(left):
        return "handled"
    return None


def _remedy(sentence: Sentence, text: str, left: str, right: str) -> str | None:
    if sentence.section != "remedies" and not _ABOUT_US.search(text):
        return None
    if _AS_REVIEWER.search(text):
        return None
    if _BOTH.search(left):
        return "reconsideration_and_suits"
    if _SUED.search(left):
        return "suits"
    if _RECONSIDERED.search(left):
        return "reconsideration"
    if _THEN_SUED.search(right):
        return "suits"
    if _THEN_RECONSIDERED.search(right):
        return "reconsideration"
    return None


def _normative(left: str, right: str) -> str | None:
    if _PUBLISHED.search(left):
        return None
    named = _THEN_NORMATIVE.search(right)
    if _REPEALED.search(left) or (named and _REPEALED_BARE.search(left)):
        return "repealed"
    if _IN_FORCE.search(left) or (named and _IN_FORCE_BARE.search(left)):
        return "in_force"
    if _MADE.search(left) or (named and _MADE_BARE.search(left)):
        return "made"
    return None
