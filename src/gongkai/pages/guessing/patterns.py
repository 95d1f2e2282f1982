"""How the parts of official documents look (GB/T 9704, and what is printed in practice)."""

from __future__ import annotations

import re

from gongkai.pages.guessing import dates, numbers

NAME = (
    r"(?:人民政府|政府|委员会|管委会|办公厅|办公室|办事处|管理局|总局|分局|局|厅|委|部|署|院|处|所|站|中心|支队|大队"
    r"|公司|学校|银行|馆|社|联合会|协会)"
)
IS_NAME = re.compile(rf"[一-鿿·、（）\s]{{2,40}}{NAME}(?:[（(]\s*(?:印章|盖章|公章|章)\s*[）)])?")
MARK = re.compile(r"(.{3,40}?)\s*文\s*件")
NAME_AND_DATE = re.compile(rf"(?P<name>[一-鿿·、\s]{{2,38}}?{NAME})\s*(?P<date>{dates.PATTERN})")
LABELLED_NUMBER = re.compile(rf"(?:发文字号|文\s*号|文件编号)\s*[：:]\s*({numbers.PATTERN})")
TITLE_NUMBER = re.compile(rf"[（(]({numbers.PATTERN})[）)]\s*$")
ORDER = re.compile(r"(.{2,24}(?:令|公告|通告))?\s*(?:(?:19|20)\d\d年)?\s*第\s*[\d一二三四五六七八九十百]{1,6}\s*号")
LABELLED_DATE = re.compile(rf"(?:成文日期|生成日期|发文日期|落款日期)\s*[：:]\s*({dates.PATTERN})")
TITLE_NOTE = re.compile(rf"[（(]\s*({dates.PATTERN}).{{0,60}}(?:通过|公布|发布|印发|修订|修正).{{0,10}}[）)]")
REGISTRATION = re.compile(
    r"(?:规范性文件)?(?:统一)?(?:登记|编)号\s*[：:]\s*([A-Za-z一-鿿]{1,12}[-—－]?(?:19|20)\d\d[-—－]\d{1,6}(?:号)?)|([A-Z]{2,8}-(?:19|20)\d\d-\d{1,6})"
)
EFFECTIVE = re.compile(rf"自\s*({dates.PATTERN})\s*起(?:正式)?(?:施行|实施|执行|生效|试行)")
ON_ISSUE = re.compile(r"自(?:印发|下发|成文)之日起(?:正式)?(?:施行|实施|执行|生效|试行)")
UNTIL = re.compile(
    rf"有效期(?:限)?(?:截止)?(?:至|到)\s*({dates.PATTERN})|有效期(?:限)?(?:为)?\s*[自从]?\s*{dates.PATTERN}\s*(?:起)?(?:至|到|—|－|-)\s*({dates.PATTERN})"
    rf"|(?:施行|实施|执行|生效|试行)\s*[，,]?\s*(?:有效期)?(?:至|到)\s*({dates.PATTERN})\s*(?:止|废止|失效)"
)
YEARS = re.compile(r"有效期(?:限)?(?:为|是)?\s*([\d一二两三四五六七八九十]{1,3})\s*年")
REPEAL = re.compile(r"废止|停止执行|不再执行")
NO_REPEAL = re.compile(r"(?:依法|自行|自动|自然)废止|废止(?:日期|时间|后)|不予废止|未(?:被|经)?废止")
TITLES = re.compile(r"《([^《》]{4,80}(?:《[^《》]{2,60}》[^《》]{0,20})?)》")
KEYWORDS = re.compile(r"(?:主\s*题\s*词|关\s*键\s*词)\s*[：:]\s*(.+)")
ATTRIBUTE = re.compile(
    r"(?:此\s*件|本件|此文|该件)\s*(主动公开|公开发布|依申请公开|不予公开|不公开)|(?:公开属性|公开方式|公开类别|公开选项|信息公开选项|公开形式)\s*[：:]\s*(主动公开|依申请公开|不予公开|不公开)"
)
ATTRIBUTES = {
    "主动公开": "proactive",
    "公开发布": "proactive",
    "依申请公开": "on_application",
    "不予公开": "withheld",
    "不公开": "withheld",
}
SECRET = re.compile(r"(?:密\s*级\s*[：:]\s*)?((?:绝|机|秘)\s*密(?:\s*★\s*.{1,10}|\s*★)?)")
SECRET_STAR = re.compile(r"(?:绝|机|秘)\s*密\s*★\s*(?:\d{1,2}\s*(?:年|个?月|天|日)|长期|[一-鿿]{0,6})")
INTERNAL = re.compile(r"内部(?:资料|文件|材料)[\s，,。、　]*(?:注意保存|不得外传|请勿外传|严禁外传|妥善保管)?")
PRINTED = re.compile(rf"({dates.PATTERN})\s*印发")
ATTACHED = re.compile(r"附\s*件\s*[：:]\s*(.*)")
ATTACHED_ONE = re.compile(r"附\s*件\s*(\d{1,2}|[一二三四五六七八九十])\s*[：:.．、]\s*(.{2,80})")
NUMBERED = re.compile(r"(\d{1,2})\s*[.．、]\s*(.{2,100})")
EXPLAINED = re.compile(
    r"(?:关于)?《(.{2,100})》(?:的)?(?:政策|文件|图文|文字)?(?:解读|图解)|(?:解读|图解|一图读懂)[：:]?\s*《(.{2,100})》|一图读懂[：:]\s*(.{4,80})|关于(.{4,80}?)的?(?:政策|文件)解读"
)
ADDRESSED = re.compile(
    r"(?:.{1,200}(?:[政委局厅办府处会位构市区县乡镇院校司所站中心]|单位|企业|部门|机构|同志|代表|委员|经营者))[：:]"
)
ABOUT = re.compile(r"^(.{3,40}?)关于")
