"""审批: what waits for a person's verdict, all of it in a list, or one letter on a page that a phone can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.applications import actions, clocks, outgoing, queries, rules
from gongkai.applications.actions import drafting
from gongkai.applications.models import Application, Letter, Review
from gongkai.desk.lists import verdict
from gongkai.desk.reviewing import queue
from gongkai.disclosures import rules as publication
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


@dataclass(frozen=True, slots=True)
class Item:
    """One letter that waits for this person. ``waited``: working days. ``changed``: its text or files are not what the person
    gave a verdict on before, so it is to be opened, not ticked off."""

    review: Review
    waited: int
    changed: bool

    @property
    def letter(self) -> Letter:
        return self.review.letter

    @property
    def case(self) -> Application:
        return self.review.letter.application

    @property
    def due_on(self) -> date | None:
        """Until when it has to be out."""
        return clocks.last_day_for(self.case, self.letter.code)

    @property
    def paper(self) -> str:
        return verdict.paper(self.letter)


def waiting(account: Account) -> list[Item]:
    """Everything that ``account`` could give a verdict on now, what is due first on top. One query."""
    given = Review.objects.filter(letter=OuterRef("letter"), by=account).order_by("-at").values("digest")
    items = []
    for review in queries.waiting_for(account).annotate(digest_before=Subquery(given[:1])):
        # The body of a letter is that of its case, which is loaded already.
        review.letter.agency = review.letter.application.agency
        changed = review.digest_before not in (None, review.letter.digest)
        items.append(Item(review, waited(review, clock.today()), changed))
    return sorted(items, key=lambda item: (item.due_on or date.max, item.review.asked_at))


def waited(review: Review, today: date) -> int:
    """Working days since ``review`` was asked for."""
    asked = timezone.localdate(review.asked_at)
    return -clocks.working_days_left(asked, today) if asked < today else 0


def headline(items: Sequence[Item | queue.Item]) -> str:
    """What waits, in a sentence."""
    if not items:
        return say("没有等您审批的")
    first = min((item.due_on for item in items if item.due_on), default=None)
    if first is None:
        return say("有{n}件等您审批", n=len(items))
    return say("有{n}件等您审批，最早的{on}到期", n=len(items), on=day(first))


@require_http_methods(["GET", "POST"])
@allow(rules.APPROVE, publication.REVIEW)
def approvals(request: HttpRequest) -> HttpResponse:
    """The list, letters and information; posting it approves what is ticked, each by its own digest and its own check."""
    account: Account = request.user  # type: ignore[assignment]
    if request.method == "POST":
        return _approve_ticked(request, account)
    items, reviews = waiting(account), queue.waiting_items(account)
    context = {
        "items": items,
        "reviews": reviews,
        "headline": headline([*items, *reviews]),
        "open_singly": sum(item.changed for item in items) + sum(bool(item.singly) for item in reviews),
        "given": _given(account),
        "given_reviews": queue.given(account),
    }
    return render(request, "desk/lists/approvals.html", context)


def _given(account: Account) -> Sequence[Review]:
    """The last verdicts of ``account``."""
    return Review.objects.filter(by=account).select_related("letter__application").order_by("-at")[:10]


def _approve_ticked(request: HttpRequest, account: Account) -> HttpResponse:
    ticked, reviews = request.POST.getlist("pick"), request.POST.getlist("review")
    if not ticked and not reviews:
        messages.warning(request, say("没有选中任何一件，所以没有批准。请勾选看过的再批准。"))
        return redirect("desk:approvals")
    if reviews:
        queue.approve_ticked(request, account, reviews)
    items = {str(item.review.pk): item for item in waiting(account)}
    done = []
    for pk in dict.fromkeys(ticked):
        item = items.get(pk)
        if item is None:
            messages.warning(
                request, say("有一件已经不在等您审批：可能刚被撤回、修改，或者别人已经审批。这一件没有处理。")
            )
            continue
        try:
            _check(item)
            actions.review(item.review, approve=True, digest=request.POST.get(f"digest_{pk}", ""), by=account)
        except GongkaiError as error:
            messages.error(request, say("{letter}（{number}）没有批准：{why}", letter=item.letter.kind.name,
                                        number=item.case.number, why=error))  # fmt: skip
            continue
        done.append(item)
    if done:
        messages.success(
            request, say("已批准{n}件：{names}。", n=len(done), names="、".join(_named(item) for item in done))
        )
    return redirect("desk:approvals")


def _named(item: Item) -> str:
    item.letter.refresh_from_db(fields=["number"])
    return item.letter.number or f"{item.letter.kind.name}（{item.case.number}）"


def _check(item: Item) -> None:
    """Raise GongkaiError where an item must be looked at by itself."""
    if item.changed:
        raise GongkaiError(say("您上次看过之后有改动，请打开单独看。"))
    faults = [finding.message for finding in drafting.findings_on(item.letter) if finding.severity == "error"]
    if faults:
        raise GongkaiError(say("检查发现问题：{faults}请打开查看。", faults="".join(faults)))
    outgoing.require(item.letter)


@require_http_methods(["GET", "POST"])
@allow(rules.APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what changed since last time, the facts, the text, and the two buttons."""
    account: Account = request.user  # type: ignore[assignment]
    items = waiting(account)
    item = next((each for each in items if each.review.pk == pk), None)
    if item is None:
        return _no_longer(request, account, pk)
    form = verdict.VerdictForm(request.POST or None)
    typed = verdict.passes(request.POST.dict())
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(item.review, by=account, passes=typed, **form.given)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, verdict.sentence_on(item.review))
            following = [each for each in waiting(account) if each.review.pk != pk]
            return redirect("desk:approve", following[0].review.pk) if following else redirect("desk:approvals")
    page = verdict.page(item.review, account, typed)
    context = {"item": item, "others": len(items) - 1, "form": form, "page": page, "count": len(items)}
    context["post"] = page.acting_for or item.review.get_role_display()
    return render(request, "desk/lists/approve.html", context, status=422 if form.errors else 200)


def _no_longer(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """A step that is over, or not this person's: its body's approvers are told, anybody else finds nothing."""
    found = Review.objects.filter(pk=pk, letter__agency__in=agencies_with(account, rules.APPROVE.key)).first()
    if found is None:
        raise Http404
    messages.warning(
        request, say("这一件现在不等您审批：已经审批过、刚被撤回修改，或者还没轮到。下面是现在等您审批的。")
    )
    return redirect("desk:approvals")
