"""办理经过: what has happened to an application, newest first, as its applicant may know it.

Names nobody: no official, no third party, no other applicant. Letters and files appear only once they are out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.text import Truncator

from gongkai.applications import clocks
from gongkai.applications.models import Application, CaseFile, Letter, Service
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee
from gongkai.law.receipt import Channel
from gongkai.look.words import day


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``kind``: "" or "hold" (the period stood still). ``letter``: to be downloaded; ``files``: what
    was given with it."""

    on: date
    title: str
    note: str = ""
    kind: str = ""
    at: datetime | None = None
    letter: Letter | None = None
    files: tuple[CaseFile, ...] = field(default=())


def own_letters(case: Application) -> list[Letter]:
    """The letters that went out to the applicant, in order. Drafts, letters to others and cancelled ones are not among them."""
    return [letter for letter in case.letters.all() if is_own(letter)]


def answer_of(case: Application) -> Letter | None:
    """The answer that went out last."""
    return next((letter for letter in reversed(own_letters(case)) if letter.substantive), None)


def is_own(letter: Letter) -> bool:
    """Whether a letter is out and was written to the applicant."""
    return letter.state == Letter.State.ISSUED and LETTERS[letter.code].addressee is Addressee.APPLICANT


def story_of(case: Application) -> list[Event]:
    """The events, newest first. Works on prefetched parts."""
    found = [*_arrival(case), *_rest(case), *_consulting(case), *_letters(case), *_answers(case)]
    # The order in which they are told breaks ties: what comes later in the course of things stands above.
    return [event for _, event in sorted(enumerate(found), key=lambda pair: (_moment(pair[1]), pair[0]), reverse=True)]


def _moment(event: Event) -> datetime:
    if event.at is not None:
        return timezone.make_naive(event.at)
    return datetime.combine(event.on, time(23))


_CAME = {
    Channel.ONLINE: lambda: say("您在网上提交申请"),
    Channel.IN_PERSON: lambda: say("您当面提交申请"),
    Channel.ORAL: lambda: say("您口头申请，由本机关代为填写"),
    Channel.SIGNED_MAIL: lambda: say("您寄来的申请送到"),
    Channel.ORDINARY_MAIL: lambda: say("您寄来的申请送到"),
    Channel.FAX: lambda: say("您传真的申请送到"),
    Channel.EMAIL: lambda: say("您用电子邮件发来的申请送到"),
    Channel.PASSED_ON: lambda: say("其他机关把您的申请转来"),
    Channel.WRONG_OFFICE: lambda: say("您寄来的申请送到"),
    Channel.OTHER: lambda: say("您的申请送到"),
}


def _arrival(case: Application) -> list[Event]:
    came = _CAME[Channel(case.channel)]()
    if case.submitted_at is not None:
        at = timezone.localtime(case.submitted_at)
        found = [Event(at.date(), came, at=case.submitted_at)]
    else:
        on = case.arrived_on or case.signed_on or case.submitted_on or timezone.localtime(case.created_at).date()
        found = [Event(on, came)]
    if case.confirmed_on is not None:
        found.append(Event(case.confirmed_on, say("双方确认")))
    if case.received_on is not None:
        found.append(Event(case.received_on, say("收到申请"), say("这一天是收到日，答复期限从下一个工作日数起。")))
    return found


def _letters(case: Application) -> list[Event]:
    found = []
    for letter in own_letters(case):
        assert letter.issued_on is not None
        name = LETTERS[letter.code].name
        files = tuple(enclosed.file for enclosed in letter.enclosures.all())
        kind = "hold" if letter.code in ("P3", "P11") else ""
        found.append(
            Event(
                letter.issued_on,
                say("发出{name}", name=name),
                "　".join(part for part in (letter.number, _how(letter)) if part),
                kind,
                letter=letter,
                files=files if letter.substantive else (),
            )
        )
    return found


def _how(letter: Letter) -> str:
    service = next((s for s in reversed(letter.services.all()) if s.result != Service.Result.FAILED), None)
    if service is None:
        return ""
    if service.method == Service.Method.POST:
        posted = say("{day}邮寄，邮件编号{tracking}", day=day(service.sent_on), tracking=service.tracking)
        return posted + (say("，{day}签收", day=day(service.signed_on)) if service.signed_on else "")
    return {
        Service.Method.DIRECT: say("当面交给您"),
        Service.Method.DELEGATED: say("委托送达"),
        Service.Method.EMAIL: say("发到您的电子邮箱"),
        Service.Method.ONLINE: say("在这一页送达"),
        Service.Method.FAX: say("发到您的传真"),
    }[Service.Method(service.method)]


def _answers(case: Application) -> list[Event]:
    found = []
    correction, reasons, fee = (clocks.part(case, name) for name in ("correction", "reasons_call", "fee"))
    if correction is not None and correction.came_on:
        note = say("答复期限从这一天重新计算。")
        if correction.answer:
            note += say("您写的是：“{answer}”", answer=Truncator(correction.answer).chars(200))
        found.append(Event(correction.came_on, say("收到您的补正"), note))
    if reasons is not None and reasons.answered_on:
        found.append(Event(reasons.answered_on, say("收到您说明的理由")))
    if fee is not None and fee.paid_on:
        found.append(Event(fee.paid_on, say("收到您缴纳的信息处理费{yuan}元", yuan=fee.paid_amount or fee.amount)))
    if fee is not None and fee.refunded_on:
        found.append(Event(fee.refunded_on, say("退还信息处理费{yuan}元", yuan=fee.refunded_amount)))
    return found


def _consulting(case: Application) -> list[Event]:
    sent = [c for c in case.consultations.all() if c.sent_on]
    if not sent:
        return []
    found = [
        Event(
            min(c.sent_on for c in sent),
            say("书面征求意见，期限暂停"),
            say("您要的信息涉及他人或者其他机关，依法要先听取意见。"),
            "hold",
        )
    ]
    if not any(c.is_open for c in sent):
        last = max(c.answered_on or c.lapsed_on or c.cancelled_on for c in sent)
        found.append(Event(last, say("征求意见结束，恢复计算期限")))
    return found


def _rest(case: Application) -> list[Event]:
    found = []
    if any(True for _ in case.searches.all()):
        first = min(search.on for search in case.searches.all())
        found.append(Event(first, say("检索了本机关保存的信息")))
    for passed in case.passed_to.all():
        on = timezone.localtime(passed.created_at).date()
        note = say("由{name}另行答复，编号{number}。", name=passed.agency.name, number=passed.number)
        found.append(Event(on, say("转给负责公开的机关"), note))
    if case.withdrawn_on is not None:
        found.append(Event(case.withdrawn_on, say("您撤回申请")))
    if case.decided_on is not None and case.withdrawn_on is None and answer_of(case) is None:
        found.append(Event(case.decided_on, say("办结")))
    return found
