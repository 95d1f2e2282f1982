"""A county for the pages of rules: a bureau that lost a case and made rules of its lesson, its neighbour, the office above both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import factories
from desk.lists.conftest import Bureau
from gongkai.applications import actions
from gongkai.applications.models import LessonCheck, Letter, RemedyCase
from gongkai.letters.linting.lessons import Kind, Level, Rule
from gongkai.people import clock
from gongkai.people.models import Account

WITHHELD = {k: v for k, v in factories.GRANTED.items() if k != "form"} | {
    "ground": "process",
    "required.process": "no",
    "sever.process": "no",
}
LESSON = "只写“属于过程性信息”，没有写明是哪一类文件、在什么决定作出以前形成。"
SAID = Rule(Kind.MUST_SAY, Level.MUST, ("形成于决定作出以前", "在决定作出以前形成"), outcome="withheld.process")
QUESTION = Rule(Kind.ANSWERED, Level.MUST, question="事实部分为什么不能区分出来公开？", outcome="withheld.process")
NOT_SAID = Rule(Kind.MUST_NOT_SAY, Level.LOOK, ("不便公开",), "写明公开会妨碍什么", outcome="withheld.process")


@dataclass
class County:
    office: Bureau
    case: RemedyCase
    corrected: Letter
    said: LessonCheck
    question: LessonCheck
    proposal: LessonCheck
    shared: LessonCheck
    draft: Letter
    waiting: Letter


def refused(bureau: Bureau, title: str = "全县商贸流通规划编制的请示") -> Letter:
    """A drafted answer that withholds a paper of the process."""
    case = factories.application(
        bureau.agency, bureau.clerk, matter=factories.matter(title=title, content=f"请公开{title}")
    )
    return actions.decide(
        case, answers=WITHHELD, by=bureau.clerk, findings="该请示是局党组会议讨论前的稿子，尚未定稿，不便公开。"
    )


def issue(letter: Letter, clerk: Account, leader: Account) -> Letter:
    actions.submit_letter(letter, by=clerk)
    factories.approve(letter, leader)
    actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="周清源", by=clerk)
    letter.refresh_from_db()
    return letter


def lose(bureau: Bureau) -> tuple[RemedyCase, Letter]:
    """A case about a refusal, corrected, with its lesson."""
    with clock.at(date(2026, 3, 2)):
        corrected = issue(refused(bureau), bureau.clerk, bureau.leader)
    with clock.at(date(2026, 7, 1)):
        issue(refused(bureau, "促消费活动方案的请示"), bureau.clerk, bureau.leader)
    with clock.at(date(2026, 8, 3)):
        case = actions.file_remedy(
            bureau.agency, kind="reconsideration", filed_on=date(2026, 4, 1), authority="云岭县人民政府",
            number="云政复〔2026〕31号", application=corrected.application, claimant="周清源", by=bureau.clerk,
        )  # fmt: skip
        actions.conclude_remedy(
            case, detail="illegal", on=date(2026, 8, 3), served_on=date(2026, 8, 3), redo=False, by=bureau.clerk
        )
        case.refresh_from_db()
        actions.write_lesson(case, text=LESSON, shared=True, by=bureau.clerk)
    return case, corrected


def county_of(bureau: Bureau, office: Bureau, neighbour: Bureau) -> County:
    """Today is 2026-10-16: two rules of the body's own, one proposed, one accepted; a draft and a letter before its reviewer."""
    for each in (bureau, neighbour):
        each.agency.supervised_by = office.agency
        each.agency.save()
    case, corrected = lose(bureau)
    lesson = case.lesson
    with clock.at(date(2026, 9, 1)):
        shared = actions.write_check(lesson, NOT_SAID, starts_on=date(2026, 9, 1), propose=True, by=bureau.clerk)
        first = shared.proposals.get()
        actions.accept_check(first, first.rule.bare, starts_on=date(2026, 9, 1), by=office.supervisor)
        said = actions.write_check(lesson, SAID, starts_on=date(2026, 9, 1), propose=True, by=bureau.clerk)
        question = actions.write_check(lesson, QUESTION, starts_on=date(2026, 9, 1), by=bureau.clerk)
    with clock.at(date(2026, 10, 12)):
        draft = refused(bureau, "夜间经济试点的请示")
        waiting = refused(bureau, "农贸市场改造的请示")
        actions.say_to_check(waiting, said.pk, "请示没有对应的决定，市场改造后来没有立项", by=bureau.clerk)
        actions.say_to_check(waiting, question.pk, "全文都是拟办意见，没有可以分开的事实", by=bureau.clerk)
        actions.submit_letter(waiting, by=bureau.clerk)
        waiting.refresh_from_db()
    return County(office, case, corrected, said, question, said.proposals.get(), first, draft, waiting)
