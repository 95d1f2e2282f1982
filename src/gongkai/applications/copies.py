"""The file of a letter: rendered from its draft, and kept as it went out."""

from __future__ import annotations

from gongkai import letters
from gongkai.applications.models import Letter, StampedCopy
from gongkai.errors import GongkaiError
from gongkai.files import keeping, uploads
from gongkai.language import say

PDF, DOCX = "application/pdf", uploads.MEDIA_TYPES[".docx"]


def layout_of(letter: Letter) -> letters.Layout:
    """The layout the body has chosen."""
    return letters.Layout(red_head=letter.agency.red_head)


def rendered(letter: Letter, format: str) -> bytes:
    """The letter as "pdf", "docx" or "html", with the number and date it has so far. The same letter gives the same bytes."""
    draft = letters.Draft.from_data(letter.body)
    return letters.render(draft, format, number=letter.number, dated=letter.dated, layout=layout_of(letter))


def issued_pdf(letter: Letter) -> bytes:
    """The PDF of an issued letter as it went out: the kept copy, or, until that is made, the sealed copy
    or a fresh rendering.

    Raises GongkaiError for a letter that is not out.
    """
    if letter.state != Letter.State.ISSUED:
        raise GongkaiError(say("这份文书还没有发出。"))
    if letter.copy_id:
        return keeping.read(letter.copy)
    sealed = in_force(letter)
    return keeping.read(sealed.file.file) if sealed else rendered(letter, "pdf")


def in_force(letter: Letter) -> StampedCopy | None:
    """The sealed copy (用印件) that goes out as the letter, None where there is none."""
    found = letter.stamped.filter(withdrawn_at=None, accepted_at__isnull=False).select_related("file__file").first()
    return found if found is not None and found.fits else None


def keep(letter: Letter) -> None:
    """Keep the PDF of an issued letter, with its seal where it has one, so that later changes of software or layout do not reach
    back. Once."""
    if letter.copy_id is None and letter.state == Letter.State.ISSUED:
        sealed = in_force(letter)
        stored = sealed.file.file if sealed else keeping.keep_bytes(letter.agency, rendered(letter, "pdf"), PDF)
        Letter.objects.filter(pk=letter.pk, copy=None).update(copy=stored)
