"""One body as somebody writes it: the words of a form, a row or a command to clean values, or what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.agencies.naming import wrong_code, wrong_slug
from gongkai.disclosures.registers.rows import cells
from gongkai.language import say
from gongkai.people.models import Account
from gongkai.roster.columns import BY_KEY, LABELS, OWN_FIELDS, kind_of

FOUNDED = date(2000, 1, 1)
"""设立日 of a body whose day nobody gave, as the model has it."""
_EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """``key``: of the column. ``wrong``: what is wrong; ``do``: what to do. Neither ends with a full stop."""

    key: str
    wrong: str
    do: str

    @property
    def words(self) -> str:
        """Both, as a form shows them beside the field."""
        return say("{wrong}，{do}", wrong=self.wrong, do=self.do)


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body to be added, in clean values. ``above``: the name, in full or in short, of the body that supervises it, "" for none: one
    that is there or one that is added with it. ``more``: further fields of the model. ``administrator``, ``username``: its first
    administrator, both or neither."""

    name: str
    code: str
    slug: str
    short_name: str = ""
    kind: str = AgencyKind.DEPARTMENT
    above: str = ""
    starts_on: date = FOUNDED
    more: Mapping[str, str] = field(default_factory=dict)
    administrator: str = ""
    username: str = ""

    @property
    def called(self) -> str:
        """简称, the full name where there is none."""
        return self.short_name or self.name

    def data(self) -> dict[str, Any]:
        """As JSON holds it; `of_data` reads it."""
        return {
            **{
                key: getattr(self, key)
                for key in ("name", "code", "slug", "short_name", "above", "administrator", "username")
            },
            "kind": str(self.kind),
            "starts_on": self.starts_on.isoformat(),
            "more": dict(self.more),
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> NewBody:
        return cls(**{**data, "starts_on": date.fromisoformat(data["starts_on"])})


def read(raw: Mapping[str, str]) -> tuple[NewBody, list[Problem]]:
    """``raw``: what is written, by the key of the column; what is missing is blank. The body is only whole where there is no problem."""
    given = {key: cells.plain(raw.get(key, "")).strip() for key in BY_KEY}
    found: list[Problem] = []
    for key, column in BY_KEY.items():
        if column.needed and not given[key]:
            found.append(Problem(key, say("没有填写{label}", label=column.label), say("请填写")))
    for key in OWN_FIELDS:
        longest = Agency._meta.get_field(key).max_length
        if longest and key not in ("kind", "starts_on") and len(given[key]) > longest:
            found.append(Problem(key, say("{label}超过{n}个字", label=LABELS[key], n=longest), say("请写短一些")))
    found += _names(given)
    found += _contacts(given)
    kind = kind_of(given["kind"]) if given["kind"] else AgencyKind.DEPARTMENT
    if kind is None:
        kinds = "、".join(each.label for each in AgencyKind)
        found.append(Problem("kind", say("没有这一类"), say("请写这几类之一：{kinds}", kinds=kinds)))
    starts_on = _day(given["starts_on"], found)
    found += _administrator(given)
    body = NewBody(
        name=given["name"],
        code=given["code"],
        slug=given["slug"],
        short_name=given["short_name"],
        kind=kind or AgencyKind.DEPARTMENT,
        above=given["above"],
        starts_on=starts_on,
        more={
            key: given[key]
            for key in OWN_FIELDS
            if given[key] and key not in ("name", "code", "slug", "short_name", "kind", "starts_on")
        },
        administrator=given["administrator"],
        username=given["username"],
    )
    return body, found


def _names(given: Mapping[str, str]) -> list[Problem]:
    found = []
    if given["slug"] and (wrong := wrong_slug(given["slug"])):
        found.append(Problem("slug", wrong, say("请改写")))
    if given["code"] and (wrong := wrong_code(given["code"])):
        found.append(Problem("code", wrong, say("请只留代字，例如 示商")))
    return found


def _contacts(given: Mapping[str, str]) -> list[Problem]:
    found = []
    if given["postcode"] and not re.fullmatch(r"\d{6}", given["postcode"]):
        found.append(Problem("postcode", say("邮政编码是6位数字"), say("请核对")))
    if given["email"]:
        try:
            validate_email(given["email"])
        except ValidationError:
            found.append(Problem("email", say("不是电子邮箱的写法"), say("请核对")))
    if given["organisation_code"] and not re.fullmatch(
        r"[0-9A-Za-z]{9}(?:[0-9A-Za-z]{9})?", given["organisation_code"]
    ):
        found.append(Problem("organisation_code", say("代码是18位或者9位字母和数字"), say("请核对，不写连字符")))
    return found


def _day(text: str, found: list[Problem]) -> date:
    if not text:
        return FOUNDED
    day, _ = cells.day(text)
    if day is None:
        found.append(Problem("starts_on", say("不是日期"), say("请写成2019-03-01这样")))
    elif not _EARLIEST <= day <= date(2100, 1, 1):
        found.append(Problem("starts_on", say("日期不在1949年至2100年之间"), say("请核对")))
        return FOUNDED
    return day or FOUNDED


def _administrator(given: Mapping[str, str]) -> list[Problem]:
    name, username = given["administrator"], given["username"]
    if bool(name) != bool(username):
        missing = "username" if name else "administrator"
        return [Problem(missing, say("管理员的姓名和账号只写了一个"), say("请两个都写，或者都不写"))]
    found = []
    for key, value in (("administrator", name), ("username", username)):
        field_ = Account._meta.get_field("name" if key == "administrator" else "username")
        if len(value) > field_.max_length:
            found.append(
                Problem(key, say("{label}超过{n}个字", label=LABELS[key], n=field_.max_length), say("请写短一些"))
            )
    if username and not _USERNAME.regex.fullmatch(username):
        found.append(Problem("username", say("账号只用文字、数字和 @ . + - _"), say("请改一下")))
    return found


_USERNAME = UnicodeUsernameValidator()
