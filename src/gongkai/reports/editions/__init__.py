"""Editions (报告格式版本): the statutory form as data, one TOML file each.

A new edition is a new file in this folder and no new code: rows, columns, labels with their known variants, header merges,
relations (勾稽关系) and sections all come from it. Codes (`table/row/column`) are ours and stable over editions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Kind = Literal["count", "signed", "money"]
Layout = Literal["blocks", "matrix", "wide"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. ``kind``: count (whole, ≥ 0), signed (whole), money (decimal ≥ 0, in ``unit`` if the form names one)."""

    key: str
    label: str
    kind: Kind = "count"
    variants: tuple[str, ...] = ()
    unit: str | None = None
    grouped: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.variants)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form. ``under``: keys of the group cells that stand to its left (or above it, layout wide)."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.variants)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share a head. ``caption``: the full-width line above it ("第二十条第（一）项"), empty where the form has none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    stub: str = ""


@dataclass(frozen=True, slots=True)
class TableForm:
    """One statutory table (表二, 表三, 表四). ``layout``: blocks under one another; a matrix with a stub of ``stub_width``
    columns; or wide, one line of figures in which every row of ours is a group of columns."""

    key: str
    name: str
    layout: Layout
    blocks: tuple[Block, ...]
    groups: Mapping[str, str]
    width: int = 0
    stub_width: int = 0
    corner: str = ""
    head: str = ""
    column_group: str = ""

    @property
    def rows(self) -> Mapping[str, tuple[Column, ...]]:
        """Row key → its columns, in the order of the form."""
        return {row.key: block.columns for block in self.blocks for row in block.rows}

    def cells(self) -> Iterator[tuple[str, Column]]:
        """(row key, column) of every figure, in the order of the form."""
        for key, columns in self.rows.items():
            for column in columns:
                yield key, column


@dataclass(frozen=True, slots=True)
class Relation:
    """勾稽关系: the figures of ``left`` add up to those of ``right``, once for every column (``over`` columns: left and right
    name rows) or every row (``over`` rows: they name columns)."""

    code: str
    table: str
    over: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections. ``limit``: characters, in principle. ``topics``: what it has to speak of. ``gist``: words of
    which a reworded heading with the right number has at least one."""

    key: str
    number: int
    label: str
    variants: tuple[str, ...] = ()
    table: str | None = None
    limit: int | None = None
    topics: tuple[str, ...] = ()
    gist: tuple[str, ...] = ()
    must_mention: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.variants)


@dataclass(frozen=True, slots=True)
class Edition:
    """One form of the annual report. ``source``: the document that set it; report years ``from_year`` to ``to_year`` use it."""

    id: str
    source: str
    from_year: int
    to_year: int | None
    sections: tuple[SectionForm, ...]
    tables: Mapping[str, TableForm]
    relations: tuple[Relation, ...]

    def covers(self, year: int) -> bool:
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)


def _column(data: Mapping[str, Any]) -> Column:
    return Column(**{**data, "variants": tuple(data.get("variants", ()))})


def _row(data: Mapping[str, Any]) -> Row:
    return Row(**{**data, "variants": tuple(data.get("variants", ())), "under": tuple(data.get("under", ()))})


def _table(key: str, data: Mapping[str, Any]) -> TableForm:
    whole = {
        k: data[k] for k in ("name", "layout", "width", "stub_width", "corner", "head", "column_group") if k in data
    }
    blocks = data.get("blocks") or [{"columns": data["columns"], "rows": data["rows"]}]
    return TableForm(
        key=key,
        groups=data.get("groups", {}),
        blocks=tuple(
            Block(
                columns=tuple(_column(c) for c in block["columns"]),
                rows=tuple(_row(r) for r in block["rows"]),
                caption=block.get("caption", ""),
                stub=block.get("stub", ""),
            )
            for block in blocks
        ),
        **whole,
    )


def _spread(names: list[str], known: list[str]) -> tuple[str, ...]:
    """``withheld.*`` stands for every known name that begins with ``withheld.``."""
    out: list[str] = []
    for name in names:
        out.extend([k for k in known if k.startswith(name[:-1])] if name.endswith("*") else [name])
    return tuple(out)


def load(text: str) -> Edition:
    """An Edition from the text of its TOML file. Raises KeyError or TypeError where the file lacks or invents a field."""
    data = tomllib.loads(text)
    tables = {key: _table(key, table) for key, table in data["tables"].items()}
    relations = []
    for item in data["relations"]:
        form = tables[item["table"]]
        known = list(form.rows) if item["over"] == "columns" else [c.key for c in form.blocks[0].columns]
        relations.append(
            Relation(**{**item, "left": _spread(item["left"], known), "right": _spread(item["right"], known)})
        )
    sections = tuple(
        SectionForm(**{**s, **{name: tuple(s.get(name, ())) for name in ("variants", "topics", "gist")}})
        for s in data["sections"]
    )
    return Edition(
        id=data["id"],
        source=data["source"],
        from_year=data["from_year"],
        to_year=data.get("to_year"),
        sections=sections,
        tables=tables,
        relations=tuple(relations),
    )


@cache
def editions() -> Mapping[str, Edition]:
    """Every edition in this folder, oldest first, by its id."""
    files = sorted(f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))  # type: ignore[type-var]
    loaded = [load(f.read_text(encoding="utf-8")) for f in files]
    return {e.id: e for e in sorted(loaded, key=lambda e: e.from_year)}


def edition_for(year: int) -> Edition:
    """The edition a report of ``year`` should use; the first one for years before any, the last for years after."""
    found = None
    for edition in editions().values():
        if found is None or edition.from_year <= year:
            found = edition
    assert found is not None, "the package ships at least one edition"
    return found
