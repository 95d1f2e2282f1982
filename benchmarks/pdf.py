"""The PDF reader against pdfplumber's table extraction, on the same files in one run: processor time as a ratio, and figure by figure.

    python benchmarks/pdf.py [file.pdf …]

Without files: the real report of ``../shared/samples`` where that folder exists, with its hand-made labels, and a report that this
package sets itself. A figure is a cell that holds a number. Exit status 1 when the ratio is over one half or a figure is worse.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber

from gongkai.documents import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.readers.pdf import read
from gongkai.documents.writers import pdf as writer

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
HALF = 0.5


def set_report() -> tuple[bytes, list[str]]:
    """A report with a table 3 of 22 rows over a page break, as PDF, and its figures."""
    head = (
        (Cell("申请人情况", 1, 3), Cell("申请人情况", 1, 7)),
        (Cell("项目", 1, 3), *(Cell(word) for word in ("自然人", "企业", "科研", "公益", "法律", "其他", "总计"))),
    )
    rows = []
    figures = []
    for n in range(22):
        values = [str(n * 7 * k % 113) for k in range(1, 8)]
        figures += values
        group = (Cell("三、本年度办理结果", 22), Cell("（三）不予公开", 22)) if n == 0 else ()
        rows.append((*group, Cell(f"情形甲{'乙丙丁'[n % 3]}的申请"), *map(Cell, values)))
    document = Document(
        (
            Heading("示例县商务局2023年政府信息公开工作年度报告", 1),
            *(Paragraph("（一）主动公开。全年通过门户网站公开信息，内容涉及各个方面。" * 8) for _ in range(6)),
            Heading("三、收到和处理政府信息公开申请情况", 2),
            Table((*head, *rows), header_rows=2),
        )
    )
    return writer.write(document), figures


def labelled(path: Path) -> list[str]:
    """The figures that a person read in the report, of all three tables."""
    tables = json.loads(path.read_text("utf-8"))["tables"]
    return [str(value) for table in tables.values() for row in table["rows"].values() for value in row.values()]


def ours(data: bytes) -> list[str]:
    return [
        cell.text for table in read(data).tables for row in table.rows for cell in row if FIGURE.fullmatch(cell.text)
    ]


def plumbed(data: bytes) -> list[str]:
    found = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    found.extend(cell.strip() for cell in row if cell and FIGURE.fullmatch(cell.strip()))
    return found


def median(function: Callable[[bytes], Any], data: bytes, times: int) -> float:
    took = []
    for _ in range(times):
        start = time.process_time()
        function(data)
        took.append(time.process_time() - start)
    return statistics.median(took)


def compare(name: str, data: bytes, truth: list[str] | None, times: int) -> bool:
    """Prints both sides; False when ours is slower than half of theirs, or has fewer of the true figures."""
    read(data)  # the first file pays for loading
    mine, theirs = ours(data), plumbed(data)
    seconds, their_seconds = median(read, data, times), median(plumbed, data, max(3, times // 3))
    ratio = seconds / their_seconds
    print(name)
    print(f"  gongkai    {1000 * seconds:8.1f} ms, {len(mine)} figures")
    print(f"  pdfplumber {1000 * their_seconds:8.1f} ms, {len(theirs)} figures")
    print(f"  ratio      {ratio:8.2f}  (at most {HALF})")
    fine = ratio <= HALF
    if truth is None:
        print(f"  the same figures in the same order: {mine == theirs}")
    else:
        right, their_right = (sum((Counter(truth) & Counter(side)).values()) for side in (mine, theirs))
        print(
            f"  of {len(truth)} labelled figures: gongkai {right}, pdfplumber {their_right}; in order: {mine == truth}"
        )
        fine = fine and right >= their_right
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--times", type=int, default=9, help="readings of each file; the median counts")
    options = parser.parse_args()
    results = []
    if options.files:
        for path in options.files:
            results.append(compare(path.name, path.read_bytes(), None, options.times))
    else:
        real = SAMPLES / "hongze_2023.pdf"
        if real.is_file():
            truth = labelled(SAMPLES / "truth" / "hongze_2023.json")
            results.append(compare("a real report (WPS)", real.read_bytes(), truth, options.times))
        else:
            print("the real samples are not beside this repository: that part is left out")
        data, figures = set_report()
        results.append(compare("a report set by this package, read by its tree", data, figures, options.times))
        untagged = data.replace(b"Typst", b"Other")
        results.append(compare("the same, read by its lines", untagged, figures, options.times))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
