"""What the people of the story do, a scene each: they log in, press, fill in, and read what the page then says."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from browsing import follow
from gongkai.applications.models import Application
from papers import pdf
from steps import Steps
from story.house import House
from story.pages import Person

IDENTITY, TELEPHONE, TAIL = "410000199001010014", "13900000123", "0123"
"""Of 周清源, who does not exist; the last digit of the number holds."""
WANTED = "外贸稳增长专项资金支持了哪些企业、每家多少钱，以及各家申报时的利润率"
YEAR = "要2025年度的。"
TITLE = "外贸稳增长专项资金支持企业名单、金额和利润率"
PARTY = "云岭县恒达机械有限公司"
PDF = pdf("Grants 2025", "Hengda 300000 CNY, margin 12.5%")
JUDGED = (
    ("书面征求第三方意见的结果？", "不同意且有合理理由"),
    ("不公开是否可能对公共利益造成重大影响？", "否"),
    ("能否作区分处理，提供其余可以公开的内容？", "是"),
)
"""What only a person can judge; the rest of the tree follows from the register."""


def she_looks_first_and_applies(citizen: Person) -> str:
    """Search, the form of two pages, the receipt. Returns the query code."""
    citizen.go("/")
    expect(citizen.heading).to_have_text("政府信息公开")
    citizen.look("home")
    citizen.page.locator("#q").fill("外贸专项资金")
    citizen.press("检索")
    expect(citizen.heading).to_have_text("“外贸专项资金”共1件")
    citizen.look("search")
    citizen.follow("带着这个词申请公开")
    citizen.fill("想要的信息", WANTED)
    citizen.reads("向云岭县商务局申请")
    citizen.look("ask-find")
    citizen.press("以上都不是，向云岭县商务局申请")
    expect(citizen.heading).to_have_text("写下申请")
    citizen.fill("姓名或者名称", "周清源")
    citizen.fill("证件号码（选填）", IDENTITY)
    citizen.fill("联系电话", TELEPHONE)
    citizen.look("ask-write")
    citizen.press("提交申请")
    expect(citizen.heading).to_have_text("申请已提交")
    citizen.look("receipt")
    return citizen.page.locator(".receipt .code").inner_text()


def it_is_opened_and_registered(clerk: Person) -> None:
    clerk.log_in()
    expect(clerk.page.get_by_role("region", name="没有打开的来件")).to_contain_text("周清源")
    clerk.look("today")
    follow(clerk.page, clerk.page.get_by_role("region", name="没有打开的来件").get_by_role("link").nth(1))
    clerk.look("submitted")
    clerk.follow("登记这一件")
    expect(clerk.heading).to_have_text("登记")
    clerk.fill("事由", TITLE)
    clerk.page.get_by_label("承办科室").select_option("外贸股")
    clerk.look("register")
    clerk.press("登记这一件")
    clerk.told("已登记。9月8日（周一）收到，最晚10月11日（周六）答复。")
    clerk.look("handling")


def what_is_missing_is_called_for(clerk: Person) -> None:
    clerk.follow("告知补正")
    clerk.tick("没有写明所需信息的时间范围")
    clerk.press("刷新告知书")
    expect(clerk.page.locator("#told .paper")).to_contain_text("没有写明所需信息的时间范围")
    clerk.look("correction")
    clerk.press("送王立成审批")
    clerk.told("补正告知书已送王立成审批")
    clerk.look("correction-sent")


def the_head_lets_it_out(head: Person, letter: str) -> None:
    head.log_in()
    head.look("today")
    head.follow(letter)
    head.look("approve")
    head.submit("同意，准予发出")
    head.look("approved")


def she_says_which_year(citizen: Person, code: str) -> None:
    with_code(citizen, code)
    citizen.look("progress-correcting")
    citizen.fill("补正的内容（选填）", YEAR)
    citizen.press("提交补正")
    citizen.reads("补正已经收到，答复期限从今天重新计算。")
    citizen.look("progress-corrected")


def with_code(citizen: Person, code: str) -> None:
    """Whatever was open in this browser is left; the code opens it again."""
    citizen.go("/query/")
    citizen.fill("查询码", code)
    citizen.fill("联系电话的最后四位", TAIL)
    citizen.look("query")
    citizen.press("看进度")


def open_case(clerk: Person) -> None:
    """From today's page, through the register."""
    clerk.log_in()
    clerk.page.get_by_role("navigation", name="工作台").get_by_role("link", name="申请").click()
    clerk.page.get_by_role("row").filter(has_text=TITLE).get_by_role("link").click()
    expect(clerk.heading).to_have_text(TITLE)


