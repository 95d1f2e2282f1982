"""The list of bodies at the desk: found among ten thousand, added to, imported, ended; nobody else finds the pages."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from gongkai.agencies.models import Agency
from gongkai.files.uploads import Upload
from gongkai.ledgers.reading import grids
from gongkai.people.models import Account, LogEntry
from gongkai.roster import actions
from gongkai.roster.columns import COLUMNS
from gongkai.roster.models import Intake
from gongkai.roster.values import NewBody
from people.conftest import client_of
from roster.conftest import County

GIVEN = {
    "name": "示例县文化局", "short_name": "县文化局", "code": "示文", "slug": "wenhua", "kind": "department",
    "above": "县政府办", "starts_on": "2019-03-01", "administrator": "周明", "username": "zhouming",
}  # fmt: skip
LIST = "全称,机关代字,网址名,主管部门,管理员姓名,管理员账号\n示例县审计局,示审,shenji,县政府办,孙平,sunping\n"


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def posted(county: County, text: str) -> HttpResponse:
    upload = SimpleUploadedFile("名单.csv", text.encode())
    return client_of(county.keeper).post("/desk/bodies/import/", {"upload": upload}, follow=True)


def test_a_page_of_ten_thousand_bodies_costs_what_a_page_of_two_costs(county: County) -> None:
    client = client_of(county.keeper)

    def asked(address: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        assert answer.status_code == 200, address
        return len(seen), text_of(answer)

    Agency.objects.update(fax="0399-5550127", email="gk@example.org")
    asked("/desk/bodies/")
    few, _ = asked("/desk/bodies/")
    Agency.objects.bulk_create(
        [
            Agency(
                name=f"示例省第{n}局", short_name=f"第{n}局", code=f"省{n}", slug=f"s{n}", supervised_by=county.office
            )
            for n in range(9_998)
        ],
        500,
    )
    for address, words in (
        ("/desk/bodies/", "第1–50个，共10000个"),
        ("/desk/bodies/?page=200", "第9951–10000个，共10000个"),
        ("/desk/bodies/?q=示例省+s999", "找到9个机关"),
        ("/desk/bodies/?which=lacking", "找到9998个机关"),
        ("/desk/bodies/?which=unmanned&kind=department", "找到9998个机关"),
        ("/desk/bodies/?which=nonsense&page=x&kind=<b>", "10000个机关"),
    ):
        count, shown = asked(address)
        assert (count <= few, words in shown) == (True, True), address
    _, shown = asked("/desk/bodies/?q=没有这样的")
    assert "没有符合条件的机关" in shown
    # Neither does a form or a file cost more.
    for address, most in (
        ("/desk/bodies/new/", 12),
        (f"/desk/bodies/{county.bureau.pk}/", 18),
        (f"/desk/bodies/{county.bureau.pk}/end/", 22),
    ):
        assert asked(address)[0] <= most, address


def test_a_body_is_added_and_its_password_is_shown_once(county: County) -> None:
    client = client_of(county.keeper)
    answer = client.post("/desk/bodies/new/", GIVEN)
    shown = text_of(answer)
    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", shown)
    assert (answer.status_code, "请把一次性密码告诉周明" in shown) == (200, True)
    assert password is not None
    assert Account.objects.get(username="zhouming").check_password(password[0])
    assert "no-store" in answer.headers["Cache-Control"]
    body = Agency.objects.get(slug="wenhua")
    assert (body.supervised_by, password[0] in text_of(client.get(f"/desk/bodies/{body.pk}/"))) == (
        county.office,
        False,
    )
    again = client.post("/desk/bodies/new/", GIVEN)
    assert again.status_code == 422
    assert "全称与示例县文化局相同，同一个机关不用再加，不同的请换一个" in text_of(again)
    assert "已经有账号“zhouming”，请换一个" in text_of(again)
    blank = client.post("/desk/bodies/new/", {"kind": "kingdom", "above": "县外办", "starts_on": "昨天"})
    assert blank.status_code == 422
    for sentence in (
        "请填写全称",
        "请填写机关代字",
        "请填写网址名",
        "类别的选项已经变化",
        "没有“县外办”",
        "设立日不是日期",
    ):
        assert sentence in text_of(blank), sentence


def test_a_body_without_an_administrator_says_so_and_gets_one(county: County) -> None:
    (made,) = actions.add([NewBody(name="示例县水利局", code="示水", slug="shuili")], by=county.keeper)
    client, page = client_of(county.keeper), f"/desk/bodies/{made.agency.pk}/"
    assert "还没有系统管理员" in text_of(client.get(page))
    wrong = client.post(f"{page}administrator/", {"name": "孙平", "username": "sun ping"})
    assert (wrong.status_code, "账号只用文字、数字和 @ . + - _，请改一下" in text_of(wrong)) == (422, True)
    assert "请把一次性密码告诉孙平" in text_of(
        client.post(f"{page}administrator/", {"name": "孙平", "username": "sunping"})
    )
    assert client.post(f"{page}administrator/", {"name": "孙安", "username": "sunan"}).status_code == 409


def test_a_file_is_checked_taken_given_its_passwords_and_taken_back(county: County, settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    client = client_of(county.keeper)
    wrong = posted(county, LIST + "<script>局,示审,x y,,,\n")
    assert "1个机关可以导入，1行有问题" in text_of(wrong)
    assert "<script>局" not in wrong.content.decode()
    assert "B列（机关代字）" in text_of(wrong)
    page = posted(county, LIST)
    assert "1个机关都可以导入" in text_of(page)
    intake = Intake.objects.order_by("pk").last()
    assert intake is not None
    address = f"/desk/bodies/intakes/{intake.pk}/"
    done = client.post(f"{address}do/", {"do": "take"}, follow=True)
    assert "1个机关已经加入名录，栏目都已经设好。" in text_of(done)
    assert "1位管理员还不能登录" in text_of(done)
    given = client.post(f"{address}passwords/")
    rows = list(csv.reader(io.StringIO(given.content.decode("utf-8-sig"))))
    assert (rows[1][:3], len(rows)) == (["示例县审计局", "孙平", "sunping"], 2)
    assert Account.objects.get(username="sunping").check_password(rows[1][3])
    assert "no-store" in given.headers["Cache-Control"]
    undone = client.post(f"{address}do/", {"do": "undo"}, follow=True)
    assert "已经撤销导入，1个机关和它们的管理员账号已经去掉。" in text_of(undone)
    assert not Agency.objects.filter(slug="shenji").exists()
    again = client.post(f"{address}do/", {"do": "undo"}, follow=True)
    assert "“名单.csv”没有导入过，或者已经撤销。" in text_of(again)
    dropped = Intake.objects.order_by("pk").first()
    assert dropped is not None
    gone = client.post(f"/desk/bodies/intakes/{dropped.pk}/do/", {"do": "discard"}, follow=True)
    assert "“名单.csv”没有导入，读到的行已经删除。" in text_of(gone)
    shown = text_of(client.get("/desk/bodies/import/"))
    assert ("已撤销" in shown, shown.count("名单.csv")) == (True, 1)
    nothing = client.post("/desk/bodies/import/", {})
    assert (nothing.status_code, "请选择机关名单的文件" in text_of(nothing)) == (422, True)


def test_the_sample_is_read_as_it_is(county: County) -> None:
    answer = client_of(county.keeper).get("/desk/bodies/sample/")
    read = grids.read_here(answer.content, "样表.xlsx")
    assert list(read.sheets[0].rows[0][1]) == [column.label for column in COLUMNS]
    intake = actions.hand_in(Upload("样表.xlsx", answer.content), by=county.keeper)
    # 示例县商务局 is there already, and the office is called as the sample says.
    assert [fault["column"] for fault in intake.rows[0]["faults"]] == [0, 2, 3]


def test_ending_shows_first_what_is_open_and_the_way_back_stands_on_the_page(county: County) -> None:
    client, page = client_of(county.keeper), f"/desk/bodies/{county.bureau.pk}/"
    shown = text_of(client.get(f"{page}end/"))
    assert "示例县商务局没有未办结的事项，可以撤销" in shown
    assert "《行政诉讼法》第二十六条第六款" in shown
    given = {"ends_on": "2026-09-10", "basis": "示政〔2026〕9号", "heir": "县商务局"}
    for change, sentence in (
        ({}, "承接机关不能是它自己，请写另一个机关"),
        ({"heir": "县外办"}, "没有“县外办”，请写全称，或者先把它加入名录"),
        ({"heir": "", "ends_on": "2026-09-12"}, "撤销日晚于今天，没有办理"),
        ({"heir": "", "basis": ""}, "请填写依据"),
    ):
        answer = client.post(f"{page}end/", {**given, **change})
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), sentence
    done = client.post(f"{page}end/", {**given, "heir": "县政府办"}, follow=True)
    assert "示例县商务局已经撤销，由示例县人民政府办公室承接。后来没有新的记录以前，可以恢复。" in text_of(done)
    assert client.get(f"{page}end/").status_code == 302
    back = client.post(f"{page}restore/", follow=True)
    assert "示例县商务局已经恢复，和撤销以前一样。" in text_of(back)
    assert client.post(f"{page}restore/").status_code == 404


def test_an_administrator_of_another_body_finds_none_of_the_pages_and_changes_nothing(county: County) -> None:
    intake = actions.hand_in(Upload("名单.csv", LIST.encode()), by=county.keeper)
    before = (Agency.objects.count(), LogEntry.objects.filter(verb__startswith="agency.").count())
    pages = [
        "",
        "new/",
        "sample/",
        "import/",
        f"intakes/{intake.pk}/",
        f"{county.bureau.pk}/",
        f"{county.bureau.pk}/end/",
    ]
    acts = [
        "new/", "import/", f"intakes/{intake.pk}/do/", f"intakes/{intake.pk}/passwords/", f"{county.bureau.pk}/end/",
        f"{county.bureau.pk}/restore/", f"{county.bureau.pk}/administrator/",
    ]  # fmt: skip
    for account in (county.admin, county.clerk):
        client = client_of(account)
        assert [page for page in pages if client.get(f"/desk/bodies/{page}").status_code != 404] == []
        assert [
            act for act in acts if client.post(f"/desk/bodies/{act}", {**GIVEN, "do": "take"}).status_code != 404
        ] == []
    assert (Agency.objects.count(), LogEntry.objects.filter(verb__startswith="agency.").count()) == before
    settings = text_of(client_of(county.admin).get("/account/agency/shangwu/"))
    assert "机关名录" not in settings
    assert "机关名录" in text_of(client_of(county.keeper).get("/account/agency/zfb/"))


@pytest.mark.parametrize("do", ["", "nonsense"])
def test_a_press_that_means_nothing_does_nothing(county: County, do: str) -> None:
    posted(county, LIST)
    intake = Intake.objects.get()
    assert client_of(county.keeper).post(f"/desk/bodies/intakes/{intake.pk}/do/", {"do": do}).status_code == 302
    assert (Intake.objects.get().state, Agency.objects.count()) == (Intake.State.CHECKED, 2)
