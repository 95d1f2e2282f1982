"""登记: one page, eight fields; the day of receipt and the due date are shown before and after, and nothing is lost by a slip."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import factories
from desk.lists.conftest import Bureau
from gongkai.applications.models import Applicant, Application, CaseFile
from gongkai.desk.lists.foresight import alike
from gongkai.documents import read
from gongkai.people import clock
from gongkai.people.models import Account, LogEntry

Enter = Callable[[Account], Client]
NEW = "/desk/applications/new/"
EIGHT = {
    "channel": "signed_mail",
    "came_on": "2026-10-15",
    "name": "周清源",
    "kind": "natural_person",
    "phone": "13800001234",
    "content": "2025年外贸专项资金支持的企业名单",
    "carriers": ["paper"],
    "routes": ["post"],
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def text_of(page: str) -> str:
    """What a reader sees."""
    bare = re.sub(r"<svg.*?</svg>|<blockquote.*?</blockquote>|<[^>]+>", " ", page.split("<main", 1)[1], flags=re.S)
    return re.sub(r"\s+", " ", bare)


def test_eight_fields_register_a_letter(bureau: Bureau, enter: Enter) -> None:
    answer = enter(bureau.clerk).post(NEW, EIGHT)
    case = Application.objects.get()
    assert answer.headers["Location"] == f"/desk/applications/{case.pk}/registered/"
    assert (case.channel, case.signed_on, case.received_on, case.due_on, case.stage) == (
        "signed_mail",
        date(2026, 10, 15),
        date(2026, 10, 15),
        date(2026, 11, 12),
        "handling",
    )
    assert (case.title, case.carriers, case.routes, case.registered_by) == (
        "2025年外贸专项资金支持的企业名单",
        ["paper"],
        ["post"],
        bureau.clerk,
    )
    entry = LogEntry.objects.get(verb="application.registered")
    assert (entry.actor, entry.data["channel"], entry.data["received_on"]) == ("李文静", "signed_mail", "2026-10-15")


def test_the_page_after_it_says_number_receipt_due_date_and_code(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    page = client.post(NEW, EIGHT, follow=True).content.decode()
    case = Application.objects.get()
    text = text_of(page)
    assert [
        piece
        for piece in (
            "已登记，编号云商公开申〔2026〕1号",
            "最晚11月12日（周四）答复",
            "收到之日10月15日（周四）：以行政机关签收之日为收到之日。",
            "《条例》第三十一条第（二）项、第三十三条第二款",
            case.query_code,
        )
        if piece not in text
    ] == []
    assert "口头申请，请申请人核对后签名" not in text


@pytest.mark.parametrize(
    ("given", "facts", "received", "stage"),
    [
        ({"channel": "in_person"}, {"submitted_on": date(2026, 10, 15)}, date(2026, 10, 15), "handling"),
        ({"channel": "oral"}, {"submitted_on": date(2026, 10, 15)}, date(2026, 10, 15), "handling"),
        ({"channel": "ordinary_mail"}, {"arrived_on": date(2026, 10, 15)}, None, "submitted"),
        (
            {"channel": "ordinary_mail", "confirmed_on": "2026-10-16", "confirmed_how": "电话"},
            {"arrived_on": date(2026, 10, 15), "confirmed_on": date(2026, 10, 16), "confirmed_how": "电话"},
            date(2026, 10, 16),
            "handling",
        ),
        ({"channel": "email"}, {"arrived_on": date(2026, 10, 15)}, None, "submitted"),
        (
            {"channel": "fax", "confirmed_on": "2026-10-15"},
            {"confirmed_on": date(2026, 10, 15)},
            date(2026, 10, 15),
            "handling",
        ),
        ({"channel": "passed_on", "confirmed_on": "2026-10-16"}, {}, date(2026, 10, 16), "handling"),
        ({"channel": "wrong_office", "confirmed_on": "2026-10-16"}, {}, date(2026, 10, 16), "handling"),
        ({"channel": "other", "confirmed_on": "2026-10-16"}, {}, date(2026, 10, 16), "handling"),
    ],
)
def test_each_channel_goes_by_its_own_day(
    bureau: Bureau, enter: Enter, given: dict[str, str], facts: dict[str, object], received: date | None, stage: str
) -> None:
    page = enter(bureau.clerk).post(NEW, {**EIGHT, **given}, follow=True).content.decode()
    case = Application.objects.get()
    assert {name: getattr(case, name) for name in facts} == facts
    assert (case.received_on, case.stage) == (received, stage)
    assert ("先与申请人确认，再算期限" in page) is (received is None)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": ""}, "请填写姓名或者名称"),
        ({"kind": ""}, "请选择申请人类别"),
        ({"phone": ""}, "请填写电话、地址、邮箱中的至少一项，否则无法联系申请人、送达答复"),
        ({"content": " "}, "请填写要什么信息"),
        ({"carriers": []}, "请选择要什么载体"),
        ({"routes": []}, "请选择怎么给"),
        ({"channel": "online"}, "怎么来的的选项已经变化，请重新选择"),
        ({"came_on": "2026-10-17"}, "到件日期晚于今天，请核对"),
        ({"came_on": "10月15日"}, "到件日期不是日期，请写成2026-10-23这样"),
        ({"channel": "fax", "confirmed_on": "2026-10-14"}, "确认之日早于到件日期，请核对"),
        ({"postcode": "46390"}, "邮政编码是6位数字"),
        ({"email": "zhou"}, "电子邮箱不完整，请写成name@example.cn这样"),
    ],
)
def test_a_slip_is_named_and_nothing_is_registered(
    bureau: Bureau, enter: Enter, given: dict[str, object], problem: str
) -> None:
    answer = enter(bureau.clerk).post(NEW, {**EIGHT, **given})
    page = answer.content.decode()
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    assert (problem in page, "<title>出错：" in page) == (True, True)
    if given.get("content") is None:
        assert "2025年外贸专项资金支持的企业名单" in page


def test_an_identity_number_is_wanted_but_never_a_condition(bureau: Bureau, enter: Enter) -> None:
    enter(bureau.clerk).post(NEW, {**EIGHT, "identity_kind": "id_card", "identity_number": "41000019900101001X"})
    applicant = Applicant.objects.get()
    assert (applicant.identity_number, applicant.identity_masked) == ("41000019900101001X", "41************001X")
    enter(bureau.clerk).post(NEW, {**EIGHT, "name": "李四明"})
    assert Application.objects.count() == 2


def test_counting_tells_the_days_and_keeps_nothing(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    answer = client.post(NEW, {"channel": "signed_mail", "came_on": "2026-10-15", "count": "1", "name": "周清源"})
    text = text_of(answer.content.decode())
    assert (answer.status_code, Application.objects.count(), Applicant.objects.count()) == (200, 0, 0)
    assert ("最晚11月12日（周四）答复" in text, "10月第1件。每月前10件不收费。" in text) == (True, True)
    assert ("请填写要什么信息" in text, "出错" in answer.content.decode()) == (False, False)
    assert 'value="周清源"' in answer.content.decode()


def test_script_is_given_only_the_part_that_changes(bureau: Bureau, enter: Enter) -> None:
    answer = enter(bureau.clerk).post(
        NEW, {"channel": "email", "came_on": "2026-10-15", "count": "1"}, headers={"X-Requested-With": "fetch"}
    )
    page = answer.content.decode()
    assert (page.startswith("<!doctype"), page.count("<form"), answer.status_code) == (False, 0, 200)
    assert "还不能定收到之日。" in page
    assert "没有登记与申请人确认之日" in page


def test_a_period_into_a_year_without_notice_is_not_before(bureau: Bureau, enter: Enter) -> None:
    with clock.at(date(2026, 12, 20)):
        answer = enter(bureau.clerk).post(NEW, {"channel": "in_person", "came_on": "2026-12-18", "count": "1"})
    assert "不早于2027年1月" in text_of(answer.content.decode())


def filed(bureau: Bureau, count: int) -> None:
    for n in range(count):
        factories.application(
            bureau.agency,
            bureau.clerk,
            person=factories.person(identity_number=""),
            matter=factories.matter(title=f"第{n}件", content=f"第{n}种文件的目录"),
        )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (8, "10月第9件。每月前10件不收费。"),
        (9, "这是10月第10件。下一件起，按件计收可以收费。"),
        (
            10,
            "这是10月第11件，按件计收可以收100元信息处理费；也可以要求说明理由（《条例》第三十五条）。收不收由工作机构定。",
        ),
        (
            30,
            "这是10月第31件，按件计收可以收200元信息处理费；也可以要求说明理由（《条例》第三十五条）。收不收由工作机构定。",
        ),
    ],
)
def test_the_months_count_is_told_before_the_eleventh(
    bureau: Bureau, other: Bureau, enter: Enter, before: int, words: str
) -> None:
    filed(bureau, before)
    filed(other, 3)
    answer = enter(bureau.clerk).post(NEW, {**EIGHT, "count": "1", "came_on": "2026-10-16"})
    assert words in text_of(answer.content.decode())
    page = enter(bureau.clerk).post(NEW, {**EIGHT, "came_on": "2026-10-16"}, follow=True).content.decode()
    assert (words in text_of(page)) is (before >= 9)


def test_earlier_answers_to_the_same_person_are_shown_the_alike_ones_first(
    bureau: Bureau, other: Bureau, enter: Enter
) -> None:
    who = factories.person(identity_number="")
    with clock.at(date(2026, 3, 2)):
        answered = factories.answered(
            bureau.agency, bureau.clerk, bureau.leader, person=who,
            matter=factories.matter(title="企业名单", content="请公开2025年外贸专项资金支持的企业名单"),
        )  # fmt: skip
        factories.application(
            bureau.agency, bureau.clerk, person=who, matter=factories.matter(title="会议纪要", content="党组会议纪要")
        )
        factories.application(
            other.agency, other.clerk, person=who, matter=factories.matter(title="农机补贴", content="农机补贴")
        )
    text = text_of(enter(bureau.clerk).post(NEW, {**EIGHT, "count": "1"}).content.decode())
    assert text.index(f"{answered.number} 企业名单") < text.index("会议纪要")
    assert ("1件内容相近，可能是重复申请" in text, "予以公开 2026-03-02 答复" in text, "农机补贴" in text) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2025年外贸专项资金支持企业名单", "请公开2025年外贸专项资金支持的企业名单", True),
        ("2025年外贸专项资金支持企业名单", "2024年粮油储备企业名单", False),
        ("", "名单", False),
        ("名", "名", False),
    ],
)
def test_alike_contents_share_most_pairs_of_characters(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_an_oral_application_is_printed_for_signature(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    page = client.post(NEW, {**EIGHT, "channel": "oral"}, follow=True).content.decode()
    case = Application.objects.get()
    assert "口头申请，请申请人核对后签名" in page
    form = client.get(f"/desk/applications/{case.pk}/form.pdf")
    assert (form.content[:5], form.headers["Content-Type"], form.headers["Cache-Control"]) == (
        b"%PDF-",
        "application/pdf",
        "private, no-store",
    )
    assert form.headers["Content-Disposition"].startswith("attachment; ")
    assert case.letters.count() == 0


def test_the_slip_for_the_applicant_names_the_day_of_receipt_and_why(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    page = client.post(NEW, EIGHT, follow=True).content.decode()
    case = Application.objects.get()
    address = f"/desk/applications/{case.pk}/receipt.pdf"
    assert f'href="{address}"' in page
    slip = client.get(address)
    assert slip.headers["Content-Disposition"].startswith("attachment; ")
    words = "".join(str(block) for block in read(slip.content, "回执.pdf").blocks)
    assert "该申请的收到之日为2026年10月15日，以行政机关签收之日为收到之日" in words
    assert case.letters.count() == 0


def test_without_a_day_of_receipt_there_is_no_slip_and_a_sentence_says_why(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    page = client.post(NEW, {**EIGHT, "channel": "email"}, follow=True).content.decode()
    case = Application.objects.get()
    assert (case.received_on, "receipt.pdf" in page) == (None, False)
    sent = client.get(f"/desk/applications/{case.pk}/receipt.pdf", follow=True)
    assert sent.redirect_chain == [(f"/desk/applications/{case.pk}/registered/", 302)]
    told = [str(message) for message in sent.context["messages"]]
    assert told == ["还不能起草《接收回执》：没有登记收到申请之日，缺了它文书不完整。请在“申请登记”中填写后再起草。"]


def test_scans_come_along_and_a_bad_one_stops_everything(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    bad = SimpleUploadedFile("信封.pdf", b"MZ not a pdf")
    answer = client.post(NEW, {**EIGHT, "submission": [SimpleUploadedFile("申请书.pdf", PDF), bad]})
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    assert "“信封.pdf”的内容与扩展名不符" in answer.content.decode()
    client.post(
        NEW,
        {
            **EIGHT,
            "submission": [SimpleUploadedFile("申请书.pdf", PDF), SimpleUploadedFile("信封.pdf", PDF + b" ")],
            "identity": [SimpleUploadedFile("身份证.pdf", PDF + b"  ")],
        },
    )
    assert [(file.name, file.purpose) for file in CaseFile.objects.all()] == [
        ("申请书.pdf", "submission"),
        ("信封.pdf", "submission"),
        ("身份证.pdf", "identity"),
    ]


def test_eleven_files_at_once_are_refused_with_words(bureau: Bureau, enter: Enter) -> None:
    files = [SimpleUploadedFile(f"{n}.pdf", PDF + b" " * n) for n in range(11)]
    answer = enter(bureau.clerk).post(NEW, {**EIGHT, "submission": files})
    assert (answer.status_code, "一次最多10个文件" in answer.content.decode()) == (422, True)


def test_a_section_is_named_at_once_and_another_bodys_is_refused(bureau: Bureau, other: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    assert client.post(NEW, {**EIGHT, "section": other.section.pk}).status_code == 422
    client.post(NEW, {**EIGHT, "section": bureau.section.pk})
    assert Application.objects.get().section == bureau.section


def test_who_registers_for_two_bodies_says_for_which(bureau: Bureau, other: Bureau, enter: Enter) -> None:
    from gongkai.people.models import Appointment, Role

    Appointment.objects.create(account=bureau.clerk, agency=other.agency, role=Role.CLERK)
    client = enter(bureau.clerk)
    assert "请选择机关" in client.post(NEW, EIGHT).content.decode()
    client.post(NEW, {**EIGHT, "agency": other.agency.pk})
    assert Application.objects.get().agency == other.agency


def test_hostile_words_are_kept_and_shown_as_text(bureau: Bureau, enter: Enter) -> None:
    hostile = '"><script>alert(1)</script>{{ 1 }}'
    client = enter(bureau.clerk)
    again = client.post(NEW, {**EIGHT, "name": hostile, "content": hostile, "kind": ""}).content.decode()
    page = client.post(NEW, {**EIGHT, "name": hostile, "content": hostile}, follow=True).content.decode()
    assert ("<script>alert" in again, "<script>alert" in page, Application.objects.get().content) == (
        False,
        False,
        hostile,
    )


def test_the_page_and_what_follows_cost_few_queries(
    bureau: Bureau, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filed(bureau, 12)
    client = enter(bureau.clerk)
    client.get("/desk/fees/")
    with django_assert_max_num_queries(15):
        client.get(NEW)
    with django_assert_max_num_queries(15):
        client.post(NEW, {**EIGHT, "count": "1"})
    case = Application.objects.first()
    with django_assert_max_num_queries(15):
        client.get(f"/desk/applications/{case.pk}/registered/")


def test_a_form_sent_twice_takes_one_number(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    first = client.post(NEW, EIGHT)
    again = client.post(NEW, EIGHT, follow=True)
    assert (again.redirect_chain[0][0], Application.objects.count()) == (first.headers["Location"], 1)
    assert "云商公开申〔2026〕1号刚刚登记过，内容完全一样，没有再登记一次。" in again.content.decode()
    client.post(NEW, {**EIGHT, "content": "别的"})
    with clock.at(datetime(2026, 10, 16, 9, 3)):
        client.post(NEW, EIGHT)
    assert Application.objects.count() == 3
