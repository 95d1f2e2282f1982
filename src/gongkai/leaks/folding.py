"""One text, seen as a machine should: full-width and other digits as 0 to 9, all blanks as a blank. Every character keeps its place."""

from __future__ import annotations

import re
import unicodedata

_DASHES = "‐‑‒–—―−－﹣﹘"
_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\r\x0b\x0c"
)
_TABLE: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **{ord(old): new for old, new in zip("機絕祕號樓單現證護", "机绝秘号楼单现证护", strict=True)},
}
_OTHER_DIGITS = re.compile(r"[^\x00-\x7f\W_]")


def fold(text: str) -> str:
    """``text`` with the same length: ``fold(text)[i]`` stands for ``text[i]``.

    >>> fold("１３８—００１３　８０００Ｘ")
    '138-0013 8000X'
    """
    folded = text.translate(_TABLE)
    if folded.isascii():
        return folded
    return _OTHER_DIGITS.sub(_digit, folded)


def _digit(match: re.Match[str]) -> str:
    value = unicodedata.decimal(match[0], None)
    return match[0] if value is None else str(value)
