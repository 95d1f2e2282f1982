"""A record of check values (见证) as it leaves the house: text that a person can file, print and paste from a mail, and that reads back.

It holds the end of every chain of the log, fingerprints of the entries since the last record, and the sums of the sealed tables: hashes
under a key that stays inside, so nothing personal, and nothing to be guessed from it.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime

from gongkai.errors import GongkaiError
from gongkai.language import say

MOST_POINTS = 500
"""Fingerprints of one chain in one record. Of more entries only every so-manyth has one."""
_POINT = 4
"""Hex digits of a fingerprint. It names the place; that something differs is told by the whole hash at the end."""
_A_LINE = 12
_BEGIN, _END = "公开系统校验值", "校验值结束"
_BAR = "====="
_STARTS = re.compile(rf"={{3,}}\s*{_BEGIN}\s+(\S+?)\s*={{3,}}")
_ENDS = re.compile(rf"={{3,}}\s*{_END}\s+([0-9a-f]{{16}})\s*={{3,}}")
_CHAIN = re.compile(
    r"(?<![\w:])(system|agency:\d{1,15})\s+(\d{1,15})\s+([0-9a-f]{64})(?![0-9a-f])(?:\s+([^\x00-\x7f]\S*))?"
)
_TABLE = re.compile(r"(?<![\w:])([a-z][a-z0-9_]+)\s+(\d{1,15})\s+([0-9a-f]{32})(?![0-9a-f])")
_POINTS = re.compile(r"(?<![\w:])(system|agency:\d{1,15})\s+(\d{1,15})\+([1-9]\d{0,8})((?:\s+[0-9a-f]{4}(?![\w:]))+)")
MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Points:
    """Fingerprints of the entries ``first``, ``first + step``, …"""

    first: int
    step: int
    marks: tuple[str, ...]

    def sequences(self) -> range:
        return range(self.first, self.first + self.step * len(self.marks), self.step)


@dataclass(frozen=True, slots=True)
class Record:
    """What was seen at one moment. ``chains``: the last sequence and its hash; ``tables``: turn and digest, as in `anchoring.totals`;
    ``names``: what the chains' bodies were called. ``at`` None: an export of before, which does not say when."""

    at: datetime | None
    chains: dict[str, tuple[int, str]]
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    points: dict[str, Points] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def sum(self) -> str:
        """16 hex digits over what it says. Against slips of the hand, not against somebody who means it."""
        lines = [self.at.isoformat() if self.at else ""]
        lines += [f"{key} {at} {digest}" for key, (at, digest) in sorted(self.chains.items())]
        lines += [f"{table} {turn} {digest}" for table, (turn, digest) in sorted(self.tables.items())]
        lines += [f"{key} {each.first}+{each.step} {' '.join(each.marks)}" for key, each in sorted(self.points.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def text(self) -> str:
        """The record as it is filed or mailed. ``at`` must be there."""
        assert self.at is not None
        lines = [f"{_BAR} {_BEGIN} {self.at.isoformat()} {_BAR}"]
        lines.append(
            say(
                "这些校验值证明日志和数据没有被改写，不含个人信息。请原样保存；用 gongkai audit verify --against 核对。"
            )
        )
        lines += [
            f"{key} {at} {digest} {self.names.get(key, '')}".rstrip()
            for key, (at, digest) in sorted(self.chains.items())
        ]
        lines += [f"{table} {turn} {digest}" for table, (turn, digest) in sorted(self.tables.items())]
        for key, each in sorted(self.points.items()):
            for start in range(0, len(each.marks), _A_LINE):
                part = each.marks[start : start + _A_LINE]
                lines.append(f"{key} {each.first + start * each.step}+{each.step} {' '.join(part)}")
        return "\n".join([*lines, f"{_BAR} {_END} {self.sum} {_BAR}", ""])


def fingerprint(digest: str) -> str:
    """What stands for an entry's hash among the points of a record."""
    return digest[:_POINT]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file that was kept holds. ``altered``: how many records are not what their sum says; ``torn``: how many were never
    written to their end."""

    records: list[Record]
    altered: int = 0
    torn: int = 0


def read(body: bytes) -> Kept:
    """The records in a text file, a mail (as it was saved or pasted) or an export in JSON. Raises GongkaiError where there are none."""
    text = _text(body)
    if text.lstrip().startswith("{"):
        return Kept([_export(text)])
    # As mail programs quote, and however they break lines.
    text = re.sub(r"(?m)^[ \t]*(?:>[ \t]*)+", "", text)
    begins = list(_STARTS.finditer(text))
    if not begins:
        raise GongkaiError(say("里面没有校验值。请用见证留下的文件、邮件的正文，或者 gongkai audit heads 的输出。"))
    found: list[Record] = []
    altered = torn = 0
    for begin, after in zip(begins, [*(each.start() for each in begins[1:]), len(text)], strict=True):
        end = _ENDS.search(text, begin.end(), after)
        if end is None:
            torn += 1
            continue
        record = _record(begin[1], text[begin.end() : end.start()])
        if record is None or record.sum != end[1]:
            altered += 1
        else:
            found.append(record)
    return Kept(found, altered, torn)


def _text(body: bytes) -> str:
    body = body.lstrip()
    head = body[:20_000].lower()
    if b"content-transfer-encoding:" in head or head.startswith(
        (b"received:", b"return-path:", b"from:", b"message-id:")
    ):
        mail = email.message_from_bytes(body, policy=email.policy.default)
        part = mail.get_body(("plain", "html"))
        if part is not None:
            return str(part.get_content())
    return body.decode("utf-8-sig", "replace")


def _record(at: str, text: str) -> Record | None:
    try:
        moment = _moment(at)
    except ValueError:
        return None
    chains, names = {}, {}
    for key, sequence, digest, name in _CHAIN.findall(text):
        chains[key], names[key] = (int(sequence), digest), name
    points: dict[str, Points] = {}
    for key, first, step, marks in _POINTS.findall(text):
        held = points.get(key)
        points[key] = Points(
            held.first if held else int(first), int(step), (*(held.marks if held else ()), *marks.split())
        )
    tables = {table: (int(turn), digest) for table, turn, digest in _TABLE.findall(text)}
    return Record(moment, chains, tables, points, names)


def _export(text: str) -> Record:
    """What `gongkai audit heads` or the page of the log gave out."""
    wrong = GongkaiError(say("这个 JSON 不是导出的校验值。请用 gongkai audit heads 的输出。"))
    try:
        told = json.loads(text)
        at = told.pop("at", None)
        tables = told.pop("tables", {})
        chains = told.pop("heads", told)
        return Record(
            _moment(at) if at else None,
            {_key(key): _pair(value) for key, value in chains.items()},
            {str(table): _pair(value) for table, value in tables.items()},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise wrong from error


def _moment(at: str) -> datetime:
    """Raises ValueError."""
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None or not 2000 <= moment.year < 3000:
        raise ValueError
    return moment


def _key(key: str) -> str:
    """The key of a chain. Raises ValueError."""
    if not re.fullmatch(r"system|agency:\d{1,15}", key):
        raise ValueError
    return key


def _pair(value: str) -> tuple[int, str]:
    """Raises ValueError."""
    found = re.fullmatch(r"(\d{1,15}):([0-9a-f]{32,64})", value)
    if found is None:
        raise ValueError
    return int(found[1]), found[2]
