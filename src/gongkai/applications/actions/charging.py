"""信息处理费: notice, payment, lapse, refund (art. 42, 国办函〔2020〕109号). Charging is a power, never automatic."""

from __future__ import annotations

from datetime import date

from gongkai.applications import clocks
from gongkai.applications.actions.drafting import draft_and_submit
from gongkai.applications.actions.moving import moving
from gongkai.applications.models import Application, FeeNotice, Letter
from gongkai.applications.queries import month_ordinal
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.fees import Tariff, charge
from gongkai.people import clock
from gongkai.people.models import Account


def charge_fee(
    application: Application, *, tariff: str, pages: int | None = None, by: Account, version: int | None = None
) -> Letter:
    """Charge one application by one tariff; the notice (P11) goes for approval. By item: the live counter of the applicant's
    month gives the ordinal. Raises GongkaiError for a charge of nought or a second notice."""
    with moving(application, "charge", "fee.charged", by=by, version=version) as step:
        case = step.case
        if clocks.part(case, "fee") is not None:
            raise GongkaiError(say("这一件已经发过收费通知，同一申请只能收一次。"))
        if tariff == Tariff.BY_PAGE.value:
            if not pages:
                raise GongkaiError(say("按量计收请填写页数（一面A4为一页）。"))
            ordinal, counted = None, charge(pages=pages, on=case.received_on)
        else:
            pages, ordinal = None, month_ordinal(case)
            counted = charge(ordinal=ordinal, units=case.units, on=case.received_on)
        if counted.amount == 0:
            raise GongkaiError(say("按这一方式计算为0元，不用收费：按件每月前10件、按量前30页不收费。"))
        FeeNotice.objects.create(
            application=case, agency=case.agency, tariff=tariff, ordinal=ordinal, pages=pages, amount=counted.amount
        )
        step.data = {"tariff": tariff, "amount": counted.amount, "pages": pages, "ordinal": ordinal}
        return draft_and_submit(step, "P11", by=by)


def record_payment(
    application: Application, *, on: date, amount: int, receipt_number: str, by: Account, version: int | None = None
) -> None:
    """The fee has been paid in full. The answer clock goes on as the body's reading says (decision 0009)."""
    with moving(application, "pay", "fee.paid", by=by, version=version) as step:
        fee = FeeNotice.objects.select_for_update().get(application=step.case)
        if on > clock.today() or (fee.notified_on and on < fee.notified_on):
            raise GongkaiError(say("缴费日期应在通知之后、今天之前。请核对。"))
        if amount != fee.amount:
            raise GongkaiError(
                say("应缴{due}元，填的是{given}元。请按通知的金额收取，多收少收都不行。", due=fee.amount, given=amount)
            )
        if not receipt_number.strip():
            raise GongkaiError(say("请填写财政票据号，收费必须开具票据。"))
        fee.paid_on, fee.paid_amount, fee.receipt_number = on, amount, receipt_number.strip()
        fee.save()
        step.data = {"on": on, "amount": amount}


def lapse_fee(application: Application, *, by: Account, version: int | None = None) -> None:
    """The fee was not paid in time: the application counts as given up. Refused while the period runs."""
    with moving(application, "lapse_fee", "fee.lapsed", by=by, version=version) as step:
        fee = FeeNotice.objects.select_for_update().get(application=step.case)
        if fee.due_on is None or clock.today() <= fee.due_on:
            raise GongkaiError(say("缴费期限到{last}，还没有届满，不能认定逾期未缴。", last=fee.due_on))
        fee.lapsed_on = fee.due_on
        fee.save(update_fields=["lapsed_on"])
        step.data = {"period_ended_on": fee.due_on}


def refund(
    application: Application, *, on: date, amount: int, why: str, by: Account, version: int | None = None
) -> None:
    """Pay back what was wrongly charged, all or in part."""
    with moving(application, "refund", "fee.refunded", by=by, version=version) as step:
        fee = FeeNotice.objects.select_for_update().filter(application=step.case).first()
        if fee is None or fee.paid_amount is None:
            raise GongkaiError(say("没有收过费，不能退费。"))
        if fee.refunded_on is not None or not 1 <= amount <= fee.paid_amount:
            raise GongkaiError(say("退费金额应在1元至实缴{paid}元之间，且只能登记一次。", paid=fee.paid_amount))
        fee.refunded_on, fee.refunded_amount = on, amount
        fee.save()
        step.data = {"on": on, "amount": amount, "why": why}
