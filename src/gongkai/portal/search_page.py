"""What the page of results shows: the query as its address says it, the links that narrow it, the pages.

Every state of the page is an address: nothing is kept in a session, and a link can be sent to somebody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from gongkai.agencies.models import Agency
from gongkai.disclosures import showing
from gongkai.disclosures.clauses import NAMES
from gongkai.disclosures.kinds import KINDS
from gongkai.disclosures.models import Column
from gongkai.disclosures.search import Facet, Found, Hit, Order, Query
from gongkai.disclosures.search.filters import STANDINGS
from gongkai.disclosures.search.wishes import LONGEST
from gongkai.language import say
from gongkai.people import clock
from gongkai.portal.item_page import STATES

_SLUG = re.compile(r"[-\w]{1,40}", re.ASCII)
PAGE = 20
FIRST = 8
"""Ways to narrow that are shown at once; the rest unfold."""
_FIELDS = ("q", "agency", "validity", "clause", "column", "kind", "year", "files", "table", "since", "until", "order")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the records that its address names. What means nothing is left out: an old link must never fail."""

    query: Query
    agency: Agency | None
    column: Column | None

    @property
    def fields(self) -> dict[str, str]:
        """The query as the fields of an address, in one order, so that the same search has one address."""
        query = self.query
        values = {
            "q": query.words,
            "agency": self.agency.slug if self.agency else "",
            "validity": query.validity,
            "clause": query.clause,
            "column": self.column.slug if self.column else "",
            "kind": query.kind,
            "year": str(query.year or ""),
            "files": "1" if query.files else "",
            "table": "1" if query.table else "",
            "since": query.since.isoformat() if query.since else "",
            "until": query.until.isoformat() if query.until else "",
            "order": "" if query.order is Order.TITLE else str(query.order),
        }
        return {name: values[name] for name in _FIELDS if values[name]}

    def address(self, **changed: str) -> str:
        """The address with some fields changed; "" takes one away."""
        fields = {**self.fields, **changed}
        return f"?{urlencode([(name, fields[name]) for name in (*_FIELDS, 'page') if fields.get(name)])}"


def read(given: Mapping[str, str]) -> Asked:
    """The query of an address."""
    body, place = (_slug(given.get(name, "")) for name in ("agency", "column"))
    agency = Agency.objects.filter(slug=body).first() if body else None
    column = Column.objects.filter(agency=agency, slug=place).first() if agency is not None and place else None
    order = given.get("order", "")
    query = Query(
        words=" ".join(given.get("q", "").split())[:LONGEST],
        agency=agency.pk if agency else None,
        column=column.pk if column else None,
        clause=_known(given.get("clause", ""), NAMES),
        kind=_known(given.get("kind", ""), KINDS),
        validity=_known(given.get("validity", ""), STANDINGS),
        year=_year(given.get("year", "")),
        files=given.get("files") == "1",
        table=given.get("table") == "1",
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        order=Order(order) if order in list(Order) else Order.TITLE,
    )
    return Asked(query, agency, column)


@dataclass(frozen=True, slots=True)
class Link:
    """One way to narrow; where it is chosen, its address takes the choice away."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The ways to narrow by one thing: those that are shown at once, and the others."""

    key: str
    label: str
    shown: Sequence[Link]
    others: Sequence[Link]


def choices(asked: Asked, found: Found) -> list[Choice]:
    """Those that tell something: at least two ways, or one that is chosen."""
    made = []
    slugs = _slugs(found)
    both: list[Link] = []
    for facet in found.facets:
        links = [
            Link(
                option.label,
                option.count,
                asked.address(**_change(facet, option.value, option.chosen, slugs)),
                option.chosen,
            )
            for option in facet.options
        ]
        if facet.key in ("files", "table"):
            both += links
        elif len(links) > 1 or facet.chosen:
            links.sort(key=lambda link: not link.chosen)
            made.append(Choice(facet.key, facet.label, links[:FIRST], links[FIRST:]))
    if both:
        made.append(Choice("form", say("格式"), both, ()))
    return made


def _slugs(found: Found) -> dict[tuple[str, str], str]:
    """(facet, key) to what stands in addresses, for bodies and columns."""
    keys = {
        facet.key: [int(option.value) for option in facet.options]
        for facet in found.facets
        if facet.key in ("agency", "column")
    }
    rows = [("agency", pk, slug) for pk, slug in Agency.objects.filter(pk__in=keys["agency"]).values_list("pk", "slug")]
    if keys["column"]:
        rows += [("column", pk, s) for pk, s in Column.objects.filter(pk__in=keys["column"]).values_list("pk", "slug")]
    return {(kind, str(pk)): slug for kind, pk, slug in rows}


def _change(facet: Facet, value: str, chosen: bool, slugs: Mapping[tuple[str, str], str]) -> dict[str, str]:
    if facet.key in ("files", "table"):
        return {facet.key: "" if chosen else "1"}
    changed = {facet.key: "" if chosen else slugs.get((facet.key, value), value)}
    # A column belongs to its body.
    return {**changed, "column": ""} if facet.key == "agency" else changed


def orders(asked: Asked) -> list[tuple[str, str, bool]]:
    """(label, address, chosen) of the orders; none where there are no words."""
    if not asked.query.words:
        return []
    return [
        (label, asked.address(order="" if order is Order.TITLE else str(order)), asked.query.order is order)
        for order, label in (
            (Order.TITLE, say("标题命中在前，新的在前")),
            (Order.RELEVANCE, say("按相关度")),
            (Order.NEWEST, say("只按时间")),
        )
    ]


@dataclass(frozen=True, slots=True)
class Result:
    """A hit with its validity today. ``state``: how it is drawn, "" for what has no validity."""

    hit: Hit
    state: str
    validity: str


def results(found: Found) -> list[Result]:
    """The hits of a page."""
    today = clock.today()
    standings = [(hit, showing.standing(hit.item, today)) for hit in found.hits]
    return [Result(hit, STATES.get(standing, ""), str(standing.label)) for hit, standing in standings]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in the results: numbers from 1, and the addresses of the pages beside."""

    number: int
    last: int
    before: str
    after: str
    first_item: int
    last_item: int


def pages(asked: Asked, number: int, found: Found) -> Pages:
    """The pages of what can be reached."""
    last = max(1, -(-found.reached // PAGE))
    start = (number - 1) * PAGE
    return Pages(
        number,
        last,
        asked.address(page=str(number - 1) if number > 2 else "") if number > 1 else "",
        asked.address(page=str(number + 1)) if number < last else "",
        start + 1,
        start + len(found.hits),
    )


def page_number(text: str) -> int:
    """From an address; 1 for what is none."""
    return min(int(text), 1000) if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) else 1


def _known(value: str, known: Mapping[str, object]) -> str:
    return value if value in known else ""


def _slug(text: str) -> str:
    return text if _SLUG.fullmatch(text) else ""


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
