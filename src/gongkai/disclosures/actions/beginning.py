"""稿件 begun: from a file or a paste, or from what is public already.

Files are read and scanned first; only then the transaction begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import converting, pictures, rules
from gongkai.disclosures.actions.drafting import AlreadyInWork
from gongkai.disclosures.actions.fields import EDITABLE, BadField, put, set_clause
from gongkai.disclosures.actions.writing import clean_text, keep_save, own_pictures, settle
from gongkai.disclosures.converting import Converted
from gongkai.disclosures.looking import Looked, look
from gongkai.disclosures.models import Attribute, Channel, Column, Draft, DraftFile, FileRole, Item
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.documents import Unreadable
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import Upload, checked, plain_name
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require, sections_with


def begin(
    agency: Agency,
    *,
    by: Account,
    section: Section | None = None,
    column: Column | None = None,
    kind: str = "other",
    upload: Upload | None = None,
    title: str = "",
    html: str = "",
    origin: str = "",
    fields: Mapping[str, object] | None = None,
) -> Draft:
    """A new draft of a new item. With ``upload`` the file is kept by its hash and becomes the text; what it seems to say of itself
    goes into blank fields, whose names stand in ``guessed`` until somebody confirms them. What could not be taken over stands in
    ``draft.remark`` (on the object only). Raises `FileRefused`, `BadField`, `NotAllowed`."""
    if section is None:
        section = _own_section(by, agency, column)
    require(by, rules.WRITE.key, agency.pk, {section.pk if section else None, column.section_id if column else None})
    taken = _taken(upload) if upload is not None else None
    pasted = _pasted(html, whole=not title.strip() and taken is None) if html else None
    with transaction.atomic():
        made = _begin(agency, by, section, column, kind, title, origin, fields or {}, taken, pasted)
    made.remark = taken.converted.remark if taken is not None else ""  # type: ignore[attr-defined]
    return made


def _begin(
    agency: Agency,
    by: Account,
    section: Section | None,
    column: Column | None,
    kind: str,
    title: str,
    origin: str,
    fields: Mapping[str, object],
    taken: Taken | None,
    pasted: Converted | None,
) -> Draft:
    now = clock.now()
    item = Item.objects.create(agency=agency, author=by, made_at=now, origin=origin)
    draft = Draft(
        item=item,
        agency=agency,
        author=by,
        made_at=now,
        saved_at=now,
        kind=kind,
        channels=[Channel.PORTAL.value],
    )
    put(draft, {"column": column, "section": section, "title": title.strip(), **fields})
    draft.save()
    if taken is not None:
        _take(draft, taken, by=by)
    if pasted is not None:
        draft.html = pictures.only(pasted.html, own_pictures(draft))
        _guess(draft, pasted.guesses)
    set_clause(draft)
    settle(draft)
    draft.save()
    keep_save(draft, by=by, why="file" if taken is not None else "hand")
    draft.hands.add(by)
    log(
        "draft.begun",
        draft,
        by=by,
        agency=agency,
        title=draft.title,
        origin=origin or None,
        file=taken.upload.name if taken else None,
    )
    return draft


def change(item: Item, *, by: Account, note: str = "") -> Draft:
    """A new draft of an item that is public, with everything it now holds. Raises `AlreadyInWork`, `NotAllowed`."""
    rules.require_on(by, rules.WRITE.key, item)
    public = item.current.files.select_related("file") if item.current is not None else ()
    seen = {file.pk: look(keeping.read(file.file), file.name, file.role) for file in public}
    with transaction.atomic():
        return _change(item, by, note, seen)


def _change(item: Item, by: Account, note: str, seen: Mapping[int, Looked]) -> Draft:
    held = Item.objects.select_for_update().get(pk=item.pk)
    rules.require_on(by, rules.WRITE.key, held)
    if held.current_id is None:
        raise GongkaiError(say("这条信息还没有公开过，请接着改原来的稿件。"))
    open_one = Draft.objects.filter(item=held, stage__in=Draft.OPEN).select_related("author").first()
    if open_one is not None:
        raise AlreadyInWork(open_one)
    now = clock.now()
    draft = Draft(item=held, agency=held.agency, author=by, made_at=now, saved_at=now, note=note)
    for name in FIELDS:
        attname = Item._meta.get_field(name).attname
        setattr(draft, attname, getattr(held, attname))
    done = held.releases.filter(version=held.current_id).values_list("channel", flat=True)
    draft.channels = sorted(set(done) | {Channel.PORTAL.value})
    draft.expires_at = held.expires_at if held.expires_at and held.expires_at > now else None
    draft.save()
    for file in held.current.files.all():
        DraftFile.objects.create(
            draft=draft,
            file=file.file,
            role=file.role,
            name=file.name,
            alt=file.alt,
            position=file.position,
            added_at=now,
            added_by=by,
            **(seen[file.pk].values if file.pk in seen else {}),
        )
    settle(draft)
    draft.save()
    keep_save(draft, by=by, why="hand")
    draft.hands.add(by)
    log("draft.change_begun", draft, by=by, agency=held.agency, title=draft.title, note=note)
    return draft


def _own_section(by: Account, agency: Agency, column: Column | None) -> Section | None:
    """The section that a draft is of, unless it is said: the column's own where that is the writer's, else the writer's."""
    own = sections_with(by, rules.WRITE.key)
    if column is not None and column.section is not None and (column.section_id in own or not own):
        return column.section
    return Section.objects.filter(pk__in=own, agency=agency).first()


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read before anything is written. ``attached``: what was seen in it, where it is to be an attachment."""

    upload: Upload
    converted: Converted
    attached: Looked | None


def _taken(upload: Upload) -> Taken:
    """Check a file and read it. Raises `FileRefused`."""
    checked(upload)
    found = converting.convert(upload)
    name = plain_name(upload.name)
    return Taken(upload, found, None if found.read else look(upload.data, name, FileRole.ATTACHMENT))


def _take(draft: Draft, taken: Taken, *, by: Account) -> None:
    """Keep the file, and make it the text. The pictures of a text are encoded anew on the way: nothing is hidden in them."""
    stored = keeping.keep(draft.agency, taken.upload)
    now = clock.now()
    common = {"draft": draft, "added_at": now, "added_by": by, "looked_at": now}
    name = plain_name(taken.upload.name)
    DraftFile.objects.create(**common, file=stored, role=FileRole.ORIGINAL, name=name)
    hashes: dict[str, str] = {}
    for position, picture in enumerate(taken.converted.pictures, start=1):
        kept = keeping.keep_bytes(draft.agency, picture.data, picture.media_type)
        if kept.sha256 not in hashes.values():
            DraftFile.objects.create(
                **common,
                file=kept,
                role=FileRole.PICTURE,
                name=picture.name,
                alt=picture.alt[:200],
                position=position,
            )
        hashes[picture.name] = kept.sha256
    draft.html = pictures.named(taken.converted.html, hashes)
    _guess(draft, taken.converted.guesses)
    if taken.attached is not None:
        DraftFile.objects.create(
            **{**common, **taken.attached.values}, file=stored, role=FileRole.ATTACHMENT, name=name
        )


def _pasted(html: str, *, whole: bool) -> Converted:
    """A paste, clean. ``whole``: it is read like a file, for its first line may be the title and the rest says more."""
    clean = clean_text(html)
    if not whole:
        return Converted(clean)
    try:
        return converting.convert_text(html)
    except Unreadable:
        return Converted(clean)


def _guess(draft: Draft, guesses: Mapping[str, object]) -> None:
    """Put guesses into fields that say nothing yet, and keep which ones. A guess that fits no field is dropped."""
    default = {"kind": "other", "attribute": Attribute.PROACTIVE.value}
    for name, value in guesses.items():
        if name not in EDITABLE or getattr(draft, name) not in ("", None, {}, default.get(name)):
            continue
        if value == default.get(name):
            continue
        try:
            put(draft, {name: value})
        except BadField:
            continue
        draft.guessed = [*draft.guessed, name]
