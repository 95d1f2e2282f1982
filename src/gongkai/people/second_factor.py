"""动态口令: the second factor, a six-digit code that an app on the telephone makes anew every thirty seconds (RFC 6238), and ten
recovery codes for the day the telephone is lost.

The recovery codes are kept only as keyed fingerprints. The secret of the app must be known to the server to check a code, so
it stands in the database; it is worth nothing without the password.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

import segno
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.language import say
from gongkai.people.models import Account

NAME = "gongkai"
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def device_of(account: Account) -> TOTPDevice | None:
    """The device in use, or None."""
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def device_to_set_up(account: Account) -> TOTPDevice:
    """A device that waits for its first code. The same until then, so that a page opened twice shows the same secret."""
    return TOTPDevice.objects.get_or_create(user=account, confirmed=False, defaults={"name": NAME})[0]


def secret(device: TOTPDevice) -> str:
    """The secret to be typed where no picture can be taken: groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def address(device: TOTPDevice) -> str:
    """What the picture says: an ``otpauth:`` address as the apps read it."""
    issuer = say("公开工作台")
    label = quote(f"{issuer}:{device.user.get_username()}")
    key = b32encode(device.bin_key).decode()
    return f"otpauth://totp/{label}?secret={key}&issuer={quote(issuer)}&digits={device.digits}&period={device.step}"


def picture(device: TOTPDevice) -> SafeString:
    """The address as an SVG element for the page: no style, nothing to load. Black on white also at night."""
    out = BytesIO()
    segno.make(address(device), error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, light="#fff", scale=5, border=4, svgclass="chart", lineclass=None
    )
    title = say("二维码，用手机上的动态口令应用扫描")
    return mark_safe(out.getvalue().decode().strip().replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a code. ``device``: whose it was, None when it was wrong. ``wait_until``: no code is looked at before."""

    device: Device | None = None
    wait_until: datetime | None = None


@transaction.atomic
def check(account: Account, code: str) -> Answer:
    """Try a code of the app, or a recovery code, which is used up. Wrong ones make the next try wait longer and longer."""
    code = "".join(code.split()).replace("-", "").lower()
    devices = TOTPDevice if code.isdigit() else StaticDevice
    device = devices.objects.select_for_update().filter(user=account, confirmed=True).first()
    return _try(device, code if code.isdigit() else _fingerprint(account, code))


@transaction.atomic
def check_first(account: Account, code: str) -> Answer:
    """Try the first code of a device that is being set up."""
    device = TOTPDevice.objects.select_for_update().get(pk=device_to_set_up(account).pk)
    return _try(device, "".join(code.split()))


def _try(device: TOTPDevice | StaticDevice | None, token: str) -> Answer:
    if device is None:
        return Answer()
    allowed, facts = device.verify_is_allowed()
    if not allowed:
        return Answer(wait_until=facts["locked_until"])
    return Answer(device if device.verify_token(token) else None)


def new_recovery_codes(account: Account) -> list[str]:
    """Ten codes like ``k7wd-39qm``; older ones are void."""
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name=NAME, confirmed=True)
    # A letter in front: a code of digits alone would be taken for one of the app.
    codes = [
        "".join((secrets.choice(_LETTERS[:23]), *(secrets.choice(_LETTERS) for _ in range(7)))) for _ in range(CODES)
    ]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_fingerprint(account, code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(account: Account) -> int:
    """How many recovery codes are unused."""
    return StaticToken.objects.filter(device__user=account).count()


def forget(account: Account) -> None:
    """Remove device and recovery codes."""
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def _fingerprint(account: Account, code: str) -> str:
    """Sixteen characters, as long as the column is."""
    key = hashlib.sha256(b"recovery" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{account.pk}:{code}".encode(), hashlib.sha256).hexdigest()[:16]
