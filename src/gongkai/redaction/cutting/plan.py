"""The cuts in reading order, with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gongkai.language import say
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.model import Cut, IndexLine


def placed(
    cuts: Sequence[Cut], kinds: tuple[type[Any], ...], order: Callable[[Any], Any]
) -> list[tuple[int, Cut, Any]]:
    """Number, cut and place of each, in the order of their places. Raises CannotRedact for a place of another kind, or no cut."""
    if not cuts:
        raise CannotRedact("nothing", say("没有选定要遮蔽的内容，没有生成副本。请先在文件上选定，再遮蔽。"))
    if not all(isinstance(cut.place, kinds) for cut in cuts):
        raise wrong_place()
    ordered = sorted(cuts, key=lambda cut: order(cut.place))
    return [(number, cut, cut.place) for number, cut in enumerate(ordered, 1)]


def wrong_place() -> CannotRedact:
    return CannotRedact(
        "place", say("选定的位置不在这份文件里，可能文件已经换过，没有生成副本。请重新打开文件，再选定一次。")
    )


def line(number: int, cut: Cut, where: str, extent: str) -> IndexLine:
    return IndexLine(number, where, cut.reason, cut.article, extent)
