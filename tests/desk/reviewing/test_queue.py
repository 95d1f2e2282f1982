"""审核 at the desk: what changed first, one short form, two buttons; many at once, each by its own check."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures import factories as made
from gongkai.disclosures import actions, checklists
from gongkai.disclosures.models import Draft, Review, SecrecyReview
from gongkai.people.models import Account

Enter = Callable[[Account], Client]


def address(review: Review) -> str:
    return f"/desk/approvals/info/{review.pk}/"


def approval(review: Review, **more: object) -> dict[str, object]:
    """What the form sends when everything is ticked."""
    found: dict[str, object] = {"verdict": "approve", "digest": review.digest}
    if not checklists.by_button(review.role):
        found["checklist"] = list(checklists.points(review.role))
    if review.secrecy:
        found["conclusion"] = "publish"
    return {**found, **more}


def test_a_draft_goes_through_three_hands_on_the_pages(house: made.House, enter: Enter) -> None:
    draft = made.submitted(house, title="夜市管理办法")
    for by in house.chain:
        client = enter(by)
        step = made.waiting(draft)
        assert "夜市管理办法" in client.get("/desk/approvals/").content.decode()
        page = client.get(address(step))
        assert page.status_code == 200
        answer = client.post(address(step), approval(step))
        assert (answer.status_code, answer["Location"]) == (302, "/desk/approvals/")
    draft.refresh_from_db()
    assert draft.stage == Draft.Stage.RELEASED


def test_nobody_but_who_is_asked_finds_the_page(house: made.House, other: made.House, enter: Enter) -> None:
    step = made.waiting(made.submitted(house))
    assert enter(other.office_head).get(address(step)).status_code == 404
    assert enter(other.section_head).post(address(step), approval(step)).status_code == 404
    # The body's own people may know of it, and are led back to what waits for them.
    assert enter(house.leader).get(address(step)).status_code == 302
    assert enter(house.contributor).get(address(step)).status_code == 404
    step.refresh_from_db()
    assert step.verdict == ""


def test_returning_takes_two_steps_and_asks_for_a_reason(house: made.House, enter: Enter) -> None:
    step = made.waiting(made.submitted(house))
    client = enter(house.section_head)
    wrong = client.post(address(step), {"verdict": "return", "digest": step.digest})
    assert (wrong.status_code, "退回要有理由" in wrong.content.decode()) == (422, True)
    client.post(address(step), {"verdict": "return", "digest": step.digest, "reasons": ["words"], "comment": "第二段"})
    step.draft.refresh_from_db()
    assert (step.draft.stage, step.draft.returned_why) == ("draft", "文字有错，或者人名、职务不准确；第二段")


def test_what_is_not_ticked_is_asked_for_and_what_was_typed_stays(house: made.House, enter: Enter) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    step = made.waiting(draft)
    answer = enter(house.office_head).post(
        address(step), {"verdict": "approve", "digest": step.digest, "checklist": ["law"], "ground": "写过的理由"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [words in page for words in ("还有3项没有核对", "请选择保密审查的结论", "写过的理由")] == [True] * 3
    assert SecrecyReview.objects.count() == 0


def test_a_doubt_is_referred_and_its_answer_noted(house: made.House, enter: Enter) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    step = made.waiting(draft)
    enter(house.office_head).post(
        address(step),
        approval(
            step, found=["aggregation"], conclusion="doubt", ground="几份材料合起来可能涉密", referred_to="县国家保密局"
        ),
    )
    draft.refresh_from_db()
    assert draft.stage == "doubt"
    clerk = enter(house.clerk)
    assert clerk.get(f"/desk/info/{draft.pk}/doubt/").status_code == 200
    clerk.post(
        f"/desk/info/{draft.pk}/doubt/", {"conclusion": "publish", "text": "云密函〔2026〕3号", "on": "2026-09-11"}
    )
    page = enter(house.office_head).get(address(step)).content.decode()
    assert "县国家保密局答复可以公开：云密函〔2026〕3号" in page
    enter(house.office_head).post(address(step), {k: v for k, v in approval(step).items() if k != "conclusion"})
    step.refresh_from_db()
    assert step.verdict == "approved"


def test_what_changed_since_the_last_look_stands_first(house: made.House, enter: Enter) -> None:
    draft = made.submitted(house, html="<p>补贴标准是每件五百元。</p>")
    made.approve(draft, house.section_head)
    made.verdict(made.waiting(draft), house.office_head, approve=False, comment="标准不对")
    actions.save(draft, by=house.contributor, version=draft.version, html="<p>补贴标准是每件八百元。</p>")
    draft.refresh_from_db()
    actions.submit(draft, by=house.contributor)
    page = enter(house.section_head).get(address(made.waiting(draft))).content.decode()
    assert page.index("您上次看过之后，改了1处") < page.index("补贴标准是每件八百元") < page.index("目录字段")
    assert ("删去：</span>五</del>" in page, "增加：</span>八</ins>" in page) == (True, True)


def test_a_change_of_what_is_public_is_compared_with_it(house: made.House, enter: Enter) -> None:
    item = made.released_item(house, html="<p>补贴标准是每件五百元。</p>")
    draft = actions.change(item, by=house.contributor)
    actions.save(
        draft,
        by=house.contributor,
        version=draft.version,
        html="<p>补贴标准是每件八百元。</p>",
        fields={"document_number": "云商〔2026〕9号"},
    )
    actions.submit(draft, by=house.contributor)
    page = enter(house.section_head).get(address(made.waiting(draft))).content.decode()
    assert "和现在公开的相比，改了2处" in page
    assert "<del>（空）</del> <ins>云商〔2026〕9号</ins>" in page


def test_many_small_items_are_approved_at_once_each_by_its_own_check(house: made.House, enter: Enter) -> None:
    drafts = [made.approve(made.submitted(house, title=f"第{n}号公告"), *house.chain[:2]) for n in range(3)]
    steps = [made.waiting(draft) for draft in drafts]
    Draft.objects.filter(pk=drafts[2].pk).update(guessed=["title"])
    sent = {"review": [step.pk for step in steps], **{f"digest_r{step.pk}": step.digest for step in steps}}
    sent[f"digest_r{steps[1].pk}"] = "0" * 64
    answer = enter(house.leader).post("/desk/approvals/", sent, follow=True)
    stages = [Draft.objects.get(pk=draft.pk).stage for draft in drafts]
    assert stages == ["released", "reviewing", "reviewing"]
    page = answer.content.decode()
    assert [
        words in page for words in ("已同意1件信息：《第0号公告》", "《第1号公告》没有批准", "《第2号公告》没有批准")
    ] == [True] * 3


def test_a_secrecy_review_is_never_ticked_off(house: made.House, enter: Enter) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    step = made.waiting(draft)
    page = enter(house.office_head).get("/desk/approvals/").content.decode()
    assert ('name="review"' in page, "要逐项做保密审查" in page) == (False, True)
    enter(house.office_head).post("/desk/approvals/", {"review": [step.pk], f"digest_r{step.pk}": step.digest})
    step.refresh_from_db()
    assert step.verdict == ""


@pytest.mark.parametrize("n", [1, 4])
def test_the_queue_costs_the_same_queries_for_1_and_4_drafts(
    house: made.House, enter: Enter, n: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(n):
        made.submitted(house)
    client = enter(house.section_head)
    with django_assert_max_num_queries(12 + 2 * n):
        client.get("/desk/approvals/")


def test_today_and_the_rail_count_what_waits(house: made.House, enter: Enter) -> None:
    made.submitted(house, title="夜市管理办法")
    page = enter(house.section_head).get("/desk/").content.decode()
    assert ("等您审批" in page, "夜市管理办法" in page) == (True, True)
    rail = enter(house.section_head).get("/desk/approvals/").context["rail"]
    assert [row[2] for row in rail if row[1] == "/desk/approvals/"] == [1]
