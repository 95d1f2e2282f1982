"""``gongkai bodies``: the list of bodies from the command line: shown, added to, imported, so that a province is set up without a click."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import click

from gongkai.cli import site
from gongkai.cli.terminal import pad
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.outputs.csv import safe

WHICH = ("living", "lacking", "unmanned", "ended", "all")
_SHOWN = 20
"""Faulty rows that are printed; a file may hold thousands."""


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def bodies() -> None:
    """The bodies of the installation."""


bodies.help = say("机关名录：列出机关，加入一个，或者导入一份名单。")


@bodies.command(
    "list", options_metavar=say("[选项]"), help=say("列出机关：代字、网址名、类别、主管部门、在用账号、指南缺几项")
)
@site.home_option
@click.option(
    "--which",
    type=click.Choice(WHICH),
    default="living",
    help=say("living 存续的（默认），lacking 指南没有填全的，unmanned 没有系统管理员的，ended 已撤销的，all 全部"),
)
@click.option("--find", default="", metavar=say("文字"), help=say("名称、代字、网址名、信用代码的一部分"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON，每个机关一行"))
@click.option("--csv", "as_csv", is_flag=True, help=say("输出 CSV"))
def list_bodies(home: Path, which: str, find: str, as_json: bool, as_csv: bool) -> None:
    """One line a body."""
    if as_json and as_csv:
        raise click.UsageError(say("--json 和 --csv 只能用一个"))
    site.ready(home)
    from django.core.paginator import Paginator

    from gongkai.roster import queries

    found = queries.listed(queries.Which(which), find)
    pages = Paginator(found, 500)
    lines = (line for number in pages.page_range for line in queries.lines(list(pages.page(number).object_list)))
    if as_csv:
        click.echo(_row([label for label, _ in _FACTS]))
    for line in lines:
        facts = _facts(line)
        if as_json:
            click.echo(json.dumps(facts, ensure_ascii=False))
        elif as_csv:
            click.echo(_row([facts[key] for _, key in _FACTS]))
        else:
            click.echo(_sentence(facts))
    if not (as_json or as_csv):
        click.echo(say("{n}个机关。", n=pages.count))


_FACTS: tuple[tuple[str, str], ...] = (
    (say("全称"), "name"),
    (say("简称"), "short_name"),
    (say("机关代字"), "code"),
    (say("网址名"), "slug"),
    (say("类别"), "kind"),
    (say("主管部门"), "supervised_by"),
    (say("设立日"), "starts_on"),
    (say("撤销日"), "ends_on"),
    (say("承接机关"), "successor"),
    (say("在用账号"), "accounts"),
    (say("指南还缺"), "missing"),
)


def _facts(line: Any) -> dict[str, Any]:
    body = line.agency
    return {
        "name": body.name,
        "short_name": body.short_name,
        "code": body.code,
        "slug": body.slug,
        "kind": body.kind,
        "supervised_by": body.supervised_by.name if body.supervised_by else None,
        "starts_on": body.starts_on.isoformat(),
        "ends_on": body.ends_on.isoformat() if body.ends_on else None,
        "successor": body.successor.name if body.successor else None,
        "accounts": line.accounts,
        "missing": line.missing,
    }


def _sentence(facts: dict[str, Any]) -> str:
    parts = [pad(facts["name"], 28), pad(facts["code"], 10), pad(facts["slug"], 14)]
    if facts["ends_on"]:
        parts.append(say("{on}撤销", on=facts["ends_on"]))
    else:
        parts.append(say("账号{n}", n=facts["accounts"]))
        parts.append(say("指南缺{n}项", n=len(facts["missing"])) if facts["missing"] else say("指南齐全"))
    return "  ".join(parts)


def _row(values: list[Any]) -> str:
    out = io.StringIO()
    plain = ["、".join(value) if isinstance(value, list) else "" if value is None else value for value in values]
    csv.writer(out, lineterminator="").writerow([safe(str(value)) for value in plain])
    return out.getvalue()


@bodies.command(
    "add", options_metavar=say("[选项]"), help=say("加入一个机关，栏目自动设好；写了账号的，显示一次初始密码")
)
@site.home_option
@click.option("--name", required=True, metavar=say("全称"), help=say("机关全称，例如 示例县教育局"))
@click.option("--short", default="", metavar=say("简称"), help=say("机关简称，默认与全称相同"))
@click.option("--code", required=True, metavar=say("代字"), help=say("机关代字，例如 示教"))
@click.option("--slug", required=True, metavar=say("网址名"), help=say("网址中的名称，小写字母、数字和连字符"))
@click.option("--kind", default="", metavar=say("类别"), help=say("机关类别，例如 政府部门（默认）、乡镇、政府办公室"))
@click.option("--above", default="", metavar=say("机关"), help=say("主管部门的全称或者简称"))
@click.option("--since", default="", metavar=say("日期"), help=say("设立日，例如 2019-03-01"))
@click.option("--username", default="", metavar=say("账号"), help=say("第一位系统管理员的账号"))
@click.option("--admin", default="", metavar=say("姓名"), help=say("第一位系统管理员的姓名"))
def add_body(
    home: Path,
    name: str,
    short: str,
    code: str,
    slug: str,
    kind: str,
    above: str,
    since: str,
    username: str,
    admin: str,
) -> None:
    """Add one body; its administrator's first password is printed once."""
    site.ready(home)
    from gongkai.roster import actions
    from gongkai.roster.values import read

    given = {
        "name": name, "short_name": short, "code": code, "slug": slug, "kind": kind, "above": above, "starts_on": since,
        "username": username, "administrator": admin,
    }  # fmt: skip
    body, problems = read(given)
    if problems:
        raise GongkaiError(
            say("{name}没有加入名录：{messages}。", name=name, messages="；".join(each.words for each in problems))
        )
    (made,) = actions.add([body], by=None)
    click.echo(say("{name}已经加入名录。", name=made.agency.name))
    if made.password:
        click.echo(
            say(
                "系统管理员：{username}　初始密码：{password}（首次登录须修改）",
                username=username,
                password=made.password,
            )
        )


