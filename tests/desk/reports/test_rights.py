"""Whose report is whose: another body's is 404, a supervisor sees figures and never a case, and nobody writes who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

import factories
from desk.reports.scene import SECRET, Year, approved, opened, submitted
from gongkai.people.models import Account, LogEntry, Role
from gongkai.reporting import actions
from gongkai.reporting.models import Draft, TypedFigure

SignIn = Callable[[Account], Client]

PAGES = (
    "",
    "figures/applications/received/total/",
    "figures/facts/late/total/",
    "export/json/",
    "export/docx/",
)
WRITING = ("text/", "type/proactive/", "type/last/", "type/applications/?cell=received/enterprise")
STEPS = ("open/", "submit/", "recall/", "explain/", "untype/", "publish/", "reopen/")


@pytest.mark.parametrize("page", [*PAGES, *WRITING])
def test_another_body_s_report_does_not_exist(here: Year, as_: SignIn, page: str) -> None:
    opened(here)
    client = as_(here.neighbours_clerk)
    assert client.get(f"/desk/reports/shangwu/2025/{page}").status_code == 404
    # Its own address leads to its own report, never to the other's.
    if page != "":
        assert client.get(f"/desk/reports/2025/{page}").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_another_body_s_clerk_takes_no_step(here: Year, as_: SignIn, step: str) -> None:
    draft = submitted(here)
    before = LogEntry.objects.filter(verb__startswith="report.").count()
    given = {"version": draft.version, "code": "CARRY", "text": "t", "cell": "proactive/permits/decisions", "why": "w"}
    assert as_(here.neighbours_clerk).post(f"/desk/reports/shangwu/2025/{step}", given).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, LogEntry.objects.filter(verb__startswith="report.").count()) == ("approving", before)


@pytest.mark.parametrize("page", PAGES)
def test_the_supervisor_opens_a_supervised_body_and_no_case(here: Year, as_: SignIn, page: str) -> None:
    approved(here)
    made = as_(here.supervisor).get(f"/desk/reports/shangwu/2025/{page}")
    assert made.status_code == 200
    if "export" not in page:
        text = made.content.decode()
        assert SECRET not in text
        assert all(case.number not in text for case in here.cases)


def test_the_supervisor_sees_the_figures_and_how_many_cases_stand_behind(here: Year, as_: SignIn) -> None:
    opened(here)
    client = as_(here.supervisor)
    text = client.get("/desk/reports/shangwu/2025/").content.decode()
    assert '<tr id="applications.received">' in text
    assert "打开2025年年报" not in text
    cell = client.get("/desk/reports/shangwu/2025/figures/applications/received/total/").content.decode()
    assert "登记簿里有4件。主管部门看得到数，看不到案件。" in cell
    listed = client.get("/desk/reports/").content.decode()
    assert "云岭县商务局" in listed
    assert "云岭县农业农村局" not in listed


def test_the_supervisor_sees_no_case_in_what_has_changed_since(here: Year, as_: SignIn) -> None:
    approved(here)
    here.cases[0].outcome = "partial"
    here.cases[0].save()
    supervisors = as_(here.supervisor).get("/desk/reports/shangwu/2025/").content.decode()
    assert "批准以后登记有变化" in supervisors
    assert here.cases[0].number not in supervisors
    assert here.cases[0].number in as_(here.clerk).get("/desk/reports/2025/").content.decode()


@pytest.mark.parametrize("page", [*WRITING, "approve/"])
def test_the_supervisor_writes_nothing(here: Year, as_: SignIn, page: str) -> None:
    opened(here)
    assert as_(here.supervisor).get(f"/desk/reports/shangwu/2025/{page}").status_code == 404


def test_a_supervisor_of_another_county_sees_nothing(here: Year, as_: SignIn) -> None:
    opened(here)
    stranger = factories.account(factories.agency(), Role.SUPERVISOR)
    assert as_(stranger).get("/desk/reports/shangwu/2025/").status_code == 404


def test_a_clerk_of_the_supervising_department_is_no_supervisor(here: Year, as_: SignIn) -> None:
    opened(here)
    assert as_(here.county_clerk).get("/desk/reports/shangwu/2025/").status_code == 404


def test_a_report_nobody_has_begun_shows_the_supervisor_no_figure(here: Year, as_: SignIn) -> None:
    client = as_(here.supervisor)
    text = client.get("/desk/reports/shangwu/2025/").content.decode()
    assert "还没有开始编写" in text
    assert "<td" not in text
    assert client.get("/desk/reports/shangwu/2025/figures/applications/received/total/").status_code == 404
    assert client.get("/desk/reports/shangwu/2025/export/json/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("head", 200), ("leader", 404), ("auditor", 404)])
def test_words_are_written_by_the_disclosure_office_alone(here: Year, as_: SignIn, who: str, status: int) -> None:
    opened(here)
    assert as_(getattr(here, who)).get("/desk/reports/2025/text/").status_code == status


@pytest.mark.parametrize("who", ["leader", "auditor"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_office_is_404_for_others(here: Year, as_: SignIn, who: str, step: str) -> None:
    draft = submitted(here)
    typed = TypedFigure.objects.count()
    assert as_(getattr(here, who)).post(f"/desk/reports/2025/{step}", {"version": draft.version}).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, TypedFigure.objects.filter(replaced_at=None).count()) == ("approving", typed)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SECTION_HEAD, Role.ADMINISTRATOR])
def test_people_of_sections_and_administrators_have_no_report(here: Year, as_: SignIn, role: Role) -> None:
    opened(here)
    section = factories.section(here.agency) if role != Role.ADMINISTRATOR else None
    person = factories.account(here.agency, role, section=section)
    assert as_(person).get("/desk/reports/").status_code == 404
    assert as_(person).get("/desk/reports/2025/").status_code == 404


def test_whoever_wrote_in_it_is_told_that_somebody_else_must_approve(here: Year, as_: SignIn) -> None:
    factories.Appointment.objects.create(account=here.head, agency=here.agency, role=Role.LEADER)
    draft = opened(here)
    actions.write_section(draft, "other", "没有收取信息处理费，无其他事项。", by=here.head, version=0)
    submitted(here)
    draft.refresh_from_db()
    made = as_(here.head).post("/desk/reports/2025/approve/", {"verdict": "approve", "digest": draft.digest})
    assert made.status_code == 422
    assert "不能批准这份年报" in made.content.decode()
    assert Draft.objects.get().state == "approving"


def test_the_approval_of_a_page_that_is_no_longer_true_is_refused_and_said(here: Year, as_: SignIn) -> None:
    draft = submitted(here)
    here.cases[0].outcome = "partial"
    here.cases[0].save()
    client = as_(here.leader)
    text = client.get("/desk/reports/2025/approve/").content.decode()
    assert "不能批准。请退回" in text
    assert "同意，批准这份年报" not in text
    made = client.post("/desk/reports/2025/approve/", {"verdict": "approve", "digest": draft.digest})
    assert made.status_code == 422
    made = client.post(
        "/desk/reports/2025/approve/", {"verdict": "return", "digest": draft.digest, "comment": "登记变了"}
    )
    assert made.status_code == 302
    assert Draft.objects.get().state == "drafting"


def test_an_unknown_cell_table_or_year_is_404(here: Year, as_: SignIn) -> None:
    opened(here)
    client = as_(here.clerk)
    for address in (
        "2025/figures/applications/nothing/total/",
        "2025/figures/facts/nothing/total/",
        "2025/figures/applications/other/total/",
        "2025/type/nothing/",
        "2025/type/applications/",
        "2025/type/applications/?cell=received/total",
        "2025/export/exe/",
        "1999/",
    ):
        assert client.get(f"/desk/reports/{address}").status_code == 404, address
