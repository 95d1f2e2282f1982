"""Where the scanners of files put what they read: what a reader sees, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gongkai.leaks.model import Kind, Leak, Place, Severity, fingerprint
from gongkai.leaks.scanning import found_in, leak, prose, scan_table

_MOST_TOLD = 20_000
"""Leaks of one file that are kept: a roster of a county has fewer."""


class Gathering:
    """The leaks of one file in the making. ``visible``: all text that a reader sees, for comparison with what is hidden."""

    def __init__(self, key: bytes):
        self.key = key
        self.visible: list[str] = []
        self._seen: list[Leak] = []
        self._unseen: list[Leak] = []

    def paragraph(self, text: str, place: Place, label: str = "") -> None:
        """A paragraph, or a page, that a reader sees."""
        if not text.strip():
            return
        self.visible.append(text)
        for found in prose(text, label):
            at = replace(place, start=found.start, end=found.end)
            self._seen.append(leak(found, text[found.start : found.end], at, self.key))

    def table(self, rows: Sequence[Sequence[str]], place: Place, places: Sequence[Sequence[Place]] = ()) -> None:
        """A table that a reader sees, as a grid; ``places``: where each cell stands, when the grid's rows and columns do not say."""
        for row in rows:
            self.visible += [text for text in row if text]
        for made, where in scan_table(rows, place, self.key):
            if places:
                own = places[where.row][where.first]
                made = replace(made, place=replace(own, start=made.place.start, end=made.place.end))
            self._seen.append(made)

    def unseen(
        self,
        kind: Kind,
        told: str,
        place: Place,
        texts: Iterable[str] = (),
        *,
        severity: Severity = Severity.MUST,
        content: bytes = b"",
    ) -> None:
        """Something hidden: one leak for the thing itself, told as ``told``, and one for each leak in its ``texts``."""
        texts = [text for text in texts if text.strip()]
        self._unseen.append(
            Leak(
                kind,
                severity,
                place,
                told,
                fingerprint(kind, content or "\n".join([told, *texts]), self.key),
                hidden=True,
            )
        )
        self.inside(texts, place)

    def inside(self, texts: Iterable[str], place: Place) -> None:
        """The leaks in texts that a reader does not see at once."""
        known = {(each.kind, each.fingerprint, str(each.place)) for each in self._unseen}
        for text in texts:
            for found in found_in(text):
                made = leak(found, text[found.start : found.end], place, self.key, hidden=True)
                mark = (made.kind, made.fingerprint, str(made.place))
                if mark not in known:
                    known.add(mark)
                    self._unseen.append(made)

    def add(self, leaks: Iterable[Leak]) -> None:
        for each in leaks:
            (self._unseen if each.hidden else self._seen).append(each)

    @property
    def leaks(self) -> tuple[Leak, ...]:
        return (*self._seen[:_MOST_TOLD], *self._unseen[:_MOST_TOLD])
