"""Wording that an office changes: checked, tried on known cases, versioned, put in use, taken back; and logged."""

from __future__ import annotations

from dataclasses import replace

import pytest

import factories
from applications.conftest import Bureau
from gongkai import letters
from gongkai.applications import actions
from gongkai.applications.actions import wording
from gongkai.applications.models import Letter, Template
from gongkai.errors import GongkaiError
from gongkai.letters.wording import Words
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

SHIPPED = letters.default_template("P3")


def friendlier(words: str = "如有疑问，可以来电。") -> letters.Template:
    """The shipped notice of correction with one more paragraph."""
    return replace(SHIPPED, paragraphs=(*SHIPPED.paragraphs, Words(words)))


def changed(bureau: Bureau, words: str = "如有疑问，可以来电。") -> Template:
    return wording.change_template(bureau.agency, friendlier(words), note="加一句电话", by=bureau.head)


def corrected(bureau: Bureau, content: str) -> Letter:
    case = factories.application(bureau.agency, bureau.clerk, matter=factories.matter(title=content, content=content))
    return actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)


def test_a_change_is_a_new_version_that_is_not_yet_used(bureau: Bureau) -> None:
    first, second = changed(bureau), changed(bureau, "如有疑问，请来电。")
    assert [(t.version, t.in_use, t.author, t.note) for t in (first, second)] == [
        (1, False, bureau.head, "加一句电话"),
        (2, False, bureau.head, "加一句电话"),
    ]
    assert letters.parse(second.text) == replace(friendlier("如有疑问，请来电。"), version=2)
    assert letters.Draft.from_data(corrected(bureau, "名单").body).template == 0
    assert LogEntry.objects.filter(verb="template.changed").last().data == {
        "code": "P3", "version": 2, "note": "加一句电话",
    }  # fmt: skip


def test_a_version_in_use_draws_the_letters_from_then_on(bureau: Bureau) -> None:
    before = corrected(bureau, "名单")
    wording.use_template(changed(bureau), by=bureau.head)
    after = corrected(bureau, "目录")
    assert ("可以来电" in letters.Draft.from_data(before.body).text, before.template_version) == (False, 0)
    assert ("可以来电" in letters.Draft.from_data(after.body).text, after.template_version) == (True, 1)
    assert wording.wording_in_use(bureau.agency, "P3").version == 1


def test_one_version_is_in_use_and_the_one_before_comes_back(bureau: Bureau) -> None:
    first, second = changed(bureau), changed(bureau, "如有疑问，请来电。")
    for version in (first, second, first):
        wording.use_template(version, by=bureau.head)
    assert list(Template.objects.filter(in_use=True).values_list("version", flat=True)) == [1]
    wording.use_shipped(bureau.agency, "P3", by=bureau.head)
    assert Template.objects.filter(in_use=True).count() == 0
    assert wording.wording_in_use(bureau.agency, "P3") == SHIPPED
    assert [e.data for e in LogEntry.objects.filter(verb="template.used")] == [
        {"code": "P3", "version": 1, "before": 0},
        {"code": "P3", "version": 2, "before": 1},
        {"code": "P3", "version": 1, "before": 2},
        {"code": "P3", "version": 0, "before": 1},
    ]


def test_the_shipped_wording_cannot_be_gone_back_to_twice(bureau: Bureau) -> None:
    with pytest.raises(GongkaiError, match="现在用的就是随软件提供的措辞"):
        wording.use_shipped(bureau.agency, "P3", by=bureau.head)


def test_a_wording_that_lacks_what_the_law_wants_is_not_kept(bureau: Bureau) -> None:
    bare = replace(SHIPPED, paragraphs=SHIPPED.paragraphs[:3])
    with pytest.raises(wording.WordingFaulty) as refused:
        wording.change_template(bureau.agency, bare, note="删短", by=bureau.head)
    assert len(refused.value.problems) > 1
    assert "缺少“需要补正的事项和理由”" in refused.value.problems[0]
    assert Template.objects.count() == 0


def test_a_wording_with_remedy_by_hand_is_not_kept(bureau: Bureau) -> None:
    with pytest.raises(wording.WordingFaulty, match="手写的救济途径"):
        changed(bureau, "不服的，可以在60日内申请行政复议。")


def test_a_version_that_the_checks_no_longer_pass_is_not_put_in_use(bureau: Bureau) -> None:
    made = changed(bureau)
    Template.objects.filter(pk=made.pk).update(text=letters.written(replace(SHIPPED, paragraphs=())))
    made.refresh_from_db()
    with pytest.raises(wording.WordingFaulty):
        wording.use_template(made, by=bureau.head)
    assert Template.objects.filter(in_use=True).count() == 0


@pytest.mark.parametrize(("note", "words"), [("", "请写一句改了什么"), ("  ", "请写一句改了什么")])
def test_a_change_without_a_note_is_not_kept(bureau: Bureau, note: str, words: str) -> None:
    with pytest.raises(GongkaiError, match=words):
        wording.change_template(bureau.agency, friendlier(), note=note, by=bureau.head)


def test_the_same_wording_again_is_no_new_version(bureau: Bureau) -> None:
    with pytest.raises(GongkaiError, match="和上一版完全一样"):
        wording.change_template(bureau.agency, SHIPPED, note="没改", by=bureau.head)
    changed(bureau)
    with pytest.raises(GongkaiError, match="和上一版完全一样"):
        changed(bureau)


def test_only_the_head_of_the_office_changes_wording(bureau: Bureau) -> None:
    made = changed(bureau)
    for who in (bureau.clerk, bureau.leader, bureau.contributor):
        with pytest.raises(NotAllowed):
            wording.change_template(bureau.agency, friendlier("别的。"), note="x", by=who)
        with pytest.raises(NotAllowed):
            wording.use_template(made, by=who)
        with pytest.raises(NotAllowed):
            wording.use_shipped(bureau.agency, "P3", by=who)
    other = factories.agency()
    with pytest.raises(NotAllowed):
        wording.change_template(other, friendlier(), note="x", by=bureau.head)


def test_a_trial_says_which_paragraphs_of_which_cases_would_read_otherwise(bureau: Bureau) -> None:
    made = [corrected(bureau, f"第{n}份名单") for n in range(3)]
    trial = wording.try_wording(bureau.agency, friendlier())
    assert (trial.samples, trial.affected, trial.problems) == (3, 3, ())
    assert [(c.application, c.before, c.after) for c in trial.changes] == [
        (letter.application.number, "", "如有疑问，可以来电。") for letter in reversed(made)
    ]
    assert Template.objects.count() == 0


def test_a_trial_looks_at_twenty_cases_at_most_and_not_at_cancelled_letters(bureau: Bureau) -> None:
    made = [corrected(bureau, f"第{n}份名单") for n in range(22)]
    actions.cancel_letter(made[-1], why="当面补充", by=bureau.clerk)
    trial = wording.try_wording(bureau.agency, friendlier())
    assert (trial.samples, trial.affected) == (20, 20)


def test_a_trial_compares_with_the_wording_in_use(bureau: Bureau) -> None:
    corrected(bureau, "名单")
    wording.use_template(changed(bureau), by=bureau.head)
    assert wording.try_wording(bureau.agency, friendlier()).changes == ()
    back = wording.try_wording(bureau.agency, SHIPPED)
    assert [(c.before, c.after) for c in back.changes] == [("如有疑问，可以来电。", "")]


def test_another_bodys_letters_are_not_tried(bureau: Bureau) -> None:
    corrected(bureau, "名单")
    assert wording.try_wording(factories.agency(), friendlier()).samples == 0
