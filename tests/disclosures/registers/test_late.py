"""What is late before a supervisor finds it, what wants an interpretation, and columns that grow old."""

from __future__ import annotations

from datetime import date

import pytest

from disclosures.factories import House, column, draft, old_item, released_item
from gongkai.disclosures import actions
from gongkai.disclosures.actions import announcing, life, registering
from gongkai.disclosures.freshness import freshness
from gongkai.disclosures.models import Column, Pairing
from gongkai.disclosures.registers import queries
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.rules import NotAllowed

TODAY = date(2026, 10, 16)


def test_what_should_be_public_is_listed_the_latest_first(here: House, other: House) -> None:
    registering.enter_decision(
        here.agency, by=here.clerk, what="permits", number="云商许〔2026〕7号", decided_on=date(2026, 9, 28),
        party="云岭县安达商贸有限公司", matter="成品油零售经营", result="准予",
    )  # fmt: skip
    draft(here, title="云岭县商务局工作安排", made_on=date(2026, 9, 8))
    draft(here, title="刚刚成文的", made_on=date(2026, 10, 15))
    draft(other, title="别的机关的", made_on=date(2026, 3, 8))
    life.enter_document(
        here.agency, by=here.clerk, title="扶持办法", document_number="云商规〔2026〕2号", made_on=date(2026, 9, 9)
    )
    found = queries.coming(here.agency)
    assert [(x.what, x.title, x.due_on, x.days) for x in found] == [
        ("draft", "云岭县商务局工作安排", date(2026, 10, 12), 4),
        ("decision", "云商许〔2026〕7号 成品油零售经营", date(2026, 10, 13), 3),
        ("document", "扶持办法", date(2026, 10, 13), 3),
    ]


def test_a_published_penalty_that_was_annulled_is_listed_until_it_is_withdrawn(here: House) -> None:
    decision = registering.enter_decision(
        here.agency, by=here.contributor, section=here.section, what="penalties", number="云商罚决〔2026〕1号",
        decided_on=date(2026, 9, 28), party="张建国", matter="超范围经营", result="警告",
    )  # fmt: skip
    registering.set_up_columns(here.agency)
    made = announcing.draft_list([decision], by=here.contributor)
    from disclosures.factories import approve

    actions.submit(made, by=here.contributor)
    approve(made, *here.chain)
    decision.refresh_from_db()
    with clock.at(date(2026, 10, 19)):
        registering.change_decision(decision, "annulled", on=date(2026, 10, 19), why="复议撤销", by=here.contributor)
        (late,) = queries.coming(here.agency)
        assert (late.what, late.due_on) == ("withdrawal", date(2026, 10, 22))
        actions.withdraw(decision.item, why="复议撤销", by=here.office_head)  # type: ignore[arg-type]
        assert queries.coming(here.agency) == []


def test_a_policy_waits_for_its_interpretation_three_working_days(here: House) -> None:
    policy = released_item(here, kind="policy", title="以旧换新实施细则", on=date(2026, 10, 9))
    assert queries.explain_by(policy, here.agency.law_settings) == date(2026, 10, 13)
    assert [x.what for x in queries.coming(here.agency)] == ["interpretation"]
    assert queries.ratio(here.agency, 2026) == queries.Ratio(1, 0)
    text = released_item(
        here, kind="interpretation", title="一图读懂以旧换新", details={"policy": policy.permanent, "form": "picture"}
    )
    pairing = Pairing.objects.get()
    assert (pairing.policy_id, pairing.interpretation_id, pairing.form) == (policy.pk, text.pk, "picture")
    assert queries.coming(here.agency) == []
    assert queries.ratio(here.agency, 2026).percent == 100


