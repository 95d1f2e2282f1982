"""A delivery status notification (RFC 3464) as values. Whoever knows the address of the mailbox can put anything into it, so everything
is bounded and nothing is believed but the token. No database.

>>> meant("5.1.1")
'收件地址不存在'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from gongkai.language import say

MOST_BYTES = 400_000
"""Of a message that are read; the report stands before the mail it is about, so a longer one is cut."""
MOST_BOUNDARIES = 40
MOST_PARTS = 60
MOST_DEPTH = 6
TOLD = 120
"""Characters of what the far server said that the log keeps."""
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class Unreadable(Exception):
    """The message cannot be taken apart within bounds."""


@dataclass(frozen=True, slots=True)
class Report:
    """``action``: failed, delayed, delivered, relayed, expanded. ``status``: 5.1.1; "" where none stands there. ``told``: what the far
    server said. ``to``: every address that may bear the token. ``message_id``: of the mail it is about, "" where it is not enclosed."""

    action: str
    status: str
    told: str
    to: tuple[str, ...]
    message_id: str

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help."""
        return self.action == "failed" and not self.status.startswith("4")


def read(data: bytes) -> Report | None:
    """The report in a message; None where it is none (an answer, an absence note). Raises `Unreadable`."""
    data = data[:MOST_BYTES]
    # Nested so often, taking it apart would itself be the harm.
    if data.lower().count(b"boundary") > MOST_BOUNDARIES:
        raise Unreadable
    try:
        return _read(message_from_bytes(data, policy=policy.compat32))
    except Unreadable:
        raise
    except Exception as error:
        # The parser of the standard library has raised nearly everything on hostile input.
        raise Unreadable from error


def _read(message: Message) -> Report | None:
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type", "")).lower()
    if kind not in ("delivery-status", ""):
        return None
    status, enclosed = None, None
    for part in _parts(message):
        if status is None and part.get_content_type() == "message/delivery-status":
            status = part
        elif enclosed is None and part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            enclosed = part
    if status is None:
        return None
    blocks = status.get_payload()
    if not isinstance(blocks, list):
        raise Unreadable
    recipients = [block for block in blocks[:20] if isinstance(block, Message) and block.get("Action")]
    if not recipients:
        raise Unreadable
    worst = min(recipients, key=lambda block: _ORDER.get(_word(block, "Action"), 9))
    said = _clean(str(worst.get("Diagnostic-Code", "")).partition(";")[2])
    found = _STATUS.search(str(worst.get("Status", ""))) or _STATUS.search(said)
    return Report(
        _word(worst, "Action"),
        found[0] if found else "",
        said[:TOLD],
        tuple(str(value)[:400] for name in _BEARERS for value in message.get_all(name, [])[:5]),
        _enclosed_id(enclosed),
    )


_ORDER = {"failed": 0, "delayed": 1}
_BEARERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a report, not those of the mail that it encloses."""
    waiting, seen = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > MOST_DEPTH:
            raise Unreadable
        yield part
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [(each, depth + 1) for each in inner if isinstance(each, Message)]


def _enclosed_id(part: Message | None) -> str:
    if part is None:
        return ""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return str(inner[0].get("Message-ID", "")).strip()[:200]
    raw = part.get_payload(decode=True)
    text = raw[:20_000].decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    found = re.search(r"^message-id:\s*(<[^<>\s]{1,198}>)", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()[:20]


def _clean(told: str) -> str:
    """One line, without addresses: whose mailbox it is stands masked in the log already."""
    line = re.sub(r"[^\s<>]{1,200}@[^\s<>]{1,200}", "…", " ".join(told.split())[:1000])
    return "".join(mark for mark in line if mark.isprintable())


_MEANT = {
    "1.1": lambda: say("收件地址不存在"),
    "1.2": lambda: say("收件地址的域名不存在"),
    "1.3": lambda: say("收件地址写法不对"),
    "1.6": lambda: say("收件人的邮箱已经迁走"),
    "1.10": lambda: say("收件地址的域名不收邮件"),
    "2.1": lambda: say("收件人的邮箱已经停用"),
    "2.2": lambda: say("收件人的邮箱已满"),
    "2.3": lambda: say("邮件超过收件人邮箱的限制"),
    "4.1": lambda: say("收件人的服务器没有应答"),
    "4.4": lambda: say("找不到收件人的服务器"),
    "4.7": lambda: say("投递超过时限"),
    "7.1": lambda: say("收件人的服务器不允许投递"),
}
"""By subject and detail of the status (RFC 3463)."""
_OF_THE_ADDRESS = frozenset({"0", "1", "2", "4"})


def meant(status: str) -> str:
    """What a status means."""
    _, _, rest = status.partition(".")
    return _MEANT[rest]() if rest in _MEANT else say("收件人的服务器没有接收")


def of_the_address(status: str) -> bool:
    """Whether a permanent status speaks of the address or the mailbox (and then no further mail arrives either), not of the content or
    the policy of the far server (RFC 3463: subjects 3, 5, 6, 7). Without a status it speaks of the address."""
    parts = status.split(".")
    return len(parts) != 3 or parts[1] in _OF_THE_ADDRESS