@bodies.command(
    "import",
    options_metavar=say("[选项]"),
    help=say("导入一份名单（xlsx、xls、csv）。退出状态：0 全部导入或者没有问题，1 有的行有问题，2 没有办成"),
)
@site.home_option
@click.argument("file", metavar=say("文件"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=say("只检查，不加入"))
@click.option("--only-clean", is_flag=True, help=say("有的行有问题时，只导入没有问题的；否则一个也不导入"))
@click.option(
    "--passwords",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=say("文件"),
    help=say("把管理员的首次密码写到这个新文件（CSV），只写这一次"),
)
def import_bodies(home: Path, file: Path, dry_run: bool, only_clean: bool, passwords: Path | None) -> int:
    """All rows, or the clean ones, or none."""
    site.ready(home)
    from gongkai.files.uploads import Upload
    from gongkai.roster import actions
    from gongkai.roster.handing import passwords_file

    if passwords is not None and passwords.exists():
        raise GongkaiError(say("“{path}”已经存在，没有覆盖，也没有导入。请换一个文件名。", path=passwords))
    intake = actions.hand_in(Upload(file.name, file.read_bytes()), by=None, most=None)
    _say_faults(intake)
    if dry_run or (intake.faulty and not only_clean) or intake.faulty == intake.total:
        actions.discard(intake, by=None)
        if intake.faulty:
            click.echo(say("共{n}行，{m}行有问题，一个机关也没有加入。", n=intake.total, m=intake.faulty))
        else:
            click.echo(say("共{n}行，都可以导入。", n=intake.total))
        return 1 if intake.faulty else 0
    made = actions.take(intake, without_faulty=only_clean, by=None)
    click.echo(say("{n}个机关已经加入名录。", n=len(made)))
    people = sum(each.account is not None for each in made)
    if people and passwords is not None:
        # The file before the passwords: where it cannot be written, none are made.
        with os.fdopen(os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(passwords_file(actions.give_passwords(intake, by=None)))
        click.echo(say("{n}位管理员的首次密码写在 {path}，发完请删去。", n=people, path=passwords))
    elif people:
        click.echo(say("{n}位管理员还没有密码：在工作台的机关名录里生成，或者下次加上 --passwords。", n=people))
    return 1 if intake.faulty else 0


def _say_faults(intake: Any) -> None:
    from gongkai.ledgers.reading.faults import Fault

    wrong = [row for row in intake.rows if row["faults"]]
    for row in wrong[:_SHOWN]:
        for fault in row["faults"]:
            click.echo(say("第{n}行 {sentence}", n=row["row"], sentence=Fault(**fault).sentence))
    if len(wrong) > _SHOWN:
        click.echo(say("……还有{n}行有问题。", n=len(wrong) - _SHOWN))
