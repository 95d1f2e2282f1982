"""Why something may be cut from a copy: data in ``reasons.toml``, from 条例 arts. 14, 15 and 16. A cut without one of them is none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article


@dataclass(frozen=True, slots=True)
class Reason:
    """``label``: as the index of cuts names it. ``kinds``: what the leak gate finds and this usually answers."""

    code: str
    label: str
    article: Article
    kinds: tuple[str, ...] = ()


def _read() -> dict[str, Reason]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        code: Reason(code, row["label"], Article("条例", *row["article"]), tuple(row.get("kinds", ())))
        for code, row in data.items()
    }


REASONS: dict[str, Reason] = _read()
"""Every reason by its code, in the order of the articles."""
USUAL = "privacy"
"""Where nothing was found and somebody marked by hand."""
_OF_KIND = {kind: reason.code for reason in REASONS.values() for kind in reason.kinds}


def reason(code: str) -> Reason:
    """The reason. Raises GongkaiError for a code that is none."""
    if code not in REASONS:
        raise GongkaiError(
            say("每一处遮盖都要选理由和依据：《条例》第十四条、第十五条或者第十六条的情形。请选择后再遮盖。")
        )
    return REASONS[code]


def usual(kind: str) -> str:
    """The code of the reason that is proposed for what the gate calls ``kind``.

    >>> usual("mobile"), usual("secrecy"), usual("")
    ('privacy', 'state_secret', 'privacy')
    """
    return _OF_KIND.get(kind, USUAL)
