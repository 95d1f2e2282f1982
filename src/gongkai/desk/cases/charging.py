"""信息处理费 (art. 42, 国办函〔2020〕109号): both tariffs worked out side by side. It may be charged, never must."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms

from gongkai import letters
from gongkai.applications import actions, clocks, letter_facts
from gongkai.applications.models import FeeNotice
from gongkai.desk.cases import applicant
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import Charge, Tariff, charge
from gongkai.law.fees import LARGEST
from gongkai.look.forms import Explained
from gongkai.look.words import day, money
from gongkai.people import clock


@dataclass(frozen=True, slots=True)
class Worked:
    """One tariff worked out. ``charge`` None: a number is missing."""

    name: str
    charge: Charge | None
    chosen: bool

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(第11至12件，2件 × 100元, 200元) for each band."""
        if self.charge is None:
            return []
        unit = say("页") if self.charge.tariff is Tariff.BY_PAGE else say("件")
        return [
            (
                say("第{first}{unit}", first=x.first, unit=unit)
                if x.first == x.last
                else say("第{first}至{last}{unit}", first=x.first, last=x.last, unit=unit),
                say("{count}{unit} × {price}元", count=x.count, unit=unit, price=x.price),
            )
            for x in self.charge.lines
        ]


class ChargeForm(StepForm):
    """One tariff, and the pages where it goes by them."""

    boxed = ("tariff",)
    short = ("pages",)
    tariff = forms.ChoiceField(
        label=say("按哪种方式收"),
        widget=forms.RadioSelect,
        choices=[
            (
                Tariff.BY_APPLICATION.value,
                Explained(say("按件"), say("同一申请人一个月内超过10件的，从第11件起；不论给不给信息都可以收")),
            ),
            (
                Tariff.BY_PAGE.value,
                Explained(say("按量"), say("一件申请超过30页的，从第31页起；只用于要提供信息的申请")),
            ),
        ],
    )
    pages = forms.IntegerField(
        label=say("页数"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=say("按量的填：一面A4为一页，电子件按折合的页数"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("tariff") == Tariff.BY_PAGE.value and not given.get("pages") and "pages" not in self.errors:
            self.add_error("pages", say("按量计收请填写页数"))
        return given


class ChargeFee(StepPage):
    """收费: both sums, the month's counter, the notice."""

    move = "charge"
    title = say("收取信息处理费")
    form_class = ChargeForm
    template_name = "desk/case/charge.html"
    told_template = "desk/case/_charge.html"
    live = ("pages",)

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P11")

    def check(self) -> None:
        super().check()
        if clocks.part(self.case, "fee") is not None:
            raise GongkaiError(say("这一件已经发过收费通知，同一申请只能收一次。"))

    def initial(self) -> dict[str, Any]:
        return {"tariff": Tariff.BY_APPLICATION.value if applicant.history(self.case).how else Tariff.BY_PAGE.value}

    def told(self, form: StepForm) -> dict[str, Any]:
        month = applicant.history(self.case)
        tariff, pages = form.now("tariff"), form.now("pages")
        by_item = charge(ordinal=month.ordinal, units=self.case.units) if month.ordinal else None
        by_page = charge(pages=pages) if pages else None
        worked = [
            Worked(say("按件"), by_item, tariff == Tariff.BY_APPLICATION.value),
            Worked(say("按量"), by_page, tariff == Tariff.BY_PAGE.value),
        ]
        chosen = next((each.charge for each in worked if each.chosen), None)
        paper = ""
        if chosen is not None and chosen.amount:
            fee = letters.Fee(str(tariff), chosen.amount, chosen.lines)
            paper = preview(self.case, "P11", replace(letter_facts.facts_for(self.case), fee=fee))
        return {"month": month, "worked": worked, "paper": paper}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        letter = actions.charge_fee(
            self.case, tariff=given["tariff"], pages=given["pages"], by=self.account, version=self.version
        )
        fee = FeeNotice.objects.get(application=self.case)
        return say(
            "{sent}应收{amount}。通知发出后20个工作日内缴费。", sent=sent_words(letter), amount=money(fee.amount)
        )


class PayForm(StepForm):
    """When, how much, which receipt."""

    short = ("on", "amount")
    middle = ("receipt_number",)
    on = date_field(say("缴费日"))
    amount = forms.IntegerField(label=say("实收（元）"), min_value=1, max_value=100_000_000)
    receipt_number = forms.CharField(label=say("财政票据号"), max_length=40)

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("缴费日"))


class Pay(StepPage):
    """登记缴费."""

    move = "pay"
    title = say("登记缴费")
    button = say("登记缴费")
    form_class = PayForm
    template_name = "desk/case/pay.html"

    def initial(self) -> dict[str, Any]:
        fee = clocks.part(self.case, "fee")
        return {"on": clock.today(), "amount": fee.amount if fee is not None else None}

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"fee": clocks.part(self.case, "fee")}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.record_payment(self.case, by=self.account, version=self.version, **given)
        return say("缴费已登记，最晚{due}答复。", due=day(self.case.due_on))


class LapseFee(StepPage):
    """认定逾期未缴费."""

    move = "lapse_fee"
    title = say("认定逾期未缴费")
    button = say("认定逾期未缴费")
    template_name = "desk/case/lapse_fee.html"

    def check(self) -> None:
        super().check()
        fee = clocks.part(self.case, "fee")
        if fee is None or fee.due_on is None or clock.today() <= fee.due_on:
            last = day(fee.due_on) if fee is not None else ""
            raise GongkaiError(say("缴费期限到{last}，还没有届满，不能认定逾期未缴费。", last=last))

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"fee": clocks.part(self.case, "fee")}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.lapse_fee(self.case, by=self.account, version=self.version)
        return say("已认定逾期未缴费。下一步作出判断，起草不再处理的告知书。")


class RefundForm(StepForm):
    """When, how much, why."""

    short = ("on", "amount")
    on = date_field(say("退费日"))
    amount = forms.IntegerField(label=say("退还（元）"), min_value=1, max_value=100_000_000)
    why = forms.CharField(label=say("为什么退"), max_length=200)

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("退费日"))


class Refund(StepPage):
    """退费."""

    move = "refund"
    title = say("退还信息处理费")
    button = say("登记退费")
    form_class = RefundForm
    template_name = "desk/case/pay.html"

    def check(self) -> None:
        super().check()
        fee = clocks.part(self.case, "fee")
        if fee is None or fee.paid_amount is None:
            raise GongkaiError(say("没有收过费，不能退费。"))
        if fee.refunded_on is not None:
            raise GongkaiError(say("已经登记过退费，只能登记一次。"))

    def initial(self) -> dict[str, Any]:
        fee = clocks.part(self.case, "fee")
        return {"on": clock.today(), "amount": fee.paid_amount if fee is not None else None}

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"fee": clocks.part(self.case, "fee")}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.refund(self.case, by=self.account, version=self.version, **given)
        return say("退费{amount}已登记。", amount=money(given["amount"]))
