"""What a character or paragraph style of Word adds to the runs that use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.documents.readers.numbering import W
from gongkai.documents.readers.word_parts import integer
from gongkai.documents.readers.word_styles import VAL
from gongkai.pages.model import EM, STRONG, SUB, SUPER, UNDERLINE

_OFF = ("0", "false", "off", "none")
_TOGGLES = {f"{W}b": "bold", f"{W}i": "italic", f"{W}vanish": "hidden", f"{W}strike": "struck", f"{W}dstrike": "struck"}
_SMALLEST = 4
"""Half points: type of two points or less is there for nobody to read."""
_WHITE = "FFFFFF"


@dataclass(frozen=True, slots=True)
class Dress:
    """How a run looks; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    underlined: bool | None = None
    raised: str | None = None
    size: int | None = None
    white: bool | None = None
    shaded: bool | None = None

    def over(self, other: Dress) -> Dress:
        """This, and what ``other`` says where this says nothing."""
        if other is _PLAIN:
            return self
        return Dress(
            other.bold if self.bold is None else self.bold,
            other.italic if self.italic is None else self.italic,
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            other.underlined if self.underlined is None else self.underlined,
            other.raised if self.raised is None else self.raised,
            other.size if self.size is None else self.size,
            other.white if self.white is None else self.white,
            other.shaded if self.shaded is None else self.shaded,
        )

    @property
    def marks(self) -> frozenset[str]:
        found = []
        if self.bold:
            found.append(STRONG)
        if self.italic:
            found.append(EM)
        if self.underlined:
            found.append(UNDERLINE)
        if self.raised == "superscript":
            found.append(SUPER)
        elif self.raised == "subscript":
            found.append(SUB)
        return frozenset(found)

    def is_unseen(self, grounded: bool) -> bool:
        """Whether no reader of the page sees it. ``grounded``: it may stand on a ground of another colour than white."""
        tiny = self.size is not None and self.size <= _SMALLEST
        return bool(self.hidden or tiny or (self.white and not self.shaded and not grounded))


_PLAIN = Dress()


def dress_of(properties: etree._Element | None) -> Dress:
    """What a w:rPr says."""
    if properties is None or not len(properties):
        return _PLAIN
    said: dict[str, object] = {}
    for child in properties:
        tag = child.tag
        value = child.get(VAL, "")
        if tag in _TOGGLES:
            said[_TOGGLES[tag]] = said.get(_TOGGLES[tag]) or value.lower() not in _OFF
        elif tag == f"{W}u":
            said["underlined"] = value not in ("none", "")
        elif tag == f"{W}vertAlign":
            said["raised"] = value
        elif tag == f"{W}sz":
            said["size"] = integer(child, 0) or None
        elif tag == f"{W}color":
            said["white"] = value.upper() == _WHITE
        elif tag == f"{W}highlight":
            said["shaded"] = value not in ("none", "white")
        elif tag == f"{W}shd":
            said["shaded"] = bool(said.get("shaded")) or is_shaded(child)
    return Dress(**said) if said else _PLAIN  # type: ignore[arg-type]


def is_shaded(node: etree._Element | None) -> bool:
    """Whether a w:shd gives a ground that is not white."""
    if node is None:
        return False
    fill = (node.get(f"{W}fill") or "auto").upper()
    return fill not in ("AUTO", _WHITE) or node.get(VAL, "clear") not in ("clear", "nil", "none")


class RunStyles:
    """Styles by their id."""

    def __init__(self, root: etree._Element | None):
        self.names: dict[str, str] = {}
        self._dress: dict[str, Dress] = {}
        self._based: dict[str, str] = {}
        self._aligned: dict[str, str] = {}
        self._shaded: set[str] = set()
        self._settled: dict[str, Dress] = {}
        self.default = ""
        self.base = _PLAIN
        if root is None:
            return
        self.base = dress_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterchildren(f"{W}style"):
            identity = style.get(f"{W}styleId", "")
            name = style.find(f"{W}name")
            self.names[identity] = (name.get(VAL, "") if name is not None else "").strip().lower()
            based = style.find(f"{W}basedOn")
            if based is not None:
                self._based[identity] = based.get(VAL, "")
            self._dress[identity] = dress_of(style.find(f"{W}rPr"))
            jc = style.find(f"{W}pPr/{W}jc")
            if jc is not None:
                self._aligned[identity] = jc.get(VAL, "")
            if next(style.iter(f"{W}shd"), None) is not None:
                self._shaded.add(identity)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = identity

    def dress(self, style: str) -> Dress:
        """Of a style and those it is based on."""
        if style not in self._settled:
            made = _PLAIN
            for ancestor in self._chain(style):
                made = (
                    made.over(self._dress.get(ancestor, _PLAIN))
                    if made is not _PLAIN
                    else self._dress.get(ancestor, _PLAIN)
                )
            self._settled[style] = made
        return self._settled[style]

    def align(self, style: str) -> str:
        return next((self._aligned[s] for s in self._chain(style) if s in self._aligned), "")

    def is_shaded(self, style: str) -> bool:
        """Whether a table of this style may give its cells a ground."""
        return any(ancestor in self._shaded for ancestor in self._chain(style))

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(12):  # styles may be based on each other in a ring
            yield style
            if style not in self._based:
                return
            style = self._based[style]
