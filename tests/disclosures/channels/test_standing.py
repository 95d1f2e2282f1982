"""核对: whether a page on another site still stands; and what may be called at all."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from disclosures.channels.far_sides import Pages, serving
from gongkai.disclosures.channels import check_stands, fetching
from gongkai.disclosures.channels.standing import look, to_check
from gongkai.disclosures.models import Release
from gongkai.people import clock
from gongkai.people.models import LogEntry

TITLE = scene.TITLE


def page(title: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()


PAGES = {
    "/whole": (200, "text/html; charset=utf-8", page(f"{TITLE}_云岭县人民政府门户网站"), ""),
    "/heading": (200, "text/html", page("政务公开", f"<h1>云岭县商务局关于印发<br>{TITLE[10:]}</h1>"), ""),
    "/signs": (200, "text/html", page(TITLE.replace("关于", "关于　").replace("2026", "２０２６")), ""),
    "/cut": (200, "text/html", page(f"{TITLE[:20]}...-县门户网站"), ""),
    "/text": (200, "text/html", page("详情", f"<script>var t='x'</script><p>{TITLE}</p>"), ""),
    "/gb": (200, "text/html; charset=gb18030", page(TITLE).decode().replace("utf-8", "gb18030").encode("gb18030"), ""),
    "/other": (
        200,
        "text/html",
        page("云岭县人民政府门户网站", "<p>您访问的页面不存在</p><script>'" + TITLE + "'</script>"),
        "",
    ),
    "/gone": (410, "text/html", b"", ""),
    "/broken": (500, "text/html", b"", ""),
    "/file.pdf": (200, "application/pdf", b"%PDF-1.7", ""),
    "/moved": (302, "text/html", b"", "/whole"),
    "/round": (302, "text/html", b"", "/round"),
    "/inside": (302, "text/html", b"", "http://10.0.0.1/secret"),
    "/large": (200, "text/html", page(TITLE) + b" " * 4_000_000, ""),
}


@pytest.fixture
def portal(settings: Settings) -> Iterator[str]:
    settings.PRIVATE_NETWORKS = ["127.0.0.0/8"]
    with serving(Pages, pages=PAGES) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "stands", "says"),
    [
        ("/whole", True, "能打开，标题一致。"),
        ("/heading", True, "能打开，标题一致。"),
        ("/signs", True, "能打开，标题一致。"),
        ("/cut", True, "能打开，标题一致。"),
        ("/text", True, "能打开，正文里有标题。"),
        ("/gb", True, "能打开，标题一致。"),
        ("/moved", True, "能打开，标题一致。"),
        ("/large", True, "能打开，标题一致。"),
        ("/file.pdf", True, "能打开，是文件，没有核对标题。"),
        ("/other", False, "能打开，但不是这条信息：网页标题是“云岭县人民政府门户网站”。"),
        ("/nowhere", False, "网页不在了（404）。"),
        ("/gone", False, "网页不在了（410）。"),
        ("/broken", None, "网站答复500，没能核对。"),
        ("/round", None, "127.0.0.1跳转次数太多，没有打开。请核对网址。"),
        (
            "/inside",
            None,
            "10.0.0.1是内部网络的地址，没有连接。确实要连的，请系统管理员把这个网段加入GONGKAI_PRIVATE_NETWORKS。",
        ),
    ],
)
def test_a_page_is_told_by_its_title(portal: str, path: str, stands: bool | None, says: str) -> None:
    seen = look(portal + path, TITLE, "县门户网站")
    assert (seen.stands, seen.says) == (stands, says)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
    ],
)
def test_no_address_of_the_own_network_is_called_unless_allowed(settings: Settings, address: str) -> None:
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(fetching.Unreachable, match="是内部网络的地址，没有连接"):
        fetching.ask("GET", address)


def test_a_name_is_looked_up_once_and_that_address_is_called(portal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that points inside at the second look gains nothing by it."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host, port, *args, **more):  # type: ignore[no-untyped-def]
        asked.append(host)
        assert len(asked) == 1, "the name was looked up again"
        return real("127.0.0.1", port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert fetching.ask("GET", portal.replace("127.0.0.1", "portal.example") + "/whole").status == 200


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://a.example/", "“ftp://a.example/”不是http或者https网址。请改正。"),
        ("file:///etc/passwd", "“file:///etc/passwd”不是http或者https网址。请改正。"),
        ("http://user:pw@a.example/", "“http://user:pw@a.example/”不是http或者https网址。请改正。"),
        ("http://a.example:99999/", "“http://a.example:99999/”的端口不对。请改正。"),
    ],
)
def test_only_plain_web_addresses_are_called(address: str, says: str) -> None:
    with pytest.raises(fetching.Unreachable) as refused:
        fetching.ask("GET", address)
    assert str(refused.value) == says


def test_an_answer_has_an_end(portal: str) -> None:
    with pytest.raises(fetching.Unreachable, match="的答复超过100KB，没有接收"):
        fetching.ask("GET", f"{portal}/large", most=100_000)
    answer = fetching.ask("GET", f"{portal}/large", most=100_000, cut=True)
    assert (len(answer.body), answer.cut) == (100_000, True)


def test_the_proxy_of_the_environment_is_not_asked(portal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetching.ask("GET", f"{portal}/whole").status == 200


def test_a_week_later_the_page_is_looked_at_and_a_loss_is_logged(bureau: Bureau, portal: str) -> None:
    item = scene.item(bureau.agency)
    release = scene.release(item, "package", state="done", done_at=clock.now(), proof=f"{portal}/whole")
    with clock.at(clock.now() + timedelta(hours=2)):
        assert to_check(clock.now()) == [release.pk]
        assert check_stands(release.pk) is True
        assert to_check(clock.now()) == []
    Release.objects.filter(pk=release.pk).update(proof=f"{portal}/gone")
    with clock.at(clock.now() + timedelta(days=8)):
        assert to_check(clock.now()) == [release.pk]
        assert check_stands(release.pk) is False
    release.refresh_from_db()
    assert (release.stands, release.detail["seen"], release.state) == (False, "网页不在了（410）。", "done")
    assert [entry.data["reason"] for entry in LogEntry.objects.filter(verb="release.checked")] == [
        "网页不在了（410）。"
    ]


def test_a_site_that_is_away_for_a_moment_is_no_loss(bureau: Bureau, portal: str) -> None:
    release = scene.release(
        scene.item(bureau.agency), "package", state="done", done_at=clock.now(), proof=f"{portal}/broken", stands=True
    )
    assert check_stands(release.pk) is None
    release.refresh_from_db()
    assert (release.stands, LogEntry.objects.filter(verb="release.checked").count()) == (None, 0)
