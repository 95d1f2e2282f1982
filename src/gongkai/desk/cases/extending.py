"""延期 (art. 33 ¶2) and 延迟 (art. 35): the new day is shown before anybody is asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from gongkai import letters
from gongkai.applications import actions, clocks, letter_facts
from gongkai.applications.actions.handling import check_extension
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import Due, ExtensionRefused, answer_due
from gongkai.law import Extension as ExtensionFact
from gongkai.law.clocks.answer import EXTENSION_LIMIT
from gongkai.look.words import day, last_day
from gongkai.people import clock


class ExtendForm(StepForm):
    """How long, and why."""

    short = ("days",)
    days = forms.IntegerField(
        label=say("延长几个工作日"),
        min_value=1,
        max_value=EXTENSION_LIMIT,
        help_text=say("最多20个工作日"),
        error_messages={"min_value": say("至少延长1个工作日"), "max_value": say("最多延长20个工作日")},
    )
    reason = text_field(
        say("延期的理由"),
        max_length=500,
        help_text=say("接在“因”字后面写进告知书，例如：申请涉及的材料跨三个年度，需要逐页核对"),
    )

    def clean_reason(self) -> str:
        return str(self.cleaned_data["reason"]).strip().strip("。；").removeprefix("因")


class Extend(StepPage):
    """申请延期: letter and request for approval in one step."""

    move = "extend"
    title = say("申请延期答复")
    form_class = ExtendForm
    template_name = "desk/case/extend.html"
    told_template = "desk/case/_extended.html"
    live = ("days",)

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P5")

    def check(self) -> None:
        super().check()
        if clocks.part(self.case, "extension") is not None:
            raise GongkaiError(say("延期只能一次，这一件已经延期或者正在报批。"))
        check_extension(self.case, 1)

    def initial(self) -> dict[str, Any]:
        return {"days": EXTENSION_LIMIT}

    def told(self, form: StepForm) -> dict[str, Any]:
        days, reason = form.now("days"), form.now("reason")
        if not days:
            return {}
        before = last_day(clocks.due_of(self.case))
        after, refused = self._after(days)
        if after is not None and after.waiting:
            after, refused = (
                None,
                say("现在期限停着（{event}），延长后的日期定不下来，暂不能延期。", event=after.waiting),
            )
        paper = ""
        if reason and after is not None and after.on is not None:
            known = letters.Extension(days, str(reason), after.on, approved=True)
            paper = preview(self.case, "P5", replace(letter_facts.facts_for(self.case), extension=known))
        return {"before": before, "after": after, "refused": refused, "days": days, "paper": paper}

    def _after(self, days: int) -> tuple[Due | None, str]:
        today = clock.today()
        facts = replace(clocks.facts_of(self.case), extension=ExtensionFact(days, today, today))
        try:
            return answer_due(facts, clocks.calendar(), settings=self.case.agency.law_settings), ""
        except ExtensionRefused as error:
            return None, str(error)

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        letter = actions.extend(self.case, by=self.account, version=self.version, **given)
        return say("{sent}原期限届满前批准并告知申请人，延期才有效。", sent=sent_words(letter))


class DelayForm(StepForm):
    """Until when, and why."""

    short = ("until",)
    until = date_field(say("延迟至"))
    reason = text_field(say("理由"), max_length=500)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= clock.today():
            raise forms.ValidationError(say("延迟答复的日期应晚于今天"))
        return until


class SetDelay(StepPage):
    """延迟答复: a later day, where the reasons given for very many applications are good."""

    move = "delay"
    title = say("确定延迟答复的日期")
    form_class = DelayForm
    template_name = "desk/case/delay.html"

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P12")

    def check(self) -> None:
        super().check()
        call = clocks.part(self.case, "reasons_call")
        if call is None or not call.accepted:
            raise GongkaiError(
                say("延迟答复以申请人说明的理由合理为前提（《条例》第三十五条）。请先要求说明理由并认定理由合理。")
            )

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        letter = actions.delay(self.case, by=self.account, version=self.version, **given)
        return say("{sent}发出后答复期限为{until}。", sent=sent_words(letter), until=day(given["until"]))
