"""How long each format takes to write and to read back, for reports that all differ, and DOCX against python-docx cell by cell.

    python benchmarks/writers.py [--reports 40]

Prints medians in milliseconds and ratios of one run; the ratios are what to compare between machines. Every report is new to the
process, so nothing comes from a cache of an earlier page.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import docx

from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.reading import read
from gongkai.documents.writing import FORMATS, write

Result = TypeVar("Result")

GROUPS = (("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5), ("（六）其他处理", 3))


def report(seed: int) -> Document:
    """A report with a table of 25 rows by 10 columns with merges on three levels, and figures of its own."""

    def figures(r: int) -> tuple[Cell, ...]:
        return tuple(Cell(str((seed * 7919 + r * 104_729 + c * 31) % 9973)) for c in range(7))

    rows: list[tuple[Cell, ...]] = [
        (Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), Cell("申请人情况", 1, 7)),
        (Cell("自然人", 2), Cell("法人或其他组织", 1, 5), Cell("总计", 2)),
        tuple(map(Cell, ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))),
        (Cell("一、本年新收政府信息公开申请数量", 1, 3), *figures(1)),
        (Cell("二、上年结转政府信息公开申请数量", 1, 3), *figures(2)),
        (Cell("三、本年度办理结果", 22), Cell("（一）予以公开", 1, 2), *figures(3)),
        (Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2), *figures(4)),
    ]
    for group, size in GROUPS:
        for n in range(size):
            opening = (Cell(group, size),) if not n else ()
            rows.append((*opening, Cell(f"{n + 1}.示例情形，事由较长需要折行的一种"), *figures(len(rows))))
    rows.append((Cell("（七）总计", 1, 2), *figures(len(rows))))
    rows.append((Cell("四、结转下年度继续办理", 1, 3), *figures(len(rows))))
    prose = f"2024年，示例县商务局共公开政府信息{seed}条，办理申请{seed * 3}件，均在法定期限内答复。" * 4
    sections = ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
    blocks: list[Heading | Paragraph | Table] = [Heading(f"示例县商务局{2000 + seed}年政府信息公开工作年度报告", 1)]
    for section in sections:
        blocks.extend((Heading(section, 2), Paragraph(f"{section[0]}：{prose}")))
    blocks[5:5] = (Heading("三、收到和处理政府信息公开申请情况", 2), Table(tuple(rows), header_rows=3))
    return Document(tuple(blocks))


def by_the_cell(document: Document) -> bytes:
    """The plain way with python-docx: its API for every cell, merges by merge()."""
    made = docx.Document()
    for block in document.blocks:
        if isinstance(block, Table):
            grid = block.grid()
            table = made.add_table(len(grid), len(grid[0]))
            cells = [row.cells for row in table.rows]
            for r, row in enumerate(grid):
                for c, here in enumerate(row):
                    if here is not None and here[1]:
                        cell = cells[r][c].merge(cells[r + here[0].rowspan - 1][c + here[0].colspan - 1])
                        cell.text = here[0].text
        elif isinstance(block, Heading):
            made.add_heading(block.text, block.level)
        else:
            made.add_paragraph(block.text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def timed(action: Callable[..., Result], *given: object) -> tuple[float, Result]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    result = action(*given)
    return (time.perf_counter() - start) * 1000, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=40)
    count = parser.parse_args().reports
    documents = [report(seed) for seed in range(count + 1)]
    print(f"{count} reports, all different; median ms each")
    print(f"{'format':8}{'write':>9}{'read':>9}{'bytes':>10}")
    medians: dict[str, float] = {}
    for format, ending in FORMATS.items():
        name = f"报告{ending}"
        data = write(documents[0], format)
        read(data, name)  # the first brings in the libraries
        writing, reading = [], []
        for document in documents[1:]:
            took, data = timed(write, document, format)
            writing.append(took)
            reading.append(timed(read, data, name)[0])
        medians[format] = median(writing)
        print(f"{format:8}{medians[format]:9.1f}{median(reading):9.1f}{len(data):10,}")
    plain = median(timed(by_the_cell, document)[0] for document in documents[1 : 1 + max(3, count // 8)])
    print(f"python-docx cell by cell: {plain:.1f} ms; our DOCX takes {medians['docx'] / plain:.2f} of it")


if __name__ == "__main__":
    main()
