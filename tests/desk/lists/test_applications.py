"""申请: what is open comes first by its day; every condition narrows; the file holds the same and runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai.applications.models import Applicant, Application, Assistance
from gongkai.people import clock
from gongkai.people.models import Account

Enter = Callable[[Account], Client]
LIST = "/desk/applications/"


def serials(client: Client, query: str = "") -> list[int]:
    """The serial numbers on the page, in its order."""
    return [case.serial for case in row_of(client, query)]


def row_of(client: Client, query: str = "") -> list[Application]:
    cases = client.get(f"{LIST}{query}").context["slice"].rows
    return [Application.objects.get(pk=case.pk) for case in cases]


def test_open_cases_stand_by_their_due_date_those_without_one_last(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    assert serials(enter(bureau.clerk)) == [2, 3, 6, 7, 8, 4, 5]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?stage=all", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("?stage=closed", [1]),
        ("?stage=submitted", [7, 8]),
        ("?stage=correcting", [5]),
        ("?late=late", [2]),
        ("?late=near", []),
        ("?late=missed", []),
        ("?outcome=granted", [1]),
        ("?outcome=partial", []),
        ("?channel=online", [7, 8]),
        ("?kind=enterprise", [8]),
        ("?year=2026", [2, 3, 6, 7, 8, 4, 5]),
        ("?year=2025", []),
        ("?q=名单", [8, 7, 3, 2]),
        ("?q=名单&stage=", [2, 3, 7, 8]),
        ("?q=林晓东", [2]),
        ("?q=〔2026〕4号", [4]),
        ("?q=410000199202020026", [7]),
        ("?q=41000019920202002", []),
        ("?q=%", []),
        ("?q=_", []),
        ("?stage=nonsense&kind=1&year=x&section=y&late=z&outcome=q&channel=w", [2, 3, 6, 7, 8, 4, 5]),
    ],
)
def test_each_condition_narrows(bureau: Bureau, scene: Scene, enter: Enter, query: str, found: list[int]) -> None:
    assert serials(enter(bureau.clerk), query) == found


def test_a_section_narrows_and_another_bodys_section_does_not(
    bureau: Bureau, other: Bureau, scene: Scene, enter: Enter
) -> None:
    assert serials(enter(bureau.clerk), f"?section={bureau.section.pk}") == [6]
    assert serials(enter(bureau.clerk), f"?section={other.section.pk}") == [2, 3, 6, 7, 8, 4, 5]


def test_near_is_today_and_three_working_days(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    with clock.at(date(2026, 10, 19)):
        assert serials(enter(bureau.clerk), "?late=near") == [3]
    with clock.at(date(2026, 10, 22)):
        assert (serials(enter(bureau.clerk), "?late=near"), serials(enter(bureau.clerk), "?late=late")) == ([3, 6], [2])


def test_an_answer_that_came_late_is_found_and_marked(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    Application.objects.filter(pk=scene.answered.pk).update(due_on=date(2026, 3, 9))
    assert serials(enter(bureau.clerk), "?late=missed") == [1]
    assert "逾期答复，期限" in enter(bureau.clerk).get(f"{LIST}?late=missed").content.decode()


def test_a_known_number_leads_straight_to_its_case(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    issued = scene.answered.letters.get()
    wanted = [f"/desk/applications/{case.pk}/" for case in (scene.late, scene.answered, scene.answered)]
    texts = (scene.late.number, f" {issued.number} ", scene.remedy.number)
    for address in ("/desk/search/", LIST):
        assert [client.get(address, {"q": text}).headers["Location"] for text in texts] == wanted
    assert dict(parse_qsl(client.get("/desk/search/", {"q": "名单"}).headers["Location"].split("?")[1])) == {
        "q": "名单",
        "stage": "all",
    }


def test_the_page_says_why_nothing_was_found(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.clerk).get(f"{LIST}?q=以旧换薪").content.decode()
    assert "没有找到“以旧换薪”。" in page
    assert (
        "没有在办的申请" in enter(bureau.clerk).get(f"{LIST}?stage=paying").content.decode() or "没有符合条件" in page
    )


def rows_of_file(client: Client, query: str = "?format=csv") -> list[list[str]]:
    answer = client.get(f"{LIST}{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_holds_what_the_page_shows_and_no_personal_data(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    head, *rows = rows_of_file(enter(bureau.clerk), "?format=csv&stage=closed")
    assert head == ["编号", "事由", "申请人", "申请人类别", "来源渠道", "提交日", "收到日", "状态", "承办科室", "答复期限",
                    "答复日", "办理结果"]  # fmt: skip
    assert rows == [["云商公开申〔2026〕1号", "2024年成品油抽检结果", "周清源", "自然人", "当面提交", "2026-03-02", "2026-03-02",
                     "已办结", "", "2026-03-30", "2026-03-10", "予以公开"]]  # fmt: skip
    text = str(rows_of_file(enter(bureau.clerk), "?format=csv&stage=all"))
    assert [piece for piece in ("13800001234", "4100001990", "文昌路1号", "zhou@") if piece in text] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t="])
def test_the_file_runs_nothing(bureau: Bureau, enter: Enter, start: str) -> None:
    factories.application(
        bureau.agency,
        bureau.clerk,
        person=factories.person(name=f"{start}cmd|'/c calc'!A1"),
        matter=factories.matter(title=f"{start}HYPERLINK(1)", content="名单"),
    )
    _, row = rows_of_file(enter(bureau.clerk))
    stripped = start.strip()
    assert [cell[:2] for cell in row[1:3]] == [f"'{stripped}", f"'{stripped}"]


def test_what_applicants_write_is_shown_as_text(bureau: Bureau, enter: Enter) -> None:
    hostile = "<script>alert(1)</script>"
    factories.application(
        bureau.agency,
        bureau.clerk,
        person=factories.person(name=hostile),
        matter=factories.matter(title=hostile, content=hostile),
    )
    page = enter(bureau.clerk).get(f"{LIST}?q={hostile}").content.decode()
    assert ("<script>alert" in page, page.count("&lt;script&gt;alert(1)&lt;/script&gt;")) == (False, 4)


def many(bureau: Bureau, count: int, *, closed: bool = False) -> None:
    """``count`` cases written straight into the register."""
    case = factories.application(bureau.agency, bureau.clerk)
    who = [
        Applicant(agency=bureau.agency, key=f"k{n}", fingerprint=f"f{n}", kind="natural_person", name=f"申请人{n}")
        for n in range(50)
    ]
    who = Applicant.objects.bulk_create(who)
    rows = []
    for n in range(count - 1):
        copy = Application.objects.get(pk=case.pk) if not rows else _copied(rows[0])
        copy.pk, copy._state.adding = None, True
        copy.year, copy.serial = 2020 + n % 6, 10_000 + n
        copy.number, copy.query_index = f"云商公开申〔{copy.year}〕{copy.serial}号", f"{n:064d}"
        copy.applicant = who[n % 50]
        copy.due_on = date(2026, 1, 1) + timedelta(days=n % 700) if n % 9 else None
        if closed and n % 10:
            copy.stage, copy.outcome, copy.decided_on = "closed", "granted", date(2026, 1, 2)
        rows.append(copy)
    Application.objects.bulk_create(rows, batch_size=500)


def _copied(case: Application) -> Application:
    return Application(**{field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields})


@pytest.mark.parametrize("query", ["", "?stage=all", "?q=申请人1", "?stage=all&after=~150", "?late=late"])
def test_the_list_costs_the_same_queries_for_1_and_300_rows(
    bureau: Bureau, enter: Enter, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(bureau, 2)
    client = enter(bureau.clerk)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{LIST}{query}")
    Application.objects.all().delete()
    Applicant.objects.all().delete()
    many(bureau, 300, closed=True)
    with CaptureQueriesContext(connection) as lots:
        page = client.get(f"{LIST}{query}")
    assert (len(lots) == len(few), len(lots) <= 15, page.status_code) == (True, True, 200)


def test_every_page_of_a_long_register_can_be_turned_to(bureau: Bureau, enter: Enter) -> None:
    many(bureau, 100)
    client, query, met = enter(bureau.clerk), "", []
    while True:
        page = client.get(f"{LIST}{query}").context["slice"]
        met.append([case.pk for case in page.rows])
        if not page.after:
            break
        query = page.after
    in_order = Application.objects.order_by("due_on", "pk").values_list("pk", "due_on")
    wanted = [pk for pk, on in in_order if on] + [pk for pk, on in in_order if not on]
    assert ([pk for page in met for pk in page], [len(page) for page in met]) == (wanted, [30, 30, 30, 10])


ASK = "/desk/applications/ask/"


def test_several_cases_are_given_to_a_section_at_once(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    cases = [scene.late, scene.extending]
    data = {"pick": [case.pk for case in cases], "section": bureau.section.pk, "back": f"{LIST}?late=late"}
    answer = client.post(ASK, data)
    assert answer.headers["Location"] == f"{LIST}?late=late"
    for case in cases:
        case.refresh_from_db()
    asked = Assistance.objects.filter(application__in=cases, asked_at=clock.now()).order_by("application_id")
    assert [(a.application.serial, a.section, a.question, a.due_on) for a in asked] == [
        (2, bureau.section, "请查找并交来：请公开2025年家电以旧换新补贴发放名单", date(2026, 10, 23)),
        (6, bureau.section, "请查找并交来：请公开2023年至2025年全县加油站审批档案", date(2026, 10, 23)),
    ]
    assert scene.late.section == bureau.section


def test_what_cannot_be_asked_is_said_and_the_rest_is_done(
    bureau: Bureau, other: Bureau, scene: Scene, enter: Enter
) -> None:
    client = enter(bureau.clerk)
    foreign = factories.application(other.agency, other.clerk)
    picked = [scene.answered.pk, foreign.pk, "x", scene.late.pk]
    page = client.post(ASK, {"pick": picked, "section": bureau.section.pk}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        f"{scene.answered.number}现在是“已办结”，不能“请科室协助”，这一步没有执行。可能有人刚刚办理过这一件，请刷新后按页面上的下一步办理。",
        f"已请外贸股查找1件：{scene.late.number}。",
    ]
    assert foreign.assistances.count() == 0


@pytest.mark.parametrize("lacking", ["pick", "section"])
def test_nothing_is_asked_without_a_case_and_a_section_of_ones_own(
    bureau: Bureau, other: Bureau, scene: Scene, enter: Enter, lacking: str
) -> None:
    data = {"pick": [scene.late.pk], "section": bureau.section.pk}
    data[lacking] = {"pick": [], "section": other.section.pk}[lacking]
    page = enter(bureau.clerk).post(ASK, {**data, "back": "https://elsewhere.example/"}, follow=True)
    assert (page.redirect_chain[0][0], "没有发给科室" in page.content.decode()) == (LIST, True)
    assert scene.late.assistances.count() == 0
    assert enter(bureau.leader).post(ASK, data).status_code == 404
