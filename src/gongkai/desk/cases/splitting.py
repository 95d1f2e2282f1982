"""一事一申请: one application that asks for several things becomes several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.applications import actions
from gongkai.desk.cases.steps import StepForm, StepPage, text_field
from gongkai.language import say

_NUMBERED = re.compile(
    r"\s*(?=(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）|(?<!\d)\d{1,2}[.、．](?!\d)))"
)
_MARK = re.compile(r"^(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）|\d{1,2}[.、．])\s*")
TITLE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One matter of its own: a title for the register, and what is asked."""

    title: str
    content: str


def marked(content: str) -> str:
    """``content`` with an empty line before each numbered part, as a proposal of where to cut.

    >>> print(marked("请提供：1.企业名单；2.评审会议纪要"))
    请提供：
    <BLANKLINE>
    1.企业名单；
    <BLANKLINE>
    2.评审会议纪要
    """
    return re.sub(r"\n{3,}", "\n\n", _NUMBERED.sub("\n\n", content).strip())


def pieces_of(text: str) -> list[Piece]:
    """The parts of ``text`` between empty lines; the first line of each, without its number, is its title."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return [Piece(_MARK.sub("", part.split("\n")[0]).strip("；;，。")[:TITLE], part) for part in parts]


class SplitForm(StepForm):
    """The text with empty lines where it is cut, and why."""

    text = text_field(
        rows=12,
        label=say("每件一段，中间空一行"),
        max_length=20_000,
        help_text=say("第一段留在这一件，其余各成一件。只分段，不改申请人的话；没有单独意思的引言请并到各段"),
    )
    reason = forms.CharField(
        label=say("为什么拆分"), max_length=200, help_text=say("例如：申请涉及两项互不相关的信息，分别由两个科室保存")
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(pieces_of(text)) < 2:
            raise forms.ValidationError(say("只有一段。请在两件事之间空一行"))
        return text

    def clean_reason(self) -> str:
        return str(self.cleaned_data["reason"]).strip()


class Split(StepPage):
    """拆分: first cut off by numbers, then as the clerk sees fit."""

    move = "split"
    title = say("按一事一申请拆分")
    button = say("拆分")
    form_class = SplitForm
    told_template = "desk/case/_pieces.html"

    def initial(self) -> dict[str, Any]:
        return {"text": marked(self.case.content)}

    def told(self, form: StepForm) -> dict[str, Any]:
        return {"pieces": pieces_of(form.now("text") or "")}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        pieces = [(piece.title, piece.content) for piece in pieces_of(given["text"])]
        made = actions.split(self.case, pieces, reason=given["reason"], by=self.account, version=self.version)
        numbers = "、".join(piece.number for piece in made)
        return say("已拆成{n}件。新登记的是{numbers}，收到日和期限与原件相同。", n=len(pieces), numbers=numbers)
