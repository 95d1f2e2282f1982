"""密级标志 and the marks of papers that stay inside. The same words in a sentence about secrecy are no mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.leaks.found import Context, Covered, Found
from gongkai.leaks.model import Kind, Severity

_B = r"[ \t]{0,4}"
_LEVEL = rf"(?:绝{_B}密|机{_B}密|秘{_B}密)"
_TERM = (
    rf"(?:{_B}(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}}){_B}(?:年|个?月|天)|{_B}长期|{_B}启用前|{_B}解密[前时]?"
    rf"|{_B}\d{{4}}年[^，。；,;\n]{{0,8}}前)?"
)
_STAR = r"[★☆✯✩⭐]"
_STARRED = re.compile(rf"(?:{_LEVEL}{_B}级?{_B}{_STAR}{_TERM}|{_STAR}{_B}{_LEVEL}级?{_TERM})")
_ALONE = re.compile(
    rf"^[ \t【\[(（<《〔]*({_LEVEL}{_B}(?:级|件|文件|资料)?{_B}(?:[*＊·:：]?{_TERM}))[ \t】\])）>》〕]*$", re.MULTILINE
)
_CALLED = re.compile(
    rf"密{_B}级{_B}(?:[和及与、]{_B}保密期限)?{_B}[:：]{_B}[【\[(（]?{_B}({_LEVEL}级?{_B}{_STAR}?{_TERM}|内部[^，。；,;\s]{{0,4}})"
)
_APART = re.compile(rf"^{_B}密{_B}级{_B}(?:[和及与、]{_B}保密期限)?[ \t]+{_LEVEL}级?{_B}{_STAR}?{_TERM}$", re.MULTILINE)
_BLANK = re.compile(rf"^{_B}密{_B}级{_B}(?:[和及与、]{_B}保密期限)?{_B}[:：][ \t_＿]*$", re.MULTILINE)
_COPY = re.compile(rf"份{_B}号{_B}[:：]?{_B}\d{{4,8}}(?![0-9])")
_INNER = re.compile(
    rf"内{_B}部{_B}(?:资料|文件|材料|情况|参阅|刊物){_B}[,，、·]?{_B}(?:请{_B})?(?:注意{_B}保{_B}[存密管]|妥善保[存管]"
    r"|严禁外传|不得外传|请勿外传|禁止外传|不得公开|请勿公开|不得翻印|严禁翻印|不得扩散|请勿扩散)"
    r"|(?:绝密|机密|秘密|涉密|内部)(?:文件|资料|件|材料)[,，、! ]{0,2}(?:严禁|不得|请勿|禁止)(?:外传|外泄|复印|翻印|转发|扩散)"
    r"|(?:此|本)(?:件|文|文件|资料|材料|报告|简报|专报|方案|刊)[^。；;\n]{0,14}(?:严禁|不得|请勿|禁止)(?:外传|外泄|扩散|转发)"
    r"|工作秘密[ ,，、★]{0,3}(?:注意|妥善)保[管存密]|工作秘密★"
    r"|(?:阅后|用后|会后|看后)(?:即|请)?(?:收回|销毁|清退|退回|焚毁)(?![率制])"
    r"|(?:此|本)(?:件|文|文件|资料|材料)(?:为|系|属于?)?(?:涉密|不(?:得|予|宜)?公开|不得外传|请勿外传|内部(?:资料|文件|使用|掌握)|(?:绝|机|秘)密|国家秘密|工作秘密)"
)
_INNER_ALONE = re.compile(
    r"^[ \t【\[(（<《*]*((?:内部(?:资料|文件|材料|使用|传阅|掌握|参考|参阅|讨论稿)|不得公开|不对外公开|工作秘密"
    r"|未经(?:批准|许可|同意)[,，]?(?:不得|严禁)(?:外传|公开|转发)"
    r"|请勿公开|严禁外传|请勿外传|不得外传|注意保密|注意保存"
    r"|仅供(?:内部|领导)[^，。；,;\n]{0,10}|仅限[^，。；,;\n]{0,12}(?:内部|使用|传阅|掌握|参阅)[^，。；,;\n]{0,6}"
    r"|公开属性[:：] ?不予公开|公开方式[:：] ?不予?公开|涉密(?:文件|资料|载体)?)[!！。]?)[ \t】\])）>》*]*$",
    re.MULTILINE,
)
_INNER_IN_BRACKETS = re.compile(
    r"[【\[(（〔](内部(?:资料|文件|使用|传阅|掌握)|不得公开|不予公开|请勿公开|严禁外传|不得外传|此件不公开"
    r"|仅供内部[^，。；,;\n]{0,8})(?:[,，、 ][^】\])）〕\n]{0,12})?[】\])）〕]"
)
_FOR_THE_INSIDE = re.compile(r"仅供(?:内部|领导)[^，。；,;\n]{0,5}(?:使用|参考|参阅|掌握|传阅)|供领导参阅")


def marks(context: Context, *, in_table: bool = False) -> Iterator[Found]:
    """``in_table``: the text is one cell, where 秘密 alone may be an entry of a list; then only its label tells."""
    text = context.text
    if not re.search(r"密|内|份|阅后|用后|会后|看后|公开|外传|此件|本件|本资料|本材料|本报告|供领导|仅限", text):
        return
    covered = Covered(len(text))
    for pattern, severity in (
        (_CALLED, Severity.MUST),
        (_STARRED, Severity.MUST),
        (_APART, Severity.MUST),
        (_ALONE, Severity.MUST),
        (_INNER, Severity.MUST),
        (_INNER_ALONE, Severity.MUST),
        (_INNER_IN_BRACKETS, Severity.MUST),
        (_COPY, Severity.MUST),
        (_FOR_THE_INSIDE, Severity.LOOK),
        (_BLANK, Severity.LOOK),
    ):
        if in_table and pattern in (_ALONE, _INNER_ALONE) and not re.search(rf"密{_B}级|公开属性", context.label):
            continue
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0) if pattern is not _CALLED else match.span()
            found = Found(Kind.SECRECY, severity, start, end, re.sub(r"\s", "", text[start:end]))
            if covered.take(found):
                yield found
