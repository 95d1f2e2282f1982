"""有问题的行: the faulty rows of a batch as the same sheets, with what is wrong in a column, to be mended and handed in again."""

from __future__ import annotations

import io

import xlsxwriter
from django.db import transaction

from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.heads import FAULTS
from gongkai.people.journal import log
from gongkai.people.models import Account

_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(batch: Batch) -> bytes:
    """Every sheet that has faulty rows, with its name, title and head; every cell as the text that it was; faulty cells are marked."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#eef2f4"})
    wrong = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#fde7e3"})
    for n, sheet in enumerate(batch.sheets):
        lines = list(batch.lines.filter(sheet=n, state=Line.State.FAULTY))
        if not lines:
            continue
        page = book.add_worksheet((sheet["name"] or "台账")[:31])
        width = len(sheet["words"])
        at = 0
        for _, cells in sheet["head"]:
            for column, text in enumerate(cells):
                page.write_string(at, column, text, bold)
            at += 1
        page.write_string(at - 1, width, FAULTS, bold)
        page.freeze_panes(at, 0)
        for line in lines:
            faults = [Fault(**fault) for fault in line.faults or ()]
            marked = {fault.column for fault in faults}
            for column, text in enumerate(line.cells):
                page.write_string(at, column, text, wrong if column in marked else plain)
            page.write_string(at, width, "\n".join(fault.sentence for fault in faults), wrong)
            at += 1
        page.set_column(0, width - 1, 14)
        page.set_column(width, width, 60)
    book.close()
    return out.getvalue()


@transaction.atomic
def taken_away(batch: Batch, *, by: Account) -> None:
    """Note that somebody took the faulty rows away: they hold names."""
    rows = batch.lines.filter(state=Line.State.FAULTY).count()
    log("ledger.exported", batch, by=by, agency=batch.agency, file=batch.name, rows=rows)
