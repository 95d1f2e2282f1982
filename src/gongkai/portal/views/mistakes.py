"""我为政府网站找错: one form, one press, no account; the receipt, and the answer by its code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency
from gongkai.disclosures import mistakes, showing
from gongkai.disclosures.actions.mistakes import report_mistake
from gongkai.disclosures.models import Item, SiteError
from gongkai.language import say
from gongkai.look.words import day
from gongkai.people.access import open_to_all
from gongkai.portal import limits
from gongkai.portal.forms.mistakes import MistakeCodeForm, MistakeForm, own_path
from gongkai.portal.frame import show
from gongkai.portal.opened import grouped


# The form stands on every page, carries nobody's rights and changes nothing of whoever sends it: a token would only cost every
# page a cookie and its place in caches (decision 0132).
@csrf_exempt
@sensitive_post_parameters("text", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def mistake(request: HttpRequest) -> HttpResponse:
    """Take the report and give its code. What is not complete, or one too many, comes back with everything in it."""
    if request.method != "POST":
        return _form(request, MistakeForm(initial={"page": own_path(request.GET.get("page", ""))}))
    form = MistakeForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    given = form.cleaned_data
    agency, item = _about(given["page"])
    if agency is None:
        form.add_error(None, say("网站还没有登记机关，没有人能办理，所以没有收下。"))
        return _form(request, form, status=422)
    source = limits.source_of(request)
    came = limits.mistakes_lately(source)
    if came >= limits.MOST_MISTAKES and given["kind"] != SiteError.Kind.LEAK:
        form.add_error(
            None,
            say(
                "从这个网络地址一小时内来了{n}条，这一条没有收下，您写的还在。请一小时以后再提交；急的请打页脚的电话。",
                n=came,
            ),
        )
        return _form(request, form, status=429)
    made = report_mistake(
        agency,
        kind=given["kind"],
        text=given["text"],
        contact=given["contact"],
        page=given["page"],
        item=item,
        source=source,
        hurried=came >= limits.MANY_MISTAKES,
    )
    return show(
        request,
        "mistake_taken.html",
        agency=agency,
        private=True,
        reported=made,
        code=grouped(made.code),
        due=day(made.due_on),
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def mistake_status(request: HttpRequest) -> HttpResponse:
    """What became of a report. The code is posted, so that it stands in no log; what was written is not shown again."""
    if request.method != "POST":
        return show(request, "mistake_status.html", private=True, form=MistakeCodeForm())
    form = MistakeCodeForm(request.POST)
    if not form.is_valid():
        return show(request, "mistake_status.html", private=True, form=form, status=422)
    source, code = limits.source_of(request), form.cleaned_data["code"]
    wait = limits.wait_before_guessing(source, code)
    if wait:
        response = show(
            request, "mistake_status.html", private=True, form=MistakeCodeForm(), minutes=-(-wait // 60), status=429
        )
        response["Retry-After"] = str(wait)
        return response
    found = mistakes.by_code(code)
    if found is None:
        limits.note_miss(source, code)
        form.add_error("code", say("没有这个回执码，请对照回执再填一次"))
        return show(request, "mistake_status.html", private=True, form=form, status=422)
    return show(request, "mistake_status.html", private=True, form=form, found=found, due=day(found.due_on))


def _form(request: HttpRequest, form: MistakeForm, status: int = 200) -> HttpResponse:
    page = own_path(str(form["page"].value() or ""))
    return show(request, "mistake.html", agency=_about(page)[0] if page else None, form=form, page=page, status=status)


def _about(page: str) -> tuple[Agency | None, Item | None]:
    """The body and the item of a page of this site; for a page of no body, whoever answers for the site."""
    try:
        known = resolve(page.partition("?")[0]).kwargs if page else {}
    except Resolver404:
        known = {}
    item = None
    if "permanent" in known:
        item = showing.at_address(known["permanent"])
    elif "pk" in known and page.startswith("/item/"):
        item = Item.objects.select_related("agency").filter(pk=known["pk"], published_on__isnull=False).first()
    if item is not None:
        return item.agency, item
    agency = Agency.objects.filter(slug=known["slug"]).first() if "slug" in known else None
    return agency or host(), None
