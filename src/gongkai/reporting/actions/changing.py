"""How every action on a draft runs: one transaction, its row locked, permission and version looked at, the change logged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import Permission, require
from gongkai.reporting.models import Draft


class ReportChanged(GongkaiError):
    """Figures, records or words are no longer those the person had before them."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "您打开页面以后，{draft}的数字或者文字有变化，这一步没有执行，以免批准没有看过的内容。请看过最新的再办理，您填的内容还在。",
                draft=draft,
            )
        )


class NotOpen(GongkaiError):
    """The state of the report does not allow the action."""

    def __init__(self, draft: Draft, what: str) -> None:
        super().__init__(
            say(
                "{draft}现在是“{state}”，不能{what}，这一步没有执行。已经批准的，请先重新打开。",
                draft=draft,
                state=Draft.State(draft.state).label,
                what=what,
            )
        )


class Changing:
    """A draft under its lock. ``data``: what the log entry will hold besides. ``idle``: nothing came of it, nothing is logged."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.data: dict[str, object] = {}
        self.idle = False


@contextmanager
def changing(
    draft: Draft, permission: Permission, verb: str, *, by: Account, version: int | None = None
) -> Iterator[Changing]:
    """Run one action on ``draft``. ``version``: that of the page. Raises `NotAllowed`, `ReportChanged`; then nothing changes.

    Afterwards ``draft`` itself shows the new state.
    """
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)
        require(by, permission.key, held.agency_id)
        if version is not None and version != held.version:
            raise ReportChanged(held)
        step = Changing(held)
        yield step
        if step.idle:
            return
        held.version += 1
        held.save()
        log(verb, held, by=by, agency=held.agency, year=held.year, **step.data)
    draft.refresh_from_db()


def reopened_by_an_edit(draft: Draft, what: str) -> None:
    """Make room for an edit: one that is under approval goes back to its writers, and what was approved counts no more.

    Raises `NotOpen` for a report that is frozen.
    """
    if not draft.is_open:
        raise NotOpen(draft, what)
    if draft.state == Draft.State.APPROVING:
        void(draft, say("送审后又改过"))
        draft.state, draft.digest = Draft.State.DRAFTING, ""


def void(draft: Draft, why: str) -> None:
    """The approvals of this round, given or waiting, count no more."""
    draft.approvals.filter(voided_at=None).update(voided_at=clock.now(), voided_why=why)
