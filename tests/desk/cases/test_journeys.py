"""The clerk's jobs on one case in a real browser, each counted in steps from the page of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from desk.cases import severing, stages
from desk.cases.conftest import Bureau, address
from desk.cases.scene import on, the_story
from desk.cases.test_browser import sign_in
from gongkai.applications import actions, letter_facts
from gongkai.applications.models import Application
from steps import Row, Steps, over_target

Open = Callable[..., Page]


def decide_next(page: Page, bureau: Bureau) -> Row:
    case = stages.searched(bureau)
    page.goto("/desk/applications/")
    job = Steps(page, "clerk", 2, "Decide what is next on a case", 1)
    job.press(page.get_by_role("link", name=case.number).first)
    expect(page.get_by_role("heading", name="作出判断，起草答复")).to_be_visible()
    expect(page.locator(".next .leaf")).to_be_visible()
    job.read(page.locator(".next .law"))
    return job.row


def correct(page: Page, bureau: Bureau) -> Row:
    case = stages.handling(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 3, "Send a correction notice", 2)
    job.press(page.get_by_role("link", name="告知补正"))
    page.get_by_label("没有写明所需信息的时间范围").check()
    job.press(page.get_by_role("button", name="送王立成审批"))
    expect(page.get_by_text("补正告知书已送王立成审批。")).to_be_visible()
    assert stages.letter(case, "P3").state == "reviewing"
    return job.row


def ask_a_section(page: Page, bureau: Bureau) -> Row:
    case = stages.handling(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 4, "Assign to a section and chase", 1)
    page.get_by_label("请哪个科室").select_option("外贸股")
    job.press(page.get_by_role("button", name="发给科室"))
    expect(page.get_by_text("已发给外贸股，请在10月23日（周五）前回复。")).to_be_visible()
    assert case.assistances.get().section == bureau.section
    return job.row


def extend(page: Page, bureau: Bureau) -> Row:
    case = stages.handling(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 5, "Extend a deadline", 2)
    job.press(page.get_by_role("link", name="申请延期"))
    expect(page.get_by_text("答复期限由11月13日（周五）延到12月11日（周五）。")).to_be_visible()
    page.get_by_label("延长几个工作日").fill("10")
    expect(page.get_by_text("答复期限由11月13日（周五）延到11月27日（周五）。")).to_be_visible()
    page.get_by_label("延期的理由").fill("涉及材料跨三个年度，需要逐页核对")
    job.press(page.get_by_role("button", name="送王立成审批"))
    expect(page.get_by_text("延期答复告知书已送王立成审批。")).to_be_visible()
    return job.row


def consult(page: Page, bureau: Bureau) -> Row:
    case = stages.searched(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 6, "Consult a third party", 2)
    job.press(page.get_by_role("link", name="征求意见", exact=True))
    for n, name in enumerate(("恒达机械有限公司", "云岭绿源有限公司")):
        page.locator(f"#id_party_{n}").fill(name)
        page.locator(f"#id_interest_{n}").fill("商业秘密")
    job.press(page.get_by_role("button", name="送王立成审批"))
    expect(page.get_by_text("2份：征求第三方意见书已送王立成审批。")).to_be_visible()
    assert [each.party for each in case.consultations.all()] == ["恒达机械有限公司", "云岭绿源有限公司"]
    return job.row


def answer(page: Page, bureau: Bureau) -> Row:
    case = stages.searched(bureau)
    stages.with_file(case, bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 7, "Write the reply", 3)
    job.press(page.locator(".next .btn-go", has_text="作出判断"))
    expect(page.get_by_role("heading", name="要您判断的1问")).to_be_visible()
    page.locator("#q-ground").get_by_label("没有", exact=True).check()
    job.press(page.get_by_role("button", name="看办理结果"))
    expect(page.get_by_role("heading", name="予以公开", exact=True)).to_be_visible()
    expect(page.get_by_text("检查没有发现问题")).to_be_visible()
    expect(page.get_by_text("现将2025年外贸专项资金支持企业名单提供给您，见附件。")).to_be_visible()
    job.press(page.get_by_role("button", name="起草，送赵建国审批"))
    expect(page.get_by_text("予以公开告知书已送赵建国审批。")).to_be_visible()
    assert stages.letter(case, "S2").state == "reviewing"
    return job.row


def redact(page: Page, bureau: Bureau) -> Row:
    case, letter = severing.drafted(bureau)
    page.goto(address("letter", case, letter.pk))
    job = Steps(page, "clerk", 8, "Redact and check a file", 3)
    job.press(page.get_by_role("link", name="区分处理").first)
    expect(page.get_by_label("手机号码　138****8000")).to_be_checked()
    job.press(page.get_by_role("button", name="遮去并核验"))
    job.read(page.get_by_text("已遮盖1处，核验通过，副本已附在部分公开告知书后面。"))
    assert [each.name for each in letter_facts.enclosed_in(letter.pk)] == ["支持企业名单（区分处理）.pdf"]
    return job.row


def serve(page: Page, bureau: Bureau) -> Row:
    case = stages.dispatching(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 9, "Record service and close", 1)
    page.get_by_label("邮寄").check()
    page.get_by_label("邮件编号").fill("XA12345678941")
    job.press(page.get_by_role("button", name="登记送达，办结"))
    expect(page.get_by_text("已送达，10月16日（周五）答复，这一件办结。")).to_be_visible()
    assert stages.fresh(case).stage == "closed"
    return job.row


def why(page: Page, bureau: Bureau) -> Row:
    case = the_story(bureau)
    page.goto(address("", case))
    job = Steps(page, "clerk", 12, "Answer “why this deadline?”", 1)
    expect(page.locator("svg.clock")).to_be_visible()
    job.press(page.get_by_text("逐日说明"))
    job.read(page.get_by_role("row", name="9月21日（周一）"))
    expect(page.get_by_role("row", name="10月23日（周五）")).to_be_visible()
    return job.row


JOBS = (decide_next, correct, ask_a_section, extend, consult, answer, redact, serve, why)


def test_no_job_of_the_clerk_on_a_case_takes_more_steps_than_it_may(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any
) -> None:
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    rows = [job(page, bureau) for job in JOBS]
    assert over_target(rows) == []
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("job", [correct, ask_a_section, consult, answer, redact, serve], ids=lambda job: job.__name__)
def test_a_job_works_without_script_and_on_a_phone(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any, job: Callable[..., Row]
) -> None:
    page = browser_page(width=390, height=844, script=False)
    sign_in(page, bureau.clerk, live_server.url)
    row = job(page, bureau)
    assert row.steps <= row.target


def test_a_case_runs_from_its_submission_to_its_service_on_its_own_pages(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any
) -> None:
    """Registered, corrected, searched, decided, written, approved, served: nothing but the pages of the case."""
    with on("2026-10-15"):
        case = stages.submitted(bureau)
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(address("", case))
    page.get_by_role("link", name="登记这一件").click()
    page.get_by_role("button", name="登记这一件").click()
    page.get_by_role("link", name="告知补正").click()
    page.get_by_label("没有写明所需信息的时间范围").check()
    page.get_by_role("button", name="送王立成审批").click()
    _approve(case, "P3", bureau.head)
    page.goto(address("", case))
    page.get_by_role("link", name="登记补正材料").first.click()
    page.get_by_label("补正的内容").fill("要2025年度的")
    page.get_by_role("button", name="登记，期限重新计算").click()
    page.get_by_role("link", name="登记检索记录").first.click()
    page.get_by_label("检索范围").fill("外贸股档案柜")
    page.get_by_label("检索词").fill("专项资金 2025")
    page.get_by_label("查到件数").fill("1")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="作出判断").click()
    page.locator("#q-ground").get_by_label("没有", exact=True).check()
    page.get_by_role("button", name="看办理结果").click()
    page.get_by_label("获取的方式、途径和时间").fill("自收到本告知书之日起到局办公室领取纸质材料")
    page.get_by_role("button", name="起草予以公开告知书").click()
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    page.get_by_role("button", name="送赵建国审批").click()
    _approve(case, "S2", bureau.leader)
    page.goto(address("", case))
    page.get_by_label("当面领取、直接送达").check()
    page.get_by_label("签收人").fill("周清源")
    page.get_by_role("button", name="登记送达，办结").click()
    expect(page.locator("h1 + .st")).to_have_text("已办结")
    closed = stages.fresh(case)
    assert (closed.stage, closed.outcome) == ("closed", "granted")


def _approve(case: Application, code: str, by: Any) -> None:
    letter = stages.letter(case, code)
    waiting = letter.reviews.get(verdict="", voided_at=None)
    actions.review(waiting, approve=True, digest=letter.digest, by=by)
