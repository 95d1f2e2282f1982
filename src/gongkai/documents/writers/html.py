"""HTML: one page that stands alone, reads aloud well, and prints on A4 without network or script."""

from __future__ import annotations

from html import escape

from gongkai.documents.canonical import canonical
from gongkai.documents.model import Cell, Document, Heading, Table
from gongkai.documents.writers.layout import is_data, signature
from gongkai.documents.writers.naming import title_of

_STYLE = """\
@page{size:A4;margin:37mm 26mm 35mm 28mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:56rem;padding:2rem 1.25rem;color:#1a1a1a;background:#fff;
font:1.0625rem/1.75 "Noto Serif SC","Source Han Serif SC","Songti SC",SimSun,serif;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6{font-family:"Noto Sans SC","PingFang SC","Microsoft YaHei",SimHei,sans-serif;line-height:1.4;
margin:1.6em 0 .6em;break-after:avoid}
h1{font-size:1.75rem;text-align:center;margin:.5em 0 1.2em}
h2{font-size:1.25rem}h3{font-size:1.125rem}h4,h5,h6{font-size:1.0625rem}
p{margin:.4em 0;text-indent:2em}
.sign{text-indent:0;text-align:right;padding-right:2em}
.wide{overflow-x:auto;margin:1em 0}
.wide:focus-visible{outline:2px solid #0b57a4;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.5;font-variant-numeric:tabular-nums}
th,td{border:1px solid #555;padding:.35em .5em;text-align:center;vertical-align:middle}
th{font-weight:600;background:#f2f5f8}
tbody th{font-weight:400;text-align:left;background:none}
@media print{body{max-width:none;padding:0;font-size:12pt}.wide{overflow:visible}
thead{display:table-header-group}tr{break-inside:avoid}th{background:none}}
"""


def write(document: Document, *, title: str | None = None) -> bytes:
    """``document`` as an HTML page in UTF-8. ``title``: for the head, where the Document declares none."""
    document = canonical(document)
    body: list[str] = []
    nearest: str | None = None  # id of the heading above, which names the tables under it
    signs = signature(document)
    for number, block in enumerate(document.blocks, 1):
        if isinstance(block, Heading):
            nearest = f"h{number}"
            body.append(f'<h{block.level} id="{nearest}">{_text(block.text)}</h{block.level}>')
        elif isinstance(block, Table):
            body.append(_table(block, nearest))
        else:
            sign = ' class="sign"' if number - 1 in signs else ""
            body.append(f"<p{sign}>{_text(block.text)}</p>")
    head = escape(title_of(document, title))
    lines = "".join(f"{part}\n" for part in body)
    page = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{head}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{lines}</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _table(table: Table, labelled_by: str | None) -> str:
    label = f' aria-labelledby="{labelled_by}"' if labelled_by else ""
    # A wide table scrolls inside its own box; the box takes the keyboard's focus so that arrow keys can scroll it.
    region = f' role="region"{label} tabindex="0"' if labelled_by else ' tabindex="0"'
    lines = [f'<div class="wide"{region}><table{label}>']
    grid = table.grid()
    head = table.header_rows if table.header_rows < len(grid) else 0
    # HTML cuts a span off where <thead> ends, so a head that reaches into the body goes without one.
    parted = head > 0 and all(r + cell.rowspan <= head for r, row in enumerate(table.rows[:head]) for cell in row)
    lines.append("<thead>" if parted else "<tbody>")
    for r, row in enumerate(grid):
        if parted and r == head:
            lines.append("</thead>\n<tbody>")
        names = 0 if r < head or not head else _names(row)
        cells = (
            _cell(here[0], "col" if r < head else "row" if c < names else None)
            for c, here in enumerate(row)
            if here is not None and here[1]
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</tbody></table></div>")
    return "\n".join(lines)


def _names(row: list[tuple[Cell, bool] | None]) -> int:
    """How many grid columns at the start of a body row name the row; never all of them."""
    for c, here in enumerate(row):
        if here is None or is_data(here[0].text):
            return c
    return 1


def _cell(cell: Cell, scope: str | None) -> str:
    spans = ""
    if cell.rowspan > 1:
        spans += f' rowspan="{cell.rowspan}"'
    if cell.colspan > 1:
        spans += f' colspan="{cell.colspan}"'
    if scope is None or not cell.text:  # a head without words would be read aloud as nothing
        return f"<td{spans}>{_text(cell.text)}</td>"
    group = (cell.colspan if scope == "col" else cell.rowspan) > 1
    return f'<th scope="{scope}{"group" if group else ""}"{spans}>{_text(cell.text)}</th>'
