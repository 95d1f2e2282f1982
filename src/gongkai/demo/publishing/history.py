"""The years before this program: items taken over as they stood on the county's old site, with their columns and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from gongkai.agencies.models import Agency, Section, Site
from gongkai.demo.crew import Crew
from gongkai.demo.play import Player
from gongkai.demo.publishing import papers
from gongkai.disclosures import kinds, published, search
from gongkai.disclosures.actions import registering
from gongkai.disclosures.models import Column, Item, ItemNumber, Validity

ITEMS = 600


def set_up(crews: Mapping[str, Crew]) -> None:
    """The county's site, and the columns of every body on the tree of the law."""
    Site.objects.create(
        pk=1,
        name="云岭县政府信息公开平台",
        address="https://www.yunling.example",
        identity_code="9901000001",
        icp_number="○ICP备00000000号",
        police_number="○公网安备99010000000000号",
        operator="云岭县人民政府办公室",
    )
    for crew in crews.values():
        registering.set_up_columns(crew.agency)


def publish(crews: Mapping[str, Crew], random: Random, first: date, today: date) -> list[Item]:
    """Some six hundred items of all bodies between ``first`` and ``today``, in their columns, found by search."""
    bodies = list(crews.values())
    each, more = divmod(ITEMS, len(bodies))
    items: list[Item] = []
    for place, crew in enumerate(bodies):
        number = each + (more if place == 0 else 0) + (25 if crew.slug == "shangwu" else 0)
        items += _of_body(crew, number, random, first, today)
    return take_over(items)


def take_over(items: list[Item]) -> list[Item]:
    """Put the items on the public side, numbered in the order of their days, and into the search."""
    items.sort(key=lambda item: item.published_on)
    years: Counter[tuple[int | None, int]] = Counter()
    for item in items:
        year = item.published_on.year
        years[(None, year)] += 1
        item.permanent = f"{year}-{_start(None, year) + years[(None, year)]:05}"
        if not item.index_number:
            years[(item.agency_id, year)] += 1
            item.index_number = item.agency.index_pattern.format(
                organisation=item.agency.organisation_code or item.agency.code,
                code=item.agency.code,
                slug=item.agency.slug,
                year=year,
                serial=_start(item.agency_id, year) + years[(item.agency_id, year)],
            )
    for (agency, year), taken in years.items():
        number, _ = ItemNumber.objects.get_or_create(agency_id=agency, year=year)
        number.last += taken
        number.save()
    done = published.take_over(items)
    for item in done:
        search.index(item)
    return done


def _start(agency: int | None, year: int) -> int:
    return ItemNumber.objects.filter(agency_id=agency, year=year).values_list("last", flat=True).first() or 0


def _of_body(crew: Crew, number: int, random: Random, first: date, today: date) -> list[Item]:
    agency = crew.agency
    columns = {column.slug: column for column in Column.objects.filter(agency=agency)}
    sections = list(crew.sections.values())
    made: dict[str, Item] = {}
    serials: Counter[int] = Counter()
    attempts = 0
    while len(made) < number and attempts < number * 20:
        attempts += 1
        paper, day = papers.of_body(agency, random, first + timedelta(days=random.randint(0, (today - first).days)))
        if paper.title in made or not first <= day <= today:
            continue
        serials[day.year] += 1
        made[paper.title] = item_of(agency, paper, day, columns, random.choice(sections), serials[day.year])
    return list(made.values())


def item_of(
    agency: Agency, paper: papers.Paper, day: date, columns: Mapping[str, Column], section: Section, serial: int
) -> Item:
    """``paper`` as an item of the old site: made a few days before it was published."""
    column = columns.get(paper.column)
    return Item(
        agency=agency,
        title=paper.title,
        document_number=f"{agency.code}〔{day.year}〕{serial}号" if paper.numbered else "",
        kind=paper.kind,
        column=column,
        clause=(column.clause if column else "") or kinds.kind_of(paper.kind).clause,
        section=section,
        genre=paper.genre,
        topic=paper.topic,
        summary=paper.summary,
        html=paper.html,
        details=dict(paper.details),
        made_on=day - timedelta(days=min(day.day, 8)),
        published_on=day,
        validity=Validity.IN_FORCE if paper.kind == "policy" else Validity.NONE,
    )


def answers(player: Player, random: Random, most: int = 40) -> None:
    """Earlier answers that were made public (art. 44): what was asked for and given, never by whom."""
    given = [life for life in player.lives if life.plan.leaf.key == "granted" and life.answered_on is not None]
    items = []
    for life in _sample(given, random, most):
        agency = life.crew.agency
        line = f"对申请公开“{life.plan.wish.title}”的答复：{life.plan.wish.given}。申请人的信息不公开。"
        items.append(
            Item(
                agency=agency,
                kind=Item.ANSWER,
                title=f"对“{life.plan.wish.title}”申请的答复",
                document_number=life.answer_number,
                summary=f"{life.plan.wish.given}。",
                html=papers.html([line], agency, life.answered_on),
                column=Column.objects.filter(agency=agency, slug="other").first(),
                clause="20.15",
                made_on=life.answered_on,
                published_on=life.answered_on,
                origin=life.app.number,
            )
        )
    take_over(items)


def _sample(lives: Sequence, random: Random, most: int) -> Sequence:
    return random.sample(lives, min(most, len(lives)))
