"""The schedule of retention as data: `schedule.toml`, and what a body has set over it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks.count import add_months
from gongkai.retention.models import LengthSetting

PLACE = Path(__file__).with_name("schedule.toml")
UNITS = {
    "years": lambda n: say("{n}年", n=n),
    "months": lambda n: say("{n}个月", n=n),
    "days": lambda n: say("{n}天", n=n),
}
STARTS = {
    "closed": lambda: say("办结之日起"),
    "next_year": lambda: say("办结次年1月1日起"),
    "made": lambda: say("形成之日起"),
    "seen": lambda: say("最近一次写入起"),
}


@dataclass(frozen=True, slots=True)
class Length:
    """How long something is kept. ``value`` None: for good (永久)."""

    value: int | None
    unit: str = "years"

    def after(self, start: date) -> date | None:
        """The first day on which it may go; None: never.

        >>> Length(1).after(date(2024, 2, 29)), Length(30, "days").after(date(2026, 1, 1)), Length(None).after(date(2026, 1, 1))
        (datetime.date(2025, 2, 28), datetime.date(2026, 1, 31), None)
        """
        if self.value is None:
            return None
        if self.unit == "days":
            return start + timedelta(days=self.value)
        return add_months(start, self.value * (12 if self.unit == "years" else 1))

    def before(self, today: date) -> date | None:
        """A day after which nothing can be due ``today``: a coarse bound for queries; `after` decides. None: never due."""
        if self.value is None:
            return None
        if self.unit == "days":
            return today - timedelta(days=self.value)
        # Months differ in length: the bound is generous, by less than a week.
        return add_months(today, -self.value * (12 if self.unit == "years" else 1)) + timedelta(days=4)

    def __str__(self) -> str:
        return say("永久") if self.value is None else UNITS[self.unit](self.value)


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the schedule. ``least``: what the law does not let a body go below."""

    key: str
    label: str
    what: str
    starts: str
    length: Length
    basis: str
    verified: bool
    note: str
    least: Length | None = None

    @property
    def from_when(self) -> str:
        return STARTS[self.starts]()

    def start_of(self, closed: date) -> date:
        """The day from which a thing closed on ``closed`` is kept."""
        return date(closed.year + 1, 1, 1) if self.starts == "next_year" else closed


@dataclass(frozen=True, slots=True)
class Line:
    """A kind as one body keeps it. ``setting``: where it differs from the shipped length, with its note."""

    kind: Kind
    length: Length
    setting: LengthSetting | None = None


def _length(given: dict[str, int] | None) -> Length | None:
    if given is None:
        return None
    ((unit, value),) = given.items()
    return Length(value, unit)


@cache
def _shipped() -> tuple[str, dict[str, Kind]]:
    read = tomllib.loads(PLACE.read_text(encoding="utf-8"))
    kinds = {}
    for key, row in read["kinds"].items():
        length, least = _length(row.pop("length")), _length(row.pop("least", None))
        assert length is not None
        kinds[key] = Kind(key=key, length=length, least=least, **row)
    return read["version"], kinds


def kinds() -> dict[str, Kind]:
    """The kinds of record by their key, in the order of the schedule."""
    return _shipped()[1]


def lines(agency: Agency) -> dict[str, Line]:
    """The schedule of one body: every kind with the length that holds there."""
    own = {each.kind: each for each in LengthSetting.objects.filter(agency=agency).select_related("set_by")}
    found = {}
    for key, kind in kinds().items():
        setting = own.get(key)
        length = kind.length if setting is None else Length(setting.value, setting.unit)
        found[key] = Line(kind, length, setting)
    return found


def snapshot(agency: Agency) -> dict[str, object]:
    """The schedule as it stands now, to be kept with a list: version, and for each kind its length, start, ground and note."""
    return {
        "version": _shipped()[0],
        "kinds": {
            key: {
                "length": str(line.length),
                "starts": line.kind.starts,
                "basis": line.kind.basis,
                "verified": line.kind.verified,
                "note": line.setting.note if line.setting else "",
            }
            for key, line in lines(agency).items()
        },
    }


def digest_of(kept: dict[str, object]) -> str:
    """SHA-256 over a snapshot: the version of the schedule that a list names."""
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def check(kind: Kind, length: Length) -> None:
    """Raise GongkaiError for a length that the law does not allow or that is none."""
    day = date(2026, 1, 1)
    if length.value is not None and length.value < 1:
        raise GongkaiError(say("保管期限至少为1。要一直保存的，请选“永久”。"))
    least, given = kind.least and kind.least.after(day), length.after(day)
    if least is not None and given is not None and given < least:
        raise GongkaiError(
            say("{label}不得少于{least}（{basis}）。", label=kind.label, least=kind.least, basis=kind.basis)
        )
