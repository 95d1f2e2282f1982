"""Reads of the register. Everything starts from what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.applications import rules
from gongkai.applications.models import (
    OPEN_STAGES,
    Applicant,
    Application,
    Assistance,
    Complaint,
    Dossier,
    FeeNotice,
    Lesson,
    LessonCheck,
    Letter,
    Redo,
    RemedyCase,
    Review,
    Stage,
)
from gongkai.law.fees import Filed, ordinals
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with, standings
from gongkai.people.sealing import blind_index


def visible_to(account: Account) -> QuerySet[Application]:
    """The applications of the bodies in which ``account`` has to do with all of them, and those assigned to its sections or
    on which its sections were asked for help."""
    whole = agencies_with(account, rules.VIEW.key)
    sections = sections_with(account, rules.VIEW.key)
    seen = Q(agency__in=whole)
    if sections:
        asked = Assistance.objects.filter(section__in=sections, cancelled_at=None).values("application")
        seen |= Q(section__in=sections) | Q(pk__in=asked)
    return Application.objects.filter(seen)


def for_list(seen: QuerySet[Application]) -> QuerySet[Application]:
    """``seen`` with what a row of the list shows."""
    return seen.select_related("applicant", "section").only(
        "agency_id",
        "number",
        "title",
        "stage",
        "outcome",
        "due_on",
        "due_certain",
        "received_on",
        "decided_on",
        "created_at",
        "opened_at",
        "channel",
        "applicant_kind",
        "version",
        "section__name",
        "section__agency_id",
        "applicant__name",
        "applicant__agency_id",
    )


def case(seen: QuerySet[Application], number: str) -> Application | None:
    """One case with everything its page shows, in a fixed number of queries."""
    return (
        seen.filter(number=number)
        .select_related(
            "agency",
            "applicant",
            "section",
            "handler",
            "registered_by",
            "opened_by",
            "split_from",
            "merged_into",
            "passed_from",
            "correction",
            "reasons_call",
            "extension",
            "delay",
            "fee",
        )
        .prefetch_related(
            "consultations",
            Prefetch("assistances", Assistance.objects.select_related("section", "asked_by", "answered_by")),
            "searches__by",
            Prefetch(
                "letters",
                Letter.objects.select_related("author", "consultation", "assistance").prefetch_related(
                    Prefetch("reviews", Review.objects.select_related("by")), "services", "enclosures"
                ),
            ),
            "files__file",
            "decisions",
        )
        .first()
    )


def open_in(seen: QuerySet[Application]) -> QuerySet[Application]:
    """Those not yet answered."""
    return seen.filter(stage__in=OPEN_STAGES)


def unopened(agencies: frozenset[int]) -> QuerySet[Application]:
    """Submissions that nobody of the disclosure office has opened yet, the oldest first."""
    return Application.objects.filter(agency__in=agencies, opened_at=None, stage=Stage.SUBMITTED).order_by("created_at")


def letters_of(account: Account) -> QuerySet[Letter]:
    """The letters of the cases ``account`` may see."""
    return Letter.objects.filter(application__in=visible_to(account))


def waiting_for(account: Account) -> QuerySet[Review]:
    """The reviews that ``account`` could give now: its role's turn, not its own work, earlier steps done, none of them by it."""
    mine = Q(pk=None)
    for standing in standings(account):
        mine |= Q(letter__agency=standing.agency_id, role=standing.role)
    same_round = Review.objects.filter(letter=OuterRef("letter"), revision=OuterRef("revision"), voided_at=None)
    return (
        Review.objects.filter(mine, verdict="", voided_at=None, letter__state=Letter.State.REVIEWING)
        .exclude(author=account)
        .exclude(letter__author=account)
        .exclude(Exists(same_round.filter(Q(by=account) | Q(verdict="", step__lt=OuterRef("step")))))
        .select_related("letter__application__applicant", "letter__application__agency", "author")
        .order_by("asked_at", "pk")
    )


def assistances_for(account: Account) -> QuerySet[Assistance]:
    """What the sections of ``account`` are asked and have not answered."""
    return (
        Assistance.objects.filter(
            section__in=sections_with(account, rules.ASSIST.key), answered_at=None, cancelled_at=None
        )
        .select_related("application__agency", "section", "asked_by")
        .order_by("due_on")
    )


def fees_of(account: Account) -> QuerySet[FeeNotice]:
    """The fee ledger of the bodies of ``account``."""
    return FeeNotice.objects.filter(agency__in=agencies_with(account, rules.SEE_FEES.key)).select_related(
        "application__applicant"
    )


