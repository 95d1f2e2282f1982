"""Addresses of households: finer than the town or the village, and not those of an office.

A chain of numbered parts (3号楼2单元501室, 三组12号) is looked for first; then what stands before it must name a place. Whether it is
somebody's home follows from the parts themselves, from the word before it, and from the absence of an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.leaks.found import Context, Found
from gongkai.leaks.model import Kind, Severity

_NUMBER = r"(?:第?(?:附)?(?:\d{1,5}[A-Za-z]?|[一二三四五六七八九十百零〇两]{1,4}|[A-Za-z]|[甲乙丙丁东西南北前后]))"
_PART = r"(?:号院|号楼|#楼|栋楼|号房|号|栋|幢|座|单元|门|层|楼|室|户|村民小组|居民小组|村民组|居民组|小组|组|生产队|队|社|弄|排)"
_CHAIN = re.compile(
    rf"{_NUMBER}{_PART}(?:(?:内|之|附|，|,| |-)?{_NUMBER}{_PART}){{0,6}}(?:(?:-| )?\d{{2,4}}(?![0-9年月日元万%.号]))?"
    r"|(?<![0-9A-Za-z.\-])\d{1,3}[-#]\d{1,2}[-#]\d{2,4}(?![0-9\-.])(?:室|号|户)?"
)
_LEFT = re.compile(r"[\u4e00-\u9fff0-9A-Za-z()（）·]")
_LONGEST_LEFT = 42
_BEGINS = re.compile(
    r"(?:家住|现住址?|住址|住所地?|地址|居住地?|居住[于在]|位于|户籍(?:所在)?地?|籍贯|住在|住|寄往|寄至|送达|坐落[于在]?|前往|来自)[为是在于至：:]?"
)
_AREA = re.compile(
    r"(?:路|街|巷|胡同|大道|村|庄|屯|寨|湾|社区|小区|花园|家园|家属院|家属区|宿舍|苑|公寓|新村|新城|华庭|名邸|里|城|府|庭|院|区|镇|乡"
    r"|街道|道|县|坡|沟|岭|园|居|邸|[一二三四五六七八九十]期|居委会|村委会|坊|洼|营|店|集|圩|岗|台|峪|组|段|口|侧|旁)$"
)
_ESTATE = re.compile(
    r"小区|花园|家园|家属院|家属区|宿舍|苑|公寓|新村|新城|华庭|名邸|雅居|豪庭|名苑|社区|佳苑|丽景|嘉园|新居|安置[区房]|廉租房|公租房"
)
_RURAL = re.compile(r"居委会|村|庄|屯|寨|社区|[镇乡]")
_GROUP = re.compile(r"村民小组|居民小组|村民组|居民组|小组|组|生产队|队|社")
_RESIDENCE = re.compile(
    r"家住|现住|居住|住址|家庭[地住]址|户籍|户口|住在|暂住|租住|户主|门牌|常住|籍贯|通讯地址|通信地址|送达地址|收件地址|家中|家里|[，。、；：,;:\s）)]住|男|女|出生|汉族"
)
_COMPANY = re.compile(r"公司|企业|合作社|厂|商行|经营部|法定代表人|个体工商户|门店|加油站|超市|商店|酒店|饭店|药店")
_OFFICE = re.compile(
    r"政府|局|中心|大厅|委员会|村委会|居委会|办公|机关|单位|公司|集团|工厂|合作社|银行|支行|信用社|医院|卫生院|卫生室|学校|中学|小学|幼儿园"
    r"|法院|检察院|派出所|公安|窗口|大厦|商场|超市|酒店|宾馆|饭店|门店|园区|产业园|工业园|仲裁|服务站|党委|人大|政协|司法所|电话|邮编"
    r"|会议室|接待室|图书馆|档案馆|博物馆|体育馆|加油站|写字楼|商务楼|监狱|看守所"
)
_STAYS_HOME = re.compile(r"(?:政府|局|机关|单位|公司|医院|学校|中学|小学|银行|厂|委)(?:家属[院区]|宿舍|职工[院楼])")
_NOT_A_PLACE = re.compile(
    r"(?:[第共计各该本每几数]|年|月|日|版|次|表|图|附件|条|款|项|令|文|函|办|发|字|规|批|编|序|型|线|车|船|楼|案|包|标段?|合同|房间|方案)$"
)
_TOWN = re.compile(r"(?:镇|乡|街道(?:办事处)?|苏木)")
_COUNTY = re.compile(r"(?<![小社园辖])(?:县|区|市|旗|州|盟|省)")


def addresses(context: Context) -> Iterator[Found]:
    text = context.text
    reached = 0
    for match in _CHAIN.finditer(text):
        if match.start() < reached:
            continue
        start = _start(text, match.start(), reached)
        place, chain = text[start : match.start()], match[0]
        if place == "" and not _RESIDENCE.search(context.label):
            continue
        named = not _NOT_A_PLACE.search(place) and (_AREA.search(place) or _ESTATE.search(place[-6:]))
        if not named and not (_RESIDENCE.search(context.label) and place):
            continue
        severity = _household(context, start, match.end(), place, chain)
        if severity is not None:
            yield Found(Kind.ADDRESS, severity, start, match.end(), "".join(text[start : match.end()].split()))
            reached = match.end()


def _start(text: str, end: int, floor: int) -> int:
    """Where the address that runs up to ``end`` begins."""
    start = end
    while start > max(floor, end - _LONGEST_LEFT) and _LEFT.match(text[start - 1]):
        start -= 1
    said = text[start:end]
    opening = max(said.rfind("（"), said.rfind("("))
    if opening >= 0 and "）" not in said[opening:] and ")" not in said[opening:]:
        start += opening + 1
        said = text[start:end]
    begun = [word.end() for word in _BEGINS.finditer(said)]
    return start + begun[-1] if begun else start


_BUILT = re.compile(
    r" ?(?:桥|井|渠|坝|闸|塘|水库|泵|机|杆|变压器|台区|地块|宗地|图斑|线|路|街|巷|令|文|公告|决定|文件|议案|提案)"
)


def _household(context: Context, start: int, end: int, place: str, chain: str) -> Severity | None:
    before, after = context.before(start, 34), context.after(end, 14)
    if _BUILT.match(after):
        return None
    whole = place + chain
    home = _STAYS_HOME.search(whole) is not None
    resident = _RESIDENCE.search(before) is not None and not _COMPANY.search(before[-24:])
    if not resident and "住所" in before and not _COMPANY.search(before):
        resident = True
    resident = resident or re.match(r"[^。；;\n]{0,8}?(?:居住|户主|住户|家中)", after) is not None
    # 东街居委会三组15号 is a household of the neighbourhood, not its office.
    spared = re.sub("居委会|村委会", "", place) if _GROUP.search(chain) else place
    within = _OFFICE.search(_STAYS_HOME.sub("", spared))
    follows = re.match(r"[^，。；、,;\s]{0,8}?(?:" + _OFFICE.pattern + ")", after)
    if (within or follows) and not home and not (resident and not within and not follows):
        return None
    if resident:
        return Severity.MUST
    office_before = _OFFICE.search(before) or _COMPANY.search(before)
    estate = _ESTATE.search(place) is not None or home
    if "单元" in chain:
        return Severity.MUST
    if office_before:
        return None
    if re.match(r"\d{1,3}[-#]\d{1,2}[-#]", chain):
        return Severity.MUST
    if estate and re.search(r"室|户|\d{3,4}$|排.+号$", chain):
        return Severity.MUST
    if _RURAL.search(place) and _GROUP.search(chain) and re.search(r"号|户", chain):
        return Severity.MUST
    if re.search(r"村$|庄$|屯$|寨$", place) and re.search(r"号|户", chain) and "楼" not in chain:
        return Severity.LOOK
    if re.search(r"号.*室", chain) and re.search(r"路|街|巷|胡同|大道", place):
        return Severity.LOOK
    return None


def to_town(address: str) -> str:
    """The address down to the town, else to the county, and nothing that follows.

    >>> to_town("云岭县城关镇东关村三组12号"), to_town("云岭县和平路3号院2单元501室"), to_town("东关村三组12号")
    ('云岭县城关镇****', '云岭县****', '****')
    """
    kept = 0
    for match in _TOWN.finditer(address):
        kept = match.end()
        break
    if not kept:
        for match in _COUNTY.finditer(address):
            kept = match.end()
    return f"{address[:kept]}****"
