"""What a message is known by. It follows from what it is about, so that the same message sent again is recognised as the same."""

from __future__ import annotations

import hashlib
import hmac
import re
from email.utils import parseaddr

from django.conf import settings


def domain() -> str:
    """The domain of the sender."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message_id(key: str) -> str:
    """The Message-ID of the message of this key: the same however often it is asked."""
    mark = hashlib.sha256(f"{settings.SECRET_KEY}:message:{key}".encode()).hexdigest()[:16]
    return f"<{key.replace(':', '.')}.{mark}@{domain()}>"


def return_token(pk: int) -> str:
    """What a mail is known by when it comes back: the key of its delivery and a mark that nobody else can make. Digits and small
    letters only, for mail servers change the case of an address."""
    return f"{pk}x{_mark(pk)}"


def returned(text: str) -> int | None:
    """The key of the delivery whose token stands in the address ``text``; None where none of ours does."""
    for pk, mark in re.findall(r"(?<![0-9a-z])([1-9][0-9]{0,17})x([0-9a-f]{20})(?![0-9a-z])", text.lower()):
        if hmac.compare_digest(mark, _mark(int(pk))):
            return int(pk)
    return None


def return_address(pk: int) -> str:
    """Where the mail of delivery ``pk`` comes back to: an address of its own (`settings.MAIL_RETURN`), else the sender's."""
    if "{token}" in settings.MAIL_RETURN:
        return settings.MAIL_RETURN.replace("{token}", return_token(pk))
    return settings.MAIL_RETURN or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _mark(pk: int) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"returned:{pk}".encode(), hashlib.sha256).hexdigest()[:20]
