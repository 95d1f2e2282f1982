"""A bureau in January with a year behind it, its county office, and a neighbour whose figures nobody here may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import factories
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.people.models import Account, Role
from gongkai.reporting import actions
from gongkai.reporting.figures import typeable
from gongkai.reporting.models import Draft
from gongkai.reports.editions import editions
from gongkai.reports.model import CellId
from reporting.registers import Row, Suit, fee, fill, sue

JANUARY = date(2026, 1, 23)
SECRET = "云岭县煤矿补偿名单"
"""The title of every case, which no supervisor may ever read."""
PROBLEMS = "一是部分栏目更新不够及时。\n下一步将加强培训，健全制度。"
OVERVIEW = (
    "主动公开方面，网站公开信息及时。\n依申请公开方面，依法办理。\n政府信息管理方面，清理规范性文件。\n"
    "政府信息公开平台建设方面，网站运行正常。\n监督保障方面，开展检查。"
)


@dataclass
class Year:
    """The bureau, its people, its cases of 2025, and those who look on."""

    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    auditor: Account
    supervisor: Account
    county_clerk: Account
    neighbour: Agency
    neighbours_clerk: Account
    cases: list[Application]


def year() -> Year:
    county = factories.agency(name="云岭县人民政府办公室", short_name="县政府办", slug="county", code="云政办")
    agency = factories.agency(
        name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", supervised_by=county
    )
    neighbour = factories.agency(name="云岭县农业农村局", slug="nongye", code="云农")
    clerk = factories.clerk(agency)
    cases = fill(
        agency,
        [
            Row("natural_person", date(2025, 3, 4), date(2025, 3, 20), "granted", "online", date(2025, 4, 1)),
            Row(
                "natural_person", date(2025, 4, 8), date(2025, 4, 30), "withheld.process", "in_person", date(2025, 5, 8)
            ),
            Row("enterprise", date(2025, 5, 6), date(2025, 6, 20), "partial", "online", date(2025, 6, 4)),
            Row("legal_service", date(2025, 12, 29), due_on=date(2026, 1, 27)),
            Row("natural_person", date(2024, 12, 20), date(2025, 1, 9), "unable.not_held", "online", date(2025, 1, 20)),
        ],
    )
    Application.objects.filter(agency=agency).update(title=SECRET)
    fee(cases[0], notified_on=date(2025, 3, 6), paid_on=date(2025, 3, 9), paid_amount=100)
    sue(agency, clerk, [Suit("reconsideration", date(2025, 7, 1), date(2025, 8, 20), "upheld")])
    fill(neighbour, [Row("research", date(2025, 7, 7))])
    return Year(
        agency,
        clerk,
        factories.office_head(agency),
        factories.leader(agency),
        factories.account(agency, Role.AUDITOR, name="何慎之"),
        factories.account(county, Role.SUPERVISOR, name="孙立平"),
        factories.account(county, Role.CLERK, name="钱多文"),
        neighbour,
        factories.clerk(neighbour),
        cases,
    )


def noughts() -> dict[CellId, Decimal]:
    return {cell: Decimal(0) for cell in typeable(editions()["2021"]) if cell.table == "proactive"}


def opened(of: Year) -> Draft:
    return actions.open_draft(of.agency, 2025, by=of.clerk)


def complete(of: Year) -> Draft:
    """A draft with no error and no warning left."""
    draft = opened(of)
    figures = {**noughts(), CellId("proactive", "charges", "amount"): Decimal("0.01")}
    actions.type_figures(draft, figures, why="各股室台账", by=of.clerk)
    actions.write_sections(draft, {"problems": (PROBLEMS, 0), "overview": (OVERVIEW, 0)}, by=of.clerk)
    return draft


def submitted(of: Year) -> Draft:
    draft = complete(of)
    actions.submit(draft, by=of.clerk)
    return draft


def approved(of: Year) -> Draft:
    draft = submitted(of)
    actions.approve(draft.approvals.get(), approve=True, digest=draft.digest, by=of.leader)
    draft.refresh_from_db()
    return draft
