"""What the style and class attributes of Word, WPS and editors say that has a meaning; the rest is dress."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongkai.pages.model import EM, STRONG, SUB, SUPER, UNDERLINE

_ALIGNED = {
    "center": "center",
    "right": "right",
    "end": "right",
    "middle": "center",
    "-webkit-center": "center",
    "-webkit-right": "right",
}
_LIST = re.compile(r"\bl\d+\s+level(\d)\b", re.IGNORECASE)
_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|%)?")
_PLAIN_GROUNDS = (
    "",
    "none",
    "transparent",
    "initial",
    "inherit",
    "auto",
    "white",
    "#fff",
    "#ffffff",
    "window",
    "rgb(255,255,255)",
)
_HEADING_CLASS = re.compile(r"(?:Mso)?(?:Heading|标题)\s*([1-6])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """``add`` and ``take``: marks that begin and end here. ``rank``: of a heading by outline. ``marker``: the text is a list marker."""

    add: frozenset[str] = frozenset()
    take: frozenset[str] = frozenset()
    align: str = ""
    hidden: bool = False
    rank: int = 0
    list_level: int | None = None
    marker: bool = False
    shaded: bool = False

    def on(self, marks: frozenset[str]) -> frozenset[str]:
        return (marks | self.add) - self.take if self.add or self.take else marks


_NONE = Style()


def style_of(attributes: Mapping[str, str | None]) -> Style:
    """The meaning of an element's attributes."""
    if not attributes:
        return _NONE
    hidden = "hidden" in attributes or (attributes.get("aria-hidden") == "true" and "style" in attributes)
    return _style(
        (attributes.get("style") or "")[:2000],
        (attributes.get("class") or "")[:200],
        (attributes.get("align") or "").lower(),
        hidden,
    )


@lru_cache(maxsize=2048)
def _style(css: str, classes: str, align: str, hidden: bool) -> Style:
    rules = {}
    for rule in css.split(";"):
        name, _, value = rule.partition(":")
        rules[name.strip().lower()] = value.replace("!important", "").strip().lower()
    add: set[str] = set()
    take: set[str] = set()

    def sets(mark: str, is_set: bool, is_off: bool) -> None:
        if is_set:
            add.add(mark)
        elif is_off:
            take.add(mark)

    weight = rules.get("font-weight", "")
    sets(
        STRONG,
        weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600),
        weight in ("normal", "400", "lighter", "300"),
    )
    slant = rules.get("font-style", "")
    sets(EM, slant in ("italic", "oblique"), slant == "normal")
    line = " ".join(
        (rules.get("text-decoration", ""), rules.get("text-decoration-line", ""), rules.get("text-underline", ""))
    )
    sets(UNDERLINE, "underline" in line or rules.get("text-underline", "none") not in ("none", ""), False)
    raised = rules.get("vertical-align", "")
    sets(SUPER, raised == "super", False)
    sets(SUB, raised == "sub", False)
    level = _LIST.search(rules.get("mso-list", ""))
    names = classes.split()
    if (
        "MsoCommentReference" in names
        or "MsoCommentText" in names
        or rules.get("mso-element") in ("comment-list", "comment")
    ):
        hidden = True
    return Style(
        frozenset(add),
        frozenset(take),
        _ALIGNED.get(rules.get("text-align", ""), "")
        or _ALIGNED.get(align, "")
        or next((n for n in names if n in ("center", "right")), ""),
        hidden or _is_hidden(rules) or "line-through" in line,
        _rank(rules, names),
        int(level[1]) - 1 if level and level[1] != "0" else None,
        rules.get("mso-list") == "ignore",
        rules.get("background-color", rules.get("background", "")).replace(" ", "") not in _PLAIN_GROUNDS,
    )


def _is_hidden(rules: Mapping[str, str]) -> bool:
    """Whether a browser or Word does not show it."""
    return (
        rules.get("display") == "none"
        or rules.get("visibility") in ("hidden", "collapse")
        or rules.get("mso-hide") in ("all", "screen")
        or any(_ZERO.fullmatch(rules.get(name, "1")) is not None for name in ("font-size", "opacity"))
    )


def _rank(rules: Mapping[str, str], names: list[str]) -> int:
    outline = rules.get("mso-outline-level", "")
    if outline.isdigit() and 1 <= int(outline) <= 6:
        return int(outline)
    for name in names:
        if found := _HEADING_CLASS.fullmatch(name):
            return int(found[1])
        if name == "MsoTitle":
            return 1
    return 0
