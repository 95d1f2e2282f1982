"""Workbooks of which we cannot tell what they hide: refused, where something may be hidden, rather than published whole."""

from __future__ import annotations

import re

from gongkai.documents.bounds import Zip
from gongkai.documents.errors import Unreadable
from gongkai.language import say

_HIDING = re.compile(rb"table:(?:visibility\s*=\s*[\"'](?:collapse|filter)|display\s*=\s*[\"']false)")


def require_nothing_hidden(data: bytes, format: str) -> None:
    """``format``: ods, or xls older than Excel 97. Raises Unreadable ``unsupported``."""
    if format == "xls":
        raise Unreadable(
            "unsupported",
            say(
                "这是 Excel 95 或者更早的工作簿，无法核对其中是否有隐藏内容，未转换。请用 Excel 或 WPS 另存为 xlsx 后再试。"
            ),
        )
    if _HIDING.search(Zip(data).read("content.xml") or b""):
        raise Unreadable(
            "unsupported",
            say(
                "这份 ODS 表格有隐藏或者筛选掉的行、列、工作表，未转换。请删除不应公开的内容，或者另存为 xlsx 后再试。"
            ),
        )
