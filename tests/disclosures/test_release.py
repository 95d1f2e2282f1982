"""From a submitted draft to what the public reads."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from disclosures import factories as made
from gongkai.disclosures import actions, digests, reminders, tasks
from gongkai.disclosures.actions.forcing import NeverOut
from gongkai.disclosures.models import Draft, FileRole, Item, Release, Version
from gongkai.disclosures.queries import public
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.rules import NotAllowed


def test_three_approvals_release_the_draft_with_its_numbers(house: made.House) -> None:
    draft = made.submitted(house, title="云岭县2026年促消费工作安排")
    assert [(r.step, r.label, r.secrecy) for r in draft.reviews.all()] == [
        (1, "科室初审", False),
        (2, "办公室复审、保密审查", True),
        (3, "分管领导终审", False),
    ]
    assert Item.objects.get(pk=draft.item_id).current is None
    made.approve(draft, house.section_head, house.office_head, house.leader)
    assert draft.stage == Draft.Stage.RELEASED
    item = Item.objects.get(pk=draft.item_id)
    assert (item.permanent, item.index_number) == ("2026-00001", "11410000MB0000000X/2026-00001")
    assert (item.title, item.html, item.published_on) == (draft.title, draft.html, date(2026, 9, 11))
    version = Version.objects.get(item=item)
    assert (version.number, version.digest, version.draft_id) == (1, draft.digest, draft.pk)
    assert [(r.channel, r.state) for r in Release.objects.filter(item=item)] == [("portal", "done")]


def test_a_change_leaves_the_public_text_until_it_is_approved(house: made.House) -> None:
    item = made.released_item(house, title="云岭县夜市管理办法")
    draft = actions.change(item, by=house.contributor, note="补充营业时间")
    actions.save(
        draft, by=house.contributor, version=draft.version, html="<p>营业时间为十八时至二十三时，现予公布。</p>"
    )
    actions.submit(draft, by=house.contributor)
    assert Item.objects.get(pk=item.pk).html == made.TEXT
    made.approve(draft, *house.chain)
    now = Item.objects.get(pk=item.pk)
    assert (now.html, now.permanent) == ("<p>营业时间为十八时至二十三时，现予公布。</p>", item.permanent)
    assert [(v.number, v.note) for v in item.versions.all()] == [(1, ""), (2, "补充营业时间")]


def test_only_attachments_and_pictures_become_public(house: made.House) -> None:
    draft = made.draft(house)
    for name, role in (("名单.txt", FileRole.ATTACHMENT), ("送审稿.txt", FileRole.ORIGINAL)):
        actions.add_file(
            draft, Upload(name, f"{name}的内容".encode()), role, by=house.contributor, version=draft.version
        )
    actions.submit(draft, by=house.contributor)
    made.approve(draft, *house.chain)
    version = Version.objects.get(draft=draft)
    assert [(file.name, file.role) for file in version.files.all()] == [("名单.txt", "attachment")]


def test_numbers_are_never_used_twice_and_start_again_with_the_year(house: made.House, other: made.House) -> None:
    first = made.released_item(house)
    second = made.released_item(other)
    third = made.released_item(house, on=date(2027, 1, 4))
    assert [item.permanent for item in (first, second, third)] == ["2026-00001", "2026-00002", "2027-00001"]
    assert [item.index_number for item in (first, second, third)] == [
        "11410000MB0000000X/2026-00001",
        "云民/2026-00001",
        "11410000MB0000000X/2027-00001",
    ]


def test_an_hour_that_is_set_is_kept_and_a_late_one_is_an_alarm(house: made.House) -> None:
    nine = clock.moment(datetime(2026, 9, 14, 9))
    draft = made.draft(house, release_at=nine)
    actions.submit(draft, by=house.contributor)
    made.approve(draft, *house.chain)
    assert draft.stage == Draft.Stage.APPROVED
    with clock.at(datetime(2026, 9, 14, 8, 59)):
        assert tasks.minutely()["released"] == 0
    with clock.at(datetime(2026, 9, 14, 9, 5)):
        assert list(reminders.late_releases(clock.now())) == [draft]
        assert [tasks.minutely()["released"], tasks.minutely()["released"]] == [1, 0]
        assert list(reminders.late_releases(clock.now())) == []
    assert Item.objects.get(pk=draft.item_id).published_on == date(2026, 9, 14)


def test_one_release_that_fails_keeps_nothing_from_the_others(house: made.House) -> None:
    nine = clock.moment(datetime(2026, 9, 14, 9))
    drafts = []
    for _ in range(2):
        draft = made.draft(house, release_at=nine)
        actions.submit(draft, by=house.contributor)
        drafts.append(made.approve(draft, *house.chain))
    Draft.objects.filter(pk=drafts[0].pk).update(guessed=["title"])
    with clock.at(datetime(2026, 9, 14, 9, 5)):
        assert tasks.minutely()["released"] == 1
        assert list(reminders.late_releases(clock.now())) == [drafts[0]]


def test_what_has_an_end_is_taken_down_when_it_comes(house: made.House) -> None:
    item = made.released_item(house, expires_at=clock.moment(datetime(2026, 9, 20, 18)))
    with clock.at(datetime(2026, 9, 20, 18, 1)):
        assert [tasks.minutely()["expired"], tasks.minutely()["expired"]] == [1, 0]
        assert public().count() == 0
    assert item.releases.get().state == Release.State.TAKEN_DOWN


def test_what_is_withdrawn_says_why_and_comes_back_through_the_whole_review(house: made.House) -> None:
    item = made.released_item(house)
    with pytest.raises(GongkaiError, match="请写明撤下的原因"):
        actions.withdraw(item, why=" ", by=house.clerk)
    actions.withdraw(item, why="数据有误，正在核对", by=house.clerk)
    assert (public().count(), item.withdrawn_why) == (0, "数据有误，正在核对")
    draft = actions.put_back(item, by=house.clerk)
    actions.submit(draft, by=house.clerk)
    made.approve(draft, *house.chain)
    item.refresh_from_db()
    assert (public().count(), item.withdrawn_at, item.current.number) == (1, None, 2)


def test_a_forced_release_is_told_at_once_and_reviewed_after(house: made.House) -> None:
    draft = made.draft(house, html="<p>暴雨红色预警，请立即转移。联系电话13800001234。</p>")
    with pytest.raises(GongkaiError, match="请写明为什么等不及审核"):
        actions.force(draft, reason="急", by=house.leader)
    with pytest.raises(NotAllowed):
        actions.force(draft, reason="暴雨预警，等不及审核", by=house.clerk)
    record = actions.force(draft, reason="暴雨预警，等不及审核", by=house.leader)
    assert public().count() == 1
    assert (record.review_by, record.version.forced, record.version.by) == (date(2026, 9, 15), True, house.leader)
    assert [each["code"] for each in record.open_findings] == ["leak.mobile"]
    # The leader who forced it is not asked to look at it after.
    assert [r.label for r in draft.reviews.filter(voided_at=None)] == ["科室初审", "办公室复审、保密审查"]
    with clock.at(date(2026, 9, 16)):
        assert list(reminders.overdue_forced(clock.today())) == [record]


def test_a_review_after_a_forced_release_ends_it_well_or_badly(house: made.House) -> None:
    good = made.draft(house)
    record = actions.force(good, reason="暴雨预警，等不及审核", by=house.leader)
    made.approve(good, house.section_head, house.office_head)
    record.refresh_from_db()
    assert (record.outcome, good.stage) == ("通过", Draft.Stage.RELEASED)
    bad = made.draft(house)
    record = actions.force(bad, reason="暴雨预警，等不及审核", by=house.leader)
    made.verdict(made.waiting(bad), house.section_head, approve=False, comment="内容与通知不符")
    record.refresh_from_db()
    assert record.outcome == "没有通过：内容与通知不符"


@pytest.mark.parametrize("text", ["身份证号410102199003078512", "机密★1年"])
def test_identity_numbers_and_secrecy_marks_go_out_by_no_way(house: made.House, text: str) -> None:
    draft = made.draft(house, html=f"<p>{text}</p>")
    with pytest.raises(NeverOut):
        actions.force(draft, reason="暴雨预警，等不及审核", by=house.leader)
    assert Item.objects.get(pk=draft.item_id).current is None


def test_a_version_keeps_the_hash_that_was_reviewed(house: made.House) -> None:
    item = made.released_item(house)
    draft = item.current.draft
    assert {r.digest for r in draft.reviews.all()} == {item.current.digest, digests.digest_of(draft)}
