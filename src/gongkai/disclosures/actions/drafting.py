"""稿件: saved, brought back to an earlier text, given up, taken back."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.disclosures import pictures, rules
from gongkai.disclosures.actions.fields import EDITABLE, GOING_OUT, now_in, put, set_clause
from gongkai.disclosures.actions.moving import working_on
from gongkai.disclosures.actions.writing import DRAFTING, clean_text, own_pictures, writing
from gongkai.disclosures.models import Draft, DraftSave
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.models import Account


class AlreadyInWork(GongkaiError):
    """The item is being changed by another draft."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "《{title}》已经有一份稿件在改（{stage}，{name}），请接着改那一份。",
                title=draft.title or say("未命名"),
                stage=draft.get_stage_display(),
                name=draft.author.name,
            )
        )
        self.draft = draft


def save(
    draft: Draft,
    *,
    by: Account,
    version: int | None,
    fields: Mapping[str, object] | None = None,
    html: str | None = None,
    confirm: bool = False,
    auto: bool = False,
) -> Draft:
    """Save fields and text; also the autosave (``auto``: not logged, and one minute's saves are one). A field whose value changed
    is no guess any more; ``confirm``: none of them is. Raises `ChangedMeanwhile`, `BadField`, `BadText`."""
    verb = "" if auto else "draft.saved"
    clean = clean_text(html) if html is not None else None
    with writing(draft, by=by, version=version, verb=verb, why="auto" if auto else "hand") as step:
        held = step.draft
        before = {name: getattr(held, name) for name in EDITABLE if name not in ("column", "section")}
        before |= {"column": held.column_id, "section": held.section_id}
        if clean is not None:
            held.html = pictures.only(clean, own_pictures(held))
        put(held, fields or {})
        changed = {name for name, value in before.items() if now_in(held, name) != value}
        if changed & GOING_OUT:
            rules.require_on(by, rules.RELEASE.key, held)
        held.guessed = [] if confirm else [name for name in held.guessed if name not in changed]
        if changed & {"kind", "column"} and "clause" not in (fields or {}):
            set_clause(held, again=True)
        step.data = {"fields": sorted(changed)} if changed else {}
    return draft


def go_back(draft: Draft, to: DraftSave, *, by: Account, version: int | None) -> Draft:
    """Bring back the text of an earlier save. What stands now is among the saves, so nothing is lost."""
    with writing(draft, by=by, version=version, verb="draft.went_back", why="back") as step:
        if to.draft_id != step.draft.pk:
            raise GongkaiError(say("这一次保存不是这份稿件的。"))
        step.draft.html = pictures.only(to.html, own_pictures(step.draft))
        step.draft.title = to.title
        step.data = {"to": to.at}
    return draft


def discard(draft: Draft, *, by: Account, version: int | None) -> None:
    """Give a draft up. It stays where it can be taken back."""
    with working_on(
        draft, by=by, permission=rules.WRITE, version=version, verb="draft.discarded", stages=DRAFTING
    ) as step:
        step.writes = False
        step.draft.stage = Draft.Stage.DISCARDED


def restore(draft: Draft, *, by: Account) -> None:
    """Take a draft back that was given up. Raises `AlreadyInWork` where its item is being changed again by now."""
    with working_on(
        draft, by=by, permission=rules.WRITE, verb="draft.restored", stages=(Draft.Stage.DISCARDED,)
    ) as step:
        step.writes = False
        other = Draft.objects.filter(item=step.draft.item_id, stage__in=Draft.OPEN).select_related("author").first()
        if other is not None:
            raise AlreadyInWork(other)
        step.draft.stage = Draft.Stage.DRAFT
