"""One page as it is seen: characters with their boxes, ruling lines, and how much of it is picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from gongkai.documents.readers.ruled import Grid, Ruling

UNPAINTED = (3, 7)
"""Text rendering modes that leave no ink."""


class Glyph(NamedTuple):
    """One visible character: left, right, baseline (points from the page's top left, y downwards), size, and the character.

    ``spaced``: the real spaces that the file has before it. ``sure``: False for a character recognised from a picture without
    certainty, or of which the file does not tell the meaning. ``turn``: quarter turns clockwise.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    spaced: str = ""
    sure: bool = True
    turn: int = 0


@dataclass(slots=True)
class Page:
    """A page as it is seen: turned upright, cut to its visible box. ``number`` counts from 1; lengths are points."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    lying: list[Ruling] = field(default_factory=list)
    standing: list[Ruling] = field(default_factory=list)
    picture: float = 0.0
    """The part of the page, 0 to 1, that pictures cover (scans are often cut in strips)."""
    shapes: int = 0
    """Drawn shapes; many of them and no text is a page whose text was turned into outlines."""
    unmapped: int = 0
    """Characters whose meaning the file does not tell."""
    slanted: int = 0
    """Characters set at an angle (watermarks); they are not among the glyphs."""
    hidden: int = 0
    """Text objects that are not painted (the text layer of a scan)."""
    drawn: int = 0
    cut: bool = False
    collided: int = 0
    """Cells in which different characters stand one on the other."""
    tables: list[Grid] | None = None
    """The tables where they were found in a picture; None where they are still to be found from the lines."""
    unseen: int = 0
    """Characters that nobody sees, taken out of the glyphs where that was asked for."""
    unproven: bool = False
    """It was asked for, but the page took too long to draw."""
    smudges: list[tuple[float, float]] = field(default_factory=list)
    """Places where there is ink that the recogniser of scans could not read."""


Matrix = tuple[float, float, float, float, float, float]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """``inner`` followed by ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def view(page: Any) -> tuple[Matrix, float, float]:
    """From the page's own space to the page as seen (its visible box, turned upright, y downwards), with width and height."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    wide, high = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    if turn == 1:
        return (0, 1, 1, 0, -bottom, -left), high, wide
    if turn == 2:
        return (-1, 0, 0, 1, right, -bottom), wide, high
    if turn == 3:
        return (0, -1, -1, 0, top, right), high, wide
    return (1, 0, 0, -1, -left, top), wide, high
