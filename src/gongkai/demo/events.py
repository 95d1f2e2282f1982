"""The raw events of a play: what was done, when, as the player itself knows it. Nothing here is read back from a register, so a
recount from these events is independent of everything the product stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day. ``case``: the player's own key of an application or dispute; ``body``: the slug of the
    body that it is with."""

    day: date
    body: str
    case: str
    what: str
    data: dict[str, object] = field(default_factory=dict)


class Journal(list[Event]):
    """All events in the order they happened."""

    def tell(self, day: date, body: str, case: str, what: str, **data: object) -> None:
        self.append(Event(day, body, case, what, data))

    def of(self, body: str, *what: str) -> Iterator[Event]:
        """The events of one body, in order; only those named ``what``, where any is."""
        return (event for event in self if event.body == body and (not what or event.what in what))
