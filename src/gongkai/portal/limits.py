"""What is limited on the public site, and what never is (decision 0065).

An application, a correction, an opinion, the report of a leak is always taken. Guessing query codes is limited, and so are
searching at the speed of a machine and reporting mistakes by the dozen; who is refused is told so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.disclosures.models import SiteError
from gongkai.people import clock
from gongkai.people.sealing import blind_index
from gongkai.portal.models import Miss, Sending

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MISSES_BY_SOURCE = 20
"""Wrong pairs an hour from one address: a town hall's shared computer gets by, a machine does not."""
MISSES_BY_CODE = 8
"""Wrong digits an hour for one code: with 10,000 possible digits, guessing takes weeks."""
MANY_SENDINGS = 10
"""Applications an hour from one address from which on they are marked for the clerk. They are taken all the same."""
MANY_MISTAKES = 20
"""Reports of mistakes an hour from one address, from which on they are marked. A leak is taken however many came before it."""
MOST_MISTAKES = 60
"""Reports an hour from one address that are taken at all, leaks apart; the next is refused in words, with what was typed kept."""
LOOKS = 240
"""Searches and suggestions a minute from one address and process."""


def source_of(request: HttpRequest) -> str:
    """A keyed fingerprint of the network address: enough to count by, and no address is kept.

    Behind a proxy that ends HTTPS (the setting that trusts its other headers, too) the address is the last one that the proxy
    has added to X-Forwarded-For.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip() or address
    return blind_index(f"address:{address}")


def wait_before_guessing(source: str, code: str) -> int:
    """Seconds until another code may be tried; 0: now."""
    since = clock.now() - HOUR
    waits = [0]
    for rows, most in (
        (Miss.objects.filter(source=source, at__gt=since), MISSES_BY_SOURCE),
        (Miss.objects.filter(code=blind_index(code), at__gt=since), MISSES_BY_CODE),
    ):
        latest = list(rows.order_by("-at").values_list("at", flat=True)[:most])
        if len(latest) == most:
            waits.append(_seconds(latest[-1] + HOUR))
    return max(waits)


def note_miss(source: str, code: str) -> None:
    """A pair opened nothing. Forgets what is older than a day."""
    now = clock.now()
    Miss.objects.filter(at__lt=now - DAY).delete()
    Miss.objects.create(source=source, code=blind_index(code), at=now)


def sent_lately(source: str) -> int:
    """How many applications came from one address within the hour."""
    return Sending.objects.filter(source=source, at__gt=clock.now() - HOUR).count()


def note_sending(source: str) -> int:
    """An application came; how many from this address within the hour. Fingerprints older than a day are wiped."""
    Sending.objects.filter(at__lt=clock.now() - DAY).exclude(source="").update(source="")
    return sent_lately(source)


def mistakes_lately(source: str) -> int:
    """How many mistakes were reported from one address within the hour."""
    return SiteError.objects.filter(source=source, received_at__gt=clock.now() - HOUR).count()


def may_look(request: HttpRequest) -> bool:
    """Whether one more search or suggestion is in order. Counted in memory: it protects the machine, not a secret."""
    minute = int(clock.now().timestamp() // 60)
    key = f"portal.look.{source_of(request)}.{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return int(cache.incr(key)) <= LOOKS
    except ValueError:
        # Thrown out between the two calls: then there were not many.
        return True


def _seconds(until: datetime) -> int:
    return max(1, int((until - clock.now()).total_seconds()))
