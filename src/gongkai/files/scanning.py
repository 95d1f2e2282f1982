"""查毒: what a virus scanner (ClamAV's ``clamd``) says about bytes that were handed in.

``GONGKAI_CLAMD`` names the scanner. Without one nothing is scanned, and `gongkai doctor` says so. Where the scanner does not answer, a
file is taken all the same, for a lawful application must not wait for a machine; but it stays shut until the scanner has seen it.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from gongkai.errors import GongkaiError
from gongkai.files.models import Scan
from gongkai.language import say
from gongkai.people import clock

LOGGER = logging.getLogger("gongkai.files")
CONNECT, ANSWER = 3.0, 20.0
"""Seconds to wait for a connection, and for an answer to all bytes of a file."""
REST = 30.0
"""Seconds for which a scanner that did not answer is not asked for the next file: one that hangs would hold up every form."""
REMEMBERED = 600.0
"""Seconds for which a verdict stands without asking again: its list of viruses grows."""
STALE_DAYS = 7
"""A list of viruses older than this is told by `gongkai doctor`."""
_CHUNK = 1 << 16
_LONGEST = 4096
"""Bytes of an answer: the name of a virus, or what went wrong."""


class ScannerDown(GongkaiError):
    """The scanner was not reached, or did not say whether the bytes are clean. The sentence says which."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``note``: the name of the virus, or why the bytes still wait."""

    scan: Scan
    note: str = ""


NOT_SCANNED = Verdict(Scan.NONE)
_seen: OrderedDict[str, tuple[float, Verdict]] = OrderedDict()
_KEPT = 64
_silent: dict[str, float] = {}
"""By address, since when a scanner has not answered."""


def set_up() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMD)


def verdict(data: bytes) -> Verdict:
    """What is to be held of ``data``. A form looks first and an action keeps afterwards, so the last verdicts are remembered."""
    if not set_up():
        return NOT_SCANNED
    sha256, now = hashlib.sha256(data).hexdigest(), time.monotonic()
    at, known = _seen.get(sha256, (0.0, None))
    if known is not None and now - at < REMEMBERED:
        return known
    if now - _silent.get(settings.CLAMD, -REST) < REST:
        return Verdict(Scan.WAITING, say("查毒程序没有应答（{place}）", place=settings.CLAMD))
    try:
        virus = virus_in(data)
    except ScannerDown as down:
        LOGGER.warning("a file of %s bytes waits for the scanner: %s", len(data), down)
        return Verdict(Scan.WAITING, str(down)[:200])
    found = Verdict(Scan.INFECTED, virus[:200]) if virus else Verdict(Scan.CLEAN)
    _seen[sha256] = (now, found)
    while len(_seen) > _KEPT:
        _seen.popitem(last=False)
    return found


def virus_in(data: bytes) -> str:
    """The name of the virus that the scanner finds in ``data``, "" for none. Raises `ScannerDown`."""
    answer = _asked(b"zINSTREAM\0", _frames(data))
    said = answer.rpartition(": ")[2]
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerDown(say("查毒程序没有给出结论：{answer}", answer=answer))


@dataclass(frozen=True, slots=True)
class Scanner:
    """``version``: of the program. ``signatures``: of what day its list of viruses is, None where it does not tell."""

    version: str
    signatures: datetime | None


def scanner() -> Scanner:
    """What answers at ``GONGKAI_CLAMD``. Raises `ScannerDown`."""
    version, _, rest = _asked(b"zVERSION\0", ()).partition("/")
    try:
        made = datetime.strptime(rest.partition("/")[2].strip(), "%a %b %d %H:%M:%S %Y")
    except ValueError:
        return Scanner(version, None)
    return Scanner(version, clock.moment(made))


def infected_words(virus: str) -> str:
    """Why a file is not opened."""
    return say(
        "文件里发现病毒（{virus}），已经隔离，不能打开。请请对方用杀毒软件清除后重新提交，或者改用纸质材料。",
        virus=virus,
    )


def _frames(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        yield len(chunk).to_bytes(4) + chunk
    yield bytes(4)


def _asked(command: bytes, frames: Iterator[bytes] | tuple[bytes, ...]) -> str:
    """One question to the scanner, and its answer. It may answer and hang up before all was sent, where a file is too long for it."""
    kind, _, place = settings.CLAMD.partition(":")
    try:
        with closing(_connected(kind, place)) as line:
            line.settimeout(ANSWER)
            try:
                line.sendall(command)
                for frame in frames:
                    line.sendall(frame)
            except (BrokenPipeError, ConnectionResetError):
                pass
            answer = b""
            while len(answer) < _LONGEST and (more := line.recv(_LONGEST)):
                answer += more
                if b"\0" in more:
                    break
    except (OSError, ValueError) as error:
        _silent[settings.CLAMD] = time.monotonic()
        raise ScannerDown(say("查毒程序没有应答（{place}：{error}）", place=settings.CLAMD, error=error)) from error
    if not answer:
        raise ScannerDown(say("查毒程序没有应答（{place}：连接被断开）", place=settings.CLAMD))
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(kind: str, place: str) -> socket.socket:
    """``unix:/run/clamav/clamd.ctl`` or ``tcp:127.0.0.1:3310``. Raises OSError, ValueError."""
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT)
        line.connect(place)
        return line
    host, _, port = place.rpartition(":")
    if kind != "tcp" or not host:
        raise ValueError(say("地址应写成 unix:/路径 或者 tcp:主机:端口"))
    return socket.create_connection((host, int(port)), CONNECT)
