"""The editor of a chain, without script: a row for each step and two blank ones; a row without a name is no step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from gongkai.disclosures import chains
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.models import Role

MORE = 2


class ChainForm(Worded):
    """A chain as rows. ``usual``: what holds where this one says nothing, and what the choice to have no own chain is called."""

    own = forms.ChoiceField(label=say("审核程序"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, chain: Sequence[Mapping[str, Any]] | None, usual: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kept = list(chain or ())
        self.opened = bool(kept) or self.is_bound
        self.rows = range(min(chains.MOST_STEPS, max(len(kept), 3) + MORE))
        self.fields["own"].choices = [("", usual), ("own", say("另定程序，按下面各步"))]  # type: ignore[attr-defined]
        self.fields["own"].initial = "own" if kept else ""
        self.fields["own"].required = False
        roles = [(role.value, role.label) for role in chains.ROLES]
        for n in self.rows:
            step = kept[n] if n < len(kept) else {}
            self.fields[f"label_{n}"] = forms.CharField(
                label=say("第{n}步名称", n=n + 1), max_length=30, required=False, initial=step.get("label", "")
            )
            self.fields[f"roles_{n}"] = forms.MultipleChoiceField(
                label=say("由谁审核（选几位，就同时送几位）"),
                choices=roles,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[place["role"] for place in step.get("places", ())],
            )
            self.fields[f"days_{n}"] = forms.IntegerField(
                label=say("时限（工作日）"),
                min_value=1,
                max_value=chains.MOST_DAYS,
                required=False,
                initial=step.get("days", 2),
            )
            self.fields[f"secrecy_{n}"] = forms.BooleanField(
                label=say("这一步做保密审查"), required=False, initial=step.get("secrecy", False)
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("own") == "own":
            self._whole(given)
        return given

    def _whole(self, given: Mapping[str, Any]) -> None:
        steps = 0
        for n in self.rows:
            named, roles = given.get(f"label_{n}"), given.get(f"roles_{n}")
            if not named and not roles:
                continue
            steps += 1
            if not named:
                self.add_error(f"label_{n}", say("请填写第{n}步的名称，例如 科室初审", n=n + 1))
            if not roles:
                self.add_error(f"roles_{n}", say("请选择第{n}步由谁审核", n=n + 1))
            if not given.get(f"days_{n}"):
                self.add_error(f"days_{n}", say("请填写第{n}步的时限", n=n + 1))
        if not steps:
            self.add_error("label_0", say("另定程序的，至少要有一步"))

    @property
    def chain(self) -> list[dict[str, Any]] | None:
        """As it is kept; None for no chain of its own."""
        given = self.cleaned_data
        if given["own"] != "own":
            return None
        return [
            {
                "label": given[f"label_{n}"],
                "days": given[f"days_{n}"],
                "secrecy": given[f"secrecy_{n}"],
                "places": [{"role": role} for role in given[f"roles_{n}"]],
            }
            for n in self.rows
            if given[f"label_{n}"]
        ]

    @property
    def steps(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rows as the page draws them."""
        return [
            (n + 1, [self[f"label_{n}"], self[f"roles_{n}"], self[f"days_{n}"], self[f"secrecy_{n}"]])
            for n in self.rows
        ]


def in_words(chain: Sequence[Mapping[str, Any]]) -> str:
    """科室初审（科室负责人，2个工作日）→ …"""
    return " → ".join(
        say(
            "{label}（{roles}，{days}个工作日{secrecy}）",
            label=step["label"],
            roles="、".join(Role(place["role"]).label for place in step["places"]),
            days=step["days"],
            secrecy=say("，保密审查") if step.get("secrecy") else "",
        )
        for step in chain
    )
