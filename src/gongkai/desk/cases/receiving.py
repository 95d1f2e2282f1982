"""收到和登记: the day that starts the clock, told with its rule before anything is saved; and putting a slip right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms

from gongkai.agencies.models import Section
from gongkai.applications import actions, clocks
from gongkai.applications.models import Application
from gongkai.applications.models.application import CARRIERS, KIND_EXAMPLES, ROUTES, ApplicantKind
from gongkai.desk.cases import applicant, identity
from gongkai.desk.cases.steps import StepForm, StepPage, date_field
from gongkai.language import say
from gongkai.law import Application as Facts
from gongkai.law import Due, Receipt, ReceiptUnknown, answer_due, due, receipt_of
from gongkai.law.receipt import Arrival, ArrivalContradicts
from gongkai.look.forms import Explained
from gongkai.look.words import day, isoday
from gongkai.people import clock

KINDS = [(kind.value, Explained(kind.label, KIND_EXAMPLES[kind])) for kind in ApplicantKind]


@dataclass(frozen=True, slots=True)
class Start:
    """What the recorded days come to. ``receipt`` None: the deciding day is missing, ``missing`` says which."""

    receipt: Receipt | None
    missing: str = ""
    answer: Due | None = None
    notice: Due | None = None


def start(case: Application, arrival: Arrival) -> Start:
    """Day of receipt, last day to answer, last day to call for a correction, if ``arrival`` is what happened."""
    try:
        receipt = receipt_of(arrival)
    except (ReceiptUnknown, ArrivalContradicts) as error:
        return Start(None, str(error))
    calendar = clocks.calendar()
    answer = answer_due(Facts(receipt.on), calendar, settings=case.agency.law_settings, refuse=False)
    return Start(receipt, "", answer, due("correction_notice", receipt.on, calendar))


def arrival_rows(case: Application) -> list[tuple[str, object]]:
    """The recorded days of arrival, for a list of names and values."""
    return [
        (say("怎么来的"), case.get_channel_display()),
        *((name, isoday(on)) for name, on in (
            (say("提交日"), case.submitted_on),
            (say("到达日"), case.arrived_on),
            (say("签收日"), case.signed_on),
            (say("公布的规则所定之日"), case.laid_down_on),
            (say("双方确认之日"), case.confirmed_on),
        ) if on),
        *([(say("怎么确认的"), case.confirmed_how)] if case.confirmed_how else []),
    ]  # fmt: skip


def not_later_than_today(on: date | None, label: str) -> date | None:
    """``on``, unless it has not come yet."""
    if on is not None and on > clock.today():
        raise forms.ValidationError(say("{label}晚于今天，请核对", label=label))
    return on


class ConfirmForm(StepForm):
    """When and how both sides confirmed."""

    short = ("on",)
    middle = ("how",)
    on = date_field(say("双方确认之日"))
    how = forms.CharField(
        label=say("怎么确认的"), max_length=80, help_text=say("例如：上午10时电话联系，申请人本人接听")
    )

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("确认之日"))


class Confirm(StepPage):
    """登记确认: the day of confirmation is the day of receipt (art. 31)."""

    move = "confirm"
    title = say("登记与申请人的确认")
    button = say("登记确认之日")
    form_class = ConfirmForm
    template_name = "desk/case/confirm.html"
    told_template = "desk/case/_start.html"
    live = ("on",)

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"days": arrival_rows(self.case)}

    def told(self, form: StepForm) -> dict[str, Any]:
        on = form.now("on")
        arrival = self.case.arrival
        return {"start": start(self.case, replace(arrival, confirmed_on=on) if on else arrival)}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.confirm(self.case, on=given["on"], how=given["how"], by=self.account, version=self.version)
        return say("已登记确认：{on}收到，答复期限到{due}。", on=day(self.case.received_on), due=day(self.case.due_on))


class RegisterForm(StepForm):
    """The applicant's kind, a short title, the section that handles the case."""

    boxed = ("kind",)
    middle = ("section",)
    kind = forms.ChoiceField(label=say("申请人类别"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(
        label=say("事由"), max_length=120, help_text=say("一句话说清要什么，台账和文书列表里用；申请原文不会改动")
    )
    section = forms.ModelChoiceField(
        label=say("承办科室"), queryset=Section.objects.none(), required=False, empty_label=say("以后再定")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = Section.objects.filter(agency=self.case.agency_id, active=True)  # type: ignore[attr-defined]


class Register(StepPage):
    """登记: into handling."""

    move = "register"
    title = say("登记")
    button = say("登记这一件")
    form_class = RegisterForm
    template_name = "desk/case/register.html"

    def check(self) -> None:
        super().check()
        # Says which day is missing and what to do about it.
        receipt_of(self.case.arrival)

    def initial(self) -> dict[str, Any]:
        return {"kind": self.case.applicant_kind, "title": self.case.title, "section": self.case.section_id}

    def told(self, form: StepForm) -> dict[str, Any]:
        return {"start": start(self.case, self.case.arrival)}

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"doubt": identity.warning(self.case.applicant), "history": applicant.history(self.case)}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.register(self.case, by=self.account, version=self.version, **given)
        return say("已登记。{on}收到，最晚{due}答复。", on=day(self.case.received_on), due=day(self.case.due_on))


class AmendForm(StepForm):
    """What the office wrote itself may be put right; what the applicant wrote may not."""

    boxed = ("kind",)
    kind = forms.ChoiceField(label=say("申请人类别"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=say("事由"), max_length=120)
    carriers = forms.MultipleChoiceField(label=say("要什么载体"), choices=CARRIERS, widget=forms.CheckboxSelectMultiple)
    routes = forms.MultipleChoiceField(label=say("怎么给"), choices=ROUTES, widget=forms.CheckboxSelectMultiple)


class Amend(StepPage):
    """更正登记."""

    move = "amend"
    title = say("更正登记")
    button = say("更正")
    form_class = AmendForm

    def initial(self) -> dict[str, Any]:
        case = self.case
        return {"kind": case.applicant_kind, "title": case.title, "carriers": case.carriers, "routes": case.routes}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.amend(self.case, by=self.account, version=self.version, **given)
        return say("登记已更正，改动前后的内容留在经过里。")
