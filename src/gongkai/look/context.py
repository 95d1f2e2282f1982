"""What every page may use."""

from django.conf import settings
from django.http import HttpRequest

from gongkai.people import clock


def look(request: HttpRequest) -> dict[str, object]:
    """``size`` and ``theme``: the reader's own choice, kept in cookies. ``today``: the present day. ``demo``: the demo county."""
    return {
        "size": "large" if request.COOKIES.get("size") == "large" else "",
        "theme": "dark" if request.COOKIES.get("theme") == "dark" else "",
        "today": clock.today(),
        "demo": settings.DEMO,
    }
