"""Word documents (.docx) as blocks, with lists, links, pictures, notes and marks."""

from gongkai.pages.word.reading import Word, read, warnings

__all__ = ["Word", "read", "warnings"]
