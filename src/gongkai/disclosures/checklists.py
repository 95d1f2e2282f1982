"""The checklist of a step and the questions of the secrecy review, as data (``checklists.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gongkai.disclosures.models import Review, SecrecyReview
from gongkai.errors import GongkaiError
from gongkai.language import say

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
QUESTIONS: Mapping[str, str] = _DATA["secrecy"]
"""The questions of the secrecy review by their key; "yes" to one means that there is something."""


class Unanswered(GongkaiError):
    """A checklist that is not ticked through, or a secrecy review that leaves a question open."""


def points(role: str) -> Mapping[str, str]:
    """What a reviewer in this role looks at, by key."""
    steps: Mapping[str, Mapping[str, str]] = _DATA["steps"]
    return steps[role]


def by_button(role: str) -> bool:
    """Whether the list stands above the button and the button itself says yes to it, for those who read on a phone."""
    return role in _DATA["by_button"]["roles"]


def ticked(review: Review, keys: Collection[str]) -> list[dict[str, object]]:
    """The list of a step as the record keeps it. Raises `Unanswered` where something is not ticked."""
    wanted = points(review.role)
    missing = [label for key, label in wanted.items() if key not in keys]
    if missing:
        raise Unanswered(say("还有{n}项没有核对：{points}。", n=len(missing), points="；".join(missing)))
    return [{"key": key, "label": label, "ok": True} for key, label in wanted.items()]


@dataclass(frozen=True, slots=True)
class SecrecyAnswer:
    """What a person answers in the secrecy review. ``answers``: every key of `QUESTIONS`, True for "there is". ``ground``: why;
    needed unless all is clear. ``referred_to``: who shall say, with a doubt (条例 art. 17 ¶3)."""

    conclusion: str
    answers: Mapping[str, bool]
    ground: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    referred_to: str = ""
    referred_on: date | None = None

    @classmethod
    def clear(cls) -> SecrecyAnswer:
        """Nothing found: may be published."""
        return cls(SecrecyReview.Conclusion.PUBLISH, dict.fromkeys(QUESTIONS, False))

    def check(self) -> None:
        """Raises `Unanswered`."""
        if self.conclusion not in SecrecyReview.Conclusion.values:
            raise Unanswered(say("请选择保密审查的结论。"))
        missing = [question for key, question in QUESTIONS.items() if not isinstance(self.answers.get(key), bool)]
        if missing:
            raise Unanswered(
                say("保密审查还有{n}问没有回答：{questions}。", n=len(missing), questions="；".join(missing))
            )
        found = any(self.answers[key] for key in QUESTIONS)
        if not self.ground.strip() and (found or self.conclusion != SecrecyReview.Conclusion.PUBLISH):
            raise Unanswered(say("有一问答“是”，或者结论不是“可以公开”，请写明依据和理由。"))
        if self.conclusion == SecrecyReview.Conclusion.DOUBT and not self.referred_to.strip():
            raise Unanswered(say("不能确定的，请写明报请哪个机关确定：有关主管部门或者保密行政管理部门。"))

    def questions(self) -> list[dict[str, object]]:
        """As the record keeps them."""
        return [
            {"key": key, "question": question, "answer": self.answers[key], "note": self.notes.get(key, "")}
            for key, question in QUESTIONS.items()
        ]
