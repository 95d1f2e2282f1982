"""The same county as in tests/roster, and a way in."""

from __future__ import annotations

from people.conftest import friday, quick_passwords
from roster.conftest import County, county

__all__ = ["County", "county", "friday", "quick_passwords"]
