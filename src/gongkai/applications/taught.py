"""教训转成的检查, read: which rules hold for a body, what stands against a letter because of them, and how often they spoke."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications.models import CheckHit, CheckWord, LessonCheck, Letter
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS
from gongkai.letters.linting import ERROR, WARNING
from gongkai.people import clock


class NotPassed(GongkaiError):
    """A rule holds up the letter and no reviewer has let it pass."""

    def __init__(self, letter: Letter, found: Sequence[letters.Finding]) -> None:
        told = "".join(dict.fromkeys(finding.message for finding in found[:3]))
        super().__init__(
            say(
                "{letter}有{n}条教训转成的检查没有过：{told}确实不适用本件的，请逐条写明放行的理由；否则退回修改。",
                letter=LETTERS[letter.code].name,
                n=len({finding.check for finding in found}),
                told=told,
            )
        )
        self.findings = tuple(found)


def holding(day: date) -> Q:
    """The versions in force on ``day``."""
    return Q(state=LessonCheck.State.IN_FORCE, starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def alive(day: date) -> Q:
    """The versions in force on ``day`` or later."""
    return Q(state=LessonCheck.State.IN_FORCE) & (Q(ends_on=None) | Q(ends_on__gte=day))


def of_body(agency: Agency) -> Q:
    """What is for ``agency``: its own, those of the department that supervises it, and as such a department its own for all."""
    owners = [pk for pk in (agency.pk, agency.supervised_by_id) if pk is not None]
    return Q(reach=LessonCheck.Reach.OWN, owner=agency) | Q(reach=LessonCheck.Reach.COUNTY, owner__in=owners)


def in_force(agency: Agency, day: date | None = None) -> list[LessonCheck]:
    """The rules that hold for ``agency`` on ``day`` (today), the body's own first. One of the department that says what one of its own
    says is left out: the two are one."""
    rows = LessonCheck.objects.filter(holding(day or clock.today()), of_body(agency)).select_related("lesson__agency")
    seen: dict[tuple[object, ...], LessonCheck] = {}
    for row in sorted(rows, key=lambda row: (row.reach != LessonCheck.Reach.OWN, row.pk)):
        seen.setdefault(row.rule.content, row)
    return list(seen.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said to the rules on one letter. By key of the rule: ``answered``, ``asked``, ``passed``; a pass only for the text as it
    is."""

    rows: dict[int, LessonCheck] = field(default_factory=dict)
    answered: dict[int, CheckWord] = field(default_factory=dict)
    asked: dict[int, CheckWord] = field(default_factory=dict)
    passed: dict[int, CheckWord] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[letters.Rule, ...]:
        return tuple(row.rule for row in self.rows.values())


NOTHING = Standing()


def standing(letter: Letter) -> Standing:
    """The rules for ``letter`` and what was said to them. Two queries; one where no rule holds; none for a letter that decides nothing."""
    if not letter.substantive:
        return NOTHING
    rows = {row.pk: row for row in in_force(letter.agency)}
    if not rows:
        return NOTHING
    found = Standing(rows)
    places = {
        CheckWord.Kind.ANSWER: found.answered,
        CheckWord.Kind.ASK: found.asked,
        CheckWord.Kind.PASS: found.passed,
    }
    for word in words_on(letter):
        if word.kind != CheckWord.Kind.PASS or word.digest == letter.digest:
            places[CheckWord.Kind(word.kind)][word.check_row_id] = word
    return found


def words_on(letter: Letter) -> QuerySet[CheckWord]:
    """What was said on ``letter`` and not taken back."""
    return letter.check_words.filter(taken_back_at=None).select_related("by").order_by("pk")


def judged(found: Iterable[letters.Finding], on: Standing) -> tuple[letters.Finding, ...]:
    """``found`` with what a reviewer let pass no more an error."""
    told = [
        replace(each, severity=WARNING) if each.severity == ERROR and each.check in on.passed else each
        for each in found
    ]
    return tuple(sorted(told, key=lambda each: each.severity != ERROR))


def unasked(found: Iterable[letters.Finding], on: Standing) -> list[letters.Finding]:
    """The errors that keep a letter from review: all but those of rules that a reviewer is asked to let pass."""
    return [each for each in found if each.severity == ERROR and not (each.check and each.check in on.asked)]


def held_up(found: Iterable[letters.Finding]) -> list[letters.Finding]:
    """The errors that only a reviewer can let pass."""
    return [each for each in found if each.severity == ERROR and each.check]


def note_hits(letter: Letter, found: Iterable[letters.Finding]) -> None:
    """Keep that rules fired on ``letter``, once each. Under the lock of its case."""
    keys = dict.fromkeys(each.check for each in found if each.check)
    if keys:
        there = set(CheckHit.objects.filter(letter=letter, check_row__in=keys).values_list("check_row", flat=True))
        made = [CheckHit(check_row_id=key, letter=letter, at=clock.now()) for key in keys if key not in there]
        CheckHit.objects.bulk_create(made)


@dataclass(frozen=True, slots=True)
class Figures:
    """Letters on which a rule fired, and on which it was let pass."""

    fired: int = 0
    passed: int = 0

    @property
    def mostly_passed(self) -> bool:
        """Let pass more often than not, on five letters or more: the rule itself is to be looked at."""
        return self.fired >= 5 and self.passed * 2 > self.fired


def figures(rows: Iterable[LessonCheck], agencies: Collection[int]) -> dict[int, Figures]:
    """By key of the rule, over the letters of ``agencies``. Two queries."""
    keys = [row.pk for row in rows]
    fired = dict(
        CheckHit.objects.filter(check_row__in=keys, letter__agency__in=agencies)
        .order_by()
        .values_list("check_row")
        .annotate(n=Count("letter", distinct=True))
    )
    passed = dict(
        CheckWord.objects.filter(check_row__in=keys, letter__agency__in=agencies, kind=CheckWord.Kind.PASS)
        .order_by()
        .values_list("check_row")
        .annotate(n=Count("letter", distinct=True))
    )
    return {key: Figures(fired.get(key, 0), passed.get(key, 0)) for key in keys}
