"""结果栏目: in which column of table 4 each result counts, and why where it is not the shipped one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.agencies.models import Agency
from gongkai.applications import actions, rules
from gongkai.applications.models import ResultReading
from gongkai.desk.disputes.forms import ColumnForm
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.disputes import BUCKET_NAMES, COUNTED, RESULTS, Bucket
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


@require_http_methods(["GET", "POST"])
@allow(rules.RESULTS)
def remedy_columns(request: HttpRequest) -> HttpResponse:
    """The table, and the form to choose another column. ``?agency=``: for which body, where a person has several."""
    account: Account = request.user  # type: ignore[assignment]
    mine = Agency.objects.filter(pk__in=agencies_with(account, rules.RESULTS.key)).order_by("pk")
    wanted = request.GET.get("agency", "")
    agency = mine.filter(slug=wanted).first() if wanted else mine.first()
    if agency is None:
        raise Http404
    form = ColumnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_column(agency, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已改。以后登记的结果按新的栏目计，已经登记的不动。"))
            return redirect(request.get_full_path())
    chosen = {
        each.code: each for each in ResultReading.objects.filter(agency=agency).select_related("by").order_by("pk")
    }
    rows = [
        (result, BUCKET_NAMES[Bucket(chosen[result.code].bucket if result.code in chosen else result.bucket)], chosen.get(result.code))
        for result in RESULTS.values()
        if result.bucket in COUNTED
    ]  # fmt: skip
    context = {"agency": agency, "agencies": list(mine), "form": form, "rows": rows}
    return render(request, "desk/disputes/columns.html", context, status=422 if form.errors else 200)
