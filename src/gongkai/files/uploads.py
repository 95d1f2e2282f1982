"""Uploaded files: looked at before they are taken, never served as what they claim to be."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.conf import settings

from gongkai.errors import GongkaiError
from gongkai.files import scanning
from gongkai.files.models import Scan
from gongkai.language import say

PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".txt": "text/plain",
    ".ofd": "application/ofd",
}
"""What may be handed in, by the ending of its name."""
_INSIDE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}
_LARGEST_ENTRIES = 2000
_CHUNK = 1 << 16


class FileRefused(GongkaiError):
    """A file that is not taken. The sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name it had and its bytes."""

    name: str
    data: bytes


def checked(upload: Upload) -> str:
    """The media type of ``upload``, from its bytes and its ending together. Raises `FileRefused`."""
    name = plain_name(upload.name)
    ending = PurePosixPath(name).suffix.lower()
    if not upload.data:
        raise FileRefused(say("“{name}”是空文件，没有收下。请重新选择文件。", name=name))
    if len(upload.data) > settings.FILE_MAX_BYTES:
        raise FileRefused(
            say(
                "“{name}”超过{most}MB，没有收下。请压缩图片、拆成几个文件，或者邮寄光盘、纸质材料。",
                name=name,
                most=settings.FILE_MAX_BYTES // 1_000_000,
            )
        )
    if ending not in MEDIA_TYPES:
        raise FileRefused(
            say(
                "不能收“{name}”：只收{kinds}文件。请转换格式后再交，或者通过邮寄、当面提交。",
                name=name,
                kinds="、".join(sorted(kind[1:] for kind in MEDIA_TYPES)),
            )
        )
    if not _is_what_it_says(upload.data, ending):
        raise FileRefused(
            say("“{name}”的内容与扩展名不符，可能已损坏或者改过名，没有收下。请用原来的软件另存后再交。", name=name)
        )
    found = scanning.verdict(upload.data)
    if found.scan == Scan.INFECTED:
        scanning.LOGGER.warning("refused an upload with %s in it", found.note)
        raise FileRefused(
            say(
                "“{name}”里发现病毒（{virus}），没有收下。请用杀毒软件清除后再交，或者邮寄、当面提交纸质材料。",
                name=name,
                virus=found.note,
            )
        )
    return MEDIA_TYPES[ending]


def _is_what_it_says(data: bytes, ending: str) -> bool:
    if ending == ".pdf":
        return PDF in data[:1024]
    if ending in _INSIDE:
        return data.startswith(ZIP) and _safe_zip(data, _INSIDE[ending])
    if ending in (".doc", ".xls"):
        return data.startswith(OLE)
    if ending == ".txt":
        return b"\0" not in data[:4096] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        found = puremagic.from_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return False
    return found in ({".jpg", ".jpeg", ".jfif"} if ending in (".jpg", ".jpeg") else {ending})


def _safe_zip(data: bytes, needed: str) -> bool:
    """Whether the archive holds ``needed``, expands within bounds (real bytes are counted, not the header's claims)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _LARGEST_ENTRIES or needed not in archive.namelist():
                return False
            left = settings.FILE_MAX_EXPANDED
            for entry in entries:
                if entry.flag_bits & 1 or ".." in PurePosixPath(entry.filename).parts:
                    return False
                with archive.open(entry) as inner:
                    while chunk := inner.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            return False
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        return False
    return True


def plain_name(name: str) -> str:
    """``name`` without folders and control characters, at most 150 characters, the ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(ch for ch in last if ch.isprintable()).strip(" .") or "未命名"
    path = PurePosixPath(clean)
    return path.stem[: 150 - len(path.suffix)] + path.suffix
