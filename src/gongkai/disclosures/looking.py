"""Looks into a file: what search and checks read of it, and what it holds that must not leave the house.

It takes seconds and a process of its own, so it is done before a transaction begins: whoever writes waits for nobody's PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai import pages
from gongkai.disclosures.checks import gate
from gongkai.disclosures.models import DraftFile, FileRole
from gongkai.documents import Unreadable
from gongkai.files import keeping
from gongkai.leaks import scan_bounded
from gongkai.people import clock

TEXT_KEPT = 400_000
"""Characters of a file that are kept for search."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a file: ``findings`` as `DraftFile.findings` keeps them, ``text`` for search."""

    findings: list[dict[str, object]] = field(default_factory=list)
    text: str = ""

    @property
    def values(self) -> dict[str, object]:
        """The fields of a `DraftFile`."""
        return {"findings": self.findings, "text": self.text, "looked_at": clock.now()}


def look(data: bytes, name: str, role: str) -> Looked:
    """Scan the bytes of a file. An original is not public, so nothing is looked for in it."""
    if role == FileRole.ORIGINAL:
        return Looked()
    scan = scan_bounded(data, name, key=gate.key())
    findings = [gate.of_file(leak, None).data() for leak in scan.leaks]
    return Looked(findings, _words(data, name) if role == FileRole.ATTACHMENT else "")


def look_into(file: DraftFile) -> None:
    """Scan a file that a draft has already, and keep what was found."""
    seen = look(keeping.read(file.file), file.name, file.role)
    DraftFile.objects.filter(pk=file.pk).update(**seen.values)
    for name, value in seen.values.items():
        setattr(file, name, value)


def _words(data: bytes, name: str) -> str:
    """What a file says, for search; "" where it cannot be read."""
    try:
        return pages.convert_bounded(data, name).text[:TEXT_KEPT]
    except Unreadable:
        return ""
