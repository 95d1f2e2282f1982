"""征求意见: third parties, co-makers, other bodies. Their time is left out of the answer period (art. 33 ¶3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.applications import case_files, clocks, rules
from gongkai.applications.actions.drafting import draft_and_submit, void_letter
from gongkai.applications.actions.moving import Moving, moving
from gongkai.applications.models import Application, CaseFile, Consultation, Letter, Stage
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.people import clock
from gongkai.people.models import Account

_LETTERS = {Asked.THIRD_PARTY: "P6", Asked.CO_MAKER: "P9", Asked.AGENCY: "P10"}


@dataclass(frozen=True, slots=True)
class Party:
    """One whom we ask."""

    name: str
    contact: str = ""
    interest: str = ""


def consult(
    application: Application,
    *,
    parties: Sequence[Party],
    what: str,
    asked: Asked = Asked.THIRD_PARTY,
    by: Account,
    version: int | None = None,
) -> list[Consultation]:
    """Ask each of ``parties`` in writing; the letters (P6, P9, P10) go for approval together. The answer clock stops the day
    they go out. The applicant is told (P7) when the first has gone."""
    made: list[Consultation] = []
    with moving(application, "consult", "consultation.asked", by=by, version=version) as step:
        named = [party for party in parties if party.name.strip()]
        if not named or not what.strip():
            raise GongkaiError(say("请写明征求谁的意见、征求什么，至少一家。"))
        for party in named:
            consultation = Consultation.objects.create(
                application=step.case,
                asked=asked.value,
                party=party.name.strip(),
                contact=party.contact.strip(),
                interest=party.interest.strip(),
                what=what.strip(),
                token=secrets.token_urlsafe(32),
            )
            draft_and_submit(step, _LETTERS[asked], by=by, consultation=consultation)
            made.append(consultation)
        step.data = {"asked": asked, "parties": [party.name for party in named]}
    return made


def record_delivery(consultation: Consultation, *, on: date, by: Account) -> None:
    """The party has received the letter: its 15 working days run from here."""
    with moving(consultation.application, "delivered", "consultation.delivered", by=by) as step:
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if held.sent_on is None or on < held.sent_on or on > clock.today():
            raise GongkaiError(say("对方收到的日期应在发出之后、今天之前。请核对。"))
        held.delivered_on = on
        held.save(update_fields=["delivered_on"])
        step.data = {"consultation": held.pk, "on": on}
    consultation.refresh_from_db()


def record_opinion(
    consultation: Consultation,
    *,
    opinion: str,
    reasons: str = "",
    on: date | None = None,
    files: Sequence[Upload] = (),
    by: Account | None,
) -> None:
    """The party has answered: on its own page (``by`` None) or by letter. An objection needs reasons."""
    if by is not None:
        rules.require_on(by, rules.HANDLE.key, consultation.application)
    with moving(
        consultation.application, "opinion", "consultation.answered", by=by, actor="" if by else consultation.party
    ) as step:
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        day = on or clock.today()
        if held.sent_on is None or held.cancelled_on is not None:
            raise GongkaiError(say("征求意见书还没有发出或者已经取消，不能登记意见。"))
        if held.answered_on is not None:
            raise GongkaiError(say("这一家的意见已经登记过，没有重复登记。"))
        if day < (held.delivered_on or held.sent_on) or day > clock.today():
            raise GongkaiError(say("意见收到日应在征求意见书送达之后、今天之前。请核对。"))
        if opinion == Consultation.Opinion.OBJECTS and not reasons.strip():
            raise GongkaiError(say("不同意公开的，请写明理由：没有合理理由的反对不能阻止公开（《条例》第三十二条）。"))
        held.opinion, held.reasons, held.answered_on = opinion, reasons.strip(), day
        held.save()
        for upload in files:
            case_files.add(step.case, upload, CaseFile.Purpose.OPINION, by=by, note=held.party)
        _leave_if_last(step)
        step.data = {"consultation": held.pk, "opinion": opinion, "on": day}
    consultation.refresh_from_db()


def lapse_consultations(application: Application) -> int:
    """Note each party whose 15 working days have passed without an answer. Run once a day. Silence of a third party says
    nothing (art. 32), of a co-maker consent (art. 34). Returns how many lapsed."""
    today = clock.today()
    late = [c for c in application.consultations.all() if _has_lapsed(c, today)]
    if not late:
        return 0
    with moving(application, "lapse_consultation", "consultation.lapsed", by=None) as step:
        for consultation in late:
            held = Consultation.objects.select_for_update().get(pk=consultation.pk)
            if _has_lapsed(held, today):
                found = clocks.consultation_due(held)
                assert found is not None
                held.lapsed_on = found.bound
                held.save(update_fields=["lapsed_on"])
        _leave_if_last(step)
        step.data = {"parties": [consultation.party for consultation in late]}
    return len(late)


def _has_lapsed(consultation: Consultation, today: date) -> bool:
    if not consultation.is_open:
        return False
    found = clocks.consultation_due(consultation)
    return found is not None and found.on is not None and today > found.on


def cancel_consultation(consultation: Consultation, *, by: Account) -> None:
    """Give up asking; the clock runs on from the next working day."""
    with moving(consultation.application, "cancel_consultation", "consultation.cancelled", by=by) as step:
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if not held.is_open and held.sent_on is not None:
            raise GongkaiError(say("这一家的意见已经有结果，不能取消。请刷新页面查看。"))
        held.cancelled_on = clock.today()
        held.save(update_fields=["cancelled_on"])
        for letter in held.letters.filter(
            state__in=(Letter.State.DRAFT, Letter.State.REVIEWING, Letter.State.APPROVED)
        ):
            void_letter(letter, say("不再征求{party}的意见", party=held.party))
        _leave_if_last(step)
        step.data = {"consultation": held.pk}
    consultation.refresh_from_db()


def tell_of_release(consultation: Consultation, *, by: Account) -> Letter:
    """Tell a third party that objected that the information will be disclosed, what and why (art. 32): letter P8."""
    with moving(consultation.application, "tell_third_party", "consultation.told", by=by) as step:
        letter = draft_and_submit(step, "P8", by=by, consultation=consultation)
        step.data = {"consultation": consultation.pk}
    return letter


def _leave_if_last(step: Moving) -> None:
    """Back to handling when nobody is waited for any more."""
    waiting = any(c.is_open for c in Consultation.objects.filter(application=step.case))
    if step.case.stage == Stage.CONSULTING and not waiting:
        step.stage = Stage.HANDLING
