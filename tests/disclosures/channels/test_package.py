"""移交包: whole, signed, the same bytes every time, nothing in it that was not released."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from gongkai.disclosures.channels import deliver, package, signing
from gongkai.disclosures.channels.protocol import ChannelError, Config
from gongkai.disclosures.channels.published import Published, published
from gongkai.people import clock


@pytest.fixture
def what(bureau: Bureau) -> Published:
    return published(scene.item(bureau.agency, document_number="云商〔2026〕12号").current)  # type: ignore[arg-type]


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_page_files_fields_and_a_signed_list(what: Published) -> None:
    parts = opened(package.build(what))
    picture = next(iter(what.pictures))
    assert sorted(parts) == [
        "README.txt",
        "files/01-补贴商品清单.pdf",
        "index.html",
        "manifest.json",
        "manifest.sig.json",
        "metadata.json",
        "metadata.xml",
        f"pictures/{picture[:16]}.png",
        "style.css",
    ]
    assert parts["files/01-补贴商品清单.pdf"] == b"%PDF-1.7 a made-up list"
    assert package.verify(package.build(what), signing.public_key()) == []
    assert b"hidden remarks" not in b"".join(parts.values())


def test_the_page_stands_alone_with_its_tags_its_fields_and_its_pictures(what: Published) -> None:
    parts = opened(package.build(what))
    page = LexborHTMLParser(parts["index.html"].decode())
    tags = {node.attributes["name"]: node.attributes["content"] for node in page.css("meta[name]")}
    assert {
        name: tags[name] for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate")
    } == {
        "SiteName": "云岭县人民政府",
        "SiteDomain": "www.yunling.example",
        "SiteIDCode": "4117000001",
        "ColumnName": "政策文件",
        "ArticleTitle": scene.TITLE,
        "PubDate": "2026-09-11 09:00",
    }
    linked = [node.attributes["src"] for node in page.css("img")] + [
        node.attributes["href"] for node in page.css("ul a")
    ]
    assert [unquote(str(path)) in parts for path in linked] == [True, True]
    assert [node.text() for node in page.css("dl.meta dt")][:3] == ["索引号", "文号", "发布机构"]
    assert page.css("script") == [] and b"style=" not in parts["index.html"]


def test_the_fourteen_core_elements_stand_in_json_and_in_xml(what: Published) -> None:
    parts = opened(package.build(what))
    core = json.loads(parts["metadata.json"])["core"]
    tree = ElementTree.fromstring(parts["metadata.xml"])
    expected = [
        ("Identifier", what.index_number),
        ("Title", scene.TITLE),
        ("Description", "明确2026年消费品以旧换新的补贴范围、标准和申领办法。"),
        ("DateProduced", "2026-09-08"),
        ("Publisher", "云岭县商务局"),
        ("DateReleased", "2026-09-11"),
        ("Subject", "商贸"),
        ("Genre", "通知"),
        ("FileNumber", what.document_number),
        ("Keywords", "以旧换新 补贴"),
        ("DateEffective", ""),
        ("DateExpired", ""),
        ("Format", "HTML、PDF"),
        ("Relation", what.address),
    ]
    assert [(each["element"], each["value"]) for each in core] == expected
    assert [(each.get("name"), each.text or "") for each in tree.findall("core/element")] == expected


def test_the_same_version_is_the_same_file(what: Published) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        later = package.build(what)
    assert package.build(what) == later


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda parts: parts.update({"index.html": b"<h1>other</h1>"}), ["文件index.html与清单不符，被改过。"]),
        (lambda parts: parts.pop("style.css"), ["少了文件style.css。"]),
        (lambda parts: parts.update({"evil.js": b"x"}), ["多了清单里没有的文件evil.js。"]),
        (
            lambda parts: parts.update(
                {"manifest.json": parts["manifest.json"].replace(b'"version": 1', b'"version": 2')}
            ),
            ["清单的签名不对，清单被改过。"],
        ),
    ],
)
def test_whatever_is_changed_is_found(what: Published, change, says: list[str]) -> None:  # type: ignore[no-untyped-def]
    parts = opened(package.build(what))
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert package.verify(out.getvalue(), signing.public_key()) == says


def test_a_package_of_somebody_else_is_found(what: Published) -> None:
    other = "A" * 43 + "="
    assert package.verify(package.build(what), other) == [
        "签名的公钥不是约定的那一个。",
        "清单的签名不对，清单被改过。",
    ]
    assert package.verify(b"no zip") == ["不是移交包，或者包坏了。"]


def test_a_withdrawn_item_gives_a_notice_and_nothing_of_what_it_said(what: Published) -> None:
    gone = replace(what, withdrawn=True, withdrawn_why="有错误")
    parts = opened(package.build(gone))
    whole = b"".join(parts.values()).decode()
    assert "这条信息已经撤下，请把原来的网页从网站上移除。" in whole
    assert [word for word in ("家用电器", "申领办法", "补贴商品清单", "以旧换新 补贴") if word in whole] == []
    assert (package.name_of(gone), json.loads(parts["manifest.json"])["action"]) == (
        f"{what.permanent}-v1-withdrawn.zip",
        "withdraw",
    )


def test_it_is_laid_where_the_portal_fetches_it_and_waits_for_the_address(bureau: Bureau, tmp_path: Path) -> None:
    scene.setting(bureau.agency, "package", folder="menhu")
    item = scene.item(bureau.agency)
    release = scene.release(item, "package")
    assert deliver(release.pk) == "to_prove"
    release.refresh_from_db()
    folder = tmp_path / "exchange" / "menhu"
    assert [path.name for path in folder.iterdir()] == [f"{item.permanent}-v1.zip"]
    assert package.verify((folder / release.detail["receipt"]).read_bytes()) == []


def test_without_a_folder_it_is_fetched_at_the_desk(bureau: Bureau) -> None:
    release = scene.release(scene.item(bureau.agency), "package")
    assert deliver(release.pk) == "to_prove"


@pytest.mark.parametrize("typed", ["../outside", "/etc", ".", "a/../../.."])
def test_no_setting_leads_out_of_the_folder_for_exchange(bureau: Bureau, typed: str) -> None:
    with pytest.raises(ChannelError, match="只能是数据目录的exchange下的子目录"):
        package.folder_of(Config({"folder": typed}))
