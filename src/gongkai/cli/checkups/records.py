"""The database and what is kept: its version, its guards, the log, the registers, the files, the queue."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from gongkai.cli import site
from gongkai.cli.checkups import Checkup
from gongkai.errors import GongkaiError
from gongkai.language import say

OLDEST = {"sqlite": (3, 35), "postgresql": (14,)}
_NEWEST = 4_000_000
"""Bytes of a witness's file that are compared each day: what was rewritten since yesterday differs from yesterday's record."""
UNSEEN_DAYS = 3
"""So long a witness may not have been reached."""
WAITS = timedelta(hours=1)
"""How long a task may wait for a worker."""


def version() -> Checkup:
    """The structure of the database against the program, both ways. Where it is bad, nothing else can be asked."""
    name = say("数据库版本")
    newer = unknown()
    if newer:
        return Checkup(
            name,
            "",
            say("数据库已由更新的版本升级过（{step}），这个程序太旧，不能使用。请安装新的版本。", step=newer[0]),
        )
    behind = site.pending()
    return Checkup(name, say("与程序一致"), say("还差{n}步升级。请执行 gongkai upgrade。", n=behind) if behind else "")


def unknown() -> list[str]:
    """Steps that the database has been through and that this version of the program does not know."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("gongkai.")}
    known = set(loader.disk_migrations or {})
    known |= {old for each in (loader.disk_migrations or {}).values() for old in each.replaces}
    return sorted(
        f"{app}.{step}" for app, step in loader.applied_migrations if app in ours and (app, step) not in known
    )


def database() -> Checkup:
    from django.db import connection

    name = say("数据库")
    with connection.cursor() as cursor:
        found = connection.get_database_version()
        words = ".".join(map(str, found))
        if tuple(found) < OLDEST[connection.vendor]:
            return Checkup(name, "", say("数据库软件的版本{version}太旧。请升级。", version=words))
        if connection.vendor != "sqlite":
            return Checkup(name, say("PostgreSQL {version}", version=words))
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA quick_check")
        sound = cursor.fetchone()[0]
        well = mode == "wal" and sound == "ok"
        bad = "" if well else say("日志模式{mode}，完整性检查{sound}。请从备份恢复。", mode=mode, sound=sound)
        return Checkup(name, say("SQLite，WAL，完整"), bad)


def guards() -> Checkup:
    from django.db import connection

    from gongkai.disclosures import append_only as released
    from gongkai.disclosures.guards import GUARDS
    from gongkai.people import append_only as logged

    lacking = [*released.missing(connection), *logged.missing(connection)]
    bad = say(
        "缺少{n}个触发器（{first}等），数据库不再拦住没有审核的发布或者对日志的改动。请先查明原因，再从备份恢复。",
        n=len(lacking),
        first=lacking[0] if lacking else "",
    )
    return Checkup(say("数据库的防护"), say("{n}个触发器都在", n=len(GUARDS)), bad if lacking else "")


def untouched(*, files: bool) -> Iterator[Checkup]:
    """Log, registers and files against their marks."""
    from gongkai.cli.audit import examine

    began = time.monotonic()
    faults, counts = examine(files=files)
    seconds = f"{time.monotonic() - began:.1f}"
    for kind, name in (("log", say("日志")), ("row", say("数据")), ("file", say("文件"))):
        found = [message for each, _, message in faults if each == kind]
        if kind == "file" and not files:
            continue
        bad = say(
            "有{n}处与校验值不符：{first}请用 gongkai audit verify 查看全部，并保留现场。",
            n=len(found),
            first=found[0] if found else "",
        )
        well = say("{n}项校验通过，共用时{seconds}秒", n=counts[kind], seconds=seconds)
        yield Checkup(name, well, bad if found else "")


def witnesses(home: Path) -> Iterator[Checkup]:
    """Whether check values reach their places outside, and whether what is kept in the files among them still holds."""
    from gongkai.cli.audit import compared
    from gongkai.people import clock
    from gongkai.reminders import witnessing

    name, found = say("见证"), witnessing.places()
    if not found:
        yield Checkup(name, say("没有设置，掌握全部密钥的人改写日志不会被发现（见 GONGKAI_WITNESS）"))
    for place in found:
        if place.wrong:
            yield Checkup(name, "", place.wrong)
            continue
        taken = witnessing.last(place)
        days = (clock.now() - taken.at).days if taken else 0
        why = witnessing.why(place) or ("" if taken else say("请确认后台在运行。"))
        if taken is None or days >= UNSEEN_DAYS:
            since = say("已经{n}天没有收到校验值", n=days) if taken else say("还没有收到过校验值")
            yield Checkup(name, "", say("{place}{since}。{why}", place=place.name, since=since, why=why))
            continue
        well = say("{place}最近一次在{days}天前", place=place.name, days=days)
        if place.file is None:
            yield Checkup(name, well)
            continue
        try:
            faults, _ = compared([place.file], _NEWEST)
            near = place.file.stat().st_dev == home.stat().st_dev
        except (OSError, GongkaiError) as error:
            yield Checkup(name, "", say("{place}读不出来：{reason}", place=place.name, reason=str(error)))
            continue
        bad = say(
            "有{n}处与{place}中的见证不同：{first}请保留现场，用 gongkai audit verify --against 查看全部。",
            n=len(faults),
            place=place.name,
            first=faults[0][2] if faults else "",
        )
        yield Checkup(
            name,
            well + (say("，但它与数据在同一个存储上，改数据的人也改得了它") if near else ""),
            bad if faults else "",
        )


def queue() -> Checkup:
    """Tasks that nobody takes up, and tasks that failed."""
    from django_tasks_db.models import DBTaskResult

    from gongkai.people import clock

    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=clock.now() - WAITS).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=clock.now() - timedelta(days=7)).count()
    bad = ""
    if waiting:
        bad = say("有{n}项后台任务等了一小时以上。请启动 gongkai serve，或者另起 gongkai worker。", n=waiting)
    elif failed:
        bad = say("一周内有{n}项后台任务没有成功。请查看服务的输出。", n=failed)
    return Checkup(say("后台任务"), say("没有积压"), bad)
