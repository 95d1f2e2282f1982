"""Each step of handling through its page: done on the right stage, refused in words on the wrong one, nothing half done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import factories
from desk.cases import stages
from desk.cases.conftest import address, said
from desk.cases.scene import on
from gongkai.applications import actions, clocks
from gongkai.applications.models import Application, CaseFile, Consultation, Letter, Search
from gongkai.desk.cases import identity
from gongkai.desk.cases.urls import STEPS
from gongkai.people.models import LogEntry


def pdf(name: str = "材料.pdf", data: bytes = stages.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def text(answer: Any) -> str:
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


# Receiving


def test_confirming_shows_the_day_and_the_due_date_before_it_is_saved(bureau, at_desk):
    case = stages.unconfirmed(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("confirm", case)
    start = page.context["told"]["start"]
    assert (start.receipt.on, start.receipt.ground, start.answer.on) == (
        date(2026, 10, 16),
        "以与申请人确认之日为收到之日",
        date(2026, 11, 13),
    )
    done = desk.post("confirm", case, on="2026-10-16", how="上午电话，本人接听", version=case.version)
    assert said(done) == ["已登记确认：10月16日（周五）收到，答复期限到11月13日（周五）。"]
    assert stages.fresh(case).received_on == date(2026, 10, 16)


def test_looking_at_another_day_saves_nothing(bureau, at_desk):
    with on("2026-10-12"):
        case = stages.unconfirmed(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.post("confirm", case, on="2026-10-14", how="", look="1", version=case.version)
    assert page.status_code == 200
    assert page.context["told"]["start"].answer.on == date(2026, 11, 11)
    assert "才与申请人确认：应当在收到当日确认" in text(page)
    assert stages.fresh(case).received_on is None


def test_a_script_gets_the_outcome_alone_while_the_day_is_typed(bureau, at_desk):
    case = stages.unconfirmed(bureau)
    page = at_desk(bureau.clerk).get("confirm", case, query="?on=2026-10-16", headers={"X-Requested-With": "fetch"})
    assert ("<html" in text(page), "11月13日（周五）答复" in text(page)) == (False, True)


def test_a_day_that_has_not_come_is_refused_with_what_was_typed_kept(bureau, at_desk):
    case = stages.unconfirmed(bureau)
    answer = at_desk(bureau.clerk).post("confirm", case, on="2026-10-17", how="电话", version=case.version)
    assert (answer.status_code, errors(answer)) == (422, {"on": ["确认之日晚于今天，请核对"]})
    assert 'value="电话"' in text(answer)
    assert "<title>出错：" in text(answer)


def test_registering_shows_the_receipt_rule_and_takes_the_case_into_handling(bureau, at_desk):
    case = stages.submitted(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("register", case)
    assert page.context["told"]["start"].receipt.ground == "没有公布例外，以系统提示提交成功之日为收到之日"
    assert "公司、合伙企业、个人独资企业、农民专业合作社" in text(page)
    done = desk.post(
        "register",
        case,
        kind="enterprise",
        title="企业名单",
        section=bureau.section.pk,
        version=stages.fresh(case).version,
    )
    case = stages.fresh(case)
    assert (case.stage, case.applicant_kind, case.title, case.section) == (
        "handling",
        "enterprise",
        "企业名单",
        bureau.section,
    )
    assert said(done) == ["已登记。10月16日（周五）收到，最晚11月13日（周五）答复。"]


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"identity_number": "11010519491231002X"}, ""),
        (
            {"identity_number": "110105194912310021"},
            "身份证号最后一位与前面的数字对不上，可能登记错了。请与申请人核对。",
        ),
        ({"identity_number": "1101051949"}, "身份证号应为18位，登记的不是。请与申请人核对。"),
        ({"identity_number": ""}, "没有登记证件号码。没有身份证明的，可以告知补正；不能因此不登记。"),
        (
            {"identity_number": "91350100M000100Y43", "identity_kind": "credit_code"},
            "登记的类别是自然人，证件却是统一社会信用代码。请核对申请人是单位还是个人。",
        ),
        (
            {"identity_number": "123", "identity_kind": "credit_code", "kind": "enterprise"},
            "统一社会信用代码是18位数字和大写字母，登记的不是。请与申请人核对。",
        ),
        (
            {"identity_number": "11010519491231002X", "kind": "enterprise"},
            "登记的类别是单位，证件却是身份证。请核对申请人是单位还是个人。",
        ),
    ],
)
def test_a_doubtful_identity_number_is_told_and_refuses_nobody(bureau, at_desk, given, warning):
    case = actions.submit_online(bureau.agency, factories.person(**given), factories.matter())
    assert identity.warning(case.applicant) == warning
    page = at_desk(bureau.clerk).get("register", case)
    assert page.context["doubt"] == warning
    if given["identity_number"]:
        assert given["identity_number"] not in text(page)


def test_a_slip_of_registration_is_put_right_but_never_the_applicants_words(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    assert "content" not in desk.get("amend", case).context["form"].fields
    given = {"kind": "research", "title": "名单", "carriers": ["paper"], "routes": ["post"], "version": case.version}
    desk.post("amend", case, **given)
    case = stages.fresh(case)
    assert (case.applicant_kind, case.title, case.routes) == ("research", "名单", ["post"])


def test_splitting_proposes_the_numbered_parts_and_makes_cases_of_them(bureau, at_desk):
    matter = factories.matter(content="请提供：1.企业名单；2.评审会议纪要")
    case = stages.handling(bureau, matter=matter)
    desk = at_desk(bureau.clerk)
    page = desk.get("split", case)
    assert [piece.title for piece in page.context["told"]["pieces"]] == ["请提供：", "企业名单", "评审会议纪要"]
    only = desk.post("split", case, text="都是一件事", reason="x", version=case.version)
    assert errors(only) == {"text": ["只有一段。请在两件事之间空一行"]}
    done = desk.post(
        "split", case, text="1.企业名单；\r\n\r\n2.评审会议纪要", reason="两件互不相关的事", version=case.version
    )
    assert said(done) == ["已拆成2件。新登记的是云商公开申〔2026〕2号，收到日和期限与原件相同。"]
    assert [each.title for each in Application.objects.order_by("pk")] == ["企业名单", "评审会议纪要"]


# Sections and searches


def test_a_section_is_asked_by_one_press_for_everything_is_filled_in(bureau, at_desk):
    case = stages.handling(bureau)
    actions.assign(case, section=bureau.section, by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    first = desk.get("ask_section", case).context["form"].initial
    assert (first["section"], first["due_on"]) == (bureau.section.pk, date(2026, 10, 23))
    done = desk.post("ask_section", case, **first, version=stages.fresh(case).version)
    assert said(done) == ["已发给外贸股，请在10月23日（周五）前回复。到期前会在对方的任务里提醒。"]
    assert case.assistances.get().question == "请查找并交来：2025年度外贸稳增长专项资金支持的企业名单和金额"


def test_a_section_of_another_body_cannot_be_chosen(bureau, other, at_desk):
    case = stages.handling(bureau)
    given = {"section": other.section.pk, "question": "有没有", "due_on": "2026-10-20", "version": case.version}
    answer = at_desk(bureau.clerk).post("ask_section", case, **given)
    assert (answer.status_code, errors(answer)) == (422, {"section": ["请哪个科室的选项已经变化，请重新选择"]})
    assert not case.assistances.exists()


def test_a_section_is_reminded_from_the_next_step_and_can_be_let_off(bureau, at_desk):
    case = stages.handling(bureau)
    asked = actions.ask_section(
        case, section=bureau.section, question="有没有", due_on=date(2026, 10, 20), by=bureau.clerk
    )
    desk = at_desk(bureau.clerk)
    button = desk.get("", case).context["button"]
    assert (button.label, button.post, button.address) == ("再催一次", True, address("remind_section", case))
    assert said(desk.client.post(button.address, dict(button.fields), follow=True)) == [
        "已经催外贸股，时间留在经过里。"
    ]
    assert said(desk.post("cancel_assistance", case, assistance=asked.pk)) == ["已取消，外贸股的任务里不再有这一项。"]
    none_left = desk.get("remind_section", case, follow=True)
    assert said(none_left) == ["没有等科室回复的事项，可能刚刚回复了。请看最新的经过。"]


def test_a_search_is_put_on_record_also_by_the_section(bureau, at_desk):
    case = stages.handling(bureau)
    actions.assign(case, section=bureau.section, by=bureau.clerk)
    given = {"on": "2026-10-16", "places": "OA", "terms": "名单", "found": "0", "version": stages.fresh(case).version}
    at_desk(bureau.contributor).post("search", case, **given)
    assert [(each.places, each.found, each.by) for each in Search.objects.all()] == [("OA", 0, bureau.contributor)]


# Correction


def test_the_register_ticks_what_it_shows_to_be_missing(bureau, at_desk):
    who = factories.person(identity_number="", address="")
    case = stages.handling(bureau, person=who, matter=factories.matter(routes=("post",)))
    page = at_desk(bureau.clerk).get("call_correction", case)
    assert page.context["form"].initial["common"] == ["identity", "post"]
    assert "没有提供身份证明，无法核实申请人的身份" in page.context["told"]["paper"]


def test_a_correction_is_ticked_seen_and_sent_in_one_press(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    page = desk.get("call_correction", case)
    assert (page.context["button"], page.context["told"]["notice"].on) == ("送王立成审批", date(2026, 10, 27))
    given = {"common": ["period", "form"], "own": "两处文号不一致\n", "guidance": "", "period_days": "15"}
    looked = desk.post("call_correction", case, **given, look="1", version=case.version)
    paper = looked.context["told"]["paper"]
    assert "一、没有写明所需信息的时间范围，无法确定要哪一时期的信息" in paper
    assert "三、两处文号不一致" in paper
    assert "请写明起止年度或者日期；写明要纸质件还是电子件，以及邮寄、自行领取还是网上获取。" in paper
    assert not Letter.objects.exists()
    done = desk.post("call_correction", case, **given, version=case.version)
    assert said(done) == ["补正告知书已送王立成审批。发出之后，期限从收到补正之日重新计算。"]
    assert len(stages.fresh(case).correction.defects) == 3


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {"common": ["请勾选或者写明至少一项要补正的事项"]}),
        ({"own": "看不懂"}, {"guidance": ["请写明怎样补正，只说缺什么不算指导和释明"]}),
        ({"common": ["form"], "period_days": "31"}, {"period_days": ["补正期限最多30个工作日"]}),
    ],
)
def test_a_correction_without_defect_or_guidance_is_sent_back(bureau, at_desk, given, found):
    case = stages.handling(bureau)
    answer = at_desk(bureau.clerk).post("call_correction", case, **{"period_days": "15", **given}, version=case.version)
    assert (answer.status_code, errors(answer)) == (422, found)
    assert clocks.part(stages.fresh(case), "correction") is None


def test_a_second_correction_is_refused_before_the_page_opens(bureau, at_desk):
    case = stages.handling(bureau)
    actions.call_correction(case, defects=["x"], guidance="请写明。", by=bureau.clerk)
    answer = at_desk(bureau.clerk).get("call_correction", case, follow=True)
    assert said(answer) == ["补正只能告知一次，这一件已经告知过。内容仍不明确的，请电话或者当面沟通后作出判断。"]


def test_what_came_restarts_the_clock_and_keeps_the_files(bureau, at_desk):
    with on("2026-10-12"):
        case = stages.correcting(bureau)
    done = at_desk(bureau.clerk).post(
        "correct", case, on="2026-10-16", answer="要2025年度的", files=[pdf("补正.pdf")], version=case.version
    )
    assert said(done) == ["补正材料已登记。期限从10月16日（周五）重新计算，最晚11月13日（周五）答复。"]
    assert [(file.purpose, file.name) for file in case.files.all()] == [("correction", "补正.pdf")]


def test_a_file_that_is_refused_leaves_no_correction_behind(bureau, at_desk):
    case = stages.correcting(bureau)
    answer = at_desk(bureau.clerk).post(
        "correct", case, on="2026-10-16", answer="要2025年度的", files=[pdf(), pdf("坏.pdf", b"MZ...")]
    )
    assert answer.status_code == 422
    assert "“坏.pdf”的内容与扩展名不符" in text(answer)
    assert "要2025年度的</textarea>" in text(answer)
    assert (stages.fresh(case).stage, CaseFile.objects.count()) == ("correcting", 0)


def test_no_correction_in_time_is_stated_only_after_the_period(bureau, at_desk, settings):
    case = stages.correcting(bureau)
    early = at_desk(bureau.clerk).get("lapse_correction", case, follow=True)
    assert said(early) == ["补正期限到11月6日（周五），还没有届满，不能认定逾期不补正。"]
    settings.NOW = "2026-11-09T09:00"
    desk = at_desk(bureau.clerk)
    assert desk.get("lapse_correction", case).status_code == 200
    desk.post("lapse_correction", case, version=case.version)
    assert stages.fresh(case).correction.result == "lapsed"


# Very many applications, extension, delay


def test_reasons_are_called_for_given_and_judged_on_three_pages(bureau, at_desk):
    case = stages.submitted(bureau)
    actions.register(case, by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    sent = desk.post("call_reasons", case, why="3个月内申请42件", period_days="10", version=case.version)
    assert said(sent) == ["说明理由告知书已送王立成审批。"]
    factories.approve(stages.letter(case, "P4"), bureau.head)
    desk.post("give_reasons", case, on="2026-10-16", reasons="用于研究")
    page = desk.get("judge_reasons", case)
    assert "用于研究" in text(page)
    done = desk.post("judge_reasons", case, accepted="yes", version=stages.fresh(case).version)
    assert said(done) == ["已认定理由合理，照常办理；难以按期答复的，可以确定延迟答复的日期。"]
    late = desk.post("delay", case, until="2027-01-05", reason="申请较多", version=stages.fresh(case).version)
    assert said(late) == ["延迟答复告知书已送王立成审批。发出后答复期限为2027年1月5日（周二）。"]


def test_a_delay_without_good_reasons_is_refused(bureau, at_desk):
    answer = at_desk(bureau.clerk).get("delay", stages.handling(bureau), follow=True)
    assert said(answer) == [
        "延迟答复以申请人说明的理由合理为前提（《条例》第三十五条）。请先要求说明理由并认定理由合理。"
    ]


def test_an_extension_shows_the_new_day_and_goes_for_approval(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    told = desk.get("extend", case).context["told"]
    assert (told["before"], told["after"].on) == (date(2026, 11, 13), date(2026, 12, 11))
    looked = desk.post("extend", case, days="10", reason="因材料跨三个年度。", look="1", version=case.version)
    assert looked.context["told"]["after"].on == date(2026, 11, 27)
    assert "因材料跨三个年度，本机关不能按期答复" in looked.context["told"]["paper"]
    done = desk.post("extend", case, days="10", reason="因材料跨三个年度。", version=case.version)
    assert said(done) == ["延期答复告知书已送王立成审批。原期限届满前批准并告知申请人，延期才有效。"]
    assert (stages.fresh(case).extension.days, stages.fresh(case).due_on) == (10, date(2026, 11, 13))


def test_an_extension_after_the_last_day_is_refused_before_the_page_opens(bureau, at_desk, settings):
    case = stages.handling(bureau)
    settings.NOW = "2026-11-16T09:00"
    (sentence,) = said(at_desk(bureau.clerk).get("extend", case, follow=True))
    assert "晚于原期限届满日" in sentence


def test_an_extension_beyond_20_days_is_refused(bureau, at_desk):
    case = stages.handling(bureau)
    answer = at_desk(bureau.clerk).post("extend", case, days="21", reason="材料多", version=case.version)
    assert errors(answer) == {"days": ["最多延长20个工作日"]}


# Consultation


def test_several_parties_are_asked_in_one_form_and_each_gets_a_letter(bureau, at_desk):
    case = stages.searched(bureau)
    desk = at_desk(bureau.clerk)
    assert "没有回复，不等于同意，也不等于不同意，由本机关判断" in text(desk.get("consult", case))
    given = {
        "asked": "third_party",
        "what": "补贴金额",
        "rows": "3",
        "party_0": "恒达机械",
        "contact_0": "0399-5550001",
        "interest_0": "商业秘密",
        "party_1": "云岭绿源",
        "version": case.version,
    }
    done = desk.post("consult", case, **given)
    assert said(done) == ["2份：征求第三方意见书已送王立成审批。发出之日起暂停计算期限。"]
    assert [(each.party, each.contact, each.interest) for each in Consultation.objects.all()] == [
        ("恒达机械", "0399-5550001", "商业秘密"),
        ("云岭绿源", "", ""),
    ]
    assert [letter.code for letter in Letter.objects.all()] == ["P6", "P6"]


def test_more_rows_keep_what_was_typed_and_the_letter_can_be_seen_first(bureau, at_desk):
    case = stages.searched(bureau)
    desk = at_desk(bureau.clerk)
    given = {"asked": "co_maker", "what": "会议纪要", "rows": "3", "party_0": "云岭县财政局"}
    more = desk.post("consult", case, **given, more="1")
    assert (more.status_code, more.context["form"].count, 'value="云岭县财政局"' in text(more)) == (200, 6, True)
    looked = desk.post("consult", case, **given, look="1")
    assert "云岭县财政局" in looked.context["told"]["paper"]
    assert looked.context["told"]["silence"] == "15个工作日内回复。没有回复，视为同意公开"
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {"party_0": ["请写明征求谁的意见，至少一家"]}),
        ({"party_0": "恒达机械", "party_1": "恒达机械"}, {"party_0": ["同一家写了两次，请去掉一行"]}),
        ({"party_0": "恒达机械", "interest_1": "商业秘密"}, {"party_1": ["这一家没有写名称"]}),
    ],
)
def test_a_party_without_a_name_or_named_twice_is_sent_back(bureau, at_desk, given, found):
    case = stages.searched(bureau)
    answer = at_desk(bureau.clerk).post(
        "consult", case, asked="third_party", what="补贴金额", rows="3", version=case.version, **given
    )
    assert (answer.status_code, errors(answer)) == (422, found)
    assert not Consultation.objects.exists()


def test_delivery_opinion_and_giving_up_are_recorded_for_one_of_the_parties(bureau, at_desk):
    case = stages.consulting(bureau, "恒达机械", "云岭绿源", "云岭物流")
    first, second, third = Consultation.objects.order_by("pk")
    desk = at_desk(bureau.clerk)
    assert desk.get("opinion", case, query=f"?of={second.pk}").context["form"].initial["consultation"] == str(second.pk)
    delivered = desk.post("delivered", case, consultation=first.pk, on="2026-10-16")
    assert said(delivered) == ["已登记恒达机械收到，11月6日（周五）前回复。"]
    one = desk.post("opinion", case, consultation=first.pk, opinion="agrees", on="2026-10-16", files=[pdf("意见.pdf")])
    assert said(one) == ["恒达机械的意见已登记，还在等云岭绿源、云岭物流。"]
    bare = desk.post("opinion", case, consultation=second.pk, opinion="objects", on="2026-10-16")
    assert errors(bare) == {"reasons": ["不同意公开的，请写明理由"]}
    assert said(desk.post("cancel_consultation", case, consultation=third.pk)) == [
        "不再征求云岭物流的意见，期限从下一个工作日起继续计算。"
    ]
    last = desk.post("opinion", case, consultation=second.pk, opinion="objects", reasons="商业秘密", on="2026-10-16")
    assert said(last)[0].startswith("意见收齐，期限恢复计算，最晚")
    assert [(file.purpose, file.note) for file in CaseFile.objects.all()] == [("opinion", "恒达机械")]


def test_a_party_of_another_case_cannot_be_chosen(bureau, at_desk):
    case, another = stages.consulting(bureau), stages.consulting(bureau)
    foreign = another.consultations.get()
    answer = at_desk(bureau.clerk).post("opinion", case, consultation=foreign.pk, opinion="agrees", on="2026-10-16")
    assert (answer.status_code, errors(answer)) == (422, {"consultation": ["哪一家的选项已经变化，请重新选择"]})
    assert Consultation.objects.get(pk=foreign.pk).answered_on is None


def test_a_third_party_is_told_of_release_over_its_objection(bureau, at_desk):
    case = stages.consulting(bureau)
    party = case.consultations.get()
    actions.record_opinion(party, opinion="objects", reasons="商业秘密", by=bureau.clerk)
    answers = {key: value for key, value in factories.GRANTED.items() if key != "form"}
    actions.decide(
        stages.fresh(case),
        answers={**answers, "ground": "third_party", "consent": "objects", "interest": "yes"},
        by=bureau.clerk,
        given="补贴金额",
        way="到局办公室领取",
        public_interest="资金分配是否公平关系公众监督。",
    )
    answer = stages.letter(case, "S2")
    actions.submit_letter(answer, by=bureau.clerk)
    factories.approve(answer, bureau.leader, bureau.chief)
    actions.serve(answer, method="direct", signed_on=date(2026, 10, 16), signed_by="周清源", by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    button = desk.get("", case).context["button"]
    assert (button.label, button.address) == (
        "制作依申请公开告知书",
        f"{address('tell_third_party', case)}?of={party.pk}",
    )
    assert said(desk.post("tell_third_party", case, consultation=party.pk)) == ["依申请公开告知书已送王立成审批。"]


# Fees


def test_both_tariffs_are_worked_out_side_by_side_before_anything_is_charged(bureau, at_desk):
    cases = [stages.handling(bureau) for _ in range(12)]
    desk = at_desk(bureau.clerk)
    told = desk.get("charge", cases[11], query="?pages=150", headers={"X-Requested-With": "fetch"})
    worked = told.context["told"]["worked"]
    assert [(each.name, each.charge.amount) for each in worked] == [("按件", 100), ("按量", 1700)]
    done = desk.post("charge", cases[11], tariff="by_page", pages="150", version=cases[11].version)
    assert said(done) == ["收费通知书已送王立成审批。应收1700元。通知发出后20个工作日内缴费。"]
    again = desk.get("charge", cases[11], follow=True)
    assert said(again) == ["这一件已经发过收费通知，同一申请只能收一次。"]


def test_a_charge_of_nought_is_refused_and_leaves_nothing(bureau, at_desk):
    case = stages.handling(bureau)
    answer = at_desk(bureau.clerk).post("charge", case, tariff="by_application", version=case.version)
    assert answer.status_code == 422
    assert str(answer.context["refused"]).startswith("按这一方式计算为0元，不用收费")
    assert clocks.part(stages.fresh(case), "fee") is None


def test_payment_lapse_and_refund_have_their_pages(bureau, at_desk, settings):
    case = stages.paying(bureau)
    desk = at_desk(bureau.clerk)
    early = desk.get("lapse_fee", case, follow=True)
    assert said(early) == ["缴费期限到11月13日（周五），还没有届满，不能认定逾期未缴费。"]
    less = desk.post("pay", case, on="2026-10-16", amount="90", receipt_number="A1", version=case.version)
    assert str(less.context["refused"]) == "应缴100元，填的是90元。请按通知的金额收取，多收少收都不行。"
    desk.post("pay", case, on="2026-10-16", amount="100", receipt_number="A1", version=case.version)
    assert stages.fresh(case).stage == "handling"
    back = desk.post("refund", case, on="2026-10-16", amount="100", why="重复收费", version=stages.fresh(case).version)
    assert said(back) == ["退费100元已登记。"]
    assert said(desk.get("refund", case, follow=True)) == ["已经登记过退费，只能登记一次。"]


# Ends


def test_a_withdrawal_is_recorded_and_closes_without_an_answer(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    unready = desk.post("close", case, merged_into="", version=case.version)
    assert errors(unready) == {"merged_into": ["没有登记撤回。请先登记撤回，或者选择并入哪一件"]}
    desk.post("withdraw", case, words="当面提交书面撤回")
    done = desk.post("close", case, merged_into="", version=stages.fresh(case).version)
    assert said(done) == ["已按撤回结案。"]
    assert (stages.fresh(case).stage, stages.fresh(case).outcome) == ("closed", "other.other")


def test_a_case_is_merged_only_into_one_of_the_same_applicant(bureau, at_desk):
    case, same = stages.handling(bureau), stages.handling(bureau)
    stranger = stages.handling(bureau, person=factories.person(name="吴敏", identity_number="410000199001010028"))
    desk = at_desk(bureau.clerk)
    wrong = desk.post("close", case, merged_into=stranger.pk, version=case.version)
    assert errors(wrong) == {"merged_into": ["并入哪一件的选项已经变化，请重新选择"]}
    assert said(desk.post("close", case, merged_into=same.pk, version=case.version)) == [
        f"已并入{same.number}，这一件办结。"
    ]


def test_a_case_is_handed_over_inside_the_county_in_one_step(bureau, other, at_desk):
    case = stages.handling(bureau)
    done = at_desk(bureau.clerk).post("hand_over", case, to=other.agency.pk, version=case.version)
    assert said(done) == [
        "已转给云岭县农业农村局，对方的编号是云农公开申〔2026〕1号。本机关仍要答复申请人：不属于本机关负责公开。"
    ]
    assert Application.objects.get(agency=other.agency).passed_from == case


def test_files_are_put_into_a_case_and_one_bad_one_keeps_all_out(bureau, at_desk):
    case = stages.handling(bureau)
    desk = at_desk(bureau.clerk)
    bad = desk.post("upload", case, files=[pdf("一.pdf"), pdf("二.exe")], purpose="reply")
    assert bad.status_code == 422
    assert (CaseFile.objects.count(), LogEntry.objects.filter(verb="file.added").count()) == (0, 0)
    back = address("decide", case)
    done = desk.post("upload", case, files=[pdf("一.pdf")], purpose="reply", pages="3", query=f"?back={back}")
    assert (done.redirect_chain, said(done)) == ([(back, 302)], ["已收进1个文件：一.pdf。"])
    away = desk.post("upload", case, files=[pdf("三.pdf")], purpose="reply", query="?back=https://evil.example/desk/")
    assert away.redirect_chain == [(address("", case), 302)]


# What holds for every step


ALLOWED = {
    "submitted": {"register", "withdraw", "upload", "confirm"},
    "closed": {"signature", "fail_service", "hand_over", "upload"},
    "correcting": {
        *("amend", "assign", "ask_section", "search", "correct", "withdraw", "close", "hand_over", "upload"),
    },
    "reviewing": {"amend", "assign", "search", "withdraw", "close", "hand_over", "upload"},
}


@pytest.mark.parametrize("stage", ALLOWED)
def test_a_step_that_cannot_be_done_now_says_so_and_leads_back(bureau, at_desk, stage):
    case = stages.EVERY[stage](bureau)
    desk = at_desk(bureau.clerk)
    opened, told = set(), {}
    for name in set(STEPS) - {"outcome"}:
        answer = desk.get(name, case)
        if answer.status_code == 200:
            opened.add(name)
        else:
            assert answer["Location"] == address("", case), name
            told[name] = said(desk.get("", case))
    assert opened == ALLOWED[stage]
    assert all(len(sentences) == 1 and sentences[0].endswith("。") for sentences in told.values())


def test_a_step_sent_on_the_wrong_stage_is_refused_in_words_and_changes_nothing(bureau, at_desk):
    case = stages.closed(bureau)
    answer = at_desk(bureau.clerk).post("extend", case, days="5", reason="材料多", version=case.version)
    assert answer.status_code == 422
    assert str(answer.context["refused"]).startswith(f"{case.number}现在是“已办结”，不能“延期答复”，这一步没有执行。")
    assert "材料多</textarea>" in text(answer)
    assert stages.fresh(case).version == case.version


def test_a_page_that_is_out_of_date_is_told_and_can_be_sent_again(bureau, at_desk):
    case = stages.handling(bureau)
    actions.record_search(case, on=date(2026, 10, 16), places="OA", terms="x", found=0, by=bureau.head)
    desk = at_desk(bureau.clerk)
    answer = desk.post("extend", case, days="5", reason="材料多", version=1)
    assert answer.status_code == 422
    assert "已经被别人办理过，这一步没有执行，以免覆盖" in text(answer)
    assert (answer.context["version"], "材料多</textarea>" in text(answer)) == (stages.fresh(case).version, True)
    again = desk.post("extend", case, days="5", reason="材料多", version=answer.context["version"])
    assert again.redirect_chain == [(address("", case), 302)]
