"""Judgement: what the register fills in, what stays open, what contradicts it, and where the answers end."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from desk.cases import stages
from desk.cases.conftest import address, said
from desk.cases.scene import on
from gongkai.applications import actions
from gongkai.applications.models import Decision, Letter
from gongkai.desk.cases import applicant, details, judging
from gongkai.law.tree import TREE, paths


def text(answer: Any) -> str:
    return answer.content.decode()


def query(answers: dict[str, str], **more: str) -> str:
    return "?" + "&".join(f"{key}={value}" for key, value in {**answers, **more}.items())


def without(*names: str, **more: str) -> dict[str, str]:
    """The path that ends in 予以公开, changed."""
    return {**{key: value for key, value in factories.GRANTED.items() if key not in names}, **more}


def refused(ground: str, *, severed: bool = False) -> dict[str, str]:
    extra = {"required." + ground: "no"} if f"required.{ground}" in TREE.nodes else {}
    return without("form", **{"ground": ground, **extra, f"sever.{ground}": "yes" if severed else "no"})


def proposals(case) -> dict[str, judging.Proposed]:
    case = stages.fresh(case)
    return judging.proposals(case, applicant.history(case))


def test_only_what_a_person_must_judge_is_left_open(bureau, at_desk):
    page = at_desk(bureau.clerk).get("decide", stages.searched(bureau))
    assert [question.node.key for question in page.context["open"]] == ["ground"]
    assert page.context["filled"] == 14
    filled = [question for _, rows in page.context["stages"] for question in rows]
    assert {question.node.key: question.why for question in filled if question.why} == {
        "clear": "没有告知过补正",
        "withdrawn": "没有登记撤回或者并案",
        "excessive": "没有要求说明理由",
        "fee": "没有发收费通知",
        "repeat": "同一申请人没有内容相近而答复过的申请",
        "search": "1次检索，查到3件",
    }


def test_without_a_search_record_the_search_stays_open_and_points_there(bureau, at_desk):
    case = stages.handling(bureau)
    page = at_desk(bureau.clerk).get("decide", case)
    assert [question.node.key for question in page.context["open"]] == ["search", "ground"]
    assert address("search", case) in text(page)


def test_an_earlier_answer_on_the_same_leaves_open_whether_it_is_a_repetition(bureau, at_desk):
    with on("2026-09-14"):
        earlier = stages.closed(bureau)
    page = at_desk(bureau.clerk).get("decide", stages.searched(bureau))
    assert [question.node.key for question in page.context["open"]] == ["repeat", "ground"]
    assert f"{earlier.number}　{earlier.title}" in text(page)


def test_the_register_answers_what_it_knows(bureau):
    lapsed = stages.correcting(bureau)
    assert "corrected" not in proposals(lapsed)
    assert proposals(lapsed)["clear"] == judging.Proposed("no", "10月16日（周五）告知补正")
    actions.correct(lapsed, answer="2025年度")
    assert proposals(lapsed)["corrected"].answer == "clear"
    asked = stages.consulting(bureau, "恒达机械", "云岭绿源")
    assert proposals(asked)["ground"] == judging.Proposed("third_party", "征求过恒达机械、云岭绿源的意见")
    first, second = asked.consultations.all()
    actions.record_opinion(first, opinion="agrees", by=bureau.clerk)
    assert "consent" not in proposals(asked)
    actions.record_opinion(second, opinion="agrees", by=bureau.clerk)
    assert proposals(asked)["consent"] == judging.Proposed("agrees", "2家都同意")
    fee = stages.paying(bureau)
    assert "fee" not in proposals(fee)
    actions.record_payment(fee, on=fee.received_on, amount=100, receipt_number="A1", by=bureau.clerk)
    assert proposals(fee)["fee"].answer == "paid"
    assert proposals(stages.searched(bureau, found=0))["search"] == judging.Proposed("none", "1次检索，都没有查到")
    assert proposals(stages.withdrawn(bureau))["withdrawn"].answer == "yes"


@pytest.mark.parametrize("answers", paths(TREE), ids=lambda answers: next(reversed(answers)))
def test_the_page_follows_every_path_of_the_tree_to_its_end(answers):
    reached, path = judging.follow(answers, {})
    assert (reached, path.leaf is not None) == (answers, True)
    assert [question.node.key for question in judging.questions(answers, {})] == list(answers)


def test_answers_that_play_no_part_are_dropped(bureau, at_desk):
    case = stages.searched(bureau)
    given = {**refused("internal_affairs"), "form": "as_asked", "consent": "agrees", "made_up": "x"}
    answer = at_desk(bureau.clerk).get("decide", case, query=query(given, done="1"))
    assert answer["Location"] == address("outcome", case) + query(refused("internal_affairs"))


def test_an_open_question_keeps_the_page_and_is_pointed_at(bureau, at_desk):
    case = stages.searched(bureau)
    page = at_desk(bureau.clerk).get("decide", case, query=query(without("ground", "form"), done="1"))
    assert "还有1问没有回答" in text(page)
    assert '<a href="#q-ground">是否有不予公开的情形？</a>' in text(page)


def test_what_speaks_against_an_answer_is_told_at_its_question_with_the_way_out(bureau, at_desk):
    case = stages.handling(bureau)
    page = at_desk(bureau.clerk).get("decide", case, query=query(without("ground", "form", search="none"), done="1"))
    assert page.status_code == 200
    (found,) = page.context["against"]
    assert (found.node, found.way_out) == ("search", ("desk:case_search", "去登记检索记录"))
    assert found.sentence.startswith("没有检索记录，不能答复“不存在”")


def test_a_decision_cannot_be_made_while_an_opinion_is_awaited(bureau, at_desk):
    case = stages.consulting(bureau)
    answer = at_desk(bureau.clerk).get("decide", case, follow=True)
    assert said(answer)[0].startswith(f"{case.number}现在是“征求意见”，不能“作出判断”")


@pytest.mark.parametrize(
    ("answers", "name", "letter", "row", "remedy", "source"),
    [
        (
            factories.GRANTED,
            "予以公开",
            "S2",
            "表三第三项（一）",
            "可以申请行政复议，也可以直接起诉",
            "《条例》第五十一条",
        ),
        (
            refused("internal_affairs"),
            "不予公开：属于三类内部事务信息",
            "S8",
            "表三第三项（三）不予公开第5行",
            "应当先申请行政复议，对复议决定不服再起诉",
            "《行政复议法》第二十三条第一款第（四）项",
        ),
        (
            without("ground", "form", search="needs_making"),
            "无法提供：没有现成信息需要另行制作",
            "S14",
            "表三第三项（四）无法提供第2行",
            "可以申请行政复议，法院不受理直接起诉",
            "法释〔2025〕8号第十条第二款",
        ),
    ],
)
def test_the_outcome_names_row_letter_and_remedy(bureau, at_desk, answers, name, letter, row, remedy, source):
    page = at_desk(bureau.clerk).get("outcome", stages.searched(bureau), query=query(answers))
    ending = page.context["ending"]
    assert (ending.name, ending.letter.code, ending.row, ending.remedy) == (name, letter, row, remedy)
    assert [str(each) for each in ending.remedy_source] == [source]
    assert ending.paragraph.startswith("对本答复不服的，")


def test_the_outcome_says_what_a_court_will_want_in_the_file(bureau, at_desk):
    html = (
        at_desk(bureau.clerk).get("outcome", stages.searched(bureau), query=query(refused("process"))).content.decode()
    )
    assert "作出行政决定之前形成的证明" in html
    granted = at_desk(bureau.clerk).get("outcome", stages.searched(bureau), query=query(factories.GRANTED))
    assert granted.context["ending"].evidence == ()


def test_a_severed_answer_tells_both_remedies(bureau, at_desk):
    page = at_desk(bureau.clerk).get("outcome", stages.searched(bureau), query=query(refused("process", severed=True)))
    assert page.context["ending"].remedy == (
        "不予公开的部分应当先申请行政复议，对复议决定不服再起诉；其余可以申请行政复议，也可以直接起诉"
    )
    assert page.context["ending"].paragraph.startswith("对本答复中不予提供的部分不服的，应当")


def test_the_outcome_without_complete_answers_leads_back_to_the_questions(bureau, at_desk):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).get("outcome", case, query="?clear=yes&withdrawn=no")
    assert answer["Location"] == address("decide", case) + "?clear=yes&withdrawn=no"


def test_each_answered_question_can_be_changed_with_the_others_kept(bureau, at_desk):
    case = stages.searched(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("outcome", case, query=query(factories.GRANTED))
    change = {taken.node: link for taken, link in page.context["change"]}
    assert list(change) == list(factories.GRANTED)
    assert change["ground"].endswith("#q-ground")
    page = desk.client.get(change["ground"])
    assert (page.context["open"], page.context["filled"]) == ([], 15)


@pytest.mark.parametrize(
    ("leaf", "needed", "usable"),
    [
        ("granted", {"given"}, {"findings", "way"}),
        ("granted_later", {"given", "way"}, {"findings"}),
        ("partial.process", {"given", "withheld", "findings"}, {"way"}),
        ("withheld.law_forbids", {"findings", "special_rules"}, set()),
        ("not_ours", {"findings"}, {"other_name", "other_contact"}),
        ("archived", {"findings", "other_name", "other_contact"}, set()),
        ("repeat_disclosed", {"earlier_number", "earlier_on"}, {"findings"}),
        ("petition_refused", {"findings", "way"}, set()),
        ("correction_lapsed", set(), {"findings"}),
    ],
)
def test_the_words_asked_for_follow_from_the_wording_of_the_letter(bureau, leaf, needed, usable):
    from gongkai.letters import default_template

    found = TREE.leaves[leaf]
    assert details.fields_of(found, default_template(found.letter)) == (needed, usable)


def test_a_refusal_without_a_reason_is_sent_back_with_the_path_kept(bureau, at_desk):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).post(
        "outcome", case, query=query(refused("internal_affairs")), findings=" ", version=case.version
    )
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"findings": ["请填写理由"]}
    assert not Decision.objects.exists()


def test_a_grant_without_file_or_way_is_sent_back(bureau, at_desk):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).post(
        "outcome", case, query=query(factories.GRANTED), given="企业名单", version=case.version
    )
    assert dict(answer.context["form"].errors) == {
        "way": ["没有附上要公开的信息。请选择随答复书提供的材料，或者写明提供的方式、途径和时间。"]
    }


def test_a_plain_grant_with_its_file_needs_nothing_typed(bureau, at_desk):
    case = stages.searched(bureau)
    file = stages.with_file(case, bureau)
    desk = at_desk(bureau.clerk)
    first = desk.get("outcome", case, query=query(factories.GRANTED)).context["form"].initial
    assert first == {"given": "2025年外贸专项资金支持企业名单", "enclose": [str(file.pk)]}
    done = desk.post("outcome", case, query=query(factories.GRANTED), **first, version=stages.fresh(case).version)
    letter = Letter.objects.get()
    assert done.redirect_chain == [(address("letter", case, letter.pk), 302)]
    assert said(done) == ["予以公开告知书已经起草，请核对正文，改好后送审。"]
    assert [each.file.name for each in letter.enclosures.all()] == ["企业名单.pdf"]
    assert stages.fresh(case).decisions.get().answers == factories.GRANTED


def test_proofs_of_identity_can_never_be_enclosed(bureau, at_desk):
    case = stages.searched(bureau)
    file = stages.with_file(case, bureau, purpose="identity", name="身份证.pdf")
    page = at_desk(bureau.clerk).get("outcome", case, query=query(factories.GRANTED))
    assert "enclose" not in page.context["form"].fields
    answer = at_desk(bureau.clerk).post(
        "outcome", case, query=query(factories.GRANTED), given="x", way="领取", enclose=[file.pk], version=case.version
    )
    assert answer.status_code == 200
    assert not Letter.objects.get().enclosures.exists()


def test_a_repetition_is_filled_in_with_the_earlier_answer(bureau, at_desk):
    with on("2026-09-14"):
        stages.closed(bureau)
    case = stages.searched(bureau)
    answers = {key: factories.GRANTED[key] for key in list(factories.GRANTED)[:8]} | {"repeat": "disclosed"}
    first = at_desk(bureau.clerk).get("outcome", case, query=query(answers)).context["form"].initial
    assert (first["earlier_number"], first["earlier_on"].isoformat()) == ("云商公开答〔2026〕1号", "2026-09-14")


def test_another_body_is_chosen_or_written(bureau, other, at_desk):
    case = stages.searched(bureau)
    answers = without("search", "ground", "form", competent="no")
    desk = at_desk(bureau.clerk)
    given = {"findings": "该资金由农业农村局发放和管理。", "version": case.version}
    desk.post("outcome", case, query=query(answers), other_agency=other.agency.pk, **given)
    letter = Letter.objects.get()
    body = "".join(block["text"] for block in letter.body["blocks"] if block["kind"] == "text")
    assert (letter.code, "该信息由云岭县农业农村局负责公开" in body, other.agency.phone in body) == ("S13", True, True)


def test_a_changed_judgement_replaces_the_letter_and_starts_from_the_answers_before(bureau, at_desk):
    case = stages.drafting(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("decide", case)
    assert (page.context["open"], page.context["filled"]) == ([], 15)
    desk.post(
        "outcome",
        case,
        query=query(refused("process")),
        findings="该材料是会前讨论的记录，尚未形成决定。",
        version=case.version,
    )
    assert [(letter.code, letter.state) for letter in Letter.objects.order_by("pk")] == [
        ("S2", "cancelled"),
        ("S9", "draft"),
    ]


def test_a_withdrawn_case_ends_without_a_letter_and_is_led_to_its_close(bureau, at_desk):
    case = stages.withdrawn(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("decide", case, query="?done=1", follow=True)
    assert (page.context["ending"].letter, page.context["ending"].name) == (None, "其他处理：其他")
    assert address("close", case) in text(page)
    answer = desk.post("outcome", case, query="?clear=yes&withdrawn=yes", version=case.version)
    assert (answer.status_code, str(answer.context["refused"])) == (
        422,
        "撤回或者并案的，不发答复书，请按撤回或者并案结案。",
    )


def test_contradictions_stop_the_outcome_even_when_its_address_is_called_directly(bureau, at_desk):
    case = stages.handling(bureau)
    answers = without("ground", "form", search="none")
    desk = at_desk(bureau.clerk)
    assert [each.node for each in desk.get("outcome", case, query=query(answers)).context["against"]] == ["search"]
    answer = desk.post("outcome", case, query=query(answers), version=case.version)
    assert (answer.status_code, str(answer.context["refused"])[:6]) == (422, "没有检索记录")
    assert not Decision.objects.exists()


def test_a_body_without_a_court_is_told_before_it_drafts(bureau, at_desk):
    case = stages.searched(bureau)
    bureau.agency.court = ""
    bureau.agency.save()
    page = at_desk(bureau.clerk).get("outcome", case, query=query(factories.GRANTED))
    assert page.context["ending"].problem.startswith("没有写明行政复议机关或者有管辖权的法院")


def test_the_letter_and_its_check_stand_under_the_words_before_anything_is_decided(bureau, at_desk):
    case = stages.searched(bureau)
    stages.with_file(case, bureau)
    told = at_desk(bureau.clerk).get("outcome", case, query=query(factories.GRANTED)).context["told"]
    assert "现将2025年外贸专项资金支持企业名单提供给您，见附件。" in told["paper"]
    assert (told["findings"], told["errors"]) == ([], 0)
    assert not Decision.objects.exists()


def test_without_its_words_there_is_no_letter_to_show_and_no_sending(bureau, at_desk):
    page = at_desk(bureau.clerk).get("outcome", stages.searched(bureau), query=query(refused("process")))
    assert page.context["told"]["paper"] == ""
    assert ('value="send"' in text(page), 'value="draft"' in text(page)) == (False, True)


def test_looking_again_shows_the_words_as_they_now_stand(bureau, at_desk):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).post(
        "outcome", case, query=query(refused("process")), findings="该材料是会前讨论的记录，尚未形成决定。", look="1"
    )
    assert "理由：该材料是会前讨论的记录，尚未形成决定。" in answer.context["told"]["paper"]
    assert not Decision.objects.exists()


def test_an_answer_is_drafted_and_sent_in_one_press(bureau, at_desk):
    case = stages.searched(bureau)
    stages.with_file(case, bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("outcome", case, query=query(factories.GRANTED))
    assert page.context["button"] == "起草，送赵建国审批"
    given = page.context["form"].initial
    done = desk.post("outcome", case, query=query(factories.GRANTED), **given, do="send")
    assert (said(done), done.redirect_chain) == (["予以公开告知书已送赵建国审批。"], [(address("", case), 302)])
    assert (stages.fresh(case).stage, Letter.objects.get().state) == ("reviewing", "reviewing")


def test_a_draft_that_the_check_holds_back_waits_on_its_page(bureau, at_desk):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).post(
        "outcome", case, query=query(refused("process")), findings="依据第十六条，不予公开。", do="send"
    )
    letter = Letter.objects.get()
    assert answer.redirect_chain == [(address("letter", case, letter.pk), 302)]
    assert said(answer)[0].startswith("不予公开告知书（过程性信息）已经起草，还没有送审：")
    assert (stages.fresh(case).stage, letter.state) == ("drafting", "draft")
    assert answer.context["errors"] >= 1
