"""投诉举报 about disclosure, as the body or its supervising department records them (arts. 47, 51)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.applications import rules
from gongkai.applications.models import Application, Complaint
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


def file_complaint(
    agency: Agency,
    *,
    number: str,
    received_by: str,
    received_on: date,
    about: str,
    text: str,
    complainant: str = "",
    application: Application | None = None,
    due_on: date | None = None,
    by: Account,
) -> Complaint:
    """Enter a complaint. Raises GongkaiError for a number that is there already."""
    require(by, rules.COMPLAINTS.key, agency.pk)
    if application is not None and application.agency_id != agency.pk:
        raise GongkaiError(say("没有这一件申请。请核对编号。"))
    if received_on > clock.today() or (due_on is not None and due_on < received_on):
        raise GongkaiError(say("收到日不能晚于今天，要求反馈的日期不能早于收到日。请核对。"))
    try:
        with transaction.atomic():
            made = Complaint.objects.create(
                agency=agency,
                application=application,
                number=number.strip(),
                complainant=complainant.strip(),
                received_by=received_by.strip(),
                received_on=received_on,
                about=about,
                text=text.strip(),
                due_on=due_on,
                recorded_by=by,
            )
            log("complaint.filed", made, by=by, agency=agency, number=made.number, about=about, received_on=received_on)
    except IntegrityError:
        raise GongkaiError(say("编号{number}已经登记过，没有重复登记。", number=number)) from None
    return made


@transaction.atomic
def follow_complaint(
    complaint: Complaint, *, due_on: date | None, told_on: date | None, by: Account, version: int | None = None
) -> None:
    """Enter by when the supervising department wants to hear, and when the complainant was told: by the department, or by the body as
    the paper says. Blank takes a day back; the log keeps both."""
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    require(by, rules.FOLLOW_COMPLAINTS.key, held.agency_id)
    if version is not None and version != held.version:
        raise GongkaiError(say("您打开页面以后，这一件已经被别人修改过，没有保存。请刷新后再填。"))
    if due_on is not None and due_on < held.received_on:
        raise GongkaiError(say("要求反馈的日期不能早于收到日。请核对。"))
    if told_on is not None and not held.received_on <= told_on <= clock.today():
        raise GongkaiError(say("告知日应在收到之后、今天之前。请核对。"))
    before = (held.due_on, held.told_on)
    if before == (due_on, told_on):
        return
    held.due_on, held.told_on = due_on, told_on
    held.version += 1
    held.save()
    log("complaint.followed", held, by=by, agency=held.agency, due_on=due_on, told_on=told_on, before=before)
    complaint.refresh_from_db()


@transaction.atomic
def conclude_complaint(
    complaint: Complaint,
    *,
    finding: str,
    on: date,
    done: str,
    told_on: date | None = None,
    by: Account,
    version: int | None = None,
) -> None:
    """Enter what was found and done. A slip is put right by entering it again; the log keeps both."""
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    require(by, rules.COMPLAINTS.key, held.agency_id)
    if version is not None and version != held.version:
        raise GongkaiError(say("您打开页面以后，这一件已经被别人修改过，没有保存。请刷新后再填。"))
    if not held.received_on <= on <= clock.today() or (
        told_on is not None and not held.received_on <= told_on <= clock.today()
    ):
        raise GongkaiError(say("办结日、告知日应在收到之后、今天之前。请核对。"))
    if finding in (Complaint.Finding.FOUNDED, Complaint.Finding.PARTLY) and not done.strip():
        raise GongkaiError(say("属实的，请写明怎样改正的。"))
    before = (held.finding, held.concluded_on)
    held.finding, held.concluded_on, held.done, held.told_on = finding, on, done.strip(), told_on
    held.version += 1
    held.save()
    log("complaint.concluded", held, by=by, agency=held.agency, finding=finding, on=on, before=before)
    complaint.refresh_from_db()
