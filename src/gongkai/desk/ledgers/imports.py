"""旧台账: the list of imports with its drop field, one import where it stands, its faulty rows as a sheet, a case beside its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.applications import queries
from gongkai.applications.rules import SEE_REMEDIES, VIEW
from gongkai.desk.ledgers import forms
from gongkai.desk.ledgers.place import batch_of, place
from gongkai.desk.registers import workbook
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.ledgers import actions, mending, rules
from gongkai.ledgers.actions.resting import STILL
from gongkai.ledgers.exporting import LEDGERS
from gongkai.ledgers.models import Batch, Books, Imported, ImportedRound, Line
from gongkai.ledgers.reading.books import BOOKS, LEVELS
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.words import OPTIONS
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

_FAULTS_A_PAGE = 50
_SAMPLES: Mapping[str, tuple[Mapping[str, object], ...]] = {
    Books.APPLICATIONS: (
        {
            "number": "2024-001",
            "applicant": say("××"),
            "kind": say("自然人"),
            "channel": say("当面提交"),
            "received_on": date(2024, 3, 5),
            "content": say("××文件"),
            "section": say("××股"),
            "decided_on": date(2024, 3, 28),
            "letter_number": say("××〔2024〕1号"),
            "outcome": say("予以公开"),
        },
    ),
    Books.DISPUTES: (
        {
            "application": "2024-001",
            "applicant": say("××"),
            "dispute_kind": say("行政复议"),
            "number": say("××复〔2024〕1号"),
            "authority": say("××人民政府"),
            "filed_on": date(2024, 4, 8),
            "result": say("维持"),
            "concluded_on": date(2024, 5, 30),
        },
        {
            "application": "2024-001",
            "applicant": say("××"),
            "dispute_kind": say("复议后起诉"),
            "level": say("一审"),
            "number": say("（2024）××行初1号"),
            "authority": say("××人民法院"),
            "filed_on": date(2024, 6, 12),
            "result": say("驳回诉讼请求"),
            "concluded_on": date(2024, 9, 2),
        },
    ),
}


@require_http_methods(["GET", "POST"])
@allow(rules.IMPORT)
def ledgers(request: HttpRequest) -> HttpResponse:
    """Every import of the body, and the ledgers to take away. Posted: a file."""
    here = place(request)
    asked = {"ledger": request.GET.get("ledger", Books.APPLICATIONS)}
    form = forms.HandInForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        given, ledger = form.cleaned_data["upload"], form.cleaned_data["ledger"]
        try:
            batch = actions.take_in(here.agency, Upload(given.name, given.read()), ledger=ledger, by=here.account)
        except GongkaiError as error:
            form.add_error("upload", str(error))
        else:
            return redirect("desk:ledger_import", batch.pk)
    batches = Batch.objects.filter(agency=here.agency).exclude(state=Batch.State.DISCARDED).select_related("by")
    context = {
        "place": here,
        "form": form,
        "page": Paginator(batches, 20).get_page(request.GET.get("page")),
        "ledgers": LEDGERS.values(),
        "years": range(clock.today().year, 2018, -1),
        "may_export": here.may(rules.EXPORT.key),
        "may_choose": here.may(rules.COLUMNS.key),
    }
    return render(request, "desk/ledgers/ledgers.html", context, status=422 if form.errors else 200)


@require_GET
@allow(rules.IMPORT)
def ledger_sample(request: HttpRequest) -> HttpResponse:
    """A sample with the columns that can be read, and rows to be written over. ``?ledger=``: of which. The columns of a row that tells of
    several hearings are left out: who has such a ledger hands it in as it is."""
    place(request)
    ledger = Books.DISPUTES if request.GET.get("ledger") == Books.DISPUTES else Books.APPLICATIONS
    labels = {
        field: label
        for field, label in BOOKS[ledger].labels.items()
        if not field.startswith(tuple(f"{at}_" for at in LEVELS))
    }
    rows = [[row.get(field) for field in labels] for row in _SAMPLES[ledger]]
    return workbook.download(say("{ledger}样表", ledger=ledger.label), list(labels.values()), rows)


@require_GET
@allow(rules.IMPORT)
def ledger_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One import where it stands."""
    batch = batch_of(request, pk)
    return render(request, "desk/ledgers/import.html", context_of(request, batch))


