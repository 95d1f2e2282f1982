"""How every change of a draft's content runs: on a `Working`, at the stage of drafting only; then digest, revision, save and checks
follow by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from gongkai import pages
from gongkai.disclosures import checks, pictures, rules
from gongkai.disclosures.actions.moving import Working, working_on
from gongkai.disclosures.digests import digest_of
from gongkai.disclosures.models import Draft, DraftFile, DraftSave, FileRole
from gongkai.documents import Unreadable
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account

LONGEST_TEXT = 2_000_000
"""Characters of a text with its marks. A longer one is a file to be attached."""
SOON = timedelta(seconds=60)
"""An automatic save that follows another by the same person within this time takes its place."""
DRAFTING = (Draft.Stage.DRAFT,)


class BadText(GongkaiError):
    """A text that cannot be kept. The sentence says why and what to do."""


@contextmanager
def writing(draft: Draft, *, by: Account, version: int | None, verb: str = "", why: str = "mend") -> Iterator[Working]:
    """Change the content of ``draft``. ``why``: of the `DraftSave` that a changed text leaves."""
    with working_on(draft, by=by, permission=rules.WRITE, version=version, verb=verb, stages=DRAFTING) as step:
        before = (step.draft.html, step.draft.title)
        yield step
        settle(step.draft)
        if (step.draft.html, step.draft.title) != before:
            keep_save(step.draft, by=by, why=why)


def settle(draft: Draft) -> None:
    """Bring digest, revision and findings up to the content. The row itself is saved by whoever holds it."""
    digest = digest_of(draft)
    if digest != draft.digest:
        if draft.digest:
            draft.revision += 1
        draft.digest = digest
        draft.saved_at = clock.now()
    checks.look(draft)


def keep_save(draft: Draft, *, by: Account, why: str) -> None:
    """Keep the text as it now is, and let go of the oldest beyond `DraftSave.KEPT`."""
    now = clock.now()
    last = draft.saves.first()
    if last is not None and why == "auto" == last.why and last.by_id == by.pk and now - last.at < SOON:
        DraftSave.objects.filter(pk=last.pk).update(title=draft.title, html=draft.html)
        return
    DraftSave.objects.create(draft=draft, title=draft.title, html=draft.html, why=why, by=by, at=now)
    old = list(draft.saves.values_list("pk", flat=True)[DraftSave.KEPT :])
    if old:
        DraftSave.objects.filter(pk__in=old).delete()


def clean_text(html: str) -> str:
    """``html`` as a public page may hold it. To be called before a lock is taken: a large text takes a while. Raises `BadText`."""
    if len(html) > LONGEST_TEXT:
        raise BadText(say("正文太长，放不下。请把长的部分作为附件。"))
    try:
        return pages.clean(html)
    except Unreadable as error:
        raise BadText(say("这段文字整理不了：{why}请粘贴为纯文本再试。", why=error)) from error


def own_pictures(draft: Draft) -> set[str]:
    """The hashes of the pictures that belong to a draft; no other may stand in its text."""
    own = DraftFile.objects.filter(draft=draft, role=FileRole.PICTURE, removed_at=None)
    return set(own.values_list("file__sha256", flat=True))


def cleaned(draft: Draft, html: str) -> str:
    """``html`` as a public page may hold it, with no picture that is not the draft's own. Raises `BadText`."""
    return pictures.only(clean_text(html), own_pictures(draft))
