"""强制发布: the page on which a leader does it, and the list in which the office and the supervising department see all of them."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.publishing.finding import draft_of
from gongkai.disclosures import actions, digests, rules, waiting
from gongkai.disclosures.actions.forcing import FORCED_FROM, REVIEW_WITHIN, SHORTEST_REASON
from gongkai.disclosures.actions.submitting import due_on
from gongkai.disclosures.checks import open_findings
from gongkai.disclosures.models import Channel, Draft, ForcedRelease, Version
from gongkai.disclosures.standing import look_again, never_out
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

YEAR = timedelta(days=365)


class ForceForm(Worded):
    """Why it cannot wait, and where it goes."""

    reason = forms.CharField(
        label=say("为什么等不及审核"),
        max_length=300,
        min_length=SHORTEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": say("请写明为什么等不及审核，主管部门会看到"),
            "min_length": say("理由太短，请写清楚是什么急事"),
        },
    )
    channels = forms.MultipleChoiceField(
        label=say("除了本网站，还发到"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, draft: Draft, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        from gongkai.disclosures.channels import available

        there = [key for key in available(draft.agency) if key != Channel.PORTAL]
        self.fields["channels"].choices = [(key, Channel(key).label) for key in there]  # type: ignore[attr-defined]
        if not there:
            del self.fields["channels"]


@allow(rules.FORCE)
@require_http_methods(["GET", "POST"])
def review_force(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go out, what stands against it, and the form."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    if draft.stage not in FORCED_FROM or not rules.may_on(account, rules.FORCE.key, draft):
        return said(request, GongkaiError(say("《{title}》现在不能强制发布。", title=draft.title)), "desk:approvals")
    if request.method == "POST":
        form = ForceForm(request.POST, draft=draft)
        if form.is_valid():
            given = form.cleaned_data
            channels = ("portal", *given.get("channels", ()))
            try:
                record = actions.force(
                    draft, reason=given["reason"], channels=channels, digest=given["digest"], by=account
                )
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    say(
                        "《{title}》已经发布。主管部门和公开工作机构已看到；最晚{on}补审。",
                        title=draft.title,
                        on=record.review_by,
                    ),
                )
                return redirect("desk:review_history", draft.item_id)
    else:
        form = ForceForm(draft=draft, initial={"digest": digests.digest_of(draft)})
    look_again(draft)
    draft.refresh_from_db()
    context = {
        "draft": draft,
        "form": form,
        "never": never_out(draft),
        "open": open_findings(draft),
        "review_by": due_on(clock.today(), REVIEW_WITHIN),
        "wrong": bool(form.errors),
    }
    return render(request, "desk/reviewing/force.html", context, status=422 if form.errors else 200)


@allow(rules.SEE_FORCED)
@require_GET
def review_forced(request: HttpRequest) -> HttpResponse:
    """Every forced release that this person may know of, what is still to be reviewed first, and their share."""
    account: Account = request.user  # type: ignore[assignment]
    found = list(waiting.forced_seen_by(account)[:200])
    today = clock.today()
    reach = agencies_with(account, rules.SEE_FORCED.key)
    released = Version.objects.filter(item__agency__in=reach, draft__isnull=False, at__gte=clock.now() - YEAR)
    total, forced = released.count(), released.filter(forced=True).count()
    context = {
        "rows": sorted(found, key=lambda row: (row.reviewed_at is not None, -row.at.timestamp())),
        "open": sum(row.reviewed_at is None for row in found),
        "late": sum(row.reviewed_at is None and row.review_by < today for row in found),
        "total": total,
        "forced": forced,
        "share": f"{100 * forced / total:.1f}" if total else "0",
        "supervises": {row.pk for row in found if _supervises(account, row)},
    }
    return render(request, "desk/reviewing/forced.html", context)


def _supervises(account: Account, row: ForcedRelease) -> bool:
    """Whether ``account`` looks at it as the supervising department, and has not said so yet."""
    return row.seen_by_supervisor_at is None and row.item.agency_id not in agencies_with(account, rules.VIEW.key)


@allow(rules.SEE_FORCED)
@require_POST
def review_forced_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervising department has seen one."""
    account: Account = request.user  # type: ignore[assignment]
    record = get_object_or_404(waiting.forced_seen_by(account), pk=pk)
    if not _supervises(account, record):
        return said(request, GongkaiError(say("由主管部门确认已阅。")), "desk:forced")
    actions.note_seen(record, by=account)
    messages.success(request, say("已记下：主管部门已阅。"))
    return redirect("desk:forced")
