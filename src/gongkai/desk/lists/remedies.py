"""救济: the plain register of reconsiderations and suits behind table 4."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.agencies.models import Agency
from gongkai.applications import actions, queries, rules
from gongkai.applications.models import Application, RemedyCase
from gongkai.desk.lists import export, keyset
from gongkai.desk.lists.filters import plain
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

PENDING = "pending"


class RemedyFilters(Worded):
    """Kind, result, year."""

    kind = forms.ChoiceField(label=say("种类"), required=False, choices=[("", say("不限")), *RemedyCase.Kind.choices])
    result = forms.ChoiceField(
        label=say("结果"),
        required=False,
        choices=[("", say("不限")), (PENDING, say("尚未审结")), *RemedyCase.Result.choices],
    )
    year = forms.TypedChoiceField(label=say("受理、立案年份"), required=False, coerce=int, empty_value=None)

    def __init__(self, given: QueryDict, year: int):
        super().__init__(given)
        self.fields["year"].choices = [("", say("不限")), *((str(y), str(y)) for y in range(year, 2018, -1))]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()

    def narrow(self, found: QuerySet[RemedyCase]) -> QuerySet[RemedyCase]:
        given = self.cleaned_data
        if given.get("kind"):
            found = found.filter(kind=given["kind"])
        if given.get("result"):
            found = found.filter(result="" if given["result"] == PENDING else given["result"])
        return found.filter(filed_on__year=given["year"]) if given.get("year") else found


class RemedyForm(Worded):
    """A case as it comes in."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none())
    kind = forms.ChoiceField(label=say("种类"), widget=forms.RadioSelect, choices=RemedyCase.Kind.choices)
    number = forms.CharField(label=say("案号"), max_length=80, help_text=say("例如：云政复〔2026〕15号"))
    authority = forms.CharField(label=say("复议机关或者法院"), max_length=80)
    filed_on = forms.DateField(label=say("受理、立案日"))
    application = forms.CharField(
        label=say("所涉申请的编号"),
        max_length=40,
        required=False,
        help_text=say("填了就能从案件打开申请，也能从申请看到案件"),
    )
    copy_on = forms.DateField(label=say("收到申请书或者起诉状副本之日"), required=False)
    simplified = forms.BooleanField(label=say("适用简易程序"), required=False)
    note = forms.CharField(label=say("说明"), widget=forms.Textarea, required=False, max_length=2000)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], seen: QuerySet[Application], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.seen = seen
        self.single = None
        if len(agencies) == 1:
            self.single = agencies[0]
            del self.fields["agency"]

    def clean_application(self) -> Application | None:
        number = self.cleaned_data["application"].strip()
        if not number:
            return None
        found = self.seen.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                say("没有编号为“{number}”的申请，请照登记簿抄写，例如云商公开申〔2026〕1号", number=number)
            )
        return found

    @property
    def body(self) -> Agency:
        return self.single or self.cleaned_data["agency"]


class ConcludeForm(Worded):
    """How it ended."""

    result = forms.ChoiceField(label=say("结果"), widget=forms.RadioSelect, choices=RemedyCase.Result.choices)
    on = forms.DateField(label=say("审结日"), help_text=say("决定书、裁判文书的日期"))
    note = forms.CharField(label=say("说明"), widget=forms.Textarea, required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@require_GET
@allow(rules.SEE_REMEDIES)
def remedies(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first. ``?format=csv``: as a file."""
    account: Account = request.user  # type: ignore[assignment]
    filters = RemedyFilters(request.GET, clock.today().year)
    mine = queries.remedies_of(account)
    found = filters.narrow(mine)
    if request.GET.get("format") == "csv":
        return export.table(say("复议诉讼台账"), HEAD, (_line(case) for case in found.order_by("pk").iterator(1000)))
    kept = [(key, value) for key, value in request.GET.items() if key not in ("after", "before")]
    counts = mine.order_by().aggregate(
        pending=Count("pk", filter=Q(result="")),
        corrected=Count("pk", filter=Q(result="corrected", concluded_on__year=clock.today().year)),
    )
    context = {
        "filters": filters,
        "count": found.count(),
        "counts": counts,
        "slice": keyset.cut(found, keyset.Order("filed_on", descending=True), request.GET),
        "may_file": bool(agencies_with(account, rules.REMEDIES.key)),
        "export": f"?{urlencode([*kept, ('format', 'csv')])}",
    }
    return render(request, "desk/lists/remedies.html", context)


HEAD = (
    say("案号"), say("种类"), say("复议机关或者法院"), say("受理、立案日"), say("申请编号"), say("收到副本日"), say("结果"),
    say("审结日"), say("说明"),
)  # fmt: skip


def _line(case: RemedyCase) -> tuple[object, ...]:
    return (
        case.number, case.get_kind_display(), case.authority, case.filed_on,
        case.application.number if case.application else "", case.copy_on,
        case.get_result_display() if case.result else say("尚未审结"), case.concluded_on, case.note,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_new(request: HttpRequest) -> HttpResponse:
    """Enter a case. ``?application=``: the number of the application it is about."""
    account: Account = request.user  # type: ignore[assignment]
    own = agencies_with(account, rules.REMEDIES.key)
    form = RemedyForm(
        request.POST or None,
        agencies=Agency.objects.filter(pk__in=own),
        seen=queries.visible_to(account).filter(agency__in=own),
        initial={"application": request.GET.get("application", ""), "filed_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
        try:
            case = actions.file_remedy(form.body, by=account, **given)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记{number}。审结以后在这一页登记结果。", number=case.number))
            return redirect("desk:remedy", case.pk)
    return render(request, "desk/lists/remedy_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.SEE_REMEDIES)
def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, and how it ended."""
    account: Account = request.user  # type: ignore[assignment]
    case = queries.remedies_of(account).select_related("application", "agency", "recorded_by").filter(pk=pk).first()
    if case is None:
        raise Http404
    may = case.agency_id in agencies_with(account, rules.REMEDIES.key)
    if request.method == "POST" and not may:
        raise Http404
    form = ConcludeForm(
        request.POST or None,
        initial={"result": case.result, "on": case.concluded_on or clock.today(), "version": case.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.conclude_remedy(case, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("结果已登记，年报表四随之更新。"))
            return redirect("desk:remedy", case.pk)
    context = {"case": case, "form": form if may else None, "may": may}
    return render(request, "desk/lists/remedy.html", context, status=422 if form.errors else 200)
