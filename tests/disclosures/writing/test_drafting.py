"""Drafts begun, saved, given up and taken back: who may, what is kept, and what dies with a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from disclosures.factories import approve
from gongkai.agencies.models import Section
from gongkai.disclosures import actions, checks
from gongkai.disclosures.actions.drafting import AlreadyInWork
from gongkai.disclosures.actions.fields import BadField
from gongkai.disclosures.actions.moving import ChangedMeanwhile, NotNow
from gongkai.disclosures.digests import canonical, digest_of
from gongkai.disclosures.drafts import may_edit, visible_to, writable_by
from gongkai.disclosures.models import Draft, FileRole, Item
from gongkai.files import keeping
from gongkai.files.uploads import FileRefused, Upload
from gongkai.people import clock
from gongkai.people.models import LogEntry, Role
from gongkai.people.rules import NotAllowed

from .conftest import FRIDAY, Desk

TEXT = "<p>现将有关事项通知如下。</p><p>云岭县商务局</p>"


def begun(desk: Desk, **values: object) -> Draft:
    given = {"column": desk.column, "title": "关于开展以旧换新的通知", "html": TEXT, **values}
    return actions.begin(desk.agency, by=desk.contributor, **given)  # type: ignore[arg-type]


def logged(draft: Draft) -> list[str]:
    return list(
        LogEntry.objects.filter(subject=f"disclosures.draft:{draft.pk}")
        .order_by("sequence")
        .values_list("verb", flat=True)
    )


def test_a_contributor_begins_a_draft_of_the_own_section_with_its_law_and_channel(desk: Desk) -> None:
    draft = begun(desk)
    assert (draft.section, draft.clause, draft.channels, draft.stage, draft.revision) == (
        desk.section, "20.15", ["portal"], "draft", 1,
    )  # fmt: skip
    assert (draft.digest == digest_of(draft), logged(draft)) == (True, ["draft.begun"])
    item = draft.item
    assert (item.title, item.html, item.published_on, item.current) == ("", "", None, None)


def test_a_contributor_of_another_section_or_body_begins_nothing_here(desk: Desk, other: Desk) -> None:
    elsewhere = factories.account(
        desk.agency,
        Role.CONTRIBUTOR,
        section=Section.objects.create(agency=desk.agency, name="市场运行股"),
        name="孙倩",
    )
    for who in (other.contributor, other.clerk):
        with pytest.raises(NotAllowed):
            actions.begin(desk.agency, by=who, column=desk.column, title="甲")
    with pytest.raises(NotAllowed):
        actions.begin(desk.agency, by=elsewhere, section=desk.section, title="甲")
    assert (Draft.objects.count(), Item.objects.count()) == (0, 0)


def test_what_is_pasted_is_cleaned_and_gives_its_title(desk: Desk) -> None:
    html = '<p class="MsoNormal" style="x">关于开展活动的通知</p><script>alert(1)</script><p onclick="x()">请<b>准备</b>。</p>'
    draft = begun(desk, title="", html=html)
    assert (draft.html, draft.title, draft.guessed) == (
        "<p>请<strong>准备</strong>。</p>",
        "关于开展活动的通知",
        ["genre", "title"],
    )


def test_the_file_is_kept_by_its_hash_and_its_guesses_wait_for_a_person(desk: Desk) -> None:
    words = "云岭县商务局关于开展家电以旧换新活动的通知\n\n各乡镇人民政府：\n现将有关事项通知如下。\n\n云岭县商务局\n2026年9月1日\n"
    draft = begun(desk, title="", html="", upload=Upload("通知.txt", words.encode()))
    original = draft.files.get(role=FileRole.ORIGINAL)
    assert (original.name, keeping.read(original.file), original.file.agency) == (
        "通知.txt",
        words.encode(),
        desk.agency,
    )
    assert (draft.title, draft.made_on, draft.genre, sorted(draft.guessed)) == (
        "云岭县商务局关于开展家电以旧换新活动的通知",
        date(2026, 9, 1),
        "通知",
        ["genre", "made_on", "title"],
    )
    assert "fields.guessed" in [f["code"] for f in checks.open_findings(draft)]
    actions.save(draft, by=desk.contributor, version=draft.version, confirm=True)
    assert (draft.guessed, "fields.guessed" in [f["code"] for f in checks.open_findings(draft)]) == ([], False)


def test_a_file_that_is_not_what_it_says_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(FileRefused):
        begun(desk, upload=Upload("通知.docx", b"not a word file"))
    assert (Draft.objects.count(), Item.objects.count()) == (0, 0)


def test_a_save_changes_digest_and_revision_and_keeps_the_text_that_was(desk: Desk) -> None:
    draft = begun(desk)
    before = (draft.digest, draft.version)
    actions.save(draft, by=desk.contributor, version=draft.version, html="<p>改过了。</p>")
    assert (draft.digest != before[0], draft.revision, draft.version) == (True, 2, before[1] + 1)
    assert [(save.html, save.why) for save in draft.saves.all()] == [
        ("<p>改过了。</p>", "hand"),
        ("<p>现将有关事项通知如下。</p>\n<p>云岭县商务局</p>", "hand"),
    ]
    assert logged(draft) == ["draft.begun", "draft.saved"]


def test_a_save_of_the_same_changes_no_digest(desk: Desk) -> None:
    draft = begun(desk)
    digest = draft.digest
    actions.save(draft, by=desk.contributor, version=draft.version, html=TEXT, fields={"title": draft.title}, auto=True)
    assert (draft.digest, draft.revision, draft.saves.count()) == (digest, 1, 1)


def test_who_saves_over_somebody_elses_change_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    draft = begun(desk)
    stale = draft.version
    actions.save(draft, by=desk.clerk, version=stale, html="<p>办公室改的。</p>")
    with pytest.raises(ChangedMeanwhile):
        actions.save(Draft.objects.get(pk=draft.pk), by=desk.contributor, version=stale, html="<p>我改的。</p>")
    assert Draft.objects.get(pk=draft.pk).html == "<p>办公室改的。</p>"


def test_automatic_saves_of_a_minute_are_one_and_not_in_the_log(desk: Desk) -> None:
    draft = begun(desk)
    with clock.at(clock.now() + timedelta(minutes=5)):
        for n in range(3):
            actions.save(draft, by=desk.contributor, version=draft.version, html=f"<p>第{n}稿</p>", auto=True)
    with clock.at(clock.now() + timedelta(minutes=8)):
        actions.save(draft, by=desk.contributor, version=draft.version, html="<p>第九稿</p>", auto=True)
    assert [save.html for save in draft.saves.all()[:2]] == ["<p>第九稿</p>", "<p>第2稿</p>"]
    assert (draft.saves.count(), logged(draft)) == (3, ["draft.begun"])


def test_the_text_goes_back_to_an_earlier_save_and_forward_again(desk: Desk) -> None:
    draft = begun(desk)
    first = draft.saves.get()
    actions.save(draft, by=desk.contributor, version=draft.version, html="<p>误删了。</p>")
    actions.go_back(draft, first, by=desk.contributor, version=draft.version)
    assert (draft.html, [save.why for save in draft.saves.all()]) == (first.html, ["back", "hand", "hand"])
    assert draft.saves.all()[1].html == "<p>误删了。</p>"


def test_only_the_last_saves_are_kept(desk: Desk) -> None:
    draft = begun(desk)
    for n in range(64):
        actions.save(draft, by=desk.contributor, version=draft.version, html=f"<p>第{n}稿</p>")
    assert (draft.saves.count(), draft.saves.first().html, draft.saves.last().html) == (
        60,
        "<p>第63稿</p>",
        "<p>第4稿</p>",
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": "长" * 201}, "title"),
        ({"made_on": "十月"}, "made_on"),
        ({"attribute": "secret"}, "attribute"),
        ({"kind": "nothing"}, "kind"),
        ({"channels": ["portal", "telegram"]}, "channels"),
        ({"column": 999_999}, "column"),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_refused_by_its_name(
    desk: Desk, fields: dict[str, object], name: str
) -> None:
    draft = begun(desk)
    with pytest.raises(BadField) as caught:
        actions.save(draft, by=desk.contributor, version=draft.version, fields=fields)
    assert (caught.value.name, Draft.objects.get(pk=draft.pk).version) == (name, draft.version)


def test_another_bodys_column_and_section_cannot_be_taken(desk: Desk, other: Desk) -> None:
    draft = begun(desk)
    for fields in ({"column": other.column}, {"section": other.section.pk}):
        with pytest.raises(BadField):
            actions.save(draft, by=desk.contributor, version=draft.version, fields=fields)


def test_a_field_that_a_person_changed_is_no_guess_any_more(desk: Desk) -> None:
    draft = begun(desk, title="", html="<p>关于开展活动的通知</p><p>请准备。</p>")
    assert draft.guessed == ["genre", "title"]
    actions.save(draft, by=desk.contributor, version=draft.version, fields={"title": "关于开展消费活动的通知"})
    assert draft.guessed == ["genre"]


@pytest.mark.parametrize("stage", ["reviewing", "released", "discarded"])
def test_nobody_writes_a_text_that_is_not_at_the_stage_of_drafting(desk: Desk, stage: str) -> None:
    draft = begun(desk, fields={"made_on": FRIDAY})
    file = actions.add_file(
        draft, Upload("附.txt", "附件".encode()), FileRole.ATTACHMENT, by=desk.clerk, version=draft.version
    )
    draft.refresh_from_db()
    if stage == "discarded":
        actions.discard(draft, by=desk.clerk, version=draft.version)
    else:
        actions.submit(draft, by=desk.contributor)
        approve(draft, *desk.chain[: 0 if stage == "reviewing" else 3])
    draft.refresh_from_db()
    assert draft.stage == stage
    attempts = (
        lambda: actions.save(draft, by=desk.clerk, version=draft.version, html="<p>偷改</p>"),
        lambda: actions.add_file(
            draft, Upload("又.txt", b"x"), FileRole.ATTACHMENT, by=desk.clerk, version=draft.version
        ),
        lambda: actions.remove_file(file, by=desk.clerk, version=draft.version),
        lambda: actions.describe(file, "说明", by=desk.clerk, version=draft.version),
        lambda: actions.mask(draft, ["x"], by=desk.clerk, version=draft.version),
        lambda: actions.drop_table_column(draft, 1, 1, by=desk.clerk, version=draft.version),
        lambda: actions.excuse(draft, "x", "有理由", by=desk.clerk),
        lambda: actions.discard(draft, by=desk.clerk, version=draft.version),
    )
    digest = digest_of(draft)
    for attempt in attempts:
        with pytest.raises(NotNow):
            attempt()
    again = Draft.objects.get(pk=draft.pk)
    assert (again.version, digest_of(again), may_edit(desk.clerk, again)) == (draft.version, digest, False)


def test_people_of_another_body_neither_see_nor_write_a_draft(desk: Desk, other: Desk) -> None:
    draft = begun(desk)
    for who in (other.contributor, other.clerk, other.leader):
        assert list(visible_to(who)) == list(writable_by(who)) == []
        with pytest.raises(NotAllowed):
            actions.save(draft, by=who, version=draft.version, html="<p>别人</p>")
    assert (list(visible_to(desk.leader)), list(writable_by(desk.leader))) == ([draft], [])
    assert list(writable_by(desk.contributor)) == list(writable_by(desk.clerk)) == [draft]


def test_a_draft_that_was_given_up_is_taken_back_as_it_was(desk: Desk) -> None:
    draft = begun(desk)
    digest = draft.digest
    actions.discard(draft, by=desk.contributor, version=draft.version)
    assert draft.stage == "discarded"
    actions.restore(draft, by=desk.clerk)
    assert (draft.stage, draft.digest, logged(draft)[-2:]) == ("draft", digest, ["draft.discarded", "draft.restored"])


@pytest.mark.usefixtures("unguarded")
def test_a_change_of_a_public_item_starts_from_what_is_public_and_touches_nothing(desk: Desk) -> None:
    first = begun(desk, fields={"made_on": date(2026, 10, 12), "summary": "活动安排"})
    actions.add_file(
        first, Upload("附件.txt", "名单".encode()), FileRole.ATTACHMENT, by=desk.clerk, version=first.version
    )
    first.refresh_from_db()
    actions.submit(first, by=desk.contributor)
    approve(first, *desk.chain)
    item = first.item
    item.refresh_from_db()
    draft = actions.change(item, by=desk.contributor, note="更正时间")
    assert (draft.title, draft.html, draft.made_on, draft.note) == (
        item.title,
        item.html,
        date(2026, 10, 12),
        "更正时间",
    )
    assert [(f.role, f.name) for f in draft.files.all()] == [("attachment", "附件.txt")]
    actions.save(draft, by=desk.contributor, version=draft.version, html="<p>改后。</p>")
    item.refresh_from_db()
    assert (item.html, item.current.html) == (first.html, first.html)
    with pytest.raises(AlreadyInWork):
        actions.change(item, by=desk.clerk)


def test_the_digest_covers_every_field_the_text_and_the_files(desk: Desk) -> None:
    draft = begun(desk)
    seen = {digest_of(draft)}
    for name, value in (
        ("title", "另一个标题"), ("document_number", "云商发〔2026〕1号"), ("summary", "概述"), ("keywords", "消费"),
        ("source", "县商务局"), ("attribute", "withheld"), ("ground", "withheld.process"), ("ground_note", "讨论记录"),
        ("made_on", date(2026, 1, 1)), ("effective_on", date(2026, 1, 2)), ("valid_until", date(2027, 1, 1)),
        ("review_again_on", date(2027, 2, 1)), ("details", {"a": 1}), ("topic", "商贸"), ("genre", "通知"), ("clause", "20.1"),
        ("column_id", None), ("section_id", None), ("html", "<p>别的</p>"), ("kind", "answer"),
    ):  # fmt: skip
        setattr(draft, name, value)
        seen.add(digest_of(draft))
    assert len(seen) == 21
    file = actions.add_file(
        begun(desk), Upload("附件.txt", "名单".encode()), FileRole.ATTACHMENT, by=desk.clerk, version=None
    )
    held = file.draft
    digests = {digest_of(held)}
    for name, value in (("alt", "说明"), ("name", "别名.txt"), ("role", "picture"), ("removed_at", clock.now())):
        setattr(file, name, value)
        file.save()
        digests.add(digest_of(held))
    assert len(digests) == 5


def test_the_digest_is_the_same_for_the_same_content(desk: Desk) -> None:
    draft = begun(desk)
    assert canonical(Draft.objects.get(pk=draft.pk)) == canonical(draft)
