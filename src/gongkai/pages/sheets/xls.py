"""Workbooks of Excel 97 to 2003 (.xls, .et): words from the parser, the rest from the records it passes over."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.errors import Unreadable
from gongkai.documents.readers.sheet_bounds import survey
from gongkai.language import say
from gongkai.pages.inline import tidy
from gongkai.pages.model import STRONG, Inline, Text
from gongkai.pages.sheets.biff import Looks, OldBook, OldSheet, read_biff
from gongkai.pages.sheets.formats import general, shown
from gongkai.pages.sheets.model import Filled, Sheet, Workbook
from gongkai.pages.sheets.parts import lines_of
from gongkai.pages.sheets.telling import Telling

_SECONDS = 8.0


def read(data: bytes) -> Workbook | None:
    """The visible sheets, rows, columns and cells; None for what is older than Excel 97. Raises Unreadable."""
    bounds.require_size(len(data), "xls")
    budget = Budget(_SECONDS)
    survey(data, budget)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        old = read_biff(data, budget)
        return None if old is None else _workbook(book, old, budget)
    except PasswordError as error:
        raise bounds.password() from error
    except Unreadable:
        raise
    # The parser reports damage by errors of many kinds; a panic inside it arrives as BaseException's child.
    except (
        CalamineError,
        ValueError,
        OSError,
        KeyError,
        TypeError,
        IndexError,
        OverflowError,
        AttributeError,
    ) as error:
        raise bounds.damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise bounds.damaged() from error


def _workbook(book: CalamineWorkbook, old: OldBook, budget: Budget) -> Workbook:
    telling = Telling()
    sheets = []
    for its in old.sheets:
        if not its.worksheet:
            telling.note("chart", its.name)
        elif not its.visible:
            telling.note("sheets", its.name)
        elif its.name in book.sheet_names:
            sheets.append(_sheet(book, its, old, telling, budget))
    return Workbook(sheets, [*telling.sentences(), *([_pictures_stay_out()] if old.has_drawings else [])])


def _pictures_stay_out() -> str:
    return say("旧格式的 Excel 工作簿中的图片和文本框没有转换。请另存为 xlsx 后再试，或者单独上传图片。")


def _sheet(book: CalamineWorkbook, its: OldSheet, old: OldBook, telling: Telling, budget: Budget) -> Sheet:
    sheet = Sheet(its.name, {}, its.hidden_rows, its.hidden_columns, its.shown_rows, its.merges)
    found = book.get_sheet_by_name(its.name)
    start = found.start
    if start is not None:
        for r, row in enumerate(found.to_python(skip_empty_area=True), start[0]):
            budget.check()
            for c, value in enumerate(row, start[1]):
                if value == "" or value is None:
                    continue
                style = its.style.get((r, c), -1)
                look = old.looks[style] if 0 <= style < len(old.looks) else Looks()
                line, remark = _shown(value, its.numbers.get((r, c)), look, old.since_1904)
                if remark and not sheet.hides(r, c):
                    telling.note(remark, its.name)
                if line:
                    sheet.cells[r, c] = Filled(line, look.shaded)
    telling.note_hidden(sheet)
    if its.has_notes:
        telling.note("comments", its.name)
    return sheet


def _shown(value: object, number: float | None, look: Looks, since_1904: bool) -> tuple[list[Inline], str]:
    """What a cell shows, and the kind of remark if it shows nothing."""
    if isinstance(value, str):
        line = lines_of(value)
    elif isinstance(value, bool):
        line = [Text("TRUE" if value else "FALSE")]
    elif number is not None:
        words = general(number) if look.code == "General" else shown(number, look.code, since_1904=since_1904)
        line = [Text(words)] if words else []
    else:
        line = [Text(str(value))]
    if look.struck:
        return [], "struck"
    if not line or (look.white and not look.shaded):
        return [], "unseen"
    if look.bold:
        line = [Text(piece.text, frozenset({STRONG})) if isinstance(piece, Text) else piece for piece in line]
    return tidy(line), ""
