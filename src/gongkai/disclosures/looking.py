"""Looks into a file of a draft: what search and checks read of it, and what it holds that must not leave the house."""

from __future__ import annotations

from gongkai import pages
from gongkai.disclosures.checks import gate
from gongkai.disclosures.models import DraftFile, FileRole
from gongkai.documents import Unreadable
from gongkai.files import keeping
from gongkai.leaks import scan_bounded
from gongkai.people import clock

TEXT_KEPT = 400_000
"""Characters of a file that are kept for search."""


def look_into(file: DraftFile) -> None:
    """Scan the bytes of ``file`` and keep what was found. An original is not public, so it is only kept."""
    if file.role == FileRole.ORIGINAL:
        return
    data = keeping.read(file.file)
    scan = scan_bounded(data, file.name, key=gate.key())
    file.findings = [gate.of_file(leak, file.pk).data() for leak in scan.leaks]
    file.looked_at = clock.now()
    if file.role == FileRole.ATTACHMENT:
        file.text = _words(data, file.name)
    DraftFile.objects.filter(pk=file.pk).update(findings=file.findings, looked_at=file.looked_at, text=file.text)


def _words(data: bytes, name: str) -> str:
    """What a file says, for search; "" where it cannot be read."""
    try:
        return pages.convert_bounded(data, name).text[:TEXT_KEPT]
    except Unreadable:
        return ""
