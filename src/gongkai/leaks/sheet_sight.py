"""What a reader of a workbook can see of a cell: its number format, the colour of its letters, what is painted behind them."""

from __future__ import annotations

from gongkai.leaks.ooxml import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})


class Styles:
    """Of one workbook."""

    def __init__(self, root: Element | None):
        self._hidden: list[bool] = []
        if root is None:
            return
        formats = {
            node.get("numFmtId"): node.get("formatCode") or "" for node in root.iterfind(f"{S}numFmts/{S}numFmt")
        }
        fonts = [_is_white(font.find(f"{S}color")) for font in root.iterfind(f"{S}fonts/{S}font")]
        fills = [
            _is_painted(fill.find(f"{S}patternFill")) or fill.find(f"{S}gradientFill") is not None
            for fill in root.iterfind(f"{S}fills/{S}fill")
        ]
        for node in root.iterfind(f"{S}cellXfs/{S}xf"):
            code = formats.get(node.get("numFmtId"), "").replace('"', "").replace(" ", "")
            white = _at(fonts, node.get("fontId")) and not _at(fills, node.get("fillId"))
            self._hidden.append(white or (code.startswith(";;") and not code.strip(";")))

    def hides(self, index: str | None) -> bool:
        """Whether nothing is seen of a cell in this style."""
        return _at(self._hidden, index)


def _at(values: list[bool], index: str | None) -> bool:
    return bool(index) and index.isdigit() and int(index) < len(values) and values[int(index)]  # type: ignore[union-attr, arg-type]


def _is_white(color: Element | None) -> bool:
    if color is None:
        return False
    if color.get("theme") is not None:
        return color.get("theme") == "0" and not color.get("tint")
    return (color.get("rgb") or "")[-6:].upper() in _WHITE or color.get("indexed") in ("1", "9")


def _is_painted(pattern: Element | None) -> bool:
    if pattern is None or (pattern.get("patternType") or "none") == "none":
        return False
    front = pattern.find(f"{S}fgColor")
    return not (pattern.get("patternType") == "solid" and front is not None and _is_white(front))
