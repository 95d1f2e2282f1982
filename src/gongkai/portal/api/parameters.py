"""A parameter of the API: its schema in the description is the very thing that checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from gongkai.language import say
from gongkai.portal.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Parameter:
    """``schema``: a JSON Schema of one of the types string (with ``enum``, ``pattern``, ``maxLength`` or ``format: date``), integer
    (with ``minimum`` and ``maximum``) or boolean. ``path``: part of the address; else of the query, and never required."""

    name: str
    about: str
    schema: Mapping[str, Any]
    path: bool = False

    def read(self, text: str) -> Any:
        """The value. Raises Problem 400, or 404 where it is part of the address: what cannot be an id is the id of nothing."""
        value = self._value(text)
        if value is None:
            if self.path:
                raise Problem(404, say("没有“{text}”。", text=text[:60]), self.name)
            raise Problem(
                400,
                say("参数{name}的值“{text}”不对：{about}", name=self.name, text=text[:60], about=self.about),
                self.name,
            )
        return value

    def _value(self, text: str) -> Any:
        schema = self.schema
        match schema["type"]:
            case "boolean":
                return {"true": True, "false": False}.get(text)
            case "integer":
                if not re.fullmatch(r"-?[0-9]{1,18}", text):
                    return None
                number = int(text)
                return number if schema["minimum"] <= number <= schema["maximum"] else None
        if "\x00" in text or len(text) > schema.get("maxLength", 1000):
            return None
        if "enum" in schema:
            return text if text in schema["enum"] else None
        if "pattern" in schema and not re.search(schema["pattern"], text, re.ASCII):
            return None
        if schema.get("format") == "date":
            try:
                return date.fromisoformat(text) if len(text) == 10 else None
            except ValueError:
                return None
        return text

    def described(self) -> dict[str, Any]:
        """As OpenAPI has it."""
        return {
            "name": self.name,
            "in": "path" if self.path else "query",
            "required": self.path,
            "description": self.about,
            "schema": dict(self.schema),
        }


def read_all(parameters: Sequence[Parameter], given: QueryDict, path: Mapping[str, str]) -> dict[str, Any]:
    """The values of all that were given, by name. One that is not known, or given twice, is a Problem: a slip in a filter's name
    would otherwise return everything."""
    known = {each.name: each for each in parameters}
    values = {name: known[name].read(text) for name, text in path.items()}
    for name in given:
        if name not in known or known[name].path:
            names = "、".join(each.name for each in parameters if not each.path) or say("没有")
            raise Problem(400, say("没有参数“{name}”。可用的参数：{names}。", name=name[:60], names=names), name[:60])
        texts = given.getlist(name)
        if len(texts) > 1:
            raise Problem(400, say("参数{name}只能给一次。", name=name), name)
        values[name] = known[name].read(texts[0])
    return values


def text(most: int, **more: Any) -> dict[str, Any]:
    """A string of at most ``most`` characters."""
    return {"type": "string", "maxLength": most, **more}


def slug() -> dict[str, Any]:
    """The name of something in addresses."""
    return {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$", "maxLength": 40}


def whole(minimum: int, maximum: int, **more: Any) -> dict[str, Any]:
    """A whole number between two, both allowed."""
    return {"type": "integer", "minimum": minimum, "maximum": maximum, **more}


def day() -> dict[str, Any]:
    """A date, YYYY-MM-DD."""
    return {"type": "string", "format": "date", "maxLength": 10, "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def one_of(*values: str) -> dict[str, Any]:
    """One of some words."""
    return {"type": "string", "enum": list(values)}
