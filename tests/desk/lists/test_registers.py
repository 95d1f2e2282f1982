"""文书, 收费, 救济: each register narrows, adds up and goes into a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai.applications import actions
from gongkai.applications.models import Application, Assistance, FeeNotice, Letter, RemedyCase, Round
from gongkai.applications.queries import fees_of
from gongkai.desk.lists.fees import Figures, figures
from gongkai.people import clock
from gongkai.people.models import Account

Enter = Callable[[Account], Client]


def file_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


# Letters


def codes(client: Client, query: str = "") -> list[tuple[str, str]]:
    return [(row.code, row.state) for row in client.get(f"/desk/letters/{query}").context["slice"].rows]


def test_the_register_holds_every_letter_the_newest_first(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    assert codes(enter(bureau.clerk)) == [
        ("P5", "reviewing"),
        ("P3", "issued"),
        ("P7", "issued"),
        ("P6", "issued"),
        ("S2", "reviewing"),
        ("S2", "issued"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=S", ["S2", "S2"]),
        ("?kind=P6", ["P6"]),
        ("?state=reviewing", ["P5", "S2"]),
        ("?state=to_serve", []),
        ("?year=2025", []),
        ("?q=云商公开征〔2026〕1号", ["P6"]),
        ("?q=申〔2026〕1号", ["S2"]),
        ("?state=x&kind=Z9&year=y", ["P5", "P3", "P7", "P6", "S2", "S2"]),
    ],
)
def test_the_letters_narrow(bureau: Bureau, scene: Scene, enter: Enter, query: str, found: list[str]) -> None:
    assert [code for code, _ in codes(enter(bureau.clerk), query)] == found


def test_an_approved_letter_waits_to_be_served(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    assert "批准的文书都已送达" in client.get("/desk/letters/").content.decode()
    factories.approve(scene.answer, bureau.leader)
    page = client.get("/desk/letters/?state=to_serve").content.decode()
    assert ("有1份文书批准了还没有送达" in page, codes(client, "?state=to_serve")) == (True, [("S2", "approved")])


def test_a_cancelled_letter_keeps_its_number_and_the_reason(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    case = scene.late
    actions.amend(case, routes=["pickup"], by=bureau.clerk)
    letter = actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)
    factories.approve(letter, bureau.head)
    actions.cancel_letter(letter, why="申请人当面补充了年份", by=bureau.clerk)
    page = enter(bureau.clerk).get("/desk/letters/?state=cancelled").content.decode()
    assert ("云商公开告〔2026〕3号" in page, "申请人当面补充了年份，文号不再使用" in page) == (True, True)
    assert file_of(enter(bureau.clerk), "/desk/letters/?format=csv&state=cancelled")[1:] == [
        [
            "云商公开告〔2026〕3号",
            "补正告知书",
            "林晓东",
            case.number,
            "2026-10-16",
            "已作废",
            "",
            "李文静",
            "申请人当面补充了年份",
        ]
    ]


# Fees


@pytest.fixture
def ledger(bureau: Bureau) -> list[Application]:
    """Twelve applications of one person in a month, two of them charged; one paid 100, later 40 of it back."""
    with clock.at(date(2026, 9, 1)):
        cases = [
            factories.application(
                bureau.agency,
                bureau.clerk,
                matter=factories.matter(title=f"第{n}件", content=f"第{n}件"),
                person=factories.person(),
            )
            for n in range(12)
        ]
        for case in cases[10:]:
            letter = actions.charge_fee(case, tariff="by_application", by=bureau.clerk)
            factories.approve(letter, bureau.head)
    with clock.at(date(2026, 9, 10)):
        actions.record_payment(cases[10], on=date(2026, 9, 10), amount=100, receipt_number="00123", by=bureau.clerk)
    with clock.at(date(2026, 9, 20)):
        actions.refund(cases[10], on=date(2026, 9, 20), amount=40, why="多收", by=bureau.clerk)
    return cases


def test_the_three_figures_are_those_of_section_six(
    bureau: Bureau, other: Bureau, ledger: list[Application], enter: Enter
) -> None:
    assert figures(fees_of(bureau.clerk), 2026) == Figures(notices=2, billed=200, collected=60)
    assert figures(fees_of(bureau.clerk), 2025) == Figures(0, 0, 0)
    assert figures(fees_of(other.clerk), 2026) == Figures(0, 0, 0)
    page = enter(bureau.clerk).get("/desk/fees/").content.decode()
    assert "2026年发出收费通知2件，应收200元，实收60元" in page
    assert "2025年没有收取信息处理费" in enter(bureau.clerk).get("/desk/fees/?year=2025").content.decode()


def test_money_counts_in_the_year_it_comes(bureau: Bureau, ledger: list[Application]) -> None:
    FeeNotice.objects.filter(application=ledger[10]).update(
        notified_on=date(2025, 12, 30), refunded_on=date(2027, 1, 5)
    )
    assert [figures(fees_of(bureau.clerk), year) for year in (2025, 2026, 2027)] == [
        Figures(1, 100, 0),
        Figures(1, 100, 100),
        Figures(0, 0, -40),
    ]


@pytest.mark.parametrize(
    ("state", "count"), [("", 2), ("paid", 1), ("open", 1), ("lapsed", 0), ("refunded", 1), ("nonsense", 2)]
)
def test_the_ledger_narrows(bureau: Bureau, ledger: list[Application], enter: Enter, state: str, count: int) -> None:
    assert len(enter(bureau.clerk).get(f"/desk/fees/?state={state}").context["slice"].rows) == count


def test_the_ledger_goes_into_a_file(bureau: Bureau, ledger: list[Application], enter: Enter) -> None:
    head, *rows = file_of(enter(bureau.leader), "/desk/fees/?format=csv")
    assert head[:6] == ["申请编号", "申请人", "计收方式", "本月第几件", "页数", "金额（元）"]
    assert rows == [
        ["云商公开申〔2026〕11号", "周清源", "按件计收", "11", "", "100", "2026-09-01", "2026-09-29", "2026-09-10", "100",
         "00123", "2026-09-20", "40", ""],
        ["云商公开申〔2026〕12号", "周清源", "按件计收", "12", "", "100", "2026-09-01", "2026-09-29", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_the_registers_show_hostile_words_as_text(bureau: Bureau, enter: Enter) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    case = factories.application(
        bureau.agency,
        bureau.clerk,
        person=factories.person(name=hostile),
        matter=factories.matter(title=hostile, content="名单"),
    )
    actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)
    remedy = actions.file_remedy(
        bureau.agency, kind="suit_direct", filed_on=date(2026, 10, 1), authority=hostile, number=hostile, note=hostile,
        application=case, by=bureau.clerk,
    )  # fmt: skip
    client = enter(bureau.clerk)
    for address in ("/desk/letters/", "/desk/remedies/", f"/desk/remedies/{remedy.pk}/"):
        page = client.get(address).content.decode()
        assert ("<img src=x" in page, "&lt;img src=x" in page) == (False, True)


@pytest.mark.parametrize("address", ["/desk/letters/", "/desk/fees/", "/desk/remedies/", "/desk/tasks/"])
def test_a_register_costs_the_same_queries_for_1_and_300_rows(
    bureau: Bureau,
    ledger: list[Application],
    enter: Enter,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    letter = Letter.objects.filter(code="P11").first()
    assert letter is not None

    def rows(first: int, last: int) -> None:
        numbers = range(first, last)
        made = RemedyCase.objects.bulk_create(
            RemedyCase(
                agency=bureau.agency, application=ledger[n % 10], kind="suit_direct", filed_on=date(2026, 9, 2),
                authority="法院", number=f"{n}", recorded_by=bureau.clerk,
            )
            for n in numbers
        )  # fmt: skip
        Round.objects.bulk_create(
            Round(case=case, level="first", number=case.number, authority="法院", filed_on=case.filed_on)
            for case in made
        )
        Letter.objects.bulk_create(
            Letter(
                agency=bureau.agency, application=ledger[n % 10], code="P11", addressee="周清源", body=letter.body,
                digest=letter.digest, author=bureau.clerk, made_at=clock.now(),
            )
            for n in numbers
        )  # fmt: skip
        Assistance.objects.bulk_create(
            Assistance(
                application=ledger[n % 10], section=bureau.section, question=f"请查{n}", due_on=date(2026, 10, 20),
                asked_by=bureau.clerk, asked_at=clock.now(), found="not_ours" if n % 2 else "",
                answered_at=clock.now() if n % 2 else None, answered_by=bureau.contributor if n % 2 else None,
            )
            for n in numbers
        )  # fmt: skip

    rows(0, 2)
    client = enter(bureau.head)
    client.get(address)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    rows(2, 300)
    FeeNotice.objects.filter(application=ledger[11]).delete()
    FeeNotice.objects.bulk_create(
        FeeNotice(
            application=case, agency=bureau.agency, tariff="by_page", pages=31, amount=10, notified_on=date(2026, 9, 2)
        )
        for case in ledger[:10]
    )
    with django_assert_max_num_queries(15) as many:
        client.get(address)
    assert len(many.captured_queries) == len(few.captured_queries)