def remedies_of(account: Account) -> QuerySet[RemedyCase]:
    """The register of reconsiderations and suits of the bodies of ``account``."""
    return (
        RemedyCase.objects.filter(agency__in=agencies_with(account, rules.SEE_REMEDIES.key))
        .select_related("application")
        .prefetch_related("rounds")
    )


def open_disputes(application: Application) -> QuerySet[RemedyCase]:
    """The reconsiderations and suits about ``application`` that are not over: while there is one, nothing of the case may be
    destroyed (a legal hold). Over is what is concluded, not held, and not to be decided again."""
    return RemedyCase.objects.filter(
        Q(result="") | Q(hold_on__isnull=False, hold_lifted_on=None) | Q(pk__in=_redoing()), application=application
    )


def _redoing() -> QuerySet[Redo]:
    return Redo.objects.filter(done_on=None, called_off_on=None).values("round__case")


def answered_late() -> Q:
    """Answers that came after the last day they were due; of one that is handled again, the first answer."""
    return Q(redoing=None, decided_on__gt=F("due_on")) | Q(decided_on__gt=F("redoing__answer_due_on"))


def complaints_of(account: Account) -> QuerySet[Complaint]:
    """The register of complaints of the bodies of ``account``, and of those it supervises."""
    return Complaint.objects.filter(agency__in=agencies_with(account, rules.SEE_COMPLAINTS.key)).select_related(
        "application", "agency"
    )


def checks_of(account: Account) -> QuerySet[LessonCheck]:
    """The rules from lessons that ``account`` may read: of its bodies and of those it supervises, of the department above them as far as
    it holds or held, and what they proposed."""
    mine = agencies_with(account, rules.SEE_CHECKS.key)
    above = Agency.objects.filter(supervises__in=mine)
    return LessonCheck.objects.filter(
        Q(owner__in=mine)
        | Q(reach=LessonCheck.Reach.COUNTY, state=LessonCheck.State.IN_FORCE, owner__in=above)
        | Q(origin__owner__in=mine)
    ).select_related("lesson__agency", "lesson__case", "owner", "origin__owner", "by", "decided_by", "ended_by")


def dossiers_of(account: Account) -> QuerySet[Dossier]:
    """The dossiers made in the bodies of ``account``."""
    return Dossier.objects.filter(agency__in=agencies_with(account, rules.DOSSIERS.key))


def lessons_for(application: Application, *, outcome: str = "", articles: Sequence[str] = ()) -> list[Lesson]:
    """What corrected answers taught that bears on ``application``: the same outcome or a common article; the body's own, and those
    that bodies under the same supervising department share. The newest first."""
    if not outcome and not articles:
        return []
    agency = application.agency
    seen = Q(agency=agency)
    if agency.supervised_by_id is not None:
        seen |= Q(shared=True, agency__supervised_by=agency.supervised_by_id)
    found = Lesson.objects.filter(seen).exclude(case__application=application).select_related("case", "agency")
    wanted = {*articles}
    return [
        lesson for lesson in found[:200] if (outcome and lesson.outcome == outcome) or wanted & set(lesson.articles)
    ]


def by_code(code: str, phone_tail: str) -> Application | None:
    """The application a query code and the last four digits of the telephone number open; None for any other pair."""
    found = (
        Application.objects.filter(query_index=blind_index(code)).select_related("agency", "applicant").first()
        if code.strip()
        else None
    )
    if found is None:
        return None
    digits = "".join(ch for ch in found.applicant.phone if ch.isdigit())[-4:]
    return found if digits and digits == phone_tail.strip() else None


def of_applicant(agency_id: int, key: str) -> QuerySet[Application]:
    """All applications of one applicant to a body, whatever particulars came with each."""
    return Application.objects.filter(
        agency=agency_id, applicant__in=Applicant.objects.filter(agency=agency_id, key=key)
    )


def month_filed(agency: Agency, key: str, month: date) -> list[Application]:
    """The applicant's applications received in the calendar month of ``month``, in the order they count."""
    return list(
        of_applicant(agency.pk, key)
        .filter(received_on__year=month.year, received_on__month=month.month)
        .order_by("received_on", "pk")
    )


def month_ordinal(application: Application) -> int:
    """Which application of the applicant's month this one is (国办函〔2020〕109号), from 1. It must have its day of receipt."""
    assert application.received_on is not None
    filed = month_filed(application.agency, application.applicant.key, application.received_on)
    key = application.applicant.key
    numbers = ordinals([Filed(key, each.received_on, each.units) for each in filed if each.received_on])
    return numbers[[each.pk for each in filed].index(application.pk)]


def earlier_of(application: Application) -> QuerySet[Application]:
    """Other applications of the same applicant to the same body, the newest first."""
    return of_applicant(application.agency_id, application.applicant.key).exclude(pk=application.pk).order_by("-pk")
