"""Why a Document was not written. Each message is a whole sentence: what happened, why it matters, what to do next."""

from gongkai.errors import GongkaiError


class Unwritable(GongkaiError):
    """The Document cannot be made a file as asked. ``code`` is stable, for programs: ``unknown-format`` ``unknown-option``
    ``missing-glyph`` ``too-wide`` ``too-long`` ``failed``."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
