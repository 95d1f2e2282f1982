"""What a message is known by. It follows from what it is about, so that the same message sent again is recognised as the same."""

from __future__ import annotations

import hashlib
from email.utils import parseaddr

from django.conf import settings


def domain() -> str:
    """The domain of the sender."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message_id(key: str) -> str:
    """The Message-ID of the message of this key: the same however often it is asked."""
    mark = hashlib.sha256(f"{settings.SECRET_KEY}:message:{key}".encode()).hexdigest()[:16]
    return f"<{key.replace(':', '.')}.{mark}@{domain()}>"
