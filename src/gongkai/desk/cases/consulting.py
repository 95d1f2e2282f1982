"""征求意见: several parties in one form, the rule of silence of each kind said, and the letter beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from gongkai import letters
from gongkai.applications import actions, letter_facts
from gongkai.applications.actions import Party
from gongkai.desk.cases.previews import preview, send_words, sent_words
from gongkai.desk.cases.steps import StepForm, StepPage, text_field
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.look.forms import Explained

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
