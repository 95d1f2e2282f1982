"""The bytes of files on the disk, each under its hash."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.files import scanning
from gongkai.files.models import Scan, StoredFile
from gongkai.files.uploads import FileRefused, Upload, checked
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def place_of(agency_id: int, sha256: str) -> Path:
    """Where the bytes of a file stand."""
    return Path(settings.MEDIA_ROOT) / str(agency_id) / sha256[:2] / sha256


def keep(agency: Agency, upload: Upload) -> StoredFile:
    """Check ``upload``, have it scanned, and store its bytes under their hash. Raises `FileRefused`."""
    media_type = checked(upload)
    found = scanning.verdict(upload.data)
    stored = keep_bytes(agency, upload.data, media_type, found)
    settle(stored, found)
    return stored


def keep_bytes(
    agency: Agency, data: bytes, media_type: str, found: scanning.Verdict = scanning.NOT_SCANNED
) -> StoredFile:
    """Store bytes of our own making, or such as were ``found`` to be something. They are on the disk, whole, before any row names
    them. Raises `FileRefused` where the disk takes no more."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = place_of(agency.pk, sha256)
    try:
        # Bytes that a failed action left behind are young again from here on, so `sweeping` leaves them alone.
        os.utime(place)
    except FileNotFoundError:
        _write(place, data)
    stored, _ = StoredFile.objects.get_or_create(
        agency=agency,
        sha256=sha256,
        defaults={
            "size": len(data),
            "media_type": media_type,
            "scan": found.scan,
            "scan_note": found.note,
            "scanned_at": None if found.scan in (Scan.NONE, Scan.WAITING) else clock.now(),
        },
    )
    return stored


def settle(stored: StoredFile, found: scanning.Verdict) -> bool:
    """Write what the scanner has found to the row of a file that it had not seen before; whether this call did."""
    if stored.scan not in (Scan.NONE, Scan.WAITING) or found.scan in (Scan.NONE, Scan.WAITING):
        return False
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if row.scan not in (Scan.NONE, Scan.WAITING):
            return False
        row.scan, row.scan_note, row.scanned_at = found.scan, found.note, clock.now()
        row.save(update_fields=["scan", "scan_note", "scanned_at"])
        if row.scan == Scan.INFECTED:
            log("file.infected", row, by=None, agency=stored.agency, sha256=row.sha256, virus=row.scan_note)
    stored.refresh_from_db(fields=["scan", "scan_note", "scanned_at"])
    return True


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            # Through to the disk: a row that survives a power cut must not name bytes that did not.
            os.fsync(file.fileno())
        # A rename is whole or not at all, so no reader ever meets half a file.
        part.replace(place)
        _settle(place.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise FileRefused(say("服务器的磁盘已满，文件没有收下。请告诉管理员清理或者扩容，然后再试。")) from error
        raise


def _settle(folder: Path) -> None:
    """See the name of a new file onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(stored: StoredFile) -> bytes:
    """The bytes, to be opened by somebody. Raises `FileRefused` where they are gone, are not what was stored, or are shut: a scanner
    found something in them, or has not seen them yet and does not answer now either."""
    data = bytes_of(stored)
    found = (
        scanning.verdict(data) if stored.scan == Scan.WAITING else scanning.Verdict(Scan(stored.scan), stored.scan_note)
    )
    if found.scan == Scan.INFECTED:
        raise FileRefused(scanning.infected_words(found.note))
    if found.scan == Scan.WAITING:
        raise FileRefused(
            say(
                "查毒程序暂时没有应答，文件还没有查毒，先不打开。查毒程序恢复后会自动补查，请稍后再试；一直打不开的，请告诉管理员。"
            )
        )
    return data


def bytes_of(stored: StoredFile) -> bytes:
    """The bytes, whatever a scanner says. Raises `FileRefused` where they are gone or are not what was stored."""
    try:
        data = place_of(stored.agency_id, stored.sha256).read_bytes()
    except OSError:
        raise FileRefused(say("文件不在存储目录中，无法打开。请管理员从备份恢复。")) from None
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileRefused(say("文件与登记的校验值不符，可能被改动过，没有打开。请管理员从备份恢复。"))
    return data
