"""代行: somebody of the same body acts in one's place for a time."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, queries, rules
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, Deputy


def _require_over(appointment: Appointment, by: Account) -> None:
    """One's own appointment of a role that may be stood in for, or an administrator of the body. Acting is not owning: a
    deputy does not hand on."""
    if appointment.role not in rules.PEOPLE_DEPUTE.roles:
        raise GongkaiError(say("{role}的职责不能代行。请由系统管理员任命另一位。", role=appointment.get_role_display()))
    if appointment.account_id != by.pk:
        rules.require(by, rules.PEOPLE_MANAGE.key, appointment.agency_id)


@transaction.atomic
def depute(
    appointment: Appointment, *, to: Account, starts_on: date, ends_on: date, by: Account, reason: str = ""
) -> Deputy:
    """Let ``to`` act in the place of ``appointment`` from ``starts_on`` to ``ends_on``, both included."""
    _require_over(appointment, by)
    if to.pk == appointment.account_id:
        raise GongkaiError(say("代行人不能是本人，请选择另一位同事。"))
    if starts_on < clock.today():
        raise GongkaiError(say("代行不能从今天以前开始：当时的办理记录已经形成。请从今天或者以后的日子起算。"))
    if ends_on < starts_on:
        raise GongkaiError(say("代行的最后一天早于第一天，请核对日期。"))
    if appointment.ends_on is not None and appointment.ends_on < ends_on:
        raise GongkaiError(say("这项任职在{on}结束，代行不能晚于这一天。", on=appointment.ends_on.isoformat()))
    theirs = Appointment.objects.filter(queries.in_force(starts_on), account=to, agency=appointment.agency_id)
    if not to.is_active or not theirs.exists():
        raise GongkaiError(
            say(
                "{name}在代行开始时不是{agency}的人员，不能代行。请选择本机关在任的同事。",
                name=to.name,
                agency=appointment.agency.short_name,
            )
        )
    same = Deputy.objects.select_for_update().filter(appointment=appointment, account=to)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise GongkaiError(say("{name}在这段时间已经代行，不用重复指定。", name=to.name))
    made = Deputy.objects.create(
        appointment=appointment, account=to, starts_on=starts_on, ends_on=ends_on, reason=reason, named_by=by
    )
    rules.forget(to)
    log(
        "deputy.named",
        made,
        by=by,
        agency=appointment.agency,
        name=to.name,
        acting_for=appointment.account.name,
        role=appointment.role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    return made


@transaction.atomic
def end_deputy(deputy: Deputy, *, by: Account) -> None:
    """End a deputy at once; one that has not begun is taken back."""
    appointment = deputy.appointment
    _require_over(appointment, by)
    deputy = Deputy.objects.select_for_update(of=("self",)).select_related("account").get(pk=deputy.pk)
    if deputy.ends_on < clock.today():
        raise GongkaiError(say("这次代行在{on}已经结束，不用再办。", on=deputy.ends_on.isoformat()))
    facts = {"name": deputy.account.name, "acting_for": appointment.account.name, "role": appointment.role}
    log("deputy.ended", deputy, by=by, agency=appointment.agency, ends_on=clock.today(), **facts)
    if deputy.starts_on >= clock.today():
        # Of the first day only what is done is kept, in the log; the row would carry the right until midnight.
        deputy.delete()
    else:
        deputy.ends_on = clock.today() - timedelta(days=1)
        deputy.save(update_fields=["ends_on"])
    rules.forget(deputy.account)
