"""The settings of a body, its sections, and who can do what in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms import GROUPS, PARTS, AgencyForm, SectionForm
from gongkai.agencies.guide_parts import missing
from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.readings import readings
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS
from gongkai.people import actions, queries, rules
from gongkai.people.access import allow
from gongkai.people.models import Role


def _found(request: HttpRequest, slug: str) -> Agency:
    bodies = queries.agencies_set_by(request.user).order_by("pk")
    if slug:
        return get_object_or_404(bodies, slug=slug)
    first = bodies.first()
    return first if first is not None else get_object_or_404(bodies, pk=0)


def _page(
    request: HttpRequest, agency: Agency, form: AgencyForm | None = None, adding: SectionForm | None = None
) -> HttpResponse:
    form = form or _form(agency)
    titles = {
        "names": say("名称"),
        "standing": say("主管和存续"),
        "office": say("公开工作机构和联系方式"),
        "remedies": say("救济途径"),
        "letters": say("受理和文书"),
    }
    context = {
        "agency": agency,
        "form": form,
        "adding": adding or SectionForm(agency=agency),
        "parts": [(titles[part], [form[name] for name in fields]) for part, fields in PARTS],
        "readings": [form[f"reading_{reading.key}"] for reading in readings()],
        "groups": [form[f"chain_{code}"] for code in GROUPS],
        "letters": [form[f"chain_{code}"] for code in LETTERS],
        "sections": agency.sections.order_by("-active", "pk"),
        "missing": missing(agency),
        "site": _hosts(request, agency),
        "others": queries.agencies_set_by(request.user).exclude(pk=agency.pk).order_by("pk"),
    }
    wrong = bool(form.errors or (adding and adding.errors))
    return render(request, "people/agency_settings.html", context, status=422 if wrong else 200)


def _hosts(request: HttpRequest, agency: Agency) -> bool:
    """Whether this person sets up the public site here: an administrator, on the page of the body that hosts it."""
    return rules.may(request.user, rules.SITE_SETTINGS.key, agency.pk) and host() == agency  # type: ignore[arg-type]


def _form(agency: Agency, data: Any = None) -> AgencyForm:
    return AgencyForm(data, instance=agency, roles=dict(Role.choices))


@require_http_methods(["GET", "POST"])
@allow(rules.AGENCY_SETTINGS)
def agency_settings(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Every setting of a body on one page."""
    agency = _found(request, slug)
    if request.method != "POST":
        return _page(request, agency)
    # The form writes what it cleans onto its instance; the one on the page keeps what is stored.
    form = _form(_found(request, slug), request.POST)
    if not form.is_valid():
        return _page(request, agency, form)
    changed = actions.save_agency(agency, form.settings, by=request.user)
    if changed:
        messages.success(request, say("设置已经保存，改了{n}项。以后的计算和文书按新的设置。", n=len(changed)))
    else:
        messages.info(request, say("没有改动。"))
    return redirect("people:agency_settings", slug=form.settings["slug"])


@require_POST
@allow(rules.AGENCY_SETTINGS)
def section_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a section."""
    agency = _found(request, slug)
    adding = SectionForm(request.POST, agency=agency)
    if not adding.is_valid():
        return _page(request, agency, adding=adding)
    section = actions.add_section(agency, name=adding.cleaned_data["name"], by=request.user)
    messages.success(request, say("已经增加“{section}”。", section=section.name))
    return redirect("people:agency_settings", slug=slug)


@require_POST
@allow(rules.AGENCY_SETTINGS)
def section_switch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a section out of use, or back into it."""
    agency = _found(request, slug)
    section = get_object_or_404(Section, agency=agency, pk=pk)
    active = request.POST.get("active") == "yes"
    try:
        actions.switch_section(section, active=active, by=request.user)
    except GongkaiError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            say("“{section}”已经恢复使用。", section=section.name)
            if active
            else say("“{section}”已经停用，以前的记录不变。", section=section.name),
        )
    return redirect("people:agency_settings", slug=slug)


@require_safe
@allow(rules.PEOPLE_RIGHTS)
def rights(request: HttpRequest) -> HttpResponse:
    """谁能做什么: permissions by roles, and who holds each role today in one's own body."""
    mine = {standing.agency_id for standing in rules.standings(request.user)}
    bodies = list(Agency.objects.filter(pk__in=mine).order_by("pk"))
    asked = request.GET.get("agency", "")
    agency = next((body for body in bodies if body.slug == asked), bodies[0])
    supervised = rules.Reach.SUPERVISED
    rows = [
        (permission.label, permission.reach is supervised, [role in permission.roles for role in Role])
        for permission in rules.PERMISSIONS.values()
    ]
    context = {
        "agency": agency,
        "bodies": bodies,
        "roles": [role.label for role in Role],
        "rows": rows,
        "holders": [(role.label, people) for role, people in queries.holders(agency).items()],
    }
    return render(request, "people/rights.html", context)
