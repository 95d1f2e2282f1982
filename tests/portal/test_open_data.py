"""The files of the open data: what is in them and what is not, that they are whole, how they are served and described."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from pytest_django import DjangoAssertNumQueries

from gongkai.agencies.models import Site
from gongkai.disclosures.models import Item
from gongkai.people import clock
from gongkai.portal.opendata import making, rows, shelf
from portal.dcat_schema import CATALOGUE
from portal.shelf import SECRETS, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

NAMES = [
    "catalogue-yunling.csv", "catalogue-shangwu.csv", "catalogue.csv", "catalogue.jsonl", "documents.csv", "reports.csv", "agencies.csv",
    "columns.csv",
]  # fmt: skip


@pytest.fixture
def made() -> dict[str, Any]:
    found = stocked()
    making.make()
    return found


def get(name: str, **headers: str) -> Any:
    return Client().get(f"/opendata/{name}", headers=headers)


def read(name: str) -> bytes:
    return b"".join(get(name))


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(name).decode("utf-8-sig"), newline="")))


def test_every_file_is_there_and_is_what_the_manifest_says(made: dict[str, Any]) -> None:
    told = json.loads(get("manifest.json").content)
    assert [file["name"] for file in told["files"]] == NAMES
    for file in told["files"]:
        data = read(file["name"])
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
        lines = len(data.decode().splitlines()) if file["name"].endswith(".jsonl") else len(table(file["name"]))
        assert lines == file["rows"], file["name"]
    sums = get("SHA256SUMS").content.decode().splitlines()
    assert sums == [f"{file['sha256']}  {file['name']}" for file in told["files"]]


def test_nothing_that_is_not_public_is_in_any_file(made: dict[str, Any]) -> None:
    held = {name: read(name).decode() for name in NAMES}
    assert {name: [s for s in SECRETS if s in text] for name, text in held.items()} == {name: [] for name in NAMES}
    assert [row["名称"] for row in table("documents.csv")] == ["家电以旧换新补贴实施细则"]
    assert {(row["行政机关"], row["年度"]) for row in table("reports.csv")} == {("云岭县商务局", "2025")}


def test_the_catalogue_of_a_body_holds_its_items_the_newest_first(made: dict[str, Any]) -> None:
    Site.objects.update(address="https://yunling.example")
    making.make()
    first, second = table("catalogue-shangwu.csv")
    assert second["名称"] == "部门决算"
    assert list(first) == [label for _, label in rows.COLUMNS]
    assert {key: value for key, value in first.items() if value} == {
        "编号": "2026-00031",
        "网址": "https://yunling.example/info/2026-00031/",
        "索引号": "4199/2026-00031",
        "名称": "家电以旧换新补贴实施细则",
        "文号": "云商发〔2026〕31号",
        "发布机构": "云岭县商务局",
        "机构网址名": "shangwu",
        "栏目": "部门文件",
        "公开依据（条例条款）": "20.1",
        "法定内容": "行政法规、规章和规范性文件",
        "信息种类代码": "other",
        "信息种类": "其他应当公开的信息",
        "成文日期": "2026-07-01",
        "公开日期": "2026-07-09",
        "有效性代码": "in_force",
        "有效性": "有效",
        "内容概述": "补贴范围和标准",
        "附件数": "1",
        "第几版": "1",
    }


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(made: dict[str, Any]) -> None:
    data = read("catalogue.csv")
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    (row,) = (row for row in table("catalogue.csv") if row["发布机构"] == "云岭县人民政府")
    assert (row["名称"], row["内容概述"]) == ('\'=HYPERLINK("https://bad.example")', "'+1\n第二行，“引号”")
    (told,) = (
        t for t in map(json.loads, read("catalogue.jsonl").decode().splitlines()) if t["agency_slug"] == "yunling"
    )
    assert (told["title"], told["summary"]) == ('=HYPERLINK("https://bad.example")', "+1\n第二行，“引号”")


def test_the_same_content_has_the_same_bytes_and_keeps_its_day(made: dict[str, Any]) -> None:
    before = shelf.current()
    with clock.at(datetime.fromisoformat("2026-09-11T02:10")):
        Item.objects.filter(title="部门决算").update(summary="改过")
        making.make()
        after = shelf.current()
    assert before and after
    changed = {old.name for old, new in zip(before.files, after.files, strict=True) if old.sha256 != new.sha256}
    assert changed == {"catalogue-shangwu.csv", "catalogue.csv", "catalogue.jsonl"}
    assert {file.name for file in after.files if file.changed_at == after.made_at} == changed
    kept = {path.name for path in (shelf.folder() / "files").iterdir()}
    assert kept == {file.sha256 for file in after.files}
    assert len(get("history.jsonl").content.splitlines()) == len(NAMES) + 3
    assert sorted(p.name for p in shelf.folder().iterdir()) == ["files", "history.jsonl", "manifest.json"]


def test_files_are_made_at_night_and_at_once_when_something_ceases_to_be_public(made: dict[str, Any]) -> None:
    def due_at(moment: str) -> bool:
        with clock.at(datetime.fromisoformat(moment)):
            return making.due()

    assert [due_at(moment) for moment in ("2026-09-10T23:59", "2026-09-11T01:59", "2026-09-11T02:00")] == [
        False,
        False,
        True,
    ]
    Item.objects.filter(title="部门决算").update(expires_at=clock.moment(datetime.fromisoformat("2026-09-10T22:00")))
    assert [due_at(moment) for moment in ("2026-09-10T21:59", "2026-09-10T22:00")] == [False, True]
    with clock.at(datetime.fromisoformat("2026-09-10T22:01")):
        assert (making.make_due(), making.make_due()) == (len(NAMES), 0)
        assert [row["名称"] for row in table("catalogue-shangwu.csv")] == ["家电以旧换新补贴实施细则"]
    with clock.at(datetime.fromisoformat("2026-09-10T22:30")):
        Item.objects.filter(permanent="2026-00031").update(withdrawn_at=clock.now())
        assert (making.make_due(), read("catalogue-shangwu.csv").count(b"\r\n")) == (len(NAMES), 1)


def test_a_making_that_breaks_leaves_the_old_files(made: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    before = shelf.current()

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(making, "_table", broken)
    with pytest.raises(RuntimeError):
        making.make()
    assert shelf.current() == before
    assert not list(shelf.folder().glob("making-*"))
    assert read("catalogue.csv")


def test_a_file_costs_no_query(made: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert read("catalogue.csv")


def test_a_file_is_sent_once_and_in_parts(made: dict[str, Any]) -> None:
    whole = get("catalogue.csv")
    data = b"".join(whole)
    assert (whole["Content-Type"], whole["Content-Length"]) == ("text/csv; charset=utf-8", str(len(data)))
    assert whole["Content-Disposition"] == 'attachment; filename="catalogue.csv"'
    tag = whole["ETag"]
    known = get("catalogue.csv", **{"if-none-match": f'"x", {tag}'})
    assert (known.status_code, known.content) == (304, b"")
    for asked, expected in (
        ("bytes=0-9", data[:10]),
        ("bytes=10-", data[10:]),
        ("bytes=-7", data[-7:]),
        ("bytes=5-999999999", data[5:]),
    ):
        part = get("catalogue.csv", range=asked)
        assert (part.status_code, b"".join(part)) == (206, expected)
        assert part["Content-Length"] == str(len(expected))
    assert get("catalogue.csv", range="bytes=0-9")["Content-Range"] == f"bytes 0-9/{len(data)}"
    for asked in (f"bytes={len(data)}-", "bytes=9-3", "bytes=-0"):
        assert get("catalogue.csv", range=asked).status_code == 416
    for asked in ("bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-"):
        assert (get("catalogue.csv", range=asked).status_code, b"".join(get("catalogue.csv", range=asked))) == (
            200,
            data,
        )
    assert get("catalogue.csv", range="bytes=0-9", **{"if-range": '"old"'}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["nothing.csv", "..", "../gongkai.sqlite3", "%2e%2e%2fkeys%2fsecret_key", "making-1", "files", "CATALOGUE.CSV"],
)
def test_only_what_the_manifest_names_is_served(made: dict[str, Any], name: str) -> None:
    assert get(name).status_code == 404


def test_before_the_first_making_the_page_says_so_and_files_are_404() -> None:
    assert "文件还没有生成" in Client().get("/opendata/").content.decode()
    assert [
        get(name).status_code
        for name in ("manifest.json", "SHA256SUMS", "dcat.jsonld", "history.jsonl", "catalogue.csv")
    ] == [404] * 5


def test_the_page_names_every_file_with_its_hash(made: dict[str, Any]) -> None:
    page = Client().get("/opendata/").content.decode()
    current = shelf.current()
    assert current
    assert [file.name for file in current.files if f'href="/opendata/{file.name}"' not in page] == []
    assert [file.name for file in current.files if not file.body and file.sha256 not in page] == []
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("address", ["", "https://yunling.example"])
def test_the_description_is_a_valid_dcat_catalogue(made: dict[str, Any], address: str) -> None:
    Site.objects.update(address=address)
    response = get("dcat.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    told = json.loads(response.content)
    faults = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in Draft202012Validator(CATALOGUE, format_checker=FormatChecker()).iter_errors(told)
    ]
    assert faults == []
    base = address or "http://testserver"
    forms = {d["@id"]: [f["dcat:downloadURL"]["@id"] for f in d["dcat:distribution"]] for d in told["dcat:dataset"]}
    assert forms[f"{base}/opendata/#catalogue"] == [
        f"{base}/opendata/catalogue.csv",
        f"{base}/opendata/catalogue.jsonl",
    ]
    links = [link for each in forms.values() for link in each]
    assert sorted(links) == sorted(f"{base}/opendata/{name}" for name in NAMES)
    served = [each["@id"] for each in told["dcat:service"][0]["dcat:servesDataset"]]
    assert served == list(forms)


def test_a_catalogue_without_a_publisher_or_a_download_is_not_valid() -> None:
    # The schema itself must be able to say no.
    checker = Draft202012Validator(CATALOGUE, format_checker=FormatChecker())
    assert not checker.is_valid({"@context": {}, "@type": "dcat:Catalog"})


def test_the_whole_catalogue_is_made_at_a_cost_that_does_not_grow_by_row(
    made: dict[str, Any], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        making.make()


def test_the_files_stand_in_the_data_folder(made: dict[str, Any]) -> None:
    assert Path(settings.HOME.root, "opendata", "manifest.json").is_file()
