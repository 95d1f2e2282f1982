"""审批: what changed since the last look first; approve or return in two steps; every approval bound to what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai import letters
from gongkai.applications import actions, case_files
from gongkai.applications.models import Application, CaseFile, Letter, Review
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.models import Account
from papers import pdf

Enter = Callable[[Account], Client]


def waiting(letter: Letter) -> Review:
    return letter.reviews.get(verdict="", voided_at=None)


def extension_of(scene: Scene) -> Letter:
    return scene.extending.letters.get(code="P5")


def answer_for(bureau: Bureau, title: str, on: date = date(2026, 10, 12)) -> Letter:
    """A drafted answer that waits for the leader."""
    with clock.at(on):
        case = factories.application(bureau.agency, bureau.clerk, matter=factories.matter(title=title, content=title))
        letter = actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, given=title, way="当面领取纸质材料")
        actions.submit_letter(letter, by=bureau.clerk)
    letter.refresh_from_db()
    return letter


def changed_by_hand(letter: Letter, old: str, new: str, by: Account) -> None:
    blocks = letters.Draft.from_data(letter.body).blocks
    texts = [
        letters.Text(block.text.replace(old, new)) if isinstance(block, letters.Text) else block for block in blocks
    ]
    actions.edit_letter(letter, texts, revision=letter.revision, by=by)
    actions.submit_letter(letter, by=by)
    letter.refresh_from_db()


def test_what_changed_since_the_last_verdict_stands_first(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.leader).get(f"/desk/approvals/{waiting(scene.answer).pk}/").content.decode()
    assert "您上次看过之后，改了1处" in page
    assert "您可以按下列方式、途径和时间获取<del>6</del><ins>7</ins>家企业的名单和补贴金额：当面领取纸质……" in page
    assert page.index("改了1处") < page.index("办理结果") < page.index('class="paper')
    assert re.search(r"您<time[^>]*>10-13 09:00</time>退回：企业数请核对", page) is not None


def test_at_the_first_look_nothing_is_said_to_have_changed(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.head).get(f"/desk/approvals/{waiting(extension_of(scene)).pk}/").content.decode()
    assert "您上次看过之后" not in page
    assert ("延长" in page, "20个工作日，理由：档案分散在三个年度，查找、核对需要时间" in page) == (True, True)


def test_a_letter_sent_again_unchanged_says_so(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "外贸企业名单")
    actions.review(waiting(letter), approve=False, comment="请核对", digest=letter.digest, by=bureau.leader)
    letter.refresh_from_db()
    actions.submit_letter(letter, by=bureau.clerk)
    page = enter(bureau.leader).get(f"/desk/approvals/{waiting(letter).pk}/").content.decode()
    assert "您上次看过之后，正文和附件没有改动" in page


def test_a_changed_enclosure_is_a_change(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "外贸企业名单")
    case = letter.application

    def file(name: str, more: str) -> CaseFile:
        upload = Upload(name, pdf("Exporters", more))
        return case_files.add(case, upload, CaseFile.Purpose.REPLY, by=bureau.clerk)

    first, second, third = file("名单.pdf", "first"), file("说明.pdf", "note"), file("名单.pdf", "second")
    actions.enclose_files(letter, [first], by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    letter.refresh_from_db()
    actions.review(waiting(letter), approve=False, comment="换附件", digest=letter.digest, by=bureau.leader)
    letter.refresh_from_db()
    actions.enclose_files(letter, [second, third], by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    page = enter(bureau.leader).get(f"/desk/approvals/{waiting(letter).pk}/")
    assert page.context["page"].files == ("附件“名单.pdf”换了内容", "加了附件“说明.pdf”")


def test_approving_gives_number_and_date_and_leads_to_the_next(bureau: Bureau, enter: Enter) -> None:
    first, second = answer_for(bureau, "甲名单", date(2026, 10, 8)), answer_for(bureau, "乙名单", date(2026, 10, 9))
    client = enter(bureau.leader)
    address = f"/desk/approvals/{waiting(first).pk}/"
    shown = client.get(address).context["page"].digest
    answer = client.post(address, {"verdict": "approve", "digest": shown}, follow=True)
    first.refresh_from_db()
    assert (first.state, first.number, first.dated) == ("approved", "云商公开答〔2026〕1号", date(2026, 10, 16))
    assert answer.redirect_chain == [(f"/desk/approvals/{waiting(second).pk}/", 302)]
    assert [str(m) for m in answer.context["messages"]] == [
        "予以公开告知书已同意，取得文号云商公开答〔2026〕1号，等经办人送达。"
    ]
    done = client.post(
        answer.redirect_chain[0][0], {"verdict": "approve", "digest": answer.context["page"].digest}, follow=True
    )
    assert done.redirect_chain == [("/desk/approvals/", 302)]


def test_returning_takes_reasons_from_the_stock_and_own_words(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    review = waiting(scene.answer)
    enter(bureau.leader).post(
        f"/desk/approvals/{review.pk}/",
        {"verdict": "return", "digest": scene.answer.digest, "reasons": ["leak", "wording"], "comment": "第二段"},
    )
    review.refresh_from_db()
    scene.answer.refresh_from_db()
    assert (review.verdict, review.by, scene.answer.state) == ("returned", bureau.leader, "draft")
    assert review.comment == "附件里可能有不该公开的内容，请再检查、遮蔽；文字不通顺或者有错，请改；第二段"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"verdict": "return"}, "退回要有理由，起草人才知道改什么。请勾选一条，或者自己写一句"),
        ({"verdict": "return", "comment": "  "}, "退回要有理由，起草人才知道改什么。请勾选一条，或者自己写一句"),
        ({"verdict": "maybe"}, "请按“同意”或者“退回”。"),
        ({}, "请按“同意”或者“退回”。"),
        ({"verdict": "return", "reasons": ["other"]}, "退回的理由的选项已经变化，请重新选择"),
    ],
)
def test_a_verdict_without_what_it_needs_changes_nothing(
    bureau: Bureau, scene: Scene, enter: Enter, given: dict[str, object], problem: str
) -> None:
    review = waiting(scene.answer)
    answer = enter(bureau.leader).post(f"/desk/approvals/{review.pk}/", {"digest": scene.answer.digest, **given})
    review.refresh_from_db()
    assert (answer.status_code, problem in answer.content.decode(), review.verdict) == (422, True, "")


def test_a_text_changed_while_it_was_read_is_not_approved(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "6家企业名单")
    client = enter(bureau.leader)
    old = client.get(f"/desk/approvals/{waiting(letter).pk}/").context["page"].digest
    actions.recall_letter(letter, by=bureau.clerk)
    letter.refresh_from_db()
    changed_by_hand(letter, "6家", "7家", bureau.clerk)
    answer = client.post(
        f"/desk/approvals/{waiting(letter).pk}/", {"verdict": "approve", "digest": old, "comment": "好"}
    )
    letter.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, letter.state, letter.number) == (422, "reviewing", "")
    assert (
        "已经被别人办理过，这一步没有执行" in page,
        "7家企业名单" in page,
        ">好</textarea>" in page.replace("\n", ""),
    ) == (
        True,
        True,
        True,
    )


def test_a_step_that_is_over_leads_back_to_what_waits(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    review = waiting(scene.answer)
    client = enter(bureau.leader)
    data = {"verdict": "approve", "digest": scene.answer.digest}
    client.post(f"/desk/approvals/{review.pk}/", data)
    again = client.post(f"/desk/approvals/{review.pk}/", data, follow=True)
    assert again.redirect_chain == [("/desk/approvals/", 302)]
    assert "这一件现在不等您审批" in again.content.decode()
    assert Review.objects.filter(letter=scene.answer, verdict="approved").count() == 1


def test_who_drafted_it_is_never_asked_to_approve_it(bureau: Bureau, enter: Enter) -> None:
    with clock.at(date(2026, 10, 12)):
        case = factories.application(bureau.agency, bureau.head)
        letter = actions.extend(case, days=5, reason="需要核对", by=bureau.head)
    client = enter(bureau.head)
    assert client.get("/desk/approvals/").context["items"] == []
    answer = client.post(f"/desk/approvals/{waiting(letter).pk}/", {"verdict": "approve", "digest": letter.digest})
    letter.refresh_from_db()
    assert (answer.status_code, letter.state) == (302, "reviewing")


def test_a_leader_does_not_take_the_heads_turn(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    letter = extension_of(scene)
    answer = enter(bureau.leader).post(
        f"/desk/approvals/{waiting(letter).pk}/", {"verdict": "approve", "digest": letter.digest}
    )
    letter.refresh_from_db()
    assert (answer.status_code, letter.state) == (302, "reviewing")


def test_a_deputy_acts_in_the_name_of_another(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    from gongkai.people.models import Appointment, Deputy

    held = Appointment.objects.get(account=bureau.leader)
    Deputy.objects.create(
        appointment=held,
        account=bureau.chief,
        starts_on=date(2026, 10, 16),
        ends_on=date(2026, 10, 16),
        named_by=bureau.leader,
    )
    review = waiting(scene.answer)
    client = enter(bureau.chief)
    page = client.get(f"/desk/approvals/{review.pk}/")
    assert (page.context["post"], "您上次看过之后" in page.content.decode()) == ("代赵建国", False)
    client.post(f"/desk/approvals/{review.pk}/", {"verdict": "approve", "digest": scene.answer.digest})
    review.refresh_from_db()
    assert (review.by, review.acting_for) == (bureau.chief, "赵建国")


def test_the_page_holds_the_facts_that_the_decision_rests_on(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.leader).get(f"/desk/approvals/{waiting(scene.answer).pk}/").context["page"]
    facts = dict(page.facts)
    assert {name: facts[name] for name in ("申请人", "办理结果", "依据", "救济", "给")} == {
        "申请人": "周清源（自然人）",
        "办理结果": "予以公开",
        "依据": "《条例》第三十六条第（二）项",
        "救济": "可以申请行政复议，也可以直接起诉",
        "给": "6家企业的名单和补贴金额",
    }
    assert (page.due.on, page.findings, page.enclosed) == (date(2026, 10, 22), (), ())


def test_what_the_check_finds_is_shown(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "企业名单")
    body = {**letter.body, "salutation": "林晓东："}
    draft = letters.Draft.from_data(body)
    Letter.objects.filter(pk=letter.pk).update(body=body, digest=draft.digest())
    page = enter(bureau.leader).get(f"/desk/approvals/{waiting(letter).pk}/")
    assert next(finding.severity for finding in page.context["page"].findings) == "error"
    assert "处不能签发" in page.content.decode()


def test_several_are_approved_at_once_each_by_its_own_digest(bureau: Bureau, enter: Enter) -> None:
    made = [answer_for(bureau, f"第{n}份名单", date(2026, 10, 8)) for n in range(4)]
    client = enter(bureau.leader)
    client.get("/desk/approvals/")
    data = {f"digest_{waiting(letter).pk}": letter.digest for letter in made}
    picked = [waiting(letter).pk for letter in made[:3]]
    actions.recall_letter(made[1], by=bureau.clerk)
    data[f"digest_{picked[2]}"] = "0" * 64
    answer = client.post("/desk/approvals/", {**data, "pick": picked}, follow=True)
    for letter in made:
        letter.refresh_from_db()
    assert [letter.state for letter in made] == ["approved", "draft", "reviewing", "reviewing"]
    assert [str(message) for message in answer.context["messages"]] == [
        "有一件已经不在等您审批：可能刚被撤回、修改，或者别人已经审批。这一件没有处理。",
        (
            f"予以公开告知书（{made[2].application.number}）没有批准：您打开页面以后，{made[2].application.number}已经被别人办理过，"
            "这一步没有执行，以免覆盖。请看过最新的情况再办理，您填的内容还在。"
        ),
        "已批准1件：云商公开答〔2026〕1号。",
    ]


def test_ticking_nothing_approves_nothing(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    answer = enter(bureau.leader).post("/desk/approvals/", follow=True)
    assert "没有选中任何一件，所以没有批准" in answer.content.decode()
    assert waiting(scene.answer).verdict == ""


def test_what_changed_after_the_last_verdict_must_be_opened_singly(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.leader)
    review = waiting(scene.answer)
    page = client.get("/desk/approvals/").content.decode()
    assert (f'name="pick" value="{review.pk}"' in page, "有1件要打开单独看" in page) == (False, True)
    data = {"pick": [review.pk], f"digest_{review.pk}": scene.answer.digest}
    answer = client.post("/desk/approvals/", data, follow=True)
    assert "您上次看过之后有改动，请打开单独看。" in answer.content.decode()
    assert waiting(scene.answer).verdict == ""


def test_a_faulty_letter_is_not_approved_in_a_batch(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "企业名单")
    body = {**letter.body, "salutation": "林晓东："}
    digest = letters.Draft.from_data(body).digest()
    Letter.objects.filter(pk=letter.pk).update(body=body, digest=digest)
    Review.objects.filter(letter=letter).update(digest=digest)
    review = waiting(letter)
    answer = enter(bureau.leader).post(
        "/desk/approvals/", {"pick": [review.pk], f"digest_{review.pk}": digest}, follow=True
    )
    assert "没有批准：检查发现问题：" in answer.content.decode()
    assert waiting(letter).verdict == ""


def test_hostile_words_in_a_letter_are_shown_as_text(bureau: Bureau, enter: Enter) -> None:
    letter = answer_for(bureau, "<script>alert(1)</script>名单")
    client = enter(bureau.leader)
    actions.review(waiting(letter), approve=False, comment="<b>改</b>", digest=letter.digest, by=bureau.leader)
    letter.refresh_from_db()
    changed_by_hand(letter, "名单", "名单<img src=x>", bureau.clerk)
    pages = [client.get(a).content.decode() for a in ("/desk/approvals/", f"/desk/approvals/{waiting(letter).pk}/")]
    assert [p for page in pages for p in ("<script>alert", "<img src=x", "<b>改") if p in page] == []
    assert "<ins>&lt;img src=x&gt;</ins>" in pages[1]


def test_the_list_costs_the_same_queries_for_1_and_30_letters(
    bureau: Bureau, scene: Scene, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bureau.leader)
    client.get("/desk/fees/")
    with django_assert_max_num_queries(17) as one:
        client.get("/desk/approvals/")
    for n in range(29):
        answer_for(bureau, f"第{n}份名单")
    with django_assert_max_num_queries(17) as many:
        page = client.get("/desk/approvals/")
    assert (len(page.context["items"]), len(many.captured_queries)) == (30, len(one.captured_queries))
    with django_assert_max_num_queries(17):
        client.get(f"/desk/approvals/{waiting(scene.answer).pk}/")


def test_every_kind_of_letter_can_be_looked_at(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    """A consultation and a task hang on the letter, not on the case alone."""
    case = scene.late
    actions.consult(case, parties=[actions.Party("云岭县某厂", interest="商业秘密")], what="投资额", by=bureau.clerk)
    letter = Letter.objects.get(application=case, code="P6")
    page = enter(bureau.head).get(f"/desk/approvals/{waiting(letter).pk}/")
    assert (page.status_code, "征求第三方意见书" in page.content.decode()) == (200, True)
    assert Application.objects.get(pk=case.pk).stage == "handling"
