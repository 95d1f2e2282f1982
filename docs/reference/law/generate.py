"""Write the reference pages of this folder from the data of gongkai.law: ``python docs/reference/law/generate.py``.

A test compares the pages with what this makes, so they cannot fall behind the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai.law.articles import LAWS, Source, Unit
from gongkai.law.calendar import national
from gongkai.law.calendar.year import FESTIVALS, FESTIVALS_BEFORE_2025
from gongkai.law.clocks.fixed import FIXED_DAYS
from gongkai.law.clocks.table import CLOCKS
from gongkai.law.fees import charge, month_total
from gongkai.law.letters import ADDRESSEE_NAMES, LETTERS, NINE_ELEMENTS, Letter
from gongkai.law.outcomes import GROUP_NAMES, MEANINGS, Outcome, row
from gongkai.law.tree import BEFORE_SENDING, TREE, Leaf, Stage, paths

HEAD = "<!-- Written by generate.py from the data of gongkai.law. Change the data, not this page. -->\n\n"
UNITS = {
    Unit.WORKING_DAY: "working days",
    Unit.DAY: "calendar days",
    Unit.MONTH: "months",
    Unit.YEAR: "years",
}


def pages() -> dict[str, str]:
    """File name → content."""
    made = {
        "outcomes.md": _outcomes(),
        "decision-tree.md": _tree(),
        "letters.md": _letters(),
        "fees.md": _fees(),
        "clocks.md": _clocks(),
        "calendar.md": _calendar(),
    }
    return {name: HEAD + text for name, text in made.items()}


def _table(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |" for cells in body]
    return "\n".join(lines) + "\n"


def _cite(sources: Iterable[Source]) -> str:
    return "、".join(str(source) for source in sources) or "–"


def _outcomes() -> str:
    body = [
        (f"`{o.value}`", GROUP_NAMES[o.group], MEANINGS[o].name, _cite(MEANINGS[o].sources), f"`{row(o, '2019')}`")
        for o in Outcome
    ]
    return (
        "# Outcomes\n\nHow an application ended (办理结果): 21 codes, in the order of the 2021 report form. The code is the row of "
        "that form; the 2019 form has one row for the last three.\n\n"
        + _table(("code", "group", "label", "articles", "row of 2019"), body)
    )


def _goal(key: str) -> str:
    return f"→ {key}" if key in TREE.nodes else f"**{_end(TREE.leaves[key])}**"


def _end(leaf: Leaf) -> str:
    return f"{leaf.outcome.value}, {leaf.letter or 'no letter'}"


def _tree() -> str:
    parts = [
        "# The decision tree\n\nFive stages, asked in this order: "
        + " → ".join(stage.value for stage in Stage)
        + f". It starts at `{TREE.root}`; {len(TREE.nodes)} questions, {len(TREE.leaves)} ends, {len(paths(TREE))} paths. "
        "Each end is one outcome with its articles and its letter; `faults(TREE)` proves that no path goes astray, and a test "
        "holds it empty.\n"
    ]
    for stage in Stage:
        parts.append(f"\n## {stage.value}\n")
        for node in TREE.nodes.values():
            if node.stage is not stage:
                continue
            hint = f"\n\n{node.hint}" if node.hint else ""
            parts.append(f"\n`{node.key}` {node.question}{hint}\n\n")
            parts.append(
                _table(("answer", "", "leads to"), [(f"`{a.key}`", a.label, _goal(a.to)) for a in node.answers])
            )
    parts.append("\n## Ends\n\n")
    body = [
        (f"`{x.key}`", f"`{x.outcome.value}`", x.letter or "–", _cite(x.sources), x.note or "")
        for x in TREE.leaves.values()
    ]
    parts.append(_table(("end", "outcome", "letter", "articles", "note"), body))
    parts.append("\n## Before sending\n\n" + "".join(f"* {check}\n" for check in BEFORE_SENDING))
    return "".join(parts)


def _letters() -> str:
    def body(letters: Iterable[Letter]) -> list[tuple[object, ...]]:
        return [
            (
                x.code,
                x.name + (f"<br>又称：{'、'.join(x.variants)}" if x.variants else ""),
                ADDRESSEE_NAMES[x.addressee],
                _cite(x.basis),
                "；".join(x.contents),
                "；".join(x.on_file) or "–",
                "、".join(f"`{o.value}`" for o in x.outcomes) or "–",
                x.remedy.value,
            )
            for x in letters
        ]

    head = ("code", "letter", "to", "basis", "must contain", "to keep on file", "outcome", "remedy")
    procedural = [x for x in LETTERS.values() if not x.substantive]
    substantive = [x for x in LETTERS.values() if x.substantive]
    return (
        "# Letters\n\nThe remedy column says what the class must come to: A reconsideration or suit, B reconsideration first, C no "
        "direct suit, B+A for a severed decision, C|A depending on whether the information was disclosed before. The class "
        "itself is computed from the articles and the day (`remedies_against`).\n\n## On the way\n\n"
        + _table(head, body(procedural))
        + "\n## At the end\n\nEach carries nine elements: "
        + "、".join(NINE_ELEMENTS)
        + ".\n\n"
        + _table(head, body(substantive))
    )


def _fees() -> str:
    page_rows = [(n, charge(pages=n).amount) for n in (30, 31, 50, 68, 100, 101, 150, 200, 201, 250, 300, 500)]
    nth_rows = [
        (n, charge(ordinal=n).amount, month_total(n).amount) for n in (10, 11, 12, 20, 30, 31, 40, 41, 50, 51, 60, 100)
    ]
    return (
        "# The processing fee\n\n国办函〔2020〕109号, from 2021-01-01. Two tariffs; an application bears at most one of them. A fee "
        "may be charged, it need not be.\n\n## Per page (按量计收)\n\n"
        + _table(("pages", "yuan"), page_rows)
        + "\n## Per application (按件计收)\n\nOne applicant, one calendar month.\n\n"
        + _table(("n-th of the month", "yuan for it", "yuan for all n"), nth_rows)
    )


def _clocks() -> str:
    body = [
        (
            f"`{c.key}`",
            c.name,
            f"{c.number.value} {UNITS[c.number.unit]}",
            c.starts,
            c.ends,
            c.number.source,
            c.number.since,
            "" if c.number.settled else "local or unverified",
        )
        for c in CLOCKS.values()
    ]
    fixed = [(f"`{f.key}`", f.name, f"{f.month:02}-{f.day:02}", f.source, f.since) for f in FIXED_DAYS.values()]
    laws = [(law.short, law.title, law.number, law.since) for law in LAWS.values()]
    return (
        "# Clocks\n\nEvery period by the name that `gongkai due --clock` takes. How they run is told in "
        "[explanation/clocks.md](../../explanation/clocks.md).\n\n"
        + _table(("key", "name", "length", "starts with", "ends with", "source", "since", ""), body)
        + "\n## Fixed days\n\nIn the year after the one reported on; they do not move.\n\n"
        + _table(("key", "name", "day", "source", "from the year"), fixed)
        + "\n## Laws cited\n\n"
        + _table(("short", "title", "number or edition", "in force since"), laws)
    )


def _calendar() -> str:
    cn = national()
    years = range(cn.calendar_from, cn.calendar_through + 1)
    body = [
        (
            year,
            cn.table(year).source,
            sum(day.weekday() < 5 for day in cn.table(year).off),
            len(cn.table(year).work),
            cn.table(year).evidence,
        )
        for year in years
    ]
    festivals = [(name, FESTIVALS_BEFORE_2025[name], FESTIVALS[name]) for name in FESTIVALS]
    return (
        "# The calendar\n\n"
        + _table(("year", "notice", "weekdays off", "weekend days worked", "checked against"), body)
        + "\n## The file of a year\n\n"
        + _table(
            ("key", "meaning"),
            [
                ("`year`", "the year, a number"),
                ("`title`, `number`", "the notice; `number` may be left out where it is not known"),
                ("`amended_by`", "a later notice that changed it"),
                ("`evidence`", "what the days were compared with"),
                ("`[statutory]`", "each national holiday and its own days"),
                ("`[off]`", "each announced holiday and all its days, weekends inside it included"),
                ("`[work]`", "`days`: the weekend days worked"),
                ("`unpaired`", "`days` and `why`: weekdays off that nothing makes up for, as in 2020"),
            ],
        )
        + '\nDays are text: `"2026-10-10"`, or `"2026-10-01/2026-10-07"` for a run. On load every national holiday must be covered, '
        "each weekend day worked must pair with a weekday off, no day may stand twice or belong to another year.\n\n"
        "## National holidays\n\n"
        + _table(("holiday", "days until 2024", "days from 2025"), festivals)
        + "\n## A local calendar\n\nFor festivals that a local government fixes, or closures of one body: `name` and `source` (both "
        "required), `[off]` and `[work]`, each a table of reason to list of days. It lies over the national table.\n\n"
        '```toml\nname = "示例自治县"\nsource = "示例自治县人民政府公告"\n\n[off]\n"示例民族节放假" = ["2026-07-15/2026-07-16"]\n```\n'
    )


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
