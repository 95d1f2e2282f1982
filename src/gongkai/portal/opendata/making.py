"""The files themselves: which there are, and one walk through everything that is public to write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.models import Agency, Site
from gongkai.disclosures.models import Item
from gongkai.language import say
from gongkai.people import clock
from gongkai.portal.opendata import rows, shelf, tables
from gongkai.portal.opendata.registers import Table, all_tables
from gongkai.portal.opendata.shelf import File, Manifest, Writer

NIGHT = time(2, 0)
"""From when on the files of a new day are made."""
JSON_LINES = "application/jsonl"


def due(now: datetime | None = None) -> bool:
    """Whether the files are to be made now: there are none, a night has come, or something has ceased to be public since."""
    now = now or clock.now()
    manifest = shelf.current()
    if manifest is None:
        return True
    made = shelf.made_at(manifest)
    local = timezone.localtime(now)
    if local.date() > timezone.localdate(made) and local.time() >= NIGHT:
        return True
    gone = Q(withdrawn_at__gt=made) | Q(expires_at__gt=made, expires_at__lte=now)
    return Item.objects.filter(gone, published_on__isnull=False).exists()


def make_due() -> int:
    """Make the files if it is time; how many."""
    return len(make().files) if due() else 0


def make() -> Manifest:
    """Make every file and put it in its place. Whoever reads meanwhile keeps what was there."""
    now = clock.now().isoformat(timespec="seconds")
    old = shelf.current()
    before = {file.name: file for file in old.files} if old else {}
    base = Site.this().address.rstrip("/")
    with shelf.making() as folder:
        written = [*_catalogues(folder, base)]
        for name, title, about, table in all_tables(base):
            written.append(_table(folder, name, title, about, table))
        files = []
        for file, path in written:
            old_file = before.get(file.name)
            since = old_file.changed_at if old_file and old_file.sha256 == file.sha256 else now
            files.append((File(**{**_fields(file), "changed_at": since}), path))
        manifest = Manifest(now, tuple(file for file, _ in files))
        shelf.put(manifest, files)
    return manifest


def _fields(file: File) -> dict[str, Any]:
    return {name: getattr(file, name) for name in File.__slots__}


def _done(writer: Writer, name: str, title: str, about: str, media_type: str, body: str = "") -> tuple[File, Path]:
    digest = writer.close()
    return File(name, title, about, media_type, writer.size, digest, writer.rows, "", body), writer.path


def _catalogues(folder: Path, base: str) -> Iterator[tuple[File, Path]]:
    """The catalogue of all bodies as CSV and as JSON lines, and of each body as CSV: one walk, a body at a time."""
    head = [label for _, label in rows.COLUMNS]
    whole, data = Writer(folder / "catalogue.csv"), Writer(folder / "catalogue.jsonl")
    whole.write(next(tables.lines(head, ())))
    for agency in Agency.objects.order_by("pk"):
        one = Writer(folder / f"catalogue-{agency.slug}.csv")
        one.write(next(tables.lines(head, ())))
        mine = rows.catalogue().filter(agency=agency).order_by("-published_on", "-pk")
        for _, record in rows.records(mine, base):
            (line,) = tables.plain_lines([rows.row_of(record)])
            for writer in (whole, one):
                writer.write(line)
                writer.rows += 1
            data.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
            data.rows += 1
        title = say("{agency}公开目录", agency=agency.name)
        yield _done(
            one, one.path.name, title, say("这一家主动公开的全部信息，每行一件。"), tables.MEDIA_TYPE, agency.slug
        )
    about = say("全部机关主动公开的信息，每行一件，含索引号、名称、文号、日期、有效性和网址。")
    yield _done(whole, "catalogue.csv", say("公开目录"), about, tables.MEDIA_TYPE)
    told = say("内容同上，每行一个JSON对象，供程序使用。")
    yield _done(data, "catalogue.jsonl", say("公开目录（JSON）"), told, JSON_LINES)


def _table(folder: Path, name: str, title: str, about: str, table: Table) -> tuple[File, Path]:
    writer = Writer(folder / name)
    head, body = table
    for line in tables.lines(head, body):
        writer.write(line)
        writer.rows += 1
    writer.rows -= 1
    return _done(writer, name, title, about, tables.MEDIA_TYPE)
