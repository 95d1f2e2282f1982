"""What is to be done to many cases, and with what."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from gongkai.agencies.models import Agency, Section
from gongkai.batches.models import Batch
from gongkai.language import say
from gongkai.law.clocks.answer import EXTENSION_LIMIT
from gongkai.look.forms import Explained, Worded

HINTS = {
    Batch.Kind.ASSIGN: say("换承办科室，期限不变"),
    Batch.Kind.EXTEND: say("每一件起草延期告知书并送工作机构负责人批准"),
    Batch.Kind.CLOSE: say("只办已经登记撤回、没有文书在办的"),
    Batch.Kind.MERGE: say("同一申请人的几件并入一件"),
}


class BulkForm(Worded):
    """One kind and what it needs. Only what the chosen kind needs is asked for."""

    kind = forms.ChoiceField(
        label=say("办什么"),
        widget=forms.RadioSelect,
        choices=[(kind.value, Explained(kind.label, HINTS[kind])) for kind in Batch.Kind],
    )
    section = forms.ModelChoiceField(
        label=say("承办科室"), queryset=Section.objects.none(), required=False, empty_label=say("选择科室")
    )
    days = forms.IntegerField(
        label=say("延长几个工作日"),
        required=False,
        min_value=1,
        max_value=EXTENSION_LIMIT,
        help_text=say("最多20个工作日"),
    )
    reason = forms.CharField(
        label=say("延期的理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=say("每一件的告知书都写这一条，接在“因”字后面"),
    )
    into = forms.CharField(label=say("并入哪一件"), required=False, max_length=40, help_text=say("填申请编号"))

    def __init__(self, *args: Any, agency: Agency, kinds: Collection[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = Section.objects.filter(agency=agency, active=True)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in self.fields["kind"].choices
            if choice[0] in kinds  # type: ignore[attr-defined]
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        match given.get("kind"):
            case Batch.Kind.ASSIGN:
                self._need("section", say("请选择承办科室"))
            case Batch.Kind.EXTEND:
                self._need("days", say("请填写延长几个工作日"))
                self._need("reason", say("请写明延期的理由"))
            case Batch.Kind.MERGE:
                self._need("into", say("请填写并入哪一件的编号"))
        return given

    def _need(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    @property
    def values(self) -> dict[str, Any]:
        """What the batch keeps: only what its kind needs."""
        given = self.cleaned_data
        match given["kind"]:
            case Batch.Kind.ASSIGN:
                return {"section": given["section"].pk, "name": given["section"].name}
            case Batch.Kind.EXTEND:
                return {"days": given["days"], "reason": str(given["reason"]).strip().strip("。；").removeprefix("因")}
            case Batch.Kind.MERGE:
                return {"into": str(given["into"]).strip()}
        return {}
