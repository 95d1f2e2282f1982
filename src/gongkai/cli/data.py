"""Many reports as one data file: JSON lines, or a long table in CSV, XLSX or Parquet. One report at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import click

from gongkai.bulk import Outcome
from gongkai.cli.target import whole_file
from gongkai.language import say
from gongkai.reports.model import Reading
from gongkai.reports.outputs.json import from_json, loads

DATA = {".json": "json", ".jsonl": "json", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
"""Ending → format."""


def write_data(ending: str, path: Path, outcomes: Iterable[Outcome], *, force: bool) -> list[int]:
    """Write the outcomes of an AsJson job as one file and give back their statuses. Those not read are named on stderr; in JSON
    they keep their line. Raises NotWritten, and ParquetMissing without that extra."""
    statuses: list[int] = []

    def told() -> Iterator[Outcome]:
        for outcome in outcomes:
            if outcome.status == 2:
                message = loads(outcome.text)["error"]["message"]
                click.echo(say("无法转换：{name}：{message}", name=outcome.name, message=message), err=True)
            statuses.append(outcome.status)
            yield outcome

    def readings() -> Iterator[tuple[str, Reading]]:
        return ((outcome.name, from_json(loads(outcome.text))) for outcome in told() if outcome.status != 2)

    with whole_file(path, force=force) as file:
        if DATA[ending] == "json":
            for outcome in told():
                file.write(outcome.text.encode("utf-8", "backslashreplace"))
        else:
            # Imported when asked for: pyarrow alone takes longer to load than a report to read.
            import_module(f"gongkai.reports.outputs.{DATA[ending]}").write(readings(), file)
    return statuses
