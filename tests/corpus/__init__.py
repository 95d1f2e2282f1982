"""Files of our own making for publication: Word, Excel, PDF, pictures, pages, with planted leaks, hidden content and clean twins.

Made in memory and the same each time; no person in them lives. A neighbour that turns files into pages measures with ``text`` and
``tables`` that nothing visible was lost, and with ``hidden`` and ``markup`` that nothing else came along.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.making import every
from corpus.model import Cell, CorpusFile, Table

__all__ = ["Cell", "CorpusFile", "Table", "files"]


def files() -> Iterator[CorpusFile]:
    """Every file of the corpus, one after another; each is made when it is asked for."""
    return every()
