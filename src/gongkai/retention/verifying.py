"""Verifying an archive package: every file against the manifest. Needs no installation, only the ZIP."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.language import say

FORMAT = "gongkai-archive/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20
LARGEST = 20_000_000_000
"""Bytes that a package may unfold to."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package says of itself, and every place where it does not hold."""

    agency: str
    year: int
    cases: int
    files: int
    faults: list[str]


def verify(place: Path) -> Verified:
    """Compare every file of a package with its manifest. Raises GongkaiError for what is no package at all."""
    broken = GongkaiError(say("“{file}”不是归档包，或者已经损坏。请换一份再校验。", file=place.name))
    try:
        with zipfile.ZipFile(place) as archive:
            head = json.loads(archive.read(MANIFEST))
            if head["format"] != FORMAT:
                raise broken
            named = {each["name"]: each for each in head["files"]}
            faults = [
                say("多出一个文件：{name}", name=n) for n in archive.namelist() if n not in named and n != MANIFEST
            ]
            counted = Counter(archive.namelist())
            faults += [say("有两个同名文件：{name}", name=name) for name, n in sorted(counted.items()) if n > 1]
            left = LARGEST
            for name, each in named.items():
                if name not in counted:
                    faults.append(say("缺少文件：{name}", name=name))
                    continue
                digest, left = _hash_inside(archive, name, left)
                if digest != each["sha256"]:
                    faults.append(say("内容与清单不符：{name}", name=name))
            return Verified(str(head["agency"]), int(head["year"]), int(head["cases"]), len(named), faults)
    except (OSError, KeyError, TypeError, ValueError, EOFError, NotImplementedError, zipfile.BadZipFile) as error:
        raise broken from error


def _hash_inside(archive: zipfile.ZipFile, name: str, left: int) -> tuple[str, int]:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as inner:
            while chunk := inner.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    return "", left
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError):
        return "", left
    return digest.hexdigest(), left
