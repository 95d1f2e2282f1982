"""Published items for the tests of the public site: each went the real way, through checks and three reviews."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import date

from disclosures.factories import House, approve, column, draft, house, old_item
from factories import clerk
from gongkai.agencies.models import Agency
from gongkai.disclosures import actions
from gongkai.disclosures.models import Column, Draft, FileRole, Item
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.reporting.assembling import reading_of, work
from gongkai.reporting.models import Draft as ReportDraft
from gongkai.reporting.models import Frozen
from gongkai.reports.outputs.json import dumps, to_json

TABLE = (
    "<table><thead><tr><th scope='col'>品类</th><th scope='col'>补贴</th></tr></thead>"
    "<tbody><tr><td>冰箱</td><td>15%</td></tr></tbody></table>"
)
TEXT = (
    "<p>各乡镇人民政府、街道办事处：</p><h2>第一章 总则</h2><p>第一条 为规范补贴资金的发放，制定本细则。</p>"
    f"<h2>第二章 补贴标准</h2><p>第二条 每件补贴不超过2千元。</p>{TABLE}"
)
TITLE = "云岭县家电以旧换新补贴实施细则"


def picture(shade: int = 200) -> bytes:
    """A small grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * 60 for _ in range(40))
    head = struct.pack(">IIBBBBB", 60, 40, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def commerce(**values: object) -> House:
    """云岭县商务局 with a column 规范性文件 under 政策文件."""
    of = house(**{"name": "云岭县商务局", "short_name": "商务局", "slug": "shangwu", "code": "云商", **values})
    above = column(of.agency, "政策文件", slug="documents", clause="20.1", position=1, type="政策文件")
    of.column = Column.objects.create(
        agency=of.agency,
        parent=above,
        name="行政规范性文件",
        slug="normative",
        clause="20.1",
        section=of.section,
        position=2,
        type="政策文件",
        description="本机关制定的规范性文件，注明有效性",
        keywords="规范性文件,政策",
    )
    return of


def started(of: House, **values: object) -> Draft:
    """A draft with a table, an attachment and a picture. ``by``: the contributor unless told."""
    made = draft(of, **{"title": TITLE, "html": TEXT, **values})  # type: ignore[arg-type]
    for upload, role, alt in (
        (Upload("补贴品类.txt", "冰箱、洗衣机、空调".encode()), FileRole.ATTACHMENT, ""),
        (Upload("办理流程.png", picture()), FileRole.PICTURE, "办理流程：先交旧，再买新"),
    ):
        actions.add_file(made, upload, role, by=made.author, version=made.version, alt=alt)
        made.refresh_from_db()
    return made


def released(of: House, *, on: date | None = None, **values: object) -> Item:
    """Such a draft, reviewed and released."""
    with clock.at(on or clock.now()):
        return released_draft(of, started(of, **values))


def released_draft(of: House, made: Draft) -> Item:
    actions.submit(made, by=made.author)
    approve(made, *of.chain)
    return Item.objects.get(pk=made.item_id)


def changed(of: House, item: Item, html: str, note: str = "更正笔误") -> Item:
    """The item with another text, released again."""
    made = actions.change(item, by=of.contributor, note=note)
    made = actions.save(made, by=of.contributor, version=made.version, html=html)
    return released_draft(of, made)


def publish_all() -> House:
    """A policy with two versions and its interpretation, a withdrawn item, leaders, an empty column, an annual report."""
    of = commerce(duties="组织家电以旧换新")
    Column.objects.create(
        agency=of.agency,
        name="行政事业性收费",
        slug="charge",
        clause="20.8",
        position=9,
        empty_reason="本机关没有收费项目",
    )
    details = {"name": "赵建国", "post": "局长", "division": "主持全面工作"}
    old_item(of.agency, "赵建国局长", on=date(2026, 3, 2), kind="leader", clause="20.2", details=details)
    first = released(
        of,
        on=date(2026, 9, 1),
        kind="policy",
        title=f"云岭县商务局关于印发《{TITLE}》的通知",
        document_number="云商发〔2026〕31号",
        genre="通知",
        topic="商贸、海关、旅游",
        effective_on=date(2026, 9, 1),
        valid_until=date(2029, 8, 31),
    )
    policy = changed(of, first, first.html.replace("2千元", "2000元"), "更正第二条笔误：“2千元”改为“2000元”")
    details = {"policy": policy.permanent, "policy_published_on": "2026-09-01", "form": "picture"}
    note = released(of, title="一图读懂：买一台冰箱能补多少", kind="interpretation", details=details)
    actions.pair(policy, note, by=of.clerk)
    actions.withdraw(released(of, title="2026年第一批补贴领取人名单"), why="含有个人信息，改正后重新公开", by=of.clerk)
    published_report(of.agency, 2025)
    return of


def published_report(of: Agency, year: int, *, state: str = "published") -> ReportDraft:
    """A report of zeros, approved and published."""
    who, now = clerk(of), clock.now()
    made = ReportDraft.objects.create(agency=of, year=year, edition="2021", opened_by=who, opened_at=now)
    report = json.loads(dumps(to_json(reading_of(work(of, year, made).report), places=False)))
    frozen = Frozen.objects.create(
        draft=made,
        number=1,
        body={"report": report},
        digest="0" * 64,
        approved_on=date(year + 1, 1, 15),
        by=who,
        at=now,
    )
    on = date(year + 1, 1, 20) if state == "published" else None
    ReportDraft.objects.filter(pk=made.pk).update(state=state, frozen=frozen, digest="0" * 64, published_on=on)
    return made
