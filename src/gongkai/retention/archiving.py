"""年度归档包: every case that a body closed in a year, with its dossier, register facts, letters, files and log, as one ZIP.

The same cases give the same bytes: names and times are fixed, and the order is that of the register. ``manifest.json`` names
every file with its SHA-256; `gongkai.retention.verifying` needs nothing but the ZIP.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms.models import model_to_dict

from gongkai.agencies.models import Agency
from gongkai.applications import copies
from gongkai.applications.dossiers import contents, making
from gongkai.applications.models import Application, Letter, Stage
from gongkai.documents import Document, Heading, Table, write
from gongkai.documents.model import Cell
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import plain_name
from gongkai.language import say
from gongkai.law.outcomes import MEANINGS, Outcome
from gongkai.people import clock
from gongkai.people.journal import log, subject_of
from gongkai.people.models import Account, LogEntry
from gongkai.people.rules import require
from gongkai.retention import rules
from gongkai.retention.models import ArchivePackage
from gongkai.retention.verifying import CHUNK, FORMAT, MANIFEST

INDEX = "索引.xlsx"
WHEN = (2000, 1, 1, 0, 0, 0)


def ask(agency: Agency, year: int, *, by: Account) -> ArchivePackage:
    """Ask for the package of a year; it is made in the background. One that is under way is that one."""
    require(by, rules.ARCHIVE.key, agency.pk)
    if not cases_of(agency, year).exists():
        raise GongkaiError(say("{year}年没有办结的申请，没有制作归档包。", year=year))
    states = (ArchivePackage.State.WAITING, ArchivePackage.State.WORKING)
    try:
        with transaction.atomic():
            made = ArchivePackage.objects.create(agency=agency, year=year, asked_by=by, asked_at=clock.now())
            log("archive.asked", made, by=by, agency=agency, year=year)
            _later(made.pk)
    except IntegrityError:
        return ArchivePackage.objects.get(agency=agency, year=year, state__in=states)
    return made


def _later(pk: int) -> None:
    from gongkai.retention.tasks import make_archive

    make_archive.enqueue(pk)


def cases_of(agency: Agency, year: int) -> QuerySet[Application]:
    """The cases that the body closed in the year, in the order of the register."""
    rows = Application.objects.filter(agency=agency, stage=Stage.CLOSED, decided_on__year=year)
    return rows.order_by("year", "serial")


def place_of(package: ArchivePackage) -> Path:
    """Where the ZIP stands."""
    return Path(settings.HOME.root) / "archives" / str(package.agency_id) / f"{package.year}-{package.pk}.zip"


def run(pk: int) -> None:
    """Make the package that was asked for. Running it again makes it again, to the same bytes; one that is ready is left alone."""
    found = ArchivePackage.objects.select_related("agency").filter(pk=pk).first()
    if found is None or found.state == ArchivePackage.State.READY:
        return
    rows = ArchivePackage.objects.filter(pk=pk)
    rows.update(
        state=ArchivePackage.State.WORKING, failure="", done=0, total=cases_of(found.agency, found.year).count()
    )
    place = place_of(found)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_suffix(".part")
    try:
        with part.open("wb") as file:
            pack(found.agency, found.year, file, step=lambda done: rows.update(done=done))
        part.replace(place)
    except (GongkaiError, OSError) as error:
        part.unlink(missing_ok=True)
        rows.update(state=ArchivePackage.State.FAILED, failure=str(error))
        return
    digest, size = _hash(place), place.stat().st_size
    with transaction.atomic():
        rows.update(state=ArchivePackage.State.READY, sha256=digest, size=size, made_at=clock.now())
        log("archive.made", found, by=None, agency=found.agency, year=found.year, sha256=digest)


def _hash(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def pack(agency: Agency, year: int, target: Any, *, step: Callable[[int], object] = lambda done: None) -> None:
    """Write the package into the open binary file ``target``. ``step``: told how many cases are in."""
    named: list[dict[str, object]] = []
    index = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
            named.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})

        for done, pk in enumerate(list(cases_of(agency, year).values_list("pk", flat=True)), 1):
            case = contents.loaded(pk)
            folder = f"{case.year}-{case.serial:05}"
            for name, data in _files(case):
                put(f"{folder}/{name}", data)
            index.append((folder, case))
            step(done)
        put(INDEX, _index(agency, year, index))
        head = {"format": FORMAT, "agency": agency.name, "year": year, "cases": len(index), "files": named}
        body = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).encode()
        archive.writestr(zipfile.ZipInfo(MANIFEST, WHEN), body, zipfile.ZIP_DEFLATED)


def _files(case: Application) -> Iterator[tuple[str, bytes]]:
    """Everything of one case, under stable names."""
    bound = making.make(case)
    yield "卷宗.pdf", bound.pdf
    yield "卷宗清单.json", bound.manifest
    yield "登记.json", _json(_register(case))
    yield "日志.json", _json(_log(case))
    issued = case.letters.filter(state=Letter.State.ISSUED).order_by("pk")
    for n, letter in enumerate(issued, 1):
        yield f"文书/{n:02}-{plain_name(letter.number or letter.code)}.pdf", copies.issued_pdf(letter)
    for n, each in enumerate(case.files.order_by("pk").select_related("file"), 1):
        yield f"材料/{n:02}-{plain_name(each.name)}", keeping.read(each.file)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _register(case: Application) -> dict[str, object]:
    """The row of the register, without the query code."""
    values = model_to_dict(case, exclude=("query_code", "query_index", "version"))
    return {**values, "number": case.number, "agency": case.agency.name, "applicant": case.applicant.name}


def _log(case: Application) -> list[dict[str, object]]:
    """The entries of the log about the case and its letters, each with its hash in the chain."""
    subjects = [subject_of(case), *(subject_of(letter) for letter in case.letters.order_by("pk"))]
    rows = LogEntry.objects.filter(subject__in=subjects).order_by("chain", "sequence")
    return [
        {
            "sequence": e.sequence,
            "at": e.at.isoformat(),
            "actor": e.actor,
            "verb": e.verb,
            "data": e.data,
            "hash": e.hash,
        }
        for e in rows
    ]


def _index(agency: Agency, year: int, cases: list[tuple[str, Application]]) -> bytes:
    head = (
        say("序号"),
        say("文件夹"),
        say("申请编号"),
        say("事由"),
        say("收到日"),
        say("办结日"),
        say("办理结果"),
        say("申请人类别"),
    )
    rows = [
        (
            n,
            folder,
            case.number,
            case.title,
            case.received_on or "",
            case.decided_on,
            MEANINGS[Outcome(case.outcome)].name,
            case.get_applicant_kind_display(),
        )
        for n, (folder, case) in enumerate(cases, 1)
    ]
    table = Table(tuple(tuple(Cell(str(value)) for value in row) for row in (head, *rows)), header_rows=1)
    title = say("{agency}{year}年办结政府信息公开申请归档索引", agency=agency.name, year=year)
    return write(Document((Heading(title), table)), "xlsx", title=title)
