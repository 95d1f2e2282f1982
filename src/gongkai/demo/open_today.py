"""What lies on the desk today: one case of every kind that somebody has to do something about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from gongkai.applications import actions
from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.demo.play import Dispute, Plan, Player, draw
from gongkai.demo.play.life import Life
from gongkai.demo.schedule import workday
from gongkai.law.receipt import Channel
from gongkai.people import clock

_ELSEWHERE = (
    ("ziran", "registered", "partial.third_party", 24),
    ("zhujian", "registered", "granted", 21),
    ("jiaoyu", "submitted", "granted", 2),
    ("zhengfuban", "reviewing", "already_public", 12),
    ("shichang", "consulting", "withheld.third_party", 10),
    ("gongan", "correcting", "unclear", 8),
    ("caizheng", "registered", "granted", 3),
    ("qingshi", "registered", "granted", 17),
    ("nanhu", "approved", "granted", 13),
)
"""Some of what lies on other desks: body, where the story stops, its end, how many working days ago."""

Door = Callable[[], None]
"""Something that is done today, after everything else has been played."""

# Where the story stops, what its end would be, how it came, how many working days ago. The days leave time for every step.
_OPEN: tuple[tuple[str, str, Channel, int], ...] = (
    ("submitted", "granted", Channel.ONLINE, 0),
    ("submitted", "petition_refused", Channel.ONLINE, 3),
    ("submitted", "granted", Channel.ORDINARY_MAIL, 1),
    ("opened", "already_public", Channel.ONLINE, 1),
    ("registered", "granted", Channel.IN_PERSON, 2),
    ("registered", "unclear", Channel.ONLINE, 5),
    ("registered", "partial.third_party", Channel.SIGNED_MAIL, 26),
    ("correcting", "unclear", Channel.ONLINE, 9),
    ("giving_reasons", "excessive_refused", Channel.ONLINE, 9),
    ("paying", "granted", Channel.SIGNED_MAIL, 12),
    ("consulting", "withheld.third_party", Channel.ONLINE, 10),
    ("searched", "not_existing", Channel.ONLINE, 18),
    ("searched", "needs_making", Channel.EMAIL, 14),
    ("drafted", "partial.process", Channel.ONLINE, 12),
    ("reviewing", "granted", Channel.ONLINE, 13),
    ("reviewing", "already_public", Channel.IN_PERSON, 11),
    ("reviewing", "withheld.enforcement_file", Channel.SIGNED_MAIL, 15),
    ("approved", "granted", Channel.SIGNED_MAIL, 15),
    ("approved", "not_ours", Channel.ONLINE, 14),
    ("registered", "granted", Channel.SIGNED_MAIL, 9),
    ("registered", "partial.internal_affairs", Channel.ONLINE, 15),
)


def open_today(player: Player, crew: Crew, random: Random, today: date) -> list[Door]:
    """Let the stories of today begin, and give what is left to do at the very end."""
    titles: set[str] = set()
    lives = [_begin(player, crew, random, today, place, titles) for place in range(len(_OPEN))]
    for place, (slug, halt, leaf, ago) in enumerate(_ELSEWHERE):
        if slug in player.crews:
            wish = lore.wish(random, slug, today.year, leaf)
            plan = replace(_plan(random, 92_000 + place, wish, leaf, Channel.ONLINE), halt=halt)
            player.add(player.crews[slug], plan, _working_days_before(today, ago))
    _disputes(player, crew, random, today)
    helped, extended = lives[-2], lives[-1]

    def ask() -> None:
        _ask_sections(helped, random)

    def extend() -> None:
        actions.extend(extended.app, days=20, reason=lore.words()["extension_reasons"][1], by=extended.clerk)

    return [ask, extend]


def _plan(random: Random, number: int, wish: lore.Wish, leaf: str, channel: Channel) -> Plan:
    plan = draw(random, lore.person(random, number), wish, leaf, channel=channel, detours=0)
    return replace(plan, pace="quick", disputes=())


def _begin(player: Player, crew: Crew, random: Random, today: date, place: int, titles: set[str]) -> Life:
    halt, leaf, channel, ago = _OPEN[place]
    wish = lore.wish(random, crew.slug, today.year, leaf)
    while wish.title in titles:
        wish = lore.wish(random, crew.slug, today.year)
    titles.add(wish.title)
    plan = _plan(random, 90_000 + place, wish, leaf, channel)
    if halt == "paying":
        plan.answers = {**plan.answers, "fee": "paid"}
    if leaf == "already_public":
        plan.routes = ("pickup",)
    return player.add(crew, replace(plan, halt=halt), _working_days_before(today, ago))


def _working_days_before(day: date, number: int) -> date:
    """The day from which ``number`` working days lead to ``day``; for none, the day itself."""
    found = day
    while number:
        found -= timedelta(days=1)
        if workday(found, 0) == found:
            number -= 1
    return found


def _disputes(player: Player, crew: Crew, random: Random, today: date) -> None:
    """A reconsideration that has been answered, and a suit whose answer is due in some days: both pending."""
    for place, (kind, after, lasts) in enumerate((("reconsideration", 20, 30), ("suit_direct", 51, 0))):
        wish = lore.wish(random, crew.slug, today.year, "withheld.process")
        plan = _plan(random, 91_000 + place, wish, "withheld.process", Channel.ONLINE)
        plan.disputes = (Dispute(kind, "", after, lasts),)
        player.add(crew, plan, _working_days_before(today, 40 + 5 * place))


def _ask_sections(life: Life, random: Random) -> None:
    """Two sections have been asked and have not answered yet."""
    names = list(life.crew.sections)[:2]
    for name in names:
        actions.ask_section(
            life.app,
            section=life.crew.sections[name],
            question=lore.pick(random, lore.words()["section_questions"], title=life.app.title),
            due_on=workday(clock.today(), 2),
            by=life.clerk,
        )
