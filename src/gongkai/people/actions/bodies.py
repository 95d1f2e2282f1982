"""What an administrator or the head of the disclosure office sets for the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from gongkai.agencies.models import Agency, Section
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import queries, rules
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment


@transaction.atomic
def save_agency(agency: Agency, values: Mapping[str, Any], *, by: Account) -> list[str]:
    """Change settings of a body; the fields that changed. The log keeps what each was and is.

    ``values``: clean values by field of the model (`gongkai.agencies.forms.AgencyForm.settings`).
    """
    rules.require(by, rules.AGENCY_SETTINGS.key, agency.pk)
    held = Agency.objects.select_for_update().get(pk=agency.pk)
    changed = {name: (getattr(held, name), value) for name, value in values.items() if getattr(held, name) != value}
    if not changed:
        return []
    for name, (_, value) in changed.items():
        setattr(held, name, value)
    held.save(update_fields=list(changed))
    kept = {name: [_named(old), _named(new)] for name, (old, new) in changed.items()}
    log("agency.settings_changed", held, by=by, agency=held, changed=kept)
    return list(changed)


def _named(value: object) -> object:
    return str(value) if isinstance(value, models.Model) else value


@transaction.atomic
def add_section(agency: Agency, *, name: str, by: Account) -> Section:
    """A new section of a body."""
    rules.require(by, rules.AGENCY_SETTINGS.key, agency.pk)
    if Section.objects.filter(agency=agency, name=name).exists():
        raise GongkaiError(
            say("{agency}已经有“{name}”。请核对名称，或者恢复停用的科室。", agency=agency.short_name, name=name)
        )
    section = Section.objects.create(agency=agency, name=name)
    log("section.added", section, by=by, agency=agency, section=name)
    return section


@transaction.atomic
def switch_section(section: Section, *, active: bool, by: Account) -> None:
    """Take a section out of use, or back into it. Out of use it is offered nowhere; what it did stays."""
    rules.require(by, rules.AGENCY_SETTINGS.key, section.agency_id)
    if not active:
        there = Appointment.objects.filter(queries.not_over(), section=section).select_related("account").first()
        if there:
            raise GongkaiError(
                say("{name}还在{section}任职，不能停用。请先结束任职。", name=there.account.name, section=section.name)
            )
    section.active = active
    section.save(update_fields=["active"])
    log("section.reopened" if active else "section.closed", section, by=by, agency=section.agency, section=section.name)
