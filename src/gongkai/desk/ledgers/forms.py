"""What is said of an old ledger: the file, what each column is, what a word means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers.models import Batch, Books
from gongkai.ledgers.reading.books import BOOKS
from gongkai.ledgers.reading.heads import letter
from gongkai.ledgers.reading.words import OPTIONS
from gongkai.look.forms import Explained, Worded

SAMPLES = 3
_LOOKED_AT = 150


_KINDS = (
    (Books.APPLICATIONS.value, Explained(say("依申请公开台账"), say("一行一件申请，计入表三"))),
    (
        Books.DISPUTES.value,
        Explained(say("复议诉讼台账"), say("一行一次审理，或者一行一个案件，计入表四；请先导入所涉的申请")),
    ),
)


class HandInForm(Worded):
    """The file of an old ledger, and which it is."""

    ledger = forms.ChoiceField(
        label=say("哪一种台账"), choices=_KINDS, initial=Books.APPLICATIONS, widget=forms.RadioSelect
    )
    upload = forms.FileField(
        label=say("旧台账"),
        help_text=say("Excel（xlsx、xls）或者CSV。一年一张工作表、两行表头、各种日期写法都可以，最多20,000行。"),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One choice of the page. ``name``: of its control; ``chosen``: what it says now."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of a head: its letter, its words, what stands in it, and what it is taken for."""

    letter: str
    head: str
    samples: Sequence[str]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of head and the sheets that have it."""

    key: str
    sheets: Sequence[str]
    rows: Sequence[ColumnRow]
    remembered: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A sheet and the year for its days without one."""

    name: str
    sheet: str
    rows: int
    year: object


def shapes_of(batch: Batch, given: Mapping[str, str] | None = None) -> list[Shape]:
    """What is asked of the columns. ``given``: what was sent, shown again after a refusal."""
    found = []
    fields_of = [("", say("不读入")), *BOOKS[batch.ledger].labels.items()]
    for at, key in enumerate(dict.fromkeys(sheet["shape"] for sheet in batch.sheets)):
        sheets = [(n, sheet) for n, sheet in enumerate(batch.sheets) if sheet["shape"] == key]
        first = sheets[0][1]
        samples = list(batch.lines.filter(sheet__in=[n for n, _ in sheets])[:_LOOKED_AT])
        fields = {column: field for field, column in first["columns"].items()}
        rows = []
        for column, head in enumerate(first["words"]):
            texts = dict.fromkeys(
                line.cells[column] for line in samples if column < len(line.cells) and line.cells[column]
            )
            if not head and not texts:
                continue
            name = f"c-{at}-{column}"
            chosen = given.get(name, "") if given is not None else fields.get(column, "")
            label = say("{letter}列（{head}）是什么", letter=letter(column), head=head)
            rows.append(ColumnRow(letter(column), head, list(texts)[:SAMPLES], Asked(name, label, fields_of, chosen)))
        found.append(Shape(key, [sheet["name"] for _, sheet in sheets], rows, first["remembered"]))
    return found


def years_of(batch: Batch) -> list[Year]:
    return [Year(f"y-{n}", sheet["name"], sheet["rows"], sheet["year"]) for n, sheet in enumerate(batch.sheets)]


def whole_of(batch: Batch) -> list[Asked]:
    """What may be said for every row in which a cell is blank."""
    return [
        Asked(f"a-{field}", label, [("", nothing), *OPTIONS[field].items()], batch.whole.get(field, ""))
        for field, (label, nothing) in BOOKS[batch.ledger].whole.items()
    ]


def words_of(batch: Batch) -> list[Asked]:
    """The words that a person has to say the meaning of, with what they may be first."""
    found = []
    for n, (field, _, written, count, may_be) in enumerate(batch.asks):
        options = OPTIONS[field]
        likely = [(code, options[code]) for code in may_be]
        others = [(code, label) for code, label in options.items() if code not in may_be and code]
        found.append(
            Asked(
                f"w-{n}",
                say("{label}“{word}”", label=BOOKS[batch.ledger].labels[field], word=written),
                [("", say("还不确定，留作问题")), *likely, *others],
                hint=say("{n}行", n=count),
            )
        )
    return found


def said_words(batch: Batch, given: QueryDict) -> dict[str, dict[str, str]]:
    """field → word → code, of what was answered."""
    found: dict[str, dict[str, str]] = {}
    for n, (field, key, *_) in enumerate(batch.asks):
        code = given.get(f"w-{n}", "")
        if code:
            found.setdefault(field, {})[key] = code
    return found


def said_whole(batch: Batch, given: QueryDict) -> dict[str, str]:
    """field → code, of what was said of blank cells."""
    return {field: given.get(f"a-{field}", "") for field in BOOKS[batch.ledger].whole if f"a-{field}" in given}


def said_columns(batch: Batch, given: QueryDict) -> dict[str, dict[str, int]]:
    """shape → field → column. Raises GongkaiError where two columns are said to be the same field."""
    found: dict[str, dict[str, int]] = {}
    for at, key in enumerate(dict.fromkeys(sheet["shape"] for sheet in batch.sheets)):
        words = next(sheet["words"] for sheet in batch.sheets if sheet["shape"] == key)
        columns = found.setdefault(key, {})
        for column, field in _chosen(given, at, len(words)):
            if field in columns:
                raise GongkaiError(
                    say(
                        "{one}列和{other}列都选作{label}，请只选一列。",
                        one=letter(columns[field]),
                        other=letter(column),
                        label=BOOKS[batch.ledger].labels.get(field, field),
                    )
                )
            columns[field] = column
    return found


def _chosen(given: QueryDict, at: int, width: int) -> Iterator[tuple[int, str]]:
    for column in range(width):
        field = given.get(f"c-{at}-{column}", "")
        if field:
            yield column, field


def said_years(batch: Batch, given: QueryDict) -> dict[int, int | None]:
    """Raises GongkaiError for what is no year."""
    found: dict[int, int | None] = {}
    for n, sheet in enumerate(batch.sheets):
        text: Any = given.get(f"y-{n}", "").strip()
        if text and not (text.isdecimal() and len(text) == 4):
            raise GongkaiError(say("“{sheet}”的年份请写四位数，例如2024。", sheet=sheet["name"]))
        found[n] = int(text) if text else None
    return found
