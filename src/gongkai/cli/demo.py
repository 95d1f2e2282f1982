"""``gongkai demo``: a fictional county to try everything on."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(site.DEMO_HOME),
    metavar=say("文件夹"),
    help=say("演示数据的文件夹，默认 {folder}", folder=site.DEMO_HOME),
)
@site.server_options
@click.option("--no-open", is_flag=True, help=say("不自动打开浏览器"))
@click.option("--reset", is_flag=True, help=say("清空演示数据，重新生成"))
@click.option("--build-only", is_flag=True, help=say("只生成演示数据，不启动"))
def demo(home: Path, host: str, port: int, threads: int, no_open: bool, reset: bool, build_only: bool) -> None:
    """Build 云岭县 if it is not there, serve it, and open the log-in page that lists the roles."""
    begun = time.monotonic()
    if not build_only:
        site.free(host, port)
    if reset and home.exists():
        if not (home / MARK).exists():
            raise GongkaiError(
                say("“{home}”不是演示数据的文件夹，没有清空。请用 --home 指明演示数据所在的文件夹。", home=home)
            )
        shutil.rmtree(home)
    fresh = not (home / MARK).exists()
    if fresh and home.exists() and any(home.iterdir()):
        raise GongkaiError(
            say("“{home}”里已有别的文件，没有生成演示数据，以免混在一起。请用 --home 指明一个空文件夹。", home=home)
        )
    site.ready(home, demo=True, must_exist=False)
    if fresh:
        _build(home)
    else:
        site.migrate()
    if build_only:
        return
    url = f"http://{host}:{port}/"

    def up() -> None:
        taken = f"{time.monotonic() - begun:.1f}"
        click.echo(
            say(
                "{seconds}秒后打开了第一个页面。公开平台 {url}　工作台 {url}desk/　按 Ctrl+C 停止",
                seconds=taken,
                url=url,
            )
        )

    site.open_when_up(url, say_when=up, browse=not no_open)
    site.serve(host, port, threads)


MARK = "demo-county"
"""A file that says: all in this folder is made up and may be thrown away."""


def _build(home: Path) -> None:
    site.migrate()
    from gongkai.demo.county import build

    with click.progressbar(length=100, label=say("正在生成云岭县"), file=sys.stderr) as bar:

        def tell(done: int, whole: int, what: str) -> None:
            bar.update(max(0, round(100 * done / whole) - bar.pos))

        build(tell)
    (home / MARK).write_text("fictional\n", encoding="utf-8")
