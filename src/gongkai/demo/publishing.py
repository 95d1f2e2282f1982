"""What the county has published already: found before anybody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from gongkai.agencies.models import Agency
from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.demo.play import Player
from gongkai.disclosures.indexing import index_many
from gongkai.disclosures.models import Item

ITEMS = 600


def publish(crews: Mapping[str, Crew], random: Random, first: date, today: date) -> list[Item]:
    """Some six hundred items of all bodies between ``first`` and ``today``, indexed for search and suggestions."""
    bodies = list(crews.values())
    each, more = divmod(ITEMS, len(bodies))
    items = []
    for place, crew in enumerate(bodies):
        number = each + (more if place == 0 else 0) + (25 if crew.slug == "shangwu" else 0)
        items += _of_body(crew.agency, number, random, first, today)
    items.sort(key=lambda item: item.published_on)
    Item.objects.bulk_create(items, batch_size=500)
    index_many(items)
    return items


def _of_body(agency: Agency, number: int, random: Random, first: date, today: date) -> list[Item]:
    made: dict[str, Item] = {}
    serials: dict[int, int] = {}
    attempts = 0
    while len(made) < number and attempts < number * 20:
        attempts += 1
        day = first + timedelta(days=random.randint(0, (today - first).days))
        title, summary, numbered = _words(agency, random, day.year)
        if title in made:
            continue
        serial = serials[day.year] = serials.get(day.year, 0) + 1
        made[title] = Item(
            agency=agency,
            title=title,
            document_number=f"{agency.code}〔{day.year}〕{serial}号" if numbered else "",
            index_number=f"{agency.slug.upper()}-{day.year}-{serial:04}",
            summary=summary,
            published_on=day,
            address=f"https://www.yunling.example/zwgk/{agency.slug}/{day.year}/{serial}.html",
        )
    return list(made.values())


def _words(agency: Agency, random: Random, year: int) -> tuple[str, str, bool]:
    """Title and summary of something this body has published, and whether it bears a document number."""
    found = lore.items()
    if random.random() < 0.4:
        entry = random.choice(found["any"])
        title, summary = (entry[key].format(name=agency.name, year=year) for key in ("title", "summary"))
        return title, summary, entry.get("numbered", False)
    wish = lore.wish(random, agency.slug, year)
    while not wish.published:
        wish = lore.wish(random, agency.slug, year)
    pattern = random.choice(found["patterns"]["own"])
    return pattern.format(given=wish.given, name=agency.name), f"{wish.given}。", "通知" in pattern


def answers(player: Player, random: Random, most: int = 40) -> None:
    """Earlier answers that were made public (art. 44): what was asked for and given, never by whom."""
    given = [life for life in player.lives if life.plan.leaf.key == "granted" and life.answered_on is not None]
    items = [
        Item(
            agency=life.crew.agency,
            kind=Item.ANSWER,
            title=f"对“{life.plan.wish.title}”申请的答复",
            document_number=life.answer_number,
            summary=f"{life.plan.wish.given}。",
            published_on=life.answered_on,
        )
        for life in _sample(given, random, most)
    ]
    Item.objects.bulk_create(items)
    index_many(items)


def _sample(lives: Sequence, random: Random, most: int) -> Sequence:
    return random.sample(lives, min(most, len(lives)))
