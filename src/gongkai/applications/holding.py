"""停止公开: while a court or the protection of a third party stops a disclosure, no answer that discloses something goes out."""

from __future__ import annotations

from gongkai.applications.models import Application, Letter, RemedyCase
from gongkai.errors import GongkaiError
from gongkai.language import say

DISCLOSING = ("S1", "S2", "S3", "S24", "P8")
"""Letters by which something is disclosed, or announced to be."""


def require_not_held(application: Application, letter: Letter) -> None:
    """Raise GongkaiError where a disclosing letter is stopped. Runs under the lock of the application."""
    if letter.code not in DISCLOSING:
        return
    stopped = RemedyCase.objects.filter(
        application=application, hold_on__isnull=False, hold_lifted_on=None
    ).first()  # fmt: skip
    if stopped is not None:
        raise GongkaiError(
            say(
                "{number}一案中已停止公开（{why}），这份文书不能发出。解除以后再办理（法释〔2025〕8号第十三条）。",
                number=stopped.number,
                why=stopped.hold_why,
            )
        )
