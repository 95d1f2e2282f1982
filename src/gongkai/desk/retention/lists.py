"""One 销毁清册: its entries, approval by a second person, taking back, the certificate."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.retention.finding import account_of, list_of, rights
from gongkai.documents import write
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.retention import actions, proving, rules, schedule
from gongkai.retention.models import DestructionList, Entry

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@allow(rules.SEE)
def retention_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with what it may become."""
    found = list_of(request, pk)
    kinds = schedule.kinds()
    page = Paginator(found.entries.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "rows": [(kinds[entry.kind], entry) for entry in page],
        "kinds": [(kinds[key].label, n, found.schedule["kinds"][key]) for key, n in _counts(found).items()],
        "own": found.made_by_id == account_of(request).pk,
        "open": found.state in ("proposed", "pending"),
        "done": found.gone,
        **rights(request, found.agency),
    }
    return render(request, "desk/retention/list.html", context)


def _counts(found: DestructionList) -> dict[str, int]:
    counted: dict[str, int] = {}
    for kind in found.entries.exclude(state=Entry.State.RESTORED).values_list("kind", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    return counted


@require_POST
@allow(rules.APPROVE)
def retention_list_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """同意: nothing is erased before the grace is over."""
    found = list_of(request, pk)
    return _do(
        request,
        found,
        lambda: actions.approve(
            found,
            digest=request.POST.get("digest", ""),
            comment=request.POST.get("comment", ""),
            version=_version(request),
            by=account_of(request),
        ),
        lambda: say("已同意。{day}以前都可以撤出，到时系统自动销毁并出具证明。", day=found.erase_from),
    )


@require_POST
@allow(rules.APPROVE)
def retention_list_return(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    found = list_of(request, pk)
    why = request.POST.get("comment", "")
    return _do(
        request,
        found,
        lambda: actions.send_back(found, comment=why, version=_version(request), by=account_of(request)),
        lambda: say("已退回，清册上的内容都没有动。"),
    )


@require_POST
@allow(rules.DRAW_UP)
def retention_list_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 the whole list."""
    found = list_of(request, pk)
    why = request.POST.get("why", "")
    return _do(
        request,
        found,
        lambda: actions.withdraw_list(found, why=why, version=_version(request), by=account_of(request)),
        lambda: say("清册已撤销，内容都没有动。"),
    )


@require_POST
@allow(rules.HOLD)
def retention_list_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """撤出 the marked entries."""
    found = list_of(request, pk)
    marked = [int(each) for each in request.POST.getlist("entry") if each.isdigit()]
    why = request.POST.get("why", "")
    return _do(
        request,
        found,
        lambda: actions.restore(found, marked, why=why, version=_version(request), by=account_of(request)),
        lambda: say("已撤出{n}条，不会销毁。", n=len(marked)),
    )


@require_GET
@allow(rules.SEE)
def retention_list_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """销毁证明, the PDF that was kept."""
    found = list_of(request, pk)
    if found.certificate is None:
        raise Http404
    return _file(keeping.read(found.certificate), "application/pdf", say("销毁证明{number}.pdf", number=found.number))


@require_GET
@allow(rules.SEE)
def retention_list_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """销毁清册 as a workbook."""
    found = list_of(request, pk)
    return _file(write(proving.the_list(found), "xlsx"), XLSX, say("销毁清册{number}.xlsx", number=found.number))


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else None


def _do(
    request: HttpRequest, found: DestructionList, act: Callable[[], object], done: Callable[[], str]
) -> HttpResponse:
    try:
        act()
    except GongkaiError as error:
        return said(request, error, to=request.path.rsplit("/", 2)[0] + "/")
    messages.success(request, done())
    return redirect("desk:retention_list", found.pk)


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
