"""Bodies, people and cases for tests: plainly fictional, nothing surprising inside. Every function makes one thing and gives it."""

from __future__ import annotations

from datetime import date
from itertools import count

from gongkai.agencies.models import Agency, Section
from gongkai.applications import actions, outgoing
from gongkai.applications.actions import Matter, Person
from gongkai.applications.models import Application, Letter
from gongkai.law.receipt import Arrival, Channel
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role

_COUNT = count(1)
PASSWORD = "correct horse battery"


def agency(**values: object) -> Agency:
    """A bureau with everything its letters need. The first is 云岭县商务局."""
    n = next(_COUNT)
    names = {
        "name": f"云岭县第{n}局",
        "short_name": f"第{n}局",
        "slug": f"ju{n}",
        "code": f"云{n}",
        "office": "局办公室",
        "address": "云岭县文昌路18号",
        "postcode": "463900",
        "phone": "0399-5550126",
        "hours": "工作日8:30–12:00，14:30–17:30",
        "reconsideration": "云岭县人民政府",
        "court": "云岭县人民法院",
        "reconsideration_online": "https://fuyi.example/",
        "payment": "凭缴款通知到云岭县财政局指定银行缴纳",
    }
    return Agency.objects.create(**{**names, **values})


def section(of: Agency, name: str = "外贸股") -> Section:
    return Section.objects.get_or_create(agency=of, name=name)[0]


def account(of: Agency | None, role: Role | str, *, section: Section | None = None, name: str = "") -> Account:
    """An account with one appointment, in force since 2019. ``of`` None: without any."""
    n = next(_COUNT)
    made = Account.objects.create_user(f"user{n}", name or f"李{n}")
    if of is not None:
        Appointment.objects.create(account=made, agency=of, section=section, role=role)
    return made


def clerk(of: Agency) -> Account:
    return account(of, Role.CLERK, name="李文静")


def office_head(of: Agency) -> Account:
    return account(of, Role.OFFICE_HEAD, name="王立成")


def leader(of: Agency) -> Account:
    return account(of, Role.LEADER, name="赵建国")


def person(**values: str) -> Person:
    """周清源, a natural person with a fictional identity number of valid form."""
    names = {
        "kind": "natural_person",
        "name": "周清源",
        "identity_number": "41000019900101001X",
        "phone": "13800001234",
        "email": "zhou@example.org",
        "address": "云岭县文昌路1号",
        "postcode": "463900",
    }
    return Person(**{**names, **values})


def matter(**values: object) -> Matter:
    names: dict[str, object] = {
        "title": "2025年外贸专项资金支持企业名单",
        "content": "2025年度外贸稳增长专项资金支持的企业名单和金额",
    }
    return Matter(**{**names, **values})  # type: ignore[arg-type]


def application(of: Agency, by: Account, *, on: date | None = None, **values: object) -> Application:
    """An application handed in at the counter ``on`` (today) and registered. ``person`` and ``matter`` may be given."""
    who = values.pop("person", None) or person()
    what = values.pop("matter", None) or matter()
    arrival = Arrival(Channel.IN_PERSON, submitted_on=on or clock.today())
    return actions.record(of, who, what, arrival, by=by, **values)  # type: ignore[arg-type]


GRANTED = {
    "clear": "yes",
    "withdrawn": "no",
    "excessive": "no",
    "fee": "none",
    "petition": "no",
    "publication": "no",
    "party": "no",
    "inquiry": "no",
    "repeat": "no",
    "reconfirm": "no",
    "public": "no",
    "competent": "yes",
    "search": "found",
    "ground": "none",
    "form": "as_asked",
}
"""The path of the tree that ends in 予以公开."""


def answered_for(letter: Letter, by: Account, reason: str = "纸质副本已遮盖，由办公室核对") -> Letter:
    """A drafted letter with every finding of the check of what leaves the house answered for."""
    outgoing.look_at(letter)
    found = [finding.fingerprint for finding in outgoing.open_findings(letter)]
    if found:
        actions.answer_findings(letter, found, reason, by=by)
    return letter


def approve(letter: Letter, *people: Account) -> None:
    """Let ``people`` approve the waiting steps of a letter, in order."""
    for by in people:
        letter.refresh_from_db()
        waiting = letter.reviews.filter(verdict="", voided_at=None).order_by("step").first()
        assert waiting is not None
        actions.review(waiting, approve=True, digest=letter.digest, by=by)
    letter.refresh_from_db()


def answered(of: Agency, clerk: Account, leader: Account, *, on: date | None = None, **values: object) -> Application:
    """An application granted, approved and handed over on the day it came."""
    case = application(of, clerk, on=on, **values)
    letter = actions.decide(case, answers=GRANTED, by=clerk, given="企业名单和金额", way="当面领取纸质材料")
    actions.submit_letter(letter, by=clerk)
    approve(letter, leader)
    actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="周清源", by=clerk)
    case.refresh_from_db()
    return case
