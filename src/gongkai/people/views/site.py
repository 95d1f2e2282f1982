"""The settings of the public site as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Site
from gongkai.agencies.site_form import SiteForm
from gongkai.language import say
from gongkai.people import actions, rules
from gongkai.people.access import allow


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def site_settings(request: HttpRequest) -> HttpResponse:
    """Name, address, marks and operator. An administrator of another body than the host's finds nothing here."""
    agency = host()
    if agency is None or not rules.may(request.user, rules.SITE_SETTINGS.key, agency.pk):
        raise Http404
    form = SiteForm(request.POST or None, instance=Site.this())
    if request.method == "POST" and form.is_valid():
        changed = actions.save_site(form.cleaned_data, by=request.user)
        if changed:
            messages.success(request, say("网站设置已经保存，改了{n}项，公开平台马上按新的显示。", n=len(changed)))
        else:
            messages.info(request, say("没有改动。"))
        return redirect("people:site_settings")
    # A form that was refused has written its values onto its instance; the name of the page is the stored one.
    return render(
        request, "people/site_settings.html", {"form": form, "host": agency}, status=422 if form.errors else 200
    )
