"""``gongkai init``: a new installation, with its first body and its system administrator."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@click.option("--agency", required=True, metavar=say("全称"), help=say("机关全称，例如 示例县商务局"))
@click.option("--short", metavar=say("简称"), default="", help=say("机关简称，默认与全称相同"))
@click.option("--code", required=True, metavar=say("代字"), help=say("机关代字，用于编号，例如 示商"))
@click.option("--slug", default="main", metavar=say("网址名"), help=say("网址中的名称，小写字母和数字，默认 main"))
@click.option("--kind", default="", metavar=say("类别"), help=say("机关类别，例如 政府办公室；默认 政府部门"))
@click.option("--username", default="admin", metavar=say("账号"), help=say("系统管理员账号，默认 admin"))
@click.option("--name", default="", metavar=say("姓名"), help=say("系统管理员姓名，默认 系统管理员"))
def init(home: Path, agency: str, short: str, code: str, slug: str, kind: str, username: str, name: str) -> None:
    """Make the folder, the keys, the database, one body and one administrator; print the administrator's first password."""
    site.ready(home, must_exist=False)
    from django.db import transaction

    site.migrate()
    from gongkai.agencies.models import Agency
    from gongkai.people.journal import log
    from gongkai.reminders import heartbeat
    from gongkai.roster import actions
    from gongkai.roster.values import read

    if Agency.objects.exists():
        raise GongkaiError(say("“{home}”已经安装过，没有改动。启动请用 gongkai serve。", home=home))
    body, problems = read(
        {
            "name": agency,
            "short_name": short,
            "code": code,
            "slug": slug,
            "kind": kind,
            "administrator": name or say("系统管理员"),
            "username": username,
        }
    )
    if problems:
        raise GongkaiError(
            say("机关的信息不对，没有安装：{messages}。", messages="；".join(each.words for each in problems))
        )
    with transaction.atomic():
        (made,) = actions.add([body], by=None)
        log("installation.made", made.agency, by=None, agency=made.agency, administrator=username)
        # From here on somebody can tell that it stands still.
        heartbeat.beat(*heartbeat.NAMES)
    click.echo(say("已安装到 {home}。", home=home.resolve()))
    click.echo(
        say("系统管理员：{username}　初始密码：{password}（首次登录须修改）", username=username, password=made.password)
    )
    click.echo(say("下一步：gongkai serve 启动，登录后补齐机关设置（行政复议机关、法院等）。"))
    click.echo(say("还有别的机关：gongkai bodies add 加一个，gongkai bodies import 导入一份名单。"))
