"""区分处理 of a file of a case: the copy takes its original's place in every letter that is not out yet, and approvals die with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.applications import letter_facts, rules
from gongkai.applications.actions.drafting import enclose_files
from gongkai.applications.models import Application, CaseFile, Letter, LetterFile
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.severance import actions as severing
from gongkai.severance import queries
from gongkai.severance import rules as severance_rules
from gongkai.severance.marks import Mark
from gongkai.severance.models import Severance

OPEN = (Letter.State.DRAFT, Letter.State.REVIEWING, Letter.State.APPROVED)


def sever_file(
    file: CaseFile,
    marks: Sequence[Mark],
    *,
    version: int,
    by: Account,
    letter: Letter | None = None,
) -> Severance:
    """Have a severed copy made of ``file``, checked and kept. One that passed becomes a file of the case and goes out with
    ``letter`` (where one is given) and with every open letter that held the original or an older copy. One that did not pass goes nowhere.

    ``version``: of the last copy of the file that the person saw, 0 for none. Raises `gongkai.redaction.CannotRedact`,
    `gongkai.severance.actions.OtherMeanwhile`.
    """
    case = file.application
    require(by, severance_rules.SEVER.key, case.agency_id)
    rules.require_on(by, rules.HANDLE.key, case)
    _is_to_be_severed(file, case)
    made = severing.make(file.file, file.name, marks)
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=case.pk)
        if CaseFile.objects.filter(pk=file.pk, removed_at=None).first() is None:
            raise severing.OtherMeanwhile
        older = {row.severed_id for row in queries.of(held).filter(original=file.file)}
        row = severing.keep(made, held, held.agency, version=version, by=by)
        if not row.passed:
            return row
        copy, _ = CaseFile.objects.get_or_create(
            application=held,
            file=row.severed,
            purpose=CaseFile.Purpose.REPLY,
            removed_at=None,
            defaults={
                "name": _name(held, made.copy.name),
                "note": say("“{name}”区分处理后的副本，遮盖{n}处", name=file.name, n=len(row.index))[:200],
                "added_at": clock.now(),
                "added_by": by,
            },
        )
        gone = {file.file_id, *older} - {row.severed_id}
        _retire(held, older - {row.severed_id})
        for each in held.letters.filter(state__in=OPEN, code__startswith="S"):
            before = letter_facts.enclosed_in(each.pk)
            wanted = letter is not None and letter.pk == each.pk
            if not wanted and not any(one.file_id in gone for one in before):
                continue
            enclose_files(each, _with(before, gone, copy), by=by)
    return row


def take_back_copy(row: Severance, case: Application, *, why: str, by: Account) -> None:
    """Take a copy out of use: it leaves every letter that is not out, and the approvals of those die. One that went out stays."""
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=case.pk)
        out = held.letters.filter(state=Letter.State.ISSUED, enclosures__file__file=row.severed_id)
        if out.exists():
            raise GongkaiError(say("这份副本已经随文书发出，不能撤回。需要更正的，另行制作副本和文书。"))
        severing.take_back(row, held, why=why, by=by)
        _retire(held, {row.severed_id})
        for each in held.letters.filter(state__in=OPEN, enclosures__file__file=row.severed_id).distinct():
            kept = [one for one in letter_facts.enclosed_in(each.pk) if one.file_id != row.severed_id]
            enclose_files(each, kept, by=by)


def _is_to_be_severed(file: CaseFile, case: Application) -> None:
    if file.removed_at is not None or file.purpose == CaseFile.Purpose.IDENTITY:
        raise GongkaiError(say("这个文件不能做区分处理：身份证明和已经撤下的材料不随答复发出。"))
    if queries.of(case).filter(severed=file.file).exists():
        raise GongkaiError(say("这是区分处理后的副本。还要遮的，请从原件重新做。"))


def _retire(case: Application, stored: set[int]) -> None:
    """Copies that are no longer in force go out of the list of files; the record of them stays, and so does what went out."""
    out = LetterFile.objects.filter(letter__application=case, letter__state=Letter.State.ISSUED).values("file")
    rows = CaseFile.objects.filter(application=case, file__in=stored, removed_at=None).exclude(pk__in=out)
    rows.update(removed_at=clock.now())


def _name(case: Application, name: str) -> str:
    """The name of a copy as the engine gives it, told apart from its original and from the other files of the case."""
    taken = set(CaseFile.objects.filter(application=case, removed_at=None).values_list("name", flat=True))
    stem, dot, ending = name.rpartition(".")
    stem, n = say("{stem}（区分处理）", stem=stem[:120]), 1
    while (each := f"{stem}{n if n > 1 else ''}{dot}{ending}") in taken:
        n += 1
    return each


def _with(before: Sequence[CaseFile], gone: set[int], copy: CaseFile) -> list[CaseFile]:
    """The files of a letter with ``copy`` where the first of ``gone`` stood, else behind them."""
    at = next((n for n, one in enumerate(before) if one.file_id in gone), len(before))
    kept = [one for one in before if one.file_id not in gone]
    return [*kept[:at], copy, *kept[at:]]
