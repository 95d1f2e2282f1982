"""``gongkai doctor``: what is wrong with an installation, and how to put it right."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say

STALE_BACKUP_DAYS = 7
LEAST_FREE_MB = 500


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at. ``bad``: what is wrong and what to do, "" where all is well."""

    name: str
    well: str
    bad: str = ""


@click.command()
@site.home_option
def doctor(home: Path) -> int:
    """Look at everything; status 1 where something needs mending."""
    site.ready(home)
    found = list(examine(home))
    for checkup in found:
        mark, words = ("✗", checkup.bad) if checkup.bad else ("✓", checkup.well)
        click.echo(f"{mark} {checkup.name}：{words}")
    bad = sum(1 for checkup in found if checkup.bad)
    click.echo(say("有{n}项需要处理。", n=bad) if bad else say("全部正常。"))
    return 1 if bad else 0


def examine(home: Path) -> Iterator[Checkup]:
    """Everything that is looked at, in order. A database that is behind ends the round: the rest would ask it."""
    yield _folder(home)
    yield _keys(home)
    yield _space(home)
    behind = site.pending()
    yield Checkup(
        say("数据库版本"),
        say("与程序一致"),
        say("还差{n}步升级。请先备份，再用 gongkai serve --migrate 启动。", n=behind) if behind else "",
    )
    if behind:
        return
    yield _database()
    yield _guards()
    yield _late_releases()
    yield from _calendar()
    yield _clock()
    yield _log()
    yield _typesetting()
    yield from _agencies()
    yield _backups(home)


def _folder(home: Path) -> Checkup:
    name = say("数据目录")
    if not os.access(home, os.W_OK):
        return Checkup(name, "", say("{home}不能写入。请改正所有者或者权限。", home=home))
    if home.stat().st_mode & 0o077:
        return Checkup(name, "", say("其他用户可以读取{home}。请执行 chmod 700。", home=home))
    return Checkup(name, str(home.resolve()))


def _keys(home: Path) -> Checkup:
    name = say("密钥")
    loose = [path.name for path in sorted((home / "keys").glob("*")) if path.stat().st_mode & 0o077]
    if loose:
        return Checkup(name, "", say("{names}可以被其他用户读取。请执行 chmod 600。", names="、".join(loose)))
    return Checkup(name, say("只有本用户可读"))


def _space(home: Path) -> Checkup:
    free = shutil.disk_usage(home).free // 1_000_000
    return Checkup(
        say("磁盘空间"),
        say("剩余{n}MB", n=free),
        say("只剩{n}MB，写满后无法登记申请。请清理或者扩容。", n=free) if free < LEAST_FREE_MB else "",
    )


def _database() -> Checkup:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            cursor.execute("PRAGMA quick_check")
            sound = cursor.fetchone()[0]
            well = mode == "wal" and sound == "ok"
            bad = "" if well else say("日志模式{mode}，完整性检查{sound}。请从备份恢复。", mode=mode, sound=sound)
            return Checkup(say("数据库"), say("SQLite，WAL，完整"), bad)
        cursor.execute("SHOW server_version")
        return Checkup(say("数据库"), say("PostgreSQL {version}", version=cursor.fetchone()[0]))


def _guards() -> Checkup:
    from django.db import connection

    from gongkai.disclosures import append_only, guards

    lacking = append_only.missing(connection)
    bad = say("缺少{n}个触发器，数据库不再拦住没有审核的发布。请执行 gongkai serve --migrate。", n=len(lacking))
    return Checkup(say("发布的防护"), say("{n}个触发器都在", n=len(guards.GUARDS)), bad if lacking else "")


def _late_releases() -> Checkup:
    from gongkai.disclosures.reminders import late_releases
    from gongkai.people import clock

    late = late_releases(clock.now()).count()
    bad = say("有{n}件到了时间没有发出。请在工作台“定时发布”中查看原因，并确认后台在运行。", n=late) if late else ""
    return Checkup(say("定时发布"), say("没有误点"), bad)


