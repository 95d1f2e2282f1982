"""Repeats are shown, never refused blindly: the earlier answer has to be there, to the same person, from the same body."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from gongkai.applications import actions, repeats
from gongkai.applications.actions.deciding import facts_against
from gongkai.applications.models import Applicant, Application
from gongkai.errors import GongkaiError
from gongkai.law.outcomes import Outcome
from gongkai.people import clock

REPEAT = {
    "clear": "yes",
    "withdrawn": "no",
    "excessive": "no",
    "fee": "none",
    "petition": "no",
    "publication": "no",
    "party": "no",
    "inquiry": "no",
    "repeat": "disclosed",
}


@pytest.mark.parametrize(
    "other",
    ["41000019900101001x", " 410000 19900101 001X", "４１００００１９９００１０１００１Ｘ", "410000-19900101-001X"],
)
def test_one_person_is_one_however_the_number_was_typed(other: str):
    assert Applicant.key_of(other, "", "") == Applicant.key_of("41000019900101001X", "周清源", "138")


def test_without_a_number_name_and_telephone_tell():
    assert Applicant.key_of("", "周 清源", "138-0000-1234") == Applicant.key_of(" ", "周清源", "13800001234")
    assert Applicant.key_of("", "周清源", "13800001234") != Applicant.key_of("", "周清源", "13800001235")


def decide(case: Application, bureau, number: str, on: date | None):  # type: ignore[no-untyped-def]
    return actions.decide(
        case, answers=REPEAT, by=bureau.clerk, earlier_number=number, earlier_on=on, findings="内容相同"
    )


def test_a_repeat_is_decided_with_the_answer_to_the_same_person(bureau):
    first = factories.answered(bureau.agency, bureau.clerk, bureau.leader)
    number = first.letters.get(code__startswith="S").number
    again = factories.application(bureau.agency, bureau.clerk)
    letter = decide(again, bureau, number, first.decided_on)
    assert letter.code == "S17"
    again.refresh_from_db()
    assert again.outcome == Outcome.UNPROCESSED_REPEAT.value


def test_the_answer_to_somebody_else_makes_no_repeat(bureau):
    other = factories.person(name="吴小满", identity_number="410000199202020025")
    first = factories.answered(bureau.agency, bureau.clerk, bureau.leader, person=other)
    number = first.letters.get(code__startswith="S").number
    again = factories.application(bureau.agency, bureau.clerk)
    with pytest.raises(GongkaiError, match="不是答复这位申请人的，不能作为重复申请的依据"):
        decide(again, bureau, number, first.decided_on)


def test_an_answer_that_is_nowhere_on_record_makes_no_repeat(bureau):
    again = factories.application(bureau.agency, bureau.clerk)
    with pytest.raises(GongkaiError, match="登记簿里没有文号为“云商公开答〔2026〕99号”的答复"):
        decide(again, bureau, "云商公开答〔2026〕99号", clock.today())


def test_an_answer_from_before_the_register_is_taken_at_its_word(bureau):
    again = factories.application(bureau.agency, bureau.clerk)
    assert decide(again, bureau, "云商公开答〔2018〕3号", date(2018, 5, 8)).code == "S17"


def test_very_many_are_not_refused_before_reasons_were_called_for(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    found = facts_against(case, {"excessive": "yes"})
    assert found == ["没有要求申请人说明理由，不能认定大量反复申请（《条例》第三十五条）。"]


def test_the_supervising_office_sees_that_and_how_many_and_no_more(bureau):
    office = factories.agency(name="云岭县人民政府办公室", short_name="县政府办", kind="government_office")
    bureau.agency.supervised_by = office
    bureau.agency.save()
    for _ in range(2):
        factories.application(bureau.agency, bureau.clerk)
    factories.application(
        bureau.agency, bureau.clerk, person=factories.person(name="吴小满", identity_number="410000199202020025")
    )
    own = factories.application(office, factories.clerk(office))
    assert repeats.elsewhere(own) == (repeats.Elsewhere("县商务局", 2),)
    # The supervised body sees nothing of the office, nor of another body.
    theirs = Application.objects.filter(agency=bureau.agency).first()
    assert theirs is not None
    assert repeats.elsewhere(theirs) == ()


def test_several_who_ask_for_the_same_are_counted_as_people(bureau):
    mine = factories.application(bureau.agency, bureau.clerk)
    same = factories.matter(content="请公开2025年度外贸稳增长专项资金支持的企业名单")
    other = factories.person(name="吴小满", identity_number="410000199202020025")
    twice = [factories.application(bureau.agency, bureau.clerk, person=other, matter=same) for _ in range(2)]
    factories.application(
        bureau.agency, bureau.clerk, person=factories.person(name="郑一", identity_number="410000199303030033"),
        matter=factories.matter(content="局长办公会议纪要"),
    )  # fmt: skip
    found = repeats.others(mine, clock.today())
    assert (found.applicants, [case.pk for case in found.cases]) == (1, [twice[1].pk, twice[0].pk])
