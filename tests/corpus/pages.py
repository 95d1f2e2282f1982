"""Contents as web pages and as text."""

from __future__ import annotations

from html import escape

from corpus.model import Content, Heading, Item, Link, Picture, Split


def html(content: Content, *, more: str = "", head: str = "") -> bytes:
    """A page; ``more`` is put at the end of its body as it is."""
    parts = [f"<h1>{escape(content.title)}</h1>"]
    for block in content.blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        elif isinstance(block, Heading):
            parts.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
        elif isinstance(block, Item):
            tag = "ol" if block.numbered else "ul"
            parts.append(f"<{tag}><li>{escape(block.text)}</li></{tag}>")
        elif isinstance(block, Split):
            tags = ("span", "b", "font", "i")
            parts.append(
                "<p>"
                + "".join(f"<{tags[at % 4]}>{escape(t)}</{tags[at % 4]}>" for at, t in enumerate(block.runs))
                + "</p>"
            )
        elif isinstance(block, Link):
            parts.append(f'<p><a href="{escape(block.href)}">{escape(block.text)}</a></p>')
        elif isinstance(block, Picture):
            parts.append(f'<p><img src="p{block.seed}.png" alt="{escape(block.alt)}"></p>')
        else:
            rows = "".join(
                "<tr>"
                + "".join(
                    f'<td colspan="{cell.colspan}" rowspan="{cell.rowspan}">{escape(cell.text)}</td>' for cell in line
                )
                + "</tr>"
                for line in block
            )
            parts.append(f"<table>{rows}</table>")
    top = f"<meta charset='utf-8'><title>{escape(content.title)}</title>{head}"
    return f"<!doctype html><html lang='zh-CN'><head>{top}</head><body>{''.join(parts)}{more}</body></html>".encode()


def text(content: Content) -> bytes:
    lines = [content.title]
    for block in content.blocks:
        if isinstance(block, str):
            lines.append(block)
        elif isinstance(block, tuple):
            lines += ["\t".join(cell.text for cell in line) for line in block]
        elif not isinstance(block, Picture):
            lines.append(block.text)
    return "\n".join(lines).encode()
