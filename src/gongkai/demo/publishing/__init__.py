"""What the county has published: found before anybody asks, reviewed before anybody reads it."""

from __future__ import annotations

from gongkai.demo.publishing.history import answers, publish, set_up
from gongkai.demo.publishing.stories import Press

__all__ = ["Press", "answers", "publish", "set_up"]
