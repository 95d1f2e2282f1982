"""What must not leave the house: the leak gate of publication and of the desk's outgoing files.

Pure: no Django, no network, no clock. ``scan_text``, ``scan_html`` and ``scan_file`` find; ``mask_text`` and ``mask_html`` mend what is
written; ``clean_file`` makes a copy without what is not seen; ``words`` knows wrong words and names. No value that was found is in
any object that comes back. The names below load their module when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.leaks.cleaning import Changes, Cleaned, clean_bounded, clean_file
    from gongkai.leaks.errors import CannotClean, StaleLeak
    from gongkai.leaks.files import scan_bounded, scan_file
    from gongkai.leaks.masking import mark_html, mask_html, mask_text
    from gongkai.leaks.model import Kind, Leak, Mask, Place, Scan, Severity
    from gongkai.leaks.scanning import scan_text
    from gongkai.leaks.web import page_text, scan_html

_HOMES = {
    "cleaning": ("Changes", "Cleaned", "clean_bounded", "clean_file"),
    "errors": ("CannotClean", "StaleLeak"),
    "files": ("scan_bounded", "scan_file"),
    "masking": ("mark_html", "mask_html", "mask_text"),
    "model": ("Kind", "Leak", "Mask", "Place", "Scan", "Severity"),
    "scanning": ("scan_text",),
    "web": ("page_text", "scan_html"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CannotClean",
    "Changes",
    "Cleaned",
    "Kind",
    "Leak",
    "Mask",
    "Place",
    "Scan",
    "Severity",
    "StaleLeak",
    "clean_bounded",
    "clean_file",
    "mark_html",
    "mask_html",
    "mask_text",
    "page_text",
    "scan_bounded",
    "scan_file",
    "scan_html",
    "scan_text",
]


def __getattr__(name: str) -> object:
    """Load the module that holds ``name``. No name is also a module of ours."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
