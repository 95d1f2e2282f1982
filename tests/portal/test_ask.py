"""Asking: two pages without an account, nothing lost on an error, nothing half saved."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from disclosures.corpus import seed
from gongkai.applications.models import Applicant, Application
from gongkai.files.models import StoredFile
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.portal.models import Sending
from portal.making import IDENTITY, PHONE, bureau, filled, sent, text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def pdf(name: str = "线索.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(response))
    assert found is not None
    return found[1]


def test_a_complete_form_becomes_an_application_received_today() -> None:
    of = bureau()
    case = sent(Client(), of, clues="2025年3月的申报指南提到过", document_number="云商发〔2025〕8号", needs_help="on")
    assert (case.number, case.channel, case.stage) == ("云商公开申〔2026〕1号", "online", "submitted")
    assert (case.submitted_on, case.received_on, case.due_on) == (
        date(2026, 9, 10),
        date(2026, 9, 10),
        date(2026, 10, 14),
    )
    assert (case.applicant.name, case.applicant.identity_number, case.applicant.phone) == ("周清源", IDENTITY, PHONE)
    assert (case.content, case.clues) == ("2025年度外贸稳增长专项资金支持的企业名单和金额", "2025年3月的申报指南提到过")
    assert (case.carriers, case.routes, case.other_form_accepted, case.needs_help) == (
        ["electronic"],
        ["online"],
        True,
        True,
    )


def test_a_body_that_announces_confirmation_says_so_before_sending_and_starts_no_clock() -> None:
    of, client = bureau(confirms_online=True), Client()
    page = text_of(client.get("/shangwu/ask/write/"))
    assert "<b>提交成功还不是收到。</b>提交后，工作人员在一个工作日内打您留的电话同您确认" in page
    case = sent(client, of)
    assert (case.received_on, case.exception_announced, case.due_on) == (None, True, None)
    done = text_of(client.get("/shangwu/ask/done/"))
    assert "如果9月11日（周五）确认，最晚10月15日（周四）答复您" in done
    assert "双方确认的当天" in done


def test_a_body_without_exception_says_that_today_is_the_day_of_receipt() -> None:
    bureau()
    page = text_of(Client().get("/shangwu/ask/write/"))
    assert "提交成功的当天（9月10日（周四））就是收到日" in page
    assert "提交成功还不是收到" not in page


def test_the_receipt_shows_code_number_day_and_how_it_was_counted() -> None:
    of, client = bureau(), Client()
    case = sent(client, of)
    page = text_of(client.get("/shangwu/ask/done/"))
    code = f"{case.query_code[:4]}-{case.query_code[4:7]}-{case.query_code[7:]}"
    assert f'<p class="code">{code}</p>' in page
    assert "云商公开申〔2026〕1号" in page
    assert "<h2>最晚10月14日（周三）答复您</h2>" in page
    assert "今天是收到日，当天不算；从下一个工作日数起，共20个工作日。" in page
    assert '<svg class="clock' in page


def test_the_receipt_is_shown_to_nobody_else() -> None:
    of = bureau()
    sent(Client(), of)
    other = Client().get("/shangwu/ask/done/")
    assert (other.status_code, other.headers["Location"]) == (302, "/query/")


def test_pages_with_personal_data_are_not_to_be_kept() -> None:
    of, client = bureau(), Client()
    case = sent(client, of)
    for address in ("/shangwu/ask/write/", "/shangwu/ask/done/", "/query/case/", "/query/", "/ask/"):
        assert client.get(address).headers["Cache-Control"] == "no-store, private", address
    assert case.query_code not in text_of(Client().get("/query/"))


def test_words_travel_from_the_first_page_to_the_form() -> None:
    seed()
    client = Client()
    found = client.post("/ask/", {"words": "外贸专项资金的评审打分表"})
    assert "改向" not in text_of(found).split("以上都不是，向云岭县商务局申请")[0]
    assert 'name="body" value="b0"' in text_of(found)
    on = client.post("/ask/carry-on/", {"words": "外贸专项资金的评审打分表", "body": "b0"})
    assert on.headers["Location"] == "/b0/ask/write/"
    assert ">\n外贸专项资金的评审打分表</textarea>" in text_of(client.get("/b0/ask/write/"))


def test_the_first_page_works_from_a_search_and_names_what_is_public() -> None:
    seed()
    page = text_of(Client().get("/ask/?q=家电以旧换新"))
    assert "可能就是这些（2件）" in page
    assert "云岭县家电以旧换新补贴实施细则" in page
    assert "它的职责里有：组织家电、汽车以旧换新。" in page


def test_a_body_of_its_own_page_is_kept_and_a_better_one_offered() -> None:
    seed()
    page = text_of(Client().get("/b1/ask/?q=河湾村土地征收补偿标准"))
    assert (
        '<button class="btn btn-go" name="body" value="b1" formaction="/ask/carry-on/">以上都不是，继续申请</button>'
        in page
    )
    assert (
        '<button class="btn" name="body" value="b2" formaction="/ask/carry-on/">改向云岭县自然资源局申请</button>'
        in page
    )


def test_the_fragment_for_script_is_the_same_part() -> None:
    seed()
    fragment = text_of(Client().get("/ask/suggest/?q=家电以旧换新"))
    assert 'data-count="可能就是这些，2件"' in fragment
    assert "<html" not in fragment
    assert 'data-count="没有找到已经公开的"' in text_of(Client().get("/ask/suggest/?q=网络游戏版号"))


def test_an_error_keeps_what_was_typed_and_hides_the_identity_number() -> None:
    of, client = bureau(), Client()
    wrong = client.post("/shangwu/ask/write/", filled(phone="1390000012", clues="在展板上看到过"))
    page = text_of(wrong)
    assert wrong.status_code == 422
    assert "<title>出错：写下申请 - 云岭县商务局政府信息公开</title>" in page
    assert '<a href="#id_phone">手机号码少一位，请补全11位数字</a>' in page
    assert (IDENTITY in page, 'value="41************0014"' in page) == (False, True)
    assert "在展板上看到过" in page and 'value="周清源"' in page
    assert Application.objects.count() == 0
    again = filled(identity_number="41************0014", sealed=hidden(wrong, "sealed"))
    assert client.post("/shangwu/ask/write/", again).status_code == 302
    assert Application.objects.get().applicant.identity_number == IDENTITY
    assert of.applications.count() == 1


def test_a_masked_number_of_another_session_opens_nothing() -> None:
    bureau()
    theirs = hidden(Client().post("/shangwu/ask/write/", filled(phone="1")), "sealed")
    mine = Client().post("/shangwu/ask/write/", filled(identity_number="41************0014", sealed=theirs))
    assert (mine.status_code, "证件号码请重新填写完整" in text_of(mine)) == (422, True)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"content": " \n "}, "请写明要什么信息，名称、文号或者说明都可以"),
        ({"content": "长" * 8001}, "说明超过8000字，请写要点，详细内容另附文件"),
        ({"name": ""}, "请填写姓名，单位申请的填写单位全称"),
        ({"identity_number": ""}, "请填写证件号码，或者附上身份证明的图片"),
        ({"identity_number": "41000019900101001"}, "身份证号是17位，应为18位，请核对"),
        ({"identity_number": "410000199001010015"}, "身份证号最后一位与前面的数字对不上，请核对"),
        (
            {"identity_kind": "credit_code", "identity_number": "91410000"},
            "统一社会信用代码是18位数字和大写字母，请核对",
        ),
        ({"phone": ""}, "请填写联系电话，手机或者固定电话都可以"),
        ({"phone": "139000001234"}, "手机号码多一位，应为11位数字，请核对"),
        ({"phone": "0399-5550126转8"}, "电话号码里有不认识的符号，请只填数字"),
        ({"phone": "12345"}, "电话号码太短，请填写手机号码，或者带区号的固定电话"),
        ({"routes": ["email"]}, "要用电子邮件给您，请填写电子邮箱"),
        ({"routes": ["post"]}, "要邮寄给您，请填写通信地址"),
        ({"routes": ["fax"]}, "要用传真给您，请填写传真号码"),
        ({"routes": []}, "请选择怎样给您"),
        ({"carriers": []}, "请选择要什么样的载体"),
        ({"email": "zhou@"}, "电子邮箱写得不完整，应当像 name@example.org 这样"),
        ({"postcode": "46390"}, "邮政编码是6位数字，请核对，不清楚可以不填"),
    ],
)
def test_each_slip_has_a_sentence(given: dict[str, Any], sentence: str) -> None:
    bureau()
    response = Client().post("/shangwu/ask/write/", filled(**given))
    assert (response.status_code, re.findall(r'<li><a href="#[^"]*">([^<]*)</a></li>', text_of(response))) == (
        422,
        [sentence],
    )


@pytest.mark.parametrize(
    ("phone", "tail"),
    [
        ("0399-5550126", "0126"),
        ("１３９００００ ０１２３", "0123"),
        ("+852 5123 4567", "4567"),
    ],
)
def test_landlines_and_numbers_from_elsewhere_are_fine(phone: str, tail: str) -> None:
    case = sent(Client(), bureau(), phone=phone)
    opened = Client().post("/query/", {"code": case.query_code, "tail": tail})
    assert (opened.status_code, opened.headers.get("Location")) == (302, "/query/case/")


def test_an_organisation_applies_with_its_code() -> None:
    case = sent(
        Client(),
        bureau(),
        kind="enterprise",
        name="云岭县清源商贸有限公司",
        identity_kind="credit_code",
        identity_number="91419900MA00000001",
        representative="周清源",
        contact="李文静",
    )
    assert (case.applicant_kind, case.applicant.representative, case.applicant.contact) == (
        "enterprise",
        "周清源",
        "李文静",
    )


def test_the_proof_may_stand_in_for_the_number() -> None:
    case = sent(Client(), bureau(), identity_number="", proof=[pdf("身份证.pdf")])
    assert [(file.purpose, file.name) for file in case.files.all()] == [("identity", "身份证.pdf")]


def test_the_form_asks_for_no_purpose_and_no_promise() -> None:
    bureau()
    page = text_of(Client().get("/shangwu/ask/write/"))
    assert [word for word in ("用途：", "承诺", "特殊需要", "减免") if word in page] == []


def test_pressing_twice_makes_one_application() -> None:
    bureau()
    client = Client()
    mark = hidden(client.get("/shangwu/ask/write/"), "mark")
    first = client.post("/shangwu/ask/write/", filled(mark=mark))
    second = client.post("/shangwu/ask/write/", filled(mark=mark))
    assert (first.headers["Location"], second.headers["Location"]) == ("/shangwu/ask/done/", "/shangwu/ask/done/")
    assert (Application.objects.count(), Sending.objects.count()) == (1, 1)


def test_a_made_up_mark_is_replaced_not_trusted() -> None:
    bureau()
    for _ in range(2):
        assert Client().post("/shangwu/ask/write/", filled(mark="same")).status_code == 302
    assert Application.objects.count() == 2


def test_two_bodies_know_the_same_person_apart() -> None:
    one, two = bureau(), bureau(name="云岭县民政局", slug="minzheng", code="云民")
    first, second = sent(Client(), one), sent(Client(), two)
    assert (first.number, second.number) == ("云商公开申〔2026〕1号", "云民公开申〔2026〕1号")
    assert first.applicant_id != second.applicant_id
    assert Applicant.objects.count() == 2


def test_hostile_text_is_shown_as_text() -> None:
    of, client = bureau(), Client()
    case = sent(
        client,
        of,
        name="<script>alert(1)</script>",
        content="{{ 7|add:7 }}<img src=x onerror=alert(1)>\u202e文件名\x07{n}",
    )
    assert (case.applicant.name, case.content) == (
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}<img src=x onerror=alert(1)>文件名{n}",
    )
    for address in ("/shangwu/ask/done/", "/query/case/"):
        page = text_of(client.get(address))
        assert "<script>alert" not in page and "<img src=x" not in page, address
        assert "{{ 7|add:7 }}&lt;img src=x onerror=alert(1)&gt;文件名{n}" in page, address


def test_looking_around_leaves_no_session_behind() -> None:
    bureau()
    client = Client()
    for address in (
        "/",
        "/shangwu/",
        "/ask/?q=外贸资金",
        "/shangwu/ask/",
        "/shangwu/ask/write/",
        "/query/",
        "/search/?q=决算",
    ):
        client.get(address)
    assert Session.objects.count() == 0


# Files


def docx_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 3_000_000)
    return out.getvalue()


def test_files_come_with_the_application_by_what_they_are() -> None:
    case = sent(Client(), bureau(), files=[pdf("一.pdf"), pdf("二.pdf")], proof=[pdf("身份证.pdf")])
    assert [(file.purpose, file.name) for file in case.files.all()] == [
        ("submission", "一.pdf"),
        ("submission", "二.pdf"),
        ("identity", "身份证.pdf"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("程序.exe", b"MZ\x90\0", "不能收“程序.exe”：只收"),
        ("账单.pdf", b"MZ\x90\0", "“账单.pdf”的内容与扩展名不符，可能已损坏或者改过名，没有收下。"),
        ("空.pdf", b"", "“空.pdf”是空文件，没有收下。"),
        ("大.txt", b"x" * 1001, "“大.txt”超过0MB，没有收下。"),
        ("炸弹.docx", docx_bomb(), "“炸弹.docx”的内容与扩展名不符"),
        ("../../etc/passwd.pdf", b"MZ", "“passwd.pdf”的内容与扩展名不符"),
        ("<b>图.png", b"\x89PNG", "“&lt;b&gt;图.png”的内容与扩展名不符"),
    ],
)
def test_a_bad_file_has_a_sentence_and_nothing_is_half_saved(
    settings: Settings, name: str, data: bytes, sentence: str
) -> None:
    settings.FILE_MAX_EXPANDED = 1_000_000
    settings.FILE_MAX_BYTES = 1000 if name == "大.txt" else 20_000_000
    bureau()
    client = Client()
    upload = SimpleUploadedFile("x", data)
    upload.__dict__["_name"] = name  # as no good browser would send it
    response = client.post("/shangwu/ask/write/", filled(files=[pdf("好.pdf"), upload]))
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert (Application.objects.count(), Applicant.objects.count(), StoredFile.objects.count()) == (0, 0, 0)
    assert "已收下：好.pdf" in page


def test_good_files_outlive_an_error_and_go_with_the_next_try(tmp_path: Path) -> None:
    bureau()
    client = Client()
    wrong = client.post("/shangwu/ask/write/", filled(phone="", files=[pdf("一.pdf")], proof=[pdf("身份证.pdf")]))
    kept = hidden(wrong, "kept")
    wrong = client.post("/shangwu/ask/write/", filled(phone="", kept=kept, files=[pdf("二.pdf")]))
    kept = hidden(wrong, "kept")
    assert client.post("/shangwu/ask/write/", filled(kept=kept, files=[pdf("三.pdf")])).status_code == 302
    case = Application.objects.get()
    assert [(file.purpose, file.name) for file in case.files.all()] == [
        ("submission", "一.pdf"),
        ("submission", "二.pdf"),
        ("submission", "三.pdf"),
        ("identity", "身份证.pdf"),
    ]
    assert [path for path in (tmp_path / "waiting").rglob("*") if path.is_file()] == []


def test_a_kept_file_can_be_dropped() -> None:
    bureau()
    client = Client()
    wrong = client.post("/shangwu/ask/write/", filled(phone="", files=[pdf("一.pdf"), pdf("二.pdf")]))
    keys = re.findall(r'name="drop" value="([0-9a-f]{32})"', text_of(wrong))
    assert client.post("/shangwu/ask/write/", filled(kept=hidden(wrong, "kept"), drop=keys[:1])).status_code == 302
    assert [file.name for file in Application.objects.get().files.all()] == ["二.pdf"]


def test_the_eleventh_file_is_refused_by_name_and_ten_are_kept() -> None:
    bureau()
    client = Client()
    wrong = client.post("/shangwu/ask/write/", filled(files=[pdf(f"{n}.pdf") for n in range(1, 12)]))
    assert wrong.status_code == 422
    assert "一次最多交10个文件，“11.pdf”没有收下。" in text_of(wrong)
    assert client.post("/shangwu/ask/write/", filled(kept=hidden(wrong, "kept"))).status_code == 302
    assert Application.objects.get().files.count() == 10


def test_kept_files_belong_to_one_session() -> None:
    bureau()
    theirs = hidden(Client().post("/shangwu/ask/write/", filled(phone="", files=[pdf()])), "kept")
    assert Client().post("/shangwu/ask/write/", filled(kept=theirs)).status_code == 302
    assert Application.objects.get().files.count() == 0


def test_kept_files_go_after_a_day(settings: Settings, tmp_path: Path) -> None:
    bureau()
    client = Client()
    old = hidden(client.post("/shangwu/ask/write/", filled(phone="", files=[pdf("旧.pdf")])), "kept")
    settings.NOW = "2026-09-11T21:15"
    Client().post("/shangwu/ask/write/", filled(phone="", files=[pdf("新.pdf")]))
    assert [path.read_bytes()[-6:] for path in (tmp_path / "waiting").rglob("*") if path.is_file()] == [
        "新.pdf".encode()[-6:]
    ]
    assert client.post("/shangwu/ask/write/", filled(kept=old)).status_code == 302
    assert Application.objects.get().files.count() == 0


# Never dropped


def test_a_burst_from_one_address_is_taken_whole_and_marked_for_the_clerk() -> None:
    of = bureau()
    for n in range(12):
        sent(Client(), of, content=f"第{n}件")
    assert Application.objects.count() == 12
    marked = LogEntry.objects.filter(verb="application.hurried").order_by("sequence")
    assert [(entry.actor, entry.data) for entry in marked] == [
        ("公开平台", {"within_the_hour": 11}),
        ("公开平台", {"within_the_hour": 12}),
    ]


def test_the_page_tells_a_hurried_applicant_that_it_was_taken() -> None:
    of = bureau()
    for n in range(10):
        sent(Client(), of, content=f"第{n}件")
    client = Client()
    sent(client, of, content="第11件")
    assert "您的申请已经收下，期限照常计算" in text_of(client.get("/shangwu/ask/done/"))


def test_the_fingerprint_of_an_address_is_wiped_after_a_day(settings: Settings) -> None:
    of = bureau()
    sent(Client(), of)
    settings.NOW = "2026-09-11T21:15"
    sent(Client(), of)
    assert [row.source != "" for row in Sending.objects.order_by("at")] == [False, True]


def test_the_field_for_machines_drops_nothing() -> None:
    case = sent(Client(), bureau(), website="http://example.org/")
    assert case.number == "云商公开申〔2026〕1号"
    assert LogEntry.objects.filter(verb="application.hurried").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/shangwu/",
        "/shangwu/guide/",
        "/search/?q=以旧换新",
        "/ask/?q=以旧换新",
        "/shangwu/ask/",
        "/shangwu/ask/write/",
    ],
)
def test_a_page_takes_fifteen_queries_at_most(
    address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seed()
    bureau(name="云岭县商务二局", code="云商二")
    client = Client()
    client.get("/shangwu/ask/write/")
    with django_assert_max_num_queries(15):
        assert client.get(address).status_code == 200


def test_the_clock_of_the_site_is_that_of_the_house() -> None:
    assert clock.today() == date(2026, 9, 10)
