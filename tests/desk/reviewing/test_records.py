"""Who approved what, forced releases, set hours, columns and chains, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.test import Client

from disclosures import factories as made
from gongkai.agencies.models import Agency
from gongkai.disclosures import actions
from gongkai.disclosures.digests import digest_of
from gongkai.disclosures.models import Column, Draft, ForcedRelease, Item
from gongkai.people import clock
from gongkai.people.models import Account

Enter = Callable[[Account], Client]


def test_who_approved_what_stands_on_one_page(house: made.House, other: made.House, enter: Enter) -> None:
    item = made.released_item(house, title="夜市管理办法")
    page = enter(house.leader).get(f"/desk/info/items/{item.pk}/").content.decode()
    assert [name in page for name in ("陈思远起草", "张凯", "王立成", "赵建国", "保密审查：可以公开")] == [True] * 5
    assert enter(other.leader).get(f"/desk/info/items/{item.pk}/").status_code == 404
    old = made.old_item(house.agency)
    assert "在这里没有审核记录" in enter(house.clerk).get(f"/desk/info/items/{old.pk}/").content.decode()


def test_the_sheet_is_a_pdf_with_the_secrecy_review(house: made.House, enter: Enter) -> None:
    from gongkai.disclosures import sheets

    item = made.released_item(house, title="夜市管理办法")
    draft = Draft.objects.get(item=item)
    answer = enter(house.clerk).get(f"/desk/info/{draft.pk}/sheet.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    text = sheets.sheet(draft).text
    assert [words in text for words in ("政府信息公开审查表", "是否含国家秘密", draft.digest, "王立成")] == [True] * 4


def test_an_item_is_taken_down_with_a_reason_and_drafted_anew(house: made.House, enter: Enter) -> None:
    item = made.released_item(house)
    clerk = enter(house.clerk)
    assert clerk.post(f"/desk/info/items/{item.pk}/withdraw/", {"why": ""}).status_code == 422
    clerk.post(f"/desk/info/items/{item.pk}/withdraw/", {"why": "数据有误"})
    item.refresh_from_db()
    assert item.withdrawn_why == "数据有误"
    assert enter(house.contributor).post(f"/desk/info/items/{item.pk}/withdraw/", {"why": "x"}).status_code == 404
    answer = clerk.post(f"/desk/info/items/{item.pk}/put-back/")
    draft = Draft.objects.get(item=item, stage="draft")
    assert answer["Location"] == f"/desk/info/{draft.pk}/"


def test_a_forced_release_takes_two_steps_and_the_supervisor_sees_it_at_once(
    house: made.House, supervisor: Account, enter: Enter
) -> None:
    draft = made.draft(house, title="暴雨红色预警")
    leader = enter(house.leader)
    assert f"/desk/info/{draft.pk}/force/" in leader.get(f"/desk/info/{draft.pk}/").content.decode()
    assert leader.get(f"/desk/info/{draft.pk}/force/").status_code == 200
    sent = {"reason": "暴雨红色预警，等不及审核", "digest": digest_of(draft)}
    assert enter(house.clerk).post(f"/desk/info/{draft.pk}/force/", sent).status_code == 404
    leader.post(f"/desk/info/{draft.pk}/force/", sent)
    record = ForcedRelease.objects.get()
    for who in (supervisor, house.office_head):
        assert "暴雨红色预警" in enter(who).get("/desk/").content.decode()
    page = enter(supervisor).get("/desk/info/forced/").content.decode()
    assert ("县商务局" in page, "一年内发布1次，强制1次，占100.0%" in page) == (True, True)
    assert enter(supervisor).get(f"/desk/info/items/{record.item_id}/").status_code == 200
    assert enter(supervisor).get(f"/desk/info/{draft.pk}/sheet.pdf").status_code == 404
    enter(supervisor).post(f"/desk/info/forced/{record.pk}/seen/")
    record.refresh_from_db()
    assert record.seen_by_supervisor_at is not None


def test_another_bodys_forced_releases_are_nobodys_business(house: made.House, other: made.House, enter: Enter) -> None:
    record = actions.force(made.draft(house), reason="暴雨预警，等不及审核", by=house.leader)
    assert "等不及审核" not in enter(other.office_head).get("/desk/info/forced/").content.decode()
    assert enter(other.office_head).post(f"/desk/info/forced/{record.pk}/seen/").status_code == 404


def test_a_late_release_is_an_alarm_and_can_be_done_by_hand(house: made.House, enter: Enter) -> None:
    draft = made.draft(house, title="停水通知", release_at=clock.moment(datetime(2026, 9, 14, 9)))
    actions.submit(draft, by=house.contributor)
    made.approve(draft, *house.chain)
    with clock.at(datetime(2026, 9, 14, 9, 10)):
        clerk = enter(house.clerk)
        assert "有1件信息到了时间没有发出" in clerk.get("/desk/").content.decode()
        assert "《停水通知》应在" in clerk.get("/desk/info/schedule/").content.decode()
        assert enter(house.leader).post(f"/desk/info/{draft.pk}/release/").status_code == 404
        clerk.post(f"/desk/info/{draft.pk}/release/")
    assert Item.objects.get(pk=draft.item_id).published_on == date(2026, 9, 14)


def test_turnaround_of_each_reviewer_is_drawn_and_told(house: made.House, enter: Enter) -> None:
    made.released_item(house)
    draft = made.submitted(house)
    with clock.at(date(2026, 9, 17)):
        made.approve(draft, house.section_head)
        page = enter(house.clerk).get("/desk/info/times/")
    assert [(row.name, row.given, row.days, row.late) for row in page.context["rows"]] == [
        ("张凯", 2, 2.0, 1),
        ("王立成", 1, 0.0, 0),
        ("赵建国", 1, 0.0, 0),
    ]


def test_columns_are_added_changed_ordered_and_closed(house: made.House, other: made.House, enter: Enter) -> None:
    head = enter(house.office_head)
    assert enter(house.clerk).get("/desk/columns/").status_code == 404
    head.post("/desk/columns/of/shangwu/new/", {"name": "夜市管理", "clause": "20.1", "freshness": "two_weeks"})
    made_one = Column.objects.get(name="夜市管理")
    assert (made_one.agency, made_one.freshness) == (house.agency, "two_weeks")
    head.post(f"/desk/columns/{made_one.pk}/move/", {"up": "1"})
    assert list(Column.objects.filter(agency=house.agency).values_list("name", flat=True)) == ["夜市管理", "部门文件"]
    sent = {
        "name": "夜市",
        "clause": "20.1",
        "freshness": "on_event",
        "empty_reason": "本县没有夜市",
        "own": "own",
        "label_0": "会审",
        "roles_0": ["office_head", "chief"],
        "days_0": "3",
        "secrecy_0": "on",
        "version": made_one.version,
    }
    head.post(f"/desk/columns/{made_one.pk}/", sent)
    made_one.refresh_from_db()
    assert made_one.chain == [
        {"label": "会审", "days": 3, "secrecy": True, "places": [{"role": "office_head"}, {"role": "chief"}]}
    ]
    assert head.post(f"/desk/columns/{made_one.pk}/", sent).status_code == 422
    head.post(f"/desk/columns/{made_one.pk}/close/", {})
    made_one.refresh_from_db()
    assert (made_one.active, made_one.empty_reason) == (False, "本县没有夜市")
    assert enter(other.office_head).post(f"/desk/columns/{made_one.pk}/close/", {"active": "1"}).status_code == 404


def test_a_body_has_its_own_chain_which_its_other_settings_leave_alone(house: made.House, enter: Enter) -> None:
    head = enter(house.office_head)
    wrong = head.post("/desk/columns/of/shangwu/chain/", {"own": "own", "roles_0": ["leader"]})
    assert (wrong.status_code, "请填写第1步的名称" in wrong.content.decode()) == (422, True)
    head.post(
        "/desk/columns/of/shangwu/chain/", {"own": "own", "label_0": "领导审", "roles_0": ["leader"], "days_0": "1"}
    )
    kept = Agency.objects.get(pk=house.agency.pk).chains["publication"]
    assert kept == [{"label": "领导审", "days": 1, "secrecy": False, "places": [{"role": "leader"}]}]
    page = head.get("/account/agency/")
    if page.status_code == 200:
        form = page.context["form"]
        data = {name: value for name, value in ((b.html_name, b.value()) for b in form) if value is not None}
        head.post("/account/agency/", data)
    assert Agency.objects.get(pk=house.agency.pk).chains["publication"] == kept
    head.post("/desk/columns/of/shangwu/chain/", {"own": ""})
    assert "publication" not in Agency.objects.get(pk=house.agency.pk).chains
