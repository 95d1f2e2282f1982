"""审核程序: who looks at a draft, in which order, with how many working days each.

A chain is a list of steps, kept as plain values in `Column.chain` or `Agency.chains["publication"]`; where neither says anything,
`DEFAULT` holds. A step has one place or several that are asked at the same time. What is left out of it for one draft, and why,
is decision 0105: three different accounts wherever they exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures.models import Column, Draft
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Appointment, Deputy, Role

KEY = "publication"
"""Where `Agency.chains` keeps the chain of a body."""
MOST_STEPS, MOST_PLACES, MOST_DAYS = 6, 4, 30
ROLES = (Role.SECTION_HEAD, Role.CLERK, Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF)
"""The roles that may review, from the lowest."""

DEFAULT: tuple[dict[str, Any], ...] = (
    {"label": "科室初审", "days": 2, "secrecy": False, "places": [{"role": "section_head"}]},
    {"label": "办公室复审、保密审查", "days": 2, "secrecy": True, "places": [{"role": "office_head"}]},
    {"label": "分管领导终审", "days": 2, "secrecy": False, "places": [{"role": "leader"}]},
)
"""The usual chain of county bureaus (law/publication-lifecycle.md §2)."""


class BadChain(GongkaiError):
    """A chain that cannot be used. The sentence says what is wrong with it."""


class NobodyReviews(GongkaiError):
    """Nobody but the people who wrote a draft could review it."""

    def __init__(self) -> None:
        super().__init__(
            say("除了起草、修改的人，现在没有别人能审核这份稿件。请系统管理员任命审核人，或者由负责人指定代行。")
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One place of one step. ``section``: whose head is asked, for a section's head. ``days``: working days."""

    step: int
    place: int
    role: Role
    section: Section | None
    label: str
    days: int
    secrecy: bool

    @property
    def section_id(self) -> int | None:
        return self.section.pk if self.section else None


class Place(Protocol):
    """What can be taken by a holder: a `Step`, or a `Review` that waits."""

    @property
    def role(self) -> str: ...

    @property
    def section_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role today. ``acting_for``, ``principal``: name and account of who is stood in for; "" and None in
    one's own right."""

    account: int
    name: str
    role: Role
    section_id: int | None
    acting_for: str = ""
    principal: int | None = None


def chain_of(agency: Agency, column: Column | None = None) -> Sequence[Mapping[str, Any]]:
    """The chain that holds for a column of a body, as it is kept."""
    return (column.chain if column is not None else None) or agency.chains.get(KEY) or DEFAULT


def check(chain: object) -> list[dict[str, Any]]:
    """``chain`` as it may be kept. Raises `BadChain`: no step, too many, a role that does not review."""
    if not isinstance(chain, list | tuple) or not 1 <= len(chain) <= MOST_STEPS:
        raise BadChain(say("审核程序至少1步，最多{most}步。", most=MOST_STEPS))
    found = []
    for n, step in enumerate(chain, 1):
        places = step.get("places") or []
        label, days = str(step.get("label", "")).strip(), step.get("days", 0)
        if not label:
            raise BadChain(say("第{n}步没有名称，请填写，例如“科室初审”。", n=n))
        if not 1 <= len(places) <= MOST_PLACES:
            raise BadChain(say("第{n}步要有1至{most}位审核人。", n=n, most=MOST_PLACES))
        if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
            raise BadChain(say("第{n}步的时限要在1至{most}个工作日之间。", n=n, most=MOST_DAYS))
        if any(place.get("role") not in ROLES for place in places):
            raise BadChain(say("第{n}步的角色不能审核信息，请重新选择。", n=n))
        kept = [{key: place[key] for key in ("role", "section") if place.get(key)} for place in places]
        found.append({"label": label[:30], "days": days, "secrecy": bool(step.get("secrecy")), "places": kept})
    return found


def barred(draft: Draft) -> frozenset[int]:
    """The accounts that may not review a draft: its author, and whoever has changed it since."""
    return frozenset({draft.author_id, *draft.hands.values_list("pk", flat=True)})


