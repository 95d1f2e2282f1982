"""专门字段 as the public reads them: what a kind of record declares public, names of natural persons masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.disclosures.kinds import Field, FieldType, kind_of
from gongkai.language import say

_PERSON = re.compile("[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:[·•][\u3400-\u9fff]+)+")
"""What reads as the name of a person; anything longer is a company."""
_PARTED = re.compile("([、，,；;\\s]+)")


@dataclass(frozen=True, slots=True)
class Detail:
    """One field with its value in words. ``permanent``: the permanent address of the item it names, "" for plain words."""

    key: str
    label: str
    value: str
    permanent: str = ""


def public_details(kind: str, details: Mapping[str, object]) -> list[Detail]:
    """The public fields of a record that are filled in, in the order of its kind. Whatever the kind does not declare, or
    declares as not public, is left out: ``details`` may hold more than the public is meant to see."""
    found = []
    for field in kind_of(kind).public_fields:
        value = details.get(field.key)
        if value in (None, "", [], {}):
            continue
        text = _words(field, value)
        found.append(Detail(field.key, field.label, text, text if field.type == FieldType.ITEM else ""))
    return found


def masked_name(text: str) -> str:
    """Names of natural persons without the given name; companies stay as they are.

    >>> masked_name("周清源"), masked_name("周清源、李文"), masked_name("云岭县丰和商贸有限公司")
    ('周某', '周某、李某', '云岭县丰和商贸有限公司')
    """
    parts = _PARTED.split(text)
    return "".join(say("{surname}某", surname=part[0]) if _PERSON.fullmatch(part) else part for part in parts)


def _words(field: Field, value: object) -> str:
    match field.type:
        case FieldType.YES_NO:
            return say("是") if value else say("否")
        case FieldType.CHOICE:
            return str((field.choices or {}).get(str(value), value))
        case FieldType.MONEY:
            return say("{amount}元", amount=value)
        case _:
            return masked_name(str(value)) if field.mask == "name" else str(value)
