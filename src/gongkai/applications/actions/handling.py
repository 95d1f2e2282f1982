"""Handling: help from sections, searching, correction, reasons, extension and delay. Each letter they need is drafted and sent
for approval in the same step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from gongkai.agencies.models import Section
from gongkai.applications import case_files, clocks, rules
from gongkai.applications.actions.drafting import draft_and_submit
from gongkai.applications.actions.moving import APPLICANT, moving
from gongkai.applications.models import (
    Application,
    Assistance,
    CaseFile,
    Correction,
    Delay,
    Extension,
    Letter,
    ReasonsCall,
    Search,
)
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.law.clocks import Extension as ExtensionFact
from gongkai.law.clocks import answer_due
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


def ask_section(
    application: Application,
    *,
    section: Section,
    question: str,
    due_on: date,
    by: Account,
    version: int | None = None,
) -> Assistance:
    """Ask a section to look for something or to say what it knows, by ``due_on``."""
    with moving(application, "ask_section", "assistance.asked", by=by, version=version) as step:
        if section.agency_id != step.case.agency_id:
            raise GongkaiError(say("所选科室不是本机关的科室，没有发出。请重新选择。"))
        if not question.strip():
            raise GongkaiError(say("请写明要科室协助什么，例如找哪份文件、哪一年的。"))
        if due_on < clock.today():
            raise GongkaiError(say("请科室回复的日期不能早于今天。请重新选择。"))
        asked = Assistance.objects.create(
            application=step.case,
            section=section,
            question=question.strip(),
            due_on=due_on,
            asked_by=by,
            asked_at=clock.now(),
        )
        step.data = {"assistance": asked.pk, "section": section.name, "due_on": due_on}
    return asked


@transaction.atomic
def remind_section(assistance: Assistance, *, by: Account) -> None:
    """Ask again. Noted with its time; once a day is enough."""
    held = Assistance.objects.select_for_update().get(pk=assistance.pk)
    rules.require_on(by, rules.ASSIGN.key, held.application)
    if not held.is_open:
        raise GongkaiError(say("科室已经回复，不用再催。请刷新页面查看。"))
    held.reminded_at = clock.now()
    held.save(update_fields=["reminded_at"])
    log("assistance.reminded", held.application, by=by, agency=held.application.agency, assistance=held.pk)


def answer_assistance(
    assistance: Assistance,
    *,
    found: str,
    places: str = "",
    terms: str = "",
    note: str = "",
    files: Sequence[Upload] = (),
    by: Account,
) -> None:
    """A section answers: there is something (files), or nothing, with where it looked. The answer is also the search record.

    Only the section that was asked, or the disclosure office, answers, and only once.
    """
    with moving(assistance.application, "answer_assistance", "assistance.answered", by=None, actor=by.name) as step:
        held = Assistance.objects.select_for_update().get(pk=assistance.pk)
        require(by, rules.ASSIST.key, step.case.agency_id, {held.section_id})
        if not held.is_open:
            raise GongkaiError(say("这项协助已经回复过或者已经取消，没有重复登记。"))
        if found != Assistance.Found.NOT_OURS and not (places.strip() and terms.strip()):
            raise GongkaiError(
                say("请写明查了哪里、用了什么检索词：说“没有”时，这是证明认真找过的依据（最高人民法院指导案例101号）。")
            )
        held.found, held.places, held.terms, held.note = found, places.strip(), terms.strip(), note.strip()
        held.answered_at, held.answered_by = clock.now(), by
        held.save()
        for upload in files:
            case_files.add(step.case, upload, CaseFile.Purpose.SECTION, by=by)
        if found != Assistance.Found.NOT_OURS:
            Search.objects.create(
                application=step.case,
                assistance=held,
                by=by,
                on=clock.today(),
                places=held.places,
                terms=held.terms,
                found=len(files) or (1 if found in (Assistance.Found.YES, Assistance.Found.PARTLY) else 0),
                note=held.note,
            )
        step.data = {"assistance": held.pk, "found": found, "files": len(files), "answered_by": by.pk}
    assistance.refresh_from_db()


@transaction.atomic
def cancel_assistance(assistance: Assistance, *, by: Account) -> None:
    """Take back what was asked, before it is answered."""
    held = Assistance.objects.select_for_update().get(pk=assistance.pk)
    rules.require_on(by, rules.ASSIGN.key, held.application)
    if not held.is_open:
        raise GongkaiError(say("科室已经回复，不能取消。请刷新页面查看。"))
    held.cancelled_at = clock.now()
    held.save(update_fields=["cancelled_at"])
    log("assistance.cancelled", held.application, by=by, agency=held.application.agency, assistance=held.pk)


def record_search(
    application: Application,
    *,
    on: date,
    places: str,
    terms: str,
    found: int,
    note: str = "",
    by: Account,
    version: int | None = None,
) -> Search:
    """Put a search of one's own on record: where, with which words, how much turned up."""
    with moving(application, "search", "application.searched", by=by, version=version) as step:
        if not (places.strip() and terms.strip()):
            raise GongkaiError(say("请写明检索范围和检索词，否则这条记录不能证明已经认真检索。"))
        if on > clock.today() or (step.case.received_on and on < step.case.received_on):
            raise GongkaiError(say("检索日期应在收到申请之后、今天之前。请核对。"))
        search = Search.objects.create(
            application=step.case, by=by, on=on, places=places.strip(), terms=terms.strip(), found=found, note=note
        )
        step.data = {"search": search.pk, "found": found}
    return search


