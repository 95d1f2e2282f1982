"""The keys of a zone: its own pairs (Ed25519 to sign, X25519 to receive), and what it knows of the other zone.

They stand in ``keys/zone.json`` of the data folder, readable by the owner alone; only the public halves leave it, as a card. Keys
rotate: the newest own pair signs, all own pairs open, and every card of the other zone that is trusted verifies until it is
revoked (docs/how-to/two-zones.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock

FORMAT = "gongkai-zone-card/1"


@dataclass(frozen=True, slots=True)
class Pair:
    """An own pair of keys. ``id``: eight hex digits of the hash of its public halves."""

    id: str
    sign: Ed25519PrivateKey
    open: X25519PrivateKey
    made_at: str


@dataclass(frozen=True, slots=True)
class Card:
    """The public halves of a pair of the other zone."""

    id: str
    zone: str
    verify: Ed25519PublicKey
    seal: X25519PublicKey
    trusted_at: str = ""
    revoked_at: str = ""


def place() -> Path:
    """Where the keys of this installation stand."""
    return Path(settings.HOME.root) / "keys" / "zone.json"


def _kept() -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(place().read_text(encoding="ascii"))
    except FileNotFoundError:
        return {"own": [], "others": []}
    return read


def _keep(values: dict[str, Any]) -> None:
    file = place()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f"zone.{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(values, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _id(verify: bytes, seal: bytes) -> str:
    return hashlib.sha256(verify + seal).hexdigest()[:8]


def _public(pair: Pair) -> tuple[bytes, bytes]:
    return pair.sign.public_key().public_bytes_raw(), pair.open.public_key().public_bytes_raw()


def own() -> tuple[Pair, ...]:
    """The own pairs, the newest first."""
    return tuple(
        Pair(
            row["id"],
            Ed25519PrivateKey.from_private_bytes(bytes.fromhex(row["sign"])),
            X25519PrivateKey.from_private_bytes(bytes.fromhex(row["open"])),
            row["made_at"],
        )
        for row in _kept()["own"]
    )


def newest() -> Pair:
    """The pair that signs. Raises GongkaiError where there is none."""
    found = own()
    if not found:
        raise GongkaiError(say("本区还没有密钥。请先执行 gongkai zone keygen。"))
    return found[0]


def others() -> tuple[Card, ...]:
    """What is known of the other zone, the newest first; revoked ones, too."""
    return tuple(_card(row) for row in _kept()["others"])


def recipient() -> Card:
    """The card of the other zone that packages are sealed to: the newest that is not revoked."""
    found = next((card for card in others() if not card.revoked_at), None)
    if found is None:
        raise GongkaiError(say("还没有对方的公钥。请用 gongkai zone trust 登记对方 keygen 生成的公钥文件。"))
    return found


def keygen() -> Pair:
    """Make a new pair; the ones before go on opening."""
    sign, opening = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    name = _id(sign.public_key().public_bytes_raw(), opening.public_key().public_bytes_raw())
    row = {
        "id": name,
        "sign": sign.private_bytes_raw().hex(),
        "open": opening.private_bytes_raw().hex(),
        "made_at": clock.now().isoformat(),
    }
    kept = _kept()
    kept["own"].insert(0, row)
    _keep(kept)
    return own()[0]


def card_of(pair: Pair) -> dict[str, str]:
    """What the other zone needs to know, to be carried there by hand. Nothing in it is secret."""
    verify, seal = _public(pair)
    return {"format": FORMAT, "zone": settings.ZONE, "id": pair.id, "verify": verify.hex(), "seal": seal.hex()}


def fingerprint(verify: str, seal: str) -> str:
    """What is read out over the telephone to make sure that the right card arrived: five groups of four."""
    whole = hashlib.sha256(bytes.fromhex(verify) + bytes.fromhex(seal)).hexdigest()[:20].upper()
    return "-".join(whole[n : n + 4] for n in range(0, 20, 4))


def _card(row: dict[str, Any]) -> Card:
    return Card(
        row["id"],
        row["zone"],
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(row["verify"])),
        X25519PublicKey.from_public_bytes(bytes.fromhex(row["seal"])),
        row.get("trusted_at", ""),
        row.get("revoked_at", ""),
    )


def trust(card: dict[str, Any]) -> Card:
    """Believe a card of the other zone from now on. Raises GongkaiError for what is none, or comes from the same zone."""
    try:
        right = card["format"] == FORMAT and card["id"] == _id(
            bytes.fromhex(card["verify"]), bytes.fromhex(card["seal"])
        )
        found = _card(card)
    except (KeyError, ValueError, TypeError):
        right = False
    if not right:
        raise GongkaiError(say("这不是完整的公钥文件，没有登记。请在对方重新执行 gongkai zone keygen。"))
    if found.zone == settings.ZONE:
        raise GongkaiError(say("这是本区自己的公钥，没有登记。请用对方的。"))
    kept = _kept()
    kept["others"] = [row for row in kept["others"] if row["id"] != found.id]
    row = {key: card[key] for key in ("id", "zone", "verify", "seal")}
    kept["others"].insert(0, {**row, "trusted_at": clock.now().isoformat()})
    _keep(kept)
    return found


def revoke(name: str) -> None:
    """Believe a card no longer: what it signed and has not been pulled is refused. Raises GongkaiError for an unknown one."""
    kept = _kept()
    rows = [row for row in kept["others"] if row["id"] == name and not row.get("revoked_at")]
    if not rows:
        raise GongkaiError(say("没有登记过公钥{name}，或者已经停用。", name=name))
    rows[0]["revoked_at"] = clock.now().isoformat()
    _keep(kept)
