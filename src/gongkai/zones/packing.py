"""A package between the zones: signed, sealed to the other zone, numbered, and chained to the one before.

The file is one line of JSON (the header), one line with the Ed25519 signature over it in hex, then the sealed bytes
(X25519, HKDF-SHA256, ChaCha20-Poly1305). Inside is a ZIP: ``message.json`` and the files by their SHA-256. The header names
zone, counter, the SHA-256 of the package before (``previous``), the moment, the keys, and the hash of the sealed bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.zones import keys

FORMAT = "gongkai-zone/1"
ENDING = ".gkz"
HEAD = 4096
"""Bytes that a header takes at most."""
MESSAGE = "message.json"
FIRST = "0" * 64
"""What the first package names as the one before."""


class Refused(GongkaiError):
    """A package that is not taken. ``code`` says why for programs, the sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """What a package says of itself, under the signature. ``digest``: SHA-256 of header line and signature, what the next names."""

    zone: str
    counter: int
    previous: str
    made_at: datetime
    signer: str
    recipient: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that was verified and opened."""

    header: Header
    message: dict[str, Any]
    files: Mapping[str, bytes]


def _canonical(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _secret(private: X25519PrivateKey, public: X25519PublicKey, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"gongkai-zone" + info).derive(private.exchange(public))


def pack(
    message: Mapping[str, Any], files: Mapping[str, bytes], *, counter: int, previous: str, at: datetime
) -> tuple[bytes, str]:
    """The bytes of a package, and its digest. ``files``: by their SHA-256."""
    pair, card = keys.newest(), keys.recipient()
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(MESSAGE), json.dumps(message, ensure_ascii=False, sort_keys=True))
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    once = X25519PrivateKey.generate()
    nonce = os.urandom(12)
    head: dict[str, Any] = {
        "format": FORMAT,
        "zone": settings.ZONE,
        "counter": counter,
        "previous": previous,
        "made_at": at.isoformat(),
        "signer": pair.id,
        "recipient": card.id,
        "once": once.public_key().public_bytes_raw().hex(),
        "nonce": nonce.hex(),
    }
    bound = _canonical(head)
    sealed = ChaCha20Poly1305(_secret(once, card.seal, bound)).encrypt(nonce, body.getvalue(), bound)
    line = _canonical({**head, "sha256": hashlib.sha256(sealed).hexdigest()})
    signed = pair.sign.sign(line).hex().encode()
    return line + b"\n" + signed + b"\n" + sealed, _digest(line, signed)


def _digest(line: bytes, signed: bytes) -> str:
    return hashlib.sha256(line + b"\n" + signed).hexdigest()


def _broken() -> Refused:
    return Refused("broken", say("文件不完整，或者不是两区交换的文件。请重新传送。"))


def _split(data: bytes) -> tuple[bytes, bytes, bytes, dict[str, Any]]:
    line, _, rest = data.partition(b"\n")
    signed, _, sealed = rest.partition(b"\n")
    if len(line) > HEAD or len(signed) != 128:
        raise _broken()
    try:
        head = json.loads(line)
        if head["format"] != FORMAT or _canonical(head) != line:
            raise _broken()
        bytes.fromhex(signed.decode("ascii"))
    except (ValueError, KeyError, TypeError):
        raise _broken() from None
    return line, signed, sealed, head


def header(data: bytes) -> Header:
    """The verified header of a package; its inside is not looked at. Raises `Refused`."""
    line, signed, sealed, head = _split(data)
    card = next((each for each in keys.others() if each.id == head.get("signer")), None)
    if card is None:
        raise Refused(
            "unknown_key",
            say("签名用的密钥{name}没有登记过，没有收。请核对是不是对方换了密钥。", name=head.get("signer")),
        )
    if card.revoked_at:
        raise Refused("revoked_key", say("签名用的密钥{name}已经停用，没有收。请对方用新密钥重新导出。", name=card.id))
    try:
        card.verify.verify(bytes.fromhex(signed.decode()), line)
    except InvalidSignature:
        raise Refused(
            "bad_signature", say("签名与内容不符，文件被改动过，没有收。请对方重新导出，并查明经过。")
        ) from None
    if hashlib.sha256(sealed).hexdigest() != head.get("sha256"):
        raise Refused("bad_body", say("内容与签名不符，文件没有传完或者被改动过，没有收。请重新传送。"))
    try:
        found = Header(
            zone=str(head["zone"]),
            counter=int(head["counter"]),
            previous=str(head["previous"]),
            made_at=datetime.fromisoformat(head["made_at"]),
            signer=card.id,
            recipient=str(head["recipient"]),
            digest=_digest(line, signed),
        )
    except (KeyError, ValueError, TypeError):
        raise _broken() from None
    if found.zone == settings.ZONE or found.zone != card.zone or found.counter < 1 or found.made_at.tzinfo is None:
        raise Refused("wrong_zone", say("这个文件不是对方发来的，没有收。请核对文件夹有没有接反。"))
    return found


def unpack(data: bytes) -> Opened:
    """Verify and open a package. Raises `Refused`."""
    found = header(data)
    _, _, sealed, head = _split(data)
    pair = next((each for each in keys.own() if each.id == found.recipient), None)
    if pair is None:
        raise Refused(
            "not_for_us",
            say("这个文件是加密给另一把密钥{name}的，本区打不开。请对方核对登记的公钥。", name=found.recipient),
        )
    bound = _canonical({key: value for key, value in head.items() if key != "sha256"})
    try:
        once = X25519PublicKey.from_public_bytes(bytes.fromhex(head["once"]))
        secret = _secret(pair.open, once, bound)
        plain = ChaCha20Poly1305(secret).decrypt(bytes.fromhex(head["nonce"]), sealed, bound)
        return Opened(found, *_inside(plain))
    except InvalidTag:
        raise Refused("bad_body", say("内容解不开，文件被改动过，没有收。请对方重新导出。")) from None
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, NotImplementedError, EOFError):
        raise _broken() from None


def _inside(plain: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Message and files; real bytes are counted, so that nothing unfolds without end."""
    files: dict[str, bytes] = {}
    left = settings.FILE_MAX_EXPANDED * 2
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as inner:
                data = inner.read(left + 1)
            left -= len(data)
            if left < 0:
                raise _broken()
            files[entry.filename] = data
    message = json.loads(files.pop(MESSAGE))
    if not isinstance(message, dict) or any(hashlib.sha256(data).hexdigest() != name for name, data in files.items()):
        raise _broken()
    return message, files
