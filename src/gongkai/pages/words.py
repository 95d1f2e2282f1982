"""The words of a page: for search, for checks, for the few lines under a result."""

from __future__ import annotations

from gongkai.pages.model import block_text
from gongkai.pages.parsing import blocks_of_html


def plain(html: str) -> str:
    """The words of ``html``, a line for each block, item and row; the cells of a row parted by tabs, list numbers written out.

    >>> plain('<h2>标准</h2><ol start="3"><li>冰箱</li></ol><table><tr><td>一级</td><td>15%</td></tr></table>')
    '标准\\n3. 冰箱\\n一级\\t15%'
    """
    return "\n".join(filter(None, map(block_text, blocks_of_html(html))))
