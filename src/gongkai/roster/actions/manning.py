"""A body that nobody administers gets an administrator."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.first_passwords import one_time_password
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, Role
from gongkai.roster.queries import has_administrator
from gongkai.roster.rules import keeper_of


@transaction.atomic
def name_administrator(agency: Agency, *, name: str, username: str, by: Account | None) -> tuple[Account, str]:
    """A new account as administrator, with its one-time password. Only where there is none: who has one settles it there."""
    keeper = keeper_of(by)
    held = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if has_administrator(held):
        raise GongkaiError(say("{name}已经有系统管理员，没有另建。人员的变动由它自己的管理员办理。", name=held.name))
    password = one_time_password()
    taken = say("已经有账号“{username}”。请换一个，例如在后面加上单位简称。", username=username)
    if Account.objects.filter(username=username).exists():
        raise GongkaiError(taken)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(username, name, password)
    except IntegrityError:
        raise GongkaiError(taken) from None
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    made = Appointment.objects.create(account=account, agency=held, role=Role.ADMINISTRATOR, starts_on=clock.today())
    log("account.created", account, by=by, agency=keeper, username=username, name=name, body=held.name)
    log("appointment.begun", made, by=by, agency=keeper, name=name, role=Role.ADMINISTRATOR, body=held.name)
    return account, password
