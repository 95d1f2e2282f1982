"""What the schedule says is due: what, since when, and what holds it. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.applications.models import Applicant, Application, Letter, Stage
from gongkai.disclosures.models import ImportedRows, SiteError
from gongkai.files.discarding import unused
from gongkai.files.keeping import place_of
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Appointment, SignIn
from gongkai.retention.holds import Holds
from gongkai.retention.models import DestructionList, Entry
from gongkai.retention.schedule import Kind, Length, Line, lines


def sign_in_thing(agency: Agency) -> str:
    """How a list names the log-in records of one body."""
    return f"people.signin/{agency.pk}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing whose time has come. ``held``: why it stays all the same, "" where it may go."""

    kind: str
    thing: str
    thing_pk: int
    what: str
    starts_on: date
    due_on: date
    held: str = ""
    application: int | None = None


Found = Iterator[tuple[str, int, str, date, int | None, str]]
"""(thing, key, words, day it was closed or made, application, what holds it)."""


def due(agency: Agency, today: date | None = None, kind: str = "") -> Iterator[Candidate]:
    """Everything of ``agency`` whose length has run out and that is neither gone nor on a list, kind by kind, the oldest first.

    ``kind``: only this one. A thing that is held is given with what holds it.
    """
    today = today or clock.today()
    holds = Holds(agency, today)
    for key, line in lines(agency).items():
        if kind and key != kind:
            continue
        before = line.length.before(today)
        if before is None:
            continue
        for thing, pk, what, closed, application, held in _FINDERS[key](agency, before, holds):
            starts = line.kind.start_of(closed)
            last = line.length.after(starts)
            if last is not None and last <= today:
                reason = holds.body or held or (holds.words(application) if application is not None else "")
                yield Candidate(key, thing, pk, what, starts, last, reason, application)


def still_due(entry: Entry, line: Line, today: date) -> bool:
    """Whether the length that holds today lets the entry go: a body may have lengthened it since the list was drawn up."""
    last = line.length.after(entry.starts_on)
    return last is not None and last <= today


_TAKEN = Q(state=Entry.State.ERASED) | Q(state=Entry.State.WAITING, destruction__state__in=DestructionList.OPEN)


def _free(rows: QuerySet, kind: str, thing: str) -> QuerySet:
    """``rows`` without what is gone or stands on an open list."""
    return rows.exclude(Exists(Entry.objects.filter(_TAKEN, kind=kind, thing=thing, thing_pk=OuterRef("pk"))))


def _label(model: type[Model]) -> str:
    return model._meta.label_lower


def _cases(agency: Agency, before: date, kind: str) -> QuerySet[Application]:
    rows = Application.objects.filter(agency=agency, stage=Stage.CLOSED, decided_on__lte=before)
    return _free(rows, kind, _label(Application)).order_by("decided_on", "pk")


def _of_cases(kind: str) -> Callable[[Agency, date, Holds], Found]:
    def find(agency: Agency, before: date, holds: Holds) -> Found:
        rows = _cases(agency, before, kind)
        if kind == "letters":
            rows = rows.filter(Exists(Letter.objects.filter(application=OuterRef("pk"), state=Letter.State.ISSUED)))
        for pk, number, on in rows.values_list("pk", "number", "decided_on"):
            yield _label(Application), pk, number, on, pk, ""

    return find


def _of_applicants(kind: str, fields: tuple[str, ...]) -> Callable[[Agency, date, Holds], Found]:
    """Applicants all of whose cases are closed. One that is in a case which is held is held."""

    def find(agency: Agency, before: date, holds: Holds) -> Found:
        running = Application.objects.filter(applicant=OuterRef("pk")).exclude(stage=Stage.CLOSED)
        rows = (
            _free(Applicant.objects.filter(agency=agency), kind, _label(Applicant))
            .exclude(Exists(running))
            .annotate(last=Max("applications__decided_on"))
            .filter(last__lte=before)
            .order_by("last", "pk")
            .prefetch_related("applications")
        )
        for row in rows.iterator(chunk_size=500):
            cases = sorted(row.applications.all(), key=lambda case: case.pk)
            held = next((words for case in cases if (words := holds.words(case.pk))), "")
            what = say("{number}的申请人", number=cases[0].number)
            if len(cases) > 1:
                what = say("{number}等{n}件的申请人", number=cases[0].number, n=len(cases))
            if any(getattr(row, name) for name in fields) or kind == "identity":
                yield _label(Applicant), row.pk, what, row.last, cases[-1].pk, held

    return find


