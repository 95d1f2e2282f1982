"""Every address says who may open it, and lets in nobody else: addresses by roles by own and another body."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

import factories
from gongkai.agencies.models import Section
from gongkai.errors import GongkaiError
from gongkai.people import access, actions, rules
from gongkai.people.access import Gate, every_view
from gongkai.people.models import Account, Appointment, Role, SignIn
from people.conftest import Bureau, client_of

pytestmark = pytest.mark.usefixtures("quick_passwords")
SPACES = {"people", "desk", "portal", "look"}


def test_every_address_of_ours_says_who_may_open_it() -> None:
    ours = [(route, name, view) for route, name, view in every_view() if name.partition(":")[0] in SPACES]
    assert [route for route, _, view in ours if not hasattr(view, "access")] == []
    assert {name.partition(":")[0] for _, name, _ in ours} == SPACES


def test_every_permission_that_an_address_asks_for_is_declared() -> None:
    asked = {
        key for _, _, view in every_view() for key in getattr(view, "access", access.Access(Gate.OPEN)).permissions
    }
    assert asked - set(rules.PERMISSIONS) == set()


def test_no_address_is_open_to_all_but_the_portal_log_in_the_choice_of_look_and_two_secret_links() -> None:
    open_ones = {name for _, name, view in every_view() if getattr(view, "access", None) == access.Access(Gate.OPEN)}
    # A calendar program and the reader of an old mail bring no session: the secret in the address is the proof.
    assert {name for name in open_ones if not name.startswith("portal:")} == {
        "desk:reminder_calendar",
        "desk:reminder_stop",
        "look:prefer",
        "people:login",
        "people:login_demo",
        "people:second_factor",
    }


def people_views() -> Iterator[tuple[str, access.Access]]:
    return ((name, view.access) for _, name, view in every_view() if name.startswith("people:"))


def address(name: str, bureau: Bureau) -> str:
    """The address ``name`` about an object of ``bureau``: its clerk, the clerk's appointment, its deputy, its section."""
    objects = {
        "people:deputy_end": {"pk": _deputy(bureau)},
        "people:session_end": {"pk": 0},
        "people:account_appointment_end": {"pk": bureau.appointment(bureau.clerk).pk},
        "people:section_new": {"slug": bureau.agency.slug},
        "people:section_switch": {"slug": bureau.agency.slug, "pk": bureau.section.pk},
        "people:agency_settings": {"slug": bureau.agency.slug},
    }
    try:
        return reverse(name, kwargs=objects.get(name, {}))
    except NoReverseMatch:
        return reverse(name, kwargs={"pk": bureau.clerk.pk})


def _deputy(bureau: Bureau) -> int:
    held = bureau.appointment(bureau.leader)
    found = held.deputies.first()
    if found is None:
        day = held.starts_on
        found = held.deputies.create(account=bureau.head, starts_on=day, ends_on=day, named_by=bureau.leader)
    return int(found.pk)


ONES_OWN = {"people:session_end", "people:deputy_end"}
"""About an object that belongs to a person, not to a body: 404 for everybody else."""

# What each role may open under /account/ beside one's own pages: the permission that the address asks for.
HOLDERS = {
    "people.manage": {"administrator"},
    "people.depute": {"clerk", "office_head", "leader", "chief", "section_head", "contributor", "supervisor"},
    "people.rights": {role.value for role in Role},
    "log.read": {"auditor", "office_head", "administrator"},
    "agencies.settings": {"administrator", "office_head"},
    "agencies.site": {"administrator"},
}


def person(bureau: Bureau, role: str) -> Account:
    section = bureau.section if role in ("contributor", "section_head") else None
    return factories.account(bureau.agency, role, section=section)


def expected(asked: access.Access, role: str) -> bool:
    if asked.gate is Gate.HOLDERS:
        return any(role in HOLDERS[key] for key in asked.permissions)
    return True


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_opens_what_is_declared_and_nothing_else(bureau: Bureau, role: str) -> None:
    account = person(bureau, role)
    client = client_of(account)
    for name, asked in people_views():
        if name in ("people:logout", "people:second_factor", "people:login", "people:login_demo"):
            continue
        opened = [client.get(address(name, bureau)).status_code, client.post(address(name, bureau)).status_code]
        if not expected(asked, role):
            # 405 says only that the address knows no GET; it is the same for everybody.
            assert set(opened) <= {404, 405}, name
        elif name not in ONES_OWN:
            assert set(opened) & {200, 302, 409, 422}, name


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_objects_of_another_body_are_not_there(bureau: Bureau, other: Bureau, role: str) -> None:
    client = client_of(person(bureau, role))
    before = (list(Account.objects.values()), list(Appointment.objects.values()), list(Section.objects.values()))
    for name, _ in people_views():
        path = address(name, other)
        if path == address(name, bureau):
            continue
        assert {client.get(path).status_code, client.post(path, {"name": "新股"}).status_code} <= {404, 405}, name
    assert (
        list(Account.objects.values()),
        list(Appointment.objects.values()),
        list(Section.objects.values()),
    ) == before


