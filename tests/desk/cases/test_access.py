"""Who may open which address of a case: another body's case is not there, a right that is lacking neither."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLPattern

from desk.cases import stages
from desk.cases.conftest import address
from gongkai.applications.models import Application
from gongkai.desk.cases.urls import STEPS, urlpatterns
from gongkai.people.models import LogEntry, Role


def arguments(pattern: URLPattern, case: Application, file: int) -> tuple[Any, ...] | None:
    """What an address needs besides the case, for one that can be made."""
    letter = stages.letter(case, "S2").pk
    return {
        (): (),
        ("letter",): (letter,),
        ("format", "letter"): (letter, "pdf"),
        ("file",): (file,),
        ("copy", "letter"): (letter, 1),
    }[tuple(sorted(set(pattern.pattern.converters) - {"pk"}))]


def addresses(case: Application, file: int) -> dict[str, str]:
    found = {}
    for pattern in urlpatterns:
        args = arguments(pattern, case, file)
        name = str(pattern.name).removeprefix("case").removeprefix("_")
        found[f"{pattern.name}{args}"] = address(name, case, *(args or ()))
    return found


@pytest.fixture
def case(bureau) -> Application:
    return stages.dispatching(bureau)


def test_every_address_of_another_bodys_case_is_not_found(bureau, other, at_desk, case):
    file = stages.with_file(case, bureau)
    where = addresses(case, file.pk)
    written = LogEntry.objects.filter(chain__agency=bureau.agency)
    before = written.count()
    for who in (other.clerk, other.head, other.leader, other.contributor, other.auditor):
        client = at_desk(who).client
        statuses = {
            name: (client.get(link).status_code, client.post(link, {"field": "phone", "version": 1}).status_code)
            for name, link in where.items()
        }
        wrong = {name: both for name, both in statuses.items() if not set(both) <= {404, 405}}
        assert wrong == {}
    assert written.count() == before
    assert len(where) == len(urlpatterns)


def test_no_address_opens_without_log_in(bureau, client, case):
    file = stages.with_file(case, bureau)
    answers = {link: client.get(link) for link in addresses(case, file.pk).values()}
    assert {answer.status_code for answer in answers.values()} == {302}
    assert all("login" in answer["Location"] for answer in answers.values())


def test_only_the_office_finds_the_steps(bureau, at_desk, case):
    for who in (bureau.leader, bureau.chief, bureau.auditor):
        desk = at_desk(who)
        assert {name: desk.get(name, case).status_code for name in STEPS} == dict.fromkeys(STEPS, 404)


def test_a_letter_or_file_of_another_case_is_not_found_under_this_one(bureau, at_desk, case):
    another = stages.dispatching(bureau)
    file, paper = stages.with_file(another, bureau), stages.letter(another, "S2")
    desk = at_desk(bureau.clerk)
    assert [
        desk.get("letter", case, paper.pk).status_code,
        desk.get("letter_download", case, paper.pk, "pdf").status_code,
        desk.post("letter_recall", case, paper.pk).status_code,
        desk.get("serve", case, paper.pk).status_code,
        desk.get("file", case, file.pk).status_code,
    ] == [404] * 5


def test_a_person_of_a_section_who_is_clerk_elsewhere_is_refused_in_words(bureau, other, at_desk, case):
    from gongkai.applications import actions
    from gongkai.people.models import Appointment

    actions.assign(case, section=bureau.section, by=bureau.clerk)
    Appointment.objects.create(account=bureau.contributor, agency=other.agency, role=Role.CLERK)
    answer = at_desk(bureau.contributor).get("amend", case)
    assert answer.status_code == 409
    assert "您现在没有“登记申请”的权限，这一步没有执行。" in answer.content.decode()


def test_what_only_changes_is_not_done_by_a_link(bureau, at_desk, case):
    desk, paper = at_desk(bureau.clerk), stages.letter(case, "S2").pk
    assert [
        desk.get("letter_submit", case, paper).status_code,
        desk.get("letter_recall", case, paper).status_code,
        desk.get("letter_files", case, paper).status_code,
        desk.get("reveal", case).status_code,
    ] == [405] * 4


def test_proofs_of_identity_open_to_the_office_alone_and_the_look_is_logged(bureau, at_desk):
    from gongkai.applications import actions

    case = stages.handling(bureau)
    actions.assign(case, section=bureau.section, by=bureau.clerk)
    file = stages.with_file(case, bureau, purpose="identity", name="身份证.pdf")
    assert at_desk(bureau.contributor).get("file", case, file.pk).status_code == 404
    assert at_desk(bureau.auditor).get("file", case, file.pk).status_code == 404
    assert at_desk(bureau.clerk).get("file", case, file.pk).status_code == 200
    assert [entry.data["shown"] for entry in LogEntry.objects.filter(verb="applicant.looked_at")] == ["身份证.pdf"]


def test_a_file_is_handed_out_as_a_download_that_no_browser_opens(bureau, at_desk):
    case = stages.handling(bureau)
    file = stages.with_file(case, bureau, name="企业名单.pdf")
    answer = at_desk(bureau.clerk).get("file", case, file.pk)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"], answer["Cache-Control"]) == (
        "nosniff",
        "application/pdf",
        "private, no-store",
    )
    assert answer.content == stages.PDF
