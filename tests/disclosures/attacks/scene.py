"""A body with drafts at every stage, each with a word in it that the public must never read; and what the public does read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from django.test import Client

import factories
from disclosures import factories as made
from gongkai.agencies.models import Site
from gongkai.disclosures import actions, search
from gongkai.disclosures.models import Draft, FileRole, Item, Version, VersionFile
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.models import Account, Role

SECRET = "鸀鳿"
"""Two rare characters that stand in no template and no other text."""
TITLE = f"{SECRET}管理办法"
HTML = f"<p>{SECRET}的管理按照本办法执行，现予公布。</p>"
DAY = date(2026, 9, 11)
LATER = datetime(2026, 9, 20, 9)


@dataclass
class Scene:
    """``drafts`` by stage. ``public``: an item that everybody may read, of which ``drafts["change"]`` is a change."""

    house: made.House
    other: made.House
    people: dict[str, Account]
    public: Item
    drafts: dict[str, Draft] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        client = Client()
        if who != "nobody":
            client.force_login(self.people[who], "django.contrib.auth.backends.ModelBackend")
        return client


def _draft(house: made.House, **fields: object) -> Draft:
    draft = made.draft(house, title=TITLE, html=HTML, summary=f"{SECRET}概述", keywords=SECRET, **fields)
    actions.add_file(
        draft,
        Upload(f"{SECRET}名单.txt", f"{SECRET}名单的内容".encode()),
        FileRole.ATTACHMENT,
        by=house.contributor,
        version=draft.version,
    )
    return draft


def furnish() -> Scene:
    """The scene; the clock must stand at `DAY`."""
    Site.objects.update_or_create(
        pk=1, defaults={"name": "云岭县政府信息公开", "address": "https://www.yunling.example"}
    )
    house = made.house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    other = made.house(name="云岭县民政局", short_name="县民政局", slug="minzheng", code="云民")
    people = {
        name: getattr(house, name)
        for name in ("contributor", "section_head", "clerk", "office_head", "leader", "chief")
    }
    people |= {
        role.value: factories.account(house.agency, role)
        for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR)
    }
    people |= {
        f"other {name}": getattr(other, name) for name in ("contributor", "clerk", "office_head", "leader", "chief")
    }
    public = made.released_item(house, title="夜市管理办法", html="<p>夜市管理办法，现予公布。</p>")
    scene = Scene(house, other, people, public)
    scene.drafts["draft"] = _draft(house)
    first = scene.drafts["first"] = _draft(house)
    actions.submit(first, by=house.contributor)
    second = scene.drafts["second"] = _draft(house)
    actions.submit(second, by=house.contributor)
    made.approve(second, house.section_head)
    last = scene.drafts["last"] = _draft(house)
    actions.submit(last, by=house.contributor)
    made.approve(last, house.section_head, house.office_head)
    scheduled = scene.drafts["scheduled"] = _draft(house, release_at=clock.moment(LATER))
    actions.submit(scheduled, by=house.contributor)
    made.approve(scheduled, *house.chain)
    change = scene.drafts["change"] = actions.change(public, by=house.contributor)
    actions.save(change, by=house.contributor, version=change.version, fields={"title": TITLE}, html=HTML)
    actions.submit(change, by=house.contributor)
    withheld = scene.drafts["decided"] = _draft(
        house, attribute="withheld", ground="withheld.process", ground_note="讨论稿", review_again_on=date(2027, 9, 1)
    )
    actions.submit(withheld, by=house.contributor)
    made.approve(withheld, *house.chain)
    return scene


PLACES = (
    "/",
    "/search/?q=管理办法",
    "/shangwu/",
    "/catalogue/",
    "/feed.atom",
    "/api/v1/items?q=管理办法",
    "/info/{permanent}/",
    "/info/{permanent}/item.json",
)


def read(path: str, client: Client | None = None) -> bytes:
    answer = (client or Client()).get(path, follow=True)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


_TURN = count()
AT_ONCE = 3


def some() -> tuple[str, ...]:
    """Three of the places, other ones every time."""
    first = next(_TURN) * AT_ONCE
    return tuple(PLACES[(first + n) % len(PLACES)] for n in range(AT_ONCE))


def seen(scene: Scene, *, places: tuple[str, ...] | None = None) -> list[str]:
    """Where the public reads the word: [] when nowhere. The tables behind the public side and the search every time, and of pages,
    feed, API and JSON some in turn (``places``: these)."""
    found = []
    if Item.objects.filter(title__contains=SECRET).exists() or Item.objects.filter(html__contains=SECRET).exists():
        found.append("item")
    if (
        Version.objects.filter(html__contains=SECRET).exists()
        or Version.objects.filter(title__contains=SECRET).exists()
    ):
        found.append("version")
    if VersionFile.objects.filter(name__contains=SECRET).exists():
        found.append("file")
    if len(search.find(search.Query(SECRET)).hits):
        found.append("search")
    client = Client()
    for place in some() if places is None else places:
        if SECRET.encode() in read(place.format(permanent=scene.public.permanent), client):
            found.append(place)
    return found
