"""The plain register of reconsiderations and suits."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.applications import rules
from gongkai.applications.models import Application, RemedyCase
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


def file_remedy(
    agency: Agency,
    *,
    kind: str,
    filed_on: date,
    authority: str,
    number: str,
    application: Application | None = None,
    copy_on: date | None = None,
    simplified: bool = False,
    note: str = "",
    by: Account,
) -> RemedyCase:
    """Enter a reconsideration or suit. Raises GongkaiError for a number that is there already."""
    require(by, rules.REMEDIES.key, agency.pk)
    if application is not None and application.agency_id != agency.pk:
        raise GongkaiError(say("没有这一件申请。请核对编号。"))
    if filed_on > clock.today():
        raise GongkaiError(say("受理、立案日不能晚于今天。请核对。"))
    try:
        with transaction.atomic():
            case = RemedyCase.objects.create(
                agency=agency,
                application=application,
                kind=kind,
                filed_on=filed_on,
                authority=authority.strip(),
                number=number.strip(),
                copy_on=copy_on,
                simplified=simplified,
                note=note.strip(),
                recorded_by=by,
            )
            log("remedy.filed", case, by=by, agency=agency, kind=kind, number=case.number, filed_on=filed_on)
    except IntegrityError:
        raise GongkaiError(say("案号{number}已经登记过，没有重复登记：同一案件只计一件。", number=number)) from None
    return case


@transaction.atomic
def conclude_remedy(
    case: RemedyCase, *, result: str, on: date, note: str = "", by: Account, version: int | None = None
) -> None:
    """Enter how a case ended. A slip is put right by entering it again; the log keeps both."""
    held = RemedyCase.objects.select_for_update().get(pk=case.pk)
    require(by, rules.REMEDIES.key, held.agency_id)
    if version is not None and version != held.version:
        raise GongkaiError(say("您打开页面以后，这个案件已经被别人修改过，没有保存。请刷新后再填。"))
    if not held.filed_on <= on <= clock.today():
        raise GongkaiError(say("审结日应在受理、立案之后、今天之前。请核对。"))
    before = (held.result, held.concluded_on)
    held.result, held.concluded_on = result, on
    held.note = f"{held.note}\n{note}".strip() if note.strip() else held.note
    held.version += 1
    held.save()
    log("remedy.concluded", held, by=by, agency=held.agency, result=result, on=on, before=before)
    case.refresh_from_db()