def _calendar() -> Iterator[Checkup]:
    from gongkai.law import national
    from gongkai.people import clock

    today, through = clock.today(), national().calendar_through
    name = say("放假安排")
    if through < today.year:
        yield Checkup(name, "", say("没有收录{year}年的放假安排，期限无法计算。请升级软件。", year=today.year))
    elif through == today.year and today.month == 12:
        yield Checkup(
            name,
            "",
            say(
                "还没有收录{year}年的放假安排：跨年的期限只能给出不早于的日期。通知公布后请升级软件。",
                year=today.year + 1,
            ),
        )
    else:
        yield Checkup(name, say("收录至{year}年", year=through))


def _clock() -> Checkup:
    from gongkai.people import clock
    from gongkai.people.models import LogEntry

    name = say("系统时钟")
    last = LogEntry.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and last > clock.now():
        return Checkup(
            name,
            "",
            say(
                "日志最后一条的时间{at:%Y-%m-%d %H:%M}在现在之后，时钟可能被调慢。收到日和期限都取决于时钟，请校准。",
                at=last,
            ),
        )
    return Checkup(name, say("{now:%Y-%m-%d %H:%M}（北京时间）", now=clock.now().astimezone()))


def _log() -> Checkup:
    from gongkai.people.journal import verify

    began = time.monotonic()
    faults = list(verify())
    seconds = f"{time.monotonic() - began:.1f}"
    bad = say("有{n}处与校验值不符。请用 gongkai audit verify 查看，并保留现场。", n=len(faults)) if faults else ""
    return Checkup(say("日志"), say("校验通过，用时{seconds}秒", seconds=seconds), bad)


def _typesetting() -> Checkup:
    from gongkai.documents import Document, write
    from gongkai.documents.model import Paragraph

    name = say("排版")
    try:
        write(Document((Paragraph(say("政府信息公开")),)), "pdf")
    except (GongkaiError, OSError, RuntimeError) as error:
        return Checkup(name, "", say("不能生成PDF：{reason}请重新安装软件。", reason=f"{error} "))
    return Checkup(name, say("可以生成PDF"))


def _agencies() -> Iterator[Checkup]:
    from gongkai.agencies.models import Agency
    from gongkai.people.models import Appointment, Role

    name = say("机关设置")
    for agency in Agency.objects.filter(ends_on=None):
        lacking = [
            label
            for label, value in (
                (say("行政复议机关"), agency.reconsideration),
                (say("有管辖权的法院"), agency.court),
                (say("办公地址"), agency.address),
                (say("联系电话"), agency.phone),
            )
            if not value
        ]
        if lacking:
            yield Checkup(
                name,
                "",
                say(
                    "{agency}没有填写{lacking}，告知书不能发出。请在工作台的机关设置中补齐。",
                    agency=agency,
                    lacking="、".join(lacking),
                ),
            )
    served = Appointment.objects.filter(role=Role.CLERK, ends_on=None).values("agency")
    without = Agency.objects.filter(ends_on=None).exclude(pk__in=served).count()
    yield Checkup(
        say("经办人"),
        say("每个机关都有"),
        say("有{n}个机关没有公开工作机构经办人，收到的申请没有人能打开。请在账号管理中任命。", n=without)
        if without
        else "",
    )


def _backups(home: Path) -> Checkup:
    name = say("备份")
    made = sorted((home / "backups").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not made:
        return Checkup(name, "", say("还没有备份过。请用 gongkai backup 备份，并安排每天执行。"))
    from gongkai.people import clock

    days = int((clock.now().timestamp() - made[-1].stat().st_mtime) // 86400)
    if days > STALE_BACKUP_DAYS:
        return Checkup(name, "", say("最近一次备份在{days}天前。请用 gongkai backup 备份，并安排每天执行。", days=days))
    return Checkup(name, say("最近一次在{days}天前", days=days))
