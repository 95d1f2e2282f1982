"""Why a file was not read. Each message is a whole sentence: what happened, why it matters, what to do next."""

from gongkai.errors import GongkaiError


class Unreadable(GongkaiError):
    """The bytes could not be made a Document. ``code`` is stable, for programs: ``empty unknown-format wrong-format damaged
    password too-large too-many-parts too-slow no-text needs-ocr unsupported``."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[Exception], tuple[str, ...]]:
        # Two arguments, of which Exception keeps one: without this it could not come back from a worker process.
        return Unreadable, (self.code, str(self))


class NotThisFormat(Unreadable):
    """The bytes belong to another reader."""

    def __init__(self, message: str):
        super().__init__("wrong-format", message)

    def __reduce__(self) -> tuple[type[Exception], tuple[str, ...]]:
        return NotThisFormat, (str(self),)
