"""Proof of erasure: the certificate, and looking again later whether the bytes are gone.

A certificate names files by their SHA-256 and sealed values by that of their ciphertext. Neither says anything of the person:
the hash of an identity number itself would be as good as the number (decision 0177).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from gongkai.documents import Document, Heading, Paragraph, Table, write
from gongkai.documents.model import Cell
from gongkai.files.discarding import in_use
from gongkai.files.keeping import place_of
from gongkai.language import say
from gongkai.retention.models import DestructionList, Entry
from gongkai.retention.schedule import kinds

SEALED = re.compile(rb"v1:[A-Za-z0-9_-]+:[A-Za-z0-9+/]+={0,2}")
CHUNK = 8 << 20
OVERLAP = 1 << 16
"""Longer than any sealed value of the registers, so that none is missed at a border."""


def counts(found: DestructionList) -> dict[str, int]:
    """How many entries of each kind are gone."""
    gone = found.entries.filter(state=Entry.State.ERASED).values_list("kind", flat=True)
    return dict(sorted(Counter(gone).items()))


def hashes_of(found: DestructionList) -> tuple[list[str], list[str]]:
    """SHA-256 of every erased file, and of every erased sealed value."""
    files: list[str] = []
    sealed: list[str] = []
    for each in found.entries.filter(state=Entry.State.ERASED).order_by("pk").values_list("hashes", flat=True):
        files += each.get("files", ())
        sealed += each.get("sealed", ())
    return files, sealed


def hash_of_hashes(found: DestructionList) -> str:
    """One hash over them all, in order: what the log keeps."""
    files, sealed = hashes_of(found)
    return hashlib.sha256("\n".join((*files, *sealed)).encode()).hexdigest()


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    cells = [tuple(Cell(str(value)) for value in row) for row in (head, *rows)]
    return Table(tuple(cells), header_rows=1)


def the_list(found: DestructionList) -> Document:
    """销毁清册 as a document: what, since when, until when, on what ground, what became of it."""
    rows = [
        (n, kinds()[e.kind].label, e.what, e.starts_on, e.due_on, e.get_state_display(), e.state_why)
        for n, e in enumerate(found.entries.order_by("pk"), 1)
    ]
    head = (say("序号"), say("种类"), say("对象"), say("起算"), say("期满"), say("状态"), say("原因"))
    return Document(
        (
            Heading(say("{agency}销毁清册", agency=found.agency.name)),
            Paragraph(say("编号：{number}", number=found.number)),
            Paragraph(say("保管期限表校验值：{digest}", digest=found.schedule_digest)),
            _table(head, rows),
        )
    )


def certificate(found: DestructionList) -> bytes:
    """销毁证明 as PDF. The same list gives the same bytes."""
    files, sealed = hashes_of(found)
    kept = found.entries.exclude(state=Entry.State.ERASED)
    rules = found.schedule["kinds"]
    lines = [(kinds()[kind].label, n, rules[kind]["length"], rules[kind]["basis"]) for kind, n in counts(found).items()]
    moment = timezone.localtime(found.erased_at)
    assert found.decided_by is not None
    blocks = [
        Heading(say("销毁证明")),
        Paragraph(say("机关：{agency}", agency=found.agency.name)),
        Paragraph(say("清册：{number}，{n}条", number=found.number, n=found.entries.count())),
        Paragraph(
            say(
                "编制：{a}，{at:%Y-%m-%d}；审批：{b}，{on:%Y-%m-%d}；待销毁期满：{last}",
                a=found.made_by.name,
                at=timezone.localtime(found.made_at),
                b=found.decided_by.name,
                on=timezone.localtime(found.decided_at),
                last=found.erase_from,
            )
        ),
        Paragraph(say("销毁完成：{at:%Y-%m-%d %H:%M}", at=moment)),
        Paragraph(
            say(
                "保管期限表：版本{version}，校验值{digest}",
                version=found.schedule["version"],
                digest=found.schedule_digest,
            )
        ),
        Heading(say("销毁的内容"), 2),
        _table((say("种类"), say("件数"), say("保管期限"), say("依据")), lines),
        Paragraph(say("登记簿上的编号、日期、申请人类别、办理结果没有销毁，各年年报的数字不变。")),
    ]
    if kept.exists():
        blocks += [
            Heading(say("没有销毁的"), 2),
            _table(
                (say("对象"), say("状态"), say("原因")),
                [(e.what, e.get_state_display(), e.state_why) for e in kept.order_by("pk")],
            ),
        ]
    blocks += [
        Heading(say("怎样销毁"), 2),
        Paragraph(
            say(
                "数据库中的内容已覆盖，没有其他记录使用的文件已从存储中删除，数据库文件已重写（{how}）。",
                how=found.storage["how"],
            )
        ),
        Paragraph(
            say(
                "本证明不及于：销毁前制作的备份、PostgreSQL归档的预写日志、已经发给申请人和其他机关的文书、存储介质自身保留的旧块。备份应当按备份的保存期限一并清除。"
            )
        ),
        Heading(say("销毁文件的校验值（SHA-256）"), 2),
        *([Paragraph(each) for each in sorted(set(files))] or [Paragraph(say("无"))]),
        Heading(say("销毁的加密信息：密文的校验值（SHA-256）"), 2),
        *([Paragraph(each) for each in sorted(set(sealed))] or [Paragraph(say("无"))]),
    ]
    return write(Document(tuple(blocks)), "pdf", title=say("销毁证明"))


@dataclass(frozen=True, slots=True)
class Remnant:
    """Something that should be gone and is there: where, and what."""

    where: str
    what: str


def remnants(lists: Iterable[DestructionList]) -> Iterator[Remnant]:
    """Everything that the lists say is gone and that is found all the same: bytes of files, sealed values in the raw database."""
    sealed: dict[str, str] = {}
    for found in lists:
        files, values = hashes_of(found)
        used = in_use(found.agency, files)
        for sha256 in sorted(set(files) - used):
            if place_of(found.agency_id, sha256).exists():
                yield Remnant(str(place_of(found.agency_id, sha256)), found.number)
        sealed.update(dict.fromkeys(values, found.number))
    if sealed:
        for where, chunk in _raw():
            for token in SEALED.findall(chunk):
                number = sealed.get(hashlib.sha256(token).hexdigest())
                if number is not None:
                    yield Remnant(where, number)


def sightings(words: Sequence[str]) -> Iterator[Remnant]:
    """Where ``words`` stand in the raw files of the database and in the store of files, as UTF-8, UTF-16 or escaped as in JSON."""
    wanted = {}
    for word in words:
        for raw in (word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()):
            wanted[raw] = word
    for where, chunk in (*_raw(), *_stored()):
        for raw, word in wanted.items():
            if raw in chunk:
                yield Remnant(where, word)


def database_files() -> list[Path]:
    """The files in which the database keeps its rows: on SQLite with its log; on PostgreSQL the heap, where this account may
    read it. Empty: they are out of reach."""
    if connection.vendor == "sqlite":
        base = str(connection.settings_dict["NAME"])
        return [path for ending in ("", "-wal", "-journal") if (path := Path(base + ending)).is_file()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
        cursor.execute("SELECT pg_has_role(current_user, 'pg_read_all_settings', 'usage')")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]) / "base" / str(oid)
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def _raw() -> Iterator[tuple[str, bytes]]:
    for path in database_files():
        yield from _pieces(path)


def _stored() -> Iterator[tuple[str, bytes]]:
    roots = [Path(settings.MEDIA_ROOT), Path(settings.HOME.root) / "waiting"]
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            if path.is_file():
                yield from _pieces(path)


def _pieces(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file piece by piece, each with the end of the one before."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield str(path), before + piece
            before = piece[-OVERLAP:]
