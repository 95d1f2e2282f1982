"""What the fictional county is made of: names, matters and words from ``data/``, picked by a random source that is given.

Everything here is made up. The same source gives the same picks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from gongkai.applications.actions import Matter, Person

DATA = Path(__file__).parent / "data"

CUT = "企业负责人的手机号码是13800138000"
"""A line of every file of which only a part is given. Nobody has this number."""

KINDS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other")
_WEIGHTS = (70, 9, 3, 3, 10, 5)
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_FACTORS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def bodies() -> Mapping[str, Any]:
    """The bodies of the county, and what they have in common."""
    return _read("bodies")


def names() -> Mapping[str, Any]:
    """Surnames, given names, firms, places."""
    return _read("names")


def words() -> Mapping[str, Any]:
    """What is written in forms and letters, by its place."""
    return _read("words")


def items() -> Mapping[str, Any]:
    """What is published: titles and summaries."""
    return _read("items")


def pick(random: Random, options: Sequence[str], **places: object) -> str:
    """One of ``options`` with its places filled."""
    return random.choice(options).format(**places)


def say_of(random: Random, table: str, key: str, **places: object) -> str:
    """One of the sentences under ``table`` and ``key`` of the words, "" where there is none."""
    options = words()[table].get(key, ())
    return pick(random, options, **places) if options else ""


def documents() -> Mapping[str, Any]:
    """What the busy body publishes through this program, and what lies on its desks today."""
    return _read("documents")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. ``given``: what they would be given. ``of``: the body that has it, where it is another one;
    ``published``: whether such a thing is published unasked."""

    title: str
    content: str
    given: str
    of: str = ""
    published: bool = True

    def matter(self, **values: object) -> Matter:
        return Matter(self.title, self.content, **values)  # type: ignore[arg-type]


def wish(random: Random, slug: str, year: int, leaf: str = "") -> Wish:
    """Something that people ask the body ``slug`` for; ``leaf``: something that leads to this end of the decision tree."""
    found = _read("matters")
    named = found["leaf"].get(leaf.rpartition(".")[2])
    own = found.get(slug, found["township"] if slug in _townships() else ())
    if named:
        entries = [entry for entry in named if entry.get("of") != slug]
    else:
        entries = [*own, *own, *found["any"]]
    entry = random.choice(entries)
    everywhere = names()
    places: dict[str, object] = {
        "year": year - random.choice((0, 1, 1, 1, 2, 3)),
        "town": random.choice(everywhere["towns"]),
        "village": random.choice(everywhere["villages"]),
        "road": random.choice(everywhere["roads"]),
        "school": random.choice(everywhere["schools"]),
    }
    title, content = (entry[name].format(**places) for name in ("title", "content"))
    given = entry.get("given", title + "中可以公开的部分").format(**places)
    return Wish(title, content, given, entry.get("of", ""), entry.get("published", True))


def columns() -> Sequence[str]:
    """The columns of the county's site."""
    columns: Sequence[str] = _read("matters")["columns"]["names"]
    return columns


@cache
def _townships() -> frozenset[str]:
    return frozenset(body["slug"] for body in bodies()["body"] if body.get("kind") == "township")


def person(random: Random, number: int, kind: str = "") -> Person:
    """Somebody who applies. ``number`` makes their identity and telephone numbers their own."""
    kind = kind or random.choices(KINDS, _WEIGHTS)[0]
    everything = names()
    who = random.choice(everything["surnames"]) + random.choice(everything["given"])
    place = f"云岭县{random.choice(everything['streets'])}{random.randint(1, 199)}号"
    contact = {
        "phone": f"138{number % 10**8:08}",
        "email": f"applicant{number}@example.org",
        "address": place,
        "postcode": bodies()["postcode"],
    }
    if kind == "natural_person":
        return Person(kind, who, identity_number=identity_number(random, number), **contact)
    return Person(
        kind,
        random.choice(everything["organisations"][kind]),
        identity_kind="credit_code",
        identity_number=credit_code(number),
        representative=who,
        contact=who,
        **contact,
    )


def identity_number(random: Random, number: int) -> str:
    """An identity number of valid form in a division that does not exist (99 01 00)."""
    born = f"{random.randint(1950, 2003)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"990100{born}{number % 1000:03}"
    return body + "10X98765432"[sum(int(digit) * factor for digit, factor in zip(body, _FACTORS, strict=True)) % 11]


def credit_code(number: int) -> str:
    """A unified social credit code of valid form in a division that does not exist."""
    body = f"91990100MA{number % 10**7:07}"
    check = sum(_CREDIT.index(sign) * factor for sign, factor in zip(body, _CREDIT_FACTORS, strict=True))
    return body + _CREDIT[(31 - check % 31) % 31]
