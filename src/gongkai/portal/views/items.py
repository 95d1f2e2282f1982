"""The pages of one item: its permanent address, its versions and what they changed, its data."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai import pages
from gongkai.agencies.models import Site
from gongkai.disclosures import pictures, queries, showing
from gongkai.disclosures.models import Item, Version, VersionFile
from gongkai.disclosures.showing import Shown
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import open_to_all
from gongkai.portal import item_page, tags
from gongkai.portal.clauses import NAMES
from gongkai.portal.frame import absolute, show
from gongkai.portal.snapshot import digest, snapshot
from gongkai.portal.text_of import text_of


@require_safe
@open_to_all
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The old address of an item: on to the permanent one. What was taken over without its text has no other."""
    found = get_object_or_404(queries.public().select_related("column"), pk=pk)
    if found.permanent:
        return redirect("portal:info", found.permanent, permanent=True)
    site = Site.this()
    address = absolute(request, request.path, site)
    return show(
        request,
        "item.html",
        agency=found.agency,
        current="catalogue",
        item=found,
        host=urlsplit(found.address).netloc,
        site=site,
        canonical=address,
        tags=[*_place(found), *tags.of_item(found, found.agency, address)],
    )


@require_safe
@open_to_all
def info(request: HttpRequest, permanent: str) -> HttpResponse:
    """正文 at its permanent address. Once withdrawn, it says when and why, and answers 410."""
    found = _at(permanent)
    state = showing.shown(found)
    if state is not Shown.PUBLIC:
        return _gone(request, found, state)
    life, site = showing.life_of(found, clock.today()), Site.this()
    files = list(showing.files_of(found.current)) if found.current else []
    versions = showing.versions_of(found)
    address = absolute(request, request.path, site)
    # The oldest readable version has nothing to be compared with.
    readable = [held for held in versions if not hasattr(held, "closed")]
    for held in versions:
        held.compared = held in readable[:-1]  # type: ignore[attr-defined]
    sha256, cited = "", ""
    if found.current is not None:
        sha256 = digest(snapshot(found, found.current, files))
        cited = item_page.citation(
            found, found.current, absolute(request, _version_path(found, found.current), site), sha256
        )
    return show(
        request,
        "info.html",
        agency=found.agency,
        current="catalogue",
        item=found,
        banner=item_page.banner_of(life),
        kin=showing.lineage(found),
        rows=item_page.rows_of(found, life),
        text=text_of(found.html, item_page.pictures_of(found, files)),
        attachments=item_page.attachments_of(files),
        versions=versions,
        interpretations=showing.interpretations_of(found),
        policies=showing.policies_of(found),
        citation=cited,
        sha256=sha256,
        site=site,
        canonical=address,
        tags=[*_place(found), *tags.of_item(found, found.agency, address)],
    )


@require_safe
@open_to_all
def version(request: HttpRequest, permanent: str, number: int) -> HttpResponse:
    """One version as it stood, with the hash by which it can be cited."""
    found = _public(permanent)
    held = _version(found, number)
    files = list(showing.files_of(held))
    site = Site.this()
    data = snapshot(found, held, files)
    sha256 = digest(data)
    address = absolute(request, request.path, site)
    earlier = showing.before(held)
    return show(
        request,
        "version.html",
        agency=found.agency,
        current="catalogue",
        item=found,
        version=held,
        latest=held.pk == found.current_id,
        earlier=earlier,
        text=text_of(held.html, item_page.pictures_of(found, files)),
        attachments=item_page.attachments_of(files),
        sha256=sha256,
        citation=item_page.citation(found, held, address, sha256),
        site=site,
        # The text in force is the one to be found and indexed.
        canonical=absolute(request, found.get_absolute_url(), site),
        tags=[*_place(found), *tags.of_item(found, found.agency, address)],
    )


@require_safe
@open_to_all
def changes(request: HttpRequest, permanent: str, number: int) -> HttpResponse:
    """What a version changed against the one before it."""
    found = _public(permanent)
    held = _version(found, number)
    earlier = showing.before(held)
    if earlier is None:
        raise Http404
    compared = pages.difference(earlier.html, held.html)
    then, now = list(showing.files_of(earlier)), list(showing.files_of(held))
    addresses = item_page.pictures_of(found, then) | item_page.pictures_of(found, now)
    site = Site.this()
    return show(
        request,
        "changes.html",
        agency=found.agency,
        current="catalogue",
        item=found,
        version=held,
        earlier=earlier,
        title_changed=held.title != earlier.title,
        # The comparison has a door of its own behind it.
        difference=mark_safe(pictures.shown(compared.html, addresses.get)),
        count=compared.count,
        files=_files_changed(then, now),
        site=site,
        canonical=absolute(request, found.get_absolute_url(), site),
        tags=[*_place(found), *tags.of_item(found, found.agency, absolute(request, found.get_absolute_url(), site))],
    )


def _files_changed(then: list[VersionFile], now: list[VersionFile]) -> list[tuple[str, str]]:
    """(what happened, name) for every attachment that is not the same in both."""
    before = {file.name: file.file.sha256 for file in item_page.attachments_of(then)}
    after = {file.name: file.file.sha256 for file in item_page.attachments_of(now)}
    found = [(say("增加"), name) for name in after if name not in before]
    found += [(say("删去"), name) for name in before if name not in after]
    found += [(say("换了内容"), name) for name in after if name in before and before[name] != after[name]]
    return found


def _at(permanent: str) -> Item:
    found = showing.at_address(permanent)
    if found is None or showing.shown(found) is Shown.NEVER:
        raise Http404
    return found


def _public(permanent: str) -> Item:
    """The item, where it is public; its versions and files go with it when it is withdrawn."""
    found = showing.at_address(permanent)
    if found is None or showing.shown(found) is not Shown.PUBLIC:
        raise Http404
    return found


def _version(found: Item, number: int) -> Version:
    held = showing.version_of(found, number)
    if held is None:
        raise Http404
    return held


def _version_path(found: Item, held: Version) -> str:
    return f"{found.get_absolute_url()}versions/{held.number}/"


def _place(found: Item) -> tags.Tags:
    """The column tags of an item: of its column, or of the item of the law that it belongs to."""
    if found.column is not None:
        return tags.of_column(found.column)
    return tags.of_place(str(NAMES.get(found.clause, say("法定主动公开内容"))))


def _gone(request: HttpRequest, found: Item, state: Shown) -> HttpResponse:
    response = show(
        request,
        "gone.html",
        agency=found.agency,
        current="catalogue",
        item=found,
        expired=state is Shown.EXPIRED,
        status=410,
        tags=_place(found),
    )
    response["X-Robots-Tag"] = "noindex"
    return response
