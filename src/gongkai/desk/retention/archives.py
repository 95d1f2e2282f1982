"""年度归档包 at the desk: asked for, made in the background with its progress, downloaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.agencies.models import Agency
from gongkai.desk.retention.finding import account_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.rules import agencies_with
from gongkai.retention import archiving, rules
from gongkai.retention.models import ArchivePackage


class ArchiveForm(Worded):
    """Which body and year."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none(), empty_label=None)
    year = forms.IntegerField(label=say("办结年度"), min_value=2008, max_value=2200)

    def __init__(self, *args: Any, bodies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=bodies)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@allow(rules.ARCHIVE)
def retention_archives(request: HttpRequest) -> HttpResponse:
    """The packages, the newest first, and asking for one."""
    account = account_of(request)
    bodies = agencies_with(account, rules.ARCHIVE.key)
    form = ArchiveForm(request.POST or None, bodies=bodies, initial={"year": clock.today().year - 1})
    if request.method == "POST" and form.is_valid():
        try:
            archiving.ask(form.cleaned_data["agency"], form.cleaned_data["year"], by=account)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已在后台制作，可以离开这一页，做好后在这里下载。"))
            return redirect("desk:retention_archives")
    packages = ArchivePackage.objects.filter(agency__in=bodies).select_related("agency", "asked_by")[:100]
    context = {"form": form, "packages": packages, "going": any(each.under_way for each in packages)}
    return render(request, "desk/retention/archives.html", context, status=422 if form.errors else 200)


@require_GET
@allow(rules.ARCHIVE)
def retention_archive(request: HttpRequest, package: int) -> HttpResponseBase:
    """The ZIP."""
    bodies = agencies_with(account_of(request), rules.ARCHIVE.key)
    found = ArchivePackage.objects.filter(agency__in=bodies, pk=package, state=ArchivePackage.State.READY).first()
    if found is None or not archiving.place_of(found).is_file():
        raise Http404
    name = say("{agency}{year}年归档包.zip", agency=found.agency.name, year=found.year)
    return FileResponse(archiving.place_of(found).open("rb"), as_attachment=True, filename=name)
