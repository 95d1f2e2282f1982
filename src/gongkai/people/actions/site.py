"""What the administrator of the body that hosts the public site sets for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Site
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import rules
from gongkai.people.journal import log
from gongkai.people.models import Account


@transaction.atomic
def save_site(values: Mapping[str, str], *, by: Account) -> list[str]:
    """Change settings of the site; the fields that changed. The log of the hosting body keeps what each was and is."""
    agency = host()
    if agency is None:
        raise GongkaiError(say("还没有登记机关，网站设置没有保存。请先登记机关。"))
    rules.require(by, rules.SITE_SETTINGS.key, agency.pk)
    site, _ = Site.objects.select_for_update().get_or_create(pk=1)
    changed = {name: [getattr(site, name), value] for name, value in values.items() if getattr(site, name) != value}
    if not changed:
        return []
    for name, (_, value) in changed.items():
        setattr(site, name, value)
    site.save(update_fields=list(changed))
    log("site.settings_changed", site, by=by, agency=agency, changed=changed)
    return list(changed)
