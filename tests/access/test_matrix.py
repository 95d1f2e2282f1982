"""Every address × every role × own and another body, with data of the other body that must not leak.

What is expected is written down by hand in ``expected.txt``: the address and who gets past its gate. Objects of another body
answer 404, and nothing of them stands in any page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings

import factories
import worlds
from gongkai.agencies.models import Agency, Section
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.case_files import add
from gongkai.applications.dossiers import making
from gongkai.applications.models import Application, CaseFile
from gongkai.disclosures import actions as publication
from gongkai.disclosures.actions import life, registering
from gongkai.disclosures.actions.mistakes import report_mistake
from gongkai.disclosures.models import Column, ImportedRows, Item, Release
from gongkai.disclosures.published import take_over
from gongkai.files.models import StoredFile
from gongkai.files.uploads import Upload
from gongkai.ledgers import actions as ledgers
from gongkai.ledgers.actions import checking, taking
from gongkai.letters.linting.lessons import Kind, Rule
from gongkai.people import clock
from gongkai.people.access import Gate, every_view
from gongkai.people.models import Account, Appointment, Deputy, Role, SignIn
from gongkai.retention import actions as retention
from gongkai.retention import schedule
from gongkai.retention.models import DestructionList

DAY = date(2026, 9, 11)
EXPECTED = Path(__file__).with_name("expected.txt")
SECTION_ROLES = (Role.CONTRIBUTOR, Role.SECTION_HEAD)
PUBLIC_NAMES = {"home", "accessibility", "search"}


@dataclass
class Body:
    """One body full of things with marks that occur nowhere else."""

    agency: Agency
    mark: str
    people: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, object] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()


def _body(mark: str, phone: str, identity: str) -> Body:
    agency = factories.agency(
        name=f"云岭县{mark}局", short_name=f"{mark}局", code=f"云{mark}", slug=f"ju-{ord(mark[0])}"
    )
    section = factories.section(agency, f"{mark}业务股")
    body = Body(agency, mark)
    for role in Role:
        needs = section if role in SECTION_ROLES else None
        body.people[role] = factories.account(agency, role, section=needs, name=f"{mark}{Role(role).label}")
    clerk, head, leader = (body.people[r] for r in (Role.CLERK, Role.OFFICE_HEAD, Role.LEADER))
    who = factories.person(name=f"{mark}申请人", identity_number=identity, phone=phone, email=f"m{phone}@example.org")
    what = factories.matter(title=f"{mark}事由绝密甲", content=f"{mark}内容绝密乙")
    case = factories.application(agency, clerk, person=who, matter=what, section=section)
    reply = add(case, Upload(f"{mark}材料丙.txt", b"reply"), CaseFile.Purpose.REPLY, by=clerk)
    asked = actions.ask_section(case, section=section, question=f"{mark}协助丁", due_on=DAY, by=clerk)
    actions.consult(case, parties=[Party(f"{mark}第三方戊", interest="商业秘密")], what="是否同意", by=clerk)
    consultation = case.consultations.get()
    p6 = consultation.letters.get()
    factories.approve(p6, head)
    actions.serve(p6, method="direct", signed_on=DAY, by=clerk)
    actions.record_opinion(consultation, opinion="agrees", by=clerk)
    case.refresh_from_db()
    letter = actions.decide(case, answers=factories.GRANTED, by=clerk, enclose=[reply], given=f"{mark}公开己")
    actions.submit_letter(letter, by=clerk)
    remedy = actions.file_remedy(
        agency,
        kind="reconsideration",
        filed_on=DAY,
        authority="云岭县人民政府",
        number=f"{mark}复〔2026〕1号",
        application=case,
        by=clerk,
    )
    lost = actions.file_remedy(
        agency,
        kind="reconsideration",
        filed_on=DAY,
        authority="云岭县人民政府",
        number=f"{mark}复〔2026〕2号",
        by=clerk,
    )
    actions.conclude_remedy(lost, detail="illegal", on=DAY, by=clerk)
    lesson = actions.write_lesson(lost, text=f"{mark}教训卯", by=clerk)
    rule = Rule(Kind.MUST_SAY, wordings=(f"{mark}规则辰",), outcome="granted")
    check = actions.write_check(lesson, rule, starts_on=DAY, by=clerk)
    complaint = actions.file_complaint(
        agency, number=f"{mark}投〔2026〕1号", received_by="云岭县政务公开办", received_on=DAY, about="late",
        text=f"{mark}投诉寅", by=clerk,
    )  # fmt: skip
    dossier = making.ask(case, by=clerk)
    appointment = Appointment.objects.get(account=leader)
    deputy = Deputy.objects.create(
        appointment=appointment, account=body.people[Role.CHIEF], starts_on=DAY, ends_on=DAY, named_by=leader
    )
    (item,) = take_over([Item(agency=agency, title=f"{mark}公开目录", published_on=DAY)])
    mistake = report_mistake(
        agency, kind="leak", text=f"{mark}找错庚", contact=f"{mark}联系辛", page=f"/{agency.slug}/"
    )
    draft = publication.begin(
        agency,
        by=clerk,
        section=section,
        title=f"{mark}稿件庚",
        html=f"<p>{mark}正文辛</p>",
        upload=Upload(f"{mark}原件壬.txt", f"{mark}原件癸".encode()),
    )
    registers = _registers(body, section)
    sign_in = SignIn.objects.create(account=clerk, session_key=f"k{mark}", at=clock.now(), seen_at=clock.now())
    body.keys = {
        "case": case.pk,
        "letter": letter.pk,
        "file": reply.pk,
        "review": letter.reviews.get().pk,
        "assistance": asked.pk,
        "remedy": remedy.pk,
        "complaint": complaint.pk,
        "check": check.pk,
        "dossier": dossier.pk,
        "account": clerk.pk,
        "appointment": appointment.pk,
        "deputy": deputy.pk,
        "session": sign_in.pk,
        "section": section.pk,
        "item": item.pk,
        "draft": draft.pk,
        "mistake": mistake.pk,
        "nothing": 999_999_999,
        "slug": agency.slug,
        "body": agency.pk,
        "token": consultation.token,
        **registers,
        **_retained(body, case),
        **_reviews(body, section),
        **_ledger(body, section),
    }
    body.secrets = (
        who.name, phone, identity, what.title, what.content, reply.name, asked.question, consultation.party,
        f"{mark}公开己", draft.title, f"{mark}正文辛", f"{mark}原件壬", f"{mark}原件癸", case.number, remedy.number,
        complaint.number, complaint.text, lesson.text, f"{mark}规则辰", lost.number,
        case.query_code, mistake.text, mistake.contact, mistake.code,
        f"{mark}办法子", f"{mark}当事人丑", f"{mark}收费寅", f"{mark}建议卯", f"{mark}台账巳.xlsx",
        f"{mark}停止销毁午", f"{mark}销毁清册未",
        f"{mark}旧申请人午", f"{mark}旧内容未", f"{mark}旧台账申", f"{mark}旧复议申", f"{mark}旧备注酉", f"{mark}旧诉讼戌",
    )  # fmt: skip
    return body


def _ledger(body: Body, section: Section) -> dict[str, object]:
    """An old ledger that was taken in, one row of it as a case."""
    clerk = body.people[Role.CLERK]
    head = "编号,申请人,申请人类别,收到日期,申请内容,承办科室"
    row = f"2026-1,{body.mark}旧申请人午,自然人,2026-03-02,{body.mark}旧内容未,{section.name}"
    batch = ledgers.take_in(body.agency, Upload(f"{body.mark}旧台账申.csv", f"{head}\n{row}\n".encode()), by=clerk)
    ledgers.settle(batch, columns={batch.sheets[0]["shape"]: batch.sheets[0]["columns"]}, by=clerk)
    checking.run(batch.pk)
    batch.refresh_from_db()
    ledgers.begin(batch, by=clerk)
    taking.run(batch.pk, clerk.pk)
    head = "申请编号,申请人,案件类型,案号,复议机关,受理日期,审理结果,结案日期,争议类型,备注"
    about = f"2026-1,{body.mark}旧申请人午,行政复议,{body.mark}旧复议申,县政府,2026-03-20,维持,2026-04-20,逾期不答复,{body.mark}旧备注酉"
    data = f"{head}\n{about}\n".encode()
    old = ledgers.take_in(body.agency, Upload(f"{body.mark}旧诉讼戌.csv", data), ledger="disputes", by=clerk)
    ledgers.settle(old, columns={old.sheets[0]["shape"]: old.sheets[0]["columns"]}, by=clerk)
    checking.run(old.pk)
    old.refresh_from_db()
    ledgers.begin(old, by=clerk)
    taking.run(old.pk, clerk.pk)
    return {
        "ledger_batch": batch.pk,
        "ledger_case": batch.imported.get().application_id,
        "ledger_dispute": old.rounds.get().round.case_id,
    }


def _reviews(body: Body, section: Section) -> dict[str, object]:
    """A column, a release by force, and a step of the review after it."""
    column = Column.objects.create(agency=body.agency, slug="notices", name=f"{body.mark}栏目", section=section)
    draft = publication.begin(
        body.agency,
        by=body.people[Role.CLERK],
        section=section,
        column=column,
        title=f"{body.mark}预警",
        html="<p>请立即转移。</p>",
        fields={"made_on": DAY},
    )
    record = publication.force(draft, reason="暴雨预警，等不及审核", by=body.people[Role.LEADER])
    step = draft.reviews.order_by("pk").first()
    release = Release.objects.filter(version=record.version_id).first()
    return {"column_key": column.pk, "forced": record.pk, "publication_review": step.pk, "release": release.pk}


def _retained(body: Body, case: Application) -> dict[str, object]:
    """A list of destruction and a hold."""
    hold = retention.place_hold(body.agency, case, reason=f"{body.mark}停止销毁午", by=body.people[Role.CLERK])
    found = DestructionList.objects.create(
        agency=body.agency, number=f"{body.mark}销毁清册未", schedule=schedule.snapshot(body.agency), schedule_digest="0" * 64,
        digest="0" * 64, made_by=body.people[Role.CLERK], made_at=clock.now(),
    )  # fmt: skip
    return {"destruction": found.pk, "hold": hold.pk}


def _registers(body: Body, section: Section) -> dict[str, object]:
    """Rows of the registers, by the part of the address that names them."""
    agency, mark, clerk, head = body.agency, body.mark, body.people[Role.CLERK], body.people[Role.OFFICE_HEAD]
    document = life.enter_document(
        agency, by=clerk, section=section, title=f"{mark}办法子", document_number=f"{mark}1号", made_on=DAY
    )
    event = life.propose(document, "repealed", on=DAY, basis="清理", by=clerk)
    decision = registering.enter_decision(
        agency, by=clerk, section=section, what="permits", number=f"{mark}许1号", decided_on=DAY,
        party=f"{mark}当事人丑", matter="m", result="r",
    )  # fmt: skip
    batch = ImportedRows.objects.create(
        agency=agency, ledger="permits", file=StoredFile.objects.filter(agency=agency).first(), name=f"{mark}台账巳.xlsx",
        by=clerk, at=clock.now(),
    )  # fmt: skip
    matter = registering.enter_matter(
        agency, by=head, what="charges", name=f"{mark}收费寅", basis="b", standard="s", starts_on=DAY
    )
    proposal = registering.enter_proposal(
        agency, by=clerk, number="1", category="proposal", title=f"{mark}建议卯", received_on=DAY
    )
    policy, text = take_over(
        [
            Item(agency=agency, title=f"{mark}细则", published_on=DAY, kind="policy"),
            Item(agency=agency, title=f"{mark}解读辰", published_on=DAY, kind="interpretation"),
        ]
    )
    pairing = publication.pair(policy, text, by=clerk)
    return {
        "documents": document.pk,
        "life": event.pk,
        "decisions": decision.pk,
        "imports": batch.pk,
        "matters": matter.pk,
        "remove": matter.pk,
        "proposals": proposal.pk,
        "interpretations": pairing.pk,
    }


def _two() -> tuple[Body, Body]:
    with clock.at(DAY):
        return (
            _body("甲子", "13900001111", "410000199001010011"),
            _body("乙丑", "13700002222", "410000199001010022"),
        )


standing = worlds.of(_two)


@pytest.fixture
def bodies(db: None, standing: worlds.Standing[tuple[Body, Body]], tmp_path: Path):
    with clock.at(DAY), override_settings(MEDIA_ROOT=tmp_path):
        yield standing.own()


_PK = {
    "applications": "case",
    "approvals": "review",
    "tasks": "assistance",
    "remedies": "remedy",
    "complaints": "complaint",
    "dossiers": "dossier",
    "people": "account",
    "appointments": "appointment",
    "sessions": "session",
    "deputies": "deputy",
    "item": "item",
    "info": "item",
    "errors": "mistake",
    "query": "letter",
    "agency": "section",
}
_REVIEWS = {
    "desk/checks/": "check",
    "desk/calendar/": "nothing",
    "desk/bulk/": "nothing",
    "desk/approvals/info/": "publication_review",
    "desk/info/forced/": "forced",
    "desk/columns/<int:pk>": "column_key",
    "desk/releases/": "release",
    "desk/retention/lists/": "destruction",
    "desk/retention/holds/": "hold",
    "desk/ledgers/imports/": "ledger_batch",
    "desk/ledgers/cases/": "ledger_case",
    "desk/ledgers/disputes/": "ledger_dispute",
}
_PLAIN = {"year": "2026", "table": "applications", "row": "received", "column": "total", "code": "S2", "format": "pdf"}
_PLAIN |= {"alarm": "1", "package": "1", "copy": "1", "intake": "1"}
_PLAIN |= {"name": "items.csv", "id": "1", "rest": "nothing", "ledger": "applications"}
_PLAIN |= {
    "permanent": "2026-00001",
    "number": "1",
    "part": "1",
    "what": "permits",
    "kind": "matter",
    "paper": "a4",
    "page": "1",
    "channel": "wechat",
    "name": "items.csv",
}


def address(route: str, body: Body) -> str:
    """The address of ``route`` with the objects of ``body``."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.replace("^", "").replace("$", "").replace("\\.", "."))
    first = next((part for part in route.split("/") if part in _PK), "")

    def put(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        if name == "pk" and route.startswith(tuple(_REVIEWS)):
            return str(next(body.keys[key] for start, key in _REVIEWS.items() if route.startswith(start)))
        if name == "pk" and route.startswith("desk/info/"):
            return str(body.keys["item" if "items/" in route else "case" if "applications/" in route else "draft"])
        if name == "pk" and route.startswith("desk/registers/"):
            return str(body.keys[route.split("/")[2]])
        if name == "pk":
            return str(body.keys["file" if "files/" in route and first == "query" else _PK[first]])
        if name in ("slug", "agency"):
            return str(body.keys["slug"])
        return str(body.keys.get(name) or _PLAIN[name])

    return "/" + re.sub(r"<([^>]+)>", put, route)


def has_object(route: str) -> bool:
    """Whether the address names an object that belongs to a body."""
    return bool(re.search(r"<(int:pk|int:letter|int:file|slug:agency|slug:slug|pk)>|\(\?P<pk>", route))


_NONE: Morsel[str] = Morsel()
_NONE.set("sessionid", "", "")


def _request(client: Client, method: str, path: str):
    """One request whose effects are undone."""
    with transaction.atomic():
        answer = getattr(client, method)(path, REMOTE_ADDR="127.0.0.1")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer, body.decode("utf-8", "replace")


VIEWS = [(route, name, view) for route, name, view in every_view() if name]


def test_every_address_says_who_may_open_it():
    assert [route for route, _, view in VIEWS if not hasattr(view, "access")] == []


def test_who_gets_past_each_gate_is_what_was_written_down():
    from gongkai.people.rules import PERMISSIONS

    lines = []
    for _, name, view in VIEWS:
        if view.access.gate is Gate.HOLDERS:
            roles = {role.value for key in view.access.permissions for role in PERMISSIONS[key].roles}
            lines.append(f"{name}: {' '.join(role.value for role in Role if role.value in roles)}")
        else:
            lines.append(f"{name}: ({view.access.gate.value})")
    written = EXPECTED.read_text(encoding="utf-8").splitlines()
    assert sorted(set(lines)) == written


WHOLE = (Role.CLERK, Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF, Role.AUDITOR, Role.CONTRIBUTOR, Role.SECTION_HEAD)
"""Who has to do with a case of their own body."""
IN_FULL = ("13900001111", "410000199001010011")
"""Telephone and identity number of the first body's applicant, which no page shows in full."""


@pytest.mark.parametrize("role", [*Role, None], ids=[*(role.value for role in Role), "anonymous"])
def test_another_bodys_things_are_404_and_stand_in_no_page_and_no_page_shows_a_number_in_full(bodies, role):
    own, other = bodies
    client = Client()
    account = own.people[role] if role else None
    if account is not None:
        client.force_login(account)
    wrong = []
    for route, _name, view in VIEWS:
        if not route.startswith(("desk/", "account/")):
            continue
        # An address without an object is one and the same for both.
        places = {address(route, other): other} | {address(route, own): own}
        for method in ("get", "post"):
            for path, whose in places.items():
                if account is not None and not client.cookies.get("sessionid", _NONE).value:
                    client.force_login(account)
                answer, text = _request(client, method, path)
                admitted = view.access.admits(account) if account else view.access.gate is Gate.OPEN
                if answer.status_code >= 500:
                    wrong.append((method, path, answer.status_code, "fails"))
                # 405 is answered before any gate and says only that the address takes another method.
                if not admitted and answer.status_code not in ((302, 405) if account is None else (404, 405)):
                    wrong.append((method, path, answer.status_code, "not admitted"))
                if whose is other and has_object(route) and admitted and answer.status_code not in (404, 405):
                    wrong.append((method, path, answer.status_code, "another body's"))
                leaked = [secret for secret in other.secrets if secret in text]
                if leaked:
                    wrong.append((method, path, answer.status_code, leaked))
                if role in WHOLE and whose is own and method == "get":
                    wrong += [(method, path, "in full", secret) for secret in IN_FULL if secret in text]
    assert "\n".join(map(str, wrong)) == ""


@pytest.mark.parametrize("role", list(Role))
def test_ones_own_case_opens_for_those_who_have_to_do_with_it_and_for_nobody_else(bodies, role):
    own, _ = bodies
    client = Client()
    client.force_login(own.people[role])
    answer, text = _request(client, "get", f"/desk/applications/{own.keys['case']}/")
    assert answer.status_code == (200 if role in WHOLE else 404)
    assert ("甲子事由绝密甲" in text) == (role in WHOLE)


def test_the_public_site_shows_nothing_of_any_case(bodies):
    own, other = bodies
    client = Client()
    shown = []
    for route, name, _ in VIEWS:
        if route.startswith(("desk/", "account/", "look/")):
            continue
        for method in ("get", "post"):
            path = address(route, own)
            answer, text = _request(client, method, path)
            private = [s for s in (*own.secrets, *other.secrets) if s in text]
            if name == "portal:opinion":
                # The party itself is asked about the matter, by its own name.
                private = [s for s in private if s not in (own.secrets[3], own.secrets[4], own.secrets[7])]
            if private or answer.status_code >= 500:
                shown.append((method, path, answer.status_code, private))
    assert shown == []


def test_an_account_without_a_role_in_force_sees_nothing_but_its_own_page(bodies):
    own, other = bodies
    client = Client()
    gone = factories.account(own.agency, Role.CLERK)
    Appointment.objects.filter(account=gone).update(ends_on=date(2026, 9, 10))
    client.force_login(gone)
    opened = []
    for route, name, _view in VIEWS:
        if route.startswith("desk/"):
            answer, text = _request(client, "get", address(route, own))
            if answer.status_code not in (404, 405) or any(s in text for s in (*own.secrets, *other.secrets)):
                opened.append((name, answer.status_code))
    assert opened == []
