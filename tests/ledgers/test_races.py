"""Two people at the same moment, each with a connection of their own, on the database under test: SQLite in a file as an installation has
it, or the server of ``DATABASE_URL``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from django.db import connections

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import Application, RemedyCase, Round
from gongkai.errors import GongkaiError
from gongkai.ledgers import actions
from gongkai.ledgers.actions import taking, undoing
from gongkai.ledgers.models import Batch, Imported, Line
from gongkai.people import clock
from ledgers import disputes, small, whole

DAY = date(2026, 6, 30)
ROUNDS = 4
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*sides: Callable[[], object]) -> list[str]:
    """Run the sides in threads that start together; the refusals, in words."""
    gate = threading.Barrier(len(sides))
    wrong: list[BaseException] = []
    refused: list[str] = []

    def run(side: Callable[[], object]) -> None:
        try:
            with clock.at(DAY):
                gate.wait()
                side()
        except GongkaiError as error:
            refused.append(str(error))
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(side,)) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    return refused


def rows(n: int) -> bytes:
    return small.sheet(
        *(small.row(number=f"2024-{k}", received="2026-06-01", decided="", outcome="") for k in range(n))
    )


def test_two_files_with_the_same_cases_bring_each_once():
    for _ in range(ROUNDS):
        body = factories.agency()
        clerk, second = factories.clerk(body), factories.office_head(body)
        with clock.at(DAY):
            one, two = (whole.hand_in(body, by, rows(12), "a.csv") for by in (clerk, second))
            actions.begin(one, by=clerk)
            actions.begin(two, by=second)
        at_once(lambda: taking.run(one.pk, clerk.pk), lambda: taking.run(two.pk, second.pk))  # noqa: B023
        assert Application.objects.filter(agency=body).count() == 12
        assert Imported.objects.filter(agency=body).count() == 12
        states = Line.objects.filter(batch__in=(one, two)).values_list("state", flat=True)
        assert sorted(states) == [Line.State.KNOWN] * 12 + [Line.State.TAKEN] * 12


def test_one_press_of_two_begins_the_import_and_the_work_is_done_once():
    for _ in range(ROUNDS):
        body = factories.agency()
        clerk, second = factories.clerk(body), factories.office_head(body)
        with clock.at(DAY):
            batch = whole.hand_in(body, clerk, rows(8), "a.csv")
        version = batch.version

        def press(by, pk=batch.pk, version=version) -> None:
            actions.begin(Batch.objects.get(pk=pk), by=by, version=version)

        refused = at_once(partial(press, clerk), partial(press, second))
        assert len(refused) == 1
        at_once(*(lambda: taking.run(batch.pk, clerk.pk) for _ in range(2)))  # noqa: B023
        batch.refresh_from_db()
        assert (batch.state, batch.done) == (Batch.State.TAKEN, 8)
        assert Application.objects.filter(agency=body).count() == 8


def test_an_undo_and_a_step_on_a_case_never_lose_the_step():
    for _ in range(ROUNDS):
        body = factories.agency()
        clerk, second = factories.clerk(body), factories.office_head(body)
        with clock.at(DAY):
            batch = whole.take(whole.hand_in(body, clerk, rows(6), "a.csv"), clerk)
            actions.begin_undo(batch, by=clerk)
        case = Application.objects.filter(agency=body).order_by("pk").last()
        done: list[bool] = []

        def step(case=case, by=second, done=done) -> None:
            with suppress(Application.DoesNotExist):
                cases.amend(case, title="外贸资金名单", by=by)
                done.append(True)

        at_once(step, lambda: undoing.run(batch.pk, clerk.pk))  # noqa: B023
        batch.refresh_from_db()
        left = Application.objects.filter(agency=body).count()
        if done:
            assert (left, batch.state) == (6, Batch.State.TAKEN)
            assert "导入以后又办理过" in batch.trouble
        else:
            assert (left, batch.state) == (0, Batch.State.CHECKED)


def with_applications() -> tuple:
    """A body with six applications of 2023, two who may act there, and two files that hold the same disputes."""
    body = factories.agency()
    clerk, second = factories.clerk(body), factories.office_head(body)
    with clock.at(DAY):
        taken = whole.take(whole.hand_in(body, clerk, disputes.applications(), "申请.csv"), clerk)
        files = [
            whole.hand_in(body, by, disputes.sheet(disputes.row(), disputes.suit()), "诉讼.csv", ledger="disputes")
            for by in (clerk, second)
        ]
    return body, clerk, second, taken, files


def test_two_files_of_disputes_and_a_person_who_enters_one_bring_each_once():
    for _ in range(2):
        body, clerk, second, _, (one, two) = with_applications()
        with clock.at(DAY):
            actions.begin(one, by=clerk)
            actions.begin(two, by=second)
        about = Application.objects.filter(agency=body).order_by("pk").first()

        def enter(body=body, about=about, by=second) -> None:
            cases.file_remedy(
                body, kind="reconsideration", filed_on=date(2023, 5, 8), authority="示例县人民政府", number="示政复〔2023〕1号",
                application=about, by=by,
            )  # fmt: skip

        at_once(partial(taking.run, one.pk, clerk.pk), partial(taking.run, two.pk, second.pk), enter)
        numbers = RemedyCase.objects.filter(agency=body).order_by("number").values_list("number", flat=True)
        assert list(numbers) == ["示政复〔2023〕1号", "（2023）示01行初9号"]
        assert Round.objects.filter(case__agency=body).count() == 2
        states = set(Line.objects.filter(batch__in=(one, two)).values_list("state", flat=True))
        # Who came first with the reconsideration told it; a pending one entered by hand contradicts the rows, and they say so.
        assert states <= {Line.State.TAKEN, Line.State.KNOWN, Line.State.FAULTY, Line.State.CLEAN}
        assert Line.State.CLEAN not in states


def test_disputes_never_come_in_about_applications_that_go_out():
    for _ in range(2):
        body, clerk, second, taken, (one, _) = with_applications()
        with clock.at(DAY):
            actions.begin_undo(taken, by=clerk)
            actions.begin(one, by=second)
        at_once(partial(undoing.run, taken.pk, clerk.pk), partial(taking.run, one.pk, second.pk))
        taken.refresh_from_db()
        left = Application.objects.filter(agency=body).count()
        held = RemedyCase.objects.filter(agency=body).count()
        assert (left, held, taken.state) in ((6, 2, Batch.State.TAKEN), (0, 0, Batch.State.CHECKED))


def test_an_undo_and_a_result_entered_by_hand_never_lose_the_result():
    for _ in range(2):
        body, clerk, second, _, _ = with_applications()
        pending = disputes.sheet(disputes.row(result="", ended=""))
        with clock.at(DAY):
            batch = whole.take(whole.hand_in(body, clerk, pending, "a.csv", ledger="disputes"), clerk)
            actions.begin_undo(batch, by=clerk)
        case = RemedyCase.objects.get(agency=body)
        done: list[bool] = []

        def conclude(case=case, by=second, done=done) -> None:
            with suppress(RemedyCase.DoesNotExist):
                cases.conclude_remedy(case, detail="maintained", on=date(2023, 6, 30), by=by)
                done.append(True)

        at_once(conclude, partial(undoing.run, batch.pk, clerk.pk))
        batch.refresh_from_db()
        left = RemedyCase.objects.filter(agency=body).count()
        assert (left, batch.state) == ((1, Batch.State.TAKEN) if done else (0, Batch.State.CHECKED))
