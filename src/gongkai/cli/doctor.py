"""``gongkai doctor``: what is wrong with an installation, and how to put it right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.cli.checkups import Checkup, machine, records, shelf
from gongkai.errors import GongkaiError
from gongkai.language import say

STALE_BACKUP_DAYS = 7


@click.command()
@site.home_option
@click.option(
    "--backup-days",
    type=click.IntRange(1),
    default=STALE_BACKUP_DAYS,
    envvar="GONGKAI_BACKUP_DAYS",
    metavar=say("天数"),
    help=say("备份最多可以多旧，默认 {n} 天（也可用环境变量 GONGKAI_BACKUP_DAYS 指定）", n=STALE_BACKUP_DAYS),
)
@click.option("--no-files", is_flag=True, help=say("不读取全部文件核对校验值"))
@click.option("--json", "as_json", is_flag=True, help=say("输出JSON"))
def doctor(home: Path, backup_days: int, no_files: bool, as_json: bool) -> int:
    """Look at everything; status 1 where something needs mending."""
    site.ready(home)
    found = list(examine(home, backup_days, files=not no_files))
    bad = sum(1 for checkup in found if checkup.bad)
    if as_json:
        told = [{"name": each.name, "well": not each.bad, "words": each.bad or each.well} for each in found]
        click.echo(json.dumps({"bad": bad, "checkups": told}, ensure_ascii=False, indent=1))
        return 1 if bad else 0
    for checkup in found:
        mark, words = ("✗", checkup.bad) if checkup.bad else ("✓", checkup.well)
        click.echo(f"{mark} {checkup.name}：{words}")
    click.echo(say("有{n}项需要处理。", n=bad) if bad else say("全部正常。"))
    return 1 if bad else 0


def examine(home: Path, backup_days: int = STALE_BACKUP_DAYS, *, files: bool = True) -> Iterator[Checkup]:
    """Everything that is looked at, in order. A database of another version ends the round: the rest would ask it."""
    yield machine.folders(home)
    yield machine.keys(home)
    yield machine.space(home)
    yield from machine.clock_before_database(home)
    yield from machine.options(home)
    version = records.version()
    yield version
    if version.bad:
        return
    yield records.database()
    yield records.guards()
    yield _late_releases()
    yield _heartbeat()
    yield from _ways()
    yield _post()
    yield records.queue()
    yield from _calendar()
    yield machine.clock_against_log()
    yield from records.untouched(files=files)
    yield from records.witnesses(home)
    yield _scanner()
    yield _typesetting()
    yield from _agencies()
    yield from _zones()
    yield from shelf.backups(home, backup_days, files=files)


def _scanner() -> Checkup:
    from gongkai.files import quarantine, scanning
    from gongkai.people import clock

    name = say("查毒")
    if not scanning.set_up():
        return Checkup(name, say("没有接入查毒程序，上传的文件只核对类型、大小和内容，不查病毒（见 GONGKAI_CLAMD）"))
    wait = quarantine.waiting()
    held = say("有{n}个文件等待查毒，查完以前不能打开。", n=wait) if wait else ""
    try:
        found = scanning.scanner()
    except scanning.ScannerDown as down:
        return Checkup(name, "", say("{why}。请启动查毒程序，或者改正 GONGKAI_CLAMD。", why=str(down)) + held)
    days = (clock.now() - found.signatures).days if found.signatures else 0
    if days > scanning.STALE_DAYS:
        return Checkup(name, "", say("病毒库是{days}天以前的，请更新（freshclam）。", days=days) + held)
    return Checkup(name, found.version, held)


def _late_releases() -> Checkup:
    from gongkai.disclosures.reminders import late_releases
    from gongkai.people import clock

    late = late_releases(clock.now()).count()
    bad = say("有{n}件到了时间没有发出。请在工作台“定时发布”中查看原因，并确认后台在运行。", n=late) if late else ""
    return Checkup(say("定时发布"), say("没有误点"), bad)


def _heartbeat() -> Checkup:
    from gongkai.reminders import heartbeat

    standing = heartbeat.stopped()
    bad = say(
        "{what}。提醒、定时发布和期满都停着。请启动 gongkai serve，或者检查定时执行的 gongkai tick。",
        what="，".join(pulse.says for pulse in standing),
    )
    return Checkup(say("后台"), say("在运行"), bad if standing else "")


def _post() -> Checkup:
    from gongkai.reminders import standing

    name, bad = say("提醒的发送"), standing.trouble()
    return Checkup(name, say("没有滞留的"), bad)


def _ways() -> Iterator[Checkup]:
    """Whether the ways by which reminders go out can be used, by trying; nothing is sent."""
    from django.conf import settings

    from gongkai.reminders.returning import mailboxes
    from gongkai.reminders.sending import mailing, transport, trying

    if mailing.set_up():
        found = trying.mail("")
        open_line = settings.SMTP_SECURITY == "none" and settings.EMAIL_HOST_PASSWORD
        told = say("密码不加密地发往服务器。请把 GONGKAI_SMTP_SECURITY 改为 starttls 或者 tls。") if open_line else ""
        yield Checkup(say("发信服务器"), found.says, told if found.well else found.says)
    if settings.SMS:
        found = trying.sms("")
        yield Checkup(say("短信网关"), found.says, "" if found.well else found.says)
    if settings.RETURNS:
        try:
            next(mailboxes.mails(), None)
        except (mailboxes.Closed, transport.WrongSetting) as error:
            yield Checkup(say("退信的邮箱"), "", str(error))
        else:
            yield Checkup(say("退信的邮箱"), say("打得开"))


def _calendar() -> Iterator[Checkup]:
    from gongkai.law import national
    from gongkai.people import clock

    today, through = clock.today(), national().calendar_through
    name = say("放假安排")
    if through < today.year:
        yield Checkup(
            name, "", say("没有收录{year}年的放假安排，期限无法计算。请在工作台的“放假安排”录入通知。", year=today.year)
        )
    elif through == today.year and today.month == 12:
        yield Checkup(
            name,
            "",
            say(
                "还没有收录{year}年的放假安排：跨年的期限只能给出不早于的日期。通知公布后请在工作台的“放假安排”录入。",
                year=today.year + 1,
            ),
        )
    else:
        yield Checkup(name, say("收录至{year}年", year=through))


def _typesetting() -> Checkup:
    from gongkai.documents import Document, write
    from gongkai.documents.model import Paragraph

    name = say("排版")
    try:
        write(Document((Paragraph(say("政府信息公开")),)), "pdf")
    except (GongkaiError, OSError, RuntimeError) as error:
        return Checkup(name, "", say("不能生成PDF：{reason}请重新安装软件。", reason=f"{error} "))
    return Checkup(name, say("可以生成PDF"))


def _zones() -> Iterator[Checkup]:
    from django.conf import settings

    from gongkai.zones import watching

    if settings.ZONE:
        yield Checkup(say("两区交换"), say("没有积压，序号不缺"), "".join(watching.status().troubles))


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
