"""Personal data at rest: AES-256-GCM under a named key, and a keyed index for exact look-up.

A sealed value reads ``v1:<key id>:<base64 of nonce and ciphertext>``. The column's name is bound in, so a value moved to
another column does not open. Keys rotate: the first seals, all of them open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from gongkai.errors import GongkaiError
from gongkai.language import say

NONCE = 12


class CannotOpen(GongkaiError):
    """A sealed value that none of the keys opens: wrong keys after a restore, or a value that was tampered with."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "这项加密保存的个人信息打不开：密钥不对，或者数据被改动过。请核对数据目录中的密钥是否与数据库同时备份。"
            )
        )


@cache
def _keys(configured: str, root_key: str) -> tuple[tuple[str, bytes], ...]:
    if configured:
        pairs = (pair.split(":", 1) for pair in configured.split(","))
        return tuple((name, bytes.fromhex(value)) for name, value in pairs)
    return (("k1", bytes.fromhex(root_key)),)


def keys() -> tuple[tuple[str, bytes], ...]:
    """The sealing keys, newest first: id and 32 bytes."""
    return _keys(settings.SEALING_KEYS, "" if settings.SEALING_KEYS else settings.HOME.key("sealing_key"))


def seal(text: str, column: str) -> str:
    """``text`` sealed for ``column``; "" stays ""."""
    if not text:
        return ""
    name, key = keys()[0]
    nonce = os.urandom(NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), column.encode())
    return f"v1:{name}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(value: str, column: str) -> str:
    """What was sealed. Raises `CannotOpen`."""
    if not value:
        return ""
    try:
        _, name, data = value.split(":", 2)
        raw = base64.b64decode(data)
        key = dict(keys())[name]
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], column.encode()).decode()
    except (ValueError, KeyError, InvalidTag) as error:
        raise CannotOpen from error


def blind_index(value: str) -> str:
    """A keyed fingerprint (64 hex digits) of ``value`` for exact look-up; widths, case and spaces do not matter. "" of ""."""
    plain = "".join(unicodedata.normalize("NFKC", value).upper().split())
    if not plain:
        return ""
    key = hashlib.sha256(b"index" + keys()[-1][1]).digest()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def masked(value: str) -> str:
    """``value`` as inspections ask for it: 138****1234, 41************1234, name@… without the name.

    >>> masked("13812345678"), masked("410000199001011234"), masked("someone@example.org"), masked("某路1号")
    ('138****5678', '41************1234', 's****@example.org', '某***')
    """
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}****@{host}"
    if len(value) >= 15:
        return value[:2] + "*" * (len(value) - 6) + value[-4:]
    if len(value) >= 7:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return value[:1] + "*" * max(0, len(value) - 1)


class SealedField(models.TextField):
    """Text that is sealed in the database and plain in Python. It cannot be searched; keep a `blind_index` beside it."""

    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return None if value is None else seal(value, self._column())

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return None if value is None else unseal(value, self._column())
