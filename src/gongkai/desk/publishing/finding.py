"""One draft among those a person may see; another body's is not there."""

from __future__ import annotations

from django.http import Http404

from gongkai.disclosures import drafts
from gongkai.disclosures.models import Draft, DraftFile
from gongkai.people.models import Account

PARTS = ("agency", "item", "column", "section", "author")


def draft_of(account: Account, pk: int) -> Draft:
    """The draft with what its page shows. Raises `Http404`."""
    found = drafts.visible_to(account).select_related(*PARTS).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def file_of(draft: Draft, pk: int) -> DraftFile:
    """A file of the draft that was not taken out. Raises `Http404`."""
    found = draft.files.filter(pk=pk, removed_at=None).select_related("file", "cleaned_from").first()
    if found is None:
        raise Http404
    found.draft = draft
    return found
