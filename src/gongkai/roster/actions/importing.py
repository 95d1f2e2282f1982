"""A file of bodies: handed in and checked, taken as a whole or without its faulty rows, or dropped; its first passwords."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload, plain_name
from gongkai.language import say
from gongkai.ledgers.reading import grids
from gongkai.people import clock
from gongkai.people.first_passwords import many_passwords
from gongkai.people.journal import Happened, log, log_many, subject_of
from gongkai.people.models import Account, SignIn
from gongkai.roster import checking
from gongkai.roster.actions.adding import Added, add
from gongkai.roster.models import Intake, Listed
from gongkai.roster.rules import keeper_of
from gongkai.roster.values import NewBody

MOST_AT_THE_DESK = 500
"""Bodies of one file that a page takes; a command takes as many as a file may hold."""
WAITS = timedelta(days=90)
"""How long the rows of a file that nobody took are kept: they hold names."""
_AT_ONCE = 500


def hand_in(upload: Upload, *, by: Account | None, most: int | None = MOST_AT_THE_DESK) -> Intake:
    """Read a file and keep what is wrong with each row; no body is added. Raises GongkaiError where nothing can be read."""
    with transaction.atomic():
        keeper_of(by)
    # Read in a process of its own, outside any transaction: a file that takes its time holds up nobody.
    found = grids.read(upload.data, upload.name)
    rows = checking.rows_of(found)
    if most is not None and len(rows) > most:
        raise GongkaiError(
            say(
                "文件里有{n}个机关，这里一次最多{most}个。请分成几份，或者在服务器上用 gongkai bodies import 导入。",
                n=len(rows),
                most=most,
            )
        )
    with transaction.atomic():
        agency = keeper_of(by)
        for old in Intake.objects.filter(state=Intake.State.CHECKED, at__lt=clock.now() - WAITS):
            discard(old, by=by)
        checking.check(rows)
        faulty = sum(bool(row.faults) for row in rows)
        intake = Intake.objects.create(
            name=plain_name(upload.name)[:150],
            sha256=hashlib.sha256(upload.data).hexdigest(),
            rows=[row.data() for row in rows],
            warnings=list(found.warnings),
            total=len(rows),
            faulty=faulty,
            by=by,
            at=clock.now(),
        )
        log("intake.checked", intake, by=by, agency=agency, file=intake.name, rows=len(rows), faults=faulty)
    return intake


def _held(intake: Intake, state: Intake.State) -> Intake:
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    if held.state != state:
        raise GongkaiError(
            say("“{name}”现在是“{state}”，这一步没有执行。请刷新页面看现在的情况。", name=held.name, state=held.get_state_display())
        )  # fmt: skip
    return held


@transaction.atomic
def take(intake: Intake, *, without_faulty: bool, by: Account | None) -> list[Added]:
    """Add the bodies of a file that was checked. ``without_faulty``: leave out the faulty rows; otherwise a single one keeps all of it
    out. Raises GongkaiError where something was taken by somebody else since; then nothing is added."""
    agency = keeper_of(by)
    held = _held(intake, Intake.State.CHECKED)
    if held.faulty and not without_faulty:
        raise GongkaiError(
            say("有{n}行有问题，一个机关也没有加入。请改好文件再放进来，或者只导入没有问题的。", n=held.faulty)
        )
    bodies = [NewBody.of_data(row["values"]) for row in held.rows if not row["faults"]]
    if not bodies:
        raise GongkaiError(say("没有一行可以导入。请改好文件再放进来。"))
    try:
        with transaction.atomic():
            made = add(bodies, by=by, passwords=False)
    except GongkaiError as error:
        raise GongkaiError(
            say("检查以后名录有了变化，一个机关也没有加入：{why}请重新放一次文件。", why=str(error))
        ) from error
    Listed.objects.bulk_create(
        [Listed(intake=held, agency=each.agency, account=each.account) for each in made], _AT_ONCE
    )
    held.taken = len(made)
    _end(held, Intake.State.TAKEN, by)
    log("intake.taken", held, by=by, agency=agency, file=held.name, bodies=len(made), faults=held.faulty)
    return made


@transaction.atomic
def discard(intake: Intake, *, by: Account | None) -> None:
    """Drop a file that was only checked; its rows are not kept."""
    agency = keeper_of(by)
    held = _held(intake, Intake.State.CHECKED)
    _end(held, Intake.State.DISCARDED, by)
    log("intake.discarded", held, by=by, agency=agency, file=held.name)


def _end(held: Intake, state: Intake.State, by: Account | None) -> None:
    held.state, held.rows, held.ended_by, held.ended_at = state, [], by, clock.now()
    held.save(update_fields=["state", "rows", "ended_by", "ended_at", "taken"])


@transaction.atomic
def give_passwords(intake: Intake, *, by: Account | None) -> list[tuple[str, str, str, str]]:
    """First passwords for the administrators that a file brought and who have never logged in: (body, name, account, password), which is
    the only time that anybody sees them. Asked again, there are new ones and the old are void. Raises GongkaiError where all are in."""
    agency = keeper_of(by)
    held = _held(intake, Intake.State.TAKEN)
    accounts = [
        each.account
        for each in held.listed.select_related("account").order_by("pk")
        if each.account is not None and each.account.must_change_password and each.account.is_active
    ]
    used = set(SignIn.objects.filter(account__listed__intake=held).values_list("account_id", flat=True))
    accounts = [account for account in accounts if account.pk not in used]
    if not accounts:
        raise GongkaiError(
            say("这份名单带来的管理员都已登录过，或者没有管理员，没有生成密码。忘了密码的，由本机关的管理员重置。")
        )
    given = many_passwords(len(accounts))
    for account, (_, kept) in zip(accounts, given, strict=True):
        account.password = kept
    Account.objects.bulk_update(accounts, ["password"], _AT_ONCE)
    held.passwords_at = clock.now()
    held.save(update_fields=["passwords_at"])
    names = dict(held.listed.exclude(account=None).values_list("account_id", "agency__name"))
    there = agency.pk if agency is not None else None
    log_many(
        (Happened("account.password_reset", subject_of(a), there, {"name": a.name, "body": names[a.pk]}) for a in accounts),
        by=by,
    )  # fmt: skip
    return [
        (names[account.pk], account.name, account.username, password)
        for account, (password, _) in zip(accounts, given, strict=True)
    ]
