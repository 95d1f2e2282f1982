"""The page of one case: what it is, what is next, how it ended, letters, files, what happened; beside it the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gongkai.applications import actions, clocks, repeats, rules
from gongkai.applications.models import Application, CaseFile, Decision, Lesson, Letter, Service, Stage
from gongkai.applications.next_step import next_step
from gongkai.applications.queries import lessons_for
from gongkai.applications.step import NextStep
from gongkai.desk.cases import applicant, moves, story
from gongkai.desk.cases.assisting import ask_form
from gongkai.desk.cases.endings import full_name, remedy_words, row_words
from gongkai.desk.cases.finding import case_of
from gongkai.desk.cases.materials import may_open
from gongkai.desk.cases.serving import serve_form, to_serve
from gongkai.desk.publishing import from_case
from gongkai.disclosures.rules import WRITE
from gongkai.language import say
from gongkai.law import Outcome
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import may

STATES = {
    Stage.SUBMITTED: "none",
    Stage.HANDLING: "run",
    Stage.CORRECTING: "paused",
    Stage.CONSULTING: "paused",
    Stage.PAYING: "paused",
    Stage.DRAFTING: "run",
    Stage.REVIEWING: "run",
    Stage.DISPATCHING: "run",
    Stage.CLOSED: "done",
}
LETTER_STATES = {
    Letter.State.DRAFT: "run",
    Letter.State.REVIEWING: "run",
    Letter.State.APPROVED: "near",
    Letter.State.ISSUED: "done",
    Letter.State.CANCELLED: "none",
}
GIVEN_OUT = {
    CaseFile.Purpose.REPLY: "done",
    CaseFile.Purpose.IDENTITY: "none",
    CaseFile.Purpose.OPINION: "none",
}


SEVERABLE = (CaseFile.Purpose.REPLY, CaseFile.Purpose.SECTION, CaseFile.Purpose.EVIDENCE)
"""Files that might be given in part."""


@dataclass(frozen=True, slots=True)
class Button:
    """The one button of the next step. ``post``: it is pressed, not followed; then ``fields`` go with it."""

    label: str
    address: str
    post: bool = False
    fields: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in the table. ``served``: how and when it went out, in words."""

    letter: Letter
    state: str
    served: str


def button_of(case: Application, step: NextStep, account: Account) -> Button | None:
    """What the next step's button does; None where there is none, or not for this person."""
    letter = step.letter
    if letter is not None and step.action in ("letter", ""):
        return Button(step.button, reverse("desk:case_letter", args=[case.pk, letter.pk]))
    handles = rules.may_on(account, rules.HANDLE.key, case)
    if not handles:
        return None
    if step.action == "serve" and letter is not None:
        return Button(step.button, reverse("desk:case_serve", args=[case.pk, letter.pk]))
    if step.action == "remind_section" and step.assistance is not None:
        address = reverse("desk:case_remind_section", args=[case.pk])
        return Button(step.button, address, True, (("assistance", step.assistance.pk), ("version", case.version)))
    waiting = {Stage.CORRECTING: "correct"}.get(Stage(case.stage), "") if not step.action else step.action
    if not waiting:
        return None
    of = step.consultation or step.service
    address = reverse(f"desk:case_{waiting}", args=[case.pk])
    return Button(step.button, f"{address}?of={of.pk}" if of is not None else address)


def result_rows(case: Application, decision: Decision) -> list[tuple[str, object]]:
    """How the case was decided, as names and values."""
    on = case.decided_on or clock.today()
    return [
        (say("结果"), say("{outcome}，{row}", outcome=full_name(Outcome(decision.outcome)), row=row_words(Outcome(decision.outcome)))),
        *([(say("给"), decision.given)] if decision.given else []),
        *([(say("不给"), decision.withheld)] if decision.withheld else []),
        *([(say("由谁负责"), decision.other_name or decision.other_agency)] if decision.other_name or decision.other_agency_id else []),
        (say("救济"), remedy_words(decision.end, on)),
        (say("判断"), say("{name}，{on}", name=decision.made_by.name, on=day(decision.made_at))),
    ]  # fmt: skip


def letter_rows(case: Application) -> list[LetterRow]:
    """The letters, the newest first."""
    return [
        LetterRow(letter, LETTER_STATES[Letter.State(letter.state)], _served(letter))
        for letter in reversed(case.letters.all())
    ]


