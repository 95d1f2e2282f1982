"""发布: what was approved becomes what the public reads. Nothing else writes the text of an item (`append_only` guards it)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.disclosures import channels as room
from gongkai.disclosures import digests, numbering, published, rules, standing
from gongkai.disclosures.actions.moving import ChangedMeanwhile, NotNow, working_on
from gongkai.disclosures.actions.submitting import require_clean
from gongkai.disclosures.models import Attribute, Channel, Draft, FileRole, Item, Release, Version, VersionFile
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

LOGGER = logging.getLogger(__name__)
OUTWARD = (FileRole.ATTACHMENT, FileRole.PICTURE)
"""The files that become public; originals never do."""


class NotApproved(GongkaiError):
    """The text has not every approval of its round, or is not what was approved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "《{title}》没有走完审核，或者审核以后又有改动，不能发布。请重新送审。",
                title=draft.title or say("未命名"),
            )
        )


def release(draft: Draft, *, by: Account | None) -> Version:
    """Release an approved draft now; ``by`` None: its hour has come. The checks run once more on the exact text and files."""
    checked = standing.look_again(draft)
    with working_on(draft, by=by, permission=rules.RELEASE, verb="", stages=(Draft.Stage.APPROVED,)) as step:
        step.writes = False
        require_clean(step.draft, checked)
        version = release_under_lock(step.draft, by=by)
    draft.refresh_from_db()
    return version


def release_under_lock(draft: Draft, *, by: Account | None) -> Version:
    """The release itself, on the locked and checked row of an approved draft."""
    if draft.stage != Draft.Stage.APPROVED or draft.attribute != Attribute.PROACTIVE:
        raise NotNow(draft)
    if not standing.fully_approved(draft):
        raise NotApproved(draft)
    version, releases = put_out(draft, by=by)
    log(
        "draft.released",
        draft,
        by=by,
        agency=draft.agency,
        permanent=version.item.permanent,
        number=version.number,
        digest=version.digest,
        channels=[each.channel for each in releases],
    )
    return version


def put_out(draft: Draft, *, by: Account | None, forced: bool = False) -> tuple[Version, list[Release]]:
    """Copy the draft to its item, leave a version with its files, and a release for every channel. The caller has the lock of the
    draft and has checked everything; ``draft`` ends as released. For a forced release the caller calls `show` itself, after the
    record of it stands."""
    item = Item.objects.select_for_update().get(pk=draft.item_id)
    now = clock.now()
    last = item.versions.order_by("-number").values_list("number", flat=True).first() or 0
    fields = digests.contents(draft)["fields"]
    version = Version.objects.create(
        item=item,
        number=last + 1,
        title=draft.title,
        html=draft.html,
        fields={name: value for name, value in fields.items() if name != "html"},
        digest=draft.digest,
        note=draft.note,
        draft=draft,
        revision=draft.revision,
        forced=forced,
        by=by,
        at=now,
    )
    VersionFile.objects.bulk_create(
        VersionFile(
            version=version,
            file_id=each.file_id,
            role=each.role,
            name=each.name,
            alt=each.alt,
            position=each.position,
            text=each.text,
        )
        for each in draft.files.filter(removed_at=None, role__in=OUTWARD).order_by("position", "pk")
    )
    draft.stage = Draft.Stage.RELEASED
    Draft.objects.filter(pk=draft.pk).update(stage=draft.stage)
    version.item = item
    if forced:
        return version, []
    return version, show(item, version, draft, by=by)


def show(item: Item, version: Version, draft: Draft, *, by: Account | None) -> list[Release]:
    """Let the public see ``version`` as its item."""
    now = clock.now()
    for name in FIELDS:
        attname = Item._meta.get_field(name).attname
        setattr(item, attname, getattr(draft, attname))
    item.current = version
    item.permanent = item.permanent or numbering.permanent(clock.today().year)
    item.index_number = item.index_number or numbering.index_number(item.agency, clock.today().year)
    item.published_on = item.published_on or clock.today()
    item.released_at = item.released_at or now
    item.changed_at, item.expires_at = now, draft.expires_at
    item.withdrawn_at, item.withdrawn_why = None, ""
    item.version += 1
    item.save()
    releases = _releases(item, version, draft.channels, by)
    published.changed(item, releases)
    return releases


def _releases(item: Item, version: Version, channels: Sequence[str], by: Account | None) -> list[Release]:
    """One for every channel asked for; the portal is always among them, and at once done."""
    now = clock.now()
    wanted = [Channel.PORTAL, *(key for key in channels if key in Channel.values and key != Channel.PORTAL)]
    made = []
    for key in dict.fromkeys(wanted):
        if key == Channel.PORTAL:
            state = Release.State.DONE
        else:
            state = Release.State.TO_PROVE if room.is_manual(key) else Release.State.WAITING
        done = state == Release.State.DONE
        made.append(
            Release(
                agency_id=item.agency_id,
                item=item,
                version=version,
                channel=key,
                state=state,
                due_at=now,
                done_at=now if done else None,
                proof=f"/info/{item.permanent}/" if done else "",
                by=by,
            )
        )
    return Release.objects.bulk_create(made)


def release_due(now: datetime) -> int:
    """Release every approved draft whose hour has come; gives how many. One that fails is logged and stands in `late_releases`; it
    keeps nothing from the others."""
    due = Draft.objects.filter(stage=Draft.Stage.APPROVED, release_at__lte=now).order_by("release_at", "pk")
    return sum(_released(draft) for draft in due)


def _released(draft: Draft) -> bool:
    try:
        release(draft, by=None)
    except (ChangedMeanwhile, NotNow):
        return False
    except Exception:
        LOGGER.exception("draft %s was not released at its hour", draft.pk)
        return False
    return True


def expire_due(now: datetime) -> int:
    """Take down what has come to the end of its time; gives how many. The public side stopped showing it at that moment."""
    over = Item.objects.filter(
        expires_at__lte=now, releases__channel=Channel.PORTAL, releases__state=Release.State.DONE
    ).distinct()
    return sum(_expired(item) for item in over)


def _expired(item: Item) -> bool:
    try:
        with transaction.atomic():
            held = Item.objects.select_for_update().get(pk=item.pk)
            if not held.releases.filter(channel=Channel.PORTAL, state=Release.State.DONE).exists():
                return False
            room.want_down(held, by=None)
            log("item.expired", held, by=None, agency=held.agency, expires_at=held.expires_at)
            published.changed(held)
    except Exception:
        LOGGER.exception("item %s was not taken down at its end", item.pk)
        return False
    return True
