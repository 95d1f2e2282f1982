"""文号: the number of a letter, as in 云商公开答〔2026〕17号. Which serial comes next is the register's business."""

from __future__ import annotations

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee

_WORDS = {"P6": "函", "P9": "函", "P10": "函"}
SERIES_WORDS = ("答", "告", "函")
"""The last word of a series: answers, notices, letters to others."""


def series_word(code: str) -> str:
    """The word that the number of letter ``code`` carries: 答 for answers, 告 for notices, 函 for letters to others."""
    return _WORDS.get(code, "答" if code.startswith("S") else "告")


def number_text(code: str, year: int, serial: int, series: str) -> str:
    """The number of letter ``code``. ``series``: the body's 机关代字, to which the word of the letter's kind is put unless it is
    there; or a whole pattern with ``{year}`` and ``{serial}``, for bodies that number in another way.

    Raises GongkaiError for a form that carries no number, for a serial below 1 and for an empty series.

    >>> number_text("S3", 2026, 17, "云商公开"), number_text("P3", 2026, 4, "云商公开")
    ('云商公开答〔2026〕17号', '云商公开告〔2026〕4号')
    >>> number_text("S3", 2026, 17, "云商告〔{year}〕第{serial}号")
    '云商告〔2026〕第17号'
    """
    if code not in LETTERS or LETTERS[code].addressee is Addressee.INTERNAL:
        raise GongkaiError(say("“{code}”不是编文号的文书，没有编号。请核对文书编号。", code=code))
    if serial < 1 or not 1000 <= year <= 9999 or not series.strip():
        raise GongkaiError(
            say("文号的年份“{year}”、序号“{serial}”或者代字“{series}”不对，没有编号。请核对后重试。",
                year=year, serial=serial, series=series)
        )  # fmt: skip
    if "{year}" in series and "{serial}" in series:
        return series.replace("{year}", str(year)).replace("{serial}", str(serial))
    word = "" if series.endswith(SERIES_WORDS) else series_word(code)
    return f"{series}{word}〔{year}〕{serial}号"
