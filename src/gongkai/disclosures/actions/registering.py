"""登记: rows of the ledgers, typed or taken from a spreadsheet; which ledgers are kept; the ready tree of columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import kinds, rules
from gongkai.disclosures.actions.rows import AnyRow, held_row, save_row
from gongkai.disclosures.models import (
    Collected,
    Column,
    Decision,
    KeptLedger,
    Ledger,
    Matter,
    Proposal,
    Purchase,
)
from gongkai.disclosures.registers import days, names
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

DECISIONS = tuple(Decision.What.values)


# Which ledgers are kept


@transaction.atomic
def keep_ledger(agency: Agency, ledger: str, *, from_year: int, by: Account) -> KeptLedger:
    """State that from ``from_year`` on all of it is registered here: from then on 表二 counts it, a nought included. Stating another
    year replaces the statement, which is kept."""
    require(by, rules.COLUMNS.key, agency.pk)
    if ledger not in Ledger.values:
        raise GongkaiError(say("没有这种台账。"))
    if not 2019 <= from_year <= clock.today().year:
        raise GongkaiError(say("起始年份应在2019年至今年之间。"))
    end_ledger(agency, ledger, by=by, quiet=True)
    kept = KeptLedger.objects.create(agency=agency, ledger=ledger, from_year=from_year, by=by, at=clock.now())
    log("ledger.kept", kept, by=by, agency=agency, ledger=kept.get_ledger_display(), from_year=from_year)
    return kept


@transaction.atomic
def end_ledger(agency: Agency, ledger: str, *, by: Account, quiet: bool = False) -> None:
    """Take the statement back: the cells are typed again. ``quiet``: nothing to say where there was none."""
    require(by, rules.COLUMNS.key, agency.pk)
    held = KeptLedger.objects.select_for_update().filter(agency=agency, ledger=ledger, ended_at=None).first()
    if held is None:
        if quiet:
            return
        raise GongkaiError(say("这种台账没有声明过登记齐全。"))
    held.ended_at, held.ended_by = clock.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    log("ledger.ended", held, by=by, agency=agency, ledger=held.get_ledger_display())


# 许可、服务、处罚、强制


@transaction.atomic
def enter_decision(
    agency: Agency,
    *,
    by: Account,
    what: str,
    number: str,
    decided_on: date,
    party: str,
    matter: str,
    result: str,
    section: Section | None = None,
    party_is_person: bool | None = None,
    amount: Decimal | None = None,
    basis: str = "",
    public: bool = True,
    ground: str = "",
) -> Decision:
    """Enter one decision, public or not. ``party_is_person`` None: judged by the name, in doubt a person."""
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    person = names.is_person(party) if party_is_person is None else party_is_person
    if decided_on > clock.today():
        raise GongkaiError(say("决定日期晚于今天，请核对。"))
    if not public and not ground.strip():
        raise GongkaiError(say("不公开的，请写明理由。"))
    if Decision.objects.filter(agency=agency, what=what, number=number, removed_at=None).exists():
        raise GongkaiError(say("台账里已有{number}，没有重复登记。", number=number))
    values = {
        "number": number.strip(), "decided_on": decided_on, "party": party.strip(), "party_is_person": person,
        "party_shown": names.shown(party, person=person), "matter": matter.strip(), "result": result.strip(),
        "amount": amount, "basis": basis.strip(), "public": public, "ground": ground.strip(),
    }  # fmt: skip
    decision = new_decision(agency, what, section, by, values)
    decision.save()
    log("decision.entered", decision, by=by, agency=agency, what=decision.get_what_display(), number=number)
    return decision


def new_decision(agency: Agency, what: str, section: Section | None, by: Account, values: dict[str, Any]) -> Decision:
    """An unsaved row with its last day."""
    decision = Decision(agency=agency, what=what, section=section, by=by, at=clock.now(), **values)
    days.set_due(decision)
    return decision


@transaction.atomic
def change_decision(
    decision: Decision, how: str, *, on: date, why: str, by: Account, version: int | None = None
) -> Decision:
    """Note that a decision was changed, annulled or found illegal or void. One that is public must be withdrawn within three working
    days, with the reason made public (行政处罚法 arts. 48, 85); it stays in the figures: it was made."""
    held = held_row(decision, by, version)
    if how not in Decision.Change.values or how == Decision.Change.NONE:
        raise GongkaiError(say("请选变更、撤销、确认违法或者确认无效。"))
    if not held.decided_on <= on <= clock.today():
        raise GongkaiError(say("这一天应在决定之后、今天之前。"))
    if not why.strip():
        raise GongkaiError(say("请写明原因，撤回时要向社会公开。"))
    held.changed_on, held.changed_how, held.changed_why = on, how, why.strip()[:300]
    held.withdraw_by = days.withdraw_by(held)
    save_row(held)
    log("decision.changed", held, by=by, agency=held.agency, how=held.get_changed_how_display(), on=on, why=why)
    return held


# Matters, sums, purchases, proposals


@transaction.atomic
def enter_matter(
    agency: Agency,
    *,
    by: Account,
    what: str,
    name: str,
    basis: str,
    starts_on: date,
    standard: str = "",
    section: Section | None = None,
) -> Matter:
    """Enter a permit, service, kind of penalty or coercion, or charge that the body has."""
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    if Matter.objects.filter(agency=agency, what=what, name=name.strip(), removed_at=None, ends_on=None).exists():
        raise GongkaiError(say("“{name}”已经登记过。", name=name))
    if what == Matter.What.CHARGE and not standard.strip():
        raise GongkaiError(say("收费项目要写收费标准。"))
    matter = Matter.objects.create(
        agency=agency, section=section, what=what, name=name.strip(), basis=basis.strip(), standard=standard.strip(),
        starts_on=starts_on, by=by, at=clock.now(),
    )  # fmt: skip
    log("matter.entered", matter, by=by, agency=agency, name=matter.name)
    return matter


@transaction.atomic
def end_matter(matter: Matter, *, on: date, by: Account, version: int | None = None) -> None:
    """A matter was taken away from ``on``. What was decided and collected before stays."""
    held = held_row(matter, by, version)
    if on <= held.starts_on:
        raise GongkaiError(say("取消日期应晚于设立日期。"))
    held.ends_on = on
    save_row(held)
    log("matter.ended", held, by=by, agency=held.agency, name=held.name, on=on)


@transaction.atomic
def enter_collected(
    matter: Matter, *, first_on: date, last_on: date, amount: Decimal, by: Account, source: str = ""
) -> Collected:
    """Enter what was collected under a charge from ``first_on`` to ``last_on``, days of one year, in yuan."""
    require(by, rules.REGISTERS.key, matter.agency_id, {matter.section_id})
    held = Matter.objects.select_for_update().get(pk=matter.pk)
    if held.what != Matter.What.CHARGE or held.removed_at is not None:
        raise GongkaiError(say("只有收费项目才登记收费金额。"))
    if not first_on <= last_on or first_on.year != last_on.year or last_on > clock.today():
        raise GongkaiError(say("起止日期应在同一年、先后有序，并且不晚于今天。"))
    if amount < 0 or amount != round(amount, 2):
        raise GongkaiError(say("金额以元为单位，最多两位小数，不小于0。"))
    over = Collected.objects.filter(matter=held, removed_at=None, first_on__lte=last_on, last_on__gte=first_on).first()
    if over is not None:
        raise GongkaiError(
            say("{first}至{last}已经登记过，日期不能重叠，以免重复计算。", first=over.first_on, last=over.last_on)
        )
    made = Collected.objects.create(
        agency=held.agency, section=held.section, matter=held, first_on=first_on, last_on=last_on, amount=amount,
        source=source.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    log("collected.entered", made, by=by, agency=held.agency, name=held.name, amount=amount, on=last_on)
    return made


@transaction.atomic
def enter_purchase(
    agency: Agency,
    *,
    by: Account,
    project: str,
    on: date,
    amount: Decimal,
    supplier: str = "",
    section: Section | None = None,
) -> Purchase:
    """Enter a project of 政府集中采购 by the day of its contract, in yuan."""
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    if on > clock.today() or amount < 0:
        raise GongkaiError(say("合同日期不能晚于今天，金额不能小于0。"))
    made = Purchase.objects.create(
        agency=agency, section=section, project=project.strip(), on=on, amount=amount, supplier=supplier.strip(), by=by,
        at=clock.now(),
    )  # fmt: skip
    log("purchase.entered", made, by=by, agency=agency, name=made.project, amount=amount)
    return made


@transaction.atomic
def enter_proposal(agency: Agency, *, by: Account, section: Section | None = None, **values: Any) -> Proposal:
    """Enter a suggestion or proposal that was handed to the body. ``values``: fields of `Proposal`."""
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    proposal = Proposal(agency=agency, section=section, by=by, at=clock.now(), **values)
    twice = Proposal.objects.filter(
        agency=agency, category=proposal.category, session=proposal.session, number=proposal.number, removed_at=None
    )
    if twice.exists():
        raise GongkaiError(say("这一届次的{number}已经登记过。", number=proposal.number))
    _check_proposal(proposal)
    proposal.save()
    log("proposal.entered", proposal, by=by, agency=agency, number=proposal.number)
    return proposal


@transaction.atomic
def change_proposal(proposal: Proposal, *, by: Account, version: int | None = None, **values: Any) -> Proposal:
    """Enter what became of it: reply, completion, satisfaction, adoption, how far it is public."""
    held = held_row(proposal, by, version)
    for name, value in values.items():
        setattr(held, name, value)
    _check_proposal(held)
    save_row(held)
    log("proposal.changed", held, by=by, agency=held.agency, number=held.number, fields=sorted(values))
    return held


def _check_proposal(proposal: Proposal) -> None:
    replied = proposal.replied_on
    if replied is not None and not proposal.received_on <= replied <= clock.today():
        raise GongkaiError(say("答复日期应在交办之后、今天之前。"))
    if replied is None and (proposal.completion or proposal.satisfaction):
        raise GongkaiError(say("还没有答复的，不填办理结果和满意度。"))
    if proposal.openness == Proposal.Openness.NOT and not proposal.ground.strip():
        raise GongkaiError(say("不公开的，请写明理由。"))
    days.set_due(proposal)


@transaction.atomic
def remove_row(row: AnyRow, *, why: str, by: Account, version: int | None = None) -> None:
    """Void a row that should not be there: it is kept with the reason and counts nowhere."""
    held = held_row(row, by, version)
    if not why.strip():
        raise GongkaiError(say("请写明为什么作废这条登记。"))
    if isinstance(held, Matter) and held.collected.filter(removed_at=None).exists():
        raise GongkaiError(say("这个收费项目下还有金额，请先作废金额。"))
    held.removed_at, held.removed_why = clock.now(), why.strip()[:200]
    save_row(held)
    log("row.removed", held, by=by, agency=held.agency, name=str(held), why=why)


# Columns


def lacking_columns(agency: Agency) -> tuple[kinds.ColumnForm, ...]:
    """What of the ready tree the body has no column for."""
    held = set(Column.objects.filter(agency=agency).values_list("slug", flat=True))
    return tuple(form for form in kinds.columns_for(agency.kind) if form.slug not in held)


@transaction.atomic
def set_up_columns(agency: Agency, by: Account | None = None) -> int:
    """Give a body the ready tree of columns (`kinds.columns_for`). A column whose slug it has already stays as it is. ``by`` None: a
    command or the demo. Gives how many were made."""
    if by is not None:
        require(by, rules.COLUMNS.key, agency.pk)
    held = {column.slug: column for column in Column.objects.filter(agency=agency)}
    made = 0
    for position, form in enumerate(kinds.columns_for(agency.kind), 1):
        if form.slug in held:
            continue
        held[form.slug] = Column.objects.create(
            agency=agency,
            parent=held.get(form.parent),
            slug=form.slug,
            name=form.name,
            description=form.description,
            type=form.type,
            clause=form.clause,
            freshness=form.freshness,
            position=position * 10,
        )
        made += 1
    if made:
        log("columns.set_up", agency, by=by, agency=agency, columns=made)
    return made
