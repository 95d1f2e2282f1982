"""`gongkai convert`: files of one format into another, or reports into data."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from gongkai.bulk import Source
from gongkai.cli.data import DATA, write_data
from gongkai.cli.inputs import sources
from gongkai.cli.jobs import AsJson, reading_of
from gongkai.cli.running import Outcomes, Work, summary, work_options
from gongkai.cli.saved import is_saved
from gongkai.cli.target import NotWritten, may_write, whole_file
from gongkai.cli.view import grouped_doubts
from gongkai.documents.model import Document
from gongkai.documents.reading import read as read_document
from gongkai.documents.writing import write
from gongkai.language import say
from gongkai.reports.compose import compose
from gongkai.reports.model import Reading
from gongkai.reports.outputs.json import dumps, loads

DOCUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    ".html": ("html", {}),
    ".htm": ("html", {}),
    ".docx": ("docx", {}),
    ".pdf": ("pdf", {}),
    ".xlsx": ("xlsx", {}),
    ".md": ("text", {}),
    ".txt": ("text", {"plain": True}),
}
"""Ending → format of the document writers and its options."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The job: one file's bytes as another document, in base64, with what could not be taken over.

    ``edition``: the report is recognised and composed anew in that form (``""``: in its own); None keeps the document as it is.
    """

    ending: str
    edition: str | None = None

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        if self.edition is not None or is_saved(name):
            return self._composed(*reading_of(data, name))
        document = read_document(data, name)
        return 0, self._packed(document, list(document.source.warnings))

    def failed(self, name: str, code: str, message: str) -> str:
        return dumps({"error": message})

    def _composed(self, reading: Reading, warnings: Sequence[str]) -> tuple[int, str]:
        document = compose(reading.report, self.edition or None)
        doubts = [say("存疑，{where}：{what}", where=where, what=what) for where, what in grouped_doubts(reading)]
        return (1 if doubts else 0), self._packed(document, [*warnings, *doubts])

    def _packed(self, document: Document, warnings: Sequence[str]) -> str:
        form, options = DOCUMENTS[self.ending]
        packed = base64.b85encode(write(document, form, **options)).decode()
        return dumps({"file": packed, "warnings": list(warnings)})


@click.command(
    help=say(
        "转换格式。输出格式由输出文件的扩展名决定：html、docx、pdf、xlsx、txt、md 是文档，json、csv、parquet 是数据。\n\n"
        "输入是文件夹、输出是数据文件时，全部报告写入一个文件；输出是文件夹时，用 --to 指定格式，逐个转换。"
        "加 --edition 时先读出报告，再按该版本的格式重新排版。\n\n"
        "退出状态：0 全部完成，1 有存疑，2 有文件无法转换。"
    )
)
@click.argument("source", metavar=say("输入"))
@click.argument("output", type=click.Path(path_type=Path), metavar=say("输出"))
@click.option(
    "--to", metavar=say("格式"), help=say("输出到文件夹时的格式：html、docx、pdf、xlsx、txt、md、json、csv、parquet")
)
@click.option(
    "--edition", metavar=say("版本"), help=say("按哪个版本的报告格式重新排版，例如 2021；写 own 表示报告原来的版本")
)
@click.option("--force", is_flag=True, help=say("允许覆盖已有的文件"))
@work_options
def convert(source: str, output: Path, to: str | None, edition: str | None, force: bool, work: Work) -> int:
    files = sources([source])
    many = len(files) > 1 or Path(source).is_dir()
    ending = f".{to.lower().lstrip('.')}" if to else output.suffix.lower()
    if ending not in DOCUMENTS and ending not in DATA:
        raise NotWritten(
            say(
                "不能输出“{ending}”格式。可用的格式：html、docx、pdf、xlsx、txt、md、json、csv、parquet，请在文件名或 --to 中写明。",
                ending=ending.lstrip(".") or say("（没有扩展名）"),
            )
        )
    form = "" if edition == "own" else edition
    if to is None and ending in DATA and (many or ending not in DOCUMENTS):
        return _together(files, output, ending, force, work)
    if to is None and not many:
        return _each(Converted(ending, form), [(files[0], output)], force, work)
    if to is None:
        raise NotWritten(
            say(
                "输入有 {count} 个文件，不能写进一个 {ending} 文档。请把输出写成文件夹，并用 --to 指定格式。",
                count=len(files),
                ending=ending,
            )
        )
    pairs = list(zip(files, _names(files, Path(source), output, ending), strict=True))
    if ending in DOCUMENTS:
        return _each(Converted(ending, form), pairs, force, work)
    return max(_together([file], path, ending, force, work) for file, path in pairs)


def _names(files: Sequence[Source], root: Path, output: Path, ending: str) -> list[Path]:
    """Where each file goes in the folder ``output``: under its own name and folder. Two files that differ only in their ending
    keep it, so that neither replaces the other."""
    base = root if root.is_dir() else None
    relative = [file.path.relative_to(base) if base else Path(file.path.name) for file in files]
    plain = [path.with_suffix(ending) for path in relative]
    return [
        output / (new if plain.count(new) == 1 else old.with_name(old.name + ending))
        for old, new in zip(relative, plain, strict=True)
    ]


def _each(job: Converted, pairs: Sequence[tuple[Source, Path]], force: bool, work: Work) -> int:
    for _, path in pairs:
        if len(pairs) > 1:
            path.parent.mkdir(parents=True, exist_ok=True)
        may_write(path, force=force)
    statuses: list[int] = []
    with Outcomes(job, [file for file, _ in pairs], work, command="convert") as outcomes:
        for outcome, (_, path) in zip(outcomes, pairs, strict=True):
            made: dict[str, Any] = loads(outcome.text)
            if "error" in made:
                click.echo(say("无法转换：{name}：{message}", name=outcome.name, message=made["error"]), err=True)
            else:
                with whole_file(path, force=force) as out:
                    out.write(base64.b85decode(made["file"]))
                for warning in made["warnings"]:
                    click.echo(say("{name}：{message}", name=outcome.name, message=warning), err=True)
            statuses.append(outcome.status)
    if len(statuses) > 1:
        click.echo(summary(statuses), err=True)
    return max(statuses)


def _together(files: Sequence[Source], path: Path, ending: str, force: bool, work: Work) -> int:
    """Every report into one data file, in the order of the files; one that cannot be read is named on stderr."""
    path.parent.mkdir(parents=True, exist_ok=True)
    may_write(path, force=force)
    with Outcomes(AsJson(), files, work, command="convert", output=path) as outcomes:
        statuses = write_data(ending, path, outcomes, force=force)
    if len(statuses) > 1:
        click.echo(summary(statuses), err=True)
    return max(statuses)
