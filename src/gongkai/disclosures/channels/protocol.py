"""What a channel is to the rest: a name, what it asks of a person, and at most four things that it can do by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from gongkai.disclosures.channels.published import Published
from gongkai.errors import GongkaiError


class ChannelError(GongkaiError):
    """A channel did not take what was sent. The sentence says why and what to do.

    ``again``: whether trying again by itself may help (the far side is busy), or a person must first change something.
    ``code``: what the far side called it, for the log.
    """

    def __init__(self, sentence: str, *, again: bool = False, code: str = "") -> None:
        super().__init__(sentence)
        self.again = again
        self.code = code


class Kind(StrEnum):
    """What a field of the settings is."""

    TEXT = "text"
    ADDRESS = "address"
    CHECK = "check"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SettingField:
    """One plain field of a channel's settings. ``choices``: value and label, with `Kind.CHOICE`."""

    name: str
    label: str
    hint: str = ""
    kind: Kind = Kind.TEXT
    required: bool = False
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a channel as its sender reads them: every declared field, blank ones with their default."""

    values: Mapping[str, str]
    secret: str = field(default="", repr=False)

    def on(self, name: str) -> bool:
        """Whether a tick is set."""
        return self.values.get(name) == "1"


class Outcome(StrEnum):
    """How sending ended."""

    DONE = "done"
    TO_PROVE = "to_prove"
    """The far side has it; a person finishes it there and says where it stands."""
    LATER = "later"
    """The far side is still at it: asked again after a while; nothing is sent a second time."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending. ``proof``: the address where it stands, "" while unknown."""

    outcome: Outcome
    proof: str = ""


class Kept(MutableMapping[str, object]):
    """What the far side answered so far, kept with the release the moment it is set: after a crash the next try goes on from
    there. Values are JSON."""

    def __init__(self, values: Mapping[str, object], save: Callable[[dict[str, object]], None] | None = None) -> None:
        self._values = dict(values)
        self._save = save or (lambda values: None)

    def __getitem__(self, key: str) -> object:
        return self._values[key]

    def __setitem__(self, key: str, value: object) -> None:
        self._values[key] = value
        self._save(dict(self._values))

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._save(dict(self._values))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, key: str) -> str:
        """A value as text, "" where there is none."""
        return str(self._values.get(key) or "")


class Sender(Protocol):
    """A channel that software reaches. Every method may raise `ChannelError`; none touches the database."""

    def send(self, published: Published, config: Config, kept: Kept) -> Sent:
        """Put it there, or go on from what ``kept`` says was done before."""

    def take_down(self, published: Published, config: Config, kept: Kept) -> bool:
        """Take it away again. False: this side cannot, a person must."""

    def try_out(self, config: Config) -> str:
        """Whether the settings work, without publishing anything: a sentence with what was found."""
