"""Who a case names: what is looked for in its files before they go out. The values are shown and sought, and written nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.applications.actions.intake import reveal
from gongkai.applications.models import Applicant, Application, Complaint, RemedyCase
from gongkai.applications.models.application import ApplicantKind
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.people.models import Account

SEALED = ("identity_number", "phone", "email", "address")
PERSON, ORGANISATION = "party.person", "party.organisation"
"""As `gongkai.severance.reasons` names what is proposed to be cut."""
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Named:
    """``value``: as the register has it; ``role``: what it is in the case, for people; ``kind``: `PERSON` or `ORGANISATION`."""

    value: str
    role: str
    kind: str = PERSON


def named_in(case: Application) -> tuple[Named, ...]:
    """The applicant, those who stand for them, third parties who were asked (art. 32), who brought a dispute or complained. Each value
    once; the body's own counsel and other bodies are none."""
    found: dict[str, Named] = {}
    for each in _named(case):
        if len(each.value) > 1:
            found.setdefault(each.value, each)
    return tuple(found.values())


def sealed_in(case: Application, *, by: Account) -> tuple[Named, ...]:
    """What the applicant gave under seal. Each look is logged (`applicant.looked_at`); raises `gongkai.people.rules.NotAllowed`."""
    found = []
    for name in SEALED:
        if getattr(case.applicant, name).strip():
            label = str(Applicant._meta.get_field(name).verbose_name)
            value = " ".join(reveal(case, name, by=by).split())
            found.append(Named(value, say("申请人的{what}", what=label)))
    return tuple(found)


def has_sealed(case: Application) -> bool:
    return any(getattr(case.applicant, name).strip() for name in SEALED)


def _named(case: Application) -> Iterator[Named]:
    who = case.applicant
    alone = who.kind == ApplicantKind.NATURAL_PERSON
    yield Named(who.name.strip(), say("申请人"), PERSON if alone else ORGANISATION)
    yield Named(who.representative.strip(), say("申请人的法定代表人"))
    yield Named(who.contact.strip(), say("申请人的联系人"))
    for each in case.consultations.all():
        if each.asked == Asked.THIRD_PARTY:
            yield _guessed(each.party, say("第三方"))
    for name in RemedyCase.objects.filter(application=case).values_list("claimant", flat=True):
        yield _guessed(name, say("复议、诉讼的提出人"))
    for name in Complaint.objects.filter(application=case).values_list("complainant", flat=True):
        yield _guessed(name, say("投诉举报人"))


def _guessed(value: str, role: str) -> Named:
    """Registers do not tell people from organisations there: what is as short as a name is a person's."""
    value = value.strip()
    return Named(value, role, PERSON if len(value) <= _LONGEST_NAME or "·" in value else ORGANISATION)
