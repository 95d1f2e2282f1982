"""撤销、合并: a body ends, another one takes over; and the way back as long as nothing followed.

条例 art. 10 leaves a document with the body that made it or keeps it; who answers when that one is gone is told by 行政诉讼法 art. 26 ¶6
and 行政复议法 art. 19 ¶4: the body that goes on exercising its powers (decision 0221).
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, queries, rules
from gongkai.people.journal import key_of, log
from gongkai.people.models import Account, Appointment, Chain, Role
from gongkai.roster.consequences import consequences
from gongkai.roster.models import Ending
from gongkai.roster.rules import keeper_of


@transaction.atomic
def end(agency: Agency, *, ends_on: date, basis: str, successor: Agency | None, by: Account) -> Ending:
    """Let ``ends_on`` be the last day of a body. ``basis``: the decision, by title or number.

    The successor supervises in its place, and the successor's administrators become administrators here, so that they can let their own
    people finish what is open. Raises GongkaiError where open cases would have nobody.
    """
    keeper_of(by)
    # In the order of the keys: two who end bodies into each other never wait for each other.
    keys = sorted({agency.pk, *([successor.pk] if successor else [])})
    locked = {
        each.pk: each for each in Agency.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    }
    held = locked[agency.pk]
    heir = locked[successor.pk] if successor is not None else None
    _require(held, heir, ends_on, basis)
    facts = consequences(held, ends_on)
    if facts.needs_successor and heir is None:
        raise GongkaiError(_open(held, facts.open_cases, facts.supervised))
    moved = list(Agency.objects.filter(supervised_by=held).order_by("pk")) if heir is not None else []
    # What stands above the successor goes to the supervisor of the body that ends: nobody supervises a body of its own above it.
    over = _upwards(heir)
    for each in moved:
        each.supervised_by = held.supervised_by if each.pk in over else heir
    Agency.objects.bulk_update(moved, ["supervised_by"], 500)
    held.ends_on, held.successor = ends_on, heir
    held.save(update_fields=["ends_on", "successor"])
    appointed = _appoint(held, heir) if heir is not None else []
    log("agency.ended", held, by=by, agency=held, body=held.name, ended_on=ends_on, basis=basis,
        successor=heir.name if heir else "", moved=[each.name for each in moved], facts=facts.data(),
        appointed=[each.account.name for each in appointed])  # fmt: skip
    return Ending.objects.create(
        agency=held,
        successor=heir,
        ends_on=ends_on,
        basis=basis,
        moved=[each.pk for each in moved],
        appointed=[each.pk for each in appointed],
        facts=facts.data(),
        sequence=Chain.objects.values_list("sequence", flat=True).get(key=key_of(held)),
        by=by,
        at=clock.now(),
    )


def _upwards(agency: Agency | None) -> set[int]:
    """The body itself and all that supervise it; a few steps."""
    found: set[int] = set()
    while agency is not None and agency.pk not in found:
        found.add(agency.pk)
        agency = agency.supervised_by
    return found


def _require(held: Agency, heir: Agency | None, ends_on: date, basis: str) -> None:
    if held.ends_on is not None:
        raise GongkaiError(say("{name}在{on}已经撤销，不用再办。", name=held.name, on=held.ends_on.isoformat()))
    if held == host():
        raise GongkaiError(
            say(
                "{name}负责这个网站：名录、网站设置和放假安排由它管理，撤销以后就没有人能管理。"
                "请先在机关设置里把接替它的机关的类别改为“政府办公室（主管部门）”，把{name}改为别的类别，再由接替它的机关办理。",
                name=held.name,
            )
        )
    if not basis.strip():
        raise GongkaiError(say("没有写明依据，没有办理。请写撤销、合并决定的标题或者文号。"))
    if ends_on > clock.today():
        raise GongkaiError(say("撤销日晚于今天，没有办理：撤销以后期限和提醒都归承接机关。请在那一天办理。"))
    if ends_on < held.starts_on:
        raise GongkaiError(say("撤销日早于设立日{on}，没有办理。请核对日期。", on=held.starts_on.isoformat()))
    if heir is not None and heir.pk == held.pk:
        raise GongkaiError(say("承接机关不能是{name}自己。请选择另一个机关。", name=held.name))
    if heir is not None and heir.ends_on is not None:
        raise GongkaiError(say("{name}也已经撤销，不能承接。请选择承接它的机关。", name=heir.name))


def _open(held: Agency, cases: int, supervised: int) -> str:
    if cases:
        return say(
            "{name}还有{n}件没有办结的申请、复议诉讼和投诉举报，没有承接机关就没有人答复，没有办理。请选择承接机关，或者先办结。",
            name=held.name,
            n=cases,
        )
    return say(
        "{name}还主管{n}个机关，没有承接机关就没有人主管它们，没有办理。请选择承接机关，或者先改它们的主管部门。",
        name=held.name,
        n=supervised,
    )


def _appoint(held: Agency, heir: Agency) -> list[Appointment]:
    """The successor's administrators, as administrators of the body that ended; those who are that already are left out."""
    there = set(
        Appointment.objects.filter(queries.in_force(), agency=held, role=Role.ADMINISTRATOR).values_list(
            "account_id", flat=True
        )
    )
    theirs = Appointment.objects.filter(
        queries.in_force(), agency=heir, role=Role.ADMINISTRATOR, account__is_active=True
    ).select_related("account")
    made = []
    for each in theirs.order_by("account_id"):
        if each.account_id in there:
            continue
        there.add(each.account_id)
        made.append(
            Appointment.objects.create(
                account=each.account, agency=held, role=Role.ADMINISTRATOR, starts_on=clock.today()
            )
        )
        rules.forget(each.account)
    return made


