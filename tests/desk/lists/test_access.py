"""Who may open which list, and that nobody finds another body's things by guessing their address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai.people.models import Account, Role

Enter = Callable[[Account], Client]

PEOPLE = ("clerk", "head", "leader", "chief", "contributor", "auditor", "administrator", "supervisor")
DESK = {"clerk", "head"}
READERS = {"clerk", "head", "leader", "chief", "auditor"}
MAY_OPEN = {
    "/desk/": set(PEOPLE),
    "/desk/applications/": READERS | {"contributor"},
    "/desk/applications/?format=csv": READERS | {"contributor"},
    "/desk/applications/new/": DESK,
    "/desk/approvals/": DESK | {"leader", "chief"},
    "/desk/letters/": READERS | {"contributor"},
    "/desk/tasks/": DESK | {"contributor"},
    "/desk/fees/": READERS,
    "/desk/remedies/": READERS,
    "/desk/remedies/new/": DESK,
    "/desk/templates/": DESK,
    "/desk/templates/P3/": DESK,
}


@pytest.mark.parametrize("address", MAY_OPEN)
def test_a_list_opens_for_those_whose_work_it_is_and_is_not_there_for_others(
    bureau: Bureau, enter: Enter, address: str
) -> None:
    opened = {who for who in PEOPLE if enter(getattr(bureau, who)).get(address).status_code == 200}
    assert opened == MAY_OPEN[address]


def test_an_account_without_a_post_finds_no_list(bureau: Bureau, enter: Enter) -> None:
    idle = factories.account(None, Role.CLERK)
    assert {enter(idle).get(address).status_code for address in MAY_OPEN} == {404}


def test_nobody_finds_the_things_of_another_body(bureau: Bureau, scene: Scene, other: Bureau, enter: Enter) -> None:
    review = scene.answer.reviews.get(verdict="", voided_at=None)
    addresses = [
        f"/desk/approvals/{review.pk}/",
        f"/desk/tasks/{scene.task.pk}/",
        f"/desk/remedies/{scene.remedy.pk}/progress/",
        f"/desk/remedies/{scene.remedy.pk}/conclude/",
        f"/desk/remedies/{scene.remedy.pk}/",
        f"/desk/applications/{scene.late.pk}/registered/",
        f"/desk/applications/{scene.late.pk}/form.pdf",
        f"/desk/applications/{scene.late.pk}/receipt.pdf",
        f"/desk/templates/P3/?agency={bureau.agency.pk}",
    ]
    looked_at = (".pdf", "registered/", f"remedies/{scene.remedy.pk}/")
    statuses = {
        (who, address, client.get(address).status_code, client.post(address).status_code)
        for who in PEOPLE
        for client in (enter(getattr(other, who)),)
        for address in addresses
    }
    assert {(got, sent) for _, address, got, sent in statuses if not address.endswith(looked_at)} == {(404, 404)}
    assert {got for _, address, got, _ in statuses if address.endswith(looked_at)} == {404}


def test_no_list_shows_a_word_of_another_body(bureau: Bureau, scene: Scene, other: Bureau, enter: Enter) -> None:
    shown = [
        (who, address)
        for who in PEOPLE
        for client in (enter(getattr(other, who)),)
        for address in [*MAY_OPEN, "/desk/applications/?stage=all&q=名单"]
        for answer in (client.get(address),)
        if answer.status_code == 200
        and any(
            word in b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
            for word in ("云商公开", "周清源", "林晓东", "成品油", "〔2026〕27号", "恒达")
        )
    ]
    assert shown == []


def test_a_search_for_another_bodys_number_leads_to_the_own_list(
    bureau: Bureau, scene: Scene, other: Bureau, enter: Enter
) -> None:
    answer = enter(other.clerk).get("/desk/search/", {"q": scene.late.number})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/desk/applications/?q=")


def test_people_of_a_section_see_what_their_section_has_to_do_with_and_no_more(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    page = enter(bureau.contributor).get("/desk/applications/?stage=all").content.decode()
    assert scene.extending.number in page
    assert [n for n in (scene.late.number, scene.reviewing.number, scene.answered.number) if f">{n}<" in page] == []
    letters = enter(bureau.contributor).get("/desk/letters/").content.decode()
    assert ("延期答复告知书" in letters, "补正告知书" in letters.split("<tbody>")[1]) == (True, False)


def test_a_section_asked_by_another_body_does_not_see_the_rest(
    bureau: Bureau, scene: Scene, other: Bureau, enter: Enter
) -> None:
    assert enter(other.contributor).get(f"/desk/tasks/{scene.task.pk}/").status_code == 404
    assert scene.task.question not in enter(other.contributor).get("/desk/tasks/").content.decode()


def test_the_rail_shows_what_opens_and_nothing_else(bureau: Bureau, enter: Enter) -> None:
    for who in PEOPLE:
        client = enter(getattr(bureau, who))
        rail = client.get("/desk/").context["rail"]
        statuses = {address: client.get(address).status_code for _, address, _, _ in rail}
        assert set(statuses.values()) == {200}, (who, statuses)
        opened = {address for address in MAY_OPEN if who in MAY_OPEN[address] and address in ENTRY_OF}
        shown = {address for _, address, _, _ in rail}
        # The people of sections reach their letters through their cases.
        assert opened - shown == ({"/desk/letters/"} if who == "contributor" else set()), who


ENTRY_OF = {
    "/desk/", "/desk/applications/", "/desk/approvals/", "/desk/letters/", "/desk/tasks/", "/desk/fees/", "/desk/remedies/",
    "/desk/templates/",
}  # fmt: skip


def test_the_rail_counts_what_waits_for_this_person(bureau: Bureau, scene: Scene, other: Bureau, enter: Enter) -> None:
    furnished = {
        who: {label: count for label, _, count, _ in enter(getattr(bureau, who)).get("/desk/").context["rail"] if count}
        for who in ("clerk", "head", "leader", "contributor")
    }
    assert furnished == {
        "clerk": {"申请": 7, "救济": 1},
        "head": {"申请": 7, "审批": 1, "救济": 1},
        "leader": {"申请": 7, "审批": 1},
        "contributor": {"申请": 1, "任务": 1},
    }
    current = [
        label for label, _, _, here in enter(bureau.clerk).get("/desk/applications/new/").context["rail"] if here
    ]
    assert current == ["申请"]
