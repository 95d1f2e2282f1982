"""Applicants of many rows at once, each kept once with exactly its particulars, as `gongkai.applications.actions.intake` keeps them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.actions import Person
from gongkai.applications.models import Applicant
from gongkai.applications.models.application import ApplicantKind, IdentityKind
from gongkai.people.sealing import blind_index

_AT_ONCE = 400


def person_of(values: Mapping[str, Any]) -> Person:
    """Who applied, as the row says; nothing else about them is known."""
    person = values["kind"] == ApplicantKind.NATURAL_PERSON
    return Person(
        kind=values["kind"],
        name=values["applicant"],
        identity_kind=IdentityKind.ID_CARD if person else IdentityKind.CREDIT_CODE,
        identity_number=values.get("identity_number", ""),
        phone=values.get("phone", ""),
        email=values.get("email", ""),
        address=values.get("address", ""),
    )


def fingerprint_of(person: Person) -> tuple[dict[str, str], str]:
    """The particulars without spaces around, and their fingerprint."""
    values = {name: str(getattr(person, name)).strip() for name in Person.__dataclass_fields__}
    return values, blind_index("\x1f".join(values[name] for name in sorted(values)))


def applicants_of(agency: Agency, rows: Sequence[Mapping[str, Any]]) -> list[Applicant]:
    """The applicant of every row, in their order; those that were not known are made."""
    wanted = [fingerprint_of(person_of(values)) for values in rows]
    marks = list(dict.fromkeys(mark for _, mark in wanted))
    known: dict[str, Applicant] = {}
    for at in range(0, len(marks), _AT_ONCE):
        found = Applicant.objects.filter(agency=agency, fingerprint__in=marks[at : at + _AT_ONCE])
        known.update({applicant.fingerprint: applicant for applicant in found})
    new: dict[str, Applicant] = {}
    for values, mark in wanted:
        if mark not in known and mark not in new:
            key = Applicant.key_of(values["identity_number"], values["name"], values["phone"])
            new[mark] = Applicant(agency=agency, fingerprint=mark, key=key, **values)
    Applicant.objects.bulk_create(new.values(), batch_size=200)
    known.update(new)
    return [known[mark] for _, mark in wanted]


def token() -> str:
    """What opens the reply page of a consultation; nobody is told it."""
    return secrets.token_urlsafe(32)
