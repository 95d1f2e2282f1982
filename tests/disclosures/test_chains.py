"""Who looks at a draft: three different accounts wherever they exist (decision 0105)."""

from __future__ import annotations

import pytest

import factories
from disclosures import factories as made
from gongkai.disclosures import chains
from gongkai.disclosures.chains import BadChain, NobodyReviews, matchable, steps_for
from gongkai.people.models import Account, Appointment, Role


def labels(draft: object) -> list[tuple[str, bool]]:
    return [(step.label, step.secrecy) for step in steps_for(draft)]  # type: ignore[arg-type]


USUAL = [("科室初审", False), ("办公室复审、保密审查", True), ("分管领导终审", False)]


def test_the_usual_chain_has_three_steps_with_the_secrecy_review_in_the_office(house: made.House) -> None:
    assert labels(made.draft(house)) == USUAL


def test_a_head_who_writes_is_left_out_and_the_secrecy_review_goes_to_who_is_left(house: made.House) -> None:
    assert labels(made.draft(house, by=house.section_head)) == USUAL[1:]
    assert labels(made.draft(house, by=house.office_head)) == [("科室初审", False), ("分管领导终审", True)]


def test_a_section_without_a_head_has_no_first_step(house: made.House) -> None:
    Appointment.objects.filter(account=house.section_head).delete()
    assert labels(made.draft(house)) == USUAL[1:]


def test_one_person_with_two_roles_takes_the_later_step_only(house: made.House) -> None:
    Appointment.objects.filter(account=house.section_head).delete()
    Appointment.objects.create(
        account=house.office_head, agency=house.agency, section=house.section, role=Role.SECTION_HEAD
    )
    assert labels(made.draft(house)) == USUAL[1:]


def test_a_second_holder_of_a_role_brings_the_step_back(house: made.House) -> None:
    draft = made.draft(house, by=house.section_head)
    factories.account(house.agency, Role.SECTION_HEAD, section=house.section, name="李二")
    assert labels(draft) == USUAL


def test_a_deputy_of_the_author_is_nobody_else(house: made.House) -> None:
    from datetime import date

    from gongkai.people.models import Deputy

    draft = made.draft(house, by=house.section_head)
    Deputy.objects.create(
        appointment=Appointment.objects.get(account=house.section_head),
        account=house.clerk,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 30),
        named_by=house.section_head,
    )
    assert labels(draft) == USUAL[1:]


def test_nobody_left_is_said_and_not_passed_over(house: made.House) -> None:
    Account.objects.exclude(pk=house.contributor.pk).update(is_active=False)
    with pytest.raises(NobodyReviews):
        steps_for(made.draft(house))


def test_a_chain_of_the_column_comes_before_that_of_the_body(house: made.House) -> None:
    house.agency.chains = {
        chains.KEY: [{"label": "办公室审", "days": 1, "secrecy": True, "places": [{"role": "office_head"}]}]
    }
    house.agency.save()
    assert labels(made.draft(house)) == [("办公室审", True)]
    house.column.chain = [
        {"label": "会审", "days": 3, "secrecy": False, "places": [{"role": "office_head"}, {"role": "chief"}]},
        {"label": "终审", "days": 1, "secrecy": False, "places": [{"role": "leader"}]},
    ]
    house.column.save()
    found = steps_for(made.draft(house))
    assert [(s.step, s.place, s.role, s.days) for s in found] == [
        (1, 1, "office_head", 3),
        (1, 2, "chief", 3),
        (2, 1, "leader", 1),
    ]
    # No step of this chain asks for the secrecy review, which the law asks for in every case (art. 17).
    assert [s.secrecy for s in found] == [False, False, True]


@pytest.mark.parametrize(
    "chain",
    [
        [],
        [{"label": "", "days": 1, "places": [{"role": "leader"}]}],
        [{"label": "审", "days": 0, "places": [{"role": "leader"}]}],
        [{"label": "审", "days": 1, "places": []}],
        [{"label": "审", "days": 1, "places": [{"role": "contributor"}]}],
        [{"label": "审", "days": 1, "places": [{"role": "administrator"}]}],
        [{"label": "审", "days": 1, "places": [{"role": "leader"}]}] * 7,
    ],
)
def test_a_chain_that_could_not_work_is_not_kept(chain: list) -> None:
    with pytest.raises(BadChain):
        chains.check(chain)


def test_places_are_matched_with_different_people() -> None:
    assert matchable([[1, 2], [1], [2, 3]])
    assert not matchable([[1], [1]])
    assert not matchable([[1, 2], [1, 2], [1, 2]])
    assert not matchable([[1], []])
    assert matchable([])
