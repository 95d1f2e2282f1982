"""The pages of the registers: who sees what, what a press does, and that nothing leaks on the way."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.registers.scene import Scene, furnish
from disclosures.factories import House
from disclosures.registers.sheets import book, penalty
from gongkai.disclosures.models import Decision, Draft, ImportedRows, KeptLedger, LifeEvent, NormativeDocument, Pairing
from gongkai.documents import read
from gongkai.people.models import Account

pytestmark = pytest.mark.django_db
LISTS = (
    "", "late/", "columns/", "published/", "documents/", "documents/clean-up/", "decisions/permits/",
    "decisions/services/", "decisions/penalties/", "decisions/coercion/", "charges/", "purchases/", "proposals/",
    "consultations/", "interpretations/",
)  # fmt: skip
SHEETS = (
    "published/", "documents/", "documents/clean-up/", "decisions/penalties/", "charges/", "purchases/", "proposals/",
    "consultations/", "interpretations/",
)  # fmt: skip


def as_(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.fixture
def scene(here: House) -> Scene:
    return furnish(here)


def test_every_list_opens_full_and_empty(scene: Scene, other: House) -> None:
    for account in (scene.house.clerk, scene.house.contributor, scene.house.leader, other.clerk):
        client = as_(account)
        found = {address: client.get(f"/desk/registers/{address}").status_code for address in LISTS}
        assert found == dict.fromkeys(LISTS, 200)


def test_every_ledger_is_a_workbook_that_reads_back(scene: Scene) -> None:
    client = as_(scene.house.clerk)
    for address in SHEETS:
        response = client.get(f"/desk/registers/{address}?format=xlsx")
        assert response.headers["Cache-Control"] == "private, no-store"
        (table,) = read(response.content, "台账.xlsx").tables
        assert len(table.rows) >= 2, address


def test_another_body_sees_nothing_and_opens_nothing(scene: Scene, other: House) -> None:
    client = as_(other.clerk)
    for address in LISTS:
        assert "云岭县商贸流通扶持办法" not in text(client.get(f"/desk/registers/{address}"))
    for address in (
        f"documents/{scene.document.pk}/",
        f"decisions/{scene.decision.pk}/",
        f"imports/{scene.batch.pk}/",
        f"matters/{scene.matter.pk}/",
        f"proposals/{scene.proposal.pk}/",
        "?agency=shangwu",
    ):
        assert client.get(f"/desk/registers/{address}").status_code == 404
    confirming = as_(other.office_head).post(f"/desk/registers/life/{scene.waiting.pk}/confirm/")
    undoing = as_(other.clerk).post(f"/desk/registers/imports/{scene.batch.pk}/")
    unpairing = as_(other.clerk).post(f"/desk/registers/interpretations/{scene.pairing.pk}/undo/")
    assert [r.status_code for r in (confirming, undoing, unpairing)] == [404, 404, 404]


def test_a_leader_reads_and_enters_nothing(scene: Scene) -> None:
    client = as_(scene.house.leader)
    posted = client.post("/desk/registers/decisions/penalties/", {"do": "take"})
    assert posted.status_code == 404
    assert client.get("/desk/registers/decisions/penalties/new/").status_code == 404
    assert client.post(f"/desk/registers/remove/matter/{scene.matter.pk}/", {"why": "x"}).status_code == 404


def test_a_dropped_sheet_is_taken_at_once_and_the_wrong_rows_stand_beside(here: House) -> None:
    upload = book([penalty(1), penalty(2, 决定日期="上周五")])
    client = as_(here.contributor)
    given = {"upload": SimpleUploadedFile("处罚.xlsx", upload.data), "section": here.section.pk, "do": "take"}
    response = client.post("/desk/registers/decisions/penalties/", given, follow=True)
    batch = ImportedRows.objects.get()
    assert response.redirect_chain == [(f"/desk/registers/imports/{batch.pk}/", 302)]
    assert "2行登记了1行，1行有问题没有登记" in text(response)
    assert "云商罚决〔2026〕2号决定日期“上周五”不是日期，请写成2025-03-05这样" in text(response)
    assert Decision.objects.get().section == here.section
    client.post(f"/desk/registers/imports/{batch.pk}/")
    assert Decision.objects.filter(removed_at=None).count() == 0


def test_a_look_takes_nothing_and_a_file_without_good_rows_is_told(here: House) -> None:
    client = as_(here.clerk)

    def post(upload, do: str):  # type: ignore[no-untyped-def]
        return client.post(
            "/desk/registers/decisions/penalties/", {"upload": SimpleUploadedFile("a.xlsx", upload.data), "do": do}
        )

    looked = post(book([penalty(1), penalty(2, 决定日期="")]), "look")
    assert (looked.status_code, Decision.objects.count()) == (422, 0)
    assert "读到2行，1行可以登记，1行有问题" in text(looked)
    wrong = post(book([penalty(2, 决定日期="")]), "take")
    assert (wrong.status_code, "读到1行，0行可以登记，1行有问题" in text(wrong)) == (422, True)
    strange = post(book([["a", "b"]], heads=["水果", "价钱"]), "take")
    assert "没有找到决定台账的表头" in text(strange)


def test_chosen_rows_become_a_draft_without_names(scene: Scene) -> None:
    rows = list(Decision.objects.filter(removed_at=None).order_by("pk"))
    client = as_(scene.house.clerk)
    response = client.post("/desk/registers/decisions/penalties/list/", {"row": [row.pk for row in rows]})
    draft = Draft.objects.get(kind="decision_list")
    assert response.headers["Location"] == f"/desk/info/{draft.pk}/"
    assert ("张某" in draft.html, "张建国" in draft.html, "李红" in draft.html) == (True, False, False)


def test_the_list_shows_persons_by_surname_and_the_page_in_full(scene: Scene) -> None:
    client = as_(scene.house.clerk)
    assert "张建国" not in text(client.get("/desk/registers/decisions/penalties/"))
    assert "张建国 自然人，公开时显示“张某”" in text(
        client.get(f"/desk/registers/decisions/{scene.decision.pk}/")
    ).replace("　", " ")


def test_a_repeal_is_proposed_in_one_press_and_confirmed_in_one(scene: Scene) -> None:
    document = NormativeDocument.objects.get(document_number="云商规〔2021〕2号")
    LifeEvent.objects.filter(pk=scene.waiting.pk).delete()
    given = {"change": "repealed", "on": "2026-10-16", "basis": "云商发〔2026〕41号", "version": document.version}
    as_(scene.house.contributor).post(f"/desk/registers/documents/{document.pk}/", given)
    event = LifeEvent.objects.get(confirmed_at=None)
    page = as_(scene.house.office_head).get("/desk/registers/documents/")
    assert f"/desk/registers/life/{event.pk}/confirm/" in page.content.decode()
    as_(scene.house.office_head).post(f"/desk/registers/life/{event.pk}/confirm/", {"to": "list"})
    document.refresh_from_db()
    assert (document.ended_how, document.ended_on) == ("repealed", date(2026, 10, 16))
    given["version"] = document.version
    again = as_(scene.house.contributor).post(f"/desk/registers/documents/{document.pk}/", given)
    assert (again.status_code, "已从2026-10-16起废止" in text(again)) == (422, True)


def test_who_proposed_is_shown_no_button_to_confirm(scene: Scene) -> None:
    page = as_(scene.house.contributor).get(f"/desk/registers/documents/{scene.document.pk}/").content.decode()
    assert (f"life/{scene.waiting.pk}/confirm/" in page, f"life/{scene.waiting.pk}/drop/" in page) == (False, True)
    as_(scene.house.contributor).post(f"/desk/registers/life/{scene.waiting.pk}/drop/")
    scene.waiting.refresh_from_db()
    assert scene.waiting.dropped_at is not None


def test_the_clean_up_lists_are_a_word_file_with_three_tables(scene: Scene) -> None:
    response = as_(scene.house.clerk).get("/desk/registers/documents/clean-up/?format=docx")
    document = read(response.content, "清理.docx")
    assert [block.text for block in document.blocks if hasattr(block, "level")] == [
        "云岭县商务局行政规范性文件清理结果（截至2026-10-16）",
        "继续有效的行政规范性文件目录（1件）",
        "废止的行政规范性文件目录（0件）",
        "失效的行政规范性文件目录（1件）",
    ]
    as_(scene.house.office_head).post("/desk/registers/documents/clean-up/", {"basis": "云商发〔2026〕42号"})
    assert LifeEvent.objects.get(kind="declared_valid").document == scene.document


def test_an_interpretation_is_paired_in_one_press(scene: Scene) -> None:
    given = {"policy": scene.policy.pk, "interpretation": scene.text.pk}
    response = as_(scene.house.contributor).post("/desk/registers/interpretations/", given)
    assert response.status_code == 404, "the interpretation belongs to no section of this person"
    as_(scene.house.clerk).post("/desk/registers/interpretations/", given)
    assert Pairing.objects.filter(policy=scene.policy, interpretation=scene.text).count() == 1


def test_the_ready_columns_are_set_up_in_one_press(here: House) -> None:
    page = text(as_(here.office_head).get("/desk/registers/columns/"))
    assert "还可以设42个栏目" in page
    as_(here.office_head).post("/desk/registers/columns/set-up/")
    assert "还可以设" not in text(as_(here.office_head).get("/desk/registers/columns/"))
    assert as_(here.clerk).post("/desk/registers/columns/set-up/").status_code == 404


def test_a_ledger_is_declared_by_the_head_of_the_office_alone(scene: Scene) -> None:
    given = {"ledger": "permits", "from_year": "2026"}
    assert as_(scene.house.clerk).post("/desk/registers/keep/", given).status_code == 404
    as_(scene.house.office_head).post("/desk/registers/keep/", given)
    assert KeptLedger.objects.get(ledger="permits", ended_at=None).from_year == 2026
    as_(scene.house.office_head).post("/desk/registers/keep/", {"ledger": "permits", "from_year": ""})
    assert not KeptLedger.objects.filter(ledger="permits", ended_at=None).exists()


TYPED = {
    "documents/new/": {
        "title": "新办法", "document_number": "云商规〔2026〕9号", "level": "normative", "made_on": "2026-09-01",
    },
    "decisions/permits/new/": {
        "number": "1号", "decided_on": "2026-10-09", "party": "安达公司", "matter": "m", "result": "r", "public": "on",
    },
    "charges/": {"what": "permits", "name": "成品油零售", "basis": "办法", "starts_on": "2020-01-01"},
    "purchases/": {"project": "车辆", "on": "2026-05-05", "amount": "12.50"},
    "proposals/new/": {
        "category": "proposal", "number": "3", "title": "提案", "part": "main", "received_on": "2026-03-02",
    },
}  # fmt: skip


def test_rows_are_typed_and_what_is_left_out_is_told(here: House) -> None:
    client = as_(here.clerk)
    for address, given in TYPED.items():
        assert client.post(f"/desk/registers/{address}", {"agency": ""}).status_code == 422, address
        assert client.post(f"/desk/registers/{address}", given).status_code == 302, address
        twice = client.post(f"/desk/registers/{address}", given)
        assert twice.status_code == (302 if address == "purchases/" else 422), address


def test_sums_replies_and_changes_are_entered_on_their_pages(scene: Scene) -> None:
    client = as_(scene.house.clerk)
    sums = {"first_on": "2026-10-01", "last_on": "2026-10-15", "amount": "80"}
    assert client.post(f"/desk/registers/matters/{scene.matter.pk}/", sums).status_code == 302
    assert client.post(f"/desk/registers/matters/{scene.matter.pk}/", sums).status_code == 422
    scene.proposal.refresh_from_db()
    reply = {"replied_on": "2026-09-28", "openness": "not", "version": scene.proposal.version}
    assert client.post(f"/desk/registers/proposals/{scene.proposal.pk}/", reply).status_code == 422
    change = {"how": "annulled", "on": "2026-10-15", "why": "复议撤销", "version": scene.decision.version}
    assert client.post(f"/desk/registers/decisions/{scene.decision.pk}/", change).status_code == 302
    gone = client.post(f"/desk/registers/decisions/{scene.decision.pk}/remove/", {"why": "录错"})
    assert gone.status_code == 302
    assert client.get(f"/desk/registers/decisions/{scene.decision.pk}/").status_code == 404


def test_the_reply_to_a_proposal_becomes_a_draft_in_one_press(scene: Scene) -> None:
    client, address = as_(scene.house.clerk), f"/desk/registers/proposals/{scene.proposal.pk}/"
    assert "起草公开的答复" in text(client.get(address))
    made = client.post(f"{address}draft/")
    scene.proposal.refresh_from_db()
    assert scene.proposal.item is not None
    draft = scene.proposal.item.drafts.get()
    assert (made.status_code, made["Location"]) == (302, f"/desk/info/{draft.pk}/")
    page = client.get(address)
    assert "起草公开的答复" not in text(page) and "稿件还没有公开" in text(page)
    assert f'href="/desk/info/{draft.pk}/"' in page.content.decode()
    again = client.post(f"{address}draft/", follow=True)
    assert "已有一份稿件" in text(again)


def test_lists_cost_the_same_queries_for_few_and_many_rows(here: House, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    from gongkai.disclosures.actions import importing

    importing.import_rows(here.agency, "penalties", book([penalty(n) for n in range(1, 60)]), by=here.clerk)
    client = as_(here.clerk)
    client.get("/desk/registers/decisions/penalties/")
    with django_assert_max_num_queries(24):
        client.get("/desk/registers/decisions/penalties/")


def test_the_sample_sheet_is_read_by_the_reader(here: House) -> None:
    from disclosures.registers.test_rows import rows
    from gongkai.files.uploads import Upload

    data = as_(here.clerk).get("/desk/registers/decisions/permits/sample/").content
    sheet = rows(Upload("样表.xlsx", io.BytesIO(data).getvalue()))
    assert [(line.row, line.problems) for line in sheet.lines] == [(2, [])]
