"""A small county with something of everything that is open data: items with and without a permanent address, one that is not public,
a register of documents, a published report."""

from __future__ import annotations

from datetime import date
from typing import Any

import factories
from gongkai.agencies.models import Agency, Site
from gongkai.disclosures import published, search
from gongkai.disclosures.models import Attribute, Column, Item, NormativeDocument, VersionFile
from gongkai.files.models import StoredFile
from gongkai.people import clock
from gongkai.reporting import actions as reports
from gongkai.reporting.assembling import work
from gongkai.reporting.freezing import digest_of, frozen_body, substance
from gongkai.reporting.models import Draft, Frozen
from portal.making import bureau, county

SECRETS = ("绝不公开甲", "绝不公开乙", "绝不公开丙", "绝不公开丁", "绝不公开戊")
"""Stand in what is not public: a withdrawn item, an expired one, one on application, a removed document, a draft of a report."""


def stocked() -> dict[str, Any]:
    """Everything, by a name. The database's guards must be off (`unguarded`): the items are made by hand."""
    Site.objects.create(pk=1, name="云岭县政府信息公开", operator="云岭县人民政府")
    of, other = county(), bureau()
    files = Column.objects.create(agency=other, name="部门文件", slug="wenjian", clause="20.1")
    Column.objects.create(agency=other, name="旧栏目", slug="jiu", active=False)
    rule, plain, sums, *hidden = published.take_over(
        [
            Item(
                agency=other, title="家电以旧换新补贴实施细则", document_number="云商发〔2026〕31号", index_number="4199/2026-00031",
                html="<p>每台补贴<b>不超过</b>1500元。</p><table><tr><td>冰箱</td><td>15%</td></tr></table>", column=files,
                clause="20.1", kind="other", summary="补贴范围和标准", made_on=date(2026, 7, 1), published_on=date(2026, 7, 9),
            ),
            Item(agency=of, title='=HYPERLINK("https://bad.example")', summary="+1\n第二行，“引号”", published_on=date(2025, 3, 1)),
            Item(agency=other, title="部门决算", clause="20.7", published_on=date(2024, 8, 20)),
            Item(agency=other, title=SECRETS[0], html=f"<p>{SECRETS[0]}</p>", published_on=date(2026, 1, 2)),
            Item(agency=other, title=SECRETS[1], published_on=date(2026, 1, 3)),
            Item(agency=other, title=SECRETS[2], published_on=date(2026, 1, 4)),
        ]
    )  # fmt: skip
    Item.objects.filter(pk=rule.pk).update(permanent="2026-00031", validity="in_force")
    Item.objects.filter(pk=hidden[0].pk).update(permanent="2026-00032", withdrawn_at=clock.now())
    Item.objects.filter(pk=hidden[1].pk).update(permanent="2026-00033", expires_at=clock.moment(date(2026, 2, 1)))
    Item.objects.filter(pk=hidden[2].pk).update(permanent="2026-00034", attribute=Attribute.ON_APPLICATION)
    stored = StoredFile.objects.create(agency=other, sha256="ab" * 32, size=2048, media_type="application/pdf")
    VersionFile.objects.create(
        version_id=rule.current_id, file=stored, role="attachment", name="申请表.pdf", text="申请人姓名"
    )
    search.index_many(Item.objects.all())
    documents(other, Item.objects.get(pk=rule.pk), Item.objects.get(pk=hidden[0].pk))
    report(other, 2025)
    open_one = reports.open_draft(of, 2025, by=factories.clerk(of))
    reports.write_section(open_one, "problems", SECRETS[4], by=open_one.opened_by, version=0)
    return {
        "rule": Item.objects.get(pk=rule.pk),
        "plain": plain,
        "sums": sums,
        "hidden": hidden,
        "body": other,
        "county": of,
    }


def documents(of: Agency, shown: Item, hidden: Item) -> None:
    made = {"agency": of, "made_on": date(2026, 7, 1), "effective_on": date(2026, 8, 1), "at": clock.now()}
    NormativeDocument.objects.create(
        item=shown, title=shown.title, document_number="云商发〔2026〕31号", registration="YLD-2026-3", **made
    )
    NormativeDocument.objects.create(item=hidden, title=SECRETS[0], **made)
    NormativeDocument.objects.create(title=SECRETS[3], removed_at=clock.now(), removed_why="重复", **made)


def report(of: Agency, year: int) -> Draft:
    """A report as it stands after its approval and publication."""
    by = factories.clerk(of)
    draft = reports.open_draft(of, year, by=by)
    made = work(of, year, draft, keyed=True)
    bound = substance(made)
    frozen = Frozen.objects.create(
        draft=draft, number=1, body=frozen_body(made, bound, date(2026, 1, 20)), digest=digest_of(bound), approved_on=date(2026, 1, 20),
        by=by, at=clock.now(),
    )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(
        frozen=frozen, state=Draft.State.PUBLISHED, digest=digest_of(bound), published_on=date(2026, 1, 25)
    )
    return Draft.objects.get(pk=draft.pk)
