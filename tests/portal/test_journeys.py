"""What a citizen does, in a real browser, counted in steps. Each job on a wide screen with script and on a phone without it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import axe, overflow
from disclosures.corpus import seed
from factories import application, matter, person
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.applications.case_files import add
from gongkai.applications.models import Application, CaseFile
from gongkai.files.uploads import Upload
from portal.making import IDENTITY, PHONE, TAIL, Desk, answer, call_correction, withheld
from portal.test_ask import PDF
from steps import Row, Steps, over_target

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES: dict[str, dict[str, Any]] = {
    "wide, script": {"width": 1366},
    "phone, no script": {"width": 390, "script": False},
}


class County:
    """The bodies of the corpus, a desk at the bureau of commerce, and a browser."""

    def __init__(self, page: Page, script: bool) -> None:
        seed()
        self.page, self.script = page, script
        self.desk = Desk(Agency.objects.get(slug="b0"))

    def case(self) -> Application:
        """An application that was handed in at the counter."""
        return application(
            self.desk.agency,
            self.desk.clerk,
            person=person(identity_number=IDENTITY, phone=PHONE),
            matter=matter(content="2025年度外贸稳增长专项资金支持的企业名单和评审会议纪要"),
        )

    def at(self, address: str) -> None:
        self.page.goto(address)

    def steps(self, number: int, job: str, target: int) -> Steps:
        return Steps(self.page, "citizen", number, job, target)

    def with_code(self, case: Application, steps: Steps | None = None) -> None:
        """Give the code on the page for it; a step where it belongs to the job."""
        self.at("/query/")
        self.page.get_by_label("查询码").fill(case.query_code.lower())
        self.page.get_by_label("联系电话的最后四位").fill(TAIL)
        go = self.page.get_by_role("button", name="看进度")
        steps.press(go) if steps else go.click()
        expect(self.page.get_by_text(case.number).first).to_be_visible()

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name)


def find_a_document(county: County) -> Row:
    steps = county.steps(1, "Find a document", 2)
    county.at("/")
    county.page.locator("#q").fill("决算")
    steps.press(county.button("检索"))
    steps.press(county.page.get_by_role("link", name="云岭县2025年政府决算公开"))
    expect(county.page.get_by_role("heading", level=1)).to_have_text("云岭县2025年政府决算公开")
    return steps.row


def learn_that_it_is_public(county: County) -> Row:
    """With script the answer comes while typing; without, the form's own button asks for it."""
    steps = county.steps(2, "Learn if it is already public", 1)
    county.at("/ask/")
    county.page.get_by_label("想要的信息").fill("家电以旧换新怎么补贴")
    found = county.page.get_by_role("link", name="云岭县家电以旧换新补贴实施细则")
    if not county.script:
        steps.press(county.button("找一找"))
    steps.read(found)
    return steps.row


def find_the_right_body(county: County) -> Row:
    steps = county.steps(3, "Find the right body", 1)
    county.at("/ask/?q=不动产登记档案查询")
    steps.press(county.button("向云岭县自然资源局申请").first)
    expect(county.page.get_by_text("向云岭县自然资源局申请。")).to_be_visible()
    return steps.row


