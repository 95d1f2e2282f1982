"""今天: the first line is the answer, the rest is in the order of its days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import factories
from desk.lists.conftest import FRIDAY, Bureau
from desk.lists.scene import Scene
from gongkai.applications import actions
from gongkai.applications.models import Application
from gongkai.desk.lists import agenda
from gongkai.people import clock
from gongkai.people.models import Account

Enter = Callable[[Account], Client]


def plan(bureau: Bureau) -> agenda.Agenda:
    cases = agenda.loaded(Application.objects.filter(agency=bureau.agency))
    return agenda.agenda(cases, clock.today(), clock.now(), bureau.clerk)


def rows(found: agenda.Agenda) -> dict[str, list[tuple[str, str, str]]]:
    return {
        group: [(row.case.number[-3:-1].strip("〕"), row.day, row.step.label) for row in of]
        for group, of in found.rows.items()
    }


def test_every_open_case_stands_once_under_the_day_of_its_next_step(bureau: Bureau, scene: Scene) -> None:
    found = plan(bureau)
    assert rows(found) == {
        "late": [("2", "9月29日", "查找信息，看看要不要补正")],
        "week": [
            ("3", "10月22日", "等赵建国审批予以公开告知书"),
            ("7", "10月22日", "登记，看看要不要补正"),
        ],
        "paused": [("4", "10月29日", "等云岭县恒达机械厂的意见"), ("5", "11月2日", "等申请人补正")],
        "later": [("6", "10月26日", "等王立成审批延期答复告知书"), ("8", "10月27日", "登记，看看要不要补正")],
    }
    assert (found.counts["late"], found.this_week, found.next_later) == (1, 2, date(2026, 10, 26))


@pytest.mark.parametrize(
    ("received", "line"),
    [
        ([], "今天没有要办的事"),
        ([date(2026, 10, 16)], "一周内没有到期的，在办1件"),
        ([date(2026, 9, 16)], "今天没有到期的，一周内要办1件"),
        ([date(2026, 9, 14)], "今天要办1件，一周内共1件"),
        ([date(2026, 9, 14), date(2026, 9, 16)], "今天要办1件，一周内共2件"),
        ([date(2026, 9, 1), date(2026, 9, 14)], "有1件已经逾期，今天要办1件，一周内共1件"),
        ([date(2026, 9, 1)], "有1件已经逾期，一周内要办0件"),
    ],
)
def test_the_first_line_is_the_answer(bureau: Bureau, enter: Enter, received: list[date], line: str) -> None:
    for on in received:
        with clock.at(on):
            factories.application(bureau.agency, bureau.clerk)
    page = enter(bureau.clerk).get("/desk/").content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", page) == [line]


def test_the_row_says_the_day_how_far_it_is_and_how_much_is_used(bureau: Bureau, scene: Scene) -> None:
    found = plan(bureau)
    late, answer, paused = found.rows["late"][0], found.rows["week"][0], found.rows["paused"][0]
    assert (late.day, late.beside) == ("9月29日", "逾期9个工作日")
    assert late.ticks == (20, 20, "late", "已用20个工作日，共20个")
    assert (answer.day, answer.beside, answer.ticks) == (
        "10月22日",
        "周四，剩4天",
        (16, 20, "", "已用16个工作日，共20个"),
    )
    assert (paused.beside, paused.ticks) == ("等对方", (6, 15, "paused", "对方已用6个工作日，共15个"))


def test_a_correction_that_did_not_come_is_work_for_today_and_not_our_lateness(bureau: Bureau) -> None:
    with clock.at(date(2026, 9, 7)):
        case = factories.application(bureau.agency, bureau.clerk)
        letter = actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)
        factories.approve(letter, bureau.head)
    found = plan(bureau)
    assert rows(found) == {"today": [("1", "尽快", "补正期限已过，核实有没有正当理由")]}
    assert found.headline == "今天要办1件，一周内共1件"


def test_what_nobody_opened_is_shown_with_its_age_the_oldest_first(bureau: Bureau, scene: Scene) -> None:
    with clock.at(datetime(2026, 10, 16, 8, 20)):
        actions.submit_online(bureau.agency, factories.person(name="冯远"), factories.matter(title="刚到的"))
    found = plan(bureau)
    assert [(new.case.title, new.age, new.how, round(new.share, 2)) for new in found.unopened] == [
        ("农村电商服务站名单", "3个工作日", "near", 1.0),
        ("2026年粮油储备企业名单", "1小时", "", 0.06),
        ("刚到的", "40分钟", "", 0.03),
    ]


def test_the_chart_counts_what_falls_due_on_each_of_ten_working_days(bureau: Bureau, scene: Scene) -> None:
    chart = plan(bureau).chart
    assert chart.labels == ("16", "19", "20", "21", "22", "23", "26", "27", "28", "29")
    assert chart.sublabels == ("五", "一", "二", "三", "四", "五", "一", "二", "三", "四")
    assert chart.series[0].values == (0, 0, 0, 0, 2, 0, 1, 1, 0, 0)


def test_who_is_waited_for_stands_with_a_name_and_a_day(bureau: Bureau, scene: Scene) -> None:
    assert [(w.case.number[-2], w.what, w.whom, w.until) for w in plan(bureau).waiting] == [
        ("3", "予以公开告知书", "赵建国", date(2026, 10, 22)),
        ("6", "延期答复告知书", "王立成", date(2026, 10, 26)),
        ("6", "协助查找", "外贸股", date(2026, 10, 20)),
        ("4", "征求意见", "云岭县恒达机械厂", date(2026, 10, 29)),
    ]


def test_a_leader_reads_first_what_waits_for_approval_then_what_may_be_late(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    page = enter(bureau.leader).get("/desk/")
    assert page.context["headline"] == "有1件等您审批，最早的10月22日（周四）到期"
    text = page.content.decode()
    assert "有1件已经逾期没有答复，没有三个工作日内到期的。" in text
    assert text.index("等您审批") < text.index("逾期风险")
    assert "没有打开的来件" not in text


def test_the_head_of_the_office_sees_cases_and_approvals_the_approvals_on_top(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    page = enter(bureau.head).get("/desk/")
    assert (page.context["headline"], page.context["also"]) == (
        "有1件已经逾期，一周内要办2件",
        ["有1件等您审批，最早的10月26日（周一）到期"],
    )
    text = page.content.decode()
    assert text.index('id="g-waiting"') < text.index('id="g-late"')


def test_people_of_a_section_see_what_they_are_asked(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.contributor).get("/desk/")
    assert page.context["headline"] == "要回复1件协助事项，最早的10月20日（周二）前"
    assert (scene.task.question in page.content.decode(), "没有打开的来件" in page.content.decode()) == (True, False)
    with clock.at(date(2026, 10, 20)):
        assert (
            enter(bureau.contributor).get("/desk/").context["headline"] == "要回复1件协助事项，今天或者之前要回的有1件"
        )
    actions.answer_assistance(scene.task, found="no", places="本科室档案", terms="加油站", by=bureau.contributor)
    assert enter(bureau.contributor).get("/desk/").context["headline"] == "没有要回复的协助事项"


@pytest.mark.parametrize("who", ["clerk", "leader", "contributor", "auditor", "administrator", "supervisor"])
def test_an_empty_day_says_what_is_true(bureau: Bureau, enter: Enter, who: str) -> None:
    page = enter(getattr(bureau, who)).get("/desk/").content.decode()
    line, empty = {
        "clerk": ("今天没有要办的事", "一周内没有要办的事"),
        "leader": ("没有等您审批的", "没有逾期的，三个工作日内也没有到期的。"),
        "contributor": ("没有要回复的协助事项", "没有等您办的事"),
        "auditor": ("今天没有要办的事", "没有逾期的，三个工作日内也没有到期的。"),
        "administrator": ("今天没有要办的事", "没有等您办的事"),
        "supervisor": ("今天没有要办的事", "没有等您办的事"),
    }[who]
    assert (f"<h1>{line}</h1>" in page, empty in page) == (True, True)


def test_the_last_missed_day_is_told_where_nothing_is_late(bureau: Bureau, enter: Enter) -> None:
    with clock.at(date(2026, 1, 5)):
        case = factories.application(bureau.agency, bureau.clerk)
    with clock.at(date(2026, 3, 20)):
        letter = actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, given="名单", way="当面领取纸质材料")
        actions.submit_letter(letter, by=bureau.clerk)
        factories.approve(letter, bureau.leader)
        actions.serve(letter, method="direct", signed_on=date(2026, 3, 20), signed_by="周清源", by=bureau.clerk)
    assert "没有逾期。上一次逾期：2月2日（周一）到期的一件" in enter(bureau.clerk).get("/desk/").content.decode()


def test_what_applicants_write_is_shown_as_text(bureau: Bureau, enter: Enter) -> None:
    hostile = '<img src=x onerror=alert(1)>"{{ 7|add:7 }}{% now "Y" %}'
    with clock.at(date(2026, 9, 14)):
        factories.application(
            bureau.agency,
            bureau.clerk,
            person=factories.person(name=hostile[:40]),
            matter=factories.matter(title=hostile, content=hostile),
        )
    actions.submit_online(
        bureau.agency, factories.person(name=hostile[:40]), factories.matter(title=hostile, content="x")
    )
    page = enter(bureau.clerk).get("/desk/").content.decode()
    assert "<img src=x" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;&quot;{{ 7|add:7 }}{% now &quot;Y&quot; %}") == 2


def test_the_page_costs_the_same_queries_for_1_and_300_cases(
    bureau: Bureau, scene: Scene, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bureau.head)
    client.get("/desk/")
    # Three are for disputes, whose rounds, their tasks and what follows are read once for all; one is for leaks that were reported.
    with django_assert_max_num_queries(23) as few:
        client.get("/desk/")
    for place in range(300):
        with clock.at(date(2026, 9, 1 + place % 25)):
            case = factories.application(
                bureau.agency, bureau.clerk, person=factories.person(identity_number=f"{place}")
            )
            if place % 10 == 0:
                actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)
            elif place % 10 == 1:
                actions.ask_section(
                    case, section=bureau.section, question="请查", due_on=clock.today(), by=bureau.clerk
                )
    with django_assert_max_num_queries(23) as many:
        page = client.get("/desk/")
    assert len(many.captured_queries) == len(few.captured_queries)
    assert page.context["agenda"].counts.total() == 307
    assert max(len(of) for of in page.context["agenda"].rows.values()) == 30


def test_a_deputy_sees_what_waits_for_the_person_stood_in_for(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    from gongkai.people.models import Appointment, Deputy

    held = Appointment.objects.get(account=bureau.leader)
    stand_in = bureau.chief
    assert enter(stand_in).get("/desk/").context["headline"] == "没有等您审批的"
    Deputy.objects.create(
        appointment=held, account=stand_in, starts_on=FRIDAY, ends_on=FRIDAY, reason="出差", named_by=bureau.leader
    )
    assert enter(stand_in).get("/desk/").context["headline"] == "有1件等您审批，最早的10月22日（周四）到期"
    with clock.at(date(2026, 10, 17)):
        assert enter(stand_in).get("/desk/").context["headline"] == "没有等您审批的"
