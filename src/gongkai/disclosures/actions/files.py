"""Files of a draft: attachments and pictures, added, described, taken out."""

from __future__ import annotations

from pathlib import PurePosixPath

from gongkai import pages
from gongkai.disclosures import pictures, rules
from gongkai.disclosures.actions.writing import writing
from gongkai.disclosures.looking import look
from gongkai.disclosures.models import Draft, DraftFile, FileRole
from gongkai.documents import Unreadable
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import MEDIA_TYPES, Upload, checked, plain_name
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account

MOST_FILES = 60
PICTURES = frozenset({MEDIA_TYPES[".png"], MEDIA_TYPES[".jpg"]})


def add_file(draft: Draft, upload: Upload, role: str, *, by: Account, version: int | None, alt: str = "") -> DraftFile:
    """Put a file to a draft and look into it at once. A picture is put at the end of the text. Raises `FileRefused`."""
    rules.require_on(by, rules.WRITE.key, draft)
    upload = _picture(upload) if role == FileRole.PICTURE else upload
    checked(upload)
    seen = look(upload.data, plain_name(upload.name), role)
    with writing(draft, by=by, version=version, verb="draft.file_added", why="file") as step:
        held = list(step.draft.files.filter(removed_at=None))
        if len(held) >= MOST_FILES:
            raise GongkaiError(say("一份稿件最多{n}个文件，请合并。", n=MOST_FILES))
        stored = keeping.keep(step.draft.agency, upload)
        file = DraftFile.objects.create(
            draft=step.draft,
            file=stored,
            role=FileRole(role),
            name=plain_name(upload.name),
            alt=alt.strip()[:200],
            position=max((each.position for each in held), default=0) + 1,
            added_at=clock.now(),
            added_by=by,
            **seen.values,
        )
        if role == FileRole.PICTURE:
            step.draft.html += f'<p><img src="{pictures.source_of(stored.sha256)}" alt=""></p>'
            step.draft.html = pictures.described(step.draft.html, stored.sha256, file.alt)
        step.data = {"name": file.name, "role": file.role, "sha256": stored.sha256}
    return file


def _picture(upload: Upload) -> Upload:
    """A picture encoded anew, so that nothing but what it shows goes out. Raises `FileRefused`, GongkaiError."""
    if checked(upload) not in PICTURES:
        raise GongkaiError(say("正文里只能放png、jpg图片，别的文件请作为附件。"))
    try:
        made = pages.convert_bounded(upload.data, upload.name).pictures
    except Unreadable as error:
        raise GongkaiError(str(error)) from error
    if not made:
        raise GongkaiError(say("这张图片打不开，请另存后再放。"))
    ending = ".png" if made[0].media_type == MEDIA_TYPES[".png"] else ".jpg"
    return Upload(str(PurePosixPath(plain_name(upload.name)).with_suffix(ending)), made[0].data)


def remove_file(file: DraftFile, *, by: Account, version: int | None) -> None:
    """Take a file out of a draft; a picture also out of the text. The original stays: it proves where the text came from."""
    if file.role == FileRole.ORIGINAL:
        raise GongkaiError(say("原件要留存，不能删去。它不会公开。"))
    with writing(file.draft, by=by, version=version, verb="draft.file_removed") as step:
        held = DraftFile.objects.select_for_update().get(pk=file.pk)
        held.removed_at = held.removed_at or clock.now()
        held.save(update_fields=["removed_at"])
        if held.role == FileRole.PICTURE:
            step.draft.html = pictures.without(step.draft.html, held.file.sha256)
        step.data = {"name": held.name, "role": held.role, "sha256": held.file.sha256}
    file.removed_at = held.removed_at


def describe(file: DraftFile, alt: str, *, by: Account, version: int | None) -> None:
    """Say what a picture shows, for those who do not see it."""
    with writing(file.draft, by=by, version=version, verb="draft.file_described") as step:
        held = DraftFile.objects.select_for_update().get(pk=file.pk)
        held.alt = " ".join(alt.split())[:200]
        held.save(update_fields=["alt"])
        if held.role == FileRole.PICTURE:
            step.draft.html = pictures.described(step.draft.html, held.file.sha256, held.alt)
        step.data = {"name": held.name, "alt": held.alt}
    file.alt = held.alt


def offer_original(draft: Draft, offered: bool, *, by: Account, version: int | None) -> DraftFile | None:
    """Whether the file that the text was made of is also an attachment for the public. Then it is looked into like any other."""
    original = draft.files.filter(role=FileRole.ORIGINAL, removed_at=None).select_related("file").first()
    if original is None:
        raise GongkaiError(say("这份稿件没有原件。"))
    twin = draft.files.filter(role=FileRole.ATTACHMENT, removed_at=None, name=original.name).first()
    if not offered:
        if twin is not None:
            remove_file(twin, by=by, version=version)
        return None
    if twin is not None:
        return twin
    return add_file(
        draft, Upload(original.name, keeping.read(original.file)), FileRole.ATTACHMENT, by=by, version=version
    )
