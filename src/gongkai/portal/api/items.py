"""One item in whole: what its page shows, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from gongkai.disclosures import pictures, showing
from gongkai.disclosures.models import FileRole, Item
from gongkai.disclosures.public_details import public_details
from gongkai.portal.item_page import pictures_of
from gongkai.portal.opendata.rows import key_of_item, record_of


def whole_item(item: Item, base: str) -> dict[str, Any]:
    """The record of the catalogue with text, fields of its kind, files, versions and interpretations."""
    files = list(showing.files_of(item.current)) if item.current is not None and item.permanent else []
    attached = [file for file in files if file.role == FileRole.ATTACHMENT]
    addresses = {sha256: f"{base}{path}" for sha256, path in pictures_of(item, files).items()} if files else {}
    versions = [version for version in showing.versions_of(item) if not hasattr(version, "closed")]
    return {
        **record_of(item, base, len(attached)),
        "html": pictures.shown(item.html, addresses.get),
        "details": [
            {"key": detail.key, "label": detail.label, "value": detail.value}
            for detail in public_details(item.kind, item.details)
        ],
        "files": [
            {
                "name": file.name,
                "media_type": file.file.media_type,
                "size": file.file.size,
                "sha256": file.file.sha256,
                "address": f"{base}{reverse('portal:info_file', args=[item.permanent, file.pk])}",
            }
            for file in attached
        ],
        "versions": [
            {
                "number": version.number,
                "at": version.at.isoformat(timespec="seconds"),
                "note": version.note,
                "sha256": version.digest,
                "address": f"{base}{reverse('portal:version', args=[item.permanent, version.number])}"
                if item.permanent
                else f"{base}{item.get_absolute_url()}",
            }
            for version in versions
        ],
        "interprets": _links((paired.item for paired in showing.policies_of(item)), base),
        "interpreted_by": _links((paired.item for paired in showing.interpretations_of(item)), base),
    }


def _links(items: Iterable[Item], base: str) -> list[dict[str, str]]:
    return [
        {"id": key_of_item(each), "title": each.title, "address": f"{base}{each.get_absolute_url()}"} for each in items
    ]
