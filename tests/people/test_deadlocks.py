"""Two transactions that wait for each other: one is ended by the database and done once more, with all that was sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

import factories
from gongkai.agencies.models import Agency
from gongkai.people import deadlocks, journal
from gongkai.people.models import LogEntry


class Ended(Exception):
    sqlstate = "40P01"


def deadlock() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = Ended()
    return error


def failing(times: int, error: Callable[[], OperationalError] = deadlock) -> Callable[[HttpRequest], HttpResponse]:
    left = [times]

    def view(request: HttpRequest) -> HttpResponse:
        text = request.FILES["paper"].read() if request.FILES else b""
        if left[0]:
            left[0] -= 1
            raise error()
        return HttpResponse(text)

    return view


@pytest.mark.parametrize("times", [0, 1, 2])
def test_what_was_ended_is_done_once_more_with_the_whole_file(times: int) -> None:
    request = RequestFactory().post("/", {"paper": SimpleUploadedFile("a.txt", "全文".encode())})
    assert deadlocks.answered(failing(times), request).content.decode() == "全文"


def test_after_three_deadlocks_it_is_told() -> None:
    with pytest.raises(OperationalError, match="deadlock detected"):
        deadlocks.answered(failing(3), RequestFactory().post("/"))


def test_any_other_failure_is_told_at_once() -> None:
    left = failing(1, lambda: OperationalError("disk full"))
    with pytest.raises(OperationalError, match="disk full"):
        deadlocks.answered(left, RequestFactory().post("/"))
    assert left(RequestFactory().get("/")).status_code == 200, "it was asked once"


@pytest.mark.django_db
def test_inside_another_transaction_nothing_is_begun_anew() -> None:
    with pytest.raises(OperationalError), transaction.atomic():
        deadlocks.answered(failing(1), RequestFactory().post("/"))


def test_two_people_who_write_into_each_others_log_both_get_through(transactional_db: None) -> None:
    bodies = factories.agency(), factories.agency()
    for body in bodies:
        journal.log("agency.settings_changed", body, by=None, agency=body)
    before = LogEntry.objects.count()
    meeting, tries, answers = Barrier(2), [], []

    def view(request: HttpRequest, first: Agency, second: Agency) -> HttpResponse:
        tries.append(first.pk)
        with transaction.atomic():
            journal.log("agency.settings_changed", first, by=None, agency=first)
            # On SQLite the other cannot even begin meanwhile.
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=2)
            journal.log("agency.settings_changed", second, by=None, agency=second)
        return HttpResponse(b"done")

    def ask(first: Agency, second: Agency) -> None:
        try:
            answers.append(deadlocks.answered(view, RequestFactory().post("/"), first, second).content)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=pair) for pair in (bodies, bodies[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"done", b"done"]
    assert len(tries) == (3 if connection.vendor == "postgresql" else 2)
    assert LogEntry.objects.count() == before + 4
    assert list(journal.verify()) == []
