"""信息种类: the types of record on the statutory catalogue, each with its own fields and clock, as data.

>>> kind_of("other").label
'其他应当公开的信息'
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of record. ``clause``: the item of the law it belongs to (``20.1`` to ``20.15``, ``21``, "")."""

    key: str
    label: str
    clause: str = ""


KINDS = {
    kind.key: kind
    for kind in (Kind("other", "其他应当公开的信息", "20.15"), Kind("answer", "对以往申请的答复", "20.15"))
}
"""Every kind by its key."""


def kind_of(key: str) -> Kind:
    """The kind; one that is no longer known counts as ``other``."""
    return KINDS.get(key, KINDS["other"])
