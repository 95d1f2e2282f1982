"""A believable office on 2026-10-16: something late, something near, something waiting for each of its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import factories
from gongkai import letters
from gongkai.applications import actions
from gongkai.applications.models import Application, Assistance, Letter, RemedyCase
from gongkai.people import clock


@dataclass
class Scene:
    late: Application
    reviewing: Application
    answer: Letter
    consulting: Application
    correcting: Application
    extending: Application
    fresh: Application
    old: Application
    answered: Application
    task: Assistance
    remedy: RemedyCase


def furnish(bureau) -> Scene:  # type: ignore[no-untyped-def]
    """Fill the registers of ``bureau``. The clock must stand at 2026-10-16."""
    agency, clerk, head, leader = bureau.agency, bureau.clerk, bureau.head, bureau.leader

    def case(title: str, on: date, **values: object) -> Application:
        who = values.pop("person", None) or factories.person()
        what = factories.matter(title=title, content=f"请公开{title}")
        with clock.at(on):
            return factories.application(agency, clerk, person=who, matter=what, **values)

    answered = case("2024年成品油抽检结果", date(2026, 3, 2))
    with clock.at(date(2026, 3, 10)):
        letter = actions.decide(answered, answers=factories.GRANTED, by=clerk, given="抽检结果", way="当面领取纸质材料")
        actions.submit_letter(letter, by=clerk)
        factories.approve(letter, leader)
        actions.serve(letter, method="direct", signed_on=date(2026, 3, 10), signed_by="周清源", by=clerk)
    with clock.at(date(2026, 5, 6)):
        remedy = actions.file_remedy(
            agency, kind="reconsideration", filed_on=date(2026, 5, 6), authority="云岭县人民政府",
            number="云政复〔2026〕27号", application=answered, by=clerk,
        )  # fmt: skip
    late = case(
        "2025年家电以旧换新补贴发放名单", date(2026, 9, 1), person=factories.person(name="林晓东", identity_number="")
    )

    reviewing = case("外贸稳增长专项资金支持企业名单及评审会议纪要", date(2026, 9, 18))
    with clock.at(date(2026, 10, 12)):
        answer = actions.decide(
            reviewing, answers=factories.GRANTED, by=clerk, given="6家企业的名单和补贴金额", way="当面领取纸质材料"
        )
        actions.submit_letter(answer, by=clerk)
    with clock.at(date(2026, 10, 13)):
        waiting = answer.reviews.get(verdict="", voided_at=None)
        actions.review(waiting, approve=False, comment="企业数请核对", digest=answer.digest, by=leader)
        answer.refresh_from_db()
    with clock.at(date(2026, 10, 14)):
        blocks = letters.Draft.from_data(answer.body).blocks
        texts = [type(block)(**{**_fields(block), **_seven(block)}) for block in blocks]
        actions.edit_letter(answer, texts, revision=answer.revision, by=clerk)
        actions.submit_letter(answer, by=clerk)
        answer.refresh_from_db()

    consulting = case("县恒达机械厂技改项目备案材料", date(2026, 10, 8))
    with clock.at(date(2026, 10, 9)):
        party = actions.Party("云岭县恒达机械厂", interest="商业秘密")
        asked = actions.consult(consulting, parties=[party], what="技改项目备案材料中的投资额", by=clerk)
        notice = asked[0].letters.get()
        factories.approve(notice, head)
        actions.serve(notice, method="direct", signed_on=date(2026, 10, 9), signed_by="收发室", by=clerk)
    correcting = case("近三年招商引资文件", date(2026, 10, 9))
    with clock.at(date(2026, 10, 12)):
        called = actions.call_correction(
            correcting, defects=["指向的文件不明确"], guidance="请写明年份和文件名称。", by=clerk
        )
        # Goes out on the query page as soon as it is approved.
        factories.approve(called, head)
    extending = case("2023年至2025年全县加油站审批档案", date(2026, 9, 21), section=bureau.section)
    with clock.at(date(2026, 10, 13)):
        actions.extend(extending, days=20, reason="档案分散在三个年度，查找、核对需要时间", by=clerk)
        task = actions.ask_section(
            extending, section=bureau.section, question="请找2023年至2025年加油站审批档案的目录",
            due_on=date(2026, 10, 20), by=clerk,
        )  # fmt: skip
    with clock.at(datetime(2026, 10, 13, 9, 30)):
        old = actions.submit_online(
            agency,
            factories.person(name="陈雨桐", identity_number="410000199202020026", phone="13900005678"),
            factories.matter(title="农村电商服务站名单", content="全县农村电商服务站的名单和地址"),
        )
    with clock.at(datetime(2026, 10, 16, 7, 40)):
        fresh = actions.submit_online(
            agency,
            factories.person(name="云岭县惠民粮油有限公司", kind="enterprise", identity_number="", phone="13700009999"),
            factories.matter(title="2026年粮油储备企业名单", content="2026年承担县级粮油储备任务的企业名单"),
        )
    for each in (late, reviewing, consulting, correcting, extending, fresh, old, answered, answer, task):
        each.refresh_from_db()
    return Scene(
        late, reviewing, answer, consulting, correcting, extending, fresh, old, answered, task, remedy
    )  # fmt: skip


def _fields(block: object) -> dict[str, object]:
    return {name: getattr(block, name) for name in block.__dataclass_fields__}  # type: ignore[attr-defined]


def _seven(block: object) -> dict[str, object]:
    """Six firms become seven, wherever they stand."""
    return {
        name: value.replace("6家", "7家") if isinstance(value, str) else tuple(v.replace("6家", "7家") for v in value)
        for name, value in _fields(block).items()
        if name in ("text", "points")
    }
