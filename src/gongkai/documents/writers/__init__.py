"""One writer a format: ``write(document, …) -> bytes``, pure, the same bytes for the same Document everywhere."""

from gongkai.documents.writers.unwritable import Unwritable

__all__ = ["Unwritable"]
