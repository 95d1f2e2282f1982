"""Findings of a letter with what was said to them where they came from a lesson: for the page of the letter and for who approves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai import letters
from gongkai.applications import actions, rules, taught
from gongkai.applications.models import CheckWord, LessonCheck
from gongkai.desk.cases.finding import letter_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.letters.linting.lessons import Kind
from gongkai.people.access import allow, said
from gongkai.people.models import Account


@dataclass(frozen=True, slots=True)
class Told:
    """One finding with its number and the place it speaks of. ``row``: the rule from a lesson that made it; ``asked``, ``passed``: what was
    said to it; ``first``: whether no finding of the same rule stands before it; ``typed``: a reason that was not kept yet."""

    number: int
    finding: letters.Finding
    row: LessonCheck | None = None
    asked: CheckWord | None = None
    passed: CheckWord | None = None
    first: bool = True
    typed: str = ""

    @property
    def kind(self) -> str:
        return "late" if self.finding.severity == "error" else "near"

    @property
    def target(self) -> str:
        return "paper" if self.finding.paragraph is None else f"p{self.finding.paragraph}"

    @property
    def is_question(self) -> bool:
        return self.row is not None and self.row.kind == Kind.ANSWERED

    @property
    def holds_up(self) -> bool:
        """Whether a reviewer's reason would let it pass."""
        return self.row is not None and self.kind == "late"


def told(found: Iterable[letters.Finding], on: taught.Standing, typed: Mapping[int, str] | None = None) -> list[Told]:
    """``found`` in order, each with what stands of its rule."""
    seen: set[int] = set()
    rows = []
    for number, each in enumerate(found, start=1):
        key = each.check
        rows.append(
            Told(
                number,
                each,
                on.rows.get(key),
                on.asked.get(key),
                on.passed.get(key),
                key not in seen or not key,
                (typed or {}).get(key, ""),
            )
        )
        seen.add(key)
    return rows


def answers(on: taught.Standing) -> list[tuple[LessonCheck, CheckWord]]:
    """The questions that were answered, with the answers."""
    return [(on.rows[key], word) for key, word in on.answered.items() if key in on.rows]


@allow(rules.DECIDE)
@require_POST
def case_letter_check(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """What the drafter says to the rule ``check``: ``do`` is ``say`` (with ``text``) or ``take_back``."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    back = f"{reverse('desk:case_letter', args=[pk, letter])}#checks"
    given, do = request.POST.get("check", ""), request.POST.get("do", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 12) or do not in ("say", "take_back"):
        raise Http404
    try:
        if do == "say":
            word = actions.say_to_check(found, int(given), request.POST.get("text", ""), by=account)
            asked = word.kind == CheckWord.Kind.ASK
            messages.success(
                request,
                say("已提请放行，送审后由审批的人决定。") if asked else say("说明已记下，审批的人看得到。"),
            )
        else:
            actions.take_back_word(found, int(given), by=account)
            messages.success(request, say("已撤回说明。"))
    except GongkaiError as error:
        return said(request, error, back)
    return redirect(back)
