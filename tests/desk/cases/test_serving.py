"""Service: each way with its day and proof, closing in one step, the signature afterwards, and what comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import factories
from desk.cases import stages
from desk.cases.conftest import address, said
from gongkai.applications import actions
from gongkai.applications.models import CaseFile, Letter, Service


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_the_form_of_service_stands_in_the_next_step_itself(bureau, at_desk):
    case = stages.dispatching(bureau, matter=factories.matter(routes=("post",), carriers=("paper",)))
    page = at_desk(bureau.clerk).get("", case)
    form = page.context["serve"]
    assert (form.initial["method"], form.initial["on"], page.context["button"]) == ("post", date(2026, 10, 16), None)
    letter = stages.letter(case, "S2")
    assert f'action="{address("serve", case, letter.pk)}"' in page.content.decode()


@pytest.mark.parametrize(
    ("given", "sent", "signed", "result"),
    [
        ({"method": "post", "tracking": "XA1"}, date(2026, 10, 16), None, "on_the_way"),
        ({"method": "direct", "signed_by": "周清源"}, None, date(2026, 10, 16), "served"),
        ({"method": "delegated", "signed_by": "村委会"}, None, date(2026, 10, 16), "served"),
        ({"method": "online"}, date(2026, 10, 16), None, "served"),
        ({"method": "email", "proof_note": "截图在附件"}, date(2026, 10, 16), None, "served"),
        ({"method": "fax"}, date(2026, 10, 16), None, "served"),
    ],
)
def test_every_way_closes_the_case_with_the_day_that_counts(bureau, at_desk, given, sent, signed, result):
    case = stages.dispatching(bureau)
    done = at_desk(bureau.clerk).post("serve", case, on="2026-10-16", version=case.version, **given)
    service = Service.objects.get()
    assert (service.sent_on, service.signed_on, service.counts_on, service.result) == (
        sent,
        signed,
        date(2026, 10, 16),
        result,
    )
    assert said(done) == ["云商公开答〔2026〕1号已送达，10月16日（周五）答复，这一件办结。"]
    assert (stages.fresh(case).stage, stages.fresh(case).decided_on) == ("closed", date(2026, 10, 16))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"method": "post"}, {"tracking": ["邮寄的请填写邮件编号，这是交寄日的凭证"]}),
        ({"method": "direct"}, {"signed_by": ["请填写签收人"]}),
        ({"method": "delegated"}, {"signed_by": ["请填写签收人"]}),
        ({"method": "courier"}, {"method": ["怎么送的的选项已经变化，请重新选择"]}),
        ({"method": "fax", "on": "2026-10-17"}, {"on": ["送达之日晚于今天，请核对"]}),
        ({"method": "fax", "on": "2026-10-15"}, {"on": ["早于文书的落款日期10月16日（周五），请核对"]}),
        ({"method": "fax", "on": ""}, {"on": ["请填写交寄、发送或者签收之日"]}),
    ],
)
def test_what_a_way_needs_is_asked_for_and_nothing_is_closed(bureau, at_desk, given, found):
    case = stages.dispatching(bureau)
    answer = at_desk(bureau.clerk).post("serve", case, **{"on": "2026-10-16", **given}, version=case.version)
    assert (answer.status_code, errors(answer)) == (422, found)
    assert (stages.fresh(case).stage, Service.objects.count()) == ("dispatching", 0)


def test_the_proof_is_kept_with_the_number_and_only_if_the_service_is(bureau, at_desk):
    case = stages.dispatching(bureau)
    desk = at_desk(bureau.clerk)
    given = {"method": "post", "tracking": "XA1", "on": "2026-10-16"}
    bad = desk.post("serve", case, **given, proof=[SimpleUploadedFile("收据.pdf", b"nope")], version=case.version)
    stale = desk.post("serve", case, **given, proof=[SimpleUploadedFile("收据.pdf", stages.PDF)], version=1)
    assert (bad.status_code, stale.status_code, CaseFile.objects.count()) == (422, 422, 0)
    desk.post("serve", case, **given, proof=[SimpleUploadedFile("收据.pdf", stages.PDF)], version=case.version)
    file = CaseFile.objects.get()
    assert (file.purpose, file.note, Service.objects.get().proof) == ("proof", "云商公开答〔2026〕1号", file)


def test_ways_over_the_internet_are_closed_where_no_internet_remedy_is_named(bureau, at_desk):
    bureau.agency.reconsideration_online = ""
    bureau.agency.save()
    case = stages.dispatching(bureau)
    form = at_desk(bureau.clerk).get("serve", case).context["form"]
    assert [value for value, _ in form.fields["method"].choices] == ["post", "direct", "delegated", "fax"]


def test_a_third_party_gets_no_letter_on_the_applicants_page(bureau, at_desk):
    case = stages.searched(bureau)
    actions.consult(case, parties=[actions.Party("恒达机械")], what="补贴金额", by=bureau.clerk)
    letter = stages.letter(case, "P6")
    factories.approve(letter, bureau.head)
    desk = at_desk(bureau.clerk)
    page = desk.get("", case)
    assert "online" not in [value for value, _ in page.context["serve"].fields["method"].choices]
    done = desk.post("serve", case, letter.pk, method="direct", signed_by="收发室", on="2026-10-16")
    assert said(done) == ["云商公开征〔2026〕1号已登记发出，10月16日（周五）起发生效力。"]
    assert stages.fresh(case).stage == "consulting"


def test_nothing_is_served_before_it_is_approved(bureau, at_desk):
    case = stages.drafting(bureau)
    letter = stages.letter(case, "S2")
    desk = at_desk(bureau.clerk)
    (sentence,) = said(desk.get("serve", case, letter.pk, follow=True))
    assert "不能“登记送达”" in sentence
    assert said(desk.get("serve", case, follow=True)) == ["没有等着送达的文书：都已经发出，或者还没有批准。"]


def test_the_signature_is_kept_and_the_day_of_the_answer_stays(bureau, at_desk, settings):
    case = stages.closed(bureau)
    settings.NOW = "2026-10-20T09:00"
    desk = at_desk(bureau.clerk)
    service = Service.objects.get()
    button = desk.get("", case).context["button"]
    assert (button.label, button.address) == ("登记签收", f"{address('signature', case)}?of={service.pk}")
    done = desk.post("signature", case, service=service.pk, on="2026-10-19", signed_by="周清源")
    assert said(done) == ["签收已登记。答复日仍是交寄之日10月16日（周五）。"]
    service.refresh_from_db()
    assert (service.result, service.signed_on, stages.fresh(case).decided_on) == (
        "served",
        date(2026, 10, 19),
        date(2026, 10, 16),
    )


def test_what_comes_back_opens_the_case_again(bureau, at_desk, settings):
    case = stages.closed(bureau)
    settings.NOW = "2026-10-20T09:00"
    desk = at_desk(bureau.clerk)
    service = Service.objects.get()
    early = desk.post("fail_service", case, service=service.pk, on="2026-10-15", why="查无此人退回")
    assert str(early.context["refused"]) == "退回或者失败的日期应在发出之后、今天之前。请核对。"
    done = desk.post("fail_service", case, service=service.pk, on="2026-10-20", why="查无此人退回")
    assert said(done) == ["已登记未送达，云商公开答〔2026〕1号回到待送达，请换一种方式再送。"]
    case = stages.fresh(case)
    assert (case.stage, case.decided_on, stages.letter(case, "S2").state) == ("dispatching", None, "approved")
    again = desk.post("serve", case, method="direct", signed_by="周清源", on="2026-10-20", version=case.version)
    assert said(again) == ["云商公开答〔2026〕1号已送达，10月20日（周二）答复，这一件办结。"]
    assert Letter.objects.get(code="S2").number == "云商公开答〔2026〕1号"


def test_a_service_of_another_case_cannot_be_chosen(bureau, at_desk):
    case, another = stages.closed(bureau), stages.closed(bureau)
    foreign = Service.objects.get(letter__application=another)
    answer = at_desk(bureau.clerk).post("fail_service", case, service=foreign.pk, on="2026-10-16", why="退回")
    assert (answer.status_code, errors(answer)) == (422, {"service": ["哪一份的选项已经变化，请重新选择"]})
    assert Service.objects.get(pk=foreign.pk).result == "on_the_way"