def call_correction(
    application: Application,
    *,
    defects: Sequence[str],
    guidance: str = "",
    period_days: int | None = None,
    by: Account,
    version: int | None = None,
) -> Letter:
    """Tell the applicant, once, everything that has to be corrected (art. 30). The answer clock stops when the letter is out.

    ``period_days``: working days, default the body's reading (15). Raises GongkaiError for a second correction.
    """
    with moving(application, "call_correction", "correction.called", by=by, version=version) as step:
        case = step.case
        if clocks.part(case, "correction") is not None:
            raise GongkaiError(
                say(
                    "补正只能告知一次，这一件已经告知过（《条例》第三十条）。内容仍不明确的，请电话或者当面沟通后作出判断。"
                )
            )
        wanted = [defect.strip() for defect in defects if defect.strip()]
        if not wanted:
            raise GongkaiError(say("请把需要补正的事项一次列全，至少一项。"))
        days = period_days if period_days is not None else case.agency.law_settings.correction_days
        if not 1 <= days <= 30:
            raise GongkaiError(say("补正期限应为1至30个工作日，一般不超过15个工作日。请重新填写。"))
        Correction.objects.create(application=case, defects=wanted, guidance=guidance.strip(), period_days=days)
        step.data = {"defects": wanted, "period_days": days}
        return draft_and_submit(step, "P3", by=by)


def correct(
    application: Application,
    *,
    answer: str,
    files: Sequence[Upload] = (),
    on: date | None = None,
    by: Account | None = None,
) -> None:
    """The corrected application has come: from the applicant on the portal (``by`` None), or recorded by the office. The
    answer clock starts anew from this day."""
    if by is not None:
        rules.require_on(by, rules.HANDLE.key, application)
    with moving(application, "correct", "correction.came", by=by, actor="" if by else APPLICANT) as step:
        correction = Correction.objects.select_for_update().get(application=step.case)
        day = on or clock.today()
        if day > clock.today() or (correction.noticed_on and day < correction.noticed_on):
            raise GongkaiError(say("补正材料收到日应在告知补正之后、今天之前。请核对。"))
        if not answer.strip() and not files:
            raise GongkaiError(say("请写明补正的内容，或者附上材料。"))
        correction.came_on, correction.answer = day, answer.strip()
        correction.result = Correction.Result.CLEAR
        correction.save()
        for upload in files:
            case_files.add(step.case, upload, CaseFile.Purpose.CORRECTION, by=by)
        step.data = {"came_on": day, "files": len(files)}


def lapse_correction(application: Application, *, by: Account, version: int | None = None) -> None:
    """No correction came in time, and no good reason is known (art. 30). Refused while the period runs."""
    with moving(application, "lapse_correction", "correction.lapsed", by=by, version=version) as step:
        correction = Correction.objects.select_for_update().get(application=step.case)
        last = clocks.correction_due(correction)
        if last is None or clock.today() <= last:
            raise GongkaiError(say("补正期限到{last}，还没有届满，不能认定逾期不补正。", last=last))
        correction.result = Correction.Result.LAPSED
        correction.save(update_fields=["result"])
        step.data = {"period_ended_on": last}


def call_reasons(
    application: Application, *, why: str, period_days: int = 10, by: Account, version: int | None = None
) -> Letter:
    """Ask why so many or so often (art. 35)."""
    with moving(application, "call_reasons", "reasons.called", by=by, version=version) as step:
        if clocks.part(step.case, "reasons_call") is not None:
            raise GongkaiError(say("这一件已经要求申请人说明理由，不用重复告知。"))
        if not why.strip():
            raise GongkaiError(say("请写明数量、频次怎样明显超过合理范围，例如几个月内申请了多少件。"))
        ReasonsCall.objects.create(application=step.case, why=why.strip(), period_days=period_days)
        step.data = {"period_days": period_days}
        return draft_and_submit(step, "P4", by=by)


