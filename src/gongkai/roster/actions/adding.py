"""Bodies are added: one from a form or a command, thousands from a file, the first one by `gongkai init`. All of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.disclosures.actions.planting import plant
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.first_passwords import no_password, one_time_password
from gongkai.people.journal import Happened, log_many, subject_of
from gongkai.people.models import Account, Appointment, Role
from gongkai.roster.known import Known, There
from gongkai.roster.rules import keeper_of
from gongkai.roster.values import NewBody, Problem

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Added:
    """A new body. ``account``: its first administrator. ``password``: the one-time password, shown once and kept nowhere; "" where
    none was made."""

    agency: Agency
    account: Account | None = None
    password: str = ""


class Refused(GongkaiError):
    """A body that cannot be added. ``problem``: which of its words, and why."""

    def __init__(self, body: NewBody, problem: Problem) -> None:
        self.problem = problem
        super().__init__(
            say("{name}没有加入名录：{wrong}。{do}。", name=body.called, wrong=problem.wrong, do=problem.do)
        )


@transaction.atomic
def add(bodies: Sequence[NewBody], *, by: Account | None, passwords: bool = True) -> list[Added]:
    """Add bodies with everything a new one has: ready columns, first administrator, an entry in the log each. In the order given.

    The entries stand in the log of the hosting body, whose act it is; the new body's own log begins with its own first act, which is
    also how it shows that nothing was done there yet. ``by`` None: a command. ``passwords`` False: nobody can log in until
    `give_passwords`. Raises `Refused`, or GongkaiError where somebody else has just added the same.
    """
    keeper = keeper_of(by)
    known = Known(body.username for body in bodies)
    above = _checked(bodies, known)
    try:
        with transaction.atomic():
            made = _agencies(bodies, above)
            counts = plant([made[body.name] for body in bodies])
            accounts = _accounts(bodies, passwords)
            appointments = _appointments(bodies, made, accounts)
    except IntegrityError:
        # A body's own settings may have taken the name in the same moment; they wait for no list.
        again = Known(body.username for body in bodies)
        for body in bodies:
            for problem in again.taken(body):
                raise Refused(body, problem) from None
        raise
    log_many(_happened(bodies, made, accounts, appointments, counts, keeper), by=by)
    return [
        Added(made[body.name], *accounts[body.username]) if body.username else Added(made[body.name]) for body in bodies
    ]


def _checked(bodies: Sequence[NewBody], known: Known) -> dict[str, There | NewBody | None]:
    """By name, what supervises each body. Raises `Refused`."""
    seen: dict[tuple[str, str], NewBody] = {}
    fresh = {body.name: body for body in bodies}
    short: dict[str, list[NewBody]] = {}
    for body in bodies:
        short.setdefault(body.called, []).append(body)
        for problem in known.taken(body):
            raise Refused(body, problem)
        for key in ("name", "code", "slug", "username"):
            value = getattr(body, key)
            if value and seen.setdefault((key, value), body) is not body:
                other = seen[key, value].called
                raise Refused(
                    body,
                    Problem(key, say("“{value}”已经给了{other}", value=value, other=other), say("请换一个")),
                )
    found: dict[str, There | NewBody | None] = {}
    for body in bodies:
        found[body.name] = supervisor_of(body, known, fresh, short)
    return found


def supervisor_of(
    body: NewBody, known: Known, fresh: dict[str, NewBody], short: dict[str, list[NewBody]]
) -> There | NewBody | None:
    """The body that ``body`` names as its supervisor: there already, or one of those added with it. Raises `Refused`."""
    if not body.above:
        return None
    if body.above in fresh:
        return fresh[body.above]
    along = short.get(body.above, [])
    if body.above not in known.by_name and along:
        if len(along) + len(known.called(body.above)) > 1:
            raise Refused(body, Problem("above", say("有几个机关简称“{name}”", name=body.above), say("请写全称")))
        return along[0]
    found = known.above(body.above)
    if isinstance(found, Problem):
        raise Refused(body, found)
    return found


def waves(
    bodies: Sequence[NewBody], above: dict[str, There | NewBody | None]
) -> Iterator[tuple[list[NewBody], list[NewBody]]]:
    """The bodies from above downwards: (those whose supervisor is there by now, those that still wait). What waits when the first list
    is empty supervises itself in a circle, or hangs below such a circle."""
    waiting, done = list(bodies), set[str]()
    while waiting:
        ready, later = [], []
        for body in waiting:
            up = above[body.name]
            (later if isinstance(up, NewBody) and up.name not in done else ready).append(body)
        waiting = later
        yield ready, waiting
        if not ready:
            return
        done |= {body.name for body in ready}


def circle(body: NewBody, above: dict[str, There | NewBody | None]) -> Problem:
    """What is said of a body that supervises itself, or hangs below such a one."""
    if above[body.name] is body:
        return Problem("above", say("主管部门写的是它自己"), say("请改成别的机关，或者不写"))
    return Problem("above", say("主管部门绕成了一圈：它的上级又由它主管"), say("请改这一圈里其中一个的主管部门"))


def _agencies(bodies: Sequence[NewBody], above: dict[str, There | NewBody | None]) -> dict[str, Agency]:
    made: dict[str, Agency] = {}
    for ready, waiting in waves(bodies, above):
        if not ready:
            raise Refused(waiting[0], circle(waiting[0], above))
        rows = []
        for body in ready:
            up = above[body.name]
            key = made[up.name].pk if isinstance(up, NewBody) else up.pk if up is not None else None
            rows.append(
                Agency(
                    name=body.name,
                    short_name=body.called[:40],
                    code=body.code,
                    slug=body.slug,
                    kind=body.kind,
                    supervised_by_id=key,
                    starts_on=body.starts_on,
                    **body.more,
                )
            )
        Agency.objects.bulk_create(rows, _AT_ONCE)
        made |= {agency.name: agency for agency in rows}
    return made


def _accounts(bodies: Sequence[NewBody], passwords: bool) -> dict[str, tuple[Account, str]]:
    made: list[tuple[Account, str]] = []
    for body in bodies:
        if body.username:
            account = Account(username=body.username, name=body.administrator, must_change_password=True)
            password = one_time_password() if passwords else ""
            if password:
                account.set_password(password)
            else:
                account.password = no_password()
            made.append((account, password))
    Account.objects.bulk_create([account for account, _ in made], _AT_ONCE)
    return {account.username: (account, password) for account, password in made}


def _appointments(
    bodies: Sequence[NewBody], made: dict[str, Agency], accounts: dict[str, tuple[Account, str]]
) -> dict[str, Appointment]:
    found = {
        body.username: Appointment(
            account=accounts[body.username][0],
            agency=made[body.name],
            role=Role.ADMINISTRATOR,
            starts_on=clock.today(),
        )
        for body in bodies
        if body.username
    }
    Appointment.objects.bulk_create(found.values(), _AT_ONCE)
    return found


def _happened(
    bodies: Sequence[NewBody],
    made: dict[str, Agency],
    accounts: dict[str, tuple[Account, str]],
    appointments: dict[str, Appointment],
    counts: dict[int, int],
    keeper: Agency | None,
) -> Iterator[Happened]:
    for body in bodies:
        agency = made[body.name]
        there = keeper.pk if keeper is not None else agency.pk
        yield Happened(
            "agency.added",
            subject_of(agency),
            there,
            {"body": body.name, "body_code": body.code, "slug": body.slug, "kind": body.kind, "supervised_by": body.above,
             "starts_on": body.starts_on, "columns": counts[agency.pk]},
        )  # fmt: skip
        if body.username:
            account = accounts[body.username][0]
            yield Happened(
                "account.created",
                subject_of(account),
                there,
                {"username": account.username, "name": account.name, "body": body.name},
            )
            yield Happened(
                "appointment.begun",
                subject_of(appointments[body.username]),
                there,
                {"name": account.name, "role": Role.ADMINISTRATOR, "body": body.name, "starts_on": clock.today()},
            )
