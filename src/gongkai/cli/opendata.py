"""``gongkai opendata``: make the files of the open data now."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
def opendata(home: Path) -> None:
    """The same files that the night makes."""
    site.ready(home)
    from gongkai.portal.opendata import making

    manifest = making.make()
    for file in manifest.files:
        click.echo(f"{file.sha256}  {file.name}")
    click.echo(say("开放数据文件已生成，共{n}个。", n=len(manifest.files)))
