"""Ends without an answer: withdrawn, merged; and passing a case on to the body that is responsible."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency
from gongkai.applications import actions, queries
from gongkai.applications.models import Application
from gongkai.desk.cases.steps import StepForm, StepPage, text_field
from gongkai.errors import GongkaiError
from gongkai.language import say


class WithdrawForm(StepForm):
    """How the applicant said so."""

    words = text_field(
        rows=3,
        label=say("申请人怎么说的"),
        max_length=2000,
        help_text=say("例如：10月16日当面提交书面撤回申请；电话撤回的写明通话时间和接听人"),
    )


class Withdraw(StepPage):
    """登记撤回."""

    move = "withdraw"
    title = say("登记申请人撤回")
    button = say("登记撤回")
    form_class = WithdrawForm

    def check(self) -> None:
        super().check()
        if self.case.withdrawn_on is not None:
            raise GongkaiError(say("这一件已经登记撤回，请按撤回结案。"))

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.withdraw(self.case, words=given["words"], by=self.account)
        return say("撤回已登记。下一步结案，不发答复书。")


class CloseForm(StepForm):
    """Because it is withdrawn, or into which other case of the same applicant it goes."""

    middle = ("merged_into",)
    merged_into = forms.ModelChoiceField(
        label=say("并入哪一件"),
        queryset=Application.objects.none(),
        required=False,
        empty_label=say("不并案，按撤回结案"),
        help_text=say("同一申请人就同一事项提出几件的，可以并入一件办理"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["merged_into"]
        field.queryset = queries.open_in(queries.earlier_of(self.case))  # type: ignore[attr-defined]
        field.label_from_instance = lambda case: f"{case.number}　{case.title}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("merged_into") is None and self.case.withdrawn_on is None and not self.errors:
            self.add_error("merged_into", say("没有登记撤回。请先登记撤回，或者选择并入哪一件"))
        return given


class Close(StepPage):
    """撤回、并案结案: no letter; the fact is kept (decision 0014)."""

    move = "close_without_answer"
    title = say("撤回或者并案，结案")
    button = say("结案")
    form_class = CloseForm
    template_name = "desk/case/close.html"

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.close_without_answer(self.case, merged_into=given["merged_into"], by=self.account, version=self.version)
        if given["merged_into"] is not None:
            return say("已并入{number}，这一件办结。", number=given["merged_into"].number)
        return say("已按撤回结案。")


class HandOverForm(StepForm):
    """To whom."""

    middle = ("to",)
    to = forms.ModelChoiceField(label=say("转给哪个机关"), queryset=Agency.objects.none(), empty_label=say("请选择"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.exclude(pk=self.case.agency_id).filter(ends_on=None).order_by("name")
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class HandOver(StepPage):
    """转给负责的机关 (art. 36(5)): there it waits for confirmation, here it is still answered."""

    move = "hand_over"
    title = say("转给负责的机关")
    button = say("转过去")
    form_class = HandOverForm
    template_name = "desk/case/hand_over.html"

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        passed = actions.hand_over(self.case, given["to"], by=self.account, version=self.version)
        return say(
            "已转给{name}，对方的编号是{number}。本机关仍要答复申请人：不属于本机关负责公开。",
            name=given["to"].name,
            number=passed.number,
        )
