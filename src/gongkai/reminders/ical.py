"""A calendar in the form of RFC 5545: all-day events with an alarm, folded by bytes, with identifiers that stay. No database.

>>> fold("SUMMARY:" + "期" * 30).split("\\r\\n")[0].encode().__len__() <= 75
True
>>> escape("一,二;三\\\\四\\n五")
'一\\\\,二\\\\;三\\\\\\\\四\\\\n五'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WIDTH = 75
"""Bytes of a line at most, without its end (section 3.1)."""
PRODUCT = "-//Gongkai//Reminders//ZH"
AT_NINE = "PT9H"
"""From the midnight at which an all-day event begins: nine in the morning of the day."""
DAY_BEFORE = "-PT15H"
"""Nine in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event. ``uid`` stays the same for good; ``sequence`` rises when the day changes; ``stamp``: when it last changed;
    ``cancelled``: it is not due any more, and calendars that hold it strike it out. ``alarm``: whether it rings."""

    uid: str
    on: date
    summary: str
    description: str
    url: str
    stamp: datetime
    sequence: int = 0
    cancelled: bool = False
    alarm: bool = True


def escape(text: str) -> str:
    """``text`` as the value of a property (section 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line in pieces of at most 75 bytes, no character cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > WIDTH:
            pieces.append(piece)
            # The blank that marks a continuation counts.
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece])


def stamp(at: datetime) -> str:
    """A moment in UTC: 20261016T010000Z."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar(name: str, events: Iterable[Event], *, refresh: str = "PT1H") -> bytes:
    """The whole calendar. ``refresh``: how often programs should look again."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"NAME:{escape(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        f"X-PUBLISHED-TTL:{refresh}",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp(event.stamp)}",
        f"LAST-MODIFIED:{stamp(event.stamp)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(event.summary)}",
        f"DESCRIPTION:{escape(event.description)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
    ]
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.alarm and not event.cancelled:
        for trigger in (DAY_BEFORE, AT_NINE):
            lines += [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"TRIGGER:{trigger}",
                f"DESCRIPTION:{escape(event.summary)}",
                "END:VALARM",
            ]
    return [*lines, "END:VEVENT"]
