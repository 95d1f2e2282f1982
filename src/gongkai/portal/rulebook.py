"""政府信息公开制度: the national rules as data, with where each official text is found."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COLUMN = "system"
"""The slug of the column that holds a body's own rules."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``number``: 文号, "" for a law. ``where``, ``address``: the official collection, which finds it by name or number."""

    name: str
    number: str
    where: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rules: tuple[Rule, ...]


@cache
def national() -> tuple[Group, ...]:
    """What binds every body."""
    with Path(__file__).with_name("rules.toml").open("rb") as file:
        held = tomllib.load(file)
    places = held["where"]
    return tuple(
        Group(
            group["name"],
            tuple(
                Rule(rule["name"], rule["number"], places[rule["where"]]["name"], places[rule["where"]]["address"])
                for rule in group["rules"]
            ),
        )
        for group in held["groups"]
    )


def count() -> int:
    return sum(len(group.rules) for group in national())
