"""What the gate cannot do as asked."""

from __future__ import annotations

from gongkai.errors import GongkaiError
from gongkai.language import say


class StaleLeak(GongkaiError):
    """A leak to be masked does not stand where it was found: the text has changed since."""

    def __init__(self) -> None:
        super().__init__(
            say("文字在检查之后又改过，原来的检查结果对不上了，没有遮蔽任何内容。请重新检查，再遮蔽一次。")
        )


class CannotClean(GongkaiError):
    """No copy without hidden content could be made. ``code``: as that of Unreadable, or ``unsupported``, ``still-leaks``."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[Exception], tuple[str, ...]]:
        return CannotClean, (self.code, str(self))