def context_of(request: HttpRequest, batch: Batch, **more: Any) -> dict[str, Any]:
    """Everything the page shows."""
    n = {state: batch.lines.filter(state=state).count() for state in Line.State}
    faulty = Paginator(batch.lines.filter(state=Line.State.FAULTY), _FAULTS_A_PAGE).get_page(request.GET.get("page"))
    states = Batch.State
    mapping = batch.state == states.MAPPING or (batch.state == states.CHECKED and request.GET.get("map") == "1")
    stage = {
        states.MAPPING: 1,
        states.CHECKING: 2,
        states.CHECKED: 2,
        states.TAKING: 3,
        states.UNDOING: 3,
        states.TAKEN: 4,
    }
    return {
        "batch": batch,
        "n": {state.value: count for state, count in n.items()},
        "mapping": mapping,
        "stage": 1 if mapping else stage.get(states(batch.state), 4),
        "stages": [say("核对各列"), say("检查"), say("导入"), say("完成")],
        "shapes": forms.shapes_of(batch) if mapping else [],
        "years": forms.years_of(batch),
        "whole": forms.whole_of(batch),
        "words": forms.words_of(batch),
        "faulty": faulty,
        "faults": [_told(batch, line) for line in faulty],
        "before": _wants_applications(batch, faulty),
        "notes": _notes(batch),
        "disputes": batch.ledger == Books.DISPUTES,
        "cases": ImportedRound.objects.filter(batch=batch, opens=True).count() if batch.state == states.TAKEN else 0,
        "goal": n[Line.State.CLEAN] + n[Line.State.TAKEN] if batch.state == states.TAKING else batch.total,
        "still": bool(batch.working and batch.beat_at and clock.now() - batch.beat_at > STILL),
        **more,
    }


def _told(batch: Batch, line: Line) -> dict[str, Any]:
    """A faulty row: where it stands, and each fault of it."""
    sheet = batch.sheets[line.sheet]["name"] if len(batch.sheets) > 1 else ""
    return {"sheet": sheet, "row": line.row, "faults": [Fault(**fault) for fault in line.faults or ()]}


def _wants_applications(batch: Batch, faulty: Iterable[Line]) -> bool:
    """Whether most faulty rows name applications that the register does not hold: then one thing is to be done, and not one a row."""
    codes = [{fault["code"] for fault in line.faults or ()} for line in faulty]
    return batch.ledger == Books.DISPUTES and 2 * sum("unknown_application" in each for each in codes) > len(codes) > 2


def _notes(batch: Batch) -> list[tuple[str, int, list[str]]]:
    if batch.state != Batch.State.CHECKED:
        return []
    noted = batch.lines.filter(notes__isnull=False).exclude(state=Line.State.FAULTY)[:100]
    return [(batch.sheets[line.sheet]["name"], line.row, line.notes) for line in noted if line.notes]


@require_GET
@allow(rules.IMPORT)
def ledger_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The faulty rows as the same sheets, each with what is wrong beside it, to be mended and handed in again."""
    batch = batch_of(request, pk)
    if not batch.lines.filter(state=Line.State.FAULTY).exists():
        raise Http404
    name = batch.name.rsplit(".", 1)[0]
    data = mending.workbook(batch)
    mending.taken_away(batch, by=request.user)  # type: ignore[arg-type]
    return workbook.attached(data, say("{name}（有问题的行）.xlsx", name=name), workbook.MEDIA)


@require_GET
@allow(VIEW)
def ledger_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case beside the row that it came from."""
    account: Account = request.user  # type: ignore[assignment]
    case = queries.visible_to(account).select_related("agency", "applicant", "section").filter(pk=pk).first()
    kept = Imported.objects.select_related("batch", "batch__by").filter(application=case).first() if case else None
    if case is None or kept is None:
        raise Http404
    labels = BOOKS[Books.APPLICATIONS].labels
    extra = [(labels[field], value) for field, value in kept.extra.items() if field in labels]
    context = {
        "case": case,
        "kept": kept,
        "outcome": OPTIONS["outcome"].get(case.outcome, ""),
        "original": kept.original if rules.sees_rows(account, case.agency_id) else None,
        "extra": extra,
    }
    return render(request, "desk/ledgers/case.html", context)


@require_GET
@allow(SEE_REMEDIES)
def ledger_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """A dispute beside the rows that its hearings came from."""
    account: Account = request.user  # type: ignore[assignment]
    case = queries.remedies_of(account).select_related("agency", "application__applicant").filter(pk=pk).first()
    found = ImportedRound.objects.filter(round__case=case).select_related("round", "batch__by") if case else None
    if case is None or not found:
        raise Http404
    context = {
        "case": case,
        "kept": sorted(found, key=lambda each: (each.round.filed_on, each.pk)),
        "sees_rows": rules.sees_rows(account, case.agency_id),
    }
    return render(request, "desk/ledgers/dispute.html", context)
