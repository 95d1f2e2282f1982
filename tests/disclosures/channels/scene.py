"""A released item with a table, a picture and an attachment, made as rows, so that these tests say only what channels do."""

from __future__ import annotations

import io
from datetime import date
from itertools import count

from PIL import Image

import factories
from gongkai.agencies.models import Agency, Site
from gongkai.disclosures.models import Channel, ChannelSetting, Column, Item, Release, Version, VersionFile
from gongkai.disclosures.pictures import source_of
from gongkai.files import keeping
from gongkai.people import clock

_COUNT = count(1)
TITLE = "云岭县商务局关于印发2026年消费品以旧换新补贴实施细则的通知"
TABLE = (
    '<table><caption>补贴标准</caption><thead><tr><th scope="col">类别</th><th scope="col">标准（元）</th></tr></thead>'
    '<tbody><tr><td>家用电器</td><td>2000</td></tr><tr><td rowspan="2">家装</td><td>1500</td></tr><tr><td>800</td></tr></tbody></table>'
)


def site(address: str = "https://www.yunling.example") -> Site:
    made, _ = Site.objects.update_or_create(
        pk=1, defaults={"name": "云岭县人民政府", "address": address, "identity_code": "4117000001"}
    )
    return made


def bureau(**values: object) -> Agency:
    given = {"name": "云岭县商务局", "short_name": "县商务局", "slug": "shangwu", "code": "云商"}
    return factories.agency(**{**given, "organisation_code": "11410000MB0000000X", **values})


def png(colour: str = "#1b694a", size: tuple[int, int] = (320, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def html(sha256: str = "") -> str:
    picture = (
        f'<figure><img src="{source_of(sha256)}" alt="申领流程"><figcaption>图1　申领流程</figcaption></figure>'
        if sha256
        else ""
    )
    return (
        '<p class="center">云商〔2026〕12号</p><p>各乡镇人民政府，县直各有关单位：</p><h2>一、补贴范围</h2>'
        f'<p>购买清单内的商品，按<strong>下表</strong>补贴，详见<a href="https://example.org/list">清单</a>。</p>{TABLE}{picture}'
        '<p class="right">云岭县商务局</p><p class="right">2026年9月8日</p>'
    )


def item(of: Agency, title: str = TITLE, *, text: str = "", files: bool = True, **values: object) -> Item:
    """An item with one version, public since today."""
    n = next(_COUNT)
    column, _ = Column.objects.get_or_create(
        agency=of, slug="zcwj", defaults={"name": "政策文件", "clause": "20.1", "description": "本机关的政策文件"}
    )
    picture = keeping.keep_bytes(of, png(), "image/png") if files else None
    body = text or html(picture.sha256 if picture else "")
    fields = {
        "title": title,
        "document_number": f"云商〔2026〕{n}号",
        "kind": "other",
        "column": column.pk,
        "section": None,
        "clause": "20.1",
        "summary": "明确2026年消费品以旧换新的补贴范围、标准和申领办法。",
        "genre": "通知",
        "topic": "商贸",
        "keywords": "以旧换新 补贴",
        "source": "",
        "attribute": "proactive",
        "made_on": "2026-09-08",
        "effective_on": None,
        "valid_until": None,
        "html": body,
    }
    fields |= {key: getattr(value, "pk", value) for key, value in values.items() if key in fields}
    plain = {key: value for key, value in fields.items() if key not in ("column", "section", "made_on")}
    made = Item.objects.create(
        agency=of,
        permanent=f"2026-{n:05}",
        index_number=f"11410000MB0000000X/2026-{n:05}",
        column=column,
        made_on=date(2026, 9, 8),
        published_on=clock.today(),
        released_at=clock.now(),
        changed_at=clock.now(),
        validity="in_force",
        **{**plain, **values},
    )
    release_version(made, fields, picture)
    return made


def release_version(made: Item, fields: dict[str, object], picture: object = None) -> Version:
    """The next version of an item, as a release leaves it."""
    number = made.versions.count() + 1
    version = Version.objects.create(
        item=made,
        number=number,
        title=str(fields["title"]),
        html=str(fields["html"]),
        fields=fields,
        digest=f"{number:064}",
        at=clock.now(),
    )
    if picture is not None:
        VersionFile.objects.create(version=version, file=picture, role="picture", name="picture-1.png", alt="申领流程")
        sheet = keeping.keep_bytes(made.agency, b"%PDF-1.7 a made-up list", "application/pdf")
        VersionFile.objects.create(version=version, file=sheet, role="attachment", name="补贴商品清单.pdf", position=1)
        original = keeping.keep_bytes(made.agency, b"the original with its hidden remarks", "application/msword")
        VersionFile.objects.create(
            version=version, file=original, role="original", name="细则（送审稿）.doc", position=2
        )
    Item.objects.filter(pk=made.pk).update(current=version)
    made.refresh_from_db()
    return version


def release(of: Item, channel: str, **values: object) -> Release:
    assert of.current is not None
    given: dict[str, object] = {"state": Release.State.WAITING, "due_at": clock.now()}
    return Release.objects.create(
        agency=of.agency, item=of, version=of.current, channel=Channel(channel), **{**given, **values}
    )


def setting(of: Agency, channel: str, secret: str = "", **values: str) -> ChannelSetting:
    return ChannelSetting.objects.create(agency=of, channel=channel, active=True, values=values, secret=secret)
