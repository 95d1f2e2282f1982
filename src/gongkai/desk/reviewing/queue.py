"""What of publication waits for a person: in the list of approvals, ticked off many at a time, or one on a page for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from gongkai.desk.publishing import page as drafts
from gongkai.desk.reviewing import verdict
from gongkai.disclosures import actions, checklists, rules, waiting
from gongkai.disclosures.checks import still_open
from gongkai.disclosures.models import Draft, Review
from gongkai.disclosures.reminders import working_days
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account


@dataclass(frozen=True, slots=True)
class Item:
    """One draft that waits for this person. ``waited``: working days. ``singly``: why it is to be opened rather than ticked off, ""
    where it may be."""

    review: Review
    waited: int
    singly: str

    @property
    def draft(self) -> Draft:
        return self.review.draft

    @property
    def due_on(self) -> date | None:
        return self.review.due_on

    @property
    def text(self) -> SafeString:
        """The text as the desk shows it."""
        return mark_safe(drafts.text_of(self.draft, drafts.files_of(self.draft)))

    @property
    def points(self) -> Sequence[str]:
        """What is confirmed by ticking it off."""
        return tuple(checklists.points(self.review.role).values())


def waiting_items(account: Account) -> list[Item]:
    """Everything of publication that ``account`` could give a verdict on now, what is due first on top. One query."""
    now = clock.now()
    found = waiting.waiting_for(account).select_related("draft__item__current", "draft__section", "author")
    return [Item(review, working_days(review.asked_at, now), _singly(review)) for review in found]


def _singly(review: Review) -> str:
    if review.digest_before not in (None, review.digest):  # type: ignore[attr-defined]
        return say("您看过之后有改动")
    if review.secrecy:
        return say("要逐项做保密审查")
    if still_open(review.draft.findings, ()):
        return say("检查有问题或者有说明要看")
    return ""


def approve_ticked(request: HttpRequest, account: Account, ticked: Sequence[str]) -> None:
    """Approve what is ticked, each by its own digest and its own check; what is not approved is said, with the reason."""
    items = {str(item.review.pk): item for item in waiting_items(account)}
    done = []
    for pk in dict.fromkeys(ticked):
        item = items.get(pk)
        if item is None:
            messages.warning(
                request, say("有一件已经不在等您审核：可能刚被撤回、修改，或者别人已经审核。这一件没有处理。")
            )
            continue
        try:
            if item.singly:
                raise GongkaiError(say("{why}，请打开单独看。", why=item.singly))
            actions.review(
                item.review,
                approve=True,
                digest=request.POST.get(f"digest_r{pk}", ""),
                checklist=tuple(checklists.points(item.review.role)),
                by=account,
            )
        except GongkaiError as error:
            messages.error(request, say("《{title}》没有批准：{why}", title=item.draft.title, why=error))
            continue
        done.append(item)
    if done:
        names = "、".join(f"《{item.draft.title}》" for item in done[:5])
        more = say("等") if len(done) > 5 else ""
        messages.success(request, say("已同意{n}件信息：{names}{more}。", n=len(done), names=names, more=more))


def given(account: Account) -> Sequence[Review]:
    """The last verdicts of ``account``."""
    return Review.objects.filter(by=account).select_related("draft").order_by("-at")[:10]


def of(account: Account, pk: int) -> Review | None:
    """The step, if it waits for this person."""
    return (
        waiting.waiting_for(account)
        .select_related("draft__item__current", "draft__section", "draft__author")
        .filter(pk=pk)
        .first()
    )


@require_http_methods(["GET", "POST"])
@allow(rules.REVIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: what changed since last time, the text, the checks, the short form, and the two buttons."""
    account: Account = request.user  # type: ignore[assignment]
    held = of(account, pk)
    if held is None:
        return _no_longer(request, account, pk)
    form = verdict.VerdictForm(request.POST or None, review=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(held, by=account, **form.given)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, verdict.told(held))
            following = waiting.waiting_for(account).exclude(pk=pk).first()
            return redirect("desk:review", following.pk) if following else redirect("desk:approvals")
    shown = verdict.page(held, account)
    context = {
        "page": shown,
        "form": form,
        "count": waiting.waiting_for(account).count(),
        "waited": working_days(held.asked_at, clock.now()),
        "button": verdict.button(shown),
        "points": checklists.points(held.role),
        "post": shown.acting_for or held.get_role_display(),
        "forced": held.draft.forced_releases.select_related("by").first(),
        "wrong": bool(form.errors),
    }
    return render(request, "desk/reviewing/review.html", context, status=422 if form.errors else 200)


def _no_longer(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """A step that is over, or not this person's: who may see the draft is told, anybody else finds nothing."""
    found = waiting.seen_by(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    messages.warning(
        request, say("这一件现在不等您审核：已经审核过、刚被撤回修改，或者还没轮到。下面是现在等您审核的。")
    )
    return redirect("desk:approvals")
