"""Where a reader of a long list stands: the key of the last row, in a form that says it is not to be made up."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from gongkai.language import say
from gongkai.portal.api.parameters import Parameter, whole
from gongkai.portal.api.problems import Problem

CURSOR = Parameter(
    "cursor",
    say("上一页给出的next，原样传回"),
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$", "maxLength": 40},
)
LIMIT = Parameter("limit", say("一页几条，1到100，默认20"), whole(1, 100, default=20))


def told(key: int) -> str:
    """The cursor after the row with this key."""
    return urlsafe_b64encode(f"k{key}".encode()).decode().rstrip("=")


def read(cursor: str | None) -> int | None:
    """The key in it; None without a cursor. Raises Problem for one that we did not give."""
    if cursor is None:
        return None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        if not text.startswith("k") or not text[1:].isdecimal() or len(text) > 19:
            raise ValueError(text)
        return int(text[1:])
    except ValueError:
        raise Problem(400, say("参数cursor不是上一页给出的next。"), "cursor") from None


def page(rows: list[tuple[int, Any]], limit: int) -> dict[str, Any]:
    """A page out of ``limit`` + 1 rows with their keys."""
    following = told(rows[limit - 1][0]) if len(rows) > limit else None
    return {"items": [body for _, body in rows[:limit]], "next": following}
