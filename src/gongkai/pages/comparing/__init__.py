"""What changed between two versions of a page."""

from gongkai.pages.comparing.pages import Difference, difference

__all__ = ["Difference", "difference"]
