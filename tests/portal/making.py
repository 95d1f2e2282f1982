"""A body, an applicant and a form for the tests of the public site."""

from __future__ import annotations

from typing import Any

from django.test import Client

from factories import GRANTED, agency, answered_for, approve, clerk, office_head
from factories import leader as a_leader
from gongkai.agencies.models import Agency, AgencyKind
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.models import Application, Consultation, Letter
from gongkai.people import clock
from gongkai.people.models import Account

IDENTITY = "410000199001010014"
"""Fictional: the form holds, no such person is meant."""
PHONE = "13900000123"
TAIL = "0123"


def county() -> Agency:
    """云岭县人民政府, whose office supervises."""
    return agency(name="云岭县人民政府", short_name="县政府", slug="yunling", code="云政", kind=AgencyKind.GOVERNMENT)


def bureau(**values: object) -> Agency:
    """云岭县商务局 with duties, under the county's government office."""
    names: dict[str, object] = {
        "name": "云岭县商务局",
        "short_name": "商务局",
        "slug": "shangwu",
        "code": "云商",
        "duties": "组织外贸稳增长专项资金项目的申报和评审；组织家电以旧换新",
    }
    return agency(**{**names, **values})


class Desk:
    """The three people a case needs."""

    def __init__(self, of: Agency) -> None:
        self.agency = of
        self.clerk: Account = clerk(of)
        self.head: Account = office_head(of)
        self.leader: Account = a_leader(of)


def filled(**values: object) -> dict[str, Any]:
    """A complete form."""
    names: dict[str, object] = {
        "content": "2025年度外贸稳增长专项资金支持的企业名单和金额",
        "carriers": ["electronic"],
        "routes": ["online"],
        "other_form_accepted": "on",
        "kind": "natural_person",
        "name": "周清源",
        "identity_kind": "id_card",
        "identity_number": IDENTITY,
        "phone": PHONE,
    }
    return {key: value for key, value in {**names, **values}.items() if value is not None}


def sent(client: Client, of: Agency, **values: object) -> Application:
    """An application sent through the form; the session of ``client`` is the applicant's."""
    before = set(Application.objects.values_list("pk", flat=True))
    response = client.post(f"/{of.slug}/ask/write/", filled(**values))
    assert response.status_code == 302, response.content.decode()
    return Application.objects.exclude(pk__in=before).get()


def open_by_code(client: Client, case: Application, tail: str = TAIL) -> Any:
    """Give the code and the digits."""
    return client.post("/query/", {"code": case.query_code, "tail": tail})


def registered(desk: Desk, case: Application) -> Application:
    actions.open_case(case, by=desk.clerk)
    actions.register(case, by=desk.clerk)
    return case


def text_of(response: Any) -> str:
    """The page as text."""
    return response.content.decode()


def withheld(ground: str, *, partly: bool = False) -> dict[str, str]:
    """The path of the tree to a refusal on ``ground``, whole or in part."""
    path = {key: answer for key, answer in GRANTED.items() if key != "form"}
    severed = "yes" if partly else "no"
    more = {f"required.{ground}": "no"} if ground in ("process", "enforcement_file") else {}
    return {**path, "ground": ground, **more, f"sever.{ground}": severed}


def answer(desk: Desk, case: Application, answers: dict[str, str] = GRANTED, **values: Any) -> Letter:
    """Decide and let the leader approve; the letter waits for its service."""
    words = {
        "given": "企业名单和补贴金额",
        "withheld": "评审会议纪要",
        "findings": "会议纪要是行政机关在履行行政管理职能过程中形成的讨论记录",
        "way": "在查询页面下载电子文件",
    }
    letter = actions.decide(case, answers=answers, by=desk.clerk, **{**words, **values})
    actions.submit_letter(answered_for(letter, desk.clerk), by=desk.clerk)
    approve(letter, desk.leader)
    return letter


def call_correction(desk: Desk, case: Application) -> Letter:
    """A correction notice that goes out on the query page."""
    letter = actions.call_correction(case, defects=["没有写明需要哪一年的名单"], guidance="写明年度即可", by=desk.clerk)
    approve(letter, desk.head)
    return letter


def consult(desk: Desk, case: Application, *names: str) -> list[Consultation]:
    """Third parties asked by post; their letters are out."""
    made = actions.consult(
        case,
        parties=[Party(name, contact="云岭县工业路2号", interest="商业秘密") for name in names],
        what="2025年度外贸专项资金支持金额",
        by=desk.clerk,
    )
    for n, one in enumerate(made):
        letter = one.letters.get()
        approve(letter, desk.head)
        actions.serve(letter, method="post", sent_on=clock.today(), tracking=f"XA0000000{n}", by=desk.clerk)
        one.refresh_from_db()
    return made
