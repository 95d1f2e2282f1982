"""保管期限表 of each body: lengths, grounds, what is due and what is held; the preview of a list; setting a length."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.desk.retention.finding import account_of, body_of, rights
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, holds
from gongkai.retention import actions, computing, queries, rules, schedule

PAGE = 50
UNITS = [("years", say("年")), ("months", say("个月")), ("days", say("天")), ("permanent", say("永久"))]


class LengthForm(Worded):
    """How long, and on what ground."""

    value = forms.IntegerField(label=say("期限"), min_value=1, max_value=999, required=False)
    unit = forms.ChoiceField(label=say("单位"), choices=UNITS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=say("依据或者理由"),
        max_length=200,
        widget=forms.Textarea,
        help_text=say("例如：县档案馆某年某月批复的本机关文件材料归档范围和保管期限表"),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("unit") not in (None, "permanent") and not values.get("value") and "value" not in self.errors:
            self.add_error("value", say("请填写期限，或者选“永久”"))
        return values


class DrawForm(Worded):
    """Which kinds go on a list."""

    kinds = forms.MultipleChoiceField(
        label=say("列入清册的种类"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": say("请至少选一类")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]


@require_GET
@allow(rules.SEE)
def retention(request: HttpRequest) -> HttpResponse:
    """The schedule of each of one's bodies with what is due, and the lists."""
    bodies = []
    for agency in queries.bodies_of(account_of(request)):
        lines = schedule.lines(agency)
        rows = [(lines[kind.key], free, held) for kind, free, held in computing.counted(agency)]
        bodies.append((agency, rows, sum(free for _, free, _ in rows), rights(request, agency)))
    lists = Paginator(queries.lists_of(account_of(request)), PAGE).get_page(request.GET.get("page"))
    context = {
        "bodies": bodies,
        "page": lists,
        "archives": holds(account_of(request), rules.ARCHIVE.key),
        "due": sum(free for _, _, free, _ in bodies),
        "turn": queries.waiting_for(account_of(request)).count(),
        "holds": queries.holds_of(account_of(request)).filter(lifted_at=None).count(),
    }
    return render(request, "desk/retention/retention.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.SEE)
def retention_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What would go: what, since when, why, and what is held. Drawing up the list takes what is not held."""
    agency = body_of(request, slug)
    found = list(computing.due(agency))
    free = {kind: sum(1 for each in found if each.kind == kind and not each.held) for kind in schedule.kinds()}
    choices = [
        (key, say("{label}（{n}条）", label=kind.label, n=free[key]))
        for key, kind in schedule.kinds().items()
        if free[key]
    ]
    form = DrawForm(request.POST or None, choices=choices, initial={"kinds": [key for key, _ in choices]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw_up(agency, kinds=form.cleaned_data["kinds"], by=account_of(request))
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, say("清册{number}已编制，等另一个人审批。批准后还有30天可以撤出。", number=made.number)
            )
            return redirect("desk:retention_list", made.pk)
    wanted = request.GET.get("kind", "")
    lines = schedule.lines(agency)
    rows = [(lines[each.kind], each) for each in found if not wanted or each.kind == wanted]
    context = {
        "body": agency,
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "free": sum(free.values()),
        "held": sum(1 for each in found if each.held),
        "wanted": lines[wanted].kind if wanted in lines else None,
        "choices": choices,
        **rights(request, agency),
    }
    return render(request, "desk/retention/preview.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.SET)
def retention_length(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Set how long a kind of record is kept."""
    agency = body_of(request, slug)
    line = schedule.lines(agency).get(kind)
    if line is None:
        raise Http404
    unit = "permanent" if line.length.value is None else line.length.unit
    note = line.setting.note if line.setting else ""
    form = LengthForm(request.POST or None, initial={"value": line.length.value, "unit": unit, "note": note})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        permanent = given["unit"] == "permanent"
        try:
            actions.set_length(
                agency,
                kind,
                value=None if permanent else given["value"],
                unit="years" if permanent else given["unit"],
                note=given["note"],
                by=account_of(request),
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, say("“{label}”的保管期限已改，已在清册上的条目销毁前会按新期限再核对。", label=line.kind.label)
            )
            return redirect("desk:retention")
    context = {"body": agency, "line": line, "form": form}
    return render(request, "desk/retention/length.html", context, status=422 if form.errors else 200)
