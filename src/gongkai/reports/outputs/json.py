"""A Reading as the JSON object that ``gongkai read --json`` prints, and back.

The shape is published as ``report.schema.json`` beside this module (JSON Schema 2020-12) and explained in docs/reference/json.md.
Figures are exact: a Decimal is written with the digits it has, never through a binary float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

from gongkai.documents.model import NOWHERE, Place
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.model import (
    TABLES,
    AnnualReport,
    CellId,
    Doubt,
    Evidence,
    FilledTable,
    Finding,
    Reading,
    Section,
    Value,
)

Json = dict[str, Any]

_AT = ("page", "line", "table", "row", "column", "sheet")
_EXACT = re.compile(r'"\\u0000(-?[0-9.]+)"')


class NotAReport(GongkaiError):
    """The JSON is not a report of ours."""

    def __init__(self, why: str) -> None:
        super().__init__(
            say(
                "这段 JSON 不是本软件输出的年度报告（{why}），因此无法还原。"
                "请使用 gongkai read --json 的输出，格式见 report.schema.json。",
                why=why,
            )
        )


def schema() -> Json:
    """The published JSON Schema of one report object."""
    text = resources.files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


def to_json(
    reading: Reading, *, file: str | None = None, findings: Iterable[Finding] | None = None, places: bool = True
) -> Json:
    """The object for one reading. ``findings`` is there when given, empty or not. ``places``: where each figure stood and,
    where the source wrote it in another way, how (``printed``); leave out to make the object a third as long."""
    report = reading.report
    out: Json = {
        "file": file,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "signed_by": report.signed_by,
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
        "preamble": report.preamble,
        "tables": {
            name: {"edition": table.edition, "rows": {row: dict(columns) for row, columns in table.rows.items()}}
            for name, table in report.tables.items()
        },
        "sections": {
            key: {
                "heading": section.heading,
                "text": section.text,
                **_place(section.place),
                **({"lines": [_at(line) for line in section.lines]} if places and section.lines else {}),
            }
            for key, section in report.sections.items()
        },
        "doubts": [
            {
                "cell": str(doubt.cell) if doubt.cell else None,
                "code": doubt.code,
                "message": doubt.message,
                **_place(doubt.place),
            }
            for doubt in reading.doubts
        ],
    }
    if places:
        out["marks"] = {name: _at(place) for name, place in reading.marks.items()}
        if report.preamble_lines:
            out["preamble_lines"] = [_at(line) for line in report.preamble_lines]
        out["places"] = {str(cell): _at(place) for cell, place in reading.places.items()}
        out["printed"] = {
            str(cell): text
            for cell, text in reading.printed.items()
            if (value := report.value(cell)) is None or text != str(value)
        }
    if findings is not None:
        out["findings"] = [finding_to_json(finding) for finding in findings]
    return out


def finding_to_json(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "cells": [str(cell) for cell in finding.cells],
        "evidence": [{"quote": e.quote, **_place(e.place)} for e in finding.evidence],
        "mend": finding.mend,
    }


def from_json(data: Mapping[str, Any]) -> Reading:
    """The Reading that ``to_json`` described; ``text`` is put together from the preamble and the sections. Raises NotAReport.

    Objects without ``sections``, ``doubts`` or ``places`` (hand-made labels) are read too.
    """
    try:
        tables = {
            name: FilledTable(
                data["tables"][name]["edition"],
                {
                    row: {column: _value(value) for column, value in columns.items()}
                    for row, columns in data["tables"][name]["rows"].items()
                },
            )
            for name in TABLES
        }
        sections = {
            key: Section(
                key, item.get("heading"), item.get("text", ""), _placed(item.get("at")), _lines(item.get("lines", ()))
            )
            for key, item in data.get("sections", {}).items()
        }
        signed = data.get("signed_on")
        report = AnnualReport(
            agency=data.get("agency"),
            year=data.get("year"),
            edition=data["edition"],
            tables=tables,
            sections=sections,
            title=data.get("title"),
            preamble=data.get("preamble") or "",
            signed_by=data.get("signed_by"),
            signed_on=date.fromisoformat(signed) if signed else None,
            preamble_lines=_lines(data.get("preamble_lines", ())),
        )
        places = {CellId.parse(cell): _placed(at) for cell, at in data.get("places", {}).items()}
        unlike = data.get("printed", {})
        printed = {cell: unlike.get(str(cell), str(report.value(cell))) for cell in places}
        printed.update({CellId.parse(cell): text for cell, text in unlike.items()})
        marks = {name: _placed(at) for name, at in data.get("marks", {}).items()}
        doubts = tuple(
            Doubt(
                item["code"],
                item["message"],
                CellId.parse(item["cell"]) if item.get("cell") else None,
                _placed(item.get("at")),
            )
            for item in data.get("doubts", ())
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAReport(f"{type(error).__name__}: {error}") from error
    words = [report.title or "", report.preamble]
    for section in sections.values():
        words += [section.heading or "", section.text]
    return Reading(report, places, printed, doubts, "\n".join(word for word in words if word), marks)


def findings_from_json(data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings that were printed with a report; none where it has none. Raises NotAReport."""
    try:
        return tuple(
            Finding(
                item["code"],
                item["severity"],
                item["message"],
                tuple(CellId.parse(cell) for cell in item.get("cells", ())),
                tuple(Evidence(e["quote"], _placed(e.get("at"))) for e in item.get("evidence", ())),
                item.get("mend", ""),
            )
            for item in data.get("findings", ())
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotAReport(f"{type(error).__name__}: {error}") from error


def dumps(data: Any, *, indent: int | None = None) -> str:
    """JSON text in UTF-8 characters, on one line unless ``indent``; Decimals keep every digit."""
    text = json.dumps(
        data,
        ensure_ascii=False,
        indent=indent,
        separators=(",", ":") if indent is None else None,
        default=_exact,
        allow_nan=False,
    )
    return _EXACT.sub(r"\1", text) if "\\u0000" in text else text


def loads(text: str | bytes) -> Any:
    """The inverse of ``dumps``: numbers with a point come back as Decimal."""
    return json.loads(text, parse_float=Decimal)


def _exact(value: object) -> str:
    # A JSON number for a Decimal: marked with a NUL here, stripped of mark and quotes in dumps. A text that itself is a NUL
    # and then nothing but digits would lose its quotes: no reader of ours lets NUL through.
    if isinstance(value, Decimal) and value.is_finite():
        return "\0" + format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in a report")


def _value(value: Any) -> Value:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    raise ValueError(f"{value!r} is no figure")


def _at(place: Place) -> Json:
    return {name: value for name in _AT if (value := getattr(place, name)) is not None}


def _place(place: Place) -> Json:
    return {"place": str(place) or None, "at": _at(place) or None}


def _lines(places: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(_placed(at) for at in places)


def _placed(at: Mapping[str, Any] | None) -> Place:
    return Place(**{name: at[name] for name in _AT if name in at}) if at else NOWHERE
