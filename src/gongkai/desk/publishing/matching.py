"""Looking for drafts by title or number."""

from __future__ import annotations

from django.db.models import Q

from gongkai.disclosures.grams import key_of


def matching(text: str) -> Q:
    """Title or document number hold ``text``; a number in any way of writing it."""
    text = text.strip()
    found = Q(title__icontains=text) | Q(document_number__icontains=text)
    key = key_of(text)
    if any(char.isdigit() for char in key):
        found |= Q(item__number_key=key) | Q(item__index_key=key)
    return found
