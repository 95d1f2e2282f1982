"""What was closed is opened: from an application that was granted, with nothing of the applicant; from an earlier decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

import factories
from desk.publishing.conftest import Enter
from disclosures import factories as ours
from disclosures.factories import House
from gongkai.applications.models import Application
from gongkai.disclosures import actions, conversions
from gongkai.disclosures.models import Attribute, Draft, DraftSave, Item
from gongkai.people import clock

GIVEN = "2025年外贸稳增长资金发放情况\n甲公司20万元，乙公司15万元。\n按周清源（13800001234，云岭县文昌路1号）要求提供。"


def closed(bureau: House, given: str = GIVEN) -> Application:
    """A case in which the answer itself names the applicant, as answers do."""
    case = factories.application(bureau.agency, bureau.clerk, section=bureau.section)
    from gongkai.applications import actions as cases

    letter = cases.decide(case, answers=factories.GRANTED, by=bureau.clerk, given=given, way="当面领取纸质材料")
    cases.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    cases.serve(letter, method="direct", signed_on=clock.today(), signed_by="周清源", by=bureau.clerk)
    case.refresh_from_db()
    return case


def test_what_was_given_to_one_is_drafted_for_all_and_nothing_of_the_applicant_comes_along(
    bureau: House, enter: Enter
) -> None:
    case = closed(bureau)
    client = enter(bureau.clerk)
    assert "转为主动公开" in client.get(reverse("desk:case", args=[case.pk])).content.decode()
    answer = client.post(reverse("desk:info_from_case", args=[case.pk]))
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("desk:info_edit", args=[draft.pk])
    assert (draft.title, draft.kind, draft.section, draft.item.origin) == (
        "2025年外贸稳增长资金发放情况", Item.ANSWER, bureau.section, case.number,
    )  # fmt: skip
    assert "甲公司20万元，乙公司15万元。" in draft.html
    who = case.applicant
    private = [who.name, who.phone, who.address, who.email, who.identity_number, case.title, case.content]
    kept = str(Draft.objects.values()) + str(Item.objects.values()) + str(DraftSave.objects.values())
    kept += "".join(
        client.get(reverse(f"desk:{name}", args=[draft.pk])).content.decode() for name in ("info_draft", "info_preview")
    )
    assert [value for value in private if value and value in kept] == []


def test_the_same_case_is_opened_once(bureau: House, enter: Enter) -> None:
    case = closed(bureau)
    client = enter(bureau.clerk)
    for _ in range(2):
        client.post(reverse("desk:info_from_case", args=[case.pk]))
    assert Draft.objects.count() == 1


def test_a_case_that_is_not_answered_or_not_ones_own_is_not_opened(bureau: House, other: House, enter: Enter) -> None:
    open_case = factories.application(bureau.agency, bureau.clerk)
    client = enter(bureau.clerk)
    assert "转为主动公开" not in client.get(reverse("desk:case", args=[open_case.pk])).content.decode()
    client.post(reverse("desk:info_from_case", args=[open_case.pk]))
    case = closed(bureau)
    assert enter(other.clerk).post(reverse("desk:info_from_case", args=[case.pk])).status_code == 404
    assert enter(bureau.leader).post(reverse("desk:info_from_case", args=[case.pk])).status_code == 404
    assert Draft.objects.count() == 0


def decided(bureau: House, title: str = "评审会议纪要", *, again: date = date(2026, 11, 1)) -> Draft:
    draft = ours.draft(
        bureau,
        title=title,
        attribute=Attribute.WITHHELD.value,
        ground="withheld.process",
        ground_note="讨论记录",
        review_again_on=again,
    )
    actions.submit(draft, by=bureau.contributor)
    return ours.approve(draft, *bureau.chain)


def test_what_is_withheld_stands_in_a_list_by_its_day_and_is_opened_with_one_press(bureau: House, enter: Enter) -> None:
    late = decided(bureau, "较晚", again=date(2027, 3, 1))
    soon = decided(bureau, "较早")
    client = enter(bureau.contributor)
    rows = client.get("/desk/info/evaluate/").context["slice"].rows
    assert [(row.title, row.why) for row in rows] == [("较早", "属于四类过程性信息"), ("较晚", "属于四类过程性信息")]
    client.post(reverse("desk:info_open", args=[soon.pk]))
    made = Draft.objects.get(item=soon.item, stage=Draft.Stage.DRAFT)
    assert (made.attribute, made.ground, made.html, made.title) == ("proactive", "", soon.html, "较早")
    assert list(conversions.withheld(bureau.contributor)) == [late]
    item = Item.objects.get(pk=soon.item_id)
    assert (item.published_on, item.current) == (None, None)


def test_what_is_under_way_or_of_another_body_is_not_opened(bureau: House, other: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    enter(bureau.contributor).post(reverse("desk:info_open", args=[draft.pk]))
    strange = decided(other)
    assert enter(bureau.clerk).post(reverse("desk:info_open", args=[strange.pk])).status_code == 404
    assert Draft.objects.filter(stage=Draft.Stage.DRAFT).count() == 1


def test_an_evaluation_that_is_due_stands_among_what_the_section_has_to_do(bureau: House, enter: Enter) -> None:
    soon = decided(bureau)
    with clock.at(date(2026, 11, 2)):
        lines = enter(bureau.contributor).get("/desk/info/").context["due"]
    assert [(line.kind, line.pk, line.tone) for line in lines] == [("evaluate", soon.pk, "late")]


@pytest.mark.parametrize("q", ["以旧换新", "云商发〔2026〕9号"])
def test_the_search_of_the_desk_finds_texts_too_as_far_as_they_may_be_seen(
    bureau: House, other: House, enter: Enter, q: str
) -> None:
    draft = ours.draft(bureau, title="以旧换新实施细则", document_number="云商发〔2026〕9号")
    ours.draft(other, title="以旧换新实施细则", document_number="云商发〔2026〕9号")
    old = ours.old_item(bureau.agency, "以旧换新实施细则（旧）", document_number="云商发〔2026〕9号")
    ours.old_item(other.agency, "以旧换新实施细则（旧）", document_number="云商发〔2026〕9号")
    page = enter(bureau.clerk).get("/desk/applications/", {"q": q})
    found = page.context["texts"]
    assert ([each.pk for each in found["first"]], [each.pk for each in found["older"]]) == ([draft.pk], [old.pk])
    assert "以旧换新实施细则（旧）" in page.content.decode()
    assert enter(bureau.clerk).get("/desk/applications/").context["texts"] is None
