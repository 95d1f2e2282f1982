"""What is done with one press: try again, write down that it came down, look at the page now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.desk.channels.finding import release_of
from gongkai.disclosures import rules
from gongkai.disclosures.channels import CHANNELS, check_stands, retry, taken_down
from gongkai.disclosures.models import Release
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.people.models import Account


@require_POST
@allow(rules.RELEASE)
def release_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it once more now, and say what came of it."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    try:
        state = retry(found, by=account)
    except GongkaiError as error:
        return said(request, error, _back(request))
    found.refresh_from_db()
    label = CHANNELS[found.channel].label
    if state == Release.State.FAILED:
        messages.error(request, say("{channel}还是没有发出：{why}", channel=label, why=found.error))
    elif state == Release.State.TO_PROVE:
        messages.success(request, say("{channel}已经收到，发布后请登记。", channel=label))
    elif state == Release.State.DONE:
        messages.success(request, say("已发布到{channel}。", channel=label))
    else:
        messages.info(request, say("{channel}正在处理，过几分钟再看结果。", channel=label))
    return redirect(_back(request))


@require_POST
@allow(rules.PROVE)
def release_down(request: HttpRequest, pk: int) -> HttpResponse:
    """It was taken away where it stood."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    try:
        taken_down(found, by=account, note=request.POST.get("note", ""))
    except GongkaiError as error:
        return said(request, error, _back(request))
    messages.success(request, say("已登记从{channel}撤下。", channel=CHANNELS[found.channel].label))
    return redirect(_back(request))


@require_POST
@allow(rules.PROVE)
def release_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the page now instead of next week."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    rules.require_on(account, rules.PROVE.key, found.item)
    stands = check_stands(found.pk)
    found.refresh_from_db()
    seen = str(found.detail.get("seen", "")) or say("这条发布没有可以核对的网址。")
    (messages.success if stands else messages.warning)(request, seen)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page of this site that the button stood on, the board where none is told."""
    told = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(
        told, {request.get_host()}, require_https=request.is_secure()
    ) and told.startswith("/desk/"):
        return told
    return reverse("desk:releases")
