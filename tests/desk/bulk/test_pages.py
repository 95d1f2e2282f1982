"""Cases are ticked in the list, checked one by one, done in one press and taken back in one."""

from __future__ import annotations

import pytest

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import Application
from gongkai.batches.models import Batch


@pytest.fixture
def three(bureau):
    return [
        factories.application(
            bureau.agency,
            bureau.clerk,
            person=factories.person(name=f"周{n}", identity_number="", phone=f"1380000123{n}"),
        )
        for n in range(3)
    ]


def ticked(many: list[Application], **more: object) -> dict[str, object]:
    return {"pick": [case.pk for case in many], **{f"v{case.pk}": case.version for case in many}, **more}


def test_from_the_list_to_the_result_and_back(bureau, three, enter):
    client = enter(bureau.clerk)
    listed = client.get("/desk/applications/").content.decode()
    assert f'name="v{three[0].pk}" value="{three[0].version}"' in listed
    assert "成批办理选中的" in listed
    asked = client.post("/desk/bulk/", ticked(three)).content.decode()
    assert "成批办理3件" in asked
    given = {"kind": "assign", "section": bureau.section.pk}
    seen = ticked(three)
    cases.assign(three[1], section=factories.section(bureau.agency, "法规股"), by=bureau.clerk)
    checked = client.post("/desk/bulk/", {**seen, **given, "step": "preview"}).content.decode()
    assert "指定承办科室：2件能办" in checked
    assert "已经被别人办理过，这一步没有执行" in checked
    done = client.post("/desk/bulk/", {**seen, **given, "step": "run"}, follow=True).content.decode()
    assert "指定承办科室：办了2件" in done
    assert "，1件没有办" in done
    assert [case.section.name for case in Application.objects.order_by("pk")] == ["外贸股", "法规股", "外贸股"]
    batch = Batch.objects.get()
    assert "指定承办科室" in client.get("/desk/bulk/batches/").content.decode()
    undone = client.post(f"/desk/bulk/batches/{batch.pk}/undo/", follow=True).content.decode()
    assert "已撤回2件" in undone
    assert [case.section is None for case in Application.objects.order_by("pk")] == [True, False, True]


def test_what_the_kind_needs_is_asked_for_and_nothing_is_lost(bureau, three, enter):
    answer = enter(bureau.clerk).post(
        "/desk/bulk/", ticked(three, kind="extend", days="21", reason="逐页核对", step="preview")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "逐页核对" in page
    assert f'name="pick" value="{three[0].pk}"' in page


def test_nothing_ticked_leads_back_to_the_list(bureau, enter):
    answer = enter(bureau.clerk).post("/desk/bulk/", {}, follow=True)
    assert "请先在列表里勾选申请，再成批办理。" in answer.content.decode()
    assert enter(bureau.clerk).get("/desk/bulk/").status_code == 302


def test_another_bodys_cases_and_batches_are_not_there(bureau, three, enter):
    other = factories.agency()
    stranger = factories.clerk(other)
    client = enter(stranger)
    answer = client.post(
        "/desk/bulk/", ticked(three, kind="assign", section=bureau.section.pk, step="run"), follow=True
    )
    assert "请先在列表里勾选申请" in answer.content.decode()
    enter(bureau.clerk).post("/desk/bulk/", ticked(three, kind="assign", section=bureau.section.pk, step="run"))
    batch = Batch.objects.get()
    assert client.get(f"/desk/bulk/batches/{batch.pk}/").status_code == 404
    assert client.post(f"/desk/bulk/batches/{batch.pk}/undo/").status_code == 404
