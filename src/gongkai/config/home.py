"""数据目录: the one folder that holds everything an installation owns: database, files, keys.

Its place is ``GONGKAI_HOME``, else ``gongkai-data`` under the working folder. The keys are made once, readable by the owner
alone, and never leave it.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and what stands in it."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "gongkai.sqlite3"

    @property
    def files(self) -> Path:
        """Uploaded and rendered files, by hash."""
        return self.root / "files"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    def key(self, name: str) -> str:
        """The secret called ``name`` (64 hex digits), made at its first use. ``GONGKAI_<NAME>`` in the environment wins."""
        given = os.environ.get(f"GONGKAI_{name.upper()}")
        if given:
            return given
        place = self.root / "keys" / name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.parent.chmod(0o700)
            try:
                # Exclusive: of two processes that start at once, one makes the key and the other reads it.
                with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_hex(32))
            except FileExistsError:
                pass
        # Hundreds of values on one page are opened with it, so it is read again only where the file is another.
        state = place.stat()
        return _read(place, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=16)
def _read(place: Path, changed: int, file: int) -> str:
    return place.read_text(encoding="ascii").strip()


def home() -> Home:
    """The folder of this installation. It need not exist yet."""
    return Home(Path(os.environ.get("GONGKAI_HOME", "gongkai-data")).resolve())
