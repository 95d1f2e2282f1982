"""The page of the report: the tables of the form, every figure open to its records, findings, hands, carry-over, differences."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from desk.reports.scene import JANUARY, SECRET, Year, approved, complete, noughts, opened
from gongkai.applications.models import Application
from gongkai.people.models import Account
from gongkai.reporting import actions, counting
from gongkai.reporting.models import TypedFigure
from gongkai.reports.editions import editions
from gongkai.reports.model import CellId
from reporting.registers import Row, fill

SignIn = Callable[[Account], Client]


def page(client: Client, address: str = "/desk/reports/2025/") -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, response.content[:400]
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def line(row: html.HtmlElement) -> str:
    """A line of a table, its cells with a bar between."""
    return "|".join(words(cell) for cell in row.xpath("./th|./td"))


def part(tree: html.HtmlElement, key: str) -> html.HtmlElement:
    (found,) = tree.xpath(f'//section[@id="{key}"]')
    return found


def test_the_page_has_the_six_parts_in_the_order_of_the_form(here: Year, as_: SignIn) -> None:
    opened(here)
    tree = page(as_(here.clerk))
    headings = [words(h) for h in tree.xpath('//div[contains(@class,"report")]//h2')][:6]
    assert headings == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_table_three_has_the_merges_of_the_form(here: Year, as_: SignIn) -> None:
    opened(here)
    table = part(page(as_(here.clerk)), "applications").xpath(".//table")[0]
    first = [(words(c), c.get("rowspan"), c.get("colspan"), c.get("scope")) for c in table.xpath("./thead/tr[1]/th")]
    assert [c[1:] for c in first] == [("3", "3", "colgroup"), (None, "7", "colgroup")]
    results = table.xpath('.//th[text()="三、本年度办理结果"]')[0]
    assert (results.get("rowspan"), results.get("scope")) == ("22", "rowgroup")
    assert table.xpath('.//th[text()="（三）不予公开"]')[0].get("rowspan") == "8"
    # Every line is ten slots wide once its merges are laid out.
    assert len(table.xpath(".//td")) == 175
    assert [c.get("colspan") for c in table.xpath('.//th[text()="（一）予以公开"]')] == ["2"]


def test_every_figure_that_is_not_nought_leads_to_exactly_its_records(here: Year, as_: SignIn) -> None:
    opened(here)
    client = as_(here.clerk)
    cells = counting.count(here.agency, 2025)
    linked = {
        "/".join(a.get("href").split("/")[-4:-1]): int(re.match(r"\d+", words(a))[0])  # type: ignore[index]
        for key in ("applications", "remedies")
        for a in part(page(client), key).xpath(".//td/a")
    }
    assert linked == {str(cell): n for cell, n in cells.items() if n}
    for address, n in linked.items():
        tree = page(client, f"/desk/reports/2025/figures/{address}/")
        assert len(tree.xpath("//tbody/tr")) == n


def test_from_the_figure_to_the_case_it_is_two_clicks(here: Year, as_: SignIn) -> None:
    opened(here)
    client = as_(here.clerk)
    (figure,) = part(page(client), "applications").xpath('.//tr[@id="applications.granted"]/td[1]/a')
    (case,) = page(client, figure.get("href")).xpath("//tbody/tr/th/a")
    assert (words(case), case.get("href")) == (here.cases[0].number, reverse("desk:case", args=[here.cases[0].pk]))


def test_noughts_are_plain_and_blanks_ask_to_be_filled(here: Year, as_: SignIn) -> None:
    opened(here)
    tree = page(as_(here.clerk))
    assert [words(td) for td in part(tree, "applications").xpath('.//tr[@id="applications.partial"]/td')] == [
        "0", "1", "0", "0", "0", "0", "1",
    ]  # fmt: skip
    blanks = part(tree, "proactive").xpath(".//td")
    assert {words(td) for td in blanks} == {"填这一格是空的"}
    assert len(blanks) == 10
    assert all(td.get("class").split() == ["is-late"] for td in blanks)


def test_findings_stand_beside_with_the_way_out(here: Year, as_: SignIn) -> None:
    opened(here)
    tree = page(as_(here.clerk))
    found = {words(f.xpath(".//h3")[0]): f for f in tree.xpath('//article[starts-with(@id,"f")]')}
    assert "要改2" in words(tree.xpath('//aside[@aria-labelledby="fd"]')[0])
    assert [a.get("href") for a in found["2有空格"].xpath(".//a[contains(@class,'btn')]")] == [
        "/desk/reports/2025/text/#proactive"
    ]
    assert [a.get("href") for a in found["1第五部分还没写"].xpath(".//a[contains(@class,'btn')]")] == [
        "/desk/reports/2025/text/#problems"
    ]
    (send,) = tree.xpath('//button[text()="送审"]')
    assert send.get("disabled") is not None
    tabs = [words(li) for li in tree.xpath('//ol[@class="tabs"]/li')]
    assert (tabs[1], tabs[2], tabs[4]) == (
        "二 主动公开政府信息情况1处要改",
        "三 收到和处理政府信息公开申请情况没有问题",
        "五 存在的主要问题及改进情况1处要改",
    )


def test_the_sums_that_hold_are_one_folded_line(here: Year, as_: SignIn) -> None:
    opened(here)
    tree = page(as_(here.clerk))
    (line,) = tree.xpath('//div[contains(@class,"find-done")]')
    assert words(line.xpath(".//h3")[0]) == "✓另外42条算式都相等"
    sums = line.xpath(".//details//li")
    assert (len(sums), words(sums[0])) == (42, "自然人：2 + 1 = 3 + 0")


def test_a_clean_report_is_sent_to_a_person_by_name(here: Year, as_: SignIn) -> None:
    complete(here)
    tree = page(as_(here.clerk))
    assert [words(h) for h in tree.xpath("//article//h3")] == []
    assert words(tree.xpath('//button[contains(@class,"btn-go")]')[0]) == "送赵建国审批"


def test_a_typed_figure_shows_who_when_and_why(here: Year, as_: SignIn) -> None:
    draft = opened(here)
    actions.type_figures(draft, {**noughts(), CellId("proactive", "permits", "decisions"): Decimal(13)},
                         why="政务服务股台账", by=here.head)  # fmt: skip
    tree = page(as_(here.clerk))
    (figure,) = part(tree, "proactive").xpath('.//tr[@id="proactive.permits"]/td/a')
    assert words(figure) == "13手"
    lines = [line(tr) for tr in part(tree, "typed").xpath(".//tbody/tr")]
    assert lines[6] == ("行政许可|本年处理决定数量|13|政务服务股台账|王立成 01-23 00:00|取消 行政许可 本年处理决定数量")
    assert len(lines) == 10
    opened_cell = page(as_(here.clerk), figure.get("href"))
    assert "这个数是手填的：政务服务股台账王立成 01-23 00:00" in words(opened_cell)


def test_the_carry_over_is_compared_column_by_column(here: Year, as_: SignIn) -> None:
    draft = opened(here)
    carry = part(page(as_(here.clerk)), "carry")
    assert "2024年的年报没有在这里批准，用登记簿统计的数核对。" in words(carry)
    assert line(carry.xpath(".//tbody/tr")[0]) == "自然人|1|1|相等"
    actions.type_figure(draft, CellId("applications", "carried_out", "natural_person"), 3, why="2024年年报", by=here.clerk,
                        year=2024)  # fmt: skip
    carry = part(page(as_(here.clerk)), "carry")
    assert line(carry.xpath(".//tbody/tr")[0]) == "自然人|3|1|不等"


def test_a_frozen_report_shows_what_the_registers_now_say_and_stays(here: Year, as_: SignIn) -> None:
    approved(here)
    client = as_(here.clerk)
    assert page(client).xpath('//section[@id="differences"]') == []
    Application.objects.filter(pk=here.cases[0].pk).update(outcome="partial")
    (late,) = fill(here.agency, [Row("research", JANUARY.replace(year=2025))])
    tree = page(client)
    told = [line(tr) for tr in part(tree, "differences").xpath(".//tbody/tr")]
    assert told[:2] == ["一、本年新收政府信息公开申请数量|科研机构|0|1", "一、本年新收政府信息公开申请数量|总计|4|5"]
    moved = [words(li) for li in part(tree, "differences").xpath(".//li")]
    assert moved == [
        (
            f"{here.cases[0].number}批准时计入：一、本年新收政府信息公开申请数量·自然人、（一）予以公开·自然人；"
            "现在计入：一、本年新收政府信息公开申请数量·自然人、（二）部分公开（区分处理的，只计这一情形，不计其他情形）·自然人"
        ),
        f"{late.number}批准时没有计入；现在计入：一、本年新收政府信息公开申请数量·科研机构、四、结转下年度继续办理·科研机构",
    ]  # fmt: skip
    (figure,) = part(tree, "applications").xpath('.//tr[@id="applications.granted"]/td[1]/a')
    assert words(figure) == "1"
    cell = page(client, figure.get("href"))
    assert "以下是批准时冻结的案件清单" in words(cell)
    assert [words(th) for th in cell.xpath("//tbody/tr/th")] == [here.cases[0].number]


def test_the_text_page_shows_what_each_sentence_rests_on(here: Year, as_: SignIn) -> None:
    opened(here)
    tree = page(as_(here.clerk), "/desk/reports/2025/text/")
    grounds = part(tree, "other").xpath(".//ul[@class='items']/li")
    assert [words(g.xpath("./span")[0]) for g in grounds] == ["本年度实收信息处理费100元；发出收费通知1件，应收100元。"]
    assert [a.get("href") for a in grounds[0].xpath(".//a")] == [
        "/desk/reports/2025/figures/facts/fees/collected/",
        "/desk/reports/2025/figures/facts/fees/notices/",
        "/desk/reports/2025/figures/facts/fees/billed/",
    ]
    fee = page(as_(here.clerk), "/desk/reports/2025/figures/facts/fees/billed/")
    assert [words(td) for td in fee.xpath("//tbody/tr/td")][-1] == "应收100元，实收100元"
    problems = [words(g.xpath("./span")[0]) for g in part(tree, "problems").xpath(".//ul[@class='items']/li")]
    assert problems == ["逾期答复：1件"]


def test_words_typed_on_a_stale_page_are_not_lost(here: Year, as_: SignIn) -> None:
    draft = opened(here)
    actions.write_section(draft, "problems", "别人写的问题。\n将改进。", by=here.head, version=0)
    made = as_(here.clerk).post(
        "/desk/reports/2025/text/",
        {
            "overview": "", "overview_version": 0, "problems": "我写的问题。", "problems_version": 0,
            "other": "没有收费。", "other_version": 0,
        },
    )  # fmt: skip
    assert made.status_code == 422
    tree = html.fromstring(made.content.decode())
    assert tree.xpath('//textarea[@name="problems"]')[0].text.strip() == "我写的问题。"
    assert draft.sections.get(key="problems").text == "别人写的问题。\n将改进。"


def test_a_part_nobody_touched_goes_on_following_the_registers(here: Year, as_: SignIn) -> None:
    draft = opened(here)
    client = as_(here.clerk)
    fields = page(client, "/desk/reports/2025/text/").xpath('//main//form[@method="post"]')[-1].fields
    given = {name: value for name, value in fields.items() if value is not None and name != "csrfmiddlewaretoken"}
    assert "新收政府信息公开申请4件" in given["overview"]
    fill(here.agency, [Row()])
    made = client.post(
        "/desk/reports/2025/text/", {**given, "problems": "一是不够及时。\n将改进。", "rest": "on", "why": "台账"}
    )
    assert made.status_code == 302
    assert [section.key for section in draft.sections.all()] == ["problems"]
    overview = words(part(page(client), "overview"))
    assert "新收政府信息公开申请5件" in overview
    assert "制发行政规范性文件0件" in overview


def test_words_and_figures_are_saved_together_or_not_at_all(here: Year, as_: SignIn) -> None:
    draft = opened(here)
    client = as_(here.clerk)
    given = {
        "overview": "", "overview_version": 0, "other": "没有收费。", "other_version": 0, "rest": "on",
        "problems": "一是不够及时。\n将改进。", "problems_version": 5, "permits/decisions": "13", "why": "台账",
    }  # fmt: skip
    assert client.post("/desk/reports/2025/text/", given).status_code == 422
    assert (draft.sections.count(), TypedFigure.objects.count()) == (0, 0)
    assert client.post("/desk/reports/2025/text/", {**given, "problems_version": 0, "why": ""}).status_code == 422
    assert (draft.sections.count(), TypedFigure.objects.count()) == (0, 0)
    assert client.post("/desk/reports/2025/text/", {**given, "problems_version": 0}).status_code == 302
    assert (draft.sections.count(), TypedFigure.objects.count()) == (2, 10)


def test_table_two_is_typed_in_one_go_and_noughts_only_when_somebody_says_so(here: Year, as_: SignIn) -> None:
    opened(here)
    client = as_(here.clerk)
    address = "/desk/reports/2025/type/proactive/"
    assert client.post(address, {"permits/decisions": "13"}).status_code == 422
    assert client.post(address, {"permits/decisions": "13", "why": "台账"}).status_code == 302
    figures = part(page(client), "proactive").xpath('.//tr[@id="proactive.permits"]/td')
    assert [words(td) for td in figures] == ["13手"]
    assert len(part(page(client), "proactive").xpath('.//td[contains(@class,"is-late")]')) == 9
    assert client.post(address, {"permits/decisions": "13", "rest": "on", "why": "台账"}).status_code == 302
    assert {words(td) for td in part(page(client), "proactive").xpath(".//td")} == {"13手", "0手"}
    assert client.post(address, {"permits/decisions": "", "charges/amount": "4166.241619", "rules/made": "0",
                                 "why": "台账"}).status_code == 302  # fmt: skip
    assert {words(td) for td in part(page(client), "proactive").xpath(".//td")} >= {"4166.241619手", "填这一格是空的"}


@pytest.mark.parametrize("given", ["-3", "1.5", "b", "1e9999"])
def test_a_number_the_cell_cannot_hold_is_refused_with_a_sentence(here: Year, as_: SignIn, given: str) -> None:
    opened(here)
    made = as_(here.clerk).post("/desk/reports/2025/type/proactive/", {"permits/decisions": given, "why": "台账"})
    assert made.status_code == 422
    assert "行政许可" in html.fromstring(made.content.decode()).xpath('//div[@role="alert"]')[0].text_content()


def test_an_explanation_settles_a_carry_over_and_stands_beside_it(here: Year, as_: SignIn) -> None:
    draft = complete(here)
    actions.type_figure(draft, CellId("applications", "carried_out", "natural_person"), 3, why="2024年年报", by=here.clerk,
                        year=2024)  # fmt: skip
    client = as_(here.clerk)
    assert words(page(client).xpath('//button[text()="送审"]')[0]) == "送审"
    client.post("/desk/reports/2025/explain/", {"code": "CARRY", "text": "机构合并，2件转入县发改局。"})
    tree = page(client)
    assert "说明：机构合并，2件转入县发改局。" in words(tree.xpath("//article")[0])
    assert words(tree.xpath('//button[contains(@class,"btn-go")]')[0]) == "送赵建国审批"


def test_the_page_costs_the_same_queries_for_five_cases_and_for_five_hundred(
    here: Year, as_: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    opened(here)
    client = as_(here.clerk)
    with django_assert_max_num_queries(36) as first:
        client.get("/desk/reports/2025/")
    fill(here.agency, [Row() for _ in range(500)])
    with django_assert_max_num_queries(len(first)) as second:
        client.get("/desk/reports/2025/")
    assert len(first) == len(second)
    with django_assert_max_num_queries(30):
        client.get("/desk/reports/2025/figures/applications/received/total/")


@pytest.mark.parametrize("format", ["docx", "pdf", "html", "xlsx", "json"])
def test_every_export_is_a_file_under_the_report_s_own_name(here: Year, as_: SignIn, format: str) -> None:
    opened(here)
    made = as_(here.clerk).get(f"/desk/reports/2025/export/{format}/")
    assert made.status_code == 200
    assert made["Content-Disposition"].startswith(f'attachment; filename="report-2025.{format}"')


def test_the_2019_form_is_shown_for_its_years(here: Year, as_: SignIn) -> None:
    actions.open_draft(here.agency, 2020, by=here.clerk)
    tree = page(as_(here.clerk), "/desk/reports/2020/")
    assert len(part(tree, "applications").xpath(".//td")) == 161
    assert len(part(tree, "proactive").xpath(".//td")) == len(list(editions()["2019"].tables["proactive"].cells()))


def test_the_cases_are_there_for_the_test_of_leaks(here: Year, as_: SignIn) -> None:
    opened(here)
    assert SECRET in words(page(as_(here.clerk), "/desk/reports/2025/figures/applications/received/total/"))


def test_a_frozen_report_keeps_who_typed_what_and_what_was_explained(here: Year, as_: SignIn) -> None:
    draft = complete(here)
    actions.type_figure(draft, CellId("applications", "carried_out", "natural_person"), 3, why="2024年年报", by=here.clerk,
                        year=2024)  # fmt: skip
    actions.explain(draft, "CARRY", "机构合并，2件转入县发改局。", by=here.clerk)
    actions.submit(draft, by=here.clerk)
    actions.approve(draft.approvals.get(), approve=True, digest=draft.digest, by=here.leader)
    TypedFigure.objects.filter(agency=here.agency).update(why="后来改的")
    tree = page(as_(here.auditor))
    assert (
        line(part(tree, "typed").xpath(".//tbody/tr")[6]) == "行政许可|本年处理决定数量|0|各股室台账|李文静 01-23 00:00"
    )
    assert "说明：机构合并，2件转入县发改局。" in words(tree.xpath("//aside")[0])
    assert line(part(tree, "carry").xpath(".//tbody/tr")[0]) == "自然人|3|1|不等"
