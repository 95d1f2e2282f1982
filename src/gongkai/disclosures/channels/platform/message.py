"""What is pushed, and how it is signed. docs/reference/channels.md gives it to whoever writes the receiving side.

The body is canonical JSON (`signing.canonical`). Signed are five lines: method, path, time, nonce, SHA-256 of the body; so a message
cannot be changed, sent elsewhere or, within the receiver's memory of nonces, sent again. The idempotency key is the same for every try
of one version, so a message that came twice is one.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from gongkai.disclosures.channels import signing
from gongkai.disclosures.channels.published import Published, PublishedFile

FORMAT = "gongkai-push/1"
PUBLISH, WITHDRAW = "publish", "withdraw"
SKEW = timedelta(minutes=5)
"""How far the clocks of both sides may differ."""


def body(published: Published, action: str, organisation: str, *, inline: bool) -> bytes:
    """The message. ``inline``: with the bytes of attachments and pictures in Base64, else with their hashes only."""
    item: dict[str, object] = {
        "permanent": published.permanent,
        "version": published.number,
        "digest": published.digest,
        "address": published.address,
    }
    if action == PUBLISH:
        item |= {
            "title": published.title,
            "agency": {"name": published.agency, "code": published.agency_code},
            "released_at": published.released_at.isoformat(timespec="seconds"),
            "note": published.note,
            "elements": [
                {"element": name, "label": label, "value": value} for name, label, value in published.elements
            ],
            "tags": [{"name": name, "content": content} for name, content in published.tags],
            "html": published.html,
            "files": [_file(each, inline=inline) for each in published.files],
        }
    else:
        item["reason"] = published.withdrawn_why
    return signing.canonical({"format": FORMAT, "action": action, "organisation": organisation, "item": item})


def _file(file: PublishedFile, *, inline: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "name": file.name,
        "role": file.role,
        "alt": file.alt,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }
    if inline:
        found["data"] = base64.b64encode(file.read()).decode()
    return found


def idempotency_key(published: Published, action: str) -> str:
    """The same for every try: what is done to which version."""
    return f"{published.permanent}-v{published.number}-{action}"


def headers(method: str, address: str, data: bytes, *, at: datetime, nonce: str, key: str) -> dict[str, str]:
    """The headers of a message, with its signature. ``key``: the idempotency key."""
    stamp = str(int(at.timestamp()))
    signature = signing.sign(signed(method, address, stamp, nonce, data))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "X-Gongkai-Timestamp": stamp,
        "X-Gongkai-Nonce": nonce,
        "X-Gongkai-Key": signature.key,
        "X-Gongkai-Signature": signature.value,
    }


def signed(method: str, address: str, timestamp: str, nonce: str, data: bytes) -> bytes:
    """The bytes that are signed."""
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return "\n".join([method, path, timestamp, nonce, hashlib.sha256(data).hexdigest()]).encode()


def trusted(
    method: str,
    address: str,
    data: bytes,
    given: dict[str, str],
    *,
    public: str,
    now: datetime,
) -> bool:
    """Whether a message is that of the holder of ``public`` and was made within the last minutes: the receiver's check, without its
    memory of nonces. ``given``: headers by lower-case name."""
    stamp = given.get("x-gongkai-timestamp", "")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > SKEW.total_seconds():
        return False
    if given.get("x-gongkai-key") != signing.key_id(public):
        return False
    expected = signed(method, address, stamp, given.get("x-gongkai-nonce", ""), data)
    return signing.holds(expected, given.get("x-gongkai-signature", ""), public)
