"""Reads what the checks need, in a fixed number of queries, however long the text and however many files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve

from gongkai.agencies.models import Agency, Site
from gongkai.disclosures import kinds, pictures, queries
from gongkai.disclosures.checks import gate, links
from gongkai.disclosures.checks.facts import Facts, FileFacts, LocalEntry, Twin
from gongkai.disclosures.grams import key_of
from gongkai.disclosures.kinds import Kind
from gongkai.disclosures.models import Attribute, Draft, FileRole, Item, LocalWord, VersionFile
from gongkai.language import say
from gongkai.law import CalendarMissing, national
from gongkai.leaks import page_text
from gongkai.people import clock

_INFO = re.compile(r"/info/(?P<permanent>[\w-]{1,12})/(?:files/(?P<file>\d{1,18})/)?")
_ITEM = re.compile(r"/item/(?P<pk>\d{1,18})/")
_STAFF = ("/desk/", "/account/", "/log-in", "/login")


def facts_of(draft: Draft) -> Facts:
    """What the checks look at."""
    kind = kinds.kind_of(draft.kind)
    proactive = draft.attribute == Attribute.PROACTIVE
    files = list(draft.files.filter(removed_at=None).exclude(role=FileRole.ORIGINAL).select_related("file"))
    used = set(pictures.hashes_in(draft.html))
    names = list(Agency.objects.values_list("pk", "name"))
    due, rule = _due(draft)
    today = clock.today()
    return Facts(
        title=draft.title,
        html=draft.html,
        text=page_text(draft.html),
        kind=kind,
        proactive=proactive,
        made_on=draft.made_on,
        effective_on=draft.effective_on,
        valid_until=draft.valid_until,
        review_again_on=draft.review_again_on,
        has_column=draft.column_id is not None,
        has_section=draft.section_id is not None,
        document_number=draft.document_number,
        summary=draft.summary,
        ground=draft.ground,
        ground_note=draft.ground_note,
        guessed=tuple(draft.guessed),
        files=tuple(
            FileFacts(
                file.pk,
                file.role,
                file.name,
                file.alt,
                file.text,
                tuple(file.findings),
                public=file.role != FileRole.PICTURE or file.file.sha256 in used,
                looked=file.looked_at is not None,
                used=file.file.sha256 in used,
            )
            for file in files
        ),
        body=next((name for pk, name in names if pk == draft.agency_id), ""),
        others=tuple(name for pk, name in names if pk != draft.agency_id),
        words=_words(draft.agency_id, today),
        twins=tuple(_twins(draft)) if proactive else (),
        links=_links(draft.html),
        problems=tuple(kinds.problems(kind, draft.details or {})),
        today=today,
        due=due,
        due_rule=rule,
        late_days=_working_days(due, today),
        left_days=_working_days(today, due),
        has_interpretation=not _needs_interpretation(draft, kind),
        key=gate.key(),
    )


def _words(agency_id: int, today: date) -> tuple[LocalEntry, ...]:
    held = LocalWord.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=today), agency=agency_id, removed_at=None
    ).values_list("kind", "wrong", "right", "reason")
    return tuple(LocalEntry(*row) for row in held)


def _twins(draft: Draft) -> Iterable[Twin]:
    title, number = draft.title.strip(), key_of(draft.document_number)[:60]
    same = Q(title=title) if title else Q(pk=None)
    if number:
        same |= Q(number_key=number)
    for item in queries.public().filter(same, agency=draft.agency_id).exclude(pk=draft.item_id)[:5]:
        why = "number" if number and item.number_key == number else "title"
        yield Twin(item.title, why, say("已经公开"), f"item:{item.pk}")
    if title:
        open_ones = Draft.objects.filter(agency=draft.agency_id, title=title, stage__in=Draft.OPEN)
        for pk in open_ones.exclude(item=draft.item_id).values_list("pk", flat=True)[:5]:
            yield Twin(title, "title", say("正在起草或者审核"), f"draft:{pk}")


def _links(html: str) -> Mapping[str, str]:
    """What is wrong with each link; our own are looked up, all at once."""
    found = links.links_in(html)
    if not found:
        return {}
    site = urlsplit(Site.this().address)
    own: dict[str, str] = {}
    told: dict[str, str] = {}
    for link in found:
        path = link
        try:
            parts = urlsplit(link)
        except ValueError:
            told[link] = say("网址写得不完整")
            continue
        if parts.scheme:
            if not site.netloc or parts.netloc != site.netloc:
                told[link] = links.wrong_by_form(link)
                continue
            path = parts.path
        own[link] = path.partition("?")[0].partition("#")[0]
    info = {link: match for link, path in own.items() if (match := _INFO.fullmatch(path))}
    item = {link: match for link, path in own.items() if (match := _ITEM.fullmatch(path))}
    alive, live_files, live_items = set(), set(), set()
    if info:
        alive = set(
            queries.public()
            .filter(permanent__in={match["permanent"] for match in info.values()})
            .values_list("permanent", flat=True)
        )
        wanted = {int(match["file"]) for match in info.values() if match["file"]}
        if wanted:
            live_files = set(
                VersionFile.objects.filter(pk__in=wanted, version__item__in=queries.public()).values_list(
                    "pk", flat=True
                )
            )
    if item:
        live_items = set(
            queries.public().filter(pk__in={int(m["pk"]) for m in item.values()}).values_list("pk", flat=True)
        )
    for link, path in own.items():
        if link in info:
            match = info[link]
            good = match["permanent"] in alive and (not match["file"] or int(match["file"]) in live_files)
            told[link] = "" if good else say("链接的信息没有公开，或者已经撤下")
        elif link in item:
            told[link] = "" if int(item[link]["pk"]) in live_items else say("链接的信息没有公开，或者已经撤下")
        elif path.startswith(_STAFF):
            told[link] = say("这是工作人员的页面，公众打不开")
        else:
            told[link] = "" if _resolves(path) else say("本网站没有这个页面")
    return told


def _resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _due(draft: Draft) -> tuple[date | None, str]:
    """The last day on which the draft should be public, and by which rule; None for what is public already, or has no day."""
    if draft.made_on is None or draft.item.current_id is not None or draft.attribute != Attribute.PROACTIVE:
        return None, ""
    try:
        found = kinds.due(draft.kind, draft.made_on, draft.details or {}, settings=draft.agency.law_settings)
    except CalendarMissing:
        return None, ""
    if found is None or found.on is None:
        return None, ""
    return found.on, say("{source}，{length}", source="、".join(found.sources), length=found.length)


def _working_days(start: date | None, end: date | None) -> int:
    """Working days after ``start`` up to ``end``; 0 where it is not later, at most 60 more than one would wait for."""
    if start is None or end is None or end <= start:
        return 0
    n = 0
    try:
        for day in national().working_days_after(start):
            if day > end:
                break
            n += 1
    except CalendarMissing:
        pass
    return n


def _needs_interpretation(draft: Draft, kind: Kind) -> bool:
    """Whether a policy has no interpretation yet: neither paired with the item nor in work."""
    if not kind.interpreted or draft.attribute != Attribute.PROACTIVE:
        return False
    return not Item.objects.filter(pk=draft.item_id, interpreted_by__isnull=False).exists()
