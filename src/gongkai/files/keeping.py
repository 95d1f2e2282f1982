"""The bytes of files on the disk, each under its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from gongkai.agencies.models import Agency
from gongkai.files.models import StoredFile
from gongkai.files.uploads import FileRefused, Upload, checked
from gongkai.language import say
from gongkai.people import clock


def place_of(agency_id: int, sha256: str) -> Path:
    """Where the bytes of a file stand."""
    return Path(settings.MEDIA_ROOT) / str(agency_id) / sha256[:2] / sha256


def keep(agency: Agency, upload: Upload) -> StoredFile:
    """Check ``upload`` and store its bytes under their hash. Raises `FileRefused`."""
    media_type = checked(upload)
    return keep_bytes(agency, upload.data, media_type)


def keep_bytes(agency: Agency, data: bytes, media_type: str) -> StoredFile:
    """Store bytes of our own making."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = place_of(agency.pk, sha256)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{clock.now().timestamp():.6f}.part")
        part.write_bytes(data)
        # A rename is whole or not at all, so no reader ever meets half a file.
        part.replace(place)
    stored, _ = StoredFile.objects.get_or_create(
        agency=agency, sha256=sha256, defaults={"size": len(data), "media_type": media_type}
    )
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes. Raises `FileRefused` where they are gone or are not what was stored."""
    try:
        data = place_of(stored.agency_id, stored.sha256).read_bytes()
    except OSError:
        raise FileRefused(say("文件不在存储目录中，无法打开。请管理员从备份恢复。")) from None
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileRefused(say("文件与登记的校验值不符，可能被改动过，没有打开。请管理员从备份恢复。"))
    return data
