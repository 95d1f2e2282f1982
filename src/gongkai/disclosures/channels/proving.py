"""登记: a person says where it was put up and when, with a picture; or that it was taken down again."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from gongkai.disclosures import rules
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.channels.superseding import supersede
from gongkai.disclosures.models import Item, Release
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.files.uploads import FileRefused, Upload
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

State = Release.State
PICTURES = ("image/jpeg", "image/png", "application/pdf")


class ProofRefused(GongkaiError):
    """What was written down cannot be the proof of this release; the sentence says what to put right."""


def prove(
    release: Release,
    *,
    by: Account,
    proof: str,
    photo: StoredFile | Upload | None = None,
    on: date | None = None,
) -> Release:
    """Write down that it stands there: ``proof`` is the address or the place, ``on`` the day (today).

    Also for a channel that failed and was served by hand, and again to put a proof right. Raises `ProofRefused`, `FileRefused`.
    """
    rules.require_on(by, rules.PROVE.key, release.item)
    kind = CHANNELS[release.channel]
    proof = proof.strip()
    if not proof:
        raise ProofRefused(say("请填写{what}。", what=kind.proof))
    if kind.linked and not proof.startswith(("http://", "https://")):
        raise ProofRefused(say("请填写完整的网址，以http://或者https://开头，可以从浏览器地址栏复制。"))
    if len(proof) > 300:
        raise ProofRefused(say("{what}最多300个字。", what=kind.proof))
    today = clock.today()
    on = on or today
    with transaction.atomic():
        row = Release.objects.select_for_update(of=("self",)).select_related("agency", "version").get(pk=release.pk)
        if row.channel == "portal":
            raise ProofRefused(say("本网站的发布由程序登记，不用填写。"))
        if row.state == State.TAKEN_DOWN or row.down_wanted_at is not None:
            raise ProofRefused(say("信息已经撤下，不能再登记为已发布。还挂在那里的，请撤下后登记撤下。"))
        if row.claim and row.claimed_until is not None and row.claimed_until > clock.now():
            raise ProofRefused(say("这条发布正在发送，请过一会儿再登记。"))
        if on > today:
            raise ProofRefused(say("发布日期晚于今天，请核对。"))
        released = timezone.localdate(row.version.at)
        if on < released:
            raise ProofRefused(
                say("发布日期早于信息审核完成、对外公开的{day}，请核对。", day=f"{released.month}月{released.day}日")
            )
        before = {"state": row.state, "proof": row.proof}
        if photo is not None:
            row.photo = _kept(row, photo)
        row.state, row.proof, row.error, row.next_try_at = State.DONE, proof, "", None
        # A day alone is known: today's now, an earlier day's noon, but never before the release itself.
        moment = clock.now() if on == today else timezone.make_aware(datetime.combine(on, time(12)))
        row.done_at = max(moment, row.version.at)
        row.by, row.stands, row.checked_at = by, None, None
        row.detail = {**row.detail, "proved": "1"}
        row.save()
        supersede(row)
        if row.channel == "package":
            Item.objects.filter(pk=row.item_id).update(address=proof[:200])
        log(
            "release.proved",
            row,
            by=by,
            agency=row.agency,
            channel=row.channel,
            proof=proof,
            on=on,
            photo=row.photo.sha256 if row.photo else "",
            before=before,
        )
    return row


def _kept(row: Release, photo: StoredFile | Upload) -> StoredFile:
    if isinstance(photo, Upload):
        photo = keeping.keep(row.agency, photo)
    if photo.media_type not in PICTURES or photo.agency_id != row.agency_id:
        raise FileRefused(say("照片、截图请用JPG、PNG或者PDF文件。"))
    return photo


def taken_down(release: Release, *, by: Account, note: str = "") -> Release:
    """Write down that a person took it away where it stood: torn off, deleted, asked of the paper."""
    rules.require_on(by, rules.PROVE.key, release.item)
    with transaction.atomic():
        row = Release.objects.select_for_update(of=("self",)).select_related("agency").get(pk=release.pk)
        if row.down_wanted_at is None or row.down_at is not None:
            raise ProofRefused(say("这条发布没有要求撤下，或者已经撤下。请刷新页面看最新的情况。"))
        row.state, row.down_at, row.next_try_at = State.TAKEN_DOWN, clock.now(), None
        row.save(update_fields=["state", "down_at", "next_try_at"])
        log("release.taken_down", row, by=by, agency=row.agency, channel=row.channel, note=note.strip()[:200])
    return row