def test_nobody_logged_in_is_sent_to_log_in(bureau: Bureau) -> None:
    client = Client()
    for name, asked in people_views():
        if asked.gate is Gate.OPEN:
            continue
        path = address(name, bureau)
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (302, 405), name
            assert answer.status_code == 405 or answer.headers["Location"].startswith("/account/login/?next=/"), name


def test_after_log_in_a_form_that_was_sent_too_late_is_shown_again(bureau: Bureau) -> None:
    answer = Client().post("/account/sessions/end-others/", headers={"Referer": "http://testserver/account/sessions/"})
    assert answer.headers["Location"] == "/account/login/?next=/account/sessions/"
    answer = Client().post("/account/sessions/end-others/", headers={"Referer": "https://elsewhere.example/x/"})
    assert answer.headers["Location"] == "/account/login/?next=/account/sessions/end-others/"


def test_an_account_without_a_role_is_told_whom_to_ask(bureau: Bureau) -> None:
    actions.end_appointment(
        bureau.appointment(bureau.clerk),
        on=bureau.appointment(bureau.clerk).starts_on.replace(2026, 9, 10),
        by=bureau.admin,
    )
    client = client_of(bureau.clerk)
    answer = client.get("/account/rights/")
    assert answer.status_code == 404
    assert "请联系本机关的系统管理员，在“账号”中登记任职和起止日期" in answer.content.decode()
    assert client.get("/account/").status_code == 200


def test_a_view_says_once_who_may_open_it() -> None:
    with pytest.raises(ValueError, match="says twice"):
        access.signed_in(access.open_to_all(lambda request: HttpResponse()))
    with pytest.raises(ValueError, match="at least one"):
        access.allow()


def _asked(rf: RequestFactory, account: Account, **headers: str) -> HttpRequest:
    request = rf.post("/account/x/", headers=headers)
    request.user = account
    return request


def test_a_refused_step_is_a_page_with_its_sentence_and_the_way_back(bureau: Bureau, rf: RequestFactory) -> None:
    @access.staff
    def view(request: HttpRequest) -> HttpResponse:
        raise GongkaiError("这件申请已经办结，不能再补正。")

    client = client_of(bureau.clerk)
    request = client.get("/account/").wsgi_request
    request.META["HTTP_REFERER"] = "http://testserver/account/sessions/?a=1#x"
    answer = view(request)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这件申请已经办结，不能再补正。" in page
    assert '<a href="/account/sessions/?a=1">回到刚才的页面</a>' in page
    assert "<title>出错：这一步没有执行 - 公开工作台</title>" in page


def test_said_shows_the_sentence_above_the_page_it_leads_to(bureau: Bureau) -> None:
    client = client_of(bureau.clerk)
    request = client.get("/account/").wsgi_request
    answer = access.said(request, GongkaiError("没有执行。"), "people:sessions")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sessions/")
    assert [str(message) for message in request._messages] == ["没有执行。"]
    assert access.said(request, GongkaiError("没有执行。")).status_code == 409


def test_what_is_open_to_all_stays_open_to_whoever_owes_a_new_password(bureau: Bureau) -> None:
    client = client_of(bureau.clerk)
    Account.objects.filter(pk=bureau.clerk.pk).update(must_change_password=True)
    assert client.get("/account/").headers["Location"] == "/account/password/"
    assert client.get("/").status_code == 200
    assert client.post("/account/logout/").headers["Location"] == "/account/login/"


def test_a_person_of_two_bodies_manages_only_where_an_administrator(bureau: Bureau, other: Bureau) -> None:
    Appointment.objects.create(account=bureau.admin, agency=other.agency, role=Role.CLERK)
    client = client_of(bureau.admin)
    assert client.get(f"/account/people/{bureau.clerk.pk}/").status_code == 200
    assert client.get(f"/account/people/{other.clerk.pk}/").status_code == 404
    assert client.get(f"/account/agency/{other.agency.slug}/").status_code == 404
    assert SignIn.objects.filter(account=bureau.admin).count() == 1
