"""任务: one screen, one answer; saying no needs the search; only the section asked, and only once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai.applications import actions
from gongkai.applications.models import Assistance, CaseFile, Search
from gongkai.people.models import Account

Enter = Callable[[Account], Client]
NO = {"found": "no", "places": "本科室2023至2025年档案", "terms": "加油站、审批"}


def answered(scene: Scene) -> Assistance:
    scene.task.refresh_from_db()
    return scene.task


def test_the_screen_says_what_is_asked_by_whom_and_until_when(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    page = enter(bureau.contributor).get(f"/desk/tasks/{scene.task.pk}/").content.decode()
    assert [
        words
        for words in (
            "请10月20日（周二）前回复",
            "还有2个工作日",
            "李文静请外贸股查找",
            "请找2023年至2025年加油站审批档案的目录",
            scene.extending.number,
        )
        if words not in page
    ] == []


def test_no_is_one_answer_with_where_and_how_it_was_looked_for(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    answer = enter(bureau.contributor).post(f"/desk/tasks/{scene.task.pk}/", NO, follow=True)
    assert "已经回复李文静" in answer.content.decode()
    assert (answered(scene).found, answered(scene).answered_by) == ("no", bureau.contributor)
    search = Search.objects.get()
    assert (search.places, search.terms, search.found, search.on) == (
        "本科室2023至2025年档案",
        "加油站、审批",
        0,
        date(2026, 10, 16),
    )


def test_yes_comes_with_the_files(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    files = [SimpleUploadedFile("目录.pdf", b"%PDF-1.4\n%%EOF"), SimpleUploadedFile("明细.txt", "明细".encode())]
    enter(bureau.contributor).post(f"/desk/tasks/{scene.task.pk}/", {**NO, "found": "yes", "files": files})
    assert [(f.name, f.purpose, f.added_by) for f in CaseFile.objects.all()] == [
        ("目录.pdf", "section", bureau.contributor),
        ("明细.txt", "section", bureau.contributor),
    ]
    assert answered(scene).found == "yes"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"found": ""}, "请选择有没有"),
        ({"places": ""}, "请填写查了哪里"),
        ({"terms": " "}, "请填写用了什么检索词"),
        ({"found": "yes"}, "请选择要交的材料；纸质材料请在说明里写明怎样交"),
        ({"found": "partly"}, "请选择要交的材料；纸质材料请在说明里写明怎样交"),
    ],
)
def test_an_answer_that_lacks_something_is_not_taken(
    bureau: Bureau, scene: Scene, enter: Enter, given: dict[str, str], problem: str
) -> None:
    answer = enter(bureau.contributor).post(f"/desk/tasks/{scene.task.pk}/", {**NO, **given})
    assert (answer.status_code, problem in answer.content.decode(), answered(scene).answered_at) == (422, True, None)


def test_not_ours_needs_no_search(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    enter(bureau.contributor).post(f"/desk/tasks/{scene.task.pk}/", {"found": "not_ours", "note": "可能在市场运行股"})
    assert (answered(scene).found, answered(scene).note, Search.objects.count()) == ("not_ours", "可能在市场运行股", 0)


def test_paper_may_be_told_in_words(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    enter(bureau.contributor).post(
        f"/desk/tasks/{scene.task.pk}/", {**NO, "found": "yes", "note": "纸质档案3卷，已送办公室"}
    )
    assert answered(scene).found == "yes"


def test_a_file_that_is_not_what_it_says_stops_the_answer(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    answer = enter(bureau.contributor).post(
        f"/desk/tasks/{scene.task.pk}/", {**NO, "found": "yes", "files": SimpleUploadedFile("目录.pdf", b"MZ")}
    )
    assert (answer.status_code, "没有收下" in answer.content.decode()) == (422, True)
    assert (answered(scene).answered_at, CaseFile.objects.count(), Search.objects.count()) == (None, 0, 0)


def test_an_answer_is_given_once_and_then_shown(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.contributor)
    client.post(f"/desk/tasks/{scene.task.pk}/", NO)
    again = client.post(f"/desk/tasks/{scene.task.pk}/", {**NO, "found": "not_ours"})
    assert (again.status_code, "已经回复过或者已经取消" in again.content.decode()) == (422, True)
    page = client.get(f"/desk/tasks/{scene.task.pk}/").content.decode()
    assert ("已经回复" in page, "本科室2023至2025年档案" in page, '<form method="post" enctype' in page) == (
        True,
        True,
        False,
    )
    assert scene.task.question in client.get("/desk/tasks/").content.decode().split("已经回复的")[1]


def test_a_task_that_was_taken_back_is_gone(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    actions.cancel_assistance(scene.task, by=bureau.clerk)
    client = enter(bureau.contributor)
    assert client.get(f"/desk/tasks/{scene.task.pk}/").status_code == 404
    assert scene.task.question not in client.get("/desk/tasks/").content.decode()


def test_the_office_sees_the_tasks_of_all_its_sections(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    assert scene.task.question in enter(bureau.clerk).get("/desk/tasks/").content.decode()
    assert enter(bureau.clerk).get(f"/desk/tasks/{scene.task.pk}/").status_code == 200


def test_hostile_words_in_a_question_are_shown_as_text(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    task = actions.ask_section(
        scene.late,
        section=bureau.section,
        question="<script>alert(1)</script>",
        due_on=date(2026, 10, 20),
        by=bureau.clerk,
    )
    client = enter(bureau.contributor)
    for address in ("/desk/", "/desk/tasks/", f"/desk/tasks/{task.pk}/"):
        assert "<script>alert" not in client.get(address).content.decode()
