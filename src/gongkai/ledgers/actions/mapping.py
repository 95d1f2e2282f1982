"""核对各列: what people say the columns, the years and the words of a ledger are. The body remembers it for the next file."""

from __future__ import annotations

from collections.abc import Mapping as Map
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import models
from gongkai.ledgers.actions.moving import moving
from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.reading import words as vocabulary
from gongkai.ledgers.reading.books import BOOKS, Book
from gongkai.people import clock
from gongkai.people.models import Account


def settle(
    batch: Batch,
    *,
    columns: Map[str, Map[str, int]],
    years: Map[int, int | None] | None = None,
    words: Map[str, Map[str, str]] | None = None,
    whole: Map[str, str] | None = None,
    by: Account,
    version: int | None = None,
) -> None:
    """Say what is what, and have every row checked in the background.

    ``columns``: shape of head → field → column, from 0. ``years``: number of the sheet → year for days without one.
    ``words``: field → word (by `words.key`) → code, added to what was said before. ``whole``: field → code for blank cells; ""
    takes it back. Raises GongkaiError for a column that is two things, and for one that is needed and named nowhere.
    """
    from gongkai.ledgers.tasks import check

    with moving(batch, "ledger.mapped", Batch.State.MAPPING, Batch.State.CHECKED, by=by, version=version) as held:
        whole = {field: code for field, code in {**held.whole, **(whole or {})}.items() if code}
        for field, code in whole.items():
            if code not in vocabulary.OPTIONS.get(field, {}):
                raise GongkaiError(say("没有这个选项，请重新选择。"))
        said = {field: dict(known) for field, known in held.words.items()}
        for field, given in (words or {}).items():
            if field not in vocabulary.OPTIONS or not set(given.values()) <= set(vocabulary.OPTIONS[field]):
                raise GongkaiError(say("没有这个选项，请重新选择。"))
            said.setdefault(field, {}).update(given)
        for number, sheet in enumerate(held.sheets):
            sheet["columns"] = _checked(BOOKS[held.ledger], sheet, columns.get(sheet["shape"], sheet["columns"]))
            if years is not None and number in years:
                sheet["year"] = _year(years[number])
        held.words, held.whole = said, whole
        held.state, held.done, held.trouble = Batch.State.CHECKING, 0, ""
        _remember(held, by)
        held.lines.exclude(state=Line.State.TAKEN).update(state=Line.State.READ, faults=None, notes=None)
        check.enqueue(held.pk)


def _checked(book: Book, sheet: Map[str, object], columns: Map[str, int]) -> dict[str, int]:
    width = len(sheet["words"])  # type: ignore[arg-type]
    taken: dict[int, str] = {}
    for field, column in columns.items():
        if field not in book.labels or not 0 <= column < width:
            raise GongkaiError(say("没有这一列，请重新选择。"))
        if column in taken:
            raise GongkaiError(
                say(
                    "“{head}”一列既选作{one}，又选作{other}。请只选一项。",
                    head=sheet["words"][column],  # type: ignore[index]
                    one=book.labels[taken[column]],
                    other=book.labels[field],
                )
            )
        taken[column] = field
    lacking = [group[0] for group in book.needed if not any(field in columns for field in group)]
    if lacking:
        raise GongkaiError(
            say(
                "还没有指明哪一列是{lacking}，没有这几项不能登记。",
                lacking="、".join(book.labels[each] for each in lacking),
            )
        )
    return dict(columns)


def _year(year: int | None) -> int | None:
    if year is not None and not 2008 <= year <= date.max.year:
        raise GongkaiError(say("年份请写2008年以后的四位数。"))
    return year


def _remember(batch: Batch, by: Account) -> None:
    for sheet in batch.sheets:
        models.Mapping.objects.update_or_create(
            agency=batch.agency,
            ledger=batch.ledger,
            shape=sheet["shape"],
            defaults={
                "heads": sheet["words"],
                "columns": sheet["columns"],
                "words": batch.words,
                "whole": batch.whole,
                "by": by,
                "at": clock.now(),
            },
        )
