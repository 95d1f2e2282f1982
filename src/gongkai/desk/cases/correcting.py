"""补正 (art. 30): one page for all defects at once with the letter beside them; then what came, or that nothing came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from gongkai import letters
from gongkai.applications import actions, clocks, letter_facts
from gongkai.desk.cases import defects
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, files_field, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import due
from gongkai.look.words import day
from gongkai.people import clock

MOST_DAYS = 30


class CorrectionForm(StepForm):
    """Every defect at once; one's own words, a line each; how to correct them; by when."""

    short = ("period_days",)
    common = forms.MultipleChoiceField(
        label=say("要补正什么，一次列全"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(defect.key, defect.text) for defect in defects.DEFECTS],
    )
    own = text_field(say("自己写"), required=False, help_text=say("一行一项，连同理由"), rows=3)
    guidance = text_field(
        rows=3,
        label=say("怎样补正"),
        required=False,
        help_text=say("空着就用勾选各项自带的说明；自己写的事项要在这里说明怎样补"),
    )
    period_days = forms.IntegerField(
        label=say("补正期限（工作日）"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=say("一般不超过15个工作日"),
        error_messages={
            "min_value": say("补正期限至少1个工作日"),
            "max_value": say("补正期限最多30个工作日"),
        },
    )

    @property
    def groups(self) -> list[tuple[str, list[tuple[Any, defects.Defect]]]]:
        """The checkboxes in their three groups."""
        boxes = list(zip(self["common"].subwidgets, defects.DEFECTS, strict=True))
        return [(group, [pair for pair in boxes if pair[1].group == group]) for group in defects.GROUPS]

    @property
    def wanted(self) -> list[str]:
        """All that is to be corrected, in order, as the letter says it."""
        common = [defects.BY_KEY[key].text for key in self.now("common") or () if key in defects.BY_KEY]
        return common + [line.strip() for line in (self.now("own") or "").splitlines() if line.strip()]

    @property
    def advice(self) -> str:
        """How to correct it: as written, else as the ticked ones say."""
        return (self.now("guidance") or "").strip() or defects.guidance_for(self.now("common") or ())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("common") and not (given.get("own") or "").strip():
            self.add_error("common", say("请勾选或者写明至少一项要补正的事项"))
        elif not (given.get("guidance") or "").strip() and not defects.guidance_for(given.get("common") or ()):
            self.add_error("guidance", say("请写明怎样补正，只说缺什么不算指导和释明"))
        return given


class CallCorrection(StepPage):
    """告知补正: ticked, looked at, sent for approval."""

    move = "call_correction"
    title = say("告知补正")
    form_class = CorrectionForm
    template_name = "desk/case/correction.html"
    told_template = "desk/case/_correction.html"

    @property
    def button(self) -> str:  # type: ignore[override]
        return send_words(self.case, "P3")

    def check(self) -> None:
        super().check()
        if clocks.part(self.case, "correction") is not None:
            raise GongkaiError(
                say("补正只能告知一次，这一件已经告知过。内容仍不明确的，请电话或者当面沟通后作出判断。")
            )

    def initial(self) -> dict[str, Any]:
        return {"common": defects.seen_on(self.case), "period_days": self.case.agency.law_settings.correction_days}

    def told(self, form: StepForm) -> dict[str, Any]:
        assert isinstance(form, CorrectionForm)
        days = form.now("period_days") or self.case.agency.law_settings.correction_days
        known = replace(
            letter_facts.facts_for(self.case),
            correction=letters.Correction(tuple(form.wanted), form.advice, days),
        )
        assert self.case.received_on is not None
        return {
            "paper": preview(self.case, "P3", known) if form.wanted else "",
            "notice": due("correction_notice", self.case.received_on, clocks.calendar()),
            "until": due("correction_period", clock.today(), clocks.calendar(), length=min(days, MOST_DAYS)),
            "days": days,
        }

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        assert isinstance(form, CorrectionForm)
        letter = actions.call_correction(
            self.case,
            defects=form.wanted,
            guidance=form.advice,
            period_days=given["period_days"],
            by=self.account,
            version=self.version,
        )
        return say("{sent}发出之后，期限从收到补正之日重新计算。", sent=sent_words(letter))


class CameForm(StepForm):
    """What the applicant sent."""

    short = ("on",)
    on = date_field(say("补正材料收到日"))
    answer = text_field(say("补正的内容"), required=False, max_length=20_000, help_text=say("照申请人的原话写"))
    files = files_field(say("补正材料"))

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("收到日"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("answer") and not given.get("files") and "files" not in self.errors:
            self.add_error("answer", say("请写明补正的内容，或者附上材料"))
        return given


class Correct(StepPage):
    """登记补正材料: the answer clock starts anew."""

    move = "correct"
    title = say("登记补正材料")
    button = say("登记，期限重新计算")
    form_class = CameForm

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.correct(self.case, answer=given["answer"], files=form.uploads(), on=given["on"], by=self.account)
        return say(
            "补正材料已登记。期限从{on}重新计算，最晚{due}答复。", on=day(given["on"]), due=day(self.case.due_on)
        )


class LapseCorrection(StepPage):
    """认定逾期不补正: only when its period is over, and only by a person who has made sure."""

    move = "lapse_correction"
    title = say("认定逾期不补正")
    button = say("没有正当理由，认定逾期不补正")
    template_name = "desk/case/lapse_correction.html"

    def check(self) -> None:
        super().check()
        correction = clocks.part(self.case, "correction")
        last = clocks.correction_due(correction) if correction is not None else None
        if last is None or clock.today() <= last:
            raise GongkaiError(say("补正期限到{last}，还没有届满，不能认定逾期不补正。", last=day(last)))

    def more(self, form: StepForm) -> dict[str, Any]:
        correction = clocks.part(self.case, "correction")
        return {"correction": correction, "last": clocks.correction_due(correction) if correction else None}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.lapse_correction(self.case, by=self.account, version=self.version)
        return say("已认定逾期不补正。下一步作出判断，起草不再处理的告知书。")
