"""From approval to service: the number, the date, the way out, and what going out sets in motion."""

from __future__ import annotations

from datetime import date
from functools import partial

from gongkai.applications import clocks, letter_facts, numbering, outgoing, stages
from gongkai.applications.actions.moving import Moving, moving
from gongkai.applications.actions.redoing import finish_redo, reopen_redo
from gongkai.applications.holding import require_not_held
from gongkai.applications.models import Application, CaseFile, Letter, Service, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.law.fees import lapses_on
from gongkai.law.letters import LETTERS, Addressee
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

POSTAL = "中国邮政"
"""The only carrier by which an answer may be posted (国办公开办函〔2016〕235号)."""
_ELECTRONIC = (Service.Method.ONLINE, Service.Method.EMAIL, Service.Method.FAX)
_BY_HAND = (Service.Method.DIRECT, Service.Method.DELEGATED)


def finish(step: Moving, letter: Letter, *, by: Account | None) -> None:
    """The last approval is given (or none is needed): number and date are taken. A notice that the applicant can read on the
    query page goes out at once; anything else waits for its service to be recorded."""
    letter.number = numbering.take(letter)
    letter.dated = clock.today()
    letter.state = Letter.State.APPROVED
    letter.save(update_fields=["number", "dated", "state"])
    log("letter.approved", letter, by=by, agency=letter.agency, number=letter.number, digest=letter.digest)
    if letter.code == "P5":
        extension = step.case.extension
        extension.approved_on = clock.today()
        extension.save(update_fields=["approved_on"])
    if letter.substantive:
        step.stage = Stage.DISPATCHING
    elif LETTERS[letter.code].addressee is Addressee.INTERNAL:
        _issued(step, letter, clock.today())
    elif LETTERS[letter.code].addressee is Addressee.APPLICANT and "online" in step.case.routes:
        _record(step, letter, by, method=Service.Method.ONLINE, sent_on=clock.today())


def serve(
    letter: Letter,
    *,
    method: str,
    sent_on: date | None = None,
    signed_on: date | None = None,
    signed_by: str = "",
    tracking: str = "",
    proof: CaseFile | None = None,
    proof_note: str = "",
    by: Account,
    version: int | None = None,
) -> Service:
    """Record how an approved letter reached its addressee. For an answer this closes the case.

    Post counts from the day of posting (postal enterprise only, with its number), handing over from the day of signature,
    electronic ways from the day of sending. Without the day and the proof that the way needs, nothing is closed. What goes out is
    looked at once more (`gongkai.applications.outgoing`): a partial release without its severed copy stays.
    """
    key = "serve" if letter.substantive else "issue"
    # Before the lock is taken: a look into a file may take seconds.
    outgoing.look_at(letter)
    with moving(letter.application, key, "letter.served", by=by, version=version) as step:
        step.stage = None
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.state != Letter.State.APPROVED:
            raise GongkaiError(say("{letter}还没有批准，或者已经发出，不能登记送达。请刷新页面查看。", letter=held))
        service = _record(
            step,
            held,
            by,
            method=Service.Method(method),
            sent_on=sent_on,
            signed_on=signed_on,
            signed_by=signed_by,
            tracking=tracking.strip(),
            proof=proof,
            proof_note=proof_note,
        )
        step.data = {"letter": held.pk, "number": held.number, "method": method, "counts_on": service.counts_on}
    letter.refresh_from_db()
    return service


