"""Patterns in two cases, and which of them a page needs."""

from __future__ import annotations

import re
from functools import lru_cache

# Each pattern once for lower case, where the regular expression engine is four times as fast, and once for any case.
CASES = (re.NOFLAG, re.IGNORECASE)
_UPPER_CASE = re.compile("</?[A-Z]")


@lru_cache(maxsize=4)
def has_upper_case(source: str) -> bool:
    """Whether a tag is written in capitals. Asked twice of a page, so the answer is kept."""
    return _UPPER_CASE.search(source) is not None
