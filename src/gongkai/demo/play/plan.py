"""What is going to happen to one application, decided before it begins: how it comes, where its decision leads, what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from gongkai.applications.actions import Person
from gongkai.demo.lore import Wish
from gongkai.law.receipt import Channel
from gongkai.law.tree import TREE, Leaf, paths, walk

POINTS = (
    "submitted",
    "opened",
    "registered",
    "correcting",
    "giving_reasons",
    "paying",
    "consulting",
    "searched",
    "drafted",
    "reviewing",
    "approved",
    "answered",
)
"""Where a story may stop for good (``halt``) or the applicant may withdraw (``give_up``), in order."""
LEAVES = tuple(TREE.leaves)
CHANNELS = {
    Channel.ONLINE: 45,
    Channel.IN_PERSON: 14,
    Channel.ORAL: 3,
    Channel.SIGNED_MAIL: 20,
    Channel.ORDINARY_MAIL: 4,
    Channel.FAX: 2,
    Channel.EMAIL: 6,
    Channel.PASSED_ON: 3,
    Channel.WRONG_OFFICE: 2,
    Channel.OTHER: 1,
}
"""How applications come, about."""
_RARE = {("clear", "no"): 0.2, ("excessive", "yes"): 0.06, ("fee", "paid"): 0.08}
"""How often a path makes a detour that its end does not ask for."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A reconsideration or suit that follows. ``result`` "" : not concluded, and with ``lasts`` 0 not even answered.
    ``after``, ``lasts``: in days."""

    kind: str
    result: str
    after: int
    lasts: int


@dataclass
class Plan:
    """``answers``: the path of the decision tree. ``pace``: working days between steps are few ("quick"), as they are ("usual"),
    or so many that the answer is late ("late"). ``halt``, ``give_up``: a point. ``changed_mind``: the question of the path that
    is first answered with yes. ``slips``: whether people also try what they may not do."""

    person: Person
    wish: Wish
    channel: Channel
    answers: dict[str, str]
    pace: str = "usual"
    routes: tuple[str, ...] = ("online",)
    halt: str = ""
    give_up: str = ""
    wrong_kind: str = ""
    changed_mind: str = ""
    extend: bool = False
    ask_sections: int = 0
    asks_others: str = ""
    pieces: int = 0
    merges: bool = False
    hands_over: bool = False
    returned: int = 0
    edited: bool = False
    recalled: bool = False
    redrawn: bool = False
    cancelled_notice: bool = False
    failed: int = 0
    by_application: bool = False
    refunded: bool = False
    disputes: tuple[Dispute, ...] = ()
    slips: bool = False

    @property
    def leaf(self) -> Leaf:
        found = walk(self.answers, TREE).leaf
        assert found is not None
        return found

    @property
    def first_thought(self) -> dict[str, str] | None:
        """The path of the decision that is thought over, None where there is none or it is the same."""
        if self.answers.get(self.changed_mind) != "no":
            return None
        found: dict[str, str] = {}
        for question, answer in self.answers.items():
            if question == self.changed_mind:
                break
            found[question] = answer
        return {**found, self.changed_mind: "yes"}

    def asks(self, question: str, *answers: str) -> bool:
        """Whether the path gives one of ``answers`` to ``question``."""
        return self.answers.get(question) in answers


@cache
def _paths_by_leaf() -> Mapping[str, tuple[tuple[Mapping[str, str], float], ...]]:
    found: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    for answers in paths(TREE):
        weight = 1.0
        for pair, factor in _RARE.items():
            if pair in answers.items():
                weight *= factor
        leaf = walk(answers, TREE).leaf
        assert leaf is not None
        found.setdefault(leaf.key, []).append((answers, weight))
    return {key: tuple(each) for key, each in found.items()}


def path_to(random: Random, leaf: str, *, plainly: bool = False) -> dict[str, str]:
    """A random path of the decision tree to ``leaf``. ``plainly``: without any detour its end does not ask for."""
    options = _paths_by_leaf()[leaf]
    if plainly:
        most = max(weight for _, weight in options)
        options = tuple(option for option in options if option[1] == most)
    answers, weights = zip(*options, strict=True)
    return dict(random.choices(answers, weights)[0])


def _routes(random: Random, channel: Channel) -> tuple[str, ...]:
    if channel is Channel.ONLINE:
        return random.choices((("online",), ("email",), ("online", "post"), ("post",)), (70, 12, 8, 10))[0]
    return random.choices((("post",), ("pickup",), ("email",), ("fax",), ("online",)), (50, 30, 10, 3, 7))[0]


def draw(
    random: Random,
    person: Person,
    wish: Wish,
    leaf: str,
    *,
    channel: Channel | None = None,
    detours: float = 1.0,
    slips: bool = False,
) -> Plan:
    """A plan that ends at ``leaf``. ``detours``: how much happens by the way, 1 for a lively year, 0 for nothing at all."""

    def happens(chance: float) -> bool:
        return random.random() < chance * detours

    channel = channel or random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    plan = Plan(
        person=person,
        wish=wish,
        channel=channel,
        answers=path_to(random, leaf, plainly=random.random() >= detours),
        pace=random.choices(("quick", "usual", "late"), (25, 69, 6 * detours))[0],
        routes=_routes(random, channel),
        wrong_kind=random.choice(("other", "enterprise", "natural_person")) if happens(0.06) else "",
        extend=happens(0.09),
        ask_sections=random.choices((0, 1, 2), (55, 38, 7))[0] if detours else 0,
        asks_others=random.choice(("co_maker", "agency", "third_party")) if happens(0.05) else "",
        pieces=random.choice((2, 2, 3)) if happens(0.025) else 0,
        merges=happens(0.3),
        hands_over=happens(0.4),
        returned=1 if happens(0.1) else 0,
        edited=happens(0.15),
        recalled=happens(0.06),
        redrawn=happens(0.04),
        cancelled_notice=happens(0.1),
        failed=1 if happens(0.07) else 0,
        by_application=happens(0.5),
        refunded=happens(0.2),
        disputes=_disputes(random, detours),
        slips=slips and random.random() < 0.25,
    )
    if leaf == "closed":
        # On the way to any other end, for the end itself is never decided: the applicant withdraws.
        plan.answers = path_to(random, random.choice([key for key in LEAVES if key != "closed"]))
        plan.give_up = random.choice(POINTS[:-1])
    elif happens(0.03):
        plan.changed_mind = random.choice(("petition", "public"))
    return plan


_RESULTS: Sequence[str] = ("upheld", "corrected", "other", "")


def _disputes(random: Random, detours: float) -> tuple[Dispute, ...]:
    if random.random() >= 0.08 * detours:
        return ()
    first = random.choice(("reconsideration", "reconsideration", "suit_direct"))
    made = [Dispute(first, random.choice(_RESULTS), random.randint(5, 55), random.randint(20, 90))]
    if first == "reconsideration" and made[0].result and random.random() < 0.5:
        made.append(
            Dispute(
                "suit_after_reconsideration", random.choice(_RESULTS), random.randint(3, 14), random.randint(40, 150)
            )
        )
    return tuple(made)


def piece_of(whole: Plan, plan: Plan) -> Plan:
    """``plan`` for a piece that is split off ``whole``: wanted in the same way, of the right kind already, not split again."""
    plan.routes, plan.slips = whole.routes, whole.slips
    plan.pieces, plan.wrong_kind = 0, ""
    return plan