def _record(
    step: Moving,
    letter: Letter,
    by: Account | None,
    *,
    method: Service.Method,
    sent_on: date | None = None,
    signed_on: date | None = None,
    signed_by: str = "",
    tracking: str = "",
    proof: CaseFile | None = None,
    proof_note: str = "",
) -> Service:
    counts_on = _counts_on(letter, method, sent_on, signed_on)
    if method is Service.Method.POST and not tracking:
        raise GongkaiError(say("邮寄的请填写邮件编号，这是交寄日期的凭证（国办公开办函〔2016〕235号）。"))
    if (
        letter.substantive
        and method in (Service.Method.ONLINE, Service.Method.EMAIL)
        and not letter_facts.goes_online(step.case)
    ):
        raise GongkaiError(
            say(
                "答复书没有写明网上申请行政复议的渠道，不能通过互联网送达（《行政复议法》第二十二条第二款）。请邮寄或者直接送达，或者在机关设置中补齐后重新起草。"
            )
        )
    require_not_held(step.case, letter)
    letter.application = step.case
    outgoing.require_whole(letter)
    service = Service.objects.create(
        letter=letter,
        method=method,
        carrier=POSTAL if method is Service.Method.POST else "",
        tracking=tracking,
        sent_on=sent_on or (counts_on if method in _ELECTRONIC else None),
        signed_on=signed_on,
        signed_by=signed_by,
        counts_on=counts_on,
        proof=proof,
        proof_note=proof_note,
        result=Service.Result.ON_THE_WAY
        if method is Service.Method.POST and signed_on is None
        else Service.Result.SERVED,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    _issued(step, letter, counts_on)
    return service


def _counts_on(letter: Letter, method: Service.Method, sent_on: date | None, signed_on: date | None) -> date:
    day = signed_on if method in _BY_HAND else sent_on
    if day is None:
        raise GongkaiError(
            say("直接送达、委托送达的，请填写签收日。")
            if method in _BY_HAND
            else say("请填写交寄或者发送的日期：邮寄以交寄之日为答复之日。")
        )
    for given in (sent_on, signed_on):
        if given is not None and (given > clock.today() or (letter.dated is not None and given < letter.dated)):
            raise GongkaiError(
                say("送达日期{day}应在文书落款日期{dated}之后、今天之前。请核对。", day=given, dated=letter.dated)
            )
    if sent_on is not None and signed_on is not None and signed_on < sent_on:
        raise GongkaiError(say("签收日{signed}早于交寄日{sent}。请核对。", signed=signed_on, sent=sent_on))
    return day


def _issued(step: Moving, letter: Letter, on: date) -> None:
    """The letter is out: what the law hangs on that day happens."""
    letter.state, letter.issued_on = Letter.State.ISSUED, on
    letter.save(update_fields=["state", "issued_on"])
    keep_copy_later(letter.pk)
    # Behind the approval or the service that lets it out.
    step.afterwards.append(
        partial(log, "letter.issued", letter, by=None, agency=letter.agency, number=letter.number, on=on)
    )
    case = step.case
    if letter.substantive:
        decision = letter_facts.decision_of(case)
        assert decision is not None
        if case.redoing_id is not None:
            finish_redo(case, letter, decision.outcome, on)
        else:
            case.outcome, case.decided_on = decision.outcome, on
        step.stage = Stage.CLOSED
        return
    effect = _EFFECTS.get(letter.code)
    if effect is not None:
        effect(step, letter, on)


def keep_copy_later(letter: int) -> None:
    """Have the PDF kept as it went out; the person at the desk need not wait for the typesetting. Queued in the transaction that lets
    the letter out: whoever pulls the plug right behind the commit must not take the task with it."""
    from gongkai.applications.tasks import keep_copy

    keep_copy.enqueue(letter)


def _correction_out(step: Moving, letter: Letter, on: date) -> None:
    _note(step.case, "correction", noticed_on=on)
    _enter(step, "notice_correction")


def _reasons_out(step: Moving, letter: Letter, on: date) -> None:
    _note(step.case, "reasons_call", noticed_on=on)


def _extension_out(step: Moving, letter: Letter, on: date) -> None:
    _note(step.case, "extension", notified_on=on)


def _delay_out(step: Moving, letter: Letter, on: date) -> None:
    _note(step.case, "delay", notified_on=on)


def _fee_out(step: Moving, letter: Letter, on: date) -> None:
    _note(step.case, "fee", notified_on=on, due_on=lapses_on(on, clocks.calendar()).bound)
    _enter(step, "notice_fee")


def _consultation_out(step: Moving, letter: Letter, on: date) -> None:
    consultation = letter.consultation
    assert consultation is not None
    consultation.sent_on = on
    last = letter.services.last()
    if last is not None and last.signed_on is not None:
        consultation.delivered_on = last.signed_on
    consultation.save(update_fields=["sent_on", "delivered_on"])
    _enter(step, "start_consulting")
    if consultation.asked != Asked.AGENCY:
        _tell_applicant(step, letter)


def _tell_applicant(step: Moving, asking: Letter) -> None:
    """P7: the applicant learns that consultation time is not counted. Once."""
    from gongkai.applications.actions.drafting import draft_letter

    if not step.case.letters.filter(code="P7").exclude(state=Letter.State.CANCELLED).exists():
        told = draft_letter(step.case, "P7", by=asking.author, consultation=asking.consultation)
        finish(step, told, by=asking.author)


def _told_out(step: Moving, letter: Letter, on: date) -> None:
    assert letter.consultation is not None
    letter.consultation.told_of_release_on = on
    letter.consultation.save(update_fields=["told_of_release_on"])


_EFFECTS = {
    "P3": _correction_out,
    "P4": _reasons_out,
    "P5": _extension_out,
    "P6": _consultation_out,
    "P8": _told_out,
    "P9": _consultation_out,
    "P10": _consultation_out,
    "P11": _fee_out,
    "P12": _delay_out,
}


def _note(case: Application, part: str, **values: date) -> None:
    row = clocks.part(case, part)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _enter(step: Moving, key: str) -> None:
    move = stages.check(key, step.case)
    step.stage = move.to


def fail_service(service: Service, *, on: date, why: str, by: Account) -> None:
    """The letter came back or could not be handed over: the task is open again. An answer's case reopens."""
    with moving(service.letter.application, "fail_service", "letter.service_failed", by=by) as step:
        held = Service.objects.select_for_update().get(pk=service.pk)
        letter = held.letter
        if held.result == Service.Result.FAILED:
            raise GongkaiError(say("这次送达已经登记为未送达。"))
        if on > clock.today() or on < held.counts_on:
            raise GongkaiError(say("退回或者失败的日期应在发出之后、今天之前。请核对。"))
        if not why.strip():
            raise GongkaiError(say("请写明没有送达的原因，例如“查无此人退回”。"))
        held.result, held.failed_on, held.failed_why = Service.Result.FAILED, on, why.strip()
        held.save()
        letter.state, letter.issued_on = Letter.State.APPROVED, None
        letter.save(update_fields=["state", "issued_on"])
        again = reopen_redo(step.case, letter)
        if letter.substantive:
            if not again:
                step.case.decided_on = None
            step.stage = Stage.DISPATCHING
        step.data = {"letter": letter.pk, "why": why, "on": on}
    service.refresh_from_db()


def confirm_signature(service: Service, *, on: date, signed_by: str = "", by: Account) -> None:
    """Posted mail was signed for: kept as proof; the day of the answer stays that of posting."""
    with moving(service.letter.application, "issue", "letter.signed_for", by=by) as step:
        held = Service.objects.select_for_update().get(pk=service.pk)
        if held.result != Service.Result.ON_THE_WAY or on > clock.today() or (held.sent_on and on < held.sent_on):
            raise GongkaiError(say("签收日应在交寄之后、今天之前，且邮件仍在途。请核对。"))
        held.signed_on, held.signed_by, held.result = on, signed_by, Service.Result.SERVED
        held.save()
        step.data = {"letter": held.letter_id, "on": on}
    service.refresh_from_db()
