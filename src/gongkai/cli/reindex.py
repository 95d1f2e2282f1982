"""``gongkai reindex``: build the search index anew."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
def reindex(home: Path) -> None:
    """From what is public now. May be repeated and may be stopped: the next run begins anew."""
    site.ready(home)
    from gongkai.disclosures.search import entries

    done = 0
    with click.progressbar(length=entries.count(), label=say("正在建立检索索引"), file=sys.stderr) as bar:
        for done in entries.rebuild():
            bar.update(done - bar.pos)
    click.echo(say("检索索引已重建，收录公开信息{n}件。", n=done))