def give_reasons(application: Application, *, reasons: str, on: date | None = None, by: Account | None = None) -> None:
    """The applicant has given reasons, on the portal (``by`` None) or otherwise."""
    if by is not None:
        rules.require_on(by, rules.HANDLE.key, application)
    with moving(application, "give_reasons", "reasons.given", by=by, actor="" if by else APPLICANT) as step:
        call = ReasonsCall.objects.select_for_update().filter(application=step.case).first()
        if call is None or call.noticed_on is None:
            raise GongkaiError(say("没有要求申请人说明理由，不用登记。"))
        if not reasons.strip():
            raise GongkaiError(say("请写明理由。"))
        call.answered_on, call.reasons = on or clock.today(), reasons.strip()
        call.save()
        step.data = {"answered_on": call.answered_on}


def judge_reasons(application: Application, *, accepted: bool, by: Account, version: int | None = None) -> None:
    """Whether the reasons are reasonable (art. 35). Silence is judged only after the period the notice has
    set (decision 0066)."""
    with moving(application, "judge_reasons", "reasons.judged", by=by, version=version) as step:
        call = ReasonsCall.objects.select_for_update().filter(application=step.case).first()
        if call is None:
            raise GongkaiError(say("没有要求申请人说明理由，不用认定。"))
        last = clocks.reasons_due(call)
        if last is None:
            raise GongkaiError(say("说明理由告知书还没有发出，不能认定。"))
        if call.answered_on is None and accepted:
            raise GongkaiError(say("没有登记申请人说明的理由，不能认定理由合理。请先登记理由。"))
        if call.answered_on is None and clock.today() <= last:
            raise GongkaiError(
                say(
                    "申请人可以在{last}前说明理由，期限还没有届满，不能认定理由不合理（《条例》第三十五条）。请等申请人说明，或者期满后再认定。",
                    last=last,
                )
            )
        call.accepted = accepted
        call.save(update_fields=["accepted"])
        step.data = {"accepted": accepted}


def extend(application: Application, *, days: int = 20, reason: str, by: Account, version: int | None = None) -> Letter:
    """Ask for an extension (art. 33 ¶2): once, 1 to 20 working days, approved by the head of the disclosure office before
    the period ends. The letter goes for approval in the same step. Raises `ExtensionRefused` where it can have no effect.
    """
    with moving(application, "extend", "extension.asked", by=by, version=version) as step:
        case = step.case
        if clocks.part(case, "extension") is not None:
            raise GongkaiError(say("延期只能一次，这一件已经延期或者正在报批（《条例》第三十三条第二款）。"))
        if not reason.strip():
            raise GongkaiError(say("请写明延期的理由，告知书要写。"))
        check_extension(case, days)
        Extension.objects.create(
            application=case, days=days, reason=reason.strip(), asked_on=clock.today(), asked_by=by
        )
        step.data = {"days": days, "reason": reason.strip()}
        return draft_and_submit(step, "P5", by=by)


def check_extension(case: Application, days: int) -> None:
    """Raise `ExtensionRefused` where an extension approved and notified today would have no effect."""
    today = clock.today()
    facts = replace(clocks.facts_of(case), extension=ExtensionFact(days, notified_on=today, approved_on=today))
    answer_due(facts, clocks.calendar(), settings=case.agency.law_settings)


def delay(application: Application, *, until: date, reason: str, by: Account, version: int | None = None) -> Letter:
    """Set a reasonable later date (art. 35), after reasons were asked for and found reasonable."""
    with moving(application, "delay", "delay.set", by=by, version=version) as step:
        case = step.case
        call = clocks.part(case, "reasons_call")
        if call is None or not call.accepted:
            raise GongkaiError(
                say("延迟答复以申请人说明的理由合理为前提（《条例》第三十五条）。请先要求说明理由并认定理由合理。")
            )
        if clocks.part(case, "delay") is not None:
            raise GongkaiError(say("这一件已经定过延迟答复的日期。"))
        if until <= clock.today():
            raise GongkaiError(say("延迟答复的日期应晚于今天。请重新选择。"))
        Delay.objects.create(application=case, until=until, reason=reason.strip())
        step.data = {"until": until}
        return draft_and_submit(step, "P12", by=by)
