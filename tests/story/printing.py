"""The scenes of a document that is published: each a person at a screen, pressing what stands there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from gongkai.demo.publishing.word_files import word
from story.pages import Person

TITLE = "云岭县商务局关于印发《云岭县夜间集市管理办法》的通知"
NUMBER = "云商发〔2025〕36号"
MOBILE = "13912345678"
LINES = (
    "各乡镇人民政府、街道办事处，各有关单位：",
    "《云岭县夜间集市管理办法》已经局长办公会议审议通过，现印发给你们，请遵照执行。",
    "# 第一章　总则",
    "第一条　为规范夜间集市的设立和管理，方便群众消费，根据国家和省、市有关规定，结合本县实际，制定本办法。",
    "第二条　设立夜间集市应当符合城乡规划，不得占用消防通道。",
    "# 第二章　摊位管理",
    "第三条　摊位按照下表划分，公开摇号分配。",
    "| 区域 | 摊位（个） | 营业时间 / 文昌路 | 40 | 18时至23时 / 滨河公园 | 25 | 18时至22时",
    f"第四条　摊位报名联系市场运行股李股长，手机{MOBILE}。",
    "第五条　本办法自2025年10月20日起施行，有效期三年。",
)


def the_section_drops_its_word_file(section: Person) -> None:
    """The file is read, what it says of itself is guessed, a telephone number is found in it."""
    section.log_in()
    section.go("/desk/info/new/")
    section.look("drop")
    data = word(TITLE, LINES, ("云岭县商务局", "2025年9月19日"), NUMBER)
    section.attach("文件", "夜间集市管理办法（送审稿）.docx", data, "application/msword")
    section.page.get_by_label("栏目").select_option(label="政策文件 › 行政规范性文件")
    section.press("放进来，检查一遍")
    section.reads("手机号码")
    section.look("found")


def the_number_is_masked_and_it_is_sent(section: Person) -> None:
    """One press masks it; what is still asked stands on the same page."""
    section.press(re.compile("^遮蔽全部"))
    section.told("已遮蔽")
    expect(section.page.locator(".paper").first).to_contain_text("139****5678")
    section.follow("改正文和目录信息")
    for label, text in (("统一登记号", "YLX-2025-0036"), ("合法性审核意见号", "云司审〔2025〕36号")):
        section.fill(label, text)
    section.page.get_by_label("公平竞争审查").select_option(label="已审查，通过")
    section.tick("猜的各项，我核对过")
    section.look("to-send")
    section.press("保存，送张凯审核")
    section.told("已送张凯审核")


def one_reviews(person: Person, *, secrecy: bool = False) -> None:
    """The text, the checks and the short form on one page; one press after reading."""
    person.log_in()
    person.go("/desk/approvals/")
    person.look("approvals")
    person.link(re.compile("夜间集市管理办法")).click()
    person.reads("139****5678")
    for box in person.page.get_by_role("group", name="逐项核对").get_by_role("checkbox").all():
        box.check()
    if secrecy:
        person.page.get_by_role("radio", name="可以公开", exact=True).check()
    person.look("review")
    person.press(re.compile("^同意"))


def the_office_sends_it_further(clerk: Person) -> str:
    """It stands on the portal already; the clerk adds the other channels. Returns its permanent address."""
    clerk.log_in()
    clerk.go("/desk/releases/?state=done")
    clerk.follow(re.compile("夜间集市管理办法"))
    clerk.look("channels")
    for channel in ("微信公众号", "公示栏", "县政府门户网站"):
        clerk.tick(channel)
    clerk.press("发布到选中的渠道")
    clerk.told("已交给程序发送")
    return clerk.page.locator("a[href*='/info/20']").first.get_attribute("href") or ""


def the_rest_is_proved(clerk: Person) -> bytes:
    """The poster is printed and hung up, the package handed over, the draft at the account seen: each with where it stands."""
    clerk.go("/desk/releases/")
    clerk.look("to-prove")
    poster = b""
    for channel, where in (
        ("公示栏", "县行政中心一楼公示栏"),
        ("县政府门户网站", "https://www.yunling.example/zwgk/36.html"),
        ("微信公众号", "https://mp.weixin.qq.com/s/yunling36"),
    ):
        row = clerk.page.get_by_role("row").filter(has_text=channel).filter(has_text="夜间集市")
        row.get_by_role("link", name=re.compile("^登记")).first.click()
        if channel == "公示栏":
            _, poster = clerk.taken(lambda: clerk.link("公示页A4（PDF）").click())
        clerk.page.get_by_role("textbox").first.fill(where)
        clerk.submit("登记为已发布")
        clerk.go("/desk/releases/")
    return poster


def a_citizen_finds_it_by_two_characters(citizen: Person) -> None:
    """夜间 stands in no other item."""
    citizen.go("/")
    citizen.page.get_by_role("searchbox").first.fill("夜间")
    citizen.submit("检索")
    citizen.look("found")
    citizen.link(re.compile("夜间集市")).click()
    citizen.reads("尚未生效")
    expect(citizen.page.locator("table").first).to_contain_text("文昌路")
    citizen.look("item")


def the_section_says_it_is_repealed(section: Person) -> None:
    """In the register of documents, on the document's own page."""
    section.go("/desk/registers/documents/")
    section.link(re.compile("夜间集市")).click()
    section.tick("废止")
    section.fill("自哪一天起", "2026-03-02")
    section.page.get_by_label("依据哪份文件，或者为什么").fill("由新的市场管理办法替代")
    section.press("提出变动，送负责人确认")
    section.told("确认")
    section.look("proposed")


def the_head_confirms(head: Person) -> None:
    head.log_in()
    head.go("/desk/registers/documents/")
    head.look("to-confirm")
    head.press("确认废止")


def the_catalogue_has_changed(citizen: Person, address: str) -> None:
    """The page says so, and the catalogue tells it by its validity."""
    citizen.go(address)
    citizen.reads("废止")
    citizen.look("repealed")
    citizen.go("/shangwu/catalogue/?validity=repealed")
    citizen.reads(re.compile("夜间集市"))


def the_year_has_changed(clerk: Person) -> None:
    """表二 of the year: none made, one repealed, none left."""
    clerk.log_in()
    clerk.go("/desk/reports/")
    clerk.page.get_by_role("row").filter(has_text="2026年").get_by_role("button", name="打开").click()
    row = clerk.page.locator('[id="proactive.normative"]')
    expect(row.locator("td")).to_have_text(["0", "1", "0"])
    clerk.look("table-two")
