"""What leaves the house goes once, over a real server, without anybody's personal data; a broken server loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import factories
from gongkai.people import clock
from gongkai.reminders import actions, tasks
from gongkai.reminders.models import Clock, Delivery, Reminder
from gongkai.reminders.sending import outbox
from reminders.conftest import MONDAY, Bureau, contact
from reminders.post_office import PostOffice

AT = datetime(2026, 10, 26, 9)
"""The last day of what was received on MONDAY."""


def many(bureau: Bureau, count: int) -> None:
    """``count`` reminders that are due for the clerk, planned as by the planner."""
    now = clock.now()
    clocks = Clock.objects.bulk_create(
        Clock(key=f"answer:9{n}", agency=bureau.agency, kind="answer", subject="applications.application:0",
              number=f"云商公开申〔2026〕{n}号", path=f"/desk/applications/{n}/", since=MONDAY, due_on=AT.date(),
              changed_at=now)
        for n in range(count)
    )  # fmt: skip
    Reminder.objects.bulk_create(
        Reminder(clock=each, agency=bureau.agency, due_on=AT.date(), step=0, account=bureau.clerk, at=now, made_at=now)
        for each in clocks
    )


def test_two_hundred_reminders_go_out_once_each_over_one_connection_in_two(
    bureau: Bureau, post_office: PostOffice
) -> None:
    contact(bureau.clerk)
    with clock.at(AT):
        actions.replan([])
        from gongkai.reminders.models import BodySetting

        BodySetting.objects.get_or_create(agency=bureau.agency)
        many(bureau, 201)
        assert actions.tell() == 201
        assert actions.tell() == 0
        assert outbox.deliver().sent == 201
        assert outbox.deliver().total() == 0
    ids = [each.message_id for each in post_office.taken]
    assert (len(ids), len(set(ids)), post_office.connections) == (201, 201, 2)


def test_no_personal_data_stands_in_a_mail(bureau: Bureau, post_office: PostOffice) -> None:
    who = factories.person(name="周清源", phone="13900001111")
    what = factories.matter(title="周清源宅基地档案", content="周清源的档案，电话13900001111")
    factories.application(bureau.agency, bureau.clerk, on=MONDAY, person=who, matter=what)
    contact(bureau.clerk)
    with clock.at(AT):
        tasks.planned()
        tasks.posted()
    (mail,) = [each for each in post_office.taken if "答复期限" in str(each.message["Subject"])]
    assert mail.text().splitlines()[:2] == [
        "云商公开申〔2026〕1号　答复期限：10月26日（周一），今天到期。作出答复。",
        f"https://gk.yunling.example/desk/applications/{Clock.objects.get(kind='answer').key[7:]}/",
    ]
    whole = mail.text() + mail.text("html") + str(mail.message["Subject"])
    secrets = ("周清源", "宅基地", "13900001111", who.identity_number, who.address, "zhou@example.org")
    assert [secret for secret in secrets if secret in whole] == []


def test_a_refused_address_is_told_in_words_and_the_others_go_out(bureau: Bureau, post_office: PostOffice) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    other = contact(bureau.clerk)
    post_office.refuses[other.email] = "550 no such user"
    with clock.at(AT):
        tasks.planned()
        tasks.posted()
    log = Delivery.objects.get()
    assert (log.state, log.error) == ("bounced", "收件地址不存在（550：no such user）。请本人核对邮箱地址。")


def test_a_server_that_is_down_loses_nothing_and_costs_one_try_a_round(bureau: Bureau, post_office: PostOffice) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk)
    post_office.greeting = "421 closed"
    with clock.at(AT):
        tasks.planned()
        tasks.posted()
    log = Delivery.objects.get()
    assert (log.state, log.tries, post_office.connections) == ("queued", 0, 1)
    post_office.greeting = "220 open"
    with clock.at(AT + timedelta(minutes=6)):
        tasks.posted()
    log.refresh_from_db()
    assert (log.state, len(post_office.taken)) == ("sent", 1)


def test_a_message_whose_answer_was_lost_is_sent_again_under_the_same_id(
    bureau: Bureau, post_office: PostOffice
) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk)
    post_office.hang_up_after = 1
    with clock.at(AT):
        tasks.planned()
        tasks.posted()
    with clock.at(AT + timedelta(minutes=6)):
        tasks.posted()
    ids = [each.message_id for each in post_office.taken]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_nothing_goes_out_in_quiet_hours(bureau: Bureau, post_office: PostOffice) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk)
    for moment in (AT.replace(hour=21), AT.replace(hour=7, minute=59), datetime(2026, 10, 25, 12)):
        with clock.at(moment):
            tasks.planned()
            tasks.posted()
    assert post_office.taken == []


def test_while_it_is_quiet_no_minute_looks_at_anything_anew(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    with clock.at(MONDAY):
        tasks.planned()
    looked: list[list[str]] = []
    monkeypatch.setattr(tasks, "replan", lambda of: looked.append([each.slug for each in of]) or actions.Replanned())
    for moment in (datetime(2026, 10, 25, 12), AT.replace(hour=7, minute=59), AT.replace(hour=21), AT):
        with clock.at(moment):
            tasks.posted()
    # A Sunday, before and behind the hours of the office, and within them.
    assert looked == [[], [], [], [bureau.agency.slug]]


def test_a_digest_is_one_mail_with_a_link_that_ends_it(bureau: Bureau, post_office: PostOffice) -> None:
    for _ in range(3):
        factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk, "digest")
    with clock.at(AT):
        tasks.planned()
        tasks.posted()
    (mail,) = post_office.taken
    assert str(mail.message["Subject"]).startswith("政府信息公开提醒：")
    assert str(mail.message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
