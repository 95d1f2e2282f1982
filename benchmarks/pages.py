"""What becomes of the files of the corpus as pages: words, cells with their spans, list items and pictures kept, and what must not come
along. Time is told beside the bare reading of the same file to a Document (``gongkai.documents``), without lists, pictures, links and HTML.

    uv run python benchmarks/pages.py            the table
    uv run python benchmarks/pages.py --lost     and each thing that was lost, by file
"""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from corpus import CorpusFile, files
from gongkai.documents import Unreadable
from gongkai.documents.reading import read
from gongkai.pages import Page, clean, convert
from gongkai.pages.vocabulary import ELEMENTS


def squeezed(text: str) -> str:
    return "".join(text.split())


class _Tables(HTMLParser):
    """The tables of a page as a browser would lay them out: by grid place the words and spans of each cell. No code of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[dict[tuple[int, int], tuple[str, int, int]]] = []
        self.captions: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.items = 0
        self._open: list[dict[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        said = dict(attrs)
        self.items += tag == "li"
        if tag == "table":
            self._open.append({"cells": {}, "taken": set(), "row": -1, "column": 0, "caption": None, "cell": None})
        elif self._open:
            top = self._open[-1]
            if tag == "tr":
                top["row"], top["column"] = int(str(top["row"])) + 1, 0
            elif tag in ("td", "th"):
                row, column = int(str(top["row"])), int(str(top["column"]))
                taken = top["taken"]
                assert isinstance(taken, set)
                while (row, column) in taken:
                    column += 1
                down, across = int(said.get("rowspan") or 1), int(said.get("colspan") or 1)
                taken.update((row + r, column + c) for r in range(down) for c in range(across))
                top["column"] = column + across
                top["cell"] = [row, column, "", across, down]
            elif tag == "caption":
                top["caption"] = ""

    def handle_data(self, data: str) -> None:
        for top in self._open:
            cell = top["cell"]
            if isinstance(cell, list):
                cell[2] += data
            elif isinstance(top["caption"], str) and not top["cells"]:
                top["caption"] += data

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        top = self._open[-1]
        cell, cells = top["cell"], top["cells"]
        if tag in ("td", "th") and isinstance(cell, list) and isinstance(cells, dict):
            cells[cell[0], cell[1]] = (squeezed(cell[2]), cell[3], cell[4])
            top["cell"] = None
        elif tag == "table":
            self._open.pop()
            assert isinstance(cells, dict)
            self.tables.append(cells)
            self.captions.append(squeezed(str(top["caption"] or "")))


def laid_out(table: tuple[tuple[object, ...], ...]) -> dict[tuple[int, int], tuple[str, int, int]]:
    cells: dict[tuple[int, int], tuple[str, int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            down, across = cell.rowspan, cell.colspan  # type: ignore[attr-defined]
            taken.update((r + i, column + j) for i in range(down) for j in range(across))
            cells[r, column] = (squeezed(cell.text), across, down)  # type: ignore[attr-defined]
            column += across
    return cells


class Tally:
    def __init__(self) -> None:
        self.files = self.unread = 0
        self.characters = self.characters_kept = 0
        self.cells = self.cells_kept = self.words_kept = 0
        self.items = self.items_kept = 0
        self.pictures = self.pictures_kept = 0
        self.hidden = self.hidden_left = 0
        self.foreign = 0
        self.unclean = 0
        self.seconds: list[float] = []
        self.bare: list[float] = []


def measure(file: CorpusFile, page: Page, tally: Tally, lost: list[str]) -> None:
    seen = _Tables()
    seen.feed(page.html)
    flat = squeezed(page.text)
    for paragraph in file.text:
        words = squeezed(paragraph)
        tally.characters += len(words)
        if words in flat:
            tally.characters_kept += len(words)
        else:
            lost.append(f"text: {paragraph[:60]}")
    for table in file.tables:
        wanted = laid_out(table)
        tally.cells += len(wanted)
        best, kept = None, 0
        for found, caption in zip(seen.tables, seen.captions, strict=True):
            # A first row that became the caption moves the others up by one.
            for shift in (0, 1):
                same = sum(found.get((r - shift, c)) == cell for (r, c), cell in wanted.items() if r >= shift)
                same += sum(
                    shift == 1 and r == 0 and bool(cell[0]) and cell[0] in caption for (r, _), cell in wanted.items()
                )
                if same > kept or best is None:
                    best, kept = found, same
        tally.cells_kept += kept
        words = Counter(cell[0] for cells in seen.tables for cell in cells.values())
        words.update(seen.captions)
        tally.words_kept += sum(
            min(words[cell], count) for cell, count in Counter(cell[0] for cell in wanted.values()).items()
        )
        if kept < len(wanted) and file.format != "txt":
            lost.append(f"cells: {kept} of {len(wanted)} in a table that begins {table[0][0].text[:20]}")
    if file.format not in ("docx", "html"):  # the other formats know no lists, or have the numbers in their words
        measure_rest(file, page, tally, lost, seen)
        return
    tally.items += file.lists
    tally.items_kept += min(file.lists, seen.items)
    if seen.items < file.lists:
        lost.append(f"items: {seen.items} of {file.lists}")
    measure_rest(file, page, tally, lost, seen)


def measure_rest(file: CorpusFile, page: Page, tally: Tally, lost: list[str], seen: _Tables) -> None:
    tally.pictures += file.pictures
    shown = len(re.findall(r"<img ", page.html))
    tally.pictures_kept += min(file.pictures, shown)
    if shown != file.pictures:
        lost.append(f"pictures: {shown} of {file.pictures}")
    tally.hidden += len(file.hidden)
    everything = page.html + page.text + "".join(picture.alt for picture in page.pictures)
    for secret in file.hidden:
        if secret in everything or any(secret.encode() in picture.data for picture in page.pictures):
            tally.hidden_left += 1
            lost.append(f"HIDDEN: {secret[:60]}")
    foreign = (seen.elements - ELEMENTS) | {
        name for name in seen.attributes if name.startswith("on") or name == "style"
    }
    links = re.findall(r'(?:href|src)="((?:javascript|data|vbscript):[^"]*)"', page.html, re.IGNORECASE)
    tally.foreign += len(foreign) + len(links)
    lost += [f"FOREIGN: {what}" for what in (*foreign, *links)]
    tally.unclean += clean(page.html) != page.html


def main() -> int:
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    lost: dict[str, list[str]] = {}
    reasons: Counter[str] = Counter()
    for file in files():
        tally = tallies[file.format]
        tally.files += 1
        started = time.perf_counter()
        try:
            page = convert(file.data, file.name)
        except Unreadable as error:
            tally.unread += 1
            reasons[f"{file.format}: {error.code}"] += 1
            lost[file.name] = [f"unreadable: {error.code}"]
            continue
        tally.seconds.append(time.perf_counter() - started)
        if file.format not in ("png", "jpg"):  # of a picture the reader recognises the words, which is another thing
            started = time.perf_counter()
            with contextlib.suppress(Unreadable):
                read(file.data, file.name)
            tally.bare.append(time.perf_counter() - started)
        measure(file, page, tally, lost.setdefault(file.name, []))
    print(
        "| Format | files | not read | characters kept | cells, words | cells, place and spans | list items | pictures |"
        " hidden left | markup alive | ms, median / most | beside bare reading |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for format, tally in sorted(tallies.items()):
        times = sorted(tally.seconds) or [0.0]

        def share(kept: int, of: int) -> str:
            return f"{kept} / {of}" + (f" ({kept / of:.2%})" if of and kept < of else "")

        print(
            f"| {format} | {tally.files} | {tally.unread} | {share(tally.characters_kept, tally.characters)}"
            f" | {share(tally.words_kept, tally.cells)} | {share(tally.cells_kept, tally.cells)} | {share(tally.items_kept, tally.items)}"
            f" | {share(tally.pictures_kept, tally.pictures)} | {tally.hidden_left} / {tally.hidden} | {tally.foreign}"
            f" | {1000 * times[len(times) // 2]:.0f} / {1000 * times[-1]:.0f}"
            f" | {f'{sum(tally.seconds) / sum(tally.bare):.1f} times' if tally.bare else ''} |"
        )
    print(f"\n{sum(tally.unclean for tally in tallies.values())} pages that cleaning would change.")
    for reason, count in reasons.items():
        print(f"not read: {reason}, {count}")
    if "--lost" in sys.argv:
        for name, entries in lost.items():
            for entry in entries:
                print(f"{name}: {entry}")
    bad = sum(tally.hidden_left + tally.foreign + tally.unclean for tally in tallies.values())
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
