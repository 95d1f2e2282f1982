"""Days in the ways ledgers write them: one a cell, or several with what happened on each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.disclosures.registers.rows import cells

_ONE = "|".join(
    (
        r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?",
        r"(?<!\d)20\d{6}(?!\d)",
        r"(?<![\d.年])\d{1,2}月\d{1,2}日",
        r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.])",
    )
)
_DAY = re.compile(_ONE)
_TERM = re.compile(r"(\d{1,2})(?:个)?(?:工作日|日|天)?[+＋加](\d{1,2})(?:个)?(?:工作日|日|天)?")
_PLAIN_TERM = re.compile(r"(\d{1,2})(?:个)?(?:工作日|日|天)?")

EVENTS: tuple[tuple[str, str, str], ...] = (
    ("correction_came_on", r"(?:收到|收).*补正|补正.*(?:收到|收悉|材料|提交|回复)|已补正", "correction"),
    ("correction_noticed_on", r"补正", "correction"),
    ("extended_on", r"延期|延长", "extension"),
    (
        "consulted_back_on",
        r"(?:收到|反馈|回复).*意见|意见.*(?:收到|反馈|回复)|第三方.*(?:回复|同意|反馈)",
        "consultation",
    ),
    ("consulted_on", r"征求|第三方", "consultation"),
    ("fee_paid_on", r"(?:已)?缴费(?!通知)|缴纳|到账", "fee"),
    ("fee_noticed_on", r"收费|缴费通知", "fee"),
    ("posted_on", r"邮寄|寄出|寄送|交邮", "letter"),
    ("signed_on", r"签收|送达", "letter"),
    ("decided_on", r"答复|办结|回复", "letter"),
    ("received_on", r"收到|受理|收件|登记", "receipt"),
)
"""Which field an event belongs to, by its words; the first that fits."""


@dataclass(frozen=True, slots=True)
class Event:
    """``field``: what happened, "" where the words do not tell."""

    on: date | None
    words: str
    field: str


def several(text: str, year: int | None) -> list[Event]:
    """The events of a cell with more than one day, in order; [] where it names one day at most.

    >>> [(e.on.isoformat(), e.field) for e in several("2025.3.5告知补正；2025.3.12收到补正", None)]
    [('2025-03-05', 'correction_noticed_on'), ('2025-03-12', 'correction_came_on')]
    """
    plain = cells.plain(text)
    found = list(_DAY.finditer(plain))
    if len(found) < 2:
        return []
    # The words stand behind their day where the cell begins with a day, before it otherwise.
    behind = not re.sub(r"[\W\d_]|第", "", plain[: found[0].start()])
    events = []
    for n, match in enumerate(found):
        if behind:
            words = plain[match.end() : found[n + 1].start() if n + 1 < len(found) else len(plain)]
        else:
            words = plain[found[n - 1].end() if n else 0 : match.start()]
        written = re.sub(r"\s", "", match.group())
        on = cells.day(written, year)[0]
        words = words.strip(" ;；,，。、\n")
        events.append(Event(on, words, next((field for field, known, _ in EVENTS if re.search(known, words)), "")))
    return events


def term(text: str) -> tuple[int, int] | None:
    """(days, further days) of a term such as 15+5; None where it is none.

    >>> term("15+5"), term("20个工作日"), term("2025-03-05")
    ((15, 5), (20, 0), None)
    """
    plain = cells.plain(text).replace(" ", "")
    match = _TERM.fullmatch(plain)
    if match:
        return int(match[1]), int(match[2])
    match = _PLAIN_TERM.fullmatch(plain)
    return (int(match[1]), 0) if match and int(match[1]) <= 60 else None
