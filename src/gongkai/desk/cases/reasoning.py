"""说明理由 (art. 35): very many applications of one applicant: asked for reasons, the reasons put on record, and judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from gongkai import letters
from gongkai.applications import actions, clocks, letter_facts
from gongkai.desk.cases import applicant
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Explained
from gongkai.people import clock


class CallForm(StepForm):
    """The facts, and how long the applicant has."""

    short = ("period_days",)
    why = text_field(
        say("数量、频次怎样明显超过合理范围"),
        max_length=2000,
        help_text=say("写事实，不评价申请人，例如：3个月内向本机关提出42件，其中30件内容相近"),
    )
    period_days = forms.IntegerField(label=say("说明理由的期限（工作日）"), min_value=1, max_value=30)


class CallReasons(StepPage):
    """要求说明理由."""

    move = "call_reasons"
    title = say("要求申请人说明理由")
    form_class = CallForm
    template_name = "desk/case/call_reasons.html"
    told_template = "desk/case/_paper.html"

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P4")

    def check(self) -> None:
        super().check()
        if clocks.part(self.case, "reasons_call") is not None:
            raise GongkaiError(say("这一件已经要求申请人说明理由，不用重复告知。"))

    def initial(self) -> dict[str, Any]:
        return {"period_days": 10}

    def told(self, form: StepForm) -> dict[str, Any]:
        why, days = form.now("why"), form.now("period_days")
        if not (why and days):
            return {"name": say("说明理由告知书"), "paper": ""}
        known = replace(letter_facts.facts_for(self.case), reasons=letters.ReasonsCall(str(why), days))
        return {"name": say("说明理由告知书"), "paper": preview(self.case, "P4", known)}

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"history": applicant.history(self.case)}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        return sent_words(actions.call_reasons(self.case, by=self.account, version=self.version, **given))


class GiveForm(StepForm):
    """What the applicant said."""

    short = ("on",)
    on = date_field(say("说明之日"))
    reasons = text_field(say("申请人说明的理由"), help_text=say("照申请人的原话写"))

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("说明之日"))


class GiveReasons(StepPage):
    """登记申请人说明的理由."""

    move = "give_reasons"
    title = say("登记申请人说明的理由")
    button = say("登记理由")
    form_class = GiveForm

    def check(self) -> None:
        super().check()
        call = clocks.part(self.case, "reasons_call")
        if call is None or call.noticed_on is None:
            raise GongkaiError(say("没有要求申请人说明理由，不用登记。"))

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.give_reasons(self.case, by=self.account, **given)
        return say("理由已登记。下一步认定理由是否合理。")


class JudgeForm(StepForm):
    """Reasonable or not."""

    boxed = ("accepted",)
    accepted = forms.TypedChoiceField(
        label=say("申请人说明的理由是否合理"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", Explained(say("合理"), say("照常办理；难以按期答复的，可以确定延迟答复的日期并告知（P12）"))),
            ("no", Explained(say("不合理"), say("作出判断时答复不予处理，年报计入“无正当理由大量反复申请”"))),
        ],
    )


class JudgeReasons(StepPage):
    """认定理由是否合理."""

    move = "judge_reasons"
    title = say("认定理由是否合理")
    button = say("认定")
    form_class = JudgeForm
    template_name = "desk/case/judge_reasons.html"

    def check(self) -> None:
        super().check()
        if clocks.part(self.case, "reasons_call") is None:
            raise GongkaiError(say("没有要求申请人说明理由，不用认定。"))

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"call": clocks.part(self.case, "reasons_call"), "history": applicant.history(self.case)}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.judge_reasons(self.case, accepted=given["accepted"], by=self.account, version=self.version)
        if given["accepted"]:
            return say("已认定理由合理，照常办理；难以按期答复的，可以确定延迟答复的日期。")
        return say("已认定理由不合理。下一步作出判断，起草不予处理的告知书。")
