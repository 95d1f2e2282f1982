"""Rules that the county made of its lessons: one that the supervising office took over for all, one that waits for its decision."""

from __future__ import annotations

from gongkai.applications import actions
from gongkai.applications.models import Lesson
from gongkai.demo.crew import Crew
from gongkai.law.outcomes import Outcome
from gongkai.letters.linting.lessons import Kind, Level, Rule
from gongkai.people import clock
from gongkai.people.models import Account, Role

SHARED = Rule(
    Kind.MUST_NOT_SAY,
    Level.MUST,
    ("不便公开", "暂不公开"),
    "写明属于哪一项不予公开的情形，以及本件的事实",
    outcome=Outcome.WITHHELD_PROCESS.value,
)
OWN = Rule(
    Kind.ANSWERED, Level.LOOK, question="公开的部分和不公开的部分，是按什么分开的？", outcome=Outcome.PARTIAL.value
)


def rules(crew: Crew) -> None:
    """Today the body of ``crew`` makes two rules of its last lesson and proposes both; the office above accepts the first. Nothing where
    the body has not lost a case."""
    lesson = Lesson.objects.filter(agency=crew.agency).select_related("case").first()
    above = crew.agency.supervised_by
    supervisor = Account.objects.filter(appointments__agency=above, appointments__role=Role.SUPERVISOR).first()
    if lesson is None or supervisor is None:
        return
    clerk, today = crew.clerks[0], clock.today()
    shared = actions.write_check(lesson, SHARED, starts_on=today, propose=True, by=clerk)
    proposal = shared.proposals.get()
    actions.accept_check(proposal, proposal.rule.bare, starts_on=today, why="各机关都有这样的写法", by=supervisor)
    actions.write_check(lesson, OWN, starts_on=today, propose=True, by=clerk)
