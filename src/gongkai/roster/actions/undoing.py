"""A file of bodies is taken back: its bodies go as if they had never been there, as long as none of them has done anything."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, ProtectedError, Q

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Column
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, Chain, SignIn
from gongkai.reminders.models import BodySetting, Clock, Delivery, Reminder
from gongkai.roster.models import Intake
from gongkai.roster.rules import keeper_of

_AT_ONCE = 500
MADE_BY_ITSELF: tuple[type[Model], ...] = (Delivery, Reminder, Clock, BodySetting, Column)
"""What a body gets without anybody doing anything: ready columns, the reminder of its annual report. In the order it can go."""


def why_not(intake: Intake) -> str:
    """Why a file that was taken cannot be taken back, in a sentence; "" where it can.

    A body whose own log has begun has done something: everything a person does is an entry there, and what the list itself does
    stands in the log of the hosting body.
    """
    begun = Chain.objects.filter(agency__listed__intake=intake).select_related("agency").order_by("agency").first()
    if begun is not None and begun.agency is not None:
        return say(
            "{name}已经开始使用，有了自己的记录，不能整批撤销。不要它了，请办理撤销机关。", name=begun.agency.name
        )
    used = SignIn.objects.filter(account__listed__intake=intake).select_related("account").first()
    if used is not None:
        return say("{name}已经登录过，不能整批撤销。", name=used.account.name)
    named = (
        Agency.objects.filter(Q(supervised_by__listed__intake=intake) | Q(successor__listed__intake=intake))
        .exclude(listed__intake=intake)
        .order_by("pk")
        .first()
    )
    if named is not None:
        return say(
            "{name}以其中的机关为主管部门或者承接机关，不能整批撤销。请先在{name}的设置里改掉。", name=named.name
        )
    return ""


@transaction.atomic
def undo(intake: Intake, *, by: Account | None) -> int:
    """Take the bodies of a file out again, with their first administrators; how many. Raises GongkaiError with `why_not`."""
    keeper = keeper_of(by)
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    if held.state != Intake.State.TAKEN:
        raise GongkaiError(say("“{name}”没有导入过，或者已经撤销。", name=held.name))
    if why := why_not(held):
        raise GongkaiError(why)
    listed = list(held.listed.values_list("agency_id", "account_id"))
    names = list(held.listed.order_by("pk").values_list("agency__name", flat=True))
    agencies, accounts = [body for body, _ in listed], [account for _, account in listed if account is not None]
    try:
        with transaction.atomic():
            _take_out(agencies, accounts, held)
    except ProtectedError as error:
        # Something without an entry of its own, which no person did by hand.
        kind = next(iter(error.protected_objects))._meta.verbose_name
        raise GongkaiError(say("其中有的机关已有{kind}，不能整批撤销。", kind=kind)) from error
    held.state, held.ended_by, held.ended_at = Intake.State.UNDONE, by, clock.now()
    held.save(update_fields=["state", "ended_by", "ended_at"])
    log("intake.undone", held, by=by, agency=keeper, file=held.name, bodies=len(agencies), names=names)
    return len(agencies)


def _take_out(agencies: list[int], accounts: list[int], held: Intake) -> None:
    held.listed.all().delete()
    for start in range(0, len(agencies), _AT_ONCE):
        some = agencies[start : start + _AT_ONCE]
        # Out of each other's way first, so that the order in which they go does not matter.
        Column.objects.filter(agency__in=some).update(parent=None)
        Agency.objects.filter(pk__in=some).update(supervised_by=None)
        for model in MADE_BY_ITSELF:
            model._base_manager.filter(agency__in=some).delete()
        Appointment.objects.filter(agency__in=some).delete()
    for start in range(0, len(accounts), _AT_ONCE):
        Account.objects.filter(pk__in=accounts[start : start + _AT_ONCE]).delete()
    for start in range(0, len(agencies), _AT_ONCE):
        Agency.objects.filter(pk__in=agencies[start : start + _AT_ONCE]).delete()
