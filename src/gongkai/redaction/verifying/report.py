"""The checks as they come together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.language import say
from gongkai.redaction.model import Check, Verification

BLOCK = re.compile(r"██(?:\[\d+\])+██")


class Report:
    def __init__(self) -> None:
        self._checks: list[Check] = []
        self.notes: list[str] = []

    def add(self, name: str, faults: Iterable[str], fine: str) -> None:
        """``faults``: what is wrong, as phrases without any value; none means the check has passed."""
        told = list(dict.fromkeys(faults))
        shown = "；".join(told[:12]) + (say("；等{count}处", count=len(told)) if len(told) > 12 else "")
        self._checks.append(Check(name, not told, shown or fine))

    def done(self) -> Verification:
        checks = tuple(self._checks)
        return Verification(bool(checks) and all(check.passed for check in checks), checks, tuple(self.notes))

    @property
    def faults(self) -> int:
        return sum(not check.passed for check in self._checks)


def strings_gone() -> str:
    return say("被遮蔽的文字")


def what_stays() -> str:
    return say("没有遮蔽的内容")


def unseen() -> str:
    return say("看不见的内容")


def shape() -> str:
    return say("文件结构")
