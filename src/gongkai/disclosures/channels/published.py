"""What was released, as a channel gets it: the words, the fields and the files of one version, and nothing of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath

from gongkai.agencies.models import Site
from gongkai.disclosures import pictures
from gongkai.disclosures.kinds import kind_of
from gongkai.disclosures.models import Column, Item, Validity, Version
from gongkai.disclosures.models.catalogue import Attribute
from gongkai.disclosures.models.drafts import FileRole
from gongkai.files import keeping
from gongkai.language import say
from gongkai.pages import plain

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """An attachment or a picture. ``read``: gives the bytes; raises `gongkai.files.uploads.FileRefused` where they are gone."""

    name: str
    role: str
    alt: str
    sha256: str
    size: int
    media_type: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Site47:
    """What the page tags say of the site (国办发〔2017〕47号)."""

    name: str = ""
    address: str = ""
    identity_code: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One version of an item as it was released.

    ``address``: the permanent one, with host; "" where the site's own address is not set yet. ``html``: clean, its pictures
    named by hash (`gongkai.disclosures.pictures`). ``elements``: the core elements of the catalogue in their order, as
    (element, name, value), blank ones too (law/platform-and-metadata.md §2). ``tags``: the page tags of 47号.
    """

    agency: str
    short_name: str
    agency_code: str
    office: str
    phone: str
    permanent: str
    address: str
    title: str
    html: str
    number: int
    digest: str
    note: str
    document_number: str
    index_number: str
    made_on: date | None
    published_on: date | None
    released_at: datetime
    summary: str
    elements: tuple[tuple[str, str, str], ...]
    tags: tuple[tuple[str, str], ...]
    files: tuple[PublishedFile, ...]
    site: Site47 = Site47()
    withdrawn: bool = False
    withdrawn_why: str = ""

    @property
    def text(self) -> str:
        """The words of the text."""
        return plain(self.html)

    @property
    def attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.files if each.role == FileRole.ATTACHMENT)

    @property
    def pictures(self) -> dict[str, PublishedFile]:
        """The pictures of the text by their hash, in reading order."""
        held = {each.sha256: each for each in self.files if each.role == FileRole.PICTURE}
        return {sha256: held[sha256] for sha256 in pictures.hashes_in(self.html) if sha256 in held}


def address_of(item: Item, site: Site | None = None) -> str:
    """The permanent address with host, "" where the site's own is not set."""
    base = (site or Site.this()).address.rstrip("/")
    return f"{base}/info/{item.permanent}/" if base and item.permanent else ""


def published(version: Version) -> Published:
    """The version with all that a channel needs; the bytes of files are read when asked for."""
    item, site = version.item, Site.this()
    fields = version.fields
    column = Column.objects.filter(pk=fields.get("column")).first() if fields.get("column") else None
    address = address_of(item, site)
    files = tuple(
        PublishedFile(
            each.name,
            each.role,
            each.alt,
            each.file.sha256,
            each.file.size,
            each.file.media_type,
            lambda stored=each.file: keeping.read(stored),  # type: ignore[misc]
        )
        for each in version.files.select_related("file").exclude(role=FileRole.ORIGINAL)
    )
    made_on = _day(fields.get("made_on"))
    summary = str(fields.get("summary") or "")
    return Published(
        agency=item.agency.name,
        short_name=item.agency.short_name,
        agency_code=item.agency.organisation_code,
        office=item.agency.office,
        phone=item.agency.phone,
        permanent=item.permanent,
        address=address,
        title=version.title,
        html=version.html,
        number=version.number,
        digest=version.digest,
        note=version.note,
        document_number=str(fields.get("document_number") or ""),
        index_number=item.index_number,
        made_on=made_on,
        published_on=item.published_on,
        released_at=version.at,
        summary=summary,
        elements=_elements(item, version, column, files, address),
        tags=_tags(version, column, site, item, address),
        files=files,
        site=Site47(site.name, site.address.rstrip("/"), site.identity_code),
        withdrawn=item.withdrawn_at is not None,
        withdrawn_why=item.withdrawn_why,
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None


def _elements(
    item: Item, version: Version, column: Column | None, files: tuple[PublishedFile, ...], address: str
) -> tuple[tuple[str, str, str], ...]:
    """The fourteen core elements of 《政府信息公开目录系统实施指引（试行）》, and after them what every site prints besides."""
    fields = version.fields

    def text(name: str) -> str:
        return str(fields.get(name) or "")

    formats = dict.fromkeys(
        ["HTML", *(PurePosixPath(f.name).suffix[1:].upper() for f in files if f.role == "attachment")]
    )
    return (
        ("Identifier", say("索引号"), item.index_number),
        ("Title", say("名称"), version.title),
        ("Description", say("内容概述"), text("summary")),
        ("DateProduced", say("生成日期"), text("made_on")),
        ("Publisher", say("发布机构"), item.agency.name),
        ("DateReleased", say("发布日期"), item.published_on.isoformat() if item.published_on else ""),
        ("Subject", say("主题分类"), text("topic")),
        ("Genre", say("体裁分类"), text("genre")),
        ("FileNumber", say("文号"), text("document_number")),
        ("Keywords", say("主题词"), text("keywords")),
        ("DateEffective", say("生效日期"), text("effective_on")),
        ("DateExpired", say("废止日期"), text("valid_until")),
        ("Format", say("信息格式"), "、".join(each for each in formats if each)),
        ("Relation", say("相关链接"), address),
        ("Kind", say("信息种类"), kind_of(text("kind")).label),
        ("Column", say("栏目"), column.name if column else ""),
        ("Clause", say("公开依据"), text("clause")),
        ("Attribute", say("公开方式"), str(Attribute.PROACTIVE.label)),
        ("Validity", say("有效性"), str(Validity(item.validity).label) if item.validity else ""),
        ("Source", say("来源"), text("source")),
    )


def _tags(version: Version, column: Column | None, site: Site, item: Item, address: str) -> tuple[tuple[str, str], ...]:
    from django.utils import timezone

    fields = version.fields
    rows = [("SiteName", site.name), ("SiteDomain", site.address.partition("://")[2].rstrip("/"))]
    rows.append(("SiteIDCode", site.identity_code))
    if column is not None:
        rows += [
            ("ColumnName", column.name),
            ("ColumnDescription", column.description or column.name),
            ("ColumnKeywords", column.keywords or column.name),
            ("ColumnType", column.type or column.name),
        ]
    rows += [
        ("ArticleTitle", version.title),
        ("PubDate", timezone.localtime(item.released_at or version.at).strftime("%Y-%m-%d %H:%M")),
        ("ContentSource", str(fields.get("source") or item.agency.name)),
        ("Keywords", str(fields.get("keywords") or "")),
        ("Author", item.agency.name),
        ("Description", str(fields.get("summary") or "")),
        ("Url", address),
    ]
    return tuple((name, value) for name, value in rows if value)
