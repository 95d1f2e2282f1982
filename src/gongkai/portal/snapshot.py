"""快照: one version of an item as a file whose bytes anybody can check, so that what was read can be cited for good.

The SHA-256 that the page of a version prints is that of exactly these bytes. They hold what was public and nothing else: no
originals, no names of who wrote or approved it. The digest that the reviews were bound to is another one; it covers more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from gongkai.disclosures.models import Item, Version, VersionFile
from gongkai.disclosures.public_details import public_details

FIELDS = (
    "title",
    "document_number",
    "kind",
    "clause",
    "summary",
    "genre",
    "topic",
    "keywords",
    "source",
    "made_on",
    "effective_on",
    "valid_until",
)
"""What of the catalogue the public reads."""


def snapshot(item: Item, version: Version, files: Iterable[VersionFile]) -> bytes:
    """The version as canonical JSON in UTF-8: the same bytes today and in ten years, whatever is renamed meanwhile."""
    body = {
        "permanent": item.permanent,
        "version": version.number,
        "at": version.at.isoformat(timespec="seconds"),
        "fields": {name: version.fields.get(name) for name in FIELDS if version.fields.get(name) not in (None, "")},
        "details": {
            detail.key: detail.value
            for detail in public_details(str(version.fields.get("kind", "")), version.fields.get("details") or {})
        },
        "html": version.html,
        "files": [
            {"role": file.role, "name": file.name, "alt": file.alt, "size": file.file.size, "sha256": file.file.sha256}
            for file in files
        ],
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal, as ``sha256sum`` prints it."""
    return hashlib.sha256(data).hexdigest()