def the_section_is_asked(clerk: Person) -> None:
    clerk.log_in()
    clerk.go("/desk/applications/")
    clerk.look("applications")
    open_case(clerk)
    expect(clerk.next_step).to_have_text("按补正后的内容查找")
    expect(clerk.page.locator(".tl > li > p:first-child > b")).to_have_text(
        [
            "按补正后的内容查找",
            "收到补正材料",
            "补正告知书发出",
            "同意补正告知书",
            "要求补正",
            "登记",
            "首次打开",
            "申请人在网上提交",
        ]
    )
    expect(clerk.page.get_by_label("请协助什么")).to_have_value(f"请查找并交来：{WANTED}（申请人补正：{YEAR}）")
    clerk.look("corrected")
    clerk.press("发给科室")
    clerk.told("已发给外贸股，请在9月18日（周四）前回复。")
    clerk.look("section-asked")


def the_section_finds_it(section: Person) -> None:
    section.log_in()
    section.look("today")
    section.page.get_by_role("link", name="回复").click()
    section.tick("有把材料交上来")
    section.fill("查了哪里", "本科室2025年专项资金档案和业务系统")
    section.fill("用了什么检索词", "稳增长 专项资金 2025")
    section.attach("材料（选填）", "2025年外贸稳增长专项资金分配表.pdf", PDF)
    section.look("task")
    section.press("回复李文静")
    section.told("已经回复李文静")
    section.look("answered")


def the_firm_is_asked(clerk: Person) -> None:
    clerk.log_in()
    clerk.look("today-again")
    open_case(clerk)
    clerk.look("section-answered")
    clerk.follow("征求意见")
    clerk.page.get_by_label("就什么征求意见").fill("贵公司2025年度获得的外贸稳增长专项资金金额，以及申报时的利润率")
    first = clerk.page.get_by_role("group", name="第1家")
    first.get_by_label("名称").fill(PARTY)
    first.get_by_label("联系方式").fill("云岭县工业路2号，0399-5550101")
    first.get_by_label("涉及什么权益").fill("商业秘密")
    clerk.submit("看看征求意见书")
    clerk.look("consult")
    clerk.press("送王立成审批")
    clerk.told("征求第三方意见书已送王立成审批")
    clerk.look("consult-sent")


def the_letter_goes_to_the_firm(clerk: Person) -> str:
    """Posted; returns where the firm can answer, as the page of its letter says."""
    clerk.log_in()
    open_case(clerk)
    expect(clerk.next_step).to_have_text("发出征求第三方意见书，登记送达")
    clerk.look("to-serve")
    clerk.tick("邮寄")
    clerk.fill("邮件编号（选填）", "XA41990000123")
    clerk.press("登记发出")
    clerk.told("已登记发出")
    clerk.look("consulting")
    clerk.follow("征求第三方意见书")
    clerk.look("party-letter")
    return clerk.page.get_by_label("对方网上回复的网址").input_value()


def the_firm_agrees_in_part(party: Person, where: str) -> None:
    party.go(where)
    expect(party.heading).to_have_text("云岭县商务局征求您的意见")
    party.look("asked")
    party.tick("同意公开一部分")
    party.fill("理由（选填）", "同意公开本公司名称和获得的金额。利润率反映成本和定价，属于商业秘密，不同意公开。")
    party.look("opinion")
    party.press("提交意见")
    party.reads("意见已经收到。")
    party.look("given")


def it_is_decided(clerk: Person) -> None:
    clerk.log_in()
    clerk.look("today-opinion")
    open_case(clerk)
    clerk.look("opinion")
    clerk.follow("作出判断")
    expect(clerk.heading).to_have_text("作出判断")
    clerk.look("decide")
    for question, answer in JUDGED:
        clerk.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        clerk.press("看办理结果")
    expect(clerk.heading).to_have_text("部分公开")
    clerk.follow("上传要提供的材料")
    clerk.attach("文件", "支持企业名单和金额.pdf", PDF)
    clerk.look("upload")
    clerk.press("上传")
    clerk.fill("公开什么", "6家企业的名单和每家获得的金额")
    clerk.fill("不公开什么", "各企业申报时的利润率")
    clerk.fill("理由", "利润率反映企业的成本和定价，企业不同意公开，公开会损害其合法权益。")
    clerk.submit("刷新预览")
    clerk.look("outcome")


