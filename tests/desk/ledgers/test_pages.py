"""The pages of an import and the files of every ledger, asked for without a browser."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.test import Client

import factories
from gongkai.applications.models import Application
from gongkai.ledgers import actions, exporting
from gongkai.ledgers.actions import taking
from ledgers import small, whole


@pytest.fixture
def settled(db, settings):  # type: ignore[no-untyped-def]
    """A file with one clean and one faulty row, and somebody who looks at it."""
    settings.NOW = "2026-06-30T09:00"
    body = factories.agency(code="云商")
    clerk, head = factories.clerk(body), factories.office_head(body)
    data = small.sheet(small.ROW, small.row(number="2", kind="法人"))
    batch = actions.take_in(body, whole.Upload("2024年台账.csv", data), by=clerk)
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return batch, clerk, client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_each_state_of_an_import_has_its_page(settled):
    batch, clerk, client = settled
    page = f"/desk/ledgers/imports/{batch.pk}/"
    assert "核对各列：2024年台账.csv，2行" in text(client, page)
    whole.settle(batch, clerk)
    assert "1行可以导入，1行有问题" in text(client, page)
    actions.begin(batch, by=clerk)
    assert "0行，共1行" in text(client, page)
    taking.run(batch.pk, clerk.pk)
    assert "已导入1件申请，1行有问题没有导入" in text(client, page)
    assert "云商旧2024-001来自旧台账" in text(client, f"/desk/ledgers/cases/{Application.objects.get().pk}/")
    assert "导入旧台账、下载台账" in text(client, "/desk/registers/")
    assert client.get(f"{page}faults/").status_code == 200


@pytest.mark.parametrize("ledger", exporting.LEDGERS)
def test_every_ledger_goes_out_in_both_forms(settled, ledger):
    _, _, client = settled
    for form in ("xlsx", "csv"):
        answer = client.get(f"/desk/ledgers/files/{ledger}/?format={form}&year=2024")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert client.get(f"/desk/ledgers/files/{ledger}/?year=x").status_code == 404


def test_the_list_offers_both_ledgers_their_samples_and_what_is_to_be_done_first(settled):
    batch, clerk, client = settled
    assert "先放依申请公开台账，再放复议诉讼台账" not in text(client, "/desk/ledgers/")
    page = text(client, "/desk/ledgers/?ledger=disputes")
    assert re.search(r'value="disputes"[^>]*checked', page)
    for query, head in (("", "申请人类别"), ("?ledger=disputes", "前一案号")):
        answer = client.get(f"/desk/ledgers/sample/{query}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert head in [cell.value for cell in book.worksheets[0][1]]
    # The sample of disputes is read by the import itself, as it stands.
    whole.take(whole.settle(batch, clerk), clerk)
    made = whole.hand_in(batch.agency, clerk, answer.content, "样表.xlsx", ledger="disputes")
    assert [made.total, {each["code"] for told in whole.faults(made).values() for each in told}] == [
        2,
        {"other_applicant"},
    ]
    answer = client.post("/desk/ledgers/", {"ledger": "nothing"})
    assert answer.status_code == 422


def test_a_file_whose_applications_are_not_there_yet_is_told_what_to_do_first(settled):
    _, clerk, client = settled
    heads = "申请编号,案件类型,案号,受理日期,审理结果"
    rows = [f"2021-{n},行政复议,示政复〔2021〕{n}号,2021-03-0{n},维持" for n in range(1, 5)]
    upload = whole.Upload("复议台账.csv", "\n".join([heads, *rows]).encode())
    batch = actions.take_in(clerk.appointments.get().agency, upload, by=clerk, ledger="disputes")
    whole.settle(batch, clerk)
    told = text(client, f"/desk/ledgers/imports/{batch.pk}/")
    assert "没有可以导入的行，4行有问题" in told
    assert "请先导入那几年的依申请公开台账" in told
