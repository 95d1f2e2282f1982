"""The life of a document: what its events come to, and that the three columns of 表二 are a balance whatever they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.disclosures.models import LifeEvent, NormativeDocument, Validity
from gongkai.disclosures.registers.lives import Life, derive

DAY = date(2020, 3, 2)
ENDS = ("repealed", "lapsed")


def event(kind: str, on: date, until: date | None = None) -> LifeEvent:
    return LifeEvent(kind=kind, on=on, valid_until=until)


@pytest.mark.parametrize(
    ("events", "life"),
    [
        ([event("made", DAY)], Life(DAY)),
        ([event("made", DAY, date(2025, 12, 31))], Life(DAY, date(2025, 12, 31), None, date(2026, 1, 1), "lapsed")),
        (
            [event("made", DAY), event("repealed", date(2024, 6, 1))],
            Life(DAY, None, None, date(2024, 6, 1), "repealed"),
        ),
        (
            [event("made", DAY, date(2022, 3, 1)), event("extended", date(2022, 2, 1), date(2024, 3, 1))],
            Life(DAY, date(2024, 3, 1), None, date(2024, 3, 2), "lapsed"),
        ),
        (
            # Too late: it had lapsed already.
            [event("made", DAY, date(2022, 3, 1)), event("extended", date(2022, 4, 1), date(2024, 3, 1))],
            Life(DAY, date(2022, 3, 1), None, date(2022, 3, 2), "lapsed"),
        ),
        (
            [event("repealed", date(2024, 6, 1)), event("revised", date(2021, 1, 5)), event("made", DAY)],
            Life(DAY, None, date(2021, 1, 5), date(2024, 6, 1), "repealed"),
        ),
        ([event("made", DAY), event("declared_valid", date(2023, 1, 1))], Life(DAY)),
        (
            [event("made", DAY, date(2022, 3, 1)), event("extended", date(2022, 3, 1), None)],
            Life(DAY, None, None, None, ""),
        ),
    ],
)
def test_a_life_is_what_its_events_come_to(events: list[LifeEvent], life: Life) -> None:
    assert derive(events) == life


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2020, 3, 1), Validity.NONE),
        (date(2020, 3, 2), Validity.PENDING),
        (date(2020, 3, 31), Validity.PENDING),
        (date(2020, 4, 1), Validity.IN_FORCE),
        (date(2022, 5, 9), Validity.REVISED),
        (date(2025, 4, 1), Validity.REVISED),
        (date(2025, 4, 2), Validity.LAPSED),
    ],
)
def test_the_standing_on_a_day_follows_from_the_register(day: date, standing: Validity) -> None:
    document = NormativeDocument(
        made_on=DAY,
        effective_on=date(2020, 4, 1),
        revised_on=date(2022, 5, 9),
        ended_on=date(2025, 4, 2),
        ended_how="lapsed",
    )
    assert document.standing(day) == standing


days = st.integers(0, 365 * 6).map(lambda n: date(2019, 1, 1) + timedelta(days=n))


@st.composite
def lives(draw: st.DrawFn) -> list[LifeEvent]:
    """Any events at all after the first, also ones that no action would let in."""
    made = draw(days)
    until = draw(st.none() | days.filter(lambda day: day >= made))
    more = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["revised", "extended", "repealed", "lapsed", "declared_valid"]),
                days.filter(lambda day: day >= made),
                st.none() | days,
            ),
            max_size=5,
        )
    )
    return [
        event("made", made, until),
        *(event(kind, on, end if kind == "extended" else None) for kind, on, end in more),
    ]


def _in_force(found: list[Life], day: date) -> int:
    return sum(x.made_on is not None and x.made_on <= day and (x.ended_on is None or x.ended_on > day) for x in found)


@given(st.lists(lives(), max_size=12))
def test_in_force_last_year_and_made_less_ended_is_in_force(many: list[list[LifeEvent]]) -> None:
    found = [derive(events) for events in many]
    for year in range(2018, 2027):
        made = sum(x.made_on is not None and x.made_on.year == year for x in found)
        ended = sum(x.ended_on is not None and x.ended_on.year == year for x in found)
        assert _in_force(found, date(year - 1, 12, 31)) + made - ended == _in_force(found, date(year, 12, 31))


@given(lives())
def test_a_document_never_ends_before_it_is_made(events: list[LifeEvent]) -> None:
    life = derive(events)
    assert life.ended_on is None or (life.made_on is not None and life.ended_on >= life.made_on)