def _drafts(agency: Agency, before: date, holds: Holds) -> Found:
    rows = Letter.objects.filter(
        agency=agency,
        state=Letter.State.CANCELLED,
        application__stage=Stage.CLOSED,
        application__decided_on__lte=before,
    )
    rows = _free(rows, "drafts", _label(Letter)).select_related("application").order_by("application__decided_on", "pk")
    for row in rows.iterator(chunk_size=500):
        case = row.application
        what = say("{number}的作废文书{code}", number=case.number, code=row.number or row.code)
        yield _label(Letter), row.pk, what, case.decided_on, case.pk, ""


def _logs(agency: Agency, before: date, holds: Holds) -> Found:
    """Log-in records, month by month. A month goes when its last day has had its time."""
    listed = Entry.objects.filter(kind="logs", thing=sign_in_thing(agency)).filter(_TAKEN)
    gone = set(listed.values_list("thing_pk", flat=True))
    moments = sign_ins_of(agency).filter(at__date__lte=before).order_by("at").values_list("at", flat=True)
    for (year, month), _ in groupby(moments, key=lambda at: (clock_day(at).year, clock_day(at).month)):
        key = year * 100 + month
        if key not in gone:
            last = Length(1, "months").after(date(year, month, 1))
            assert last is not None
            what = say("{year}年{month}月的登录记录", year=year, month=month)
            yield sign_in_thing(agency), key, what, last, None, ""


def clock_day(at: datetime) -> date:
    """The day in China of a moment."""
    from django.utils import timezone

    return timezone.localdate(at)


def sign_ins_of(agency: Agency) -> QuerySet[SignIn]:
    """The ended sessions of the people of a body. Who has posts in several bodies belongs to the first of them."""
    first = Appointment.objects.filter(account=OuterRef("account")).order_by("pk").values("agency")[:1]
    return SignIn.objects.annotate(body=first).filter(body=agency.pk)


def _uploads(agency: Agency, before: date, holds: Holds) -> Found:
    rows = _free(unused(agency), "uploads", _label(StoredFile)).order_by("pk")
    for pk, sha256 in rows.values_list("pk", "sha256"):
        try:
            touched = place_of(agency.pk, sha256).stat().st_mtime
        except FileNotFoundError:
            touched = 0.0
        on = datetime.fromtimestamp(touched, UTC).date()
        yield _label(StoredFile), pk, say("文件{mark}", mark=sha256[:12]), on, None, ""


def _imports(agency: Agency, before: date, holds: Holds) -> Found:
    rows = ImportedRows.objects.filter(agency=agency, at__date__lte=before)
    for pk, at in _free(rows, "imports", _label(ImportedRows)).order_by("at").values_list("pk", "at"):
        yield _label(ImportedRows), pk, say("第{n}次导入的原表", n=pk), clock_day(at), None, ""


def _site_errors(agency: Agency, before: date, holds: Holds) -> Found:
    rows = SiteError.objects.filter(agency=agency, answered_at__date__lte=before)
    for pk, at in (
        _free(rows, "site_errors", _label(SiteError)).order_by("answered_at").values_list("pk", "answered_at")
    ):
        yield _label(SiteError), pk, say("网站找错第{n}条", n=pk), clock_day(at), None, ""


_FINDERS: dict[str, Callable[[Agency, date, Holds], Found]] = {
    "identity": _of_applicants("identity", ("identity_number",)),
    "contact": _of_applicants("contact", ("phone", "email", "address", "postcode", "representative", "contact")),
    "case": _of_cases("case"),
    "letters": _of_cases("letters"),
    "drafts": _drafts,
    "logs": _logs,
    "uploads": _uploads,
    "imports": _imports,
    "site_errors": _site_errors,
}


def counted(agency: Agency, today: date | None = None) -> list[tuple[Kind, int, int]]:
    """For each kind: how many may go now, and how many are held."""
    found: dict[str, list[int]] = {key: [0, 0] for key in lines(agency)}
    for each in due(agency, today):
        found[each.kind][bool(each.held)] += 1
    return [(line.kind, *found[key]) for key, line in lines(agency).items()]  # type: ignore[misc]
