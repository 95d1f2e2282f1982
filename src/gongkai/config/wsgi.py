"""The application that a server runs. With ``GONGKAI_BACKGROUND=1`` its process also does the work in the background."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
application = get_wsgi_application()

from gongkai.config.presence import Presence  # noqa: E402

presence = Presence("site")
"""An upgrade waits until nobody serves any more."""

if os.environ.get("GONGKAI_BACKGROUND") == "1":
    from gongkai.config.background import Background

    background = Background().start()
