"""What the page of an item shows beside its text: whether it applies, its catalogue fields, its versions, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gongkai.disclosures import showing
from gongkai.disclosures.models import FileRole, Item, Validity, Version, VersionFile
from gongkai.disclosures.public_details import public_details
from gongkai.disclosures.showing import Life
from gongkai.language import say
from gongkai.look.words import articles
from gongkai.portal.clauses import source_of

STATES = {
    Validity.IN_FORCE: "done",
    Validity.PENDING: "near",
    Validity.REVISED: "near",
    Validity.REPEALED: "late",
    Validity.LAPSED: "late",
}
"""How a validity is drawn."""


@dataclass(frozen=True, slots=True)
class Banner:
    """The first line of a document: whether it applies. ``kind``: of the notice and of the state."""

    kind: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A catalogue field. ``address``: where its value leads, "" for nowhere; ``state``: of a state, "" for plain words."""

    label: str
    value: str
    address: str = ""
    state: str = ""


def banner_of(life: Life) -> Banner | None:
    """None for what has no validity: a list, a notice of a day."""
    if life.validity is Validity.NONE:
        return None
    since = say("自{day}起施行。", day=_long(life.effective_on)) if life.effective_on else ""
    until = say("有效期至{day}。", day=_long(life.valid_until)) if life.valid_until else ""
    ended = say("自{day}起不再有效，", day=_long(life.ended_on)) if life.ended_on else ""
    match life.validity:
        case Validity.IN_FORCE:
            word, text = say("现行有效"), since + until
        case Validity.PENDING:
            word, text = say("尚未生效"), since + until
        case Validity.REVISED:
            word, text = say("已修改"), say("本页是修改后的文本。") + until
        case Validity.REPEALED:
            word, text = say("已经废止"), ended + say("留在这里供查考。")
        case _:
            word, text = say("已经失效"), ended + say("留在这里供查考。")
    return Banner(STATES[life.validity], word, text)


def rows_of(item: Item, life: Life) -> list[Row]:
    """信息属性, in the order of law/platform-and-metadata §2.4; what is not filled in is left out."""
    agency, validity = item.agency, life.validity
    document = showing.registered(item)
    registration = document.registration if document is not None else ""
    source = source_of(item.clause)
    column = item.column if item.column is not None and item.column.active else None
    rows = [
        Row(say("索引号"), item.index_number),
        Row(say("发布机构"), agency.name, reverse("portal:body", args=[agency.slug])),
        Row(say("责任科室"), item.section.name if item.section else ""),
        Row(say("成文日期"), _iso(item.made_on)),
        Row(say("发布日期"), _iso(item.published_on)),
        Row(
            say("栏目"),
            column.name if column else "",
            reverse("portal:column", args=[agency.slug, column.slug]) if column else "",
        ),
        Row(say("主题分类"), item.topic),
        Row(say("体裁"), item.genre),
        Row(say("信息种类"), item.kind_label if item.kind != "other" else ""),
        Row(say("公开依据"), articles(source) if source else ""),
        Row(say("公开方式"), item.get_attribute_display()),
        Row(say("有效性"), str(validity.label) if validity else "", state=STATES.get(validity, "")),
        Row(say("生效日期"), _iso(life.effective_on)),
        Row(say("有效期至"), _iso(life.valid_until)),
        Row(say("规范性文件登记号"), registration),
        Row(say("关键词"), item.keywords),
    ]
    for detail in public_details(item.kind, item.details):
        if registration and detail.value == registration:
            # What the drafter typed became the register's own number, which stands above.
            continue
        address = reverse("portal:info", args=[detail.permanent]) if detail.permanent else ""
        rows.append(Row(detail.label, detail.value, address))
    return [row for row in rows if row.value]


def pictures_of(item: Item, files: Sequence[VersionFile]) -> dict[str, str]:
    """The addresses of the pictures of a version, by hash."""
    return {
        file.file.sha256: reverse("portal:info_file", args=[item.permanent, file.pk])
        for file in files
        if file.role == FileRole.PICTURE
    }


def attachments_of(files: Sequence[VersionFile]) -> list[VersionFile]:
    return [file for file in files if file.role == FileRole.ATTACHMENT]


def citation(item: Item, version: Version, address: str, sha256: str) -> str:
    """One line to be copied into a paper or a pleading: who, what, number, when, where, and what proves that it said so."""
    number = say("，{number}", number=item.document_number) if item.document_number else ""
    return say(
        "{agency}：《{title}》{number}，第{n}版，{at}公开，{address}，SHA-256 {sha256}",
        agency=item.agency.name,
        title=version.title,
        number=number,
        n=version.number,
        at=f"{timezone.localtime(version.at):%Y-%m-%d %H:%M}",
        address=address,
        sha256=sha256,
    )


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _long(on: date | None) -> str:
    return say("{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day) if on else ""