def holders(agency_id: int, day: date | None = None) -> tuple[Holder, ...]:
    """Who holds a role that reviews in a body on ``day`` (today), read anew; closed accounts hold none. Two queries."""
    day = day or clock.today()
    own = Appointment.objects.filter(agency=agency_id, role__in=ROLES, account__is_active=True)
    acting = Deputy.objects.filter(
        appointment__agency=agency_id,
        appointment__role__in=ROLES,
        appointment__account__is_active=True,
        account__is_active=True,
        starts_on__lte=day,
        ends_on__gte=day,
    ).select_related("appointment__account", "account")
    found = [
        Holder(a.account_id, a.account.name, Role(a.role), a.section_id)
        for a in own.select_related("account")
        if a.in_force(day)
    ]
    for deputy in acting:
        held = deputy.appointment
        if held.in_force(day):
            found.append(
                Holder(
                    deputy.account_id,
                    deputy.account.name,
                    Role(held.role),
                    held.section_id,
                    held.account.name,
                    held.account_id,
                )
            )
    return tuple(found)


def takers(place: Place, among: Iterable[Holder], out: Collection[int] = ()) -> list[Holder]:
    """Who could take ``place``. ``out``: accounts that may not, neither themselves nor through a deputy of theirs."""
    return [
        holder
        for holder in among
        if holder.role == place.role
        and (holder.role is not Role.SECTION_HEAD or holder.section_id == place.section_id)
        and holder.account not in out
        and holder.principal not in out
    ]


def steps_for(draft: Draft, *, out: Collection[int] = ()) -> tuple[Step, ...]:
    """The steps that ``draft`` goes through now, as far as different people exist to take them. ``out``: who may not take
    one besides `barred`. Raises `NobodyReviews` where none is left."""
    stands_out = barred(draft) | set(out)
    among = holders(draft.agency_id)
    asked = list(_asked(draft))
    kept = _different(asked, among, stands_out)
    if not kept:
        raise NobodyReviews
    return tuple(_with_secrecy(asked, kept))


def matchable(places: Sequence[Sequence[int]]) -> bool:
    """Whether every place can be given to an account of its own. ``places``: the accounts that could take each."""
    taken: dict[int, int] = {}
    return all(_settle(n, places, taken, set()) for n in range(len(places)))


def _asked(draft: Draft) -> Iterator[Step]:
    """Every place of the chain, before anything is left out."""
    chain = chain_of(draft.agency, draft.column)
    named = {place.get("section") for step in chain for place in step["places"]} - {None}
    sections = {s.pk: s for s in Section.objects.filter(agency=draft.agency_id, pk__in=named)} if named else {}
    own = draft.section or (draft.column.section if draft.column else None)
    for n, step in enumerate(chain, 1):
        for m, place in enumerate(step["places"], 1):
            role = Role(place["role"])
            section = (sections.get(place.get("section")) or own) if role is Role.SECTION_HEAD else None
            yield Step(n, m, role, section, step["label"], step["days"], bool(step.get("secrecy")))


def _different(asked: Sequence[Step], among: Sequence[Holder], out: Collection[int]) -> list[Step]:
    """As many places as there are different people, the later ones first: who releases must have been looked at from above."""
    kept: list[Step] = []
    for step in reversed(asked):
        trial = [step, *kept]
        if matchable([[holder.account for holder in takers(each, among, out)] for each in trial]):
            kept = trial
    return kept


def _settle(n: int, places: Sequence[Sequence[int]], taken: dict[int, int], seen: set[int]) -> bool:
    for account in places[n]:
        if account in seen:
            continue
        seen.add(account)
        if account not in taken or _settle(taken[account], places, taken, seen):
            taken[account] = n
            return True
    return False


def _with_secrecy(asked: Sequence[Step], kept: Sequence[Step]) -> Iterator[Step]:
    """The kept places, numbered without gaps, the secrecy review (条例 art. 17) on one of them in every case: where the chain
    has it, else on the next that is left, else on the last."""
    wanted = next((each.step for each in asked if each.secrecy), None)
    carries = any(each.secrecy for each in kept)
    heir = next((each.step for each in kept if wanted is not None and each.step >= wanted), kept[-1].step)
    order = {step: n for n, step in enumerate(dict.fromkeys(each.step for each in kept), 1)}
    places: dict[int, int] = {}
    for each in kept:
        places[each.step] = places.get(each.step, 0) + 1
        first = places[each.step] == 1
        secrecy = each.secrecy if carries else each.step == heir and first
        yield replace(each, step=order[each.step], place=places[each.step], secrecy=secrecy)
