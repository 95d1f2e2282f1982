"""The one list of what a published page may hold, and the door that everything passes (nh3, which parses as a browser does).

Whatever is not named here is taken out: elements, attributes, classes, ids, schemes. The pages' own serialiser writes nothing
else either; the door is there for the day on which it is wrong.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

import nh3

_ELEMENTS_NAMES = (
    "h2 h3 h4 h5 h6 p ul ol li table caption thead tbody tr th td blockquote figure figcaption section strong "
    "em u sup sub a br img"
)
ELEMENTS = frozenset(_ELEMENTS_NAMES.split())
_WITH_CONTENT = "script style template noscript iframe object svg math title textarea select"
DROPPED_WITH_CONTENT = frozenset(_WITH_CONTENT.split())
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "li": {"id"},
    "th": {"rowspan", "colspan"},
    "td": {"rowspan", "colspan"},
}
VALUES: dict[str, dict[str, set[str]]] = {
    "th": {"scope": {"row", "col"}},
    "ol": {"type": {"a", "A", "i", "I"}},
    "section": {"aria-label": {"注释"}},
    **{tag: {"lang": {"en", "bo", "ug", "mn"}} for tag in ("p", "h2", "h3", "h4", "h5", "h6")},
}
CLASSES: dict[str, set[str]] = {"p": {"center", "right"}, "section": {"notes"}}
"""``center`` and ``right``: where an official document sets its number and its signature."""
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_NOTE_ID = re.compile(r"note(?:-back)?-[1-9][0-9]{0,3}")
_NOTE_LINK = re.compile(r"#note(?:-back)?-[1-9][0-9]{0,3}")
_PATH = re.compile(r"(?:/(?!/))?[\w\-%~][\w\-./%~?=&]*")
_WHOLE = re.compile(r"[1-9][0-9]{0,4}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//(?P<host>\[[^\]]*\]|[^/?#]*?)(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)
_INNER_NAMES = (".local", ".lan", ".internal", ".intranet", ".localhost", ".home", ".corp")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")


def safe_link(href: str) -> str | None:
    """``href`` when a reader may be sent there, else None: http, https, mailto, tel, or a path of this site.

    >>> [safe_link(link) for link in ("https://example.org/a", "/info/1", "java\\nscript:alert(1)", "#top")]
    ['https://example.org/a', '/info/1', None, None]
    """
    href = href.strip()
    bare = _CONTROL.sub("", href)
    if not bare or len(bare) > 2000 or "\\" in bare:
        return None
    if bare.startswith("#"):
        return bare if _NOTE_LINK.fullmatch(bare) else None
    scheme = _SCHEME.match(bare)
    if scheme:
        is_known = scheme[1].lower() in SCHEMES and len(bare) > scheme.end()
        return bare if is_known and not _is_internal(bare) else None
    # What looks like a file of the author's own disk, or leads nowhere without a base, is no link.
    return bare if bare.startswith("/") and not _is_internal(bare) else None


def _is_internal(link: str) -> bool:
    """Whether a link leads to a private address, a bare name of a machine, or somewhere with a password in it."""
    found = _HOST.match(link)
    if found is None:
        return False
    host = found["host"].rsplit("@", 1)[-1]
    if "@" in found["host"]:
        return True
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return "." not in host.strip(".") or host.lower().rstrip(".").endswith(_INNER_NAMES)
    return not address.is_global


def safe_source(src: str) -> str | None:
    """``src`` when it names a picture of the page or a path of this site, else None: a page loads nothing from elsewhere.

    >>> [safe_source(src) for src in ("picture-1.png", "/files/3", "https://example.org/a.png", "data:image/png;base64,AA")]
    ['picture-1.png', '/files/3', None, None]
    """
    src = src.strip()
    return src if len(src) <= 500 and _PATH.fullmatch(src) and ".." not in src else None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return safe_link(value)
    if name == "src":
        return safe_source(value)
    if name == "id":
        return value if _NOTE_ID.fullmatch(value) else None
    if name in ("rowspan", "colspan", "width", "height"):
        return value if _WHOLE.fullmatch(value) else None
    if name == "start":
        return value if re.fullmatch(r"-?[0-9]{1,6}", value) else None
    return value


_DOOR = nh3.Cleaner(
    tags=set(ELEMENTS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    attribute_filter=_attribute,
    allowed_classes=CLASSES,
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)

_COMPARISON = nh3.Cleaner(
    tags={*ELEMENTS, "ins", "del", "span"},
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: names for tag, names in ATTRIBUTES.items() if tag != "li"},
    tag_attribute_values=VALUES,
    attribute_filter=_attribute,
    allowed_classes={**CLASSES, "span": {"sr"}, "p": {*CLASSES["p"], "gap"}},
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def comparison_door(html: str) -> str:
    """The door of comparisons: the same, with ``ins``, ``del``, words for screen readers (``sr``) and the mark of a gap (``gap``)."""
    return _COMPARISON.clean(html)


def door(html: str) -> str:
    """``html`` with nothing in it but what this page names."""
    return _DOOR.clean(html)
