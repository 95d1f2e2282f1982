"""What stands against a release at this moment, on the exact text and files: the one place that asks the checks."""

from __future__ import annotations

from gongkai.disclosures import checks, digests
from gongkai.disclosures.models import Draft, Review

NEVER_OUT = frozenset({"leak.identity", "leak.identity.old", "leak.secrecy"})
"""Codes of findings that hold up even a forced release (decision 0107)."""


def look_again(draft: Draft) -> str:
    """Run every check on the draft as it is now and keep what they say. Gives the digest they were run on.

    To be called before the lock is taken: files are opened and scanned, which takes time. Under the lock `open_findings` looks
    that the draft still is what was checked.
    """
    fresh = Draft.objects.get(pk=draft.pk)
    checks.run(fresh)
    return digests.digest_of(fresh)


def open_findings(draft: Draft, checked: str) -> list[dict] | None:
    """What must be mended and was not answered. ``checked``: what `look_again` gave; None where the draft has changed since."""
    return list(checks.open_findings(draft)) if digests.digest_of(draft) == checked else None


def never_out(draft: Draft) -> list[dict]:
    """Of what the checks have just said, what stops a forced release too: also where its writer has answered for it, for nobody
    else has read that answer yet."""
    return [each for each in draft.findings if each["code"] in NEVER_OUT and each["severity"] == "must"]


def live(draft: Draft) -> list[Review]:
    """The reviews of the round that ``draft`` is in, in order."""
    return list(draft.reviews.filter(revision=draft.revision, voided_at=None).order_by("step", "place", "pk"))


def fully_approved(draft: Draft) -> bool:
    """Whether every place of the round has approved exactly what the draft holds now."""
    reviews = live(draft)
    now = digests.digest_of(draft)
    return (
        bool(reviews)
        and now == draft.digest
        and len(reviews) == reviews[0].total
        and all(each.verdict == Review.Verdict.APPROVED and each.digest == now for each in reviews)
    )
