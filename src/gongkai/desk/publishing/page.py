"""The page of a draft: the text with numbered marks, what the checks say beside it, and the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from gongkai.desk.publishing import grouping
from gongkai.desk.publishing.finding import draft_of
from gongkai.desk.publishing.forms import DraftForm, SendForm
from gongkai.desk.publishing.marking import marked
from gongkai.desk.reviewing.links import links_of
from gongkai.disclosures import chains, checks, drafts, kinds, pictures, rules
from gongkai.disclosures.models import Attribute, Channel, Draft, DraftFile, FileRole, Review
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import MEANINGS, Outcome
from gongkai.look.words import day, moment
from gongkai.people.access import allow
from gongkai.people.models import Account, Role

STATES = {
    Draft.Stage.DRAFT: "run",
    Draft.Stage.REVIEWING: "run",
    Draft.Stage.DOUBT: "paused",
    Draft.Stage.APPROVED: "near",
    Draft.Stage.RELEASED: "done",
    Draft.Stage.DECIDED: "done",
    Draft.Stage.DISCARDED: "none",
}


def name_of(draft: Draft) -> str:
    """What a draft is called: its title, or that it has none."""
    return draft.title or say("未命名")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a draft by their use."""

    original: DraftFile | None
    attachments: list[DraftFile]
    pictures: list[DraftFile]

    @property
    def offered(self) -> bool:
        """Whether the original is offered to the public, too."""
        return self.original is not None and any(file.name == self.original.name for file in self.attachments)


def files_of(draft: Draft) -> Files:
    held = list(draft.files.filter(removed_at=None).select_related("file", "cleaned_from"))
    return Files(
        next((file for file in held if file.role == FileRole.ORIGINAL), None),
        [file for file in held if file.role == FileRole.ATTACHMENT],
        [file for file in held if file.role == FileRole.PICTURE],
    )


def picture_addresses(draft: Draft, held: Iterable[DraftFile]) -> dict[str, str]:
    """Where the desk shows the pictures of a text, by hash."""
    return {file.file.sha256: reverse("desk:info_file", args=[draft.pk, file.pk]) for file in held}


def text_of(draft: Draft, held: Files, found: grouping.Sorted | None = None) -> str:
    """The text as the desk shows it, with marks where something was found."""
    html = marked(draft.html, grouping.spots(found)) if found is not None else draft.html
    return pictures.shown(html, picture_addresses(draft, held.pictures).get)


def found_in(draft: Draft, held: Files) -> grouping.Sorted:
    """What stands against the draft. While it is written it is looked at anew: a day may have passed since the last save."""
    if draft.stage == Draft.Stage.DRAFT:
        checks.look(draft)
    excuses = {each.fingerprint: each for each in draft.excuses.filter(taken_back_at=None).select_related("by")}
    files = [*held.attachments, *held.pictures]
    return grouping.sorted_groups(draft.findings, files, excuses)


@dataclass(frozen=True, slots=True)
class Way:
    """The way that a draft goes: who, in order. ``labels``: of its steps; ``current``: from 1; ``next``: whom it goes to."""

    labels: list[str]
    current: int
    next: str
    problem: str = ""


def way_of(draft: Draft) -> Way:
    """The chain as it now would be or is."""
    if draft.stage in (Draft.Stage.REVIEWING, Draft.Stage.DOUBT, Draft.Stage.APPROVED):
        reviews = list(draft.reviews.filter(revision=draft.revision, voided_at=None).select_related("by"))
        waiting = next((review.step for review in reviews if not review.verdict), None)
        steps = sorted({(review.step, review.label) for review in reviews})
        labels = [
            "　".join(filter(None, [label, *(r.by.name for r in reviews if r.step == step and r.by is not None)]))
            for step, label in steps
        ]
        at = next((n for n, (step, _) in enumerate(steps, start=1) if step == waiting), len(steps) + 1)
        return Way([*labels, _last(draft)], at, "")
    try:
        steps = chains.steps_for(draft)
    except GongkaiError as error:
        return Way([], 0, "", str(error))
    among = chains.holders(draft.agency_id)
    out = chains.barred(draft)
    by_step: dict[int, list[str]] = {}
    labels_of: dict[int, str] = {}
    for step in steps:
        names = [holder.name for holder in chains.takers(step, among, out)]
        by_step.setdefault(step.step, []).extend(names[:1] or [Role(step.role).label])
        labels_of[step.step] = step.label
    labels = [f"{labels_of[n]}　{'、'.join(dict.fromkeys(names))}" for n, names in by_step.items()]
    first = "、".join(dict.fromkeys(next(iter(by_step.values()))))
    return Way([*labels, _last(draft)], 0, first)


