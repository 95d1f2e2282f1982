"""信息处理费台账: one row a notice."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.models import Agency
from gongkai.applications.models import FeeNotice
from gongkai.language import say
from gongkai.ledgers.exporting.ledger import Column, Ledger


def records(agency: Agency, year: int | None) -> Iterator[FeeNotice]:
    """The fees whose notice went out in the year."""
    found = FeeNotice.objects.filter(agency=agency, notified_on__isnull=False).select_related("application__applicant")
    if year is not None:
        found = found.filter(notified_on__year=year)
    return found.order_by("notified_on", "pk").iterator(chunk_size=500)


FEES = Ledger(
    "fees",
    say("信息处理费台账"),
    (
        Column("number", say("申请编号"), lambda fee: fee.application.number),
        Column("applicant", say("申请人"), lambda fee: fee.application.applicant.name),
        Column("received_on", say("收到日期"), lambda fee: fee.application.received_on),
        Column("tariff", say("计收方式"), lambda fee: fee.get_tariff_display()),
        Column("ordinal", say("本月第几件"), lambda fee: fee.ordinal),
        Column("pages", say("计费页数"), lambda fee: fee.pages),
        Column("amount", say("应收金额（元）"), lambda fee: fee.amount),
        Column("notified_on", say("收费通知日"), lambda fee: fee.notified_on),
        Column("due_on", say("缴费到期日"), lambda fee: fee.due_on),
        Column("paid_on", say("缴费日"), lambda fee: fee.paid_on),
        Column("paid", say("实缴金额（元）"), lambda fee: fee.paid_amount),
        Column("receipt", say("票据号"), lambda fee: fee.receipt_number),
        Column("refunded_on", say("退费日"), lambda fee: fee.refunded_on),
        Column("refunded", say("退费金额（元）"), lambda fee: fee.refunded_amount),
        Column("lapsed_on", say("逾期未缴，期满日"), lambda fee: fee.lapsed_on),
    ),
    records,
)
