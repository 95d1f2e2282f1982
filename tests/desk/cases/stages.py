"""Cases brought to each stage by the actions themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factories
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.models import Application, Letter
from gongkai.files.uploads import Upload
from gongkai.law.clocks.facts import Asked
from gongkai.law.receipt import Arrival, Channel
from gongkai.people import clock
from papers import pdf

PDF = pdf("Grants 2025", "Hengda Machinery 300000")


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def letter(case: Application, code: str) -> Letter:
    found = Letter.objects.filter(application=case, code=code).order_by("-pk").first()
    assert found is not None
    return found


def submitted(bureau: Any, **matter: Any) -> Application:
    return actions.submit_online(bureau.agency, factories.person(), factories.matter(**matter))


def unconfirmed(bureau: Any) -> Application:
    arrival = Arrival(Channel.ORDINARY_MAIL, arrived_on=clock.today())
    return actions.record(bureau.agency, factories.person(), factories.matter(), arrival, by=bureau.clerk)


def handling(bureau: Any, *, on: date | None = None, **values: Any) -> Application:
    return factories.application(bureau.agency, bureau.clerk, on=on, **values)


def searched(bureau: Any, *, found: int = 3, on: date | None = None, **values: Any) -> Application:
    case = handling(bureau, on=on, **values)
    actions.record_search(
        case, on=clock.today(), places="外贸股档案柜、OA", terms="专项资金", found=found, by=bureau.clerk
    )
    return case


def correcting(bureau: Any) -> Application:
    case = submitted(bureau)
    actions.register(case, by=bureau.clerk)
    made = actions.call_correction(
        case, defects=["没有写明所需信息的时间范围，无法查找"], guidance="请写明年度。", by=bureau.clerk
    )
    factories.approve(made, bureau.head)
    return fresh(case)


def consulting(bureau: Any, *names: str, asked: Asked = Asked.THIRD_PARTY) -> Application:
    case = searched(bureau)
    parties = [Party(name, interest="商业秘密") for name in names or ("恒达机械",)]
    for made in actions.consult(case, parties=parties, what="补贴金额", asked=asked, by=bureau.clerk):
        paper = made.letters.get()
        if paper.state == Letter.State.REVIEWING:
            factories.approve(paper, bureau.head)
        actions.serve(paper, method="direct", signed_on=clock.today(), signed_by="收发室", by=bureau.clerk)
    return fresh(case)


def paying(bureau: Any) -> Application:
    cases = [handling(bureau) for _ in range(11)]
    made = actions.charge_fee(cases[10], tariff="by_application", by=bureau.clerk)
    factories.approve(made, bureau.head)
    return fresh(cases[10])


def drafting(bureau: Any, **values: Any) -> Application:
    case = searched(bureau, **values)
    actions.decide(
        case,
        answers=factories.GRANTED,
        by=bureau.clerk,
        given="2025年外贸专项资金支持企业名单",
        way="到局办公室领取纸质材料",
    )
    return fresh(case)


def reviewing(bureau: Any) -> Application:
    case = drafting(bureau)
    actions.submit_letter(letter(case, "S2"), by=bureau.clerk)
    return fresh(case)


def dispatching(bureau: Any, **values: Any) -> Application:
    case = drafting(bureau, **values)
    answer = letter(case, "S2")
    actions.submit_letter(answer, by=bureau.clerk)
    factories.approve(answer, bureau.leader)
    return fresh(case)


def closed(bureau: Any) -> Application:
    case = dispatching(bureau)
    actions.serve(letter(case, "S2"), method="post", sent_on=clock.today(), tracking="XA12345678941", by=bureau.clerk)
    return fresh(case)


def withdrawn(bureau: Any) -> Application:
    case = handling(bureau)
    actions.withdraw(case, words="当面提交书面撤回申请", by=bureau.clerk)
    return fresh(case)


EVERY = {
    "submitted": submitted,
    "unconfirmed": unconfirmed,
    "handling": handling,
    "searched": searched,
    "correcting": correcting,
    "consulting": consulting,
    "paying": paying,
    "drafting": drafting,
    "reviewing": reviewing,
    "dispatching": dispatching,
    "closed": closed,
    "withdrawn": withdrawn,
}


def with_file(case: Application, bureau: Any, purpose: str = "reply", name: str = "企业名单.pdf") -> Any:
    return actions.add_files(case, [Upload(name, PDF)], purpose, pages=7, by=bureau.clerk)[0]


def late_day(case: Application) -> str:
    """The day after the case's answer is due, for the clock."""
    assert case.due_on is not None
    return (case.due_on + timedelta(days=1)).isoformat()
