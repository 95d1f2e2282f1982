"""What a row of an old ledger would become: its number and key, its clock, where it would stand."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.models import Stage
from gongkai.law.calendar import CalendarMissing, WorkCalendar
from gongkai.law.clocks import answer_due, facts
from gongkai.law.clocks.count import BadFacts
from gongkai.law.receipt import Channel
from gongkai.law.settings import Settings
from gongkai.ledgers.reading.row import REVISED
from gongkai.people.sealing import blind_index

SERIES = "旧"
"""The run of numbers of imported cases: those of the desk's own cases stay without gaps."""
FIRST_SERIAL = 1_000_000
_HAS_YEAR = re.compile(r"20[0-3]\d")
_MARKS = re.compile(r"[\s〔〕\[\]()（）【】\-_—]")

_DECIDING = {
    Channel.IN_PERSON: "submitted_on",
    Channel.ORAL: "submitted_on",
    Channel.ONLINE: "submitted_on",
    Channel.SIGNED_MAIL: "signed_on",
    Channel.OTHER: "laid_down_on",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """``due``: last day to answer, None where none runs. ``certain``: whether it may be held against the body. ``wrong``: why the dates of
    the row contradict each other, or ""."""

    due: date | None = None
    certain: bool = False
    wrong: str = ""


def plain_number(number: str) -> str:
    """A number without blanks, signs and brackets, in half width: the same however it is written.

    >>> plain_number("示政复〔2023〕第5号") == plain_number("示政复 [2023] 第5号")
    True
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", number)).casefold()


def with_year(number: str, year: int) -> str:
    """A number that is one of its year, with the year before it where it does not say it.

    >>> with_year("5号", 2023), with_year("（2023）示01行初5号", 2023)
    ('〔2023〕5号', '（2023）示01行初5号')
    """
    return number if _HAS_YEAR.search(number) else f"〔{year}〕{number}"


def key_of(values: Mapping[str, Any], digest: str) -> str:
    """The same for the same case of a body: its number with its year, else all that was read of it.

    >>> key_of({"number": "2023-017", "received_on": date(2023, 3, 1)}, "")
    '2023017'
    >>> key_of({"number": "17", "received_on": date(2023, 3, 1)}, "")
    '2023/17'
    """
    number = plain_number(values.get("number", ""))
    if not number:
        return f"#{digest}"
    return number if _HAS_YEAR.search(number) else f"{values['received_on'].year}/{number}"


def digest_of(values: Mapping[str, Any]) -> str:
    """A keyed fingerprint of all that was read from a row: it holds names, so it is no plain hash."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return blind_index(hashlib.sha256(text.encode()).hexdigest())


def number_of(agency: Agency, values: Mapping[str, Any], serial: int) -> str:
    """Under what number the case stands in the register: 云商旧2023-017, or 云商旧〔2023〕5号 where the old ledger gave none.

    The old number stays in it, so that it is found by it; the body's word and 旧 keep two bodies' numbers apart (decision 0171).
    """
    number, year = values.get("number", ""), values["received_on"].year
    if not number:
        return f"{agency.code}{SERIES}〔{year}〕{serial}号"
    return f"{agency.code}{SERIES}{number}" if _HAS_YEAR.search(number) else f"{agency.code}{SERIES}〔{year}〕{number}"


def arrival_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fact of arrival that fixes the day of receipt which the ledger gives, by the rule of the channel (art. 31; decision 0170)."""
    channel = Channel(values.get("channel", Channel.OTHER.value))
    fact = _DECIDING.get(channel, "confirmed_on")
    return {"channel": channel.value, fact: values["received_on"]}


def stage_of(values: Mapping[str, Any]) -> Stage:
    """Where the case stands: closed, or where its last fact leaves it."""
    if "decided_on" in values:
        return Stage.CLOSED
    if "correction_noticed_on" in values and "correction_came_on" not in values:
        return Stage.CORRECTING
    if "fee_noticed_on" in values and "fee_paid_on" not in values:
        return Stage.PAYING
    if "consulted_on" in values and "consulted_back_on" not in values:
        return Stage.CONSULTING
    return Stage.HANDLING


def facts_of(values: Mapping[str, Any]) -> facts.Application:
    """What the answer clock needs, exactly as `gongkai.applications.clocks.facts_of` would find it on the case."""
    got = values.get
    return facts.Application(
        received_on=values["received_on"],
        correction=(
            facts.Correction(got("correction_noticed_on"), got("correction_came_on"))
            if got("correction_noticed_on")
            else None
        ),
        pauses=(facts.Pause(sent_on=values["consulted_on"], answered_on=got("consulted_back_on")),)
        if consulted(values)
        else (),
        extension=facts.Extension(values["extension_days"], values["extended_on"]) if extended(values) else None,
        fee=facts.Fee(values["fee_noticed_on"], got("fee_paid_on")) if got("fee_noticed_on") else None,
    )


def consulted(values: Mapping[str, Any]) -> bool:
    """A consultation that the register can hold: one that runs, or one with its opinion."""
    return "consulted_on" in values and ("opinion" in values or "consulted_back_on" not in values)


def extended(values: Mapping[str, Any]) -> bool:
    """An extension with its days and the day of its notice."""
    return "extended_on" in values and 1 <= values.get("extension_days", 0) <= 20


def clock_of(values: Mapping[str, Any], calendar: WorkCalendar, settings: Settings) -> Clock:
    """The answer clock of the row. What came in before the revision of 2019, and what the ledger tells only in part, has the day that the
    ledger itself gives, and never counted as late (decision 0173)."""
    said = values.get("extended_due_on") or values.get("due_on")
    if values["received_on"] < REVISED:
        return Clock(said)
    try:
        found = answer_due(facts_of(values), calendar, settings=settings, refuse=False)
    except BadFacts as error:
        return Clock(said, wrong=str(error))
    except CalendarMissing:
        return Clock(said)
    if values.get("unsure"):
        return Clock(said or found.on or found.not_before)
    return Clock(found.on or found.not_before, found.on is not None)
