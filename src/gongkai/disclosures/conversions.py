"""动态调整 (条例 art. 18): what was decided not to be proactive is looked at again, and opened where its ground is gone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.disclosures import drafts, rules
from gongkai.disclosures.actions.drafting import AlreadyInWork
from gongkai.disclosures.actions.writing import keep_save, settle
from gongkai.disclosures.models import Attribute, Channel, Draft, DraftFile
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


def withheld(account: Account) -> QuerySet[Draft]:
    """The last decision on each thing that ``account`` may see and that is not proactive; nothing that was opened since."""
    later = Draft.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk")).exclude(stage=Draft.Stage.DISCARDED)
    return drafts.visible_to(account).filter(stage=Draft.Stage.DECIDED, item__current=None).exclude(Exists(later))


@transaction.atomic
def open_up(decided: Draft, *, by: Account) -> Draft:
    """A proactive draft of what was decided not to be, with its text and files; it goes through every review. Raises
    `AlreadyInWork`."""
    held = Draft.objects.select_for_update(of=("self",)).select_related("item", "agency").get(pk=decided.pk)
    rules.require_on(by, rules.WRITE.key, held)
    if held.stage != Draft.Stage.DECIDED:
        raise GongkaiError(say("只有已经定为不主动公开的，才能转为主动公开。"))
    other = Draft.objects.filter(item=held.item_id, stage__in=Draft.OPEN).select_related("author").first()
    if other is not None:
        raise AlreadyInWork(other)
    now = clock.now()
    made = Draft(
        item=held.item, agency=held.agency, author=by, made_at=now, saved_at=now, channels=[Channel.PORTAL.value]
    )
    for name in FIELDS:
        attname = Draft._meta.get_field(name).attname
        setattr(made, attname, getattr(held, attname))
    made.attribute, made.ground, made.ground_note, made.review_again_on = Attribute.PROACTIVE, "", "", None
    made.save()
    for file in held.files.filter(removed_at=None):
        DraftFile.objects.create(
            draft=made, file=file.file, role=file.role, name=file.name, alt=file.alt, position=file.position,
            text=file.text, findings=file.findings, looked_at=file.looked_at, added_at=now, added_by=by,
        )  # fmt: skip
    settle(made)
    made.save()
    keep_save(made, by=by, why="hand")
    made.hands.add(by)
    log("draft.opened", made, by=by, agency=held.agency, title=made.title, was=held.attribute, decided=held.pk)
    return made
