"""How a party is shown outside: a natural person by surname alone, an organisation in full."""

from __future__ import annotations

import re

COMPOUND = frozenset(
    re.findall("..", "欧阳司马上官诸葛东方皇甫尉迟公孙令狐慕容司徒夏侯端木独孤南宫长孙宇文轩辕百里呼延")
)
"""Surnames of two characters."""
_ORGANISATION = re.compile(
    r"公司|厂|店|社|行|部|局|所|院|校|会|场|中心|集团|工作室|合作社|委员会|政府|机关|饭馆|餐厅|超市|诊所|药房|站|库|矿|园|馆|屋|坊|队|[A-Za-z0-9]"
)
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff·]{1,12}")
_PERSON_WORDS = ("自然人", "个人", "公民")
_ORGANISATION_WORDS = ("法人", "组织", "企业", "单位", "公司", "个体")


def is_person(name: str, kind: str = "") -> bool:
    """Whether ``name`` is to be treated as a natural person's. ``kind``: what the register says, which decides; without it, what may
    be a person's name is taken for one: too much hidden can be corrected, too much shown cannot."""
    if any(word in kind for word in _PERSON_WORDS):
        return True
    if any(word in kind for word in _ORGANISATION_WORDS):
        return False
    name = "".join(name.split())
    return bool(_PERSON.fullmatch(name)) and not _ORGANISATION.search(name)


def shown(name: str, *, person: bool) -> str:
    """``name`` as it may be public.

    >>> shown("张建国", person=True), shown("欧阳明", person=True), shown("云岭县安达商贸有限公司", person=False)
    ('张某', '欧阳某', '云岭县安达商贸有限公司')
    >>> shown("阿依古丽·买买提", person=True), shown("张建国、李红", person=True)
    ('阿某', '张某、李某')
    """
    if not person:
        return name.strip()
    parts = [part for part in re.split(r"[、,，;；\s]+", name.strip()) if part]
    return "、".join(f"{part[:2] if part[:2] in COMPOUND else part[:1]}某" for part in parts)
