"""The measures of the 信函 format (GB/T 9704-2012, 10.1), in points, for both typesetters."""

from __future__ import annotations

from gongkai.documents.writers.layout import ems

MM = 72 / 25.4
PITCH = 28.95
"""From line to line: 22 lines in the 225 mm of the type area."""
TYPE = 156 * MM / 28
"""A character: 28 in the 156 mm of a line, a little less than 3号."""
MARGIN_TOP = 37 * MM
MARK_TOP = 30 * MM
"""From the top of the page to the top of the mark."""
MARK_LARGEST = 34.0
MARK_ROOM = 156 * MM
UNDER_MARK = 4 * MM
"""From the foot of the mark to the first double line."""
RULE_LENGTH = 170 * MM
RULE_LEFT = 20 * MM
RULE_BOTTOM = 20 * MM
"""From the bottom of the page to the second double line."""
THICK, GAP, THIN = 2.0, 1.2, 0.8
RULE = THICK + GAP + THIN
UNDER_RULE = 7 / 8 * 16
"""From the first double line to the number: 7/8 of a 3号 character."""
INK = 0.92
"""The height of Chinese type above its foot, as a part of its size, where a typesetter cannot measure it."""


def mark_size(name: str) -> float:
    """The size of the mark in points: as large as looks well, and on one line."""
    return min(MARK_LARGEST, MARK_ROOM / max(ems(name), 1.0))
