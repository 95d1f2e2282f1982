"""The county of the story: a bureau with all its people and a few published items, and another body beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import factories
from gongkai.agencies.models import Agency, AgencyKind
from gongkai.applications.models import Application
from gongkai.disclosures.models import Item
from gongkai.disclosures.published import take_over
from gongkai.disclosures.search import index_many
from gongkai.people import clock
from gongkai.people.models import Account, Role

NEIGHBOURS = ("农机购置补贴对象家庭住址", "冯远志")
"""What an application to the other body asks for, and by whom."""


@dataclass
class House:
    """The bureau and its people, and the clerk of the body beside it."""

    agency: Agency
    clerk: Account
    head: Account
    contributor: Account
    leader: Account
    neighbour: Account
    neighbours_case: Application


def furnish() -> House:
    """Bodies, accounts that can log in, items."""
    county = factories.agency(
        name="云岭县人民政府", short_name="县政府", slug="yunling", code="云政", kind=AgencyKind.GOVERNMENT
    )
    bureau = factories.agency(
        name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", red_head=True, supervised_by=county,
        duties="组织外贸稳增长专项资金项目的申报和评审；组织家电、汽车以旧换新；负责成品油零售经营批准",
    )  # fmt: skip
    beside = factories.agency(
        name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农", supervised_by=county,
        duties="农机购置补贴；高标准农田建设；农村宅基地管理",
    )  # fmt: skip
    section = factories.section(bureau)
    people = House(
        bureau,
        factories.clerk(bureau),
        factories.office_head(bureau),
        factories.account(bureau, Role.CONTRIBUTOR, section=section, name="王磊"),
        factories.leader(bureau),
        factories.account(beside, Role.CLERK, name="钱多文"),
        _neighbours_case(beside),
    )
    for account in (people.clerk, people.head, people.contributor, people.leader, people.neighbour):
        account.set_password(factories.PASSWORD)
        account.save()
    items = [
        Item(
            agency=bureau, title=title, document_number=number, index_number=f"41990001/2025-{n:05}", summary=summary,
            published_on=date(2025, n, 6),
        )
        for n, (title, number, summary) in enumerate(
            (
                ("云岭县2025年度外贸稳增长专项资金项目申报指南", "云商发〔2025〕8号", "申报条件、支持标准和分配方法"),
                ("2024年外贸专项资金支持企业名单", "云商函〔2025〕11号", "29家企业的名单和金额"),
                ("云岭县家电以旧换新补贴实施细则", "云商发〔2025〕31号", "补贴范围、标准和领取办法"),
            ),
            start=3,
        )
    ]  # fmt: skip
    take_over(items)
    index_many(items)
    return people


def _neighbours_case(beside: Agency) -> Application:
    what, who = NEIGHBOURS
    matter = factories.matter(title=what, content=what)
    with clock.at(date(2025, 9, 5)):
        return factories.application(
            beside, factories.clerk(beside), person=factories.person(name=who, identity_number=""), matter=matter
        )
