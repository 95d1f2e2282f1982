"""征求意见: several parties in one form, each rule of silence said; then delivery, the opinion, and what silence came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from gongkai import letters
from gongkai.applications import actions, clocks, letter_facts
from gongkai.applications.actions import Party
from gongkai.applications.models import Consultation
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, files_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.look.forms import Explained
from gongkai.look.words import day
from gongkai.people import clock

LETTER_OF = {Asked.THIRD_PARTY: "P6", Asked.CO_MAKER: "P9", Asked.AGENCY: "P10"}
ROWS, MORE, MOST = 3, 3, 30
SILENCE = {
    Asked.THIRD_PARTY: say("15个工作日内回复。没有回复，不等于同意，也不等于不同意，由本机关判断"),
    Asked.CO_MAKER: say("15个工作日内回复。没有回复，视为同意公开"),
    Asked.AGENCY: say("没有法定的回复期限，也没有默认的结果，要及时催；发的是协办函"),
}
NAMES = {
    Asked.THIRD_PARTY: say("第三方：企业、个人，公开可能损害其商业秘密、个人隐私等权益"),
    Asked.CO_MAKER: say("共同制作这份信息的机关"),
    Asked.AGENCY: say("其他机关：保密、主管等部门"),
}


class ConsultForm(StepForm):
    """Whom (a row each), as what, about what."""

    boxed = ("asked",)
    asked = forms.ChoiceField(
        label=say("征求谁的意见"),
        widget=forms.RadioSelect,
        choices=[(asked.value, Explained(NAMES[asked], SILENCE[asked])) for asked in NAMES],
    )
    what = text_field(
        say("就什么征求意见"), max_length=2000, help_text=say("写要公开的内容，只写与对方有关的部分"), rows=3
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        asked = data.get("rows", "") if data is not None else ""
        rows = min(int(asked), MOST) if asked.isdecimal() else ROWS
        if data is not None and "more" in data:
            rows = min(rows + MORE, MOST)
        self.count = max(rows, 1)
        super().__init__(data, *args, **kwargs)
        for n in range(self.count):
            self.fields[f"party_{n}"] = forms.CharField(
                label=say("名称"),
                required=n == 0,
                max_length=80,
                error_messages={"required": say("请写明征求谁的意见，至少一家")},
            )
            self.fields[f"contact_{n}"] = forms.CharField(label=say("联系方式"), required=False, max_length=120)
            self.fields[f"interest_{n}"] = forms.CharField(label=say("涉及什么权益"), required=False, max_length=200)

    @property
    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        return [(n + 1, self[f"party_{n}"], self[f"contact_{n}"], self[f"interest_{n}"]) for n in range(self.count)]

    @property
    def parties(self) -> list[Party]:
        """Those that are named."""
        found = []
        for n in range(self.count):
            name = (self.now(f"party_{n}") or "").strip()
            if name:
                found.append(Party(name, self.now(f"contact_{n}") or "", self.now(f"interest_{n}") or ""))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        names = [name for n in range(self.count) if (name := (given.get(f"party_{n}") or "").strip())]
        for n in range(self.count):
            name = (given.get(f"party_{n}") or "").strip()
            if not name and ((given.get(f"contact_{n}") or "").strip() or (given.get(f"interest_{n}") or "").strip()):
                self.add_error(f"party_{n}", say("这一家没有写名称"))
        if len(set(names)) < len(names):
            self.add_error("party_0", say("同一家写了两次，请去掉一行"))
        return given


class Consult(StepPage):
    """All letters of one kind go for approval together."""

    move = "consult"
    title = say("征求意见")
    form_class = ConsultForm
    template_name = "desk/case/consult.html"
    told_template = "desk/case/_consulted.html"

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P6")

    def initial(self) -> dict[str, Any]:
        return {"asked": Asked.THIRD_PARTY.value, "what": self.case.content}

    def told(self, form: StepForm) -> dict[str, Any]:
        assert isinstance(form, ConsultForm)
        asked = Asked(form.now("asked") or Asked.THIRD_PARTY.value)
        parties, what = form.parties, form.now("what")
        paper = ""
        if parties and what:
            first = letters.Consultation(parties[0].name, what, parties[0].interest, asked=asked.value)
            known = letter_facts.facts_for(self.case)
            if asked is Asked.AGENCY:
                known = replace(known, assistance=letters.Assistance(parties[0].name, what, self.case.due_on))
            paper = preview(self.case, LETTER_OF[asked], replace(known, consultation=first))
        return {"paper": paper, "parties": parties, "silence": SILENCE[asked]}

    def post(self, request: Any, **kwargs: Any) -> Any:
        if "more" in request.POST:
            return self.page(self._unjudged(), looked=True)
        return super().post(request, **kwargs)

    def _unjudged(self) -> StepForm:
        form = self.form(self.request.POST, self.request.FILES)
        form.full_clean()
        return form

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        assert isinstance(form, ConsultForm)
        made = actions.consult(
            self.case,
            parties=form.parties,
            what=given["what"],
            asked=Asked(given["asked"]),
            by=self.account,
            version=self.version,
        )
        letter = made[0].letters.select_related("application__agency").order_by("pk").last()
        assert letter is not None
        if len(made) == 1:
            return say("{sent}发出之日起暂停计算期限。", sent=sent_words(letter))
        return say("{n}份：{sent}发出之日起暂停计算期限。", n=len(made), sent=sent_words(letter))


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
        return each.opinion == Consultation.Opinion.OBJECTS and each.told_of_release_on is None

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P8")

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        return sent_words(actions.tell_of_release(given["consultation"], by=self.account))
