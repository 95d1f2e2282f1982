"""The upgrade itself: all of it, or nothing.

On PostgreSQL every step runs in one transaction. On SQLite the steps run on a copy beside the database, which takes its place in one
rename at the end. Either way the old state is untouched until the new one has been looked over, also when the machine is switched off
in between.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.language import say

NEXT = ".next"


def bring_up(home: Path, plan: Callable[[], int]) -> int:
    """Run ``plan`` (the migrations; it says how many) and look the result over. Raises GongkaiError where a step failed or the result
    does not hold; then everything is as it was. A site that writes must be stopped: its writes would be lost or would wait."""
    from django.db import connection

    with _alone(home):
        return _sqlite(connection, plan) if connection.vendor == "sqlite" else _postgresql(connection, plan)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody upgrades at the same time, and no worker or server with its background is running."""
    from gongkai.config import presence

    running = [lock.stem for lock in (home / "workers").glob("*.lock") if presence.alive(lock.stem)]
    if running:
        raise GongkaiError(
            say(
                "{name}还在运行，没有升级。请先停止服务（gongkai serve、gongkai worker），再执行升级。",
                name="、".join(running),
            )
        )
    handle = os.open(home / "upgrade.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GongkaiError(say("另一个升级正在进行，没有开始。请等它结束。")) from None
        yield
    finally:
        os.close(handle)


def _sqlite(connection: Any, plan: Callable[[], int]) -> int:
    place = Path(connection.settings_dict["NAME"])
    beside = place.with_name(place.name + NEXT)
    _discard(beside)
    connection.close()
    with closing(sqlite3.connect(place, timeout=20, isolation_level=None)) as old:
        # From here on nobody else writes; whoever reads sees the old state.
        old.execute("BEGIN IMMEDIATE")
        with (
            closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(beside)) as copy,
        ):
            source.backup(copy)
        beside.chmod(place.stat().st_mode & 0o777)
        whole = False
        try:
            connection.settings_dict["NAME"] = str(beside)
            steps = plan()
            look_over()
            connection.close()
            _settle(beside)
            whole = True
        except Exception as error:
            raise _told(error) from error
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(place)
            if not whole:
                _discard(beside)
        old.execute("ROLLBACK")
        if old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            _discard(beside)
            raise GongkaiError(say("数据库还有别的程序在使用，没有升级，数据没有改动。请先停止服务，再执行升级。"))
    # The last to close takes the journal away. One that is left would be read into the new file.
    if place.with_name(place.name + "-wal").exists():
        _discard(beside)
        raise GongkaiError(say("数据库还有别的程序在使用，没有升级，数据没有改动。请先停止服务，再执行升级。"))
    beside.replace(place)
    _sync(place.parent)
    return steps


def _settle(place: Path) -> None:
    """Everything into the one file, and the file onto the disk."""
    with closing(sqlite3.connect(place)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for extra in ("-wal", "-shm"):
        if place.with_name(place.name + extra).exists():
            raise GongkaiError(say("升级后的数据库没有写完，没有启用。"))
    _sync(place)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(place: Path) -> None:
    for extra in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + extra).unlink(missing_ok=True)


def _postgresql(connection: Any, plan: Callable[[], int]) -> int:
    from django.db import transaction

    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # A table with checks put off to the end could not be altered before it.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            steps = plan()
            look_over()
    except Exception as error:
        connection.close()
        raise _told(error) from error
    return steps


def look_over() -> None:
    """Raise GongkaiError where the database that the steps have left does not hold: log, registers, guards, structure."""
    from django.db import connection

    from gongkai.cli import site
    from gongkai.disclosures import append_only
    from gongkai.people import journal
    from gongkai.seals import verifying

    faults = [fault.message for fault in journal.verify()]
    faults += [fault.message for fault in verifying.verify()]
    faults += [say("缺少触发器{name}", name=name) for name in append_only.missing(connection)]
    if site.pending():
        faults.append(say("还有没有执行的升级步骤"))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            faults += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            faults += [say("{table}有记录指向不存在的记录", table=row[0]) for row in cursor.fetchall()]
    if faults:
        raise GongkaiError(say("升级后的检查发现{n}处不符：{first}", n=len(faults), first=faults[0]))


def _told(error: Exception) -> GongkaiError:
    return GongkaiError(
        say(
            "升级没有成功，已退回升级前的状态，数据没有改动：{reason}请继续使用原来的版本，并把这句话告诉软件的维护者。",
            reason=f"{error} ",
        )
    )