def test_pairing_joins_both_ways_and_once(here: House, other: House) -> None:
    policy = old_item(here.agency, "细则", kind="policy")
    text = old_item(here.agency, "图解", kind="interpretation")
    first = actions.pair(policy, text, by=here.clerk)
    assert actions.pair(policy, text, by=here.clerk).pk == first.pk
    assert [p.interpretation_id for p in policy.interpreted_by.all()] == [text.pk]
    assert [p.policy_id for p in text.interprets.all()] == [policy.pk]
    with pytest.raises(NotAllowed):
        actions.pair(policy, text, by=other.clerk)
    with pytest.raises(GongkaiError, match="不是政策文件"):
        actions.pair(text, policy, by=here.clerk)
    foreign = old_item(other.agency, "别的图解", kind="interpretation")
    with pytest.raises(NotAllowed):
        actions.pair(policy, foreign, by=here.clerk)
    actions.unpair(first, by=here.clerk)
    assert Pairing.objects.count() == 0


def test_documents_that_run_out_within_six_months_are_warned_of(here: House) -> None:
    for n, until in enumerate((date(2026, 10, 16), date(2027, 4, 14), date(2027, 4, 16), date(2026, 10, 15))):
        life.enter_document(
            here.agency, by=here.clerk, title=f"第{n}份", document_number=f"{n}号", made_on=date(2024, 1, 5),
            valid_until=until,
        )  # fmt: skip
    rows = queries.documents(here.clerk)
    assert [d.title for d in queries.expiring(rows, TODAY).order_by("ended_on")] == ["第0份", "第1份"]


def test_a_section_sees_its_own_rows_only(here: House, other: House) -> None:
    import factories

    elsewhere = factories.section(here.agency, "执法股")
    given = {"what": "permits", "decided_on": date(2026, 9, 28), "party": "安达公司", "matter": "m", "result": "r"}
    registering.enter_decision(here.agency, by=here.clerk, number="1", section=here.section, **given)  # type: ignore[arg-type]
    registering.enter_decision(here.agency, by=here.clerk, number="2", section=elsewhere, **given)  # type: ignore[arg-type]
    registering.enter_decision(other.agency, by=other.clerk, number="3", **given)  # type: ignore[arg-type]

    def numbers(account) -> list[str]:  # type: ignore[no-untyped-def]
        return sorted(queries.decisions(account).values_list("number", flat=True))

    assert (numbers(here.contributor), numbers(here.clerk), numbers(other.clerk)) == (["1"], ["1", "2"], ["3"])


@pytest.mark.parametrize(
    ("last", "rule", "state", "left"),
    [
        (date(2026, 10, 10), "two_weeks", "fresh", 8),
        (date(2026, 10, 6), "two_weeks", "near", 4),
        (date(2026, 10, 3), "two_weeks", "very_near", 1),
        (date(2026, 10, 2), "two_weeks", "very_near", 0),
        (date(2026, 10, 1), "two_weeks", "late", -1),
        (date(2026, 4, 16), "six_months", "very_near", 0),
        (date(2026, 4, 15), "six_months", "late", -1),
        (date(2020, 1, 1), "on_event", "none", None),
    ],
)
def test_a_column_grows_old(here: House, last: date, rule: str, state: str, left: int | None) -> None:
    Column.objects.all().delete()
    old = column(here.agency, "通知公告", freshness=rule)
    old_item(here.agency, column=old, on=last)
    (standing,) = freshness(here.agency)
    assert (standing.last_on, standing.state, standing.days_left) == (last, state, left)


def test_an_empty_column_is_told_unless_it_says_why(here: House) -> None:
    Column.objects.all().delete()
    head = column(here.agency, "政策文件")
    column(here.agency, "解读", parent=head)
    column(here.agency, "规章", empty_reason="本机关没有制定规章的权限")
    assert [(s.column.name, s.state) for s in freshness(here.agency)] == [("解读", "empty"), ("规章", "excused")]


def test_freshness_costs_the_same_queries_for_few_and_many_columns(here: House, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    registering.set_up_columns(here.agency)
    old_item(here.agency, column=Column.objects.first())
    with django_assert_num_queries(2):
        freshness(here.agency)


def test_the_ledger_of_what_is_public_tells_what_came_late(here: House) -> None:
    item = released_item(here, made_on=date(2026, 8, 3), on=date(2026, 9, 11))
    line = queries.published(item, here.agency.law_settings)
    assert (line.due_on, line.late) == (date(2026, 8, 31), 11)
