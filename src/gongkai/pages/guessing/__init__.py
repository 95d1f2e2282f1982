"""What a document seems to say of itself: number, dates, body, validity, kind."""

from gongkai.pages.guessing.model import Guess, Seen, Sure
from gongkai.pages.guessing.reading import guess

__all__ = ["Guess", "Seen", "Sure", "guess"]
