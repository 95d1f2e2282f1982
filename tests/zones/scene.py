"""Both zones in one process and one data base: each side has its own keys. Only the public one sends, only the inner one pulls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

import factories
from gongkai.agencies.models import Agency
from gongkai.applications.actions import Handed
from gongkai.config.home import Home
from gongkai.files.uploads import Upload
from gongkai.zones import keys, pulling, stamping
from gongkai.zones.models import Stamped


@contextmanager
def side(zone: str, root: Path) -> Iterator[None]:
    """Act as one zone: its name and its keys."""
    with override_settings(ZONE=zone, HOME=Home(root / zone)):
        yield


@dataclass
class Two:
    root: Path
    agency: Agency

    @property
    def wire(self) -> Path:
        return self.root / "wire"

    def stamp(self, n: int = 1, **values: str) -> Stamped:
        with side("public", self.root):
            handed = Handed([Upload("捌.txt", f"捌号材料{n}".encode())])
            who = factories.person(name="孙某捌", identity_number="", phone="13900008888", **values)
            return stamping.stamp(
                self.agency, who, factories.matter(title="", content=f"捌号内容{n}"), handed, form=f"{n:032}"
            )

    def export(self) -> list[Path]:
        with side("public", self.root):
            stamping.export(self.wire)
        return sorted(self.wire.glob("*.gkz"))

    def pull(self) -> pulling.Pull:
        with side("inner", self.root):
            return pulling.pull(self.wire)


def two(root: Path) -> Two:
    """Two zones that know each other, and a body of the same name in both."""
    cards = {}
    for zone in ("public", "inner"):
        with side(zone, root):
            cards[zone] = keys.card_of(keys.keygen())
    for zone, other in (("public", "inner"), ("inner", "public")):
        with side(zone, root):
            keys.trust(cards[other])
    return Two(root, factories.agency(name="示例县商务局", short_name="商务局", slug="shangwu", code="示商"))
