"""网页标签: the page tags of 国办发〔2017〕47号, as (name, content) for ``<meta>``.

Every page carries those of the site, a column page those of its column, too, and the page of an item those of the item.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone

from gongkai.agencies.models import Agency, Site
from gongkai.disclosures.models import Column, Item
from gongkai.language import say

Tags = list[tuple[str, str]]


def of_site(site: Site, name: str, request: HttpRequest) -> Tags:
    """``name``: what the site is called where its settings do not say. 网站标识码 is left out while there is none: a made-up one
    would be worse than a missing one."""
    domain = urlsplit(site.address).netloc or request.get_host()
    found = [("SiteName", site.name or name), ("SiteDomain", domain)]
    return [*found, ("SiteIDCode", site.identity_code)] if site.identity_code else found


def of_place(name: str, description: str = "", keywords: str = "", kind: str = "") -> Tags:
    """A column of the statutory page that is no row of the catalogue: 公开指南, 公开年报 and their like."""
    return [
        ("ColumnName", name),
        ("ColumnDescription", description or name),
        ("ColumnKeywords", keywords or name),
        ("ColumnType", kind or say("政府信息公开")),
    ]


def of_column(column: Column) -> Tags:
    """A 栏目 as its owner has described it."""
    return of_place(column.name, column.description, column.keywords, column.type)


def of_item(item: Item, agency: Agency, address: str) -> Tags:
    """The article tags. PubDate is the minute of the first release; an item that was taken over has only a day."""
    if item.released_at is not None:
        moment = f"{timezone.localtime(item.released_at):%Y-%m-%d %H:%M}"
    else:
        moment = f"{item.published_on} 00:00"
    found = [
        ("ArticleTitle", item.title),
        ("PubDate", moment),
        ("ContentSource", item.source or agency.name),
        ("Url", address),
    ]
    if item.keywords:
        found.append(("Keywords", item.keywords))
    if item.summary:
        found.append(("Description", item.summary[:200]))
    return found
