"""How a body reminds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import rules as people
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.reminders import rules
from gongkai.reminders.actions.own import ChangedMeanwhile
from gongkai.reminders.models import BodySetting

MOST_DAYS = 60
DAYS = ("clerk_days", "section_days", "leader_days")
_FIELDS = (*DAYS, "leader_after", "county_after", "quiet_from", "quiet_until", "quiet_days_off", "sms")


@transaction.atomic
def save_setting(
    agency: Agency,
    *,
    clerk_days: Sequence[int],
    section_days: Sequence[int],
    leader_days: Sequence[int],
    leader_after: int,
    county_after: int,
    quiet_from: time,
    quiet_until: time,
    quiet_days_off: bool,
    sms: bool,
    by: Account,
    version: int | None = None,
) -> BodySetting:
    """Change how ``agency`` reminds; what is planned follows with the next round."""
    people.require(by, rules.SETTINGS.key, agency.pk)
    given = {name: sorted(set(days), reverse=True) for name, days in
             zip(DAYS, (clerk_days, section_days, leader_days), strict=True)}  # fmt: skip
    for days in given.values():
        if any(not 0 <= day <= MOST_DAYS for day in days):
            raise GongkaiError(say("提前的工作日应当在0到{most}之间。", most=MOST_DAYS))
    if not given["clerk_days"]:
        raise GongkaiError(say("公开工作机构至少要有一次提醒，否则期限到了没有人知道。"))
    if not 1 <= leader_after <= county_after <= MOST_DAYS:
        raise GongkaiError(say("逾期以后应当先报分管领导，再报主管部门。请核对天数。"))
    BodySetting.objects.get_or_create(agency=agency)
    setting = BodySetting.objects.select_for_update().get(agency=agency)
    if version is not None and version != setting.version:
        raise ChangedMeanwhile
    given |= {
        "leader_after": leader_after, "county_after": county_after, "quiet_from": quiet_from, "quiet_until": quiet_until,
        "quiet_days_off": quiet_days_off, "sms": sms,
    }  # type: ignore[dict-item]  # fmt: skip
    before = {name: getattr(setting, name) for name in _FIELDS if getattr(setting, name) != given[name]}
    for name, value in given.items():
        setattr(setting, name, value)
    setting.version += 1
    setting.save()
    if before:
        changed = {name: [_plain(value), _plain(given[name])] for name, value in before.items()}
        log("agency.reminders_changed", agency, by=by, agency=agency, changed=changed)
    return setting


def _plain(value: object) -> object:
    return value.isoformat("minutes") if isinstance(value, time) else value
