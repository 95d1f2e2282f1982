"""Who keeps the list of bodies: whoever answers for the site, an administrator of the body that hosts it (decision 0133)."""

from __future__ import annotations

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.models import Account
from gongkai.people.rules import SITE_SETTINGS, may, require


def keeps(account: Account) -> bool:
    """Whether ``account`` keeps the list."""
    agency = host()
    return agency is not None and may(account, SITE_SETTINGS.key, agency.pk)


def keeper_of(by: Account | None) -> Agency | None:
    """The hosting body, locked, so that the list changes by one hand at a time; None before there is any body.

    ``by`` None: a command, run by whoever holds the data folder. Raises `gongkai.people.rules.NotAllowed` for everybody else but the
    keeper. The lock is no stronger than an UPDATE: what points at the body is written all the same.
    """
    agency = host()
    if agency is None:
        if by is not None:
            raise GongkaiError(say("还没有登记机关。请先用 gongkai init 安装。"))
        return None
    if by is not None:
        require(by, SITE_SETTINGS.key, agency.pk)
    return Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
