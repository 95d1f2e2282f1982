"""The forms of a rule that comes from a lesson: what it asks, of which answers, from when; its end; what the department decides."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from gongkai.applications.actions.teaching import RuleFaulty
from gongkai.applications.models import Lesson
from gongkai.applications.models.checks import leaf_name
from gongkai.desk.disputes.forms import words
from gongkai.language import say
from gongkai.law.outcomes import GROUP_NAMES, MEANINGS, Outcome
from gongkai.law.tree import TREE
from gongkai.letters.linting.lessons import FACTS, LEVEL_NAMES, LONGEST_TEXT, MOST_WORDINGS, Kind, Level, Rule, tidy
from gongkai.look.forms import Explained, Worded

_ONLY = {
    Kind.MUST_SAY: ("wordings",),
    Kind.MUST_NOT_SAY: ("wordings", "instead"),
    Kind.RECORDED: ("fact",),
    Kind.ANSWERED: ("question",),
}
"""The fields that a kind has for itself."""


_ASKED = {
    "wordings": say("请写出至少一种写法，一行一种。"),
    "instead": say("请写明应当怎么写：只说不能写什么，办件的人不知道怎么改。"),
    "fact": say("请选择必须先登记的一项。"),
    "question": say("请写出要回答的问题。"),
}


def _outcomes() -> list[tuple[str, str]]:
    """Every outcome that a letter tells of, with its group where the group says more."""
    told = {leaf.outcome for leaf in TREE.leaves.values() if leaf.letter}
    rows = []
    for outcome in Outcome:
        if outcome in told:
            name, group = MEANINGS[outcome].name, GROUP_NAMES[outcome.group]
            rows.append((outcome.value, name if name == group else say("{group}：{name}", group=group, name=name)))
    return rows


class RuleForm(Worded):
    """One rule of one kind. ``lesson`` gives the articles and the leaf to choose from; ``propose``: whether there is somebody to propose it
    to, by name; ``why``: whether a reason is asked for."""

    wordings = words(
        say("写法"),
        rows=3,
        help_text=say("一行一种，最多{n}种；照原话写，不用管空格和全角半角", n=MOST_WORDINGS),
    )
    instead = forms.CharField(label=say("应当怎么写"), required=False, max_length=LONGEST_TEXT)
    fact = forms.ChoiceField(
        label=say("答复前必须登记的"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(code, fact.name) for code, fact in FACTS.items()],
    )
    question = forms.CharField(
        label=say("起草人要回答的问题"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=say("例如：事实部分为什么不能区分出来公开？"),
    )
    outcome = forms.ChoiceField(label=say("适用于哪种办理结果"), required=False)
    leaf = forms.ChoiceField(label=say("只限哪种情形"), required=False)
    articles = forms.MultipleChoiceField(
        label=say("只限引用了其中一条的"), required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(
        label=say("没有做到时"),
        widget=forms.RadioSelect,
        choices=[
            (Level.LOOK.value, Explained(LEVEL_NAMES[Level.LOOK], say("显示在检查里，不拦送审"))),
            (Level.MUST.value, Explained(LEVEL_NAMES[Level.MUST], say("拦住送审，审批的人写明理由才能放行"))),
        ],
    )
    starts_on = forms.DateField(label=say("施行日"), help_text=say("不早于今天；已经批准的文书不受影响"))
    propose = forms.BooleanField(required=False)
    why = forms.CharField(
        label=say("改动的理由"), required=False, max_length=200, help_text=say("改了提请的内容才要写；提请的机关看得到")
    )

    def __init__(
        self, *args: Any, kind: Kind, lesson: Lesson, propose: str = "", why: bool = False, **kwargs: Any
    ) -> None:
        self.kind, self.lesson = kind, lesson
        super().__init__(*args, **kwargs)
        fields = self.fields
        for own in _ONLY.values():
            for name in own:
                if name not in _ONLY[kind]:
                    fields.pop(name, None)
        for name in _ONLY[kind]:
            fields[name].required = True
            fields[name].error_messages["required"] = _ASKED[name]
        if kind is Kind.MUST_SAY:
            fields["wordings"].label = say("必须写明的话（写出一种就行）")
        elif kind is Kind.MUST_NOT_SAY:
            fields["wordings"].label = say("不得出现的话")
        fields["outcome"].choices = [("", say("不限办理结果")), *_outcomes()]  # type: ignore[attr-defined]
        if lesson.leaf in TREE.leaves:
            fields["leaf"].choices = [("", say("不限情形")), (lesson.leaf, leaf_name(lesson.leaf))]  # type: ignore[attr-defined]
        else:
            del fields["leaf"]
        if lesson.articles:
            fields["articles"].choices = [(each, each) for each in lesson.articles]  # type: ignore[attr-defined]
        else:
            del fields["articles"]
        if propose:
            fields["propose"].label = say("同时提请{department}在所管的机关使用", department=propose)
        else:
            del fields["propose"]
        if not why:
            del fields["why"]

    @property
    def rule(self) -> Rule:
        """What was entered, tidied. Of a valid form."""
        given = self.cleaned_data
        return tidy(
            Rule(
                self.kind,
                Level(given["level"]),
                tuple(given.get("wordings", "").splitlines()),
                given.get("instead", ""),
                given.get("fact", ""),
                given.get("question", ""),
                given["outcome"],
                given.get("leaf", ""),
                tuple(given.get("articles", ())),
            )
        )

    def take(self, refusal: RuleFaulty) -> None:
        """Show what is wrong at its place."""
        for name, sentence in refusal.faults:
            self.add_error(name if name in self.fields else None, sentence)


def first_words(rule: Rule) -> dict[str, object]:
    """The fields filled in from a rule."""
    return {
        "wordings": "\n".join(rule.wordings),
        "instead": rule.instead,
        "fact": rule.fact,
        "question": rule.question,
        "outcome": rule.outcome,
        "leaf": rule.leaf,
        "articles": list(rule.articles),
        "level": rule.level.value,
    }


def mark_of(rule: Rule) -> str:
    """By what a trial is known to have been of this rule."""
    return hashlib.sha256(repr(rule.bare).encode()).hexdigest()[:16]


class EndForm(Worded):
    """A rule ends."""

    last = forms.DateField(label=say("最后一天"), help_text=say("这一天还检查，第二天起不再检查"))
    why = forms.CharField(label=say("停止的原因"), max_length=200, help_text=say("例如：写法已经进了模板"))


class DeclineForm(Worded):
    """A proposal is declined."""

    why = forms.CharField(label=say("不采纳的理由"), max_length=200, help_text=say("提请的机关看得到，可以改好再提"))