def send_a_request(county: County) -> Row:
    steps = county.steps(4, "Send a request: pages, no account", 2)
    county.at("/b0/ask/")
    county.page.get_by_label("想要的信息").fill("2025年度外贸专项资金评审打分表")
    steps.press(county.button("继续申请"))
    county.page.get_by_label("姓名或者名称").fill("周清源")
    county.page.get_by_label("证件号码").fill(IDENTITY)
    county.page.get_by_label("联系电话").fill(PHONE)
    county.page.locator("#id_files").set_input_files(
        [{"name": "申报指南.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    steps.press(county.button("提交申请"))
    expect(county.page.get_by_role("heading", level=1)).to_have_text("申请已提交")
    case = Application.objects.latest("pk")
    assert (case.content, case.files.get().name) == ("2025年度外贸专项资金评审打分表", "申报指南.pdf")
    return steps.row


def see_progress(county: County) -> Row:
    steps = county.steps(5, "See progress", 1)
    county.with_code(county.case(), steps)
    steps.read(county.page.get_by_text("最晚10月14日（周三）答复您，还有20个工作日"))
    return steps.row


def answer_a_correction(county: County) -> Row:
    case = county.case()
    call_correction(county.desk, case)
    steps = county.steps(6, "Answer a correction notice", 2)
    county.with_code(case, steps)
    county.page.get_by_label("补正的内容").fill("要2025年度的")
    steps.press(county.button("提交补正"))
    expect(county.page.get_by_text("补正已经收到，答复期限从今天重新计算。")).to_be_visible()
    return steps.row


def understand_a_date(county: County) -> Row:
    county.with_code(county.case())
    steps = county.steps(7, "Understand a date, on the progress page", 1)
    expect(county.page.get_by_text("收到日是9月10日（周四），当天不算")).to_be_visible()
    steps.press(county.page.locator("summary").filter(has_text="逐日说明"))
    expect(county.page.get_by_role("cell", name="第20个工作日")).to_be_visible()
    return steps.row


def _answered(county: County, answers: dict[str, str] | None = None) -> Application:
    case = county.case()
    given = add(case, Upload("企业名单.pdf", PDF), CaseFile.Purpose.REPLY, by=county.desk.clerk)
    letter = answer(county.desk, case, answers or withheld("process", partly=True), enclose=[given])
    actions.serve(letter, method="direct", signed_on=date(2026, 9, 10), by=county.desk.clerk)
    return case


def get_the_reply(county: County) -> Row:
    case = _answered(county)
    steps = county.steps(8, "Get the reply and its files: code and link", 2)
    county.with_code(case, steps)
    with county.page.expect_download() as started:
        steps.press(county.page.get_by_role("link", name="附件：企业名单.pdf"))
    assert (started.value.suggested_filename, started.value.path().read_bytes()) == ("企业名单.pdf", PDF)
    with county.page.expect_download() as letter:
        county.page.get_by_role("link", name="下载PDF").click()
    assert letter.value.path().read_bytes()[:5] == b"%PDF-"
    return steps.row


def understand_a_refusal(county: County) -> Row:
    county.with_code(_answered(county))
    steps = county.steps(9, "Understand a refusal and the remedy, on the progress page", 1)
    steps.read(county.page.get_by_text("在11月9日（周一）前，向云岭县人民政府申请行政复议。"))
    expect(county.page.get_by_text("对没有给您的部分不服，要先复议、再起诉")).to_be_visible()
    return steps.row


def withdraw(county: County) -> Row:
    county.with_code(county.case())
    steps = county.steps(10, "Withdraw, on the progress page", 1)
    county.page.get_by_label("我确认撤回这件申请").check()
    steps.press(county.button("撤回这件申请"))
    expect(county.page.get_by_role("heading", level=1)).to_have_text("您已撤回申请，等待结案")
    return steps.row


JOURNEYS = (
    find_a_document,
    learn_that_it_is_public,
    find_the_right_body,
    send_a_request,
    see_progress,
    answer_a_correction,
    understand_a_date,
    get_the_reply,
    understand_a_refusal,
    withdraw,
)


@pytest.mark.parametrize("mode", MODES)
def test_no_job_of_a_citizen_takes_more_steps_than_its_target(browser_page: Open, mode: str) -> None:
    county = County(browser_page(**MODES[mode]), MODES[mode].get("script", True))
    rows = []
    for journey in JOURNEYS:
        rows.append(journey(county))
        found = axe(county.page) if county.script else []
        assert (found, overflow(county.page)) == ([], []), journey.__name__
    assert county.page.complaints == []  # type: ignore[attr-defined]
    assert ([row.number for row in rows], over_target(rows)) == (list(range(1, 11)), [])
