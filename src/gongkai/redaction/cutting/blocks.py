"""What stands where something was cut: always as long, whatever went, with the numbers of the cuts (decision 0141)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EDGE = "██"


def block(numbers: Iterable[int]) -> str:
    """
    >>> block([3]), block([1, 2])
    ('██[3]██', '██[1][2]██')
    """
    return EDGE + "".join(f"[{number}]" for number in sorted(set(numbers))) + EDGE


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from ``start`` to before ``end``, and the cuts that take them."""

    start: int
    end: int
    numbers: tuple[int, ...]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap made one, in order; such as only touch stay two.

    >>> merged([Span(4, 6, (2,)), Span(0, 5, (1,)), Span(6, 8, (3,))])
    [Span(start=0, end=6, numbers=(1, 2)), Span(start=6, end=8, numbers=(3,))]
    """
    made: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if made and span.start < made[-1].end:
            last = made[-1]
            numbers = tuple(sorted({*last.numbers, *span.numbers}))
            made[-1] = Span(last.start, max(last.end, span.end), numbers)
        else:
            made.append(span)
    return made


def without(text: str, spans: Sequence[Span]) -> str:
    """``text`` with a block in place of each of the merged spans."""
    out: list[str] = []
    at = 0
    for span in spans:
        out += [text[at : span.start], block(span.numbers)]
        at = span.end
    return "".join((*out, text[at:]))
