"""Erasing one entry: columns overwritten, files let go, and what was erased named by its hash. Inside a transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gongkai.agencies.models import Agency
from gongkai.applications import models as register
from gongkai.applications.models import (
    Applicant,
    Application,
    CaseFile,
    CheckWord,
    Letter,
    LetterAnswer,
    Review,
    Service,
    StampedCopy,
)
from gongkai.disclosures.models import ImportedRows, SiteError
from gongkai.files.discarding import unused as unused_files
from gongkai.files.keeping import keep_bytes
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.ledgers.erasing import OF_A_HEARING, OF_A_ROW, let_lines_go
from gongkai.ledgers.models import Imported, ImportedRound
from gongkai.letters import Draft
from gongkai.letters.model import Text
from gongkai.people.sealing import SealedField
from gongkai.retention import computing, wiping
from gongkai.retention.models import Entry
from gongkai.retention.wiping import GONE
from gongkai.severance.models import Look, Marking

TOMBSTONE = "本文件已按销毁清册销毁。\n"
"""What stands in the place of a file that has gone."""


@dataclass
class Wiped:
    """What went: columns (``application.content``), hashes of files and of sealed values, files that may now be unused."""

    fields: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    sealed: list[str] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)

    @property
    def hashes(self) -> dict[str, list[str]]:
        return {"files": sorted(self.files), "sealed": sorted(self.sealed)}


def erase(entry: Entry) -> Wiped:
    """Wipe what ``entry`` names, and delete the rows of files that nothing refers to any more. Their bytes are for
    `gongkai.retention.storage`, once this has been committed."""
    wiped = Wiped()
    _ERASERS[entry.kind](entry, wiped)
    agency = entry.destruction.agency
    for unused in unused_files(agency, keeping=True).filter(pk__in=wiped.loose):
        Look.objects.filter(file=unused).delete()
        Marking.objects.filter(original=unused).delete()
    unused_files(agency).filter(pk__in=wiped.loose).delete()
    return wiped


def wipe(rows: QuerySet, names: Iterable[str], wiped: Wiped) -> None:
    """Overwrite columns of ``rows``. A sealed value is named by the hash of its ciphertext; what was empty stays empty."""
    model = rows.model
    fields = [model._meta.get_field(name) for name in names]
    sealed = [each for each in fields if isinstance(each, SealedField)]
    raw = {f"raw_{each.name}": Cast(each.name, TextField()) for each in sealed}
    for row in rows.annotate(**raw):
        changed = []
        for each in fields:
            value = getattr(row, each.name)
            if value in (None, "", [], {}, GONE) or value == [GONE]:
                continue
            if isinstance(each, SealedField):
                wiped.sealed.append(hashlib.sha256(getattr(row, f"raw_{each.name}").encode()).hexdigest())
            setattr(row, each.name, _instead(each))
            changed.append(each.name)
            wiped.fields.add(f"{model._meta.model_name}.{each.name}")
        if changed:
            model._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in changed})


def _instead(column: object) -> object:
    assert hasattr(column, "name")
    if column.name in wiping.UNIQUE:
        # Chance: unique as it must be, and of no use to anybody who tries to guess what stood there.
        return secrets.token_hex(min(64, column.max_length) // 2)  # type: ignore[attr-defined]
    if isinstance(column, JSONField):
        return None if column.null else []
    if isinstance(column, SealedField) or (getattr(column, "max_length", None) or 99) < 10:
        return ""
    return GONE


def _let_go(files: QuerySet[CaseFile], agency: Agency, wiped: Wiped) -> None:
    """Put the tombstone in the place of every file; a row that says when and what for remains."""
    stone = keep_bytes(agency, TOMBSTONE.encode(), "text/plain")
    for each in files.exclude(file=stone).select_related("file"):
        wiped.files.add(each.file.sha256)
        wiped.loose.add(each.file_id)
        wiped.fields.add("casefile.file")
    wipe(files.exclude(file=stone), wiping.CASE["casefile"], wiped)
    files.exclude(file=stone).update(file=stone)


_FIRST = {"application": "pk", "round": "case__application", "lesson": "case__application"}


def _rows(name: str, case: Application) -> QuerySet:
    model: type[Model] = getattr(register, _CLASSES[name])
    return model._default_manager.filter(**{_FIRST.get(name, "application"): case.pk})


_CLASSES = {
    name: next(each for each in register.__all__ if each.lower() == name) for name in (*wiping.CASE, *wiping.LETTER)
}


def _case(entry: Entry, wiped: Wiped) -> None:
    case = (
        Application.objects.select_for_update(of=("self",)).select_related("applicant", "agency").get(pk=entry.thing_pk)
    )
    for name, columns in wiping.CASE.items():
        if name != "casefile":
            wipe(_rows(name, case), columns, wiped)
    _let_go(CaseFile.objects.filter(application=case).exclude(purpose=CaseFile.Purpose.SIGNED), case.agency, wiped)
    _let_dossiers_go(case, wiped)
    let_lines_go(case)
    wipe(Imported.objects.filter(application=case), OF_A_ROW, wiped)
    wipe(ImportedRound.objects.filter(round__case__application=case), OF_A_HEARING, wiped)
    others = case.applicant.applications.exclude(pk=case.pk)
    gone = Entry.objects.filter(kind="case", state=Entry.State.ERASED).values("thing_pk")
    if not others.exclude(pk__in=gone).exists():
        _forget(Applicant.objects.filter(pk=case.applicant_id), wiped)


def _let_dossiers_go(case: Application, wiped: Wiped) -> None:
    """A dossier is the whole case once more."""
    stone = keep_bytes(case.agency, TOMBSTONE.encode(), "text/plain")
    for made in case.dossiers.select_related("pdf", "manifest"):
        for kept in (made.pdf, made.manifest):
            if kept is not None and kept.pk != stone.pk:
                wiped.files.add(kept.sha256)
                wiped.loose.add(kept.pk)
                wiped.fields.add("dossier.pdf")
                type(made).objects.filter(pk=made.pk).update(pdf=stone, manifest=stone)


def _forget(rows: QuerySet[Applicant], wiped: Wiped) -> None:
    """An applicant without a case that still says anything: only the kind remains."""
    wipe(rows, wiping.APPLICANT, wiped)


def _letters(entry: Entry, wiped: Wiped) -> None:
    case = Application.objects.select_for_update(of=("self",)).select_related("agency").get(pk=entry.thing_pk)
    _wipe_letters(Letter.objects.filter(application=case), wiped)
    _let_go(CaseFile.objects.filter(application=case, purpose=CaseFile.Purpose.SIGNED), case.agency, wiped)


def _wipe_letters(rows: QuerySet[Letter], wiped: Wiped) -> None:
    for letter in rows.select_related("copy").select_for_update(of=("self",)):
        if letter.copy is not None:
            wiped.files.add(letter.copy.sha256)
            wiped.loose.add(letter.copy_id)
        words = (Text(say("正文已按销毁清册销毁。")),)
        empty = Draft(letter.code, letter.kind.name, GONE, "", words, template=letter.template_version)
        wiped.fields |= {"letter.body", "letter.copy", "letter.addressee"}
        Letter.objects.filter(pk=letter.pk).update(
            body=empty.data(), copy=None, addressee=GONE, cancelled_why=GONE if letter.cancelled_why else ""
        )
        wipe(Review.objects.filter(letter=letter), wiping.LETTER["review"], wiped)
        wipe(LetterAnswer.objects.filter(letter=letter), wiping.LETTER["letteranswer"], wiped)
        wipe(CheckWord.objects.filter(letter=letter), wiping.LETTER["checkword"], wiped)
        wipe(Service.objects.filter(letter=letter), wiping.LETTER["service"], wiped)
        wipe(StampedCopy.objects.filter(letter=letter), wiping.LETTER["stampedcopy"], wiped)


def _drafts(entry: Entry, wiped: Wiped) -> None:
    _wipe_letters(Letter.objects.filter(pk=entry.thing_pk, state=Letter.State.CANCELLED), wiped)


def _identity(entry: Entry, wiped: Wiped) -> None:
    rows = Applicant.objects.select_for_update().filter(pk=entry.thing_pk)
    wipe(rows, (*wiping.IDENTITY, "fingerprint"), wiped)
    copies = CaseFile.objects.filter(application__applicant=entry.thing_pk, purpose=CaseFile.Purpose.IDENTITY)
    _let_go(copies, entry.destruction.agency, wiped)


def _contact(entry: Entry, wiped: Wiped) -> None:
    wipe(Applicant.objects.select_for_update().filter(pk=entry.thing_pk), (*wiping.CONTACT, "fingerprint"), wiped)


def _logs(entry: Entry, wiped: Wiped) -> None:
    year, month = divmod(entry.thing_pk, 100)
    first = date(year, month, 1)
    rows = computing.sign_ins_of(entry.destruction.agency).filter(at__date__gte=first, at__date__lt=entry.starts_on)
    wiped.fields.add("signin")
    rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def _uploads(entry: Entry, wiped: Wiped) -> None:
    found = StoredFile.objects.filter(pk=entry.thing_pk).first()
    if found is not None:
        wiped.files.add(found.sha256)
        wiped.loose.add(found.pk)


def _imports(entry: Entry, wiped: Wiped) -> None:
    rows = ImportedRows.objects.select_for_update(of=("self",)).select_related("file").get(pk=entry.thing_pk)
    wiped.files.add(rows.file.sha256)
    wiped.loose.add(rows.file_id)
    wiped.fields |= {"importedrows.file", "importedrows.name", "importedrows.mapping"}
    stone = keep_bytes(entry.destruction.agency, TOMBSTONE.encode(), "text/plain")
    ImportedRows.objects.filter(pk=rows.pk).update(file=stone, name=GONE, mapping={})


def _site_errors(entry: Entry, wiped: Wiped) -> None:
    rows = SiteError.objects.select_for_update().filter(Q(answered_at__isnull=False), pk=entry.thing_pk)
    wipe(rows, ("text", "contact", "source"), wiped)


_ERASERS: Mapping[str, Callable[[Entry, Wiped], None]] = {
    "identity": _identity,
    "contact": _contact,
    "case": _case,
    "letters": _letters,
    "drafts": _drafts,
    "logs": _logs,
    "uploads": _uploads,
    "imports": _imports,
    "site_errors": _site_errors,
}
