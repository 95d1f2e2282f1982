"""How every action on a draft runs: one transaction, the row locked, rights and version checked, the change logged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.disclosures import rules
from gongkai.disclosures.models import Draft
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import Permission


class ChangedMeanwhile(GongkaiError):
    """Somebody else changed the draft after the page was drawn."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "您打开页面以后，《{title}》已经有人改过或者办理过，这一步没有执行，以免覆盖。请看过最新的情况再办理。",
                title=draft.title or say("未命名"),
            )
        )


class NotNow(GongkaiError):
    """The draft is not at a stage where this can be done."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "《{title}》现在是“{stage}”，不能办理这一步。",
                title=draft.title or say("未命名"),
                stage=draft.get_stage_display(),
            )
        )


class Working:
    """A draft under its lock. ``draft``: the fresh row; ``verb``: under what the log keeps it, "" for not at all; ``data``: what
    the entry holds besides; ``afterwards``: what the move brings about, run and logged behind it; ``writes``: False for a move that
    takes the content as it is, so that whoever makes it is no writer of it."""

    def __init__(self, draft: Draft, verb: str) -> None:
        self.draft = draft
        self.verb = verb
        self.data: dict[str, object] = {}
        self.afterwards: list[Callable[[], object]] = []
        self.writes = True


@contextmanager
def working_on(
    draft: Draft,
    *,
    by: Account | None,
    permission: Permission | None,
    version: int | None = None,
    verb: str = "",
    stages: Collection[str] = Draft.OPEN,
) -> Iterator[Working]:
    """Run one action on ``draft``; ``by`` None: the system.

    ``version``: that of the page the person acted on. ``stages``: in which it may be done. Raises `NotAllowed`, `NotNow`,
    `ChangedMeanwhile`; then nothing is changed. At the end what differs is written, ``version`` rises, and ``draft`` itself shows
    the new state. Who changes text, fields or files (which shows in ``digest`` or a field of the catalogue) is kept among the
    ``hands`` of the draft, and does not review it.
    """
    with transaction.atomic():
        fresh = Draft.objects.select_for_update().get(pk=draft.pk)
        found = _values(fresh)
        if by is not None and permission is not None:
            rules.require_on(by, permission.key, fresh)
        if version is not None and version != fresh.version:
            raise ChangedMeanwhile(fresh)
        if fresh.stage not in stages:
            raise NotNow(fresh)
        step = Working(fresh, verb)
        yield step
        differs = [name for name, value in _values(fresh).items() if value != found[name]]
        if differs or step.verb:
            fresh.version += 1
            fresh.save(update_fields=[*differs, "version"])
        if by is not None and step.writes and _CONTENT.intersection(differs):
            fresh.hands.add(by)
        if step.verb:
            if fresh.stage != found["stage"]:
                step.data = {"stage": str(fresh.stage), **step.data}
            log(step.verb, fresh, by=by, agency=fresh.agency, **step.data)
        for each in step.afterwards:
            each()
    _forget(draft, fresh)
    draft.__dict__.update(
        {key: value for key, value in fresh.__dict__.items() if key not in ("_state", "_prefetched_objects_cache")}
    )


def _forget(draft: Draft, fresh: Draft) -> None:
    """Let go of what ``draft`` has kept of rows that it no longer points to."""
    draft.__dict__.pop("_prefetched_objects_cache", None)
    for field in Draft._meta.concrete_fields:
        if field.is_relation and draft.__dict__.get(field.attname) != fresh.__dict__[field.attname]:
            draft._state.fields_cache.pop(field.name, None)


_CONTENT = frozenset({*(Draft._meta.get_field(name).attname for name in FIELDS), "digest"})


def _values(draft: Draft) -> dict[str, object]:
    """What the row holds, by field. JSON is copied, for it may be changed in place."""
    return {
        field.attname: _copied(draft.__dict__[field.attname])
        for field in Draft._meta.concrete_fields
        if field.attname in draft.__dict__
    }


def _copied(value: object) -> object:
    match value:
        case dict():
            return {key: _copied(each) for key, each in value.items()}
        case list():
            return [_copied(each) for each in value]
        case _:
            return value
