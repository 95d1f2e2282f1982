"""科室: who handles a case, who is asked for help and reminded, and searches put on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from gongkai.agencies.models import Section
from gongkai.applications import actions, clocks
from gongkai.applications.models import Application, Assistance
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.models import Account, Appointment

ANSWER_IN = 5
"""Working days that a section is given unless the clerk says otherwise."""

QUESTION = 2000
"""Characters of what a section is asked. An application may be longer."""


def sections(agency_id: int) -> Any:
    """The sections of a body that are in use."""
    return Section.objects.filter(agency=agency_id, active=True)


def answer_by(today: date, due: date | None) -> date:
    """The day to ask for: `ANSWER_IN` working days from now, and before the answer itself is due."""
    day, left = today, ANSWER_IN
    for each in clocks.calendar().days_after(today):
        left -= each.working
        day = each.on
        if not left:
            break
    return min(day, due - timedelta(days=1)) if due is not None and today < due <= day else day


class AssignForm(StepForm):
    """The section, and the person where it is known."""

    middle = ("section", "handler")
    section = forms.ModelChoiceField(label=say("承办科室"), queryset=Section.objects.none(), empty_label=say("请选择"))
    handler = forms.ModelChoiceField(
        label=say("承办人"), queryset=Account.objects.none(), required=False, empty_label=say("由科室定")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        here = Appointment.objects.filter(agency=self.case.agency_id, starts_on__lte=today).exclude(ends_on__lt=today)
        self.fields["section"].queryset = sections(self.case.agency_id)  # type: ignore[attr-defined]
        self.fields["handler"].queryset = Account.objects.filter(  # type: ignore[attr-defined]
            pk__in=here.values("account"), is_active=True
        )


class Assign(StepPage):
    """指定承办科室."""

    move = "assign"
    title = say("指定承办科室")
    button = say("交给这个科室")
    form_class = AssignForm

    def initial(self) -> dict[str, Any]:
        return {"section": self.case.section_id, "handler": self.case.handler_id}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.assign(self.case, by=self.account, version=self.version, **given)
        return say("已交给{section}承办。", section=given["section"])


class AskForm(StepForm):
    """Who, what, by when."""

    short = ("due_on",)
    middle = ("section",)
    section = forms.ModelChoiceField(
        label=say("请哪个科室"), queryset=Section.objects.none(), empty_label=say("请选择")
    )
    question = text_field(say("请协助什么"), max_length=QUESTION)
    due_on = date_field(say("请于此日前回复"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections(self.case.agency_id)  # type: ignore[attr-defined]


def ask_form(case: Application) -> AskForm:
    """The form with everything filled in."""
    return AskForm(case=case, initial=first_words(case))


def question_on(case: Application) -> str:
    """What a section is asked unless the clerk puts it otherwise: the applicant's own words, the corrected ones, too."""
    asked = say("请查找并交来：{content}", content=case.content)
    if case.corrected:
        asked = say("{asked}（申请人补正：{corrected}）", asked=asked, corrected=case.corrected)
    return asked[:QUESTION]


def first_words(case: Application) -> dict[str, Any]:
    """Whom, what and until when, as far as the case says it."""
    return {
        "section": case.section_id,
        "question": question_on(case),
        "due_on": answer_by(clock.today(), case.due_on),
    }


class Ask(StepPage):
    """请科室协助: everything is filled in; one press and the section has it among its tasks."""

    move = "ask_section"
    title = say("请科室协助")
    button = say("发给科室")
    form_class = AskForm

    def initial(self) -> dict[str, Any]:
        return first_words(self.case)

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        asked = actions.ask_section(self.case, by=self.account, version=self.version, **given)
        return say(
            "已发给{section}，请在{on}前回复。到期前会在对方的任务里提醒。", section=asked.section, on=day(asked.due_on)
        )


class OpenTaskForm(StepForm):
    """Which of the open questions."""

    assistance = forms.ModelChoiceField(
        label=say("哪一项"), queryset=Assistance.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, waiting: Sequence[Assistance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assistance"]
        field.queryset = Assistance.objects.filter(pk__in=[each.pk for each in waiting]).select_related("section")  # type: ignore[attr-defined]
        field.label_from_instance = (
            lambda each: say(  # type: ignore[attr-defined]
                "{section}：{question}", section=each.section or each.unit, question=each.question[:60]
            )
        )


class _OnTask(StepPage):
    """Something about a question that is still open."""

    move = "ask_section"
    form_class = OpenTaskForm

    @property
    def waiting(self) -> list[Assistance]:
        return [each for each in self.case.assistances.all() if each.is_open]

    def check(self) -> None:
        if not self.waiting:
            raise GongkaiError(say("没有等科室回复的事项，可能刚刚回复了。请看最新的经过。"))

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "waiting": self.waiting}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("of") or (self.waiting[0].pk if self.waiting else None)
        return {"assistance": asked}


class Remind(_OnTask):
    """再催一次."""

    title = say("催科室回复")
    button = say("再催一次")

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.remind_section(given["assistance"], by=self.account)
        return say("已经催{section}，时间留在经过里。", section=given["assistance"].section or given["assistance"].unit)


class TakeBack(_OnTask):
    """不用协助了."""

    title = say("不用科室协助了")
    button = say("取消这一项")

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.cancel_assistance(given["assistance"], by=self.account)
        return say(
            "已取消，{section}的任务里不再有这一项。", section=given["assistance"].section or given["assistance"].unit
        )


class SearchForm(StepForm):
    """Where, with which words, when, how much."""

    short = ("on", "found")
    on = date_field(say("检索日期"))
    places = forms.CharField(
        label=say("检索范围"), max_length=200, help_text=say("例如：档案室2024、2025年发文，OA系统，外贸股业务台账")
    )
    terms = forms.CharField(label=say("检索词"), max_length=200, help_text=say("例如：外贸 专项资金、企业名单"))
    found = forms.IntegerField(label=say("查到件数"), min_value=0, max_value=100_000, help_text=say("没有查到填0"))
    note = text_field(say("说明"), required=False, max_length=2000, rows=2)

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("检索日期"))


class RecordSearch(StepPage):
    """登记检索记录: what proves that it was looked for (guiding case 101)."""

    move = "search"
    title = say("登记检索记录")
    button = say("登记")
    form_class = SearchForm
    template_name = "desk/case/search.html"

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        search = actions.record_search(self.case, by=self.account, version=self.version, **given)
        return say("检索记录已登记，查到{n}件。", n=search.found)
