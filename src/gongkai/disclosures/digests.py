"""The digest that every review is bound to: over the catalogue fields, the text and the files of a draft."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal

from gongkai.disclosures.models import Draft
from gongkai.disclosures.models.catalogue import FIELDS


def digest_of(draft: Draft) -> str:
    """SHA-256 over canonical JSON: every field of `FIELDS` with the text, and role, name, alternative text and hash of each file
    that is not removed, originals too. Two queries at most; none where ``files`` is prefetched with its files."""
    return hashlib.sha256(canonical(draft).encode()).hexdigest()


def canonical(draft: Draft) -> str:
    """What is hashed, as text. The same draft always gives the same text, whatever order its fields were set in."""
    return json.dumps(contents(draft), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def contents(draft: Draft) -> dict[str, object]:
    """What is hashed, as plain values."""
    fields = {name: _plain(getattr(draft, Draft._meta.get_field(name).attname)) for name in FIELDS}
    files = [
        [file.role, file.name, file.alt, file.file.sha256]
        for file in draft.files.select_related("file").order_by("position", "pk")
        if file.removed_at is None
    ]
    return {"fields": fields, "files": files}


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str():
            return str(value)
        case _:
            return value
