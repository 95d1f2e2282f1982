"""A job whose every turn is chosen by the content of the file: what the engines do is tested without any reader."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from gongkai.documents.errors import Unreadable


@dataclass(frozen=True)
class Echo:
    """Gives the content back behind ``mark``. ``log``: a file that gets a line for every file worked on."""

    mark: str = "读到"
    log: str = ""

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as log:
                log.write(name + "\n")
        match data.split(b" ")[0]:
            case b"slow":
                time.sleep(0.3)
            case b"hang":
                time.sleep(60)
            case b"die":
                os._exit(9)
            case b"refuse":
                raise Unreadable("no-text", "没有文字")
            case b"defect":
                raise ZeroDivisionError("一除以零")
            case b"doubt":
                return 1, f"{self.mark} {data.decode()}\n"
        return 0, f"{self.mark} {data.decode()}\n"

    def failed(self, name: str, code: str, message: str) -> str:
        return f"{name} {code}\n"


@dataclass(frozen=True)
class Where:
    """Says which process did the work."""

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        return 0, str(os.getpid())

    def failed(self, name: str, code: str, message: str) -> str:
        return code
