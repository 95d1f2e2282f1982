"""What parent and child send each other: frames of one letter, eight bytes of length, a pickle.

From the parent ``q`` a question. From the child ``s`` it has started, ``t`` seconds more are asked for, ``r`` the result, ``e`` one
of our errors, ``x`` the traceback of a defect; the last three with the memory held so far.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any

FRAME = struct.Struct("<cQ")
LARGEST_ANSWER = 1 << 30
"""Bytes. A longer answer is no answer."""
OUT_OF_MEMORY = 78
"""The exit status with which a child ends itself when it holds too much memory."""


class Values(pickle.Unpickler):
    """Unpickles only values of this package and plain ones: the child has read a hostile file, and might be its puppet."""

    _PLAIN = frozenset({"datetime", "decimal", "collections", "pathlib"})
    _BUILTINS = frozenset({"set", "frozenset", "bytearray", "object"})

    def find_class(self, module: str, name: str) -> Any:
        ours = module == "gongkai" or module.startswith("gongkai.")
        if ours or module in self._PLAIN or (module == "builtins" and name in self._BUILTINS):
            found = super().find_class(module, name)
            if isinstance(found, type):  # a function is not a value
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
