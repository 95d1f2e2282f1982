"""放进来: a file becomes a batch with its rows sealed, and a first guess at what its columns are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.documents.errors import Unreadable
from gongkai.errors import GongkaiError
from gongkai.files.uploads import FileRefused, Upload, plain_name
from gongkai.language import say
from gongkai.ledgers import models, rules
from gongkai.ledgers.models import Batch, Books, Line
from gongkai.ledgers.reading import grids, heads, hearings, row, rows, words
from gongkai.ledgers.reading.books import BOOKS
from gongkai.ledgers.reading.row import Choices
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

ASKED = {Books.APPLICATIONS: rows.asked_in, Books.DISPUTES: hearings.asked_in}
"""By kind of ledger: (columns, cells, choices) → (field, text) of every cell that is a word."""


class NoLedger(GongkaiError):
    """There is no head of the ledger in any sheet of the file. ``other``: the file holds the other kind."""

    def __init__(self, ledger: Books, other: Books | None) -> None:
        super().__init__(
            say(
                "这份文件的表头是{other}的，不是{ledger}的。请在上面改选台账，再放进来。",
                other=other.label,
                ledger=ledger.label,
            )
            if other is not None
            else say(
                "没有找到{ledger}的表头：表头至少要有{columns}中的四项。请核对文件，或者下载样表对照。",
                ledger=ledger.label,
                columns=BOOKS[ledger].example,
            )
        )


def take_in(agency: Agency, upload: Upload, *, ledger: str = Books.APPLICATIONS, by: Account) -> Batch:
    """Read a file and keep its rows, sealed; nothing enters a register yet. The file itself is not kept. ``ledger``: which it is.

    Raises `FileRefused` or `NoLedger` with a sentence.
    """
    require(by, rules.IMPORT.key, agency.pk)
    name = plain_name(upload.name)
    if len(upload.data) > settings.FILE_MAX_BYTES:
        most = settings.FILE_MAX_BYTES // 1_000_000
        raise FileRefused(say("“{name}”超过{most}MB，没有收下。请按年份分成几份。", name=name, most=most))
    try:
        read = grids.read(upload.data, name)
    except Unreadable as error:
        raise FileRefused(str(error)) from error
    return _keep(agency, Books(ledger), upload, name, read, by)


@transaction.atomic
def _keep(agency: Agency, ledger: Books, upload: Upload, name: str, read: grids.Grids, by: Account) -> Batch:
    digest = hashlib.sha256(upload.data).hexdigest()
    sheets: list[dict[str, Any]] = []
    lines: list[Line] = []
    warnings = list(read.warnings)
    book = BOOKS[ledger]
    other = _other(ledger, read)
    for grid in read.sheets:
        head = heads.find([cells for _, cells in grid.rows], book.names)
        if head is None:
            warnings.append(say("工作表“{name}”里没有找到台账的表头，没有读。", name=grid.name or name))
            continue
        kept = models.Mapping.objects.filter(agency=agency, ledger=ledger, shape=head.shape).first()
        columns = dict(kept.columns) if kept else dict(head.columns)
        before = len(lines)
        for number, cells in grid.rows[head.under :]:
            if row.is_row(cells, head, columns, book):
                lines.append(Line(order=len(lines), sheet=len(sheets), row=number, cells=list(cells)))
        sheets.append(_sheet(grid, head, columns, name, len(lines) - before, remembered=kept is not None))
    if not sheets:
        raise NoLedger(ledger, other)
    if not lines:
        raise GongkaiError(say("“{name}”只有表头，没有内容。", name=name))
    if other is not None:
        warnings.append(
            say("从表头看，这份文件像是{other}。选错了的，请删除这些行，改选台账再放进来。", other=other.label)
        )
    taken = Batch.objects.filter(agency=agency, ledger=ledger, digest=digest, state=Batch.State.TAKEN).first()
    if taken is not None:
        warnings.append(
            say(
                "同一份文件已在{on}导入过，已登记的行会自动跳过。",
                on=timezone.localtime(taken.taken_at or taken.at).date(),
            )
        )
    batch = Batch(
        agency=agency,
        ledger=ledger,
        name=name,
        digest=digest,
        sheets=sheets,
        warnings=warnings,
        total=len(lines),
        by=by,
        at=clock.now(),
    )
    for shape in dict.fromkeys(sheet["shape"] for sheet in sheets):
        kept = models.Mapping.objects.filter(agency=agency, ledger=ledger, shape=shape).first()
        if kept is not None:
            batch.whole = {**batch.whole, **kept.whole}
            batch.words = {field: {**batch.words.get(field, {}), **said} for field, said in kept.words.items()}
    batch.asks = asks_in(batch, lines)
    batch.save()
    for line in lines:
        line.batch = batch
    Line.objects.bulk_create(lines, batch_size=500)
    log("ledger.read", batch, by=by, agency=agency, ledger=ledger.value, file=name, rows=len(lines), digest=digest)
    return batch


def _other(ledger: Books, read: grids.Grids) -> Books | None:
    """The other kind of ledger, where the heads of the file fit its columns better."""
    found = {}
    for each in Books:
        fits = (heads.find([cells for _, cells in grid.rows], BOOKS[each].names) for grid in read.sheets)
        found[each] = max((len(head.columns) for head in fits if head is not None), default=0)
    best = max(Books, key=lambda each: (found[each], each == ledger))
    return best if best != ledger and found[best] > found[ledger] + 1 else None


def _sheet(
    grid: grids.Grid, head: heads.Head, columns: Mapping[str, int], name: str, count: int, *, remembered: bool
) -> dict[str, Any]:
    above = " ".join(text for _, cells in grid.rows[: head.first] for text in dict.fromkeys(cells))
    year = row.year_in(grid.name) or row.year_in(above) or row.year_in(name)
    return {
        "name": grid.name,
        "year": year,
        "shape": head.shape,
        "head": [[number, list(cells)] for number, cells in grid.rows[: head.under]],
        "words": list(head.words),
        "columns": dict(columns),
        "rows": count,
        "remembered": remembered,
    }


def asks_in(batch: Batch, lines: Iterable[Line]) -> list[list[Any]]:
    """The words that a person has to say the meaning of: [field, word by `words.key`, as written, how often, what it may be]."""
    found: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], str] = {}
    choices = Choices(batch.words, batch.whole)
    for line in lines:
        for field, text in ASKED[Books(batch.ledger)](batch.sheets[line.sheet]["columns"], line.cells, choices):
            key = words.key(text)
            if key and text not in ("-", "/", "—") and len(text) <= 60:
                found[field, key] += 1
                written.setdefault((field, key), text)
    asked = []
    for (field, key), n in found.most_common():
        meant = words.meaning(field, written[field, key], batch.words.get(field, {}))
        if meant.code is None:
            asked.append([field, key, written[field, key], n, list(meant.may_be)])
    return asked[:60]
