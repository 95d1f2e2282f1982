"""Registers with something of everything in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosures.factories import House, old_item, released_item
from disclosures.registers.sheets import book, penalty
from gongkai.disclosures import actions
from gongkai.disclosures.actions import importing, life, registering
from gongkai.disclosures.models import (
    Column,
    Decision,
    ImportedRows,
    Item,
    LifeEvent,
    Matter,
    NormativeDocument,
    Pairing,
    Proposal,
)


@dataclass
class Scene:
    house: House
    document: NormativeDocument
    waiting: LifeEvent
    decision: Decision
    batch: ImportedRows
    matter: Matter
    proposal: Proposal
    policy: Item
    text: Item
    pairing: Pairing


def furnish(here: House) -> Scene:
    """One body with every ledger begun."""
    registering.set_up_columns(here.agency, here.office_head)
    columns = {column.slug: column for column in Column.objects.filter(agency=here.agency)}
    document = life.enter_document(
        here.agency, by=here.contributor, section=here.section, title="云岭县商贸流通扶持办法",
        document_number="云商规〔2021〕2号", registration="YLXSW-2021-0002", made_on=date(2021, 5, 6),
        valid_until=date(2027, 1, 31), published_on=date(2021, 5, 10),
    )  # fmt: skip
    waiting = life.propose(document, "repealed", on=date(2026, 10, 16), basis="云商发〔2026〕40号", by=here.contributor)
    life.enter_document(
        here.agency, by=here.clerk, title="云岭县早餐示范店管理办法", document_number="云商规〔2019〕1号", made_on=date(2019, 3, 1),
        valid_until=date(2024, 2, 29),
    )  # fmt: skip
    decision = registering.enter_decision(
        here.agency, by=here.contributor, section=here.section, what="penalties", number="云商罚决〔2026〕90号",
        decided_on=date(2026, 9, 15), party="张建国", matter="未按规定建立进货查验记录", result="罚款500元", amount=Decimal(500),
    )  # fmt: skip
    upload = book([penalty(1), penalty(2, 决定日期="上周五"), penalty(3, 当事人="李红")])
    batch, _ = importing.import_rows(here.agency, "penalties", upload, by=here.clerk)
    assert batch is not None
    matter = registering.enter_matter(
        here.agency, what="charges", name="成品油检验费", basis="云发改〔2025〕3号", standard="每次80元",
        starts_on=date(2025, 1, 1), by=here.clerk,
    )  # fmt: skip
    registering.enter_collected(
        matter, first_on=date(2026, 1, 1), last_on=date(2026, 9, 30), amount=Decimal("12345.67"), by=here.clerk,
        source="非税收入月报",
    )  # fmt: skip
    registering.enter_purchase(
        here.agency, project="办公设备", on=date(2026, 3, 2), amount=Decimal(251000), supplier="安达公司", by=here.clerk
    )
    proposal = registering.enter_proposal(
        here.agency, number="第17号", category="suggestion", session="县十七届人大五次会议", title="关于建设社区便利店的建议",
        proposer="赵代表", received_on=date(2026, 3, 2), by=here.clerk,
    )  # fmt: skip
    registering.change_proposal(
        proposal, replied_on=date(2026, 9, 28), completion="a", satisfaction="satisfied", by=here.clerk
    )
    policy = released_item(
        here, kind="policy", title="云岭县以旧换新实施细则", made_on=date(2026, 9, 1), column=columns["policy"]
    )
    explained = old_item(
        here.agency, "云岭县促消费若干措施", kind="policy", on=date(2026, 3, 2), column=columns["policy"]
    )
    text = old_item(here.agency, "一图读懂以旧换新", kind="interpretation", column=columns["interpretation"])
    other = old_item(here.agency, "促消费措施问答", kind="interpretation", column=columns["interpretation"])
    pairing = actions.pair(explained, other, by=here.clerk)
    old_item(
        here.agency, "电子商务发展规划公开征求意见", kind="consultation", on=date(2026, 8, 3), column=columns["consultation"],
        details={"starts_on": "2026-08-03", "ends_on": "2026-09-02"},
    )  # fmt: skip
    registering.keep_ledger(here.agency, "penalties", from_year=2026, by=here.office_head)
    return Scene(here, document, waiting, decision, batch, matter, proposal, policy, text, pairing)
