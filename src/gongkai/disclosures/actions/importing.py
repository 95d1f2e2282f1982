"""导入: rows of a spreadsheet into the ledger of decisions; the good ones at once, the others told, all of it undone together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import rules
from gongkai.disclosures.actions.registering import new_decision
from gongkai.disclosures.models import Decision, ImportedRows
from gongkai.disclosures.registers.rows import Line, Sheet, read_rows
from gongkai.documents.errors import Unreadable
from gongkai.documents.worker import read_bounded
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import FileRefused, Upload, plain_name
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


def look_into(agency: Agency, what: str, upload: Upload, *, year: int | None = None) -> Sheet:
    """Read a file of decisions and change nothing. Raises `FileRefused` or `NoRows` with a sentence."""
    name = plain_name(upload.name)
    try:
        document = read_bounded(upload.data, name=name)
    except Unreadable as error:
        raise FileRefused(str(error)) from error
    known = Decision.objects.filter(agency=agency, what=what, removed_at=None).values_list("number", flat=True)
    return read_rows(document, today=clock.today(), year=year, known=set(known), name=name)


def import_rows(
    agency: Agency,
    what: str,
    upload: Upload,
    *,
    by: Account,
    section: Section | None = None,
    year: int | None = None,
    rows: Collection[int] | None = None,
) -> tuple[ImportedRows | None, Sheet]:
    """Take the good rows of a file into the ledger of ``what`` and leave the others, each with what is wrong with it.

    ``rows``: only these rows of the sheet. The first is None where nothing was taken. All of it can be undone by `undo_import`.
    """
    if what not in Decision.What.values:
        raise GongkaiError(say("没有这种台账。"))
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    sheet = look_into(agency, what, upload, year=year)
    taken = [line for line in sheet.good if rows is None or line.row in rows]
    return (_take(agency, what, upload, sheet, taken, section, by) if taken else None), sheet


@transaction.atomic
def _take(
    agency: Agency,
    what: str,
    upload: Upload,
    sheet: Sheet,
    taken: Sequence[Line],
    section: Section | None,
    by: Account,
) -> ImportedRows:
    # The row of the body is the lock: two people must not take the same file at once.
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = set(
        Decision.objects.filter(agency=agency, what=what, removed_at=None).values_list("number", flat=True)
    ).intersection(line.values["number"] for line in taken)
    if held:
        raise GongkaiError(say("刚刚有人登记了{number}，请重新导入。", number=sorted(held)[0]))
    stored = keeping.keep(agency, upload)
    batch = ImportedRows.objects.create(
        agency=agency,
        ledger=what,
        section=section,
        file=stored,
        name=plain_name(upload.name),
        mapping=_remembered(sheet),
        total=len(sheet.lines),
        taken=len(taken),
        refused=len(sheet.lines) - len(taken),
        by=by,
        at=clock.now(),
    )
    made = []
    for line in taken:
        decision = new_decision(agency, what, section, by, line.values)
        decision.imported, decision.row = batch, line.row
        made.append(decision)
    Decision.objects.bulk_create(made, batch_size=500)
    log("rows.imported", batch, by=by, agency=agency, file=batch.name, taken=batch.taken, refused=batch.refused)
    return batch


def _remembered(sheet: Sheet) -> dict[str, Any]:
    """What the page of an import tells later: which column was what, and what was wrong; no value of any row but its number."""
    return {
        "columns": dict(sheet.mapping),
        "heads": [list(pair) for pair in sheet.columns],
        "left_out": list(sheet.left_out),
        "wrong": [[line.row, line.values.get("number", ""), line.problems] for line in sheet.wrong[:500]],
        "notes": [[line.row, line.notes] for line in sheet.good if line.notes][:500],
    }


@transaction.atomic
def undo_import(batch: ImportedRows, *, by: Account) -> int:
    """Void every row that a file brought, unless one is published or used already. Gives how many."""
    held = ImportedRows.objects.select_for_update().get(pk=batch.pk)
    require(by, rules.REGISTERS.key, held.agency_id, {held.section_id})
    if held.undone_at is not None:
        raise GongkaiError(say("这次导入已经撤销过。"))
    rows = Decision.objects.select_for_update().filter(imported=held, removed_at=None)
    used = rows.exclude(item=None).first()
    if used is not None:
        raise GongkaiError(say("{number}已经用于公示，不能整批撤销。请逐条作废。", number=used.number))
    now = clock.now()
    n = rows.update(removed_at=now, removed_why=say("撤销导入“{name}”", name=held.name)[:200])
    held.undone_at, held.undone_by = now, by
    held.save(update_fields=["undone_at", "undone_by"])
    log("rows.import_undone", held, by=by, agency=held.agency, file=held.name, rows=n)
    return n
