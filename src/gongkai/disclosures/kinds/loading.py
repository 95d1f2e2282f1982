"""The kinds and the tree of columns, read from the data files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from gongkai.disclosures.kinds.model import Clock, ColumnForm, Field, FieldType, Kind

_FILES = ("documents", "bodies", "decisions", "money", "affairs", "others")
_PUBLICATION = Clock("publication")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


def kinds() -> Iterable[Kind]:
    """Every kind in the order of the law's items."""
    made = [_kind(values) for name in _FILES for values in _read(name)["kinds"]]
    return sorted(made, key=lambda kind: _order(kind.clause))


def columns() -> tuple[ColumnForm, ...]:
    """The ready tree, parents before children."""
    return tuple(
        ColumnForm(**{**values, "agencies": tuple(values.get("agencies", ()))})
        for values in _read("columns")["columns"]
    )


def _kind(values: Mapping[str, Any]) -> Kind:
    known = dict(values)
    fields = tuple(_field(field) for field in known.pop("fields", ()))
    named = known.pop("clock", None)
    clock = _PUBLICATION if named is None else Clock(**named) if named["key"] else None
    for plural in ("counts", "agencies"):
        known[plural] = tuple(known.get(plural, ()))
    return Kind(fields=fields, clock=clock, **known)


def _field(values: Mapping[str, Any]) -> Field:
    return Field(**{**values, "type": FieldType(values.get("type", "text"))})


def _order(clause: str) -> tuple[int, int]:
    article, _, item = clause.partition(".")
    return (int(article), int(item or 99)) if article else (99, 0)
