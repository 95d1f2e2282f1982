"""``gongkai zone``: keys, packages and the monitor of two-zone mode."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def zone() -> None:
    """Two-zone mode."""


zone.help = say("两区：公共区收件，内网收取；密钥、导出、收取、监视。")


def _ready(home: Path) -> str:
    """The zone of this installation. Raises GongkaiError where it is none."""
    site.ready(home)
    from django.conf import settings

    if settings.ZONE not in ("public", "inner"):
        raise GongkaiError(say("没有启用两区模式。请先把环境变量 GONGKAI_ZONE 设为 public 或者 inner。"))
    return str(settings.ZONE)


@zone.command("keygen", options_metavar=say("[选项]"), help=say("生成本区的一对密钥，公钥写成文件，带到对方登记"))
@site.home_option
@click.argument("card", type=click.Path(dir_okay=False, path_type=Path), metavar=say("公钥文件"))
def keygen(home: Path, card: Path) -> None:
    """A new pair; the ones before go on opening what was sealed to them."""
    _ready(home)
    from gongkai.zones import keys

    if card.exists():
        raise GongkaiError(say("“{card}”已经存在，没有覆盖，也没有生成密钥。请换一个文件名。", card=card))
    pair = keys.keygen()
    values = keys.card_of(pair)
    card.write_text(json.dumps(values, indent=1) + "\n", encoding="ascii")
    click.echo(say("已生成密钥{id}。公钥在 {card}，请带到对方执行 gongkai zone trust。", id=pair.id, card=card))
    click.echo(say("核对码：{code}。请打电话核对。", code=keys.fingerprint(values["verify"], values["seal"])))


@zone.command("trust", options_metavar=say("[选项]"), help=say("登记对方的公钥"))
@site.home_option
@click.argument("card", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=say("公钥文件"))
def trust(home: Path, card: Path) -> None:
    """Believe a card of the other zone."""
    _ready(home)
    from gongkai.zones import keys

    try:
        values = json.loads(card.read_text(encoding="ascii"))
    except ValueError:
        values = {}
    found = keys.trust(values if isinstance(values, dict) else {})
    code = keys.fingerprint(values["verify"], values["seal"])
    click.echo(say("已登记对方的公钥{id}。核对码：{code}。与对方电话核对一致后再使用。", id=found.id, code=code))


@zone.command("revoke", options_metavar=say("[选项]"), help=say("停用对方的一把公钥，用它签名的文件不再收"))
@site.home_option
@click.argument("key", metavar=say("密钥编号"))
def revoke(home: Path, key: str) -> None:
    """Believe a card no longer."""
    _ready(home)
    from gongkai.zones import keys

    keys.revoke(key)
    click.echo(say("已停用{key}。用它签名、还没有收的文件会被拒收，请对方用新密钥重新导出。", key=key))


@zone.command("export", options_metavar=say("[选项]"), help=say("把没有传过的写成签名加密的文件，放进发出文件夹"))
@site.home_option
@click.option(
    "--again", type=click.IntRange(1), multiple=True, metavar=say("序号"), help=say("重新写出对方缺的这一号，可以多次")
)
def export(home: Path, again: tuple[int, ...]) -> None:
    """Applications and acts from the public zone; progress and letters from the inner one."""
    name = _ready(home)
    from gongkai.zones import sending, stamping, telling, watching

    if again and sending.again(list(again)) < len(again):
        raise GongkaiError(say("要重写的文件里有的已经被对方确认收到，或者从来没有过。请核对序号。"))
    folder = watching.outbox()
    count = stamping.export(folder) if name == "public" else telling.write_back(folder)
    click.echo(say("写出{n}个文件，在 {folder}。", n=count, folder=folder))


@zone.command("pull", options_metavar=say("[选项]"), help=say("从收件文件夹收取对方的文件：验签、查序号、登记"))
@site.home_option
def pull(home: Path) -> int:
    """Status 1 where something was refused or is missing."""
    name = _ready(home)
    from gongkai.zones import pulling, stamping, watching

    done = pulling.pull(watching.inbox(), watching.outbox())
    for sentence in done.refused:
        click.echo(say("没有收 {sentence}", sentence=sentence))
    missing = pulling.missing()
    if missing:
        click.echo(
            say(
                "缺第{numbers}号文件，请对方用 gongkai zone export --again 重新导出。",
                numbers="、".join(map(str, missing)),
            )
        )
    click.echo(
        say("收取{taken}个，以前收过{again}个，等待{waiting}个，没有收{refused}个。",
            taken=done.taken, again=done.again, waiting=done.waiting, refused=len(done.refused))
    )  # fmt: skip
    if name == "public":
        click.echo(say("删除了{n}件已由内网收到的个人信息。", n=stamping.erase_acknowledged()))
    return 1 if done.refused or missing else 0


@zone.command("status", options_metavar=say("[选项]"), help=say("两区之间积压多少、缺哪几号、最早的等了多久"))
@site.home_option
def status(home: Path) -> int:
    """Status 1 where somebody has to see to something."""
    _ready(home)
    from gongkai.zones import watching

    found = watching.status()
    last = found.last_pull.astimezone() if found.last_pull else None
    zone_name = say("公共区") if found.zone == "public" else say("内网")
    click.echo(say("本区：{zone}", zone=zone_name))
    click.echo(say("最近一次收取：{at}", at=f"{last:%Y-%m-%d %H:%M}" if last else say("还没有")))
    click.echo(say("没有到对方或者没有收的：{n}件", n=found.waiting))
    if found.longest is not None:
        click.echo(say("最近500件从收到到收取最长：{hours}小时", hours=f"{found.longest.total_seconds() / 3600:.1f}"))
    for sentence in found.troubles:
        click.echo("✗ " + sentence)
    return 1 if found.troubles else 0
