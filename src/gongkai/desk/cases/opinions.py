"""What became of a consultation: delivered, answered, given up; and telling a third party that its objection did not prevail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.applications import actions, clocks
from gongkai.applications.models import Consultation
from gongkai.desk.cases.previews import send_words, sent_words
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, files_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Explained
from gongkai.look.words import day
from gongkai.people import clock


class _PartyForm(StepForm):
    """Which of the parties."""

    boxed: tuple[str, ...] = ()
    consultation = forms.ModelChoiceField(
        label=say("哪一家"), queryset=Consultation.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, among: list[Consultation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consultation"]
        field.queryset = Consultation.objects.filter(pk__in=[each.pk for each in among])  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]


def _named(consultation: Consultation) -> str:
    on = consultation.delivered_on or consultation.sent_on
    if on is None:
        return say("{party}，征求意见书还没有发出", party=consultation.party)
    if consultation.delivered_on is not None:
        return say("{party}，{on}收到征求意见书", party=consultation.party, on=day(on))
    return say("{party}，{on}发出征求意见书", party=consultation.party, on=day(on))


class _OnParty(StepPage):
    """Something about one of those asked. ``fits``: about which of them it can be."""

    none_left = ""
    form_class = _PartyForm

    @property
    def among(self) -> list[Consultation]:
        return [each for each in self.case.consultations.all() if self.fits(each)]

    def fits(self, each: Consultation) -> bool:
        return each.is_open

    def check(self) -> None:
        super().check()
        if not self.among:
            raise GongkaiError(self.none_left)

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "among": self.among}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("of", "")
        return {"consultation": asked if asked.isdecimal() else self.among[0].pk if self.among else None}


class DeliveredForm(_PartyForm):
    """When the letter reached the party."""

    short = ("on",)
    on = date_field(say("对方收到之日"), help_text=say("15个工作日从收到的次日起算"))

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("收到之日"))


class Delivered(_OnParty):
    """对方收到征求意见书."""

    move = "delivered"
    title = say("登记对方收到征求意见书")
    button = say("登记收到之日")
    form_class = DeliveredForm
    none_left = say("没有已经发出、还在等回复的征求意见书。")

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "on": clock.today()}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        consultation = given["consultation"]
        actions.record_delivery(consultation, on=given["on"], by=self.account)
        consultation.application = self.case
        limit = clocks.consultation_due(consultation)
        if limit is None:
            return say("已登记{party}收到。", party=consultation.party)
        return say("已登记{party}收到，{until}前回复。", party=consultation.party, until=day(limit.bound))


class OpinionForm(_PartyForm):
    """What the party says."""

    boxed = ("opinion",)
    short = ("on",)
    opinion = forms.ChoiceField(
        label=say("意见"),
        widget=forms.RadioSelect,
        choices=[
            (Consultation.Opinion.AGREES.value, Explained(say("同意公开"), "")),
            (Consultation.Opinion.PARTLY.value, Explained(say("同意部分公开"), say("写明哪些可以公开"))),
            (
                Consultation.Opinion.OBJECTS.value,
                Explained(say("不同意公开"), say("要有合理理由；没有合理理由的反对不能阻止公开")),
            ),
        ],
    )
    reasons = text_field(say("理由"), required=False, help_text=say("照对方的原话写"))
    on = date_field(say("意见收到日"))
    files = files_field(say("书面意见的扫描件"))

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("意见收到日"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("opinion") == Consultation.Opinion.OBJECTS and not (given.get("reasons") or "").strip():
            self.add_error("reasons", say("不同意公开的，请写明理由"))
        return given


class Opinion(_OnParty):
    """登记意见: the last one lets the clock run on."""

    move = "opinion"
    title = say("登记意见")
    button = say("登记意见")
    form_class = OpinionForm
    none_left = say("没有在等的意见：都已经回复、期满或者取消。")

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "on": clock.today()}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        party = given["consultation"]
        actions.record_opinion(
            party,
            opinion=given["opinion"],
            reasons=given["reasons"],
            on=given["on"],
            files=form.uploads(),
            by=self.account,
        )
        self.case.refresh_from_db()
        left = self.case.consultations.model.objects.filter(application=self.case, answered_on=None, lapsed_on=None)
        waiting = [each.party for each in left if each.is_open]
        if waiting:
            return say("{party}的意见已登记，还在等{waiting}。", party=party.party, waiting="、".join(waiting))
        return say("意见收齐，期限恢复计算，最晚{due}答复。", due=day(self.case.due_on))


class CancelConsultation(_OnParty):
    """不再征求意见."""

    move = "cancel_consultation"
    title = say("不再征求意见")
    button = say("不再征求这一家的意见")
    none_left = say("没有可以取消的征求意见。")
    template_name = "desk/case/cancel_consultation.html"

    def fits(self, each: Consultation) -> bool:
        return each.is_open or (each.sent_on is None and each.cancelled_on is None)

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.cancel_consultation(given["consultation"], by=self.account)
        return say("不再征求{party}的意见，期限从下一个工作日起继续计算。", party=given["consultation"].party)


class TellThirdParty(_OnParty):
    """告知第三方决定公开 (art. 32)."""

    move = "tell_third_party"
    title = say("告知第三方决定公开")
    none_left = say("没有需要告知的第三方：只有不同意公开、本机关仍决定公开的才要告知。")
    template_name = "desk/case/tell_third_party.html"

    def fits(self, each: Consultation) -> bool:
        return each.objecting and each.told_of_release_on is None

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P8")

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        return sent_words(actions.tell_of_release(given["consultation"], by=self.account))
