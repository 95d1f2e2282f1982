"""A secret of the environment: given there itself, or in a file that only this user reads."""

from __future__ import annotations

import os
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.language import say


def secret(name: str, file_name: str) -> str:
    """What the variable ``name`` holds, or the first line of the file that ``file_name`` names; "" where neither is set. Raises
    GongkaiError for a file that cannot be read: nobody should run without what they believe to have set."""
    if name in os.environ:
        return os.environ[name]
    file = os.environ.get(file_name, "")
    return read(file, file_name) if file else ""


def read(file: str, what: str) -> str:
    """The first line of ``file``, which ``what`` names."""
    try:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeError):
        raise GongkaiError(say("{what} 指的文件“{file}”读不出来。请核对路径和权限。", what=what, file=file)) from None
