"""Looking for drafts by title or number."""

from __future__ import annotations

from django.db.models import Q

from gongkai.disclosures.grams import key_of


def matching(text: str, item: str = "item__") -> Q:
    """Title or document number hold ``text``; a number in any way of writing it. ``item``: the way to the item, "" for items."""
    text = text.strip()
    found = Q(title__icontains=text) | Q(document_number__icontains=text)
    key = key_of(text)
    if any(char.isdigit() for char in key):
        found |= Q(**{f"{item}number_key": key}) | Q(**{f"{item}index_key": key})
    return found
