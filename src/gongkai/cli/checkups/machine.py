"""The machine and the folder: what can be written, who can read, how full, what time it is, how it is set."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import gongkai
from gongkai.cli import site
from gongkai.cli.checkups import Checkup
from gongkai.language import say

LEAST_FREE_MB = 500
LEAST_FREE_NAMES = 1000
DEMO_MARK = "demo-county"
FOLDERS = ("", "files", "keys", "backups", "static")
LOCAL_TIME = Path("/etc/localtime")
LEEWAY = timedelta(minutes=5)
"""So far ahead of the clock may a file be that another machine wrote."""


def folders(home: Path) -> Checkup:
    """Whether everything can be written, by trying."""
    name, closed = say("数据目录"), []
    for each in FOLDERS:
        folder = home / each if each else home
        if not folder.exists():
            continue  # made when it is first needed
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError:
            closed.append(str(folder))
    if closed:
        return Checkup(name, "", say("{folders}不能写入。请改正所有者或者权限。", folders="、".join(closed)))
    if home.stat().st_mode & 0o077:
        return Checkup(name, "", say("其他用户可以读取{home}。请执行 chmod 700。", home=home))
    return Checkup(name, str(home.resolve()))


def keys(home: Path) -> Checkup:
    name, folder = say("密钥"), home / "keys"
    loose = [path.name for path in (folder, *sorted(folder.glob("*"))) if path.exists() and path.stat().st_mode & 0o077]
    if loose:
        return Checkup(
            name,
            "",
            say("{names}可以被其他用户读取。请对文件执行 chmod 600，对目录执行 chmod 700。", names="、".join(loose)),
        )
    weak = [
        path.name
        for path in sorted(folder.glob("*"))
        if len(path.read_text(encoding="ascii", errors="replace").strip()) < 64
    ]
    if weak:
        return Checkup(name, "", say("{names}太短，不是系统生成的密钥。请从备份恢复。", names="、".join(weak)))
    return Checkup(name, say("只有本用户可读"))


def space(home: Path) -> Checkup:
    name = say("磁盘空间")
    free = shutil.disk_usage(home).free // 1_000_000
    names = os.statvfs(home)
    if free < LEAST_FREE_MB:
        return Checkup(name, "", say("只剩{n}MB，写满后无法登记申请。请清理或者扩容。", n=free))
    if names.f_files and names.f_favail < LEAST_FREE_NAMES:
        return Checkup(name, "", say("只能再建{n}个文件，用完后无法登记申请。请清理小文件。", n=names.f_favail))
    return Checkup(name, say("剩余{n}MB", n=free))


def clock_before_database(home: Path) -> Iterator[Checkup]:
    """What the files of the machine say about its clock, and its zone."""
    now = datetime.now().astimezone()
    name = say("系统时钟")
    newest = [
        path
        for path in (*home.glob("*.sqlite3*"), *(home / "keys").glob("*"), Path(gongkai.__file__))
        if path.is_file()
    ]
    ahead = [path for path in newest if datetime.fromtimestamp(path.stat().st_mtime).astimezone() > now + LEEWAY]
    if ahead:
        yield Checkup(
            name,
            "",
            say(
                "现在是{now:%Y-%m-%d %H:%M}，{file}却是以后写的，时钟可能被调慢。收到日和期限都取决于时钟，请校准。",
                now=now,
                file=ahead[0].name,
            ),
        )
    offset = _offset(now)
    if offset != timedelta(hours=8):
        yield Checkup(
            say("系统时区"),
            "",
            say(
                "系统时区是UTC{offset}，不是北京时间。系统的定时任务和日志会按别的钟点。请执行 timedatectl set-timezone Asia/Shanghai。",
                offset=f"{offset / timedelta(hours=1):+g}",
            ),
        )


def _offset(now: datetime) -> timedelta:
    """How far the zone of the machine is from UTC. Django sets another one for its own process."""
    if site.GIVEN_ZONE:
        return ZoneInfo(site.GIVEN_ZONE).utcoffset(now) or timedelta(0)
    if not LOCAL_TIME.exists():
        return timedelta(0)
    with LOCAL_TIME.open("rb") as file:
        return ZoneInfo.from_file(file).utcoffset(now.replace(tzinfo=None)) or timedelta(0)


def clock_against_log() -> Checkup:
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
                at=last.astimezone(ZoneInfo("Asia/Shanghai")),
            ),
        )
    return Checkup(name, say("{now:%Y-%m-%d %H:%M}（北京时间）", now=clock.now().astimezone()))


def options(home: Path) -> Iterator[Checkup]:
    """Settings that are right for a demonstration or a test, and wrong here."""
    from django.conf import settings

    name = say("运行设置")
    wrong = []
    outside = [host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]", "")]
    if settings.DEBUG:
        wrong.append(say("DEBUG 开着，出错时会把内部信息显示给公众，请关掉"))
    if "*" in settings.ALLOWED_HOSTS:
        wrong.append(say("GONGKAI_HOSTS 是*，任何域名都被接受，请写明网站的域名"))
    elif outside and not settings.HTTPS:
        wrong.append(say("网站{host}没有用HTTPS，口令和申请会明文传送，请设置 GONGKAI_HTTPS=1", host=outside[0]))
    if settings.NOW:
        wrong.append(say("GONGKAI_NOW 把时间固定在{now}，请去掉", now=settings.NOW))
    if settings.DEMO and not (home / DEMO_MARK).exists():
        wrong.append(say("GONGKAI_DEMO 让登录页列出账号，请去掉"))
    yield Checkup(name, say("没有不当的设置"), "；".join(wrong) + ("。" if wrong else ""))
