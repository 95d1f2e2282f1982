"""Intake: channels, receipt, numbers, what is sealed, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

import factories
from gongkai.applications import actions, queries
from gongkai.applications.actions import Handed
from gongkai.applications.models import Applicant, Application
from gongkai.errors import GongkaiError
from gongkai.files.models import StoredFile
from gongkai.files.uploads import FileRefused, Upload
from gongkai.law.receipt import Arrival, ArrivalContradicts, Channel, ReceiptUnknown
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


def test_the_day_the_portal_confirms_is_the_day_of_receipt(bureau):
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    assert case.number == "云商公开申〔2026〕1号"
    assert case.received_on == date(2026, 9, 11)
    assert case.due_on == date(2026, 10, 15)
    assert case.stage == "submitted"
    assert case.opened_at is None


def test_where_the_page_announces_confirmation_the_clock_waits_for_it(bureau):
    bureau.agency.confirms_online = True
    bureau.agency.save()
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    assert (case.received_on, case.due_on) == (None, None)
    with pytest.raises(ReceiptUnknown):
        actions.register(case, by=bureau.clerk)
    with clock.at(date(2026, 9, 14)):
        actions.confirm(case, on=date(2026, 9, 14), how="电话", by=bureau.clerk)
    assert case.received_on == date(2026, 9, 14)
    assert case.stage == "submitted"


@pytest.mark.parametrize(
    ("arrival", "received"),
    [
        (Arrival(Channel.IN_PERSON, submitted_on=date(2026, 9, 10)), date(2026, 9, 10)),
        (Arrival(Channel.ORAL, submitted_on=date(2026, 9, 11)), date(2026, 9, 11)),
        (Arrival(Channel.SIGNED_MAIL, arrived_on=date(2026, 9, 8), signed_on=date(2026, 9, 9)), date(2026, 9, 9)),
        (Arrival(Channel.ORDINARY_MAIL, arrived_on=date(2026, 9, 8)), None),
        (Arrival(Channel.FAX, arrived_on=date(2026, 9, 8), confirmed_on=date(2026, 9, 9)), date(2026, 9, 9)),
        (Arrival(Channel.EMAIL, arrived_on=date(2026, 9, 8)), None),
    ],
)
def test_each_channel_fixes_the_day_of_receipt_by_its_own_rule(bureau, arrival, received):
    case = actions.record(bureau.agency, factories.person(), factories.matter(), arrival, by=bureau.clerk)
    assert case.received_on == received
    assert case.stage == ("handling" if received else "submitted")


def test_contradicting_days_register_nothing_and_use_no_number(bureau):
    wrong = Arrival(Channel.ORDINARY_MAIL, arrived_on=date(2026, 9, 10), confirmed_on=date(2026, 9, 1))
    with pytest.raises(ArrivalContradicts):
        actions.record(bureau.agency, factories.person(), factories.matter(), wrong, by=bureau.clerk)
    assert Application.objects.count() == 0
    assert factories.application(bureau.agency, bureau.clerk).number == "云商公开申〔2026〕1号"


def test_a_file_that_lies_about_its_type_leaves_nothing_behind(bureau):
    good, bad = Upload("证明.pdf", PDF), Upload("说明.pdf", b"MZ\x90\x00 this program cannot be run")
    with pytest.raises(FileRefused, match="内容与扩展名不符"):
        actions.submit_online(
            bureau.agency, factories.person(), factories.matter(), Handed(submission=[good], identity=[bad])
        )
    assert (Application.objects.count(), Applicant.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


def test_personal_data_are_unreadable_in_the_database_and_absent_from_the_log(bureau):
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_applicant")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT * FROM applications_application")
        stored += str(cursor.fetchall())
        cursor.execute("SELECT * FROM people_logentry")
        stored += str(cursor.fetchall())
    for secret in ("41000019900101001X", "13800001234", "zhou@example.org", "文昌路1号", case.query_code):
        assert secret not in stored
    assert Applicant.objects.get().identity_number == "41000019900101001X"


def test_each_look_at_an_identity_number_is_logged_with_the_masked_value(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    assert actions.reveal(case, "identity_number", by=bureau.clerk) == "41000019900101001X"
    entry = LogEntry.objects.filter(verb="applicant.looked_at").get()
    assert (entry.actor, entry.data) == (
        "李文静",
        {"field": "identity_number", "shown": "41************001X"},
    )
    with pytest.raises(NotAllowed):
        actions.reveal(case, "identity_number", by=bureau.leader)


def test_the_same_person_is_one_applicant_of_a_body_and_another_of_the_next(bureau):
    first = factories.application(bureau.agency, bureau.clerk)
    second = factories.application(bureau.agency, bureau.clerk)
    other = factories.agency()
    third = factories.application(other, factories.clerk(other))
    assert first.applicant_id == second.applicant_id
    assert third.applicant_id != first.applicant_id


def test_a_form_with_somebodys_identity_number_changes_nothing_of_their_case(bureau):
    true = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    false = factories.person(name="冒名者", phone="13700009999", address="别处9号", email="other@example.org")
    other = actions.submit_online(bureau.agency, false, factories.matter())
    true = Application.objects.get(pk=true.pk)
    assert (true.applicant.name, true.applicant.phone, true.applicant.address) == (
        "周清源",
        "13800001234",
        "云岭县文昌路1号",
    )
    assert queries.by_code(true.query_code, "1234") == true
    # For the monthly counter the number still says who it is.
    assert (queries.month_ordinal(true), queries.month_ordinal(other)) == (1, 2)


def test_splitting_gives_each_matter_a_number_and_keeps_the_words(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    original = case.content
    made = actions.split(
        case,
        [("名单", "企业名单"), ("金额", "各企业金额"), ("纪要", "评审会议纪要")],
        reason="三项内容分别由不同科室保存",
        by=bureau.clerk,
    )
    assert case.content == "企业名单"
    assert [piece.number for piece in made] == ["云商公开申〔2026〕2号", "云商公开申〔2026〕3号"]
    assert {piece.received_on for piece in made} == {date(2026, 9, 11)}
    assert all(original in piece.clues for piece in [case, *made])
    assert len({case.query_code, *(piece.query_code for piece in made)}) == 3


def test_handing_over_arrives_at_the_other_body_and_waits_for_confirmation(bureau):
    other = factories.agency(name="云岭县财政局", code="云财")
    case = factories.application(bureau.agency, bureau.clerk)
    passed = actions.hand_over(case, other, by=bureau.clerk)
    assert (passed.number, passed.stage, passed.received_on) == ("云财公开申〔2026〕1号", "submitted", None)
    assert passed.passed_from_id == case.pk
    assert case.stage == "handling"
    with pytest.raises(GongkaiError, match="已经转给"):
        actions.hand_over(case, other, by=bureau.clerk)


def test_a_query_code_opens_only_with_the_right_last_four_digits(bureau):
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    assert queries.by_code(case.query_code.lower(), "1234") == case
    assert queries.by_code(case.query_code, "1235") is None
    assert queries.by_code("AAAAAAAAAA", "1234") is None
    assert queries.by_code("", "") is None


def test_people_of_another_body_can_neither_see_nor_register(bureau):
    other = factories.agency()
    stranger = factories.clerk(other)
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    assert list(queries.visible_to(stranger)) == []
    with pytest.raises(NotAllowed):
        actions.register(case, by=stranger)
    case.refresh_from_db()
    assert case.stage == "submitted"


def test_a_section_sees_what_is_assigned_to_it_and_what_it_is_asked_about(bureau):
    mine = factories.application(bureau.agency, bureau.clerk, section=bureau.section)
    asked = factories.application(bureau.agency, bureau.clerk)
    factories.application(bureau.agency, bureau.clerk)
    actions.ask_section(
        asked, section=bureau.section, question="有没有2025年的名单", due_on=date(2026, 9, 18), by=bureau.clerk
    )
    assert set(queries.visible_to(bureau.contributor)) == {mine, asked}
    assert [a.question for a in queries.assistances_for(bureau.contributor)] == ["有没有2025年的名单"]
