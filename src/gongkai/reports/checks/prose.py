"""Numbers in the prose against the tables, and what a claim of each kind may truly mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.language import say
from gongkai.reports.checks.claims import Claim, claims
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.model import CellId, Evidence, Finding

Figure = int | Decimal

_CODES = {"proactive": "TEXT-T2", "applications": "TEXT-T3", "remedies": "TEXT-T4"}
_TOTALS = frozenset(("received", "carried_in", "carried_out", "reconsideration"))
_LEGAL_PERSONS = ("enterprise", "research", "public_interest", "legal_service", "other")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the tables say of a claim. ``figure``: the one to name; ``also``: others that the words may truly mean."""

    figure: Figure
    cells: tuple[CellId, ...]
    also: frozenset[Figure] = frozenset()


def figures_in_prose(context: Context) -> Iterator[Finding]:
    """TEXT-T2, TEXT-T3, TEXT-T4; TEXT-TWICE where the table cannot decide."""
    first: dict[str, Claim] = {}
    told: set[tuple[str, Figure]] = set()
    for claim in claims(context):
        value = _in_10000_yuan(claim) if claim.kind == "charges" else claim.quantity.value
        expected = expect(context, claim.kind)
        if expected is None:
            earlier = first.setdefault(claim.kind, claim)
            if claim.kind in _TOTALS and earlier.quantity.value != value:
                yield flag(
                    "TEXT-TWICE",
                    say(
                        "正文对同一事项先后给出 {first} 和 {second} 两个数，读者无法判断哪一个正确。",
                        first=earlier.quantity.value,
                        second=value,
                    ),
                    evidence=[quoted(earlier.sentence), quoted(claim.sentence)],
                    mend=say("请对照台账核实，前后使用同一个数。"),
                )
            continue
        if value == expected.figure or value in expected.also or (claim.kind, value) in told:
            continue
        if claim.kind == "charges" and _rounds_to(Decimal(expected.figure), Decimal(value)):
            continue
        told.add((claim.kind, value))
        yield flag(
            _CODES[expected.cells[0].table],
            say(
                "正文称“{quote}”，与{label}（{figure}）不一致。",
                quote=_words(claim),
                label=named(context, expected.cells),
                figure=expected.figure,
            ),
            cells=expected.cells,
            evidence=[quoted(claim.sentence), *(context.shown(cell) for cell in expected.cells[:4])],
            mend=say("请对照台账核实，使正文与表格一致；统计口径不同的，请在正文中说明。"),
        )


def expect(context: Context, kind: str) -> Expected | None:
    """What a claim of ``kind`` has to equal; None where the tables cannot tell (blank, doubted, or not in this edition)."""
    if kind in ("made", "repealed", "in_force"):
        return total(context, "proactive", ["normative"], [kind])
    if kind in ("permits", "penalties", "coercion"):
        return total(context, "proactive", [kind], ["decisions"])
    if kind == "charges":
        return total(context, "proactive", ["charges"], ["amount"])
    if kind in ("reconsideration", "suits", "reconsideration_and_suits"):
        return _expect_remedies(context, kind)
    return _expect_applications(context, kind)


def total(context: Context, table: str, rows: list[str], columns: list[str]) -> Expected | None:
    """The sum of certain figures; None as soon as one of them is not. ``withheld.`` names every row that begins so."""
    there = context.report.tables[table].rows
    names = [
        row
        for wanted in rows
        for row in ([r for r in there if r.startswith(wanted)] if wanted[-1] == "." else [wanted])
    ]
    cells = tuple(CellId(table, row, column) for row in names for column in columns)
    added: Figure = 0
    for cell in cells:
        value = context.certain(*cell)
        if value is None:
            return None
        added += value
    return Expected(added, cells) if cells else None


