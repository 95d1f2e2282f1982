"""稿件: begun from a file or a paste, or from what is public; saved, given up, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import converting, kinds, pictures, rules
from gongkai.disclosures.actions.moving import working_on
from gongkai.disclosures.actions.writing import DRAFTING, clean_text, keep_save, own_pictures, settle, writing
from gongkai.disclosures.converting import Converted
from gongkai.disclosures.looking import Looked, look
from gongkai.disclosures.models import Attribute, Channel, Column, Draft, DraftFile, DraftSave, FileRole, Item
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

EDITABLE = frozenset({*FIELDS, "channels", "release_at", "expires_at", "note"} - {"html"})
"""What `save` takes as ``fields``."""

GOING_OUT = frozenset({"channels", "release_at", "expires_at"})
"""Where and when it appears: for the disclosure office to say."""


class BadField(GongkaiError):
    """A value that a field cannot hold. ``name``: of the field."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class AlreadyInWork(GongkaiError):
    """The item is being changed by another draft."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            say(
                "《{title}》已经有一份稿件在改（{stage}，{name}），请接着改那一份。",
                title=draft.title or say("未命名"),
                stage=draft.get_stage_display(),
                name=draft.author.name,
            )
        )
        self.draft = draft


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
    _put(draft, {"column": column, "section": section, "title": title.strip(), **fields})
    draft.save()
    if taken is not None:
        _take(draft, taken, by=by)
    if pasted is not None:
        draft.html = pictures.only(pasted.html, own_pictures(draft))
        _guess(draft, pasted.guesses)
    _clause(draft)
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


def save(
    draft: Draft,
    *,
    by: Account,
    version: int | None,
    fields: Mapping[str, object] | None = None,
    html: str | None = None,
    confirm: bool = False,
    auto: bool = False,
) -> Draft:
    """Save fields and text; also the autosave (``auto``: not logged, and one minute's saves are one). A field whose value changed
    is no guess any more; ``confirm``: none of them is. Raises `ChangedMeanwhile`, `BadField`, `BadText`."""
    verb = "" if auto else "draft.saved"
    clean = clean_text(html) if html is not None else None
    with writing(draft, by=by, version=version, verb=verb, why="auto" if auto else "hand") as step:
        held = step.draft
        before = {name: getattr(held, name) for name in EDITABLE if name not in ("column", "section")}
        before |= {"column": held.column_id, "section": held.section_id}
        if clean is not None:
            held.html = pictures.only(clean, own_pictures(held))
        _put(held, fields or {})
        changed = {name for name, value in before.items() if _now(held, name) != value}
        if changed & GOING_OUT:
            rules.require_on(by, rules.RELEASE.key, held)
        held.guessed = [] if confirm else [name for name in held.guessed if name not in changed]
        if changed & {"kind", "column"} and "clause" not in (fields or {}):
            _clause(held, again=True)
        step.data = {"fields": sorted(changed)} if changed else {}
    return draft


def go_back(draft: Draft, to: DraftSave, *, by: Account, version: int | None) -> Draft:
    """Bring back the text of an earlier save. What stands now is among the saves, so nothing is lost."""
    with writing(draft, by=by, version=version, verb="draft.went_back", why="back") as step:
        if to.draft_id != step.draft.pk:
            raise GongkaiError(say("这一次保存不是这份稿件的。"))
        step.draft.html = pictures.only(to.html, own_pictures(step.draft))
        step.draft.title = to.title
        step.data = {"to": to.at}
    return draft


def discard(draft: Draft, *, by: Account, version: int | None) -> None:
    """Give a draft up. It stays where it can be taken back."""
    with working_on(
        draft, by=by, permission=rules.WRITE, version=version, verb="draft.discarded", stages=DRAFTING
    ) as step:
        step.writes = False
        step.draft.stage = Draft.Stage.DISCARDED


def restore(draft: Draft, *, by: Account) -> None:
    """Take a draft back that was given up. Raises `AlreadyInWork` where its item is being changed again by now."""
    with working_on(
        draft, by=by, permission=rules.WRITE, verb="draft.restored", stages=(Draft.Stage.DISCARDED,)
    ) as step:
        step.writes = False
        other = Draft.objects.filter(item=step.draft.item_id, stage__in=Draft.OPEN).select_related("author").first()
        if other is not None:
            raise AlreadyInWork(other)
        step.draft.stage = Draft.Stage.DRAFT


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
            _put(draft, {name: value})
        except BadField:
            continue
        draft.guessed = [*draft.guessed, name]


def _put(draft: Draft, fields: Mapping[str, object]) -> None:
    """Set fields, each checked for what it can hold. Raises `BadField`."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise KeyError(f"no fields of a draft: {sorted(unknown)}")
    for name, value in fields.items():
        match name:
            case "column" | "section":
                _put_related(draft, name, value)
            case "kind":
                if value not in kinds.KINDS:
                    raise BadField(name, say("没有这种信息种类，请重新选择。"))
                draft.kind = str(value)
            case "channels":
                wanted = list(dict.fromkeys(map(str, value or ())))  # type: ignore[call-overload]
                if not set(wanted) <= set(Channel.values):
                    raise BadField(name, say("没有这个发布渠道，请重新选择。"))
                draft.channels = wanted
            case "details":
                if not isinstance(value, Mapping):
                    raise BadField(name, say("专门字段填写不完整，请重新填写。"))
                draft.details = {str(key): _plain(each) for key, each in value.items()}
            case _:
                _put_plain(draft, name, value)


def _put_plain(draft: Draft, name: str, value: object) -> None:
    field = Draft._meta.get_field(name)
    if isinstance(value, str):
        value = value.strip()
    if value == "":
        # A draft may be without anything; what it must have before it is sent is for the checks to say.
        setattr(draft, name, None if field.null else "")
        return
    try:
        setattr(draft, name, field.clean(value, draft))
    except ValidationError as error:
        raise BadField(
            name, say("{label}填写得不对：{why}", label=field.verbose_name, why="".join(error.messages))
        ) from None


def _put_related(draft: Draft, name: str, value: object) -> None:
    model: type[Column] | type[Section] = Column if name == "column" else Section
    found = value
    if value in (None, ""):
        found = None
    elif not isinstance(value, model):
        found = model.objects.filter(pk=value).first()  # type: ignore[misc]
    if found is not None and found.agency_id != draft.agency_id:  # type: ignore[attr-defined]
        found = None
        value = "other"
    if found is None and value not in (None, ""):
        raise BadField(
            name, say("没有这个栏目，请重新选择。") if name == "column" else say("没有这个科室，请重新选择。")
        )
    setattr(draft, name, found)


def _now(draft: Draft, name: str) -> object:
    return getattr(draft, f"{name}_id") if name in ("column", "section") else getattr(draft, name)


def _clause(draft: Draft, *, again: bool = False) -> None:
    """The item of the law: that of the column, else that of the kind."""
    if again or not draft.clause:
        draft.clause = (draft.column.clause if draft.column else "") or kinds.kind_of(draft.kind).clause


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list):
        return value
    return str(value)
