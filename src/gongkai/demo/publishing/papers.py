"""What published items say: titles, texts with headings and tables, and the fields of their kind, from ``data/items.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from random import Random

from gongkai.agencies.models import Agency
from gongkai.demo import lore
from gongkai.demo.schedule import workday


@dataclass(frozen=True, slots=True)
class Paper:
    """One item before it is public. ``month``: when in the year such things appear, None at any time. ``year``: what it is about."""

    title: str
    summary: str
    html: str
    kind: str = "other"
    column: str = "other"
    genre: str = ""
    topic: str = ""
    numbered: bool = False
    details: Mapping[str, object] = field(default_factory=dict)


def of_body(agency: Agency, random: Random, day: date) -> tuple[Paper, date]:
    """Something that this body publishes about ``day``, and the day on which it does."""
    found = lore.items()
    if random.random() < 0.4:
        entry = random.choice(found["any"])
        day = _in_month(day, entry["month"], random)
        figures = _figures(random)
        places = {"name": agency.name, "year": day.year, **figures}
        return (
            Paper(
                entry["title"].format(**places),
                entry["summary"].format(**places),
                html([line.format(**places) for line in entry["text"]], agency, day),
                entry["kind"],
                entry["column"],
                entry["genre"],
                random.choice(found["patterns"]["topics"]),
                entry.get("numbered", False),
                details(entry, day, figures),
            ),
            day,
        )
    wish = lore.wish(random, agency.slug, day.year)
    while not wish.published:
        wish = lore.wish(random, agency.slug, day.year)
    pattern = random.choice(found["patterns"]["own"])
    places = {"given": wish.given, "name": agency.name}
    numbered = "通知" in pattern
    return (
        Paper(
            pattern.format(**places),
            f"{wish.given}。",
            html([line.format(**places) for line in found["patterns"]["text"]], agency, day),
            # It makes a list known, which explains itself: no policy that has to be interpreted.
            "other",
            "policy" if numbered else "other",
            "通知" if numbered else "公告",
            random.choice(found["patterns"]["topics"]),
            numbered,
        ),
        day,
    )


def details(entry: Mapping[str, object], day: date, figures: Mapping[str, str]) -> dict[str, object]:
    """The fields of the kind, as `gongkai.disclosures.kinds` keeps them."""
    if entry["kind"] in ("budget", "final_account"):
        return {
            "year": day.year if entry["kind"] == "budget" else day.year - 1,
            "approved_on": (day - timedelta(days=12)).isoformat(),
            "total": figures["a"],
            "hospitality": "1.20",
            "vehicles": figures["e"],
            "abroad": "0.00",
        }
    given: Mapping[str, object] = entry.get("details", {})  # type: ignore[assignment]
    return {key: value.format(year=day.year) if isinstance(value, str) else value for key, value in given.items()}


def html(lines: Sequence[str], agency: Agency, day: date) -> str:
    """Lines of ``data/items.toml`` as the text of an item, signed and dated."""
    signed = f"{agency.name}<br>{day.year}年{day.month}月{day.day}日"
    return "".join((*map(_block, lines), f"<p>{signed}</p>"))


def plain_lines(lines: Sequence[str]) -> Iterator[tuple[str, list[list[str]] | str]]:
    """The same lines for a Word file: ("h", text), ("p", text), ("t", rows)."""
    for line in lines:
        if line.startswith("# "):
            yield "h", line[2:]
        elif line.startswith("| "):
            yield "t", _rows(line)
        else:
            yield "p", line


def _block(line: str) -> str:
    if line.startswith("# "):
        return f"<h2>{escape(line[2:])}</h2>"
    if line.startswith("| "):
        head, *rows = _rows(line)
        cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    return f"<p>{escape(line)}</p>"


def _rows(line: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" | ")] for row in line[2:].split(" / ")]


def _figures(random: Random) -> dict[str, str]:
    """Amounts in 万元 that fit together: a the year, b the year before, c and d the parts, e and f smaller sums."""
    whole = random.randint(60_000, 900_000)
    before = round(whole * random.uniform(0.92, 1.05))
    parts = (round(whole * 0.86), round(before * 0.85), round(whole * 0.006), round(whole * 0.11))
    return {key: f"{each / 100:.2f}" for key, each in zip("abcdef", (whole, before, *parts), strict=True)}


def _in_month(day: date, month: int, random: Random) -> date:
    """A working day of ``month`` in the year of ``day``; where that is later than ``day``, in the year before."""
    moved = date(day.year, month, random.randint(3, 24))
    if moved > day:
        moved = moved.replace(year=day.year - 1)
    return workday(moved, 0)
