"""Two who keep the list press at the same moment: one body, one sentence, on either database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

import factories
from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.people import clock, journal
from gongkai.people.models import Account, LogEntry, Role
from gongkai.roster import actions
from gongkai.roster.models import Ending, Listed
from gongkai.roster.values import NewBody
from roster.conftest import county_of


def together(*jobs) -> list[str]:  # type: ignore[no-untyped-def]
    """The sentences of those that were refused."""
    gate, now = threading.Barrier(len(jobs)), clock.now()

    def one(job) -> str:  # type: ignore[no-untyped-def]
        close_old_connections()
        try:
            gate.wait(10)
            with clock.at(now):
                job()
        except GongkaiError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [said for said in pool.map(one, jobs) if said]


@pytest.mark.django_db(transaction=True)
def test_two_keepers_at_the_same_moment_leave_one_of_everything(transactional_db: None) -> None:
    county = county_of()
    second = factories.account(county.office, Role.ADMINISTRATOR, name="许若兰")
    body = NewBody(name="示例县文化局", code="示文", slug="wenhua", administrator="周明", username="zhouming")
    said = together(
        lambda: actions.add([body], by=county.keeper),
        lambda: actions.add([body], by=second),
    )
    assert said == ["示例县文化局没有加入名录：全称与示例县文化局相同。同一个机关不用再加，不同的请换一个。"]
    assert (Agency.objects.filter(slug="wenhua").count(), Account.objects.filter(username="zhouming").count()) == (1, 1)

    text = "全称,机关代字,网址名\n示例县审计局,示审,shenji\n示例县水利局,示水,shuili\n"
    intake = actions.hand_in(Upload("a.csv", text.encode()), by=county.keeper)
    # Another file with the same bodies in another order.
    other = actions.hand_in(Upload("b.csv", "\n".join([text.splitlines()[n] for n in (0, 2, 1)]).encode()), by=second)
    said = together(
        lambda: actions.take(intake, without_faulty=False, by=county.keeper),
        lambda: actions.take(intake, without_faulty=False, by=second),
        lambda: actions.take(other, without_faulty=False, by=second),
    )
    assert (len(said), Agency.objects.filter(slug__in=("shenji", "shuili")).count(), Listed.objects.count()) == (
        2,
        2,
        2,
    )

    # Two bodies are merged into each other: one of them takes the other over.
    water, audit = Agency.objects.get(slug="shuili"), Agency.objects.get(slug="shenji")
    on = clock.today()
    said = together(
        lambda: actions.end(water, ends_on=on, basis="x", successor=audit, by=county.keeper),
        lambda: actions.end(audit, ends_on=on, basis="x", successor=water, by=second),
    )
    assert (len(said), Ending.objects.count(), Agency.objects.exclude(ends_on=None).count()) == (1, 1, 1)
    assert LogEntry.objects.filter(verb="agency.ended").count() == 1
    assert list(journal.verify()) == []
