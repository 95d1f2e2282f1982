"""The signature of this installation: Ed25519, so that whoever gets a package or a push can tell that it is ours and whole.

The key is made once in the data folder (``keys/signing_key``) and never leaves it; only the public half is shown. Who receives
keeps the public half and compares the key's id. docs/reference/channels.md describes what is signed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

ALGORITHM = "Ed25519"


def canonical(value: object) -> bytes:
    """``value`` as JSON in the one form that is signed: UTF-8, keys in order, no spaces. No floats go in, so RFC 8785 agrees."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class Signature:
    """``key``: the id of the key; ``value``: 64 bytes in Base64."""

    key: str
    value: str


def public_key() -> str:
    """The public half in Base64 (32 bytes), to be handed to whoever checks."""
    return base64.b64encode(_raw(_private().public_key())).decode()


def key_id(public: str) -> str:
    """The name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def sign(data: bytes) -> Signature:
    """The signature over exactly these bytes."""
    return Signature(key_id(public_key()), base64.b64encode(_private().sign(data)).decode())


def holds(data: bytes, signature: str, public: str) -> bool:
    """Whether ``signature`` was made over ``data`` with the key whose public half is ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(base64.b64decode(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.HOME.key("signing_key")))


def _raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
