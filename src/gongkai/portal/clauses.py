"""法定主动公开内容: arts. 20 and 21 of the Regulation, as short names for menus, in the order of the law."""

from __future__ import annotations

from gongkai.disclosures.clauses import NAMES as NAMES
from gongkai.law.articles import Article, Source


def source_of(clause: str) -> Source | None:
    """The item of the law behind a key, to be cited; None for what stands outside of the statutory content."""
    if clause not in NAMES:
        return None
    article, _, item = clause.partition(".")
    return Article("条例", int(article), item=int(item) if item else None)