def _served(letter: Letter) -> str:
    service = next(iter(letter.services.all()), None)
    if service is None:
        return say("内部留存") if letter.issued_on else ""
    words = f"{service.get_method_display()}，{service.counts_on.isoformat()}"
    if service.result == Service.Result.ON_THE_WAY:
        return say("{words}，在途", words=words)
    if service.signed_on is not None and service.method == Service.Method.POST:
        return say("{words}，{on}签收", words=words, on=service.signed_on.isoformat())
    return words


def facts_line(case: Application) -> list[str]:
    """Who, how, when, what form, which section: the line under the title."""
    found = [
        say("{name}（{kind}）", name=case.applicant.name, kind=case.get_applicant_kind_display()),
        case.get_channel_display(),
        say("{on}收到", on=day(case.received_on)) if case.received_on else say("还没有确定收到日"),
    ]
    wanted = "，".join(words for words in (case.carrier_words, case.route_words) if words)
    if wanted:
        found.append(say("要{wanted}", wanted=wanted))
    if case.section or case.handler:
        who = "　".join(str(each) for each in (case.section, case.handler) if each)
        found.append(say("承办 {who}", who=who))
    if not case.other_form_accepted:
        found.append(say("办不到的话，不要其他形式"))
    if case.needs_help:
        found.append(say("申请人阅读、视听有困难，需要帮助"))
    return found


def _lessons(case: Application, decision: Decision | None) -> list[Lesson]:
    """What earlier answers taught about one that is being prepared; read only where anything was taught."""
    if not case.is_open or not getattr(case, "taught", True):
        return []
    return lessons_for(case, outcome=case.outcome, articles=_cited(decision))


def _cited(decision: Decision | None) -> list[str]:
    return [str(source) for source in decision.end.sources] if decision is not None else []


def relations(case: Application) -> list[tuple[str, int | None, str]]:
    """(words, key of the other case or None, its number) of the cases this one came from or went into."""
    found: list[tuple[str, int | None, str]] = []
    if case.split_from is not None:
        found.append((say("由这一件拆出："), case.split_from_id, case.split_from.number))
    if case.merged_into is not None:
        found.append((say("并入："), case.merged_into_id, case.merged_into.number))
    if case.passed_from is not None:
        # The other body's case is not this body's to open.
        found.append((say("由{name}转来：", name=case.passed_from.agency.name), None, case.passed_from.number))
    return found


@allow(rules.VIEW)
@require_GET
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    account: Account = request.user  # type: ignore[assignment]
    case = case_of(account, pk)
    actions.open_case(case, by=account)
    return render(request, "desk/case/case.html", context_of(case, account))


def context_of(case: Application, account: Account) -> dict[str, Any]:
    """Everything the page shows."""
    today = clock.today()
    opens = from_case.can_open(case) and may(account, WRITE.key, case.agency_id, {case.section_id})
    step = next_step(case, today)
    decision = next(iter(case.decisions.all()), None)
    knows_applicant = rules.may_on(account, rules.IDENTITY.key, case)
    approved = to_serve(case)
    about = list(case.remedies.all()) if getattr(case, "disputed", True) else []
    sees_disputes = may(account, rules.SEE_REMEDIES.key, case.agency_id)
    asking = step.action == "ask_section" and rules.may_on(account, rules.ASSIGN.key, case)
    serving = step.action == "serve" and step.letter in approved and rules.may_on(account, rules.SERVE.key, case)
    return {
        "case": case,
        "state": STATES[Stage(case.stage)],
        "line": facts_line(case),
        "step": step,
        "button": None if serving or asking else button_of(case, step, account),
        "ask": ask_form(case) if asking else None,
        "serve": serve_form(case, step.letter) if serving and step.letter is not None else None,
        "links": moves.links(case, account, step),
        "decision": decision,
        "result": result_rows(case, decision) if decision is not None else [],
        "letters": letter_rows(case),
        "files": [(file, GIVEN_OUT.get(file.purpose, ""), may_open(account, file, case)) for file in case.files.all()],
        "severable": SEVERABLE,
        "events": story.story(case, story.entries_of(case)),
        "due": clocks.due_of(case),
        "relations": relations(case),
        "disputes": about if sees_disputes else [],
        "sees_disputes": sees_disputes,
        "held": [each for each in about if each.held],
        "lessons": _lessons(case, decision),
        "may_bind": rules.may_on(account, rules.DOSSIERS.key, case),
        "may_handle": rules.may_on(account, rules.HANDLE.key, case),
        "may_open": opens,
        "contact": applicant.contact(case.applicant) if knows_applicant else None,
        "history": applicant.history(case) if knows_applicant else None,
        "elsewhere": repeats.elsewhere(case) if knows_applicant else (),
    }
