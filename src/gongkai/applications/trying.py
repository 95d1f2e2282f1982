"""试运行: on which answers that went out a rule would have fired, so that one too wide is seen before it is kept (decision 0232)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import clocks, letter_facts
from gongkai.applications.models import Application, Decision, Letter, LetterFile, RemedyCase, Search
from gongkai.letters import facts
from gongkai.letters.linting.lessons import Kind, Rule, applies, taught
from gongkai.letters.linting.model import Case
from gongkai.people import clock
from gongkai.severance.models import Severance

YEARS = 2
MOST = 500
"""Answers looked at, the newest ones."""
ERASED = "（已销毁）"
"""The addressee of a letter whose words are gone (`gongkai.retention.wiping.GONE`)."""


@dataclass(frozen=True, slots=True)
class Fired:
    """One answer on which a rule would have fired. ``quote``: the words it would have named, "" for what is missing."""

    letter: Letter
    quote: str


@dataclass(frozen=True, slots=True)
class Trial:
    """``looked``: answers of the body that were looked at; ``whole`` False: there are older ones within the two years. ``meant``: those
    the rule is for. ``corrected``: whether it fires on the answer that was corrected, None where that is not on file."""

    looked: int
    whole: bool
    meant: int
    fired: tuple[Fired, ...]
    corrected: bool | None = None

    @property
    def fires_on_all(self) -> bool:
        return self.meant > 1 and len(self.fired) == self.meant


def trial(agency: Agency, rule: Rule, *, case: RemedyCase | None = None) -> Trial:
    """Try ``rule`` on what ``agency`` answered. ``case``: the one that taught it, if it is the body's. A fixed number of queries."""
    today = clock.today()
    since = _years_before(today, YEARS)
    rows = list(_answers(Letter.objects.filter(agency=agency, issued_on__gt=since))[: MOST + 1])
    looked = rows[:MOST]
    cuts = _cuts(looked, rule)
    meant, fired = 0, []
    for letter in looked:
        known = facts_then(letter, cuts)
        if applies(rule, known):
            meant += 1
            found = _first(letter, known, rule)
            if found is not None:
                fired.append(Fired(letter, found.quote))
    return Trial(len(looked), len(rows) <= MOST, meant, tuple(fired), _corrected(case, rule) if case else None)


def _answers(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    return (
        rows.filter(state=Letter.State.ISSUED, code__startswith="S")
        .exclude(addressee=ERASED)
        .select_related("agency", "application__applicant", "application__correction")
        .prefetch_related(
            Prefetch("application__decisions", Decision.objects.select_related("other_agency")),
            Prefetch("application__searches", Search.objects.select_related("by")),
            "application__consultations",
            Prefetch("enclosures", LetterFile.objects.select_related("file")),
        )
        .order_by("-issued_on", "-pk")
    )


def corrected_letter(case: RemedyCase) -> Letter | None:
    """The answer that a dispute is about: the last that went out before the dispute was taken up. None where it is not on file."""
    if case.application_id is None:
        return None
    return _answers(Letter.objects.filter(application=case.application_id, issued_on__lte=case.filed_on)).first()


def _corrected(case: RemedyCase, rule: Rule) -> bool | None:
    letter = corrected_letter(case)
    if letter is None:
        return None
    known = facts_then(letter, _cuts([letter], rule))
    return applies(rule, known) and _first(letter, known, rule) is not None


def _first(letter: Letter, known: facts.Facts, rule: Rule) -> letters.Finding | None:
    return next(iter(taught(Case(letters.Draft.from_data(letter.body), known), [rule])), None)


def _cuts(rows: Sequence[Letter], rule: Rule) -> frozenset[int]:
    """The files among the enclosures that are severed copies; asked only of a rule that wants to know."""
    if rule.kind is not Kind.RECORDED:
        return frozenset()
    files = {each.file.file_id for letter in rows for each in letter.enclosures.all()}
    return frozenset(Severance.objects.filter(severed__in=files, passed=True).values_list("severed", flat=True))


def facts_then(letter: Letter, cuts: frozenset[int] = frozenset()) -> facts.Facts:
    """What rules from lessons look at, as it was on record the day ``letter`` went out."""
    case, on = letter.application, letter.issued_on or clock.today()
    decision = decision_of(letter)
    decided = None
    if decision is not None:
        searches = [each for each in case.searches.all() if each.on <= on]
        severed = [each.file for each in letter.enclosures.all() if each.file.file_id in cuts]
        decided = letter_facts.decision_facts(case, decision, (), searches)
        if severed:
            decided = replace(decided, cut=tuple(facts.Cut(file.name, "", "", "", "") for file in severed))
    return facts.Facts(
        agency=facts.Agency(letter.agency.name),
        application=facts.Application(
            case.number,
            case.applicant.name,
            case.content,
            title=case.title,
            form_wanted=letter_facts.form_wanted(case),
        ),
        correction=_correction(case, on),
        consultations=tuple(
            letter_facts.consultation_facts(each)
            for each in case.consultations.all()
            if each.sent_on is not None and each.sent_on <= on
        ),
        decision=decided,
    )


def decision_of(letter: Letter) -> Decision | None:
    """The decision that an answer was drafted for: the last one made until then. An application that was handled again has several."""
    made = [each for each in letter.application.decisions.all() if each.made_at <= letter.made_at]
    return max(made, key=lambda each: each.pk, default=None)


def _correction(case: Application, on: date) -> facts.Correction | None:
    called = clocks.part(case, "correction")
    noticed = getattr(called, "noticed_on", None)
    return facts.Correction(noticed_on=noticed) if noticed is not None and noticed <= on else None


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
