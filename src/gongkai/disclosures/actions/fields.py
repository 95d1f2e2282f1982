"""The fields of a draft: what each can hold, and which law stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError

from gongkai.agencies.models import Section
from gongkai.disclosures import kinds
from gongkai.disclosures.models import Channel, Column, Draft
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.errors import GongkaiError
from gongkai.language import say

EDITABLE = frozenset({*FIELDS, "channels", "release_at", "expires_at", "note"} - {"html"})
"""What `save` takes as ``fields``."""

GOING_OUT = frozenset({"channels", "release_at", "expires_at"})
"""Where and when it appears: for the disclosure office to say."""


class BadField(GongkaiError):
    """A value that a field cannot hold. ``name``: of the field."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def put(draft: Draft, fields: Mapping[str, object]) -> None:
    """Set fields, each checked for what it can hold. Raises `BadField`."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise KeyError(f"no fields of a draft: {sorted(unknown)}")
    for name, value in fields.items():
        match name:
            case "column" | "section":
                _put_related(draft, name, value)
            case "kind":
                if value not in kinds.KINDS:
                    raise BadField(name, say("没有这种信息种类，请重新选择。"))
                draft.kind = str(value)
            case "channels":
                wanted = list(dict.fromkeys(map(str, value or ())))  # type: ignore[call-overload]
                if not set(wanted) <= set(Channel.values):
                    raise BadField(name, say("没有这个发布渠道，请重新选择。"))
                draft.channels = wanted
            case "details":
                if not isinstance(value, Mapping):
                    raise BadField(name, say("专门字段填写不完整，请重新填写。"))
                draft.details = {str(key): _plain(each) for key, each in value.items()}
            case _:
                _put_plain(draft, name, value)


def _put_plain(draft: Draft, name: str, value: object) -> None:
    field = Draft._meta.get_field(name)
    if isinstance(value, str):
        value = value.strip()
    if value == "":
        # A draft may be without anything; what it must have before it is sent is for the checks to say.
        setattr(draft, name, None if field.null else "")
        return
    try:
        setattr(draft, name, field.clean(value, draft))
    except ValidationError as error:
        raise BadField(
            name, say("{label}填写得不对：{why}", label=field.verbose_name, why="".join(error.messages))
        ) from None


def _put_related(draft: Draft, name: str, value: object) -> None:
    model: type[Column] | type[Section] = Column if name == "column" else Section
    found = value
    if value in (None, ""):
        found = None
    elif not isinstance(value, model):
        found = model.objects.filter(pk=value).first()  # type: ignore[misc]
    if found is not None and found.agency_id != draft.agency_id:  # type: ignore[attr-defined]
        found = None
        value = "other"
    if found is None and value not in (None, ""):
        raise BadField(
            name, say("没有这个栏目，请重新选择。") if name == "column" else say("没有这个科室，请重新选择。")
        )
    setattr(draft, name, found)


def now_in(draft: Draft, name: str) -> object:
    return getattr(draft, f"{name}_id") if name in ("column", "section") else getattr(draft, name)


def set_clause(draft: Draft, *, again: bool = False) -> None:
    """The item of the law: that of the column, else that of the kind."""
    if again or not draft.clause:
        draft.clause = (draft.column.clause if draft.column else "") or kinds.kind_of(draft.kind).clause


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list):
        return value
    return str(value)