def _last(draft: Draft) -> str:
    if draft.attribute != Attribute.PROACTIVE:
        return say("定为{attribute}", attribute=draft.get_attribute_display())
    return say("定时发布") if draft.release_at else say("发布")


def returned(draft: Draft) -> Review | None:
    """The verdict that sent the draft back, while nobody has sent it on again."""
    if draft.stage != Draft.Stage.DRAFT or draft.submitted_at is None:
        return None
    return (
        draft.reviews.filter(verdict=Review.Verdict.RETURNED, at__gte=draft.submitted_at)
        .select_related("by")
        .order_by("-at")
        .first()
    )


def facts_of(draft: Draft) -> list[tuple[str, object, bool]]:
    """The catalogue fields that say something: name, value, whether it was guessed."""
    guessed = set(draft.guessed)
    rows: list[tuple[str, str, object]] = [
        ("kind", say("信息种类"), kinds.kind_of(draft.kind).label),
        ("column", say("栏目"), draft.column.name if draft.column else ""),
        ("section", say("责任科室"), draft.section.name if draft.section else ""),
        ("document_number", say("文号"), draft.document_number),
        ("made_on", say("成文日期"), day(draft.made_on)),
        ("effective_on", say("生效日期"), day(draft.effective_on)),
        ("valid_until", say("有效期至"), day(draft.valid_until)),
        ("genre", say("体裁"), draft.genre),
        ("summary", say("内容概述"), draft.summary),
        ("keywords", say("关键词"), draft.keywords),
        ("source", say("来源"), draft.source),
        ("attribute", say("公开方式"), draft.get_attribute_display()),
        ("ground", say("不主动公开的理由"), MEANINGS[Outcome(draft.ground)].name if draft.ground else ""),
        ("ground_note", say("理由说明"), draft.ground_note),
        ("review_again_on", say("再次评估日"), day(draft.review_again_on)),
        ("channels", say("发布渠道"), "、".join(_channel_names(draft))),
        ("release_at", say("定时发布"), moment(draft.release_at)),
        ("expires_at", say("下架时间"), moment(draft.expires_at)),
        ("note", say("这次改了什么"), draft.note),
    ]
    found = [(label, value, name in guessed) for name, label, value in rows if value]
    details = draft.details or {}
    for each in kinds.kind_of(draft.kind).fields:
        value = details.get(each.key)
        if value not in (None, ""):
            shown = (each.choices or {}).get(str(value), value)
            shown = say("是") if value is True else say("否") if value is False else shown
            found.append((each.label, shown, "details" in guessed))
    return found


def _channel_names(draft: Draft) -> list[str]:
    return [Channel(key).label for key in draft.channels if key in Channel.values]


def context_of(
    draft: Draft, account: Account, *, send: SendForm | None = None, form: DraftForm | None = None
) -> dict[str, Any]:
    """Everything that both sides of the page show."""
    held = files_of(draft)
    found = found_in(draft, held)
    writes = drafts.may_edit(account, draft)
    asked = [group.field for group in found.fillable]
    return {
        "draft": draft,
        "name": name_of(draft),
        "state": STATES[Draft.Stage(draft.stage)],
        "files": held,
        "found": found,
        "writes": writes,
        "may_write": rules.may_on(account, rules.WRITE.key, draft),
        "way": way_of(draft) if draft.stage in Draft.OPEN else None,
        "returned": returned(draft),
        "facts": facts_of(draft),
        "send": (send or SendForm(draft=draft, asked=asked)) if writes else None,
        "form": form or send,
        "public": draft.item.current_id is not None,
        "version": draft.version,
    }


@allow(rules.VIEW)
@require_GET
def info_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft, as it is read: text, findings, fields."""
    account: Account = request.user  # type: ignore[assignment]
    return page(request, draft_of(account, pk))


def page(request: HttpRequest, draft: Draft, *, send: SendForm | None = None, status: int = 200) -> HttpResponse:
    """The reading side of the page."""
    account: Account = request.user  # type: ignore[assignment]
    context = context_of(draft, account, send=send)
    context["text"] = mark_safe(text_of(draft, context["files"], context["found"]))
    context["links"] = links_of(draft, account)
    return render(request, "desk/publishing/draft.html", context, status=status)


@allow(rules.VIEW)
@require_GET
def info_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """发布后的样子: title, fields and text as the public would read them, and nothing that it would not."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    held = files_of(draft)
    hidden = {str(say("发布渠道")), str(say("定时发布")), str(say("下架时间"))}
    rows = [(label, value) for label, value, _ in facts_of(draft) if label not in hidden]
    return render(
        request,
        "desk/publishing/preview.html",
        {"draft": draft, "name": name_of(draft), "text": mark_safe(text_of(draft, held)), "rows": rows, "files": held},
    )
