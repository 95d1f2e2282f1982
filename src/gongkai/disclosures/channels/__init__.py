"""渠道: where an item appears besides its own page, with proof. One module a channel, behind one small protocol.

What the rest of the house uses stands here: the channels there are, sending in the background (`tasks`), trying again, proof, more
channels for what is public, taking down, what the day brings, and the counts of a year. docs/reference/channels.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.disclosures.channels.adding import add_channels
    from gongkai.disclosures.channels.counting import ChannelCount, counted, counts
    from gongkai.disclosures.channels.delivering import deliver, retry
    from gongkai.disclosures.channels.kinds import CHANNELS, ChannelKind, is_manual
    from gongkai.disclosures.channels.protocol import ChannelError
    from gongkai.disclosures.channels.proving import prove, taken_down
    from gongkai.disclosures.channels.settings import available, set_channel
    from gongkai.disclosures.channels.standing import check_stands
    from gongkai.disclosures.channels.taking_down import want_down
    from gongkai.disclosures.channels.working import work_due

_HOMES = {
    "add_channels": "adding",
    "ChannelCount": "counting",
    "counted": "counting",
    "counts": "counting",
    "deliver": "delivering",
    "retry": "delivering",
    "CHANNELS": "kinds",
    "ChannelKind": "kinds",
    "is_manual": "kinds",
    "ChannelError": "protocol",
    "prove": "proving",
    "taken_down": "proving",
    "available": "settings",
    "set_channel": "settings",
    "check_stands": "standing",
    "want_down": "taking_down",
    "work_due": "working",
}

__all__ = [
    "CHANNELS",
    "ChannelCount",
    "ChannelError",
    "ChannelKind",
    "add_channels",
    "available",
    "check_stands",
    "counted",
    "counts",
    "deliver",
    "is_manual",
    "prove",
    "retry",
    "set_channel",
    "taken_down",
    "want_down",
    "work_due",
]


def __getattr__(name: str) -> Any:
    # Typesetter, pictures and HTTP are fetched when first asked for: the models of this app are loaded by every command.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
