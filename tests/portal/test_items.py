"""The page of an item: what stands on it, its versions, its files, and everything that must never be reached from it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from disclosures.factories import old_item
from factories import agency
from gongkai.agencies.models import Agency, Site
from gongkai.disclosures import actions
from gongkai.disclosures.actions import life
from gongkai.disclosures.actions.closing import close_version
from gongkai.disclosures.models import FileRole, Item, VersionFile
from gongkai.files import keeping
from gongkai.files.uploads import Upload
from gongkai.people import clock
from portal.making import text_of
from portal.publishing import TEXT, TITLE, changed, commerce, released, released_draft, started

pytestmark = pytest.mark.django_db


def get(address: str, **headers: str) -> str:
    response = Client().get(address, headers=headers)
    assert response.status_code == 200, address
    return text_of(response)


def attachment(item: Item) -> VersionFile:
    return VersionFile.objects.get(version=item.current, role=FileRole.ATTACHMENT)


def test_the_page_shows_text_catalogue_attachments_and_how_to_cite_it() -> None:
    Site.objects.create(pk=1, address="https://www.yunling.example", name="云岭县政府网")
    item = released(commerce(), document_number="云商发〔2026〕31号", genre="通知", topic="商贸")
    page = get("/info/2026-00001/")
    assert f'<h1 class="song">{TITLE}</h1>' in page
    assert "<h2>第一章 总则</h2>" in page
    assert '<div class="scroll" tabindex="0" role="region" aria-label="表格1"><table class="stat">' in page
    rows = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<[^>]+>)?([^<]+)", page))
    assert (rows["发布机构"], rows["索引号"], rows["体裁"], rows["公开依据"], rows["公开方式"]) == (
        "云岭县商务局",
        item.index_number,
        "通知",
        "《条例》第二十条第（一）项",
        "主动公开",
    )
    assert '<link rel="canonical" href="https://www.yunling.example/info/2026-00001/">' in page
    assert f'/info/2026-00001/files/{attachment(item).pk}/">补贴品类.txt</a>' in page
    assert "https://www.yunling.example/info/2026-00001/versions/1/，SHA-256 " in page
    assert '<li><a href="/shangwu/columns/documents/">政策文件</a></li>' in page


def test_the_tags_of_site_column_and_article_stand_on_it() -> None:
    released(commerce(), keywords="以旧换新,补贴")
    page = get("/info/2026-00001/")
    tags = dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))
    assert tags == {
        "SiteName": "云岭县商务局政府信息公开",
        "SiteDomain": "testserver",
        "ColumnName": "行政规范性文件",
        "ColumnDescription": "本机关制定的规范性文件，注明有效性",
        "ColumnKeywords": "规范性文件,政策",
        "ColumnType": "政策文件",
        "ArticleTitle": TITLE,
        "PubDate": "2026-09-10 21:14",
        "ContentSource": "云岭县商务局",
        "Url": "http://testserver/info/2026-00001/",
        "Keywords": "以旧换新,补贴",
        "Description": "今年的工作安排",
    }


def test_the_old_address_leads_to_the_permanent_one_for_good() -> None:
    item = released(commerce())
    response = Client().get(f"/item/{item.pk}/")
    assert (response.status_code, response["Location"]) == (301, "/info/2026-00001/")


def test_what_was_taken_over_without_its_text_says_where_a_link_leaves_to() -> None:
    of = commerce()
    item = old_item(of.agency, "关于公布办事指南的通知", address="https://old.yunling.example/a/1.html")
    page = get(f"/item/{item.pk}/")
    assert '<a class="btn btn-go" href="https://old.yunling.example/a/1.html" rel="noopener">看全文</a>' in page
    assert "按下以后离开本网站，打开old.yunling.example。那里的内容由对方网站负责。" in page
    assert '<meta name="ArticleTitle" content="关于公布办事指南的通知">' in page


def test_every_version_is_read_compared_and_proved_by_its_hash() -> None:
    of = commerce()
    first = released(of)
    item = changed(of, first, first.html.replace("2千元", "2000元"))
    page = get(item.get_absolute_url())
    assert "每件补贴不超过2000元。" in page and "更正笔误" in page
    first = get("/info/2026-00001/versions/1/")
    assert "每件补贴不超过2千元。" in first and "这是以前的一版，后来改过。" in first
    assert '<link rel="canonical" href="http://testserver/info/2026-00001/">' in first
    compared = get("/info/2026-00001/versions/2/changes/")
    assert ("<del>" in compared, "<ins>" in compared, "正文改了1处" in compared) == (True, True, True)
    assert Client().get("/info/2026-00001/versions/1/changes/").status_code == 404
    for number in (1, 2):
        data = Client().get(f"/info/2026-00001/versions/{number}/snapshot.json").content
        assert hashlib.sha256(data).hexdigest() in get(f"/info/2026-00001/versions/{number}/")


def test_a_snapshot_is_the_same_bytes_after_names_have_changed() -> None:
    of = commerce()
    released(of)
    before = Client().get("/info/2026-00001/versions/1/snapshot.json").content
    Agency.objects.filter(pk=of.agency.pk).update(name="云岭县商务和投资促进局", slug="shangtou")
    of.column.name = "文件"
    of.column.save()
    assert Client().get("/info/2026-00001/versions/1/snapshot.json").content == before
    held = json.loads(before)
    assert [(file["role"], file["name"]) for file in held["files"]] == [
        ("attachment", "补贴品类.txt"),
        ("picture", "办理流程.png"),
    ]


def test_a_file_is_saved_a_picture_is_shown_and_neither_is_sent_twice() -> None:
    item = released(commerce())
    path = f"/info/2026-00001/files/{attachment(item).pk}/"
    response = Client().get(path)
    assert response.content.decode() == "冰箱、洗衣机、空调"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    again = Client().get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    shown = VersionFile.objects.get(version=item.current, role=FileRole.PICTURE)
    page = get(item.get_absolute_url())
    assert f'<img src="/info/2026-00001/files/{shown.pk}/" alt="办理流程：先交旧，再买新"' in page
    inline = Client().get(f"/info/2026-00001/files/{shown.pk}/")
    assert (inline["Content-Type"], inline.content) == ("image/png", keeping.read(shown.file))
    assert inline["Content-Disposition"].startswith("inline;")


def test_all_attachments_come_packed_and_two_of_one_name_both() -> None:
    of = commerce()
    made = started(of)
    again = Upload("补贴品类.txt", "电视机".encode())
    actions.add_file(made, again, FileRole.ATTACHMENT, by=made.author, version=made.version)
    made.refresh_from_db()
    released_draft(of, made)
    data = Client().get("/info/2026-00001/files.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(data.streaming_content))) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert held == {"补贴品类.txt": "冰箱、洗衣机、空调", "补贴品类-2.txt": "电视机"}


def test_the_data_of_an_item_is_what_its_page_says() -> None:
    item = released(commerce(), document_number="云商发〔2026〕31号")
    data = json.loads(get("/info/2026-00001/item.json"))
    assert (data["title"], data["document_number"], data["index_number"], data["published_on"]) == (
        TITLE,
        "云商发〔2026〕31号",
        item.index_number,
        "2026-09-10",
    )
    assert [file["sha256"] for file in data["files"]] == [hashlib.sha256("冰箱、洗衣机、空调".encode()).hexdigest()]
    assert data["address"] == "http://testserver/info/2026-00001/"


def test_a_withdrawn_item_keeps_its_title_says_why_and_gives_nothing_else_away() -> None:
    of = commerce()
    item = changed(of, released(of), TEXT.replace("2千元", "2000元"))
    actions.withdraw(item, why="含有个人信息", by=of.clerk)
    response = Client().get("/info/2026-00001/")
    page = text_of(response)
    assert (response.status_code, response["X-Robots-Tag"]) == (410, "noindex")
    assert (TITLE in page, "含有个人信息" in page, "每件补贴" in page, "今年的工作安排" in page) == (
        True,
        True,
        False,
        False,
    )
    files = [f"/info/2026-00001/files/{file.pk}/" for file in VersionFile.objects.all()]
    parts = ["versions/1/", "versions/2/", "versions/2/changes/", "versions/1/snapshot.json", "item.json", "files.zip"]
    assert {Client().get(path).status_code for path in [*files, *(f"/info/2026-00001/{part}" for part in parts)]} == {
        404
    }
    assert TITLE not in get("/shangwu/") + get("/shangwu/catalogue/") + get("/catalogue/") + get("/sitemap/1.xml")


def test_an_item_past_its_day_answers_the_same_way_before_anything_has_run() -> None:
    of = commerce()
    made = started(of, by=of.clerk)
    made = actions.save(
        made, by=of.clerk, version=made.version, fields={"expires_at": clock.now() + timedelta(days=30)}
    )
    released_draft(of, made)
    assert Client().get("/info/2026-00001/").status_code == 200
    with clock.at(clock.now() + timedelta(days=31)):
        response = Client().get("/info/2026-00001/")
    assert (response.status_code, "这件信息的公开期限已经届满" in text_of(response)) == (410, True)


def test_no_draft_no_original_and_no_file_of_another_item_is_reached() -> None:
    of, other = commerce(), commerce(name="云岭县财政局", short_name="财政局", slug="caizheng", code="云财")
    item = released(of)
    theirs = released(other, title="云岭县财政局部门预算")
    secret = "尚未审核的内部意见"
    draft = actions.change(item, by=of.contributor, note="再改")
    draft = actions.save(
        draft, by=of.contributor, version=draft.version, html=f"<p>{secret}</p>", fields={"title": f"{secret}的标题"}
    )
    upload = Upload(f"{secret}.txt", secret.encode())
    hidden = actions.add_file(draft, upload, FileRole.ATTACHMENT, by=of.contributor, version=draft.version)
    never = started(of, title=f"{secret}另一件", html=f"<p>{secret}</p>")
    addresses = [
        "/", "/shangwu/", "/shangwu/guide/", "/shangwu/rules/", "/shangwu/catalogue/", "/shangwu/columns/normative/",
        "/shangwu/reports/", "/catalogue/", "/catalogue/?clause=20.1", "/sitemap/", "/sitemap.xml", "/sitemap/1.xml",
        "/info/2026-00001/", "/info/2026-00001/item.json", "/info/2026-00001/versions/1/",
        "/info/2026-00001/versions/1/snapshot.json",
    ]  # fmt: skip
    assert [address for address in addresses if secret in get(address)] == []
    # Of drafts, by their own keys and by every key near them; of another item, by its own.
    highest = max(hidden.pk, *VersionFile.objects.values_list("pk", flat=True)) + 5
    own = set(VersionFile.objects.filter(version__item=item).values_list("pk", flat=True))
    opened = {n for n in range(1, highest) if Client().get(f"/info/2026-00001/files/{n}/").status_code == 200}
    assert opened == own
    assert Client().get(f"/info/2026-00001/files/{attachment(theirs).pk}/").status_code == 404
    assert Client().get("/info/2026-00001/versions/2/").status_code == 404
    assert Client().get(f"/item/{never.item_id}/").status_code == 404
    assert Client().get("/info//").status_code == 404


def test_the_original_of_a_text_is_kept_and_never_handed_out() -> None:
    of = commerce()
    upload = Upload("内部原件.txt", "附注：经办人李文静核对。\n云岭县商务局办事指南".encode())
    made = actions.begin(
        of.agency,
        by=of.contributor,
        column=of.column,
        upload=upload,
        title=TITLE,
        html=TEXT,
        fields={"made_on": clock.today(), "summary": "今年的工作安排"},
    )
    item = released_draft(of, made)
    assert [file.role for file in made.files.all()] == [FileRole.ORIGINAL]
    assert VersionFile.objects.count() == 0
    pages = (
        get("/info/2026-00001/") + get("/info/2026-00001/versions/1/snapshot.json") + get("/info/2026-00001/item.json")
    )
    assert [word for word in ("内部原件", upload.data.decode()[:8]) if word in pages] == []
    original = made.files.get()
    paths = [
        f"/info/2026-00001/files/{original.pk}/",
        f"/info/2026-00001/files/{original.file_id}/",
        "/info/2026-00001/files.zip",
    ]
    assert ([Client().get(path).status_code for path in paths], item.permanent) == ([404, 404, 404], "2026-00001")


def test_a_closed_version_shows_its_reason_and_neither_text_nor_files() -> None:
    of = commerce()
    first = released(of)
    old = attachment(first)
    item = changed(of, first, TEXT.replace("2千元", "2000元"))
    close_version(item.versions.get(number=1), why="含有个人信息", by=of.clerk)
    page = get("/info/2026-00001/")
    assert "不再公开：含有个人信息" in page
    assert ("/versions/1/" in page, "/versions/2/changes/" in page) == (False, False)
    paths = ["versions/1/", "versions/1/snapshot.json", "versions/2/changes/", f"files/{old.pk}/"]
    assert [Client().get(f"/info/2026-00001/{path}").status_code for path in paths] == [404, 404, 404, 404]


def test_the_door_stands_before_the_reader_whatever_the_database_holds() -> None:
    """The text is read from the row as it is; no action writes such a row, so it is made behind the back of all of them."""
    from gongkai.portal.text_of import text_of as shown

    made = shown(
        '<p onclick="x()">好<script>alert(1)</script><img src="x" onerror="y()"></p><iframe src="//e"></iframe>', {}
    )
    assert made == '<p>好<img src="x"></p>'


def test_the_page_of_a_merged_body_says_who_took_over_and_the_item_keeps_its_address() -> None:
    of = commerce()
    released(of)
    heir = agency(name="云岭县商务和投资促进局", slug="shangtou", code="云商投")
    Agency.objects.filter(pk=of.agency.pk).update(successor=heir, ends_on=clock.today() - timedelta(days=1))
    page = get("/info/2026-00001/")
    assert "云岭县商务局已经撤销，职责由云岭县商务和投资促进局承接。" in page
    assert "每件补贴不超过2千元。" in page


def test_an_interpretation_and_its_policy_lead_to_each_other() -> None:
    of = commerce()
    policy = released(of, kind="policy")
    note = released(
        of,
        title="一图读懂：买一台冰箱能补多少",
        kind="interpretation",
        details={"policy": "2026-00001", "policy_published_on": "2026-09-10", "form": "picture"},
    )
    actions.pair(policy, note, by=of.clerk)
    assert '<a href="/info/2026-00002/">一图读懂：买一台冰箱能补多少</a>' in get("/info/2026-00001/")
    assert f'本文解读的文件：<a href="/info/2026-00001/">{TITLE}</a>' in get("/info/2026-00002/")
    actions.withdraw(note, why="内容有误", by=of.clerk)
    assert "一图读懂" not in get("/info/2026-00001/")


def test_a_repealed_document_says_so_first_and_what_replaced_it() -> None:
    of = commerce()
    details = {"registration": "YLX-2026-0030", "legality_review": "云司审〔2026〕3号", "fair_competition": "passed"}
    with clock.at(clock.today() - timedelta(days=30)):
        released(
            of, kind="normative", document_number="云商发〔2026〕12号", title="云岭县家电补贴办法", details=details
        )
    details |= {"registration": "YLX-2026-0031"}
    new = released(of, kind="normative", document_number="云商发〔2026〕31号", details=details)
    old = Item.objects.get(permanent="2026-00001")
    event = life.propose(
        old.document, "repealed", on=clock.today(), successor=new.document, basis="云商发〔2026〕31号", by=of.clerk
    )
    life.confirm(event, by=of.office_head)
    page = get("/info/2026-00001/")
    assert "<b>已经废止</b>" in page
    assert '由<a href="/info/2026-00002/">云商发〔2026〕31号</a>代替。' in page
    assert '代替<a href="/info/2026-00001/">云商发〔2026〕12号</a>。' in get("/info/2026-00002/")


def test_a_registration_number_stands_once_among_the_metadata() -> None:
    of = commerce()
    details = {"registration": "YLX-2026-0030", "legality_review": "云司审〔2026〕3号", "fair_competition": "passed"}
    released(of, kind="normative", document_number="云商发〔2026〕12号", details=details)
    page = get("/info/2026-00001/")
    assert page.count("YLX-2026-0030") == 1
    assert "规范性文件登记号" in page


def test_a_page_costs_the_same_queries_with_one_version_and_with_three(django_assert_num_queries) -> None:
    of = commerce()
    item = released(of)
    client = Client()
    with django_assert_num_queries(7):
        assert client.get("/info/2026-00001/").status_code == 200
    for amount in ("2000元", "二千元"):
        item = changed(of, item, TEXT.replace("2千元", amount))
    with django_assert_num_queries(7):
        assert client.get("/info/2026-00001/").status_code == 200
