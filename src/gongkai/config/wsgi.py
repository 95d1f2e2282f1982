"""The application that a server runs. With ``GONGKAI_BACKGROUND=1`` its process also does the work in the background."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
application = get_wsgi_application()
# What the first request would load else. None of it ever goes, so the collector of garbage need not look through it again and again:
# a look over everything takes longer than most pages. And it looks once in ten thousand new objects, not in seven hundred.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)

from gongkai.config.presence import Presence  # noqa: E402

presence = Presence("site")
"""An upgrade waits until nobody serves any more."""

if os.environ.get("GONGKAI_BACKGROUND") == "1":
    from gongkai.config.background import Background

    background = Background().start()
