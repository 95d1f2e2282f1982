"""订阅: Atom and RSS of what is newly public: of the whole site, a body, a column, or of words that somebody wants to follow.

The address says what is followed (``?agency=``, ``column=``, ``q=``). An entry's id is the permanent address of its item, so a reader
shows a changed item as changed and never twice. What was withdrawn or is over is in no feed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.disclosures import queries, search
from gongkai.disclosures.models import Column, Item
from gongkai.disclosures.search import finding
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import open_to_all
from gongkai.portal import limits
from gongkai.portal.frame import absolute, government_name

ENTRIES = 50
"""Entries of a feed at most; the newest."""
WORDS = 100
"""Characters of the words that are followed."""
KEPT = 300
"""Seconds for which a reader need not ask again."""


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["moment"]
        return moment


class _Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["moment"]
        return moment


FORMATS: dict[str, type[SyndicationFeed]] = {"atom": _Atom, "rss": _Rss}


@dataclass(frozen=True, slots=True)
class Topic:
    """What is followed. Everything blank: the whole site."""

    agency: Agency | None = None
    column: Column | None = None
    words: str = ""

    @property
    def query(self) -> str:
        """As the address says it, always in one order."""
        pairs = (
            ("agency", self.agency.slug if self.agency else ""),
            ("column", self.column.slug if self.column else ""),
            ("q", self.words),
        )
        return urlencode([pair for pair in pairs if pair[1]])

    @property
    def title(self) -> str:
        whose = self.agency.name if self.agency else government_name().removesuffix("人民政府")
        name = f"{whose}{say('政府信息公开')}"
        if self.column is not None:
            name = say("{name}：{column}", name=name, column=self.column.name)
        return say("{name}：含“{words}”的信息", name=name, words=self.words) if self.words else name

    @property
    def page(self) -> str:
        """The page of the site that shows the same."""
        if self.words:
            pairs = (("q", self.words), ("agency", self.agency.slug if self.agency else ""))
            return f"{reverse('portal:search')}?{urlencode([pair for pair in pairs if pair[1]])}"
        if self.column is not None and self.agency is not None:
            return reverse("portal:column", args=[self.agency.slug, self.column.slug])
        return reverse("portal:body", args=[self.agency.slug]) if self.agency else reverse("portal:home")

    def items(self) -> list[Item]:
        """The newest that belong to it."""
        if self.words:
            wanted = search.Query(
                self.words,
                agency=self.agency.pk if self.agency else None,
                column=self.column.pk if self.column else None,
                order=search.Order.NEWEST,
            )
            keys = finding.keys_of(wanted, ENTRIES)
            found = queries.public().defer("html", "details").in_bulk(keys)
            return [found[key] for key in keys if key in found]
        items = queries.public(self.agency).defer("html", "details")
        if self.column is not None:
            items = items.filter(column=self.column)
        return list(items.order_by("-published_on", "-pk")[:ENTRIES])


@require_safe
@open_to_all
def feed(request: HttpRequest, format: str) -> HttpResponse:
    """The newest of a topic as ``atom`` or ``rss``. 304 for a reader that has them already, 404 for a body or column that is not."""
    base = absolute(request, "")
    topic = _topic(request)
    if topic.words and not limits.may_look(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    items = topic.items()
    moment = max(
        (_changed(item) for item in items), default=timezone.make_aware(datetime.combine(clock.today(), time()))
    )
    made = _made(format, topic, items, base, moment)
    body = made.writeString("utf-8").encode()
    response = HttpResponse(body, content_type=made.content_type)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(moment.timestamp())
    patch_cache_control(response, public=True, max_age=KEPT)
    found = get_conditional_response(request, etag, int(moment.timestamp()), response)
    assert found is not None
    return found


def _topic(request: HttpRequest) -> Topic:
    agency, column = None, None
    if slug := request.GET.get("agency", ""):
        agency = Agency.objects.filter(slug=slug).first()
        if agency is None:
            raise Http404
    if slug := request.GET.get("column", ""):
        column = Column.objects.filter(agency=agency, slug=slug).first() if agency is not None else None
        if column is None:
            raise Http404
    return Topic(agency, column, _plain(request.GET.get("q", "")).strip()[:WORDS])


def _made(format: str, topic: Topic, items: list[Item], base: str, moment: datetime) -> SyndicationFeed:
    address = base + reverse("portal:feed", args=[format]) + (f"?{topic.query}" if topic.query else "")
    made = FORMATS[format](
        title=_plain(topic.title),
        link=base + topic.page,
        description=say("新公开的政府信息，最多{n}条。", n=ENTRIES),
        language="zh-CN",
        feed_url=address,
        feed_guid=address,
        author_name=_plain(topic.agency.name if topic.agency else government_name()) or None,
        moment=moment,
    )
    for item in items:
        link = base + _path(item)
        made.add_item(
            title=_plain(item.title),
            link=link,
            description=escape(_plain(item.summary)),
            unique_id=link,
            unique_id_is_permalink=True,
            pubdate=_released(item),
            updateddate=_changed(item),
            author_name=item.agency.name,
            categories=[word for word in (item.topic, item.genre) if word],
        )
    return made


def _path(item: Item) -> str:
    if item.permanent:
        return reverse("portal:info", args=[item.permanent])
    return reverse("portal:item", args=[item.pk])


def _released(item: Item) -> datetime:
    if item.released_at is not None:
        return item.released_at
    assert item.published_on is not None
    return clock.moment(item.published_on)


def _changed(item: Item) -> datetime:
    return max(_released(item), item.changed_at or _released(item))


def _plain(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
