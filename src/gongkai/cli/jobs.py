"""What `read` and `check` do with one file, as jobs that a worker process or a cluster can be handed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.bulk.job import Job
from gongkai.cli import view
from gongkai.cli.saved import is_saved, only
from gongkai.cli.terminal import wrap
from gongkai.documents.reading import read as read_document
from gongkai.language import say
from gongkai.reports.checks import check
from gongkai.reports.model import Finding, Reading
from gongkai.reports.outputs.json import dumps, to_json
from gongkai.reports.recognise import recognise


def reading_of(data: bytes, name: str) -> tuple[Reading, tuple[str, ...]]:
    """The Reading of a file's bytes, a report or what was saved of one, and sentences about what of the file could not be taken
    over (scanned pages, hidden sheets, a name that lies). Raises Unreadable, NotAReport, NotOne."""
    if is_saved(name):
        return only(data, name), ()
    document = read_document(data, name)
    return recognise(document), document.source.warnings


def status(reading: Reading, findings: tuple[Finding, ...] = ()) -> int:
    """0 clean, 1 where there is a doubt or a finding."""
    return 1 if reading.doubts or findings else 0


@dataclass(frozen=True, slots=True)
class AsJson:
    """One JSON object on one line, as published in report.schema.json. ``checked``: with ``findings``; ``places``: with where
    each figure stood. A file that cannot be read gives ``{"file", "error": {"code", "message"}}``."""

    checked: bool = False
    places: bool = True

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        reading, warnings = reading_of(data, name)
        findings = check(reading) if self.checked else None
        return status(reading, findings or ()), self.show(reading, findings, name, warnings)

    def show(
        self, reading: Reading, findings: tuple[Finding, ...] | None, name: str, warnings: Sequence[str] = ()
    ) -> str:
        """The line for a reading; ``warnings`` are in it only where there are any."""
        found = to_json(reading, file=name, findings=findings, places=self.places)
        return dumps({**found, "warnings": list(warnings)} if warnings else found) + "\n"

    def failed(self, name: str, code: str, message: str) -> str:
        return dumps({"file": name, "error": {"code": code, "message": message}}) + "\n"


@dataclass(frozen=True, slots=True)
class AsText:
    """The tables, doubts and findings as a person reads them. ``tables``: with the figures, not only what is wrong;
    ``every_row``: rows of zeros too; ``columns``: width of the terminal."""

    checked: bool = False
    tables: bool = True
    every_row: bool = False
    columns: int = 100

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        reading, warnings = reading_of(data, name)
        findings = check(reading) if self.checked else None
        return status(reading, findings or ()), self.show(reading, findings, name, warnings)

    def show(
        self, reading: Reading, findings: tuple[Finding, ...] | None, name: str, warnings: Sequence[str] = ()
    ) -> str:
        """The text for a reading, with findings where they were asked for."""
        parts = [view.heading(reading, name)]
        parts += [wrap(say("注意：{warning}", warning=warning), self.columns, "  ") for warning in warnings]
        if self.tables:
            parts.append(view.figures(reading, every_row=self.every_row))
        parts.append(view.doubts(reading, self.columns))
        if findings is not None:
            parts.append(view.findings(reading, findings, self.columns))
        elif not reading.doubts:
            parts.append(say("全部数据读取完毕，没有存疑。"))
        return "\n".join(part for part in parts if part) + "\n\n"

    def failed(self, name: str, code: str, message: str) -> str:
        return view.unreadable(name, message, self.columns) + "\n\n"


_: tuple[type[Job], ...] = (AsJson, AsText)
