"""Readings for the commands that need several at a time: from reports, or from what was saved of them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from gongkai.bulk import Source
from gongkai.bulk.job import load
from gongkai.cli.jobs import AsJson
from gongkai.cli.running import Outcomes, Work
from gongkai.cli.saved import Named, NotRead, is_saved, saved
from gongkai.documents.errors import Unreadable
from gongkai.language import say


def readings(sources: Sequence[Source], work: Work, *, command: str, places: bool = True) -> tuple[list[Named], int]:
    """(every report that could be read, in the order of the files; how many could not, each named on stderr). All of them are in
    memory at a time; ``places`` False leaves out where the figures stood, which makes them a good deal smaller."""
    reports = [source for source in sources if not is_saved(source.name)]
    found: dict[str, list[Named]] = {}
    failed = 0

    def complain(message: str) -> None:
        nonlocal failed
        failed += 1
        click.echo(say("无法读取：{message}", message=message), err=True)

    if reports:
        with Outcomes(AsJson(places=places), reports, work, command=command) as outcomes:
            for outcome in outcomes:
                for one in saved(outcome.text.encode("utf-8", "replace"), outcome.name):
                    if isinstance(one, NotRead):
                        complain(str(one))
                    else:
                        found.setdefault(outcome.name, []).append(one)
    for source in sources:
        if is_saved(source.name):
            try:
                for one in saved(load(source.path), source.name):
                    if isinstance(one, NotRead):
                        complain(str(one))
                    else:
                        found.setdefault(source.name, []).append(one)
            except Unreadable as error:
                complain(f"{source.name}：{error}")
    return [one for source in sources for one in found.get(source.name, [])], failed
