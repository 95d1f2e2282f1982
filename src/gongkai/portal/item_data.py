"""One item as JSON: the catalogue fields, the text, files with their hashes, versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from django.urls import reverse

from gongkai.disclosures import pictures, showing
from gongkai.disclosures.models import FileRole, Item
from gongkai.disclosures.public_details import public_details
from gongkai.people import clock
from gongkai.portal.item_page import pictures_of


def item_data(item: Item, absolute: Callable[[str], str]) -> bytes:
    """``absolute``: a path as a full address."""
    files = list(showing.files_of(item.current)) if item.current else []
    life = showing.life_of(item, clock.today())
    addresses = {sha256: absolute(path) for sha256, path in pictures_of(item, files).items()}
    body = {
        "permanent": item.permanent,
        "address": absolute(item.get_absolute_url()),
        "index_number": item.index_number,
        "title": item.title,
        "document_number": item.document_number,
        "agency": {"name": item.agency.name, "slug": item.agency.slug},
        "section": item.section.name if item.section else "",
        "column": {"name": item.column.name, "slug": item.column.slug} if item.column else None,
        "kind": item.kind,
        "clause": item.clause,
        "summary": item.summary,
        "genre": item.genre,
        "topic": item.topic,
        "keywords": item.keywords,
        "source": item.source,
        "made_on": _iso(item.made_on),
        "published_on": _iso(item.published_on),
        "effective_on": _iso(life.effective_on),
        "valid_until": _iso(life.valid_until),
        "validity": str(life.validity),
        "details": {detail.key: detail.value for detail in public_details(item.kind, item.details)},
        "html": pictures.shown(item.html, addresses.get),
        "files": [
            {
                "name": file.name,
                "media_type": file.file.media_type,
                "size": file.file.size,
                "sha256": file.file.sha256,
                "address": absolute(reverse("portal:info_file", args=[item.permanent, file.pk])),
            }
            for file in files
            if file.role == FileRole.ATTACHMENT
        ],
        "versions": [
            {
                "number": version.number,
                "at": version.at.isoformat(timespec="seconds"),
                "note": version.note,
                "address": absolute(reverse("portal:version", args=[item.permanent, version.number])),
            }
            for version in showing.versions_of(item)
            if not hasattr(version, "closed")
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
