"""The import of an old ledger in a real browser: nothing for axe-core to find on any page, nothing that scrolls sideways, and the whole way
without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Page, expect

import factories
from browsing import axe, overflow, shoot
from gongkai.applications.models import Application, RemedyCase
from gongkai.ledgers import actions
from gongkai.ledgers.actions import checking, taking, undoing
from gongkai.ledgers.models import Batch
from gongkai.people.models import Account
from ledgers import disputes, sheets, small, whole
from steps import Steps

Open = Callable[..., Page]
MODES = {"wide": {"width": 1366}, "phone": {"width": 390}}


@pytest.fixture(autouse=True)
def day(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.NOW = "2026-06-30T09:00"
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def body(transactional_db: None):  # type: ignore[no-untyped-def]
    return factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


def sign_in(page: Page, account: Account, url: str) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def test_every_page_is_right_for_everybody(browser_page: Open, live_server, body) -> None:  # type: ignore[no-untyped-def]
    clerk, head = factories.clerk(body), factories.office_head(body)
    data = sheets.xlsx(sheets.ledger(100, 32))
    mapping = actions.take_in(body, whole.Upload("2021—2025年依申请公开台账.xlsx", data), by=clerk)
    checked = whole.hand_in(body, clerk, data, "检查完毕.xlsx")
    taken = whole.take(
        whole.hand_in(body, clerk, small.sheet(small.ROW, small.row(number="2")), "2024年台账.csv"), clerk
    )
    working = whole.hand_in(body, clerk, small.sheet(small.row(number="2024-7")), "导入中.csv")
    actions.begin(working, by=clerk)
    gone = whole.hand_in(body, clerk, small.sheet(small.row(number="2024-8")), "弃置.csv")
    actions.discard(gone, by=clerk)
    case = Application.objects.order_by("pk").first()
    whole.take(whole.hand_in(body, clerk, disputes.applications(), "2023年台账.csv"), clerk)
    brought = disputes.sheet(
        disputes.row(), disputes.suit(), disputes.row(application="2023-2", number="示政复〔2023〕2号", ended="")
    )
    suits = whole.take(whole.hand_in(body, clerk, brought, "2023年复议诉讼台账.csv", ledger="disputes"), clerk)
    told = disputes.ledger(60, 40)
    asked = actions.take_in(body, whole.Upload("历年复议诉讼台账.csv", told.data), ledger="disputes", by=clerk)
    wrong = whole.hand_in(
        body, clerk, disputes.ledger(50, 40, seed=8).data, "检查完毕的诉讼台账.csv", ledger="disputes"
    )
    remedy = RemedyCase.objects.get(kind="suit_after_reconsideration")
    pages = {
        "disputes-mapping": (clerk, f"/desk/ledgers/imports/{asked.pk}/"),
        "disputes-checked": (clerk, f"/desk/ledgers/imports/{wrong.pk}/"),
        "disputes-taken": (clerk, f"/desk/ledgers/imports/{suits.pk}/"),
        "dispute": (clerk, f"/desk/ledgers/disputes/{remedy.pk}/"),
        "remedy": (clerk, f"/desk/remedies/{remedy.pk}/"),
        "remedies": (clerk, "/desk/remedies/"),
        "ledgers": (head, "/desk/ledgers/"),
        "mapping": (clerk, f"/desk/ledgers/imports/{mapping.pk}/"),
        "checked": (clerk, f"/desk/ledgers/imports/{checked.pk}/"),
        "taken": (clerk, f"/desk/ledgers/imports/{taken.pk}/"),
        "gone": (clerk, f"/desk/ledgers/imports/{gone.pk}/"),
        "case": (clerk, f"/desk/ledgers/cases/{case.pk}/"),
        "columns": (head, "/desk/ledgers/files/applications/columns/"),
        "imported-case": (clerk, f"/desk/applications/{case.pk}/"),
        "working": (clerk, f"/desk/ledgers/imports/{working.pk}/"),
    }
    found: dict[str, list[str]] = {}
    for mode, how in MODES.items():
        page = browser_page(**how)
        for name, (who, address) in pages.items():
            sign_in(page, who, live_server.url)
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, name
            shoot(page, f"ledgers-{name}-{mode}")
            wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
            page.complaints.clear()  # type: ignore[attr-defined]
            if wrong:
                found[f"{name} {mode}"] = wrong
    other = factories.agency(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农")
    page = browser_page(width=1366)
    sign_in(page, factories.clerk(other), live_server.url)
    page.goto("/desk/ledgers/")
    shoot(page, "ledgers-empty-wide")
    found |= {"empty": wrong} if (wrong := [*axe(page), *overflow(page)]) else {}
    assert "\n".join(f"{name}: {each}" for name, wrong in found.items() for each in wrong) == ""


def test_the_whole_way_goes_without_script(browser_page: Open, live_server, body, tmp_path) -> None:  # type: ignore[no-untyped-def]
    clerk = factories.clerk(body)
    file = tmp_path / "2024年台账.csv"
    file.write_bytes(
        small.sheet(
            small.row(received="3月5日"),
            small.row(number="2", kind=""),
            small.row(number="3", received="三月初"),
            small.row(number="4", outcome="非政府信息"),
            encoding="gbk",
        )
    )
    page = browser_page(width=390, script=False)
    sign_in(page, clerk, live_server.url)
    page.goto("/desk/ledgers/")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="放进来，核对各列").click()
    expect(page.locator("h1")).to_have_text("核对各列：2024年台账.csv，4行")
    page.get_by_label("C列（申请人类别）是什么").select_option("applicant")
    page.get_by_role("button", name="检查每一行").click()
    expect(page.locator("main")).to_contain_text("B列和C列都选作申请人，请只选一列。")
    page.get_by_label("C列（申请人类别）是什么").select_option("kind")
    page.get_by_label("没有写申请人类别的行，整列按").select_option("natural_person")
    page.get_by_role("button", name="检查每一行").click()
    batch = Batch.objects.get()
    expect(page.locator("h1")).to_contain_text("正在检查")
    checking.run(batch.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("2行可以导入，2行有问题")
    page.get_by_label("答复类型“非政府信息”").select_option("unprocessed.petition")
    page.get_by_role("button", name="认定，重新检查").click()
    checking.run(batch.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("3行可以导入，1行有问题")
    page.get_by_role("button", name="导入3行").click()
    taking.run(batch.pk, clerk.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("已导入3件申请，1行有问题没有导入")
    page.get_by_role("button", name="整批撤销").click()
    undoing.run(batch.pk, clerk.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("3行可以导入，1行有问题")
    assert Application.objects.count() == 0


def test_the_page_follows_the_work_by_itself(browser_page: Open, live_server, body) -> None:  # type: ignore[no-untyped-def]
    clerk = factories.clerk(body)
    batch = whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv")
    actions.begin(batch, by=clerk)
    page = browser_page(width=1366)
    sign_in(page, clerk, live_server.url)
    page.goto(f"/desk/ledgers/imports/{batch.pk}/")
    taking.run(batch.pk, clerk.pk)
    page.get_by_role("button", name="整批撤销").wait_for()


def test_a_ledger_of_disputes_comes_in_by_three_presses_and_its_cases_stand_in_the_register(
    browser_page: Open, live_server, body, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    clerk = factories.clerk(body)
    whole.take(whole.hand_in(body, clerk, disputes.applications(), "申请.csv"), clerk)
    file = tmp_path / "2023年复议诉讼台账.csv"
    file.write_bytes(
        disputes.sheet(disputes.row(), disputes.suit(kind="行政诉讼"), disputes.row(application="2023-9", number="9号"))
    )
    page = browser_page(width=390, script=False)
    sign_in(page, clerk, live_server.url)
    page.goto("/desk/remedies/")
    page.get_by_role("link", name="导入旧台账").click()
    expect(page.get_by_role("radio", name="复议诉讼台账")).to_be_checked()
    page.set_input_files("input[type=file]", str(file))
    presses = Steps(page, "clerk", 0, "take in a ledger of disputes", 3)
    presses.press(page.get_by_role("button", name="放进来，核对各列"))
    expect(page.locator("h1")).to_have_text("核对各列：2023年复议诉讼台账.csv，3行")
    page.get_by_label("复议、诉讼“行政诉讼”").select_option("suit")
    presses.press(page.get_by_role("button", name="检查每一行"))
    batch = Batch.objects.get(ledger="disputes")
    checking.run(batch.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("2行可以导入，1行有问题")
    expect(page.locator("main")).to_contain_text("登记簿里没有这个编号的申请")
    presses.press(page.get_by_role("button", name="导入2行"))
    taking.run(batch.pk, clerk.pk)
    page.get_by_role("link", name="看进度").click()
    expect(page.locator("h1")).to_have_text("已导入2行，登记2件复议诉讼，1行有问题没有导入")
    assert presses.count == 3
    page.get_by_role("link", name="在救济登记簿里看").click()
    page.get_by_role("link", name="（2023）示01行初9号").click()
    expect(page.locator("main")).to_contain_text("示政复〔2023〕1号")
    page.get_by_role("link", name="看原来的一行").click()
    expect(page.locator("h1")).to_have_text("（2023）示01行初9号来自旧台账")
    expect(page.locator("main")).to_contain_text("行政诉讼")
