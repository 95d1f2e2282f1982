"""One case among those a person may see, with all its parts in a fixed number of queries; another body's is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Exists,
    FilteredRelation,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.http import Http404

from gongkai.applications import approvers, queries
from gongkai.applications.models import (
    Application,
    Assistance,
    CaseFile,
    Lesson,
    Letter,
    RemedyCase,
    Review,
    Search,
    Service,
)
from gongkai.ledgers.models import Imported
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role

APPROVERS = (Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF)
PARTS = ("correction", "reasons_call", "extension", "delay", "fee")
LIVE = (Service.Result.ON_THE_WAY, Service.Result.SERVED)


def case_of(account: Account, pk: int) -> Application:
    """The case with all its parts: eight queries, however much there is. Raises `Http404`."""
    found = (
        queries.visible_to(account)
        .filter(pk=pk)
        .annotate(
            disputed=Exists(RemedyCase.objects.filter(application=OuterRef("pk"))),
            taught=Exists(_lessons()),
            in_force=FilteredRelation("decisions", condition=Q(decisions__replaced_at=None)),
            from_ledger=Exists(Imported.objects.filter(application=OuterRef("pk"))),
            **{f"holder_{role.value}": Subquery(_holder(role)) for role in APPROVERS},
        )
        .select_related(
            "agency", "applicant", "section", "handler", "registered_by", "opened_by", "split_from", "merged_into",
            "passed_from__agency", "in_force__made_by", *PARTS,
        )
        .prefetch_related(
            "consultations",
            Prefetch("assistances", Assistance.objects.select_related("section", "asked_by", "answered_by")),
            Prefetch("searches", Search.objects.select_related("by")),
            Prefetch("letters", _letters()),
            Prefetch("files", CaseFile.objects.filter(removed_at=None).select_related("file", "added_by")),
        )
        .order_by()
    )  # fmt: skip
    # Not `first`: to put one row in order, Django weighs every column that is asked for, a third of the time of all this.
    case = next(iter(found), None)
    if case is None:
        raise Http404
    _know(case.decisions, _joined(case, "in_force"))
    letters = _once(case.letters.all())
    for letter in letters:
        letter.application, letter.agency = case, case.agency
        _know(letter.services, _joined(letter, "live"))
    _know(case.letters, letters)
    # Whose turn it is, and why a letter came back, is asked only of those under way.
    under_way = [letter for letter in letters if letter.state in (Letter.State.DRAFT, Letter.State.REVIEWING)]
    prefetch_related_objects(under_way, Prefetch("reviews", Review.objects.select_related("by")))
    for consultation in case.consultations.all():
        consultation.application = case
    approvers.know_holders(
        case.agency, {role.value: name for role in APPROVERS if (name := getattr(case, f"holder_{role.value}"))}
    )
    return case


def letter_of(account: Account, pk: int, letter: int) -> Letter:
    """One letter of a case, its ``application`` the case with all its parts. Raises `Http404`."""
    case = case_of(account, pk)
    found = next((each for each in case.letters.all() if each.pk == letter), None)
    if found is None:
        raise Http404
    return found


def _letters() -> Any:
    """Letters with the one attempt at service that has not failed: there is never a second such one. Their words are read
    only where one is opened."""
    return (
        Letter.objects.defer("body")
        .annotate(live=FilteredRelation("services", condition=Q(services__result__in=LIVE)))
        .select_related("author", "consultation", "assistance__section", "live")
        .order_by("pk")
    )


def _lessons() -> QuerySet[Lesson]:
    """The lessons that may bear on the outer case, as `gongkai.applications.queries.lessons_for` reads them."""
    shared = Q(shared=True, agency__supervised_by=OuterRef("agency__supervised_by"))
    return Lesson.objects.filter(Q(agency=OuterRef("agency")) | shared).exclude(case__application=OuterRef("pk"))


def _holder(role: Role) -> Any:
    """The name of the first of those who hold ``role`` in the body today."""
    today = clock.today()
    return (
        Appointment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=today),
            agency=OuterRef("agency"),
            role=role,
            starts_on__lte=today,
            account__is_active=True,
        )
        .order_by("pk")
        .values("account__name")[:1]
    )


def _joined(row: Model, name: str) -> list[Any]:
    """What a filtered relation has joined to ``row``: at most one. Django sets no attribute where there is none."""
    found = getattr(row, name, None)
    return [] if found is None else [found]


def _once(rows: Iterable[Any]) -> list[Any]:
    return list({row.pk: row for row in rows}.values())


def _know(manager: Any, rows: list[Model]) -> None:
    """Let a related manager know its rows, as a prefetch would: they came along with another query."""
    known = manager.get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    manager.instance.__dict__.setdefault("_prefetched_objects_cache", {})[manager.field.remote_field.cache_name] = known
