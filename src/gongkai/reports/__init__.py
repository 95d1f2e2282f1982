"""The annual report (政府信息公开工作年度报告) as values: read, check, compare, add up, compose. No Django, no network."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.reports.checks import check
    from gongkai.reports.compare import compare_many
    from gongkai.reports.model import AnnualReport, CellId, Doubt, Finding, Reading
    from gongkai.reports.summing import add_up

_HOMES = {
    "AnnualReport": "model",
    "CellId": "model",
    "Doubt": "model",
    "Finding": "model",
    "Reading": "model",
    "add_up": "summing",
    "check": "checks",
    "compare_many": "compare",
}

__all__ = [
    "AnnualReport",
    "CellId",
    "Doubt",
    "Finding",
    "Reading",
    "add_up",
    "check",
    "compare_many",
    "read",
]


def read(source: bytes | str | Path, name: str = "") -> Reading:
    """The annual report in a file (a path, or its bytes with the ``name`` it had), with a doubt for all that is not certain.

    Raises `gongkai.documents.Unreadable`, with a sentence, where the bytes cannot be made a Document at all.
    """
    from gongkai.documents import reading
    from gongkai.reports.recognise import recognise

    document = reading.read(source, name) if isinstance(source, bytes) else reading.read_file(Path(source))
    return recognise(document)


def __getattr__(name: str) -> Any:
    # Each name is fetched when first asked for: reading one file must not wait for Parquet.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
