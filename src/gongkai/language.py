"""The words people read, in their language.

Messages are written in Simplified Chinese where they arise, and that sentence is the key (msgid) of the gettext catalogue:
Chinese needs no catalogue, any other language is one file under ``locale/<language>/LC_MESSAGES/gongkai.mo``.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


@cache
def _language() -> str:
    # Once a process: a page says thousands of things.
    return os.environ.get("GONGKAI_LANGUAGE", "zh_CN")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("gongkai", LOCALE, languages=[language], fallback=True)


def say(message: str, /, **values: object) -> str:
    """``message`` in the user's language (``GONGKAI_LANGUAGE``, else Simplified Chinese), with ``{name}`` filled from ``values``.

    The values are put in after translation, so the message must be a literal for the catalogue to find it.

    >>> say("第{page}页", page=3)
    '第3页'
    """
    language = _language()
    if not language.startswith("zh_CN"):
        message = _catalogue(language).gettext(message)
    return message.format(**values) if values else message