def _expect_applications(context: Context, kind: str) -> Expected | None:
    table = "applications"
    if kind in ("natural_person", "legal_person"):
        columns = ["natural_person"] if kind == "natural_person" else list(_LEGAL_PERSONS)
        base = total(context, table, ["received"], columns)
        extra = [total(context, table, rows, columns) for rows in (["received", "carried_in"], ["handled_total"])]
        return _with(base, extra)
    outcomes = {"withheld": "withheld.", "unable": "unable.", "unprocessed": "unprocessed."}
    if kind in outcomes:
        return total(context, table, [outcomes[kind]], ["total"])
    if kind == "other_outcome":
        rows = context.report.tables[table].rows
        return total(context, table, ["other"] if "other" in rows else ["other."], ["total"])
    if kind == "granted":
        return _with(
            total(context, table, ["granted"], ["total"]), [total(context, table, ["granted", "partial"], ["total"])]
        )
    if kind == "received":
        return _with(
            total(context, table, ["received"], ["total"]),
            [total(context, table, ["received", "carried_in"], ["total"])],
        )
    if kind == "handled":
        # 答复 may leave out those that were not processed, or mean only those that got something.
        given = [["granted"], ["granted", "partial"], ["granted", "partial", "withheld."]]
        given += [[*given[-1], "unable."], [*given[-1], "unable.", "unprocessed."]]
        given += [["received"], ["received", "carried_in"]]
        return _with(
            total(context, table, ["handled_total"], ["total"]),
            [total(context, table, rows, ["total"]) for rows in given],
        )
    return total(context, table, [kind], ["total"])


def _expect_remedies(context: Context, kind: str) -> Expected | None:
    reconsidered = total(context, "remedies", ["reconsideration"], ["total"])
    direct = total(context, "remedies", ["suit_direct"], ["total"])
    after = total(context, "remedies", ["suit_after_reconsideration"], ["total"])
    suits = total(context, "remedies", ["suit_direct", "suit_after_reconsideration"], ["total"])
    if kind == "reconsideration":
        return reconsidered
    if kind == "suits":
        return _with(suits, [direct, after])
    both = total(context, "remedies", ["reconsideration", "suit_direct", "suit_after_reconsideration"], ["total"])
    return _with(both, [reconsidered, suits])


def _with(base: Expected | None, others: list[Expected | None]) -> Expected | None:
    """``base``, and the others as further readings. None too when one of the others cannot be told: then silence is safer."""
    if base is None or any(other is None for other in others):
        return None
    return Expected(base.figure, base.cells, frozenset(other.figure for other in others if other is not None))


def _in_10000_yuan(claim: Claim) -> Figure:
    quantity = claim.quantity
    value = Decimal(quantity.value)
    return {"元": value / 10_000, "万元": value, "亿元": value * 10_000}[quantity.unit]


def _rounds_to(exact: Decimal, told: Decimal) -> bool:
    """``told`` is ``exact`` with fewer decimals: 4166.24 of 4166.241619."""
    step = Decimal(1).scaleb(min(0, int(told.as_tuple().exponent)))
    return abs(exact - told) < step


def _words(claim: Claim) -> str:
    """The clause up to the number, at most some thirty characters of it."""
    text, quantity = claim.sentence.text, claim.quantity
    start = max(text.rfind(mark, 0, quantity.start) for mark in "，,；;") + 1
    return text[max(start, quantity.start - 24) : quantity.end]


def quoted(sentence: Sentence) -> Evidence:
    return quote(sentence.text, sentence.place, limit=90)


def named(context: Context, cells: tuple[CellId, ...]) -> str:
    if len(cells) == 1:
        return context.label(cells[0])
    rows = list(dict.fromkeys(context.labels(cell)[0] for cell in cells))
    if len(rows) > 2:
        group = _group(context, cells)
        rows = [group] if group else [rows[0], "…", rows[-1]]
    columns = list(dict.fromkeys(context.labels(cell)[1] for cell in cells))
    return say(
        "{table}“{rows}”行“{columns}”列之和",
        table=context.table_name(cells[0].table),
        rows="、".join(rows),
        columns="、".join(columns),
    )


def _group(context: Context, cells: tuple[CellId, ...]) -> str | None:
    """The label of the group that holds exactly these rows: （三）不予公开."""
    form = context.forms.get(cells[0].table)
    if form is None:
        return None
    wanted = {cell.row for cell in cells}
    for key, label in form.groups.items():
        if wanted == {row.key for block in form.blocks for row in block.rows if key in row.under}:
            return label
    return None
