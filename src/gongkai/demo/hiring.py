"""Bodies of the county and the people in them: accounts that open only from the log-in page of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from gongkai.agencies.models import Agency, Section
from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.people.models import Account, Appointment, Role

ROMAN = {
    Role.CLERK: "clerk",
    Role.OFFICE_HEAD: "head",
    Role.LEADER: "leader",
    Role.CHIEF: "chief",
    Role.SUPERVISOR: "supervisor",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "admin",
}
"""The second half of a user name: shangwu-clerk."""


def found(body: Mapping[str, Any], *, supervised_by: Agency | None, number: int) -> Agency:
    """Set up one body of ``data/bodies.toml``. Its default approval chains are those of the product."""
    shared = lore.bodies()
    return Agency.objects.create(
        name=body["name"],
        short_name=body["short"],
        slug=body["slug"],
        code=body["code"],
        organisation_code=f"9901{number:04}",
        kind=body.get("kind", "department"),
        supervised_by=supervised_by,
        duties=body["duties"],
        office="办公室" if body.get("kind") != "township" else "党政综合办公室",
        address=body["address"],
        postcode=shared["postcode"],
        phone=f"0990-555{number:04}",
        fax=f"0990-556{number:04}",
        email=f"{body['slug']}@yunling.example",
        hours="工作日8:30至12:00，14:30至17:30",
        reconsideration=shared["reconsideration"],
        court=shared["court"],
        reconsideration_online=shared["reconsideration_online"],
        payment="凭缴款通知书到云岭县行政中心路1号一楼缴款窗口缴纳，或者通过非税收入缴款平台在线缴纳",
        red_head=body.get("red_head", False),
    )


def names(random: Random) -> Iterator[str]:
    """Names of staff, each once."""
    everything = lore.names()
    pairs = [surname + given for surname in everything["staff_surnames"] for given in everything["staff_given"]]
    random.shuffle(pairs)
    return iter(pairs)


def _account(username: str, name: str, agency: Agency, role: Role, section: Section | None = None) -> Account:
    # No password at all: these accounts open only where the demonstration lets anybody in.
    account = Account.objects.create_user(username, name)
    Appointment.objects.create(account=account, agency=agency, role=role, section=section)
    return account


def crew(agency: Agency, sections: list[str], called: Iterator[str]) -> Crew:
    """The people of a body: one clerk (two in a busy one), the heads, and a contributor and a head for every section."""
    slug = agency.slug
    clerks = [_account(f"{slug}-clerk", next(called), agency, Role.CLERK)]
    if len(sections) > 3:
        clerks.append(_account(f"{slug}-clerk2", next(called), agency, Role.CLERK))
    approvers = {
        role: _account(f"{slug}-{ROMAN[role]}", next(called), agency, role)
        for role in (Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF)
    }
    made = Crew(agency, clerks, approvers)
    for place, name in enumerate(sections, start=1):
        section = Section.objects.create(agency=agency, name=name)
        made.sections[name] = section
        made.contributors[name] = _account(f"{slug}-section{place}", next(called), agency, Role.CONTRIBUTOR, section)
        _account(f"{slug}-section{place}-head", next(called), agency, Role.SECTION_HEAD, section)
    return made


def others(agency: Agency, roles: tuple[Role, ...], called: Iterator[str]) -> None:
    """Accounts beside those that handle cases: supervisor, auditor, administrator."""
    for role in roles:
        _account(f"{agency.slug}-{ROMAN[role]}", next(called), agency, role)
