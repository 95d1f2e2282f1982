"""What must hold for every start, length and set of pauses."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.articles import Unit
from gongkai.law.calendar import Day, national
from gongkai.law.clocks import Application, Asked, Extension, Mark, Pause, answer_due, days_due
from gongkai.law.clocks.count import Excluded, Stage, run_working_days

CN = national()
ONE_DAY = timedelta(days=1)
starts = st.dates(date(2019, 5, 15), date(2026, 3, 1))
anywhere = st.dates(date(2019, 1, 1), date(2027, 12, 31))
lengths = st.integers(1, 60)


@st.composite
def pauses_after(draw, start):
    found = []
    for _ in range(draw(st.integers(0, 4))):
        sent = start + timedelta(days=draw(st.integers(0, 60)))
        answered = sent + timedelta(days=draw(st.integers(0, 30)))
        found.append(Pause(sent, answered, asked=draw(st.sampled_from(Asked))))
    return tuple(found)


@given(anywhere, st.integers(0, 40), lengths)
def test_a_later_start_is_never_due_earlier(start, later, length):
    first = days_due(length, Unit.WORKING_DAY, start, CN)
    second = days_due(length, Unit.WORKING_DAY, start + timedelta(days=later), CN)
    if first.provisional == second.provisional:
        assert first.bound <= second.bound


@given(starts, lengths)
def test_a_longer_period_ends_later(start, length):
    shorter = days_due(length, Unit.WORKING_DAY, start, CN)
    longer = days_due(length + 1, Unit.WORKING_DAY, start, CN)
    assert shorter.on < longer.on


@given(anywhere, lengths, st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))
def test_the_explanation_has_each_day_once_and_counts_up_to_the_length(start, length, unit):
    found = days_due(length, unit, start, CN)
    days = [step.on for step in found.steps]
    assert days == [start + n * ONE_DAY for n in range((found.bound - start).days + 1)]
    counted = [step.n for step in found.steps if step.mark in (Mark.COUNTED, Mark.ASSUMED)]
    assert counted == list(range(1, length + 1))


@given(anywhere, lengths)
def test_a_working_day_period_ends_on_a_working_day_or_one_that_might_be(start, length):
    found = days_due(length, Unit.WORKING_DAY, start, CN)
    if found.on is not None:
        assert CN.is_working_day(found.on)
    else:
        assert found.not_before.year > CN.calendar_through
        assert found.not_before <= found.estimate


@given(st.data(), starts)
def test_pauses_add_exactly_the_working_days_they_leave_out(data, start):
    pauses = data.draw(pauses_after(start))
    found = answer_due(Application(start, pauses=pauses), CN)
    left_out = {
        on
        for pause in pauses
        for n in range((pause.answered_on - pause.sent_on).days + 1)
        if start < (on := pause.sent_on + n * ONE_DAY) <= found.on and CN.is_working_day(on)
    }
    assert {step.on for step in found.steps if step.mark is Mark.PAUSED} == left_out
    assert found.on == days_due(20 + len(left_out), Unit.WORKING_DAY, start, CN).on


@given(st.data(), starts, st.integers(1, 20))
def test_an_extension_adds_exactly_its_days_to_the_count(data, start, days):
    pauses = data.draw(pauses_after(start))
    plain = answer_due(Application(start, pauses=pauses), CN)
    found = answer_due(Application(start, pauses=pauses, extension=Extension(days, plain.on)), CN)
    assert sum(step.mark is Mark.COUNTED for step in found.steps) == 20 + days
    assert [s for s in found.steps if s.on < plain.on] == [s for s in plain.steps if s.on < plain.on]


@given(st.data(), starts)
def test_the_order_in_which_pauses_were_recorded_does_not_matter(data, start):
    pauses = data.draw(pauses_after(start))
    mixed = tuple(data.draw(st.permutations(pauses)))
    assert answer_due(Application(start, pauses=mixed), CN).on == answer_due(Application(start, pauses=pauses), CN).on


@given(st.dates(date(2026, 10, 1), date(2027, 6, 30)), lengths, st.data())
def test_a_bound_is_never_later_than_any_calendar_with_at_most_two_worked_weekend_days(start, length, data):
    """Whatever notice comes: holidays stay off, more weekdays may be off, at most two weekend days of the span worked."""
    found = days_due(length, Unit.WORKING_DAY, start, CN)
    if found.on is not None:
        return
    span = [found.not_before - n * ONE_DAY for n in range((found.not_before - start).days)]
    weekends = [
        d for d in span if d.year == 2027 and d.weekday() >= 5 and not CN.foreseen(d).why.endswith("（法定节日）")
    ]
    worked = set(data.draw(st.lists(st.sampled_from(weekends), max_size=2))) if weekends else set()

    def possible(on: date) -> Day:
        day = CN.foreseen(on)
        return Day(on, day.working or on in worked, day.kind, day.why)

    truth = next(
        on
        for n in range(1, 400)
        if sum(possible(start + m * ONE_DAY).working for m in range(1, n + 1)) == length
        and possible(on := start + n * ONE_DAY).working
    )
    assert found.not_before <= truth


@given(starts, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=5))
def test_counting_with_intervals_equals_counting_with_their_union(start, spans):
    intervals = [Excluded(start + timedelta(days=a), start + timedelta(days=a + b), "示例", "示例") for a, b in spans]
    days = sorted({i.first + n * ONE_DAY for i in intervals for n in range((i.last - i.first).days + 1)})
    single = [Excluded(d, d, "示例", "示例") for d in days]
    stages = [Stage(20, "示例")]
    assert run_working_days(start, stages, CN, intervals, 0) == run_working_days(start, stages, CN, single, 0)
