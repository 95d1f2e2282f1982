"""The page of a case: what it shows at every stage, to whom, and at what cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import factories
from desk.cases import stages
from desk.cases.conftest import address, said
from desk.cases.scene import on, the_story
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.models import Application
from gongkai.people.models import LogEntry
from gongkai.people.sealing import seal

HOSTILE = "<script>alert(1)</script>'\"&"


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("stage", stages.EVERY)
def test_the_page_opens_at_every_stage_for_everybody_who_may_see_it(bureau, at_desk, stage):
    case = stages.EVERY[stage](bureau)
    seen = [bureau.clerk, bureau.head, bureau.leader, bureau.chief, bureau.auditor]
    assert [at_desk(who).get("", case).status_code for who in seen] == [200] * 5


def test_the_page_says_what_is_next_by_when_and_which_article_says_so(bureau, at_desk):
    case = the_story(bureau)
    page = at_desk(bureau.clerk).get("", case)
    step, button = page.context["step"], page.context["button"]
    assert (step.label, step.by.isoformat(), str(step.source)) == (
        "把答复书送赵建国审批",
        "2026-10-23",
        "《条例》第三十三条第二款",
    )
    answer = stages.letter(case, "S3")
    assert (button.label, button.address) == ("打开答复书", address("letter", case, answer.pk))
    html = text(page)
    assert "最晚<b>10月23日（周五）</b>，还有5个工作日。" in html
    assert "第15个工作日，共20个" in html


def test_the_day_is_explained_on_the_page_itself(bureau, at_desk):
    html = text(at_desk(bureau.clerk).get("", the_story(bureau)))
    assert '<th scope="row">9月11日（周五）</th>' in html
    assert html.count("暂停") >= 6


def test_the_result_is_told_with_its_row_and_its_remedy(bureau, at_desk):
    rows = dict(at_desk(bureau.clerk).get("", the_story(bureau)).context["result"])
    assert rows == {
        "结果": "部分公开，表三第三项（二）",
        "给": "7家企业的名单和补贴金额",
        "不给": "评审会议纪要",
        "救济": "不予公开的部分应当先申请行政复议，对复议决定不服再起诉；其余可以申请行政复议，也可以直接起诉",
        "判断": "李文静，10月13日（周二）",
    }


def test_the_story_is_told_newest_first_with_who_and_why(bureau, at_desk):
    events = at_desk(bureau.clerk).get("", the_story(bureau)).context["events"]
    assert [(event.title, event.who, event.why) for event in events][:3] == [
        ("判断：部分公开", "李文静", "《条例》第三十七条、《条例》第三十六条第（三）项、《条例》第十六条第二款"),
        ("云岭绿源有限公司：不同意公开", "李文静", "利润率属于商业秘密"),
        ("恒达机械有限公司：同意公开", "李文静", ""),
    ]
    assert [(event.title, event.why) for event in events][-3:] == [
        ("外贸股回复：有，已交来", "查了外贸股档案柜、OA、财务系统；检索词：稳增长 专项资金 2025。"),
        ("请外贸股协助", "请查名单、金额和会议纪要（9月18日（周五）前回复）"),
        ("登记", "收到日9月11日（周五）。"),
    ]
    held = [(event.title, event.who) for event in events if event.state == "hold"]
    assert held == [("征求第三方意见书发出", "李文静"), ("征求第三方意见书发出", "李文静")]


def test_every_verb_the_actions_write_is_told_or_left_out_on_purpose():
    from gongkai.desk.cases.tellers import TELLERS
    from gongkai.people.verbs import LABELS

    rooms = (
        "application",
        "assistance",
        "correction",
        "reasons",
        "extension",
        "delay",
        "consultation",
        "fee",
        "letter",
    )
    known = {verb for verb in LABELS if verb.split(".")[0] in rooms}
    silent = {
        "application.hurried",
        "application.submitted_for_approval",
        "letter.approved",
        "letter.drafted",
        "letter.served",
    }
    assert known - set(TELLERS) == silent
    assert set(TELLERS) <= set(LABELS)


def _many(bureau, count: int) -> Application:
    case = stages.searched(bureau)
    for n in range(count):
        parties = [Party(f"第{n}家有限公司")]
        (made,) = actions.consult(case, parties=parties, what="补贴金额", by=bureau.clerk)
        paper = made.letters.get()
        factories.approve(paper, bureau.head)
        actions.serve(paper, method="direct", signed_on=case.received_on, signed_by="收发室", by=bureau.clerk)
        asked = actions.ask_section(
            case, section=bureau.section, question="再查", due_on=case.received_on, by=bureau.clerk
        )
        actions.answer_assistance(asked, found="no", places="OA", terms=f"词{n}", by=bureau.contributor)
        stages.with_file(case, bureau, name=f"材料{n}.pdf")
    return stages.fresh(case)


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_at_most_15_queries_at_any_depth(bureau, at_desk, count):
    case = _many(bureau, count)
    desk = at_desk(bureau.clerk)
    desk.get("", case)
    with CaptureQueriesContext(connection) as spent:
        page = desk.get("", case)
    assert page.status_code == 200
    assert (len(page.context["letters"]), len(page.context["files"])) == (count + 1, count)
    assert len(spent) <= 15, "\n".join(query["sql"][:160] for query in spent)


@pytest.mark.parametrize("stage", stages.EVERY)
def test_no_stage_costs_more_than_15_queries(bureau, at_desk, stage):
    case = stages.EVERY[stage](bureau)
    desk = at_desk(bureau.clerk)
    desk.get("", case)
    with CaptureQueriesContext(connection) as spent:
        desk.get("", case)
    assert len(spent) <= 15, "\n".join(query["sql"][:160] for query in spent)


def test_personal_data_are_masked_until_somebody_looks_and_the_look_is_logged(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    html = text(desk.get("", case))
    for secret in ("41000019900101001X", "13800001234", "zhou@example.org", "云岭县文昌路1号"):
        assert secret not in html
    assert "138****1234" in html
    shown = desk.post("reveal", case, field="phone")
    assert ("13800001234" in text(shown), shown["Cache-Control"]) == (True, "no-store")
    look = LogEntry.objects.get(verb="applicant.looked_at")
    assert (look.account, look.data) == (bureau.clerk, {"field": "phone", "shown": "138****1234"})
    assert "13800001234" not in text(desk.get("", case))


def test_a_look_by_link_does_nothing(bureau, at_desk):
    assert at_desk(bureau.clerk).get("reveal", stages.handling(bureau)).status_code == 405
    assert not LogEntry.objects.filter(verb="applicant.looked_at").exists()


def test_those_without_the_right_see_no_personal_data_at_all(bureau, at_desk):
    case = stages.handling(bureau)
    actions.assign(case, section=bureau.section, by=bureau.clerk)
    for who in (bureau.contributor, bureau.leader, bureau.auditor):
        page = at_desk(who).get("", case)
        assert (page.context["contact"], page.context["history"], "138****1234" in text(page)) == (None, None, False)
        assert at_desk(who).post("reveal", case, field="phone").status_code == 404


def test_a_section_sees_its_cases_and_those_on_which_it_is_asked_and_no_others(bureau, at_desk):
    mine, asked, others = (stages.handling(bureau) for _ in range(3))
    actions.assign(mine, section=bureau.section, by=bureau.clerk)
    actions.ask_section(asked, section=bureau.section, question="有没有", due_on=asked.due_on, by=bureau.clerk)
    desk = at_desk(bureau.contributor)
    assert [desk.get("", case).status_code for case in (mine, asked, others)] == [200, 200, 404]
    assert at_desk(bureau.outsider).get("", mine).status_code == 404


def test_a_section_sees_no_handling_links(bureau, at_desk):
    case = stages.handling(bureau)
    actions.assign(case, section=bureau.section, by=bureau.clerk)
    page = at_desk(bureau.contributor).get("", case)
    assert [link.name for link in page.context["links"]] == ["search"]
    assert page.context["button"] is None


def test_hostile_words_are_shown_as_words(bureau, at_desk):
    case = stages.searched(
        bureau,
        person=factories.person(name=HOSTILE),
        matter=factories.matter(title=HOSTILE, content=HOSTILE, clues=HOSTILE, document_number=HOSTILE),
    )
    actions.ask_section(case, section=bureau.section, question=HOSTILE, due_on=case.due_on, by=bureau.clerk)
    actions.consult(case, parties=[Party(HOSTILE, HOSTILE, HOSTILE)], what=HOSTILE, by=bureau.clerk)
    stages.with_file(case, bureau, name=f"{HOSTILE}.pdf")
    desk = at_desk(bureau.clerk)
    paper = stages.letter(case, "P6")
    pages = [
        desk.get("", case),
        desk.get("letter", case, paper.pk),
        desk.get("letter", case, paper.pk, query="?edit=1"),
        desk.get("decide", case),
        desk.get("split", case),
        desk.get("call_correction", case),
        desk.get("log", case),
        desk.get("clock", case),
        desk.get("upload", case),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert ["<script>alert" in text(page) for page in pages] == [False] * len(pages)


def test_a_sealed_value_never_stands_on_the_page(bureau, at_desk):
    case = stages.handling(bureau)
    html = text(at_desk(bureau.clerk).get("", case))
    assert "v1:k" not in html
    assert seal("x", "y").startswith("v1:k")


def test_the_first_who_opens_a_submission_is_noted_once(bureau, at_desk):
    case = stages.submitted(bureau)
    at_desk(bureau.leader).get("", case)
    assert stages.fresh(case).opened_at is None
    at_desk(bureau.clerk).get("", case)
    at_desk(bureau.head).get("", case)
    assert stages.fresh(case).opened_by == bureau.clerk
    assert LogEntry.objects.filter(verb="application.opened").count() == 1


def test_the_tenth_application_of_a_month_warns_before_the_eleventh(bureau, at_desk):
    cases = [stages.handling(bureau) for _ in range(11)]
    desk = at_desk(bureau.clerk)
    told = [desk.get("", case).context["history"] for case in (cases[8], cases[9], cases[10])]
    assert [(each.how, each.words) for each in told] == [
        ("", "10月第9件，每月前10件不收费。"),
        ("near", "这是10月第10件。下一件起，按件计收可以收费。"),
        ("near", "这是10月第11件，按件计收可以收100元信息处理费，也可以要求说明理由。收不收由工作机构定。"),
    ]


def test_earlier_applications_stand_with_their_answers_those_alike_first(bureau, at_desk):
    with on("2026-09-14"):
        same = stages.closed(bureau)
        another = stages.handling(bureau, matter=factories.matter(title="会议室租赁合同", content="会议室租赁合同"))
    case = stages.handling(bureau)
    earlier = at_desk(bureau.clerk).get("", case).context["history"].earlier
    assert [(each.case.pk, each.alike, each.case.outcome) for each in earlier] == [
        (same.pk, True, "granted"),
        (another.pk, False, ""),
    ]


def test_what_else_can_be_done_follows_stage_and_facts(bureau, at_desk):
    desk = at_desk(bureau.clerk)

    def names(case) -> list[str]:
        return [link.name for link in desk.get("", case).context["links"]]

    assert names(stages.closed(bureau)) == ["fail_service", "hand_over"]
    assert names(stages.correcting(bureau)) == [
        *("correct", "ask_section", "search", "assign", "hand_over", "amend", "withdraw", "close")
    ]
    assert "extend" not in names(_extended(bureau))


def _extended(bureau) -> Application:
    case = stages.handling(bureau)
    actions.extend(case, days=5, reason="材料多", by=bureau.clerk)
    return stages.fresh(case)


def test_the_relation_to_other_cases_is_shown_and_leads_there(bureau, at_desk):
    case = stages.handling(bureau)
    (piece,) = actions.split(case, [("名单", "名单"), ("纪要", "纪要")], reason="两件事", by=bureau.clerk)
    page = at_desk(bureau.clerk).get("", piece)
    assert page.context["relations"] == [("由这一件拆出：", case.pk, case.number)]


def test_a_case_of_another_body_that_passed_one_on_is_named_but_not_linked(bureau, other, at_desk):
    case = stages.handling(bureau)
    passed = actions.hand_over(case, other.agency, by=bureau.clerk)
    page = at_desk(other.clerk).get("", passed)
    assert page.context["relations"] == [("由云岭县商务局转来：", None, case.number)]
    assert address("", case) not in text(page)


def test_the_clock_page_answers_why_with_every_day_and_the_other_periods(bureau, at_desk):
    case = stages.consulting(bureau)
    page = at_desk(bureau.clerk).get("clock", case)
    assert page.context["due"].sources[0] == "《条例》第三十三条第二款"
    assert [each.clock for each in page.context["others"]] == ["third_party"]
    assert "收到之日不计" in text(page)


def test_the_log_page_shows_looks_at_personal_data_too(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    desk.post("reveal", case, field="identity_number")
    verbs = [verb for _, verb, _, _ in desk.get("log", case).context["rows"]]
    assert verbs == ["查看申请人的证件或者联系方式", "登记申请"]
    assert said(desk.get("log", case)) == []


def test_what_the_applicant_says_about_help_and_other_forms_stands_under_the_title(bureau, at_desk):
    plain, careful = stages.submitted(bureau), stages.submitted(bureau, other_form_accepted=False, needs_help=True)
    shown = {case.pk: at_desk(bureau.clerk).get("", case).context["line"][3:] for case in (plain, careful)}
    assert shown[plain.pk] == ["要电子文件，在查询页面下载"]
    assert shown[careful.pk] == [
        "要电子文件，在查询页面下载",
        "办不到的话，不要其他形式",
        "申请人阅读、视听有困难，需要帮助",
    ]