def why_not_restore(ending: Ending) -> str:
    """Why an ending cannot be taken back, in a sentence; "" where it can."""
    if ending.restored_at is not None:
        return say("这次撤销已经恢复过。")
    now = Chain.objects.filter(key=key_of(ending.agency)).values_list("sequence", flat=True).first()
    if now != ending.sequence:
        return say(
            "{name}撤销以后又有新的记录（办理、登录或者设置），不能恢复原状。确需继续存在的，请按新设机关加入名录。",
            name=ending.agency.name,
        )
    if ending.successor is not None and ending.successor.ends_on is not None:
        return say("承接机关{name}也已经撤销，不能恢复。请先恢复承接机关。", name=ending.successor.name)
    return ""


@transaction.atomic
def restore(ending: Ending, *, by: Account) -> None:
    """Take an ending back: the body goes on as before. Raises GongkaiError with `why_not_restore`."""
    keeper_of(by)
    agency = Agency.objects.select_for_update(no_key=True).get(pk=ending.agency_id)
    # The head of its log is the lock on what may follow.
    list(Chain.objects.select_for_update().filter(key=key_of(agency)))
    held = Ending.objects.select_for_update(of=("self",)).select_related("agency", "successor").get(pk=ending.pk)
    if why := why_not_restore(held):
        raise GongkaiError(why)
    # Those that were given another supervisor since keep it.
    back = Agency.objects.filter(
        Q(supervised_by=held.successor) | Q(pk__in=_upwards(held.successor), supervised_by=agency.supervised_by),
        pk__in=held.moved,
    )
    kept = list(back.order_by("pk").values_list("pk", flat=True))
    names = list(back.order_by("pk").values_list("name", flat=True))
    Agency.objects.filter(pk__in=kept).update(supervised_by=agency)
    for appointment in Appointment.objects.filter(pk__in=held.appointed).select_related("account"):
        rules.forget(appointment.account)
        appointment.delete()
    agency.ends_on, agency.successor = None, None
    agency.save(update_fields=["ends_on", "successor"])
    held.restored_by, held.restored_at = by, clock.now()
    held.save(update_fields=["restored_by", "restored_at"])
    log("agency.restored", agency, by=by, agency=agency, body=agency.name, moved=names)
