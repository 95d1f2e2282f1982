"""What the tests of retention start from. Every planted word occurs nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import factories
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.applications.actions import Handed, Matter, Party, Person
from gongkai.applications.case_files import add
from gongkai.applications.models import Application, CaseFile
from gongkai.files.uploads import Upload
from gongkai.law.receipt import Arrival, Channel
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.retention import actions as retention
from gongkai.retention import carrying_out
from gongkai.retention.models import GRACE_DAYS, DestructionList

TODAY = date(2026, 9, 11)
OLD = date(2020, 3, 4)
IDENTITY, PHONE, EMAIL = "410000199001017777", "13900007777", "qizhi7777@example.org"
PLANTED = {
    "identity": IDENTITY,
    "phone": PHONE,
    "email": EMAIL,
    "address": "云岭县柒肆路柒佰号",
    "name": "戚某柒",
    "contact": "联系柒人",
    "content": "柒号原文请求公开征地补偿台账",
    "clues": "柒号线索在二楼柜子",
    "party": "柒号第三方公司",
    "opinion": "柒号意见含商业秘密",
    "search": "柒号检索词",
    "given": "柒号公开内容",
    "file": "柒号材料正文",
    "identity_file": "柒号身份证扫描",
    "signer": "柒签收",
}


@dataclass
class House:
    agency: Agency
    clerk: Account
    head: Account
    leader: Account


def house(**values: object) -> House:
    agency = factories.agency(**values)
    return House(agency, factories.clerk(agency), factories.office_head(agency), factories.leader(agency))


def planted_person() -> Person:
    p = PLANTED
    return Person(
        "natural_person", p["name"], "id_card", p["identity"], p["phone"], p["email"], p["address"], "463977",
        contact=p["contact"],
    )  # fmt: skip


def planted(of: House, on: date = OLD, person: Person | None = None) -> Application:
    """A case answered on ``on`` that holds every planted word."""
    p = PLANTED
    with clock.at(on):
        matter = Matter("柒号事由", p["content"], "柒号文号", p["clues"])
        handed = Handed(
            [Upload("柒号材料.txt", p["file"].encode())], [Upload("柒号证.txt", p["identity_file"].encode())]
        )
        case = actions.record(
            of.agency, person or planted_person(), matter, Arrival(Channel.IN_PERSON, submitted_on=on), by=of.clerk,
            handed=handed,
        )  # fmt: skip
        actions.consult(case, parties=[Party(p["party"], interest="商业秘密")], what="是否同意", by=of.clerk)
        consultation = case.consultations.get()
        letter = consultation.letters.get()
        factories.approve(letter, of.head)
        actions.serve(letter, method="direct", signed_on=on, by=of.clerk)
        actions.record_opinion(consultation, opinion="agrees", reasons=p["opinion"], by=of.clerk)
        actions.record_search(case, places="档案室", terms=p["search"], found=1, by=of.clerk, on=on)
        reply = add(case, Upload("柒号答复.txt", b"reply 7"), CaseFile.Purpose.REPLY, by=of.clerk)
        case.refresh_from_db()
        answer = actions.decide(case, answers=factories.GRANTED, by=of.clerk, enclose=[reply], given=p["given"])
        actions.submit_letter(answer, by=of.clerk)
        factories.approve(answer, of.leader)
        actions.serve(answer, method="direct", signed_on=on, signed_by=p["signer"], by=of.clerk)
    case.refresh_from_db()
    assert case.stage == "closed"
    return case


def approved(of: House, *kinds: str) -> DestructionList:
    """A list of what is due, drawn up by the clerk and approved by the leader."""
    found = retention.draw_up(of.agency, kinds=kinds, by=of.clerk)
    retention.approve(found, digest=found.digest, by=of.leader)
    return found


def let_pass(days: int = GRACE_DAYS) -> int:
    """Carry out what is due ``days`` from today."""
    with clock.at(clock.today() + timedelta(days=days)):
        return carrying_out.daily()