def the_letter_is_sent_for_approval(clerk: Person) -> None:
    clerk.press("起草，先改文字")
    expect(clerk.heading).to_have_text("部分公开告知书")
    expect(clerk.page.get_by_role("region", name="检查")).to_contain_text("没有发现问题")
    clerk.look("letter-before-the-cuts")
    clerk.follow("区分处理")
    expect(clerk.heading).to_have_text("区分处理")
    clerk.page.get_by_label("另外要遮的，理由和依据").select_option("trade_secret")
    clerk.fill("遮去这些字", "margin 12.5%")
    clerk.look("sever")
    clerk.press("遮去并核验")
    clerk.told("已遮盖1处，核验通过，副本已附在部分公开告知书后面。")
    expect(clerk.page.get_by_role("region", name="检查")).to_contain_text("没有发现问题")
    clerk.look("letter")
    clerk.press("送赵建国审批")
    clerk.told("已送赵建国审批")
    clerk.look("reviewing")


def the_leader_approves_on_a_telephone(leader: Person) -> None:
    leader.log_in()
    leader.look("today")
    leader.follow("部分公开告知书")
    expect(leader.page.get_by_text("没有发现问题")).to_be_visible()
    leader.look("approve")
    leader.submit("同意，准予发出")
    leader.look("approved")


def the_answer_is_served(clerk: Person) -> None:
    clerk.log_in()
    clerk.look("today-to-serve")
    open_case(clerk)
    expect(clerk.page.get_by_label("查询页面下载")).to_be_checked()
    clerk.look("dispatching")
    clerk.press("登记送达，办结")
    clerk.told("这一件办结")
    clerk.look("closed")


def she_reads_the_answer(citizen: Person, code: str) -> None:
    with_code(citizen, code)
    citizen.look("answer")
    name, letter = citizen.taken(lambda: citizen.link("下载PDF").click())
    assert (name, letter[:5]) == ("部分公开告知书云商公开答〔2025〕1号.pdf", b"%PDF-")
    name, data = citizen.taken(lambda: citizen.link(re.compile("^附件：支持企业名单和金额（区分处理）.pdf")).click())
    assert (name, data[:5], b"margin" in data) == ("支持企业名单和金额（区分处理）.pdf", b"%PDF-", False)
    expect(citizen.page.locator("#remedy")).to_contain_text("先复议")


def the_year_counts_it(clerk: Person) -> None:
    clerk.log_in()
    clerk.look("today-january")
    follow(clerk.page, clerk.page.get_by_role("navigation", name="工作台").get_by_role("link", name="年报"))
    clerk.look("years")
    opened = clerk.page.get_by_role("row").filter(has_text="2025年").get_by_role("button", name="打开")
    follow(clerk.page, opened)
    clerk.look("report")
    clicks = Steps(clerk.page, "story", 0, "From the figure to the case", 2)
    clicks.press(clerk.page.locator('[id="applications.partial"] td').first.get_by_role("link"))
    expect(clerk.heading).to_contain_text("（二）部分公开")
    clerk.look("figure")
    clicks.press(clerk.page.get_by_role("row").nth(1).get_by_role("link"))
    expect(clerk.heading).to_have_text(TITLE)
    assert clicks.count == 2
    clerk.look("case-again")
    clerk.log_out()


def nobody_else_sees_it(neighbour: Person, house: House) -> None:
    """The clerk of the body beside sees their own case, and nothing of the bureau's by any way."""
    neighbour.log_in()
    neighbour.go("/desk/applications/?stage=all")
    expect(neighbour.heading).to_have_text("申请1件")
    neighbour.reads(house.neighbours_case.number)
    neighbour.look("own-case")
    neighbour.go("/desk/applications/?stage=all&q=周清源")
    neighbour.reads("没有符合条件的申请")
    case = Application.objects.get(agency=house.agency)
    addresses = ("", "clock/", "log/", "serve/", f"letters/{case.letters.get(code='S3').pk}/")
    found = [neighbour.go(f"/desk/applications/{case.pk}/{address}").status for address in addresses]
    found.append(neighbour.go("/desk/reports/shangwu/2025/").status)
    neighbour.page.complaints.clear()  # type: ignore[attr-defined]
    assert found == [404] * 6
    neighbour.look("not-there")
