"""The mailbox that returned mail comes into: a folder (Maildir), a file (mbox), or an IMAP server over TLS. So many at a time, so many
bytes of each."""

from __future__ import annotations

import contextlib
import imaplib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from gongkai.language import say
from gongkai.reminders.returning.reports import MOST_BYTES
from gongkai.reminders.sending.transport import WrongSetting, trusted

MOST = 500
"""Messages of one round."""
MOST_FILE = 50_000_000
"""Bytes of an mbox file, which is read whole each time."""
SECONDS = 20.0
_FROM = re.compile(rb"^From \S.*\d{4}\s*$")


class Closed(Exception):
    """The mailbox cannot be opened. Its text is a sentence."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message: its first `MOST_BYTES` bytes. ``seen``: marks it as looked at; without it the message comes again."""

    data: bytes
    seen: Callable[[], object]


def set_up() -> bool:
    """Whether the installation has such a mailbox."""
    return bool(settings.RETURNS)


def mails() -> Iterator[Mail]:
    """What was not looked at yet. Raises `Closed` and `WrongSetting`."""
    kind, _, place = settings.RETURNS.partition(":")
    if kind == "maildir" and place:
        return _maildir(Path(place))
    if kind == "mbox" and place:
        return _mbox(Path(place))
    if kind == "imaps":
        return _imap(settings.RETURNS)
    raise WrongSetting(say("GONGKAI_RETURNS 应当是 maildir:文件夹、mbox:文件或者 imaps://账号@服务器/INBOX。请改正。"))


def _maildir(folder: Path) -> Iterator[Mail]:
    """What lies in ``new``, oldest first; afterwards it lies in ``cur``, marked as seen, as any program does that reads it."""
    try:
        places = sorted((folder / "new").iterdir())
    except OSError:
        raise Closed(say("退信的邮箱“{place}”打不开。请核对 GONGKAI_RETURNS 和权限。", place=folder)) from None
    for place in places[:MOST]:
        try:
            # A link or a pipe is no mail.
            if place.is_symlink() or not place.is_file():
                continue
            with place.open("rb") as file:
                data = file.read(MOST_BYTES)
        except OSError:
            continue
        yield Mail(data, partial(_filed, place, folder / "cur"))


def _filed(place: Path, folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        place.rename(folder / f"{place.name.partition(':')[0]}:2,S")


def _mbox(file: Path) -> Iterator[Mail]:
    """All of the file, the newest last; it is only read, so what was looked at before is known by its bytes."""
    try:
        handle = file.open("rb")
    except OSError:
        raise Closed(say("退信的邮箱“{place}”打不开。请核对 GONGKAI_RETURNS 和权限。", place=file)) from None
    with handle:
        if os.fstat(handle.fileno()).st_size > MOST_FILE:
            raise Closed(
                say("退信的邮箱“{place}”超过{n}MB。请清空，或者改用 maildir。", place=file, n=MOST_FILE // 1_000_000)
            )
        held: list[bytes] | None = None
        size, blank = 0, True
        for line in iter(lambda: handle.readline(10_000), b""):
            if blank and _FROM.match(line):
                if held is not None:
                    yield Mail(b"".join(held), _unmarked)
                held, size = [], 0
            elif held is not None and size < MOST_BYTES:
                held.append(line[1:] if line.startswith(b">From ") else line)
                size += len(line)
            blank = line in (b"\n", b"\r\n")
        if held is not None:
            yield Mail(b"".join(held), _unmarked)


def _unmarked() -> None:
    """A file that is only read."""


def _imap(address: str) -> Iterator[Mail]:
    """What is unseen; read without marking, marked behind it. Over TLS alone."""
    parts = urlsplit(address)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not parts.hostname or not parts.username:
        raise WrongSetting(say("GONGKAI_RETURNS 应当是 imaps://账号@服务器/INBOX。请改正。"))
    trust = trusted(settings.RETURNS_CA, "GONGKAI_RETURNS_CA")
    try:
        box = imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, ssl_context=trust, timeout=SECONDS)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Closed(
            say(
                "连不上退信的邮箱（{why}）。请核对 GONGKAI_RETURNS 和证书。",
                why=str(error)[:120] or type(error).__name__,
            )
        ) from None
    try:
        box.login(unquote(parts.username), settings.RETURNS_PASSWORD)
        if box.select(f'"{folder}"')[0] != "OK":
            raise Closed(say("退信的邮箱里没有“{folder}”。请核对 GONGKAI_RETURNS。", folder=folder))
        _, found = box.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:MOST]:
            _, answer = box.uid("FETCH", uid.decode("ascii"), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            data = next((part[1] for part in answer if isinstance(part, tuple)), b"")
            seen = partial(box.uid, "STORE", uid.decode("ascii"), "+FLAGS.SILENT", "(\\Seen)")
            yield Mail(bytes(data[:MOST_BYTES]), seen)
    except (imaplib.IMAP4.abort, OSError):
        raise Closed(say("退信的邮箱中途断开。程序会自己再读。")) from None
    except imaplib.IMAP4.error:
        raise Closed(say("退信的邮箱不接受账号或者密码。请核对 GONGKAI_RETURNS_PASSWORD。")) from None
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()
