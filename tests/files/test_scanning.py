"""查毒: what the scanner finds is not taken, what it has not seen stays shut, and without one everything goes on."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

import factories
from files.clamd import LIMIT, NAME, VIRUS, clamd
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.applications.models import CaseFile
from gongkai.cli.doctor import _scanner
from gongkai.files import keeping, quarantine, scanning
from gongkai.files.models import Scan, StoredFile
from gongkai.files.uploads import FileRefused, Upload
from gongkai.people import clock
from gongkai.people.models import LogEntry

BAD = Upload("说明.txt", b"hello " + VIRUS)
GOOD = Upload("说明.txt", "说明".encode())
TEST_DAY = date(2026, 9, 16)


@pytest.fixture(autouse=True)
def apart(settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.CLAMD = tmp_path / "files", ""
    scanning._seen.clear()
    scanning._silent.clear()
    with clock.at(TEST_DAY):
        yield


@pytest.fixture
def nobody_there() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"tcp:127.0.0.1:{taken.getsockname()[1]}"


def test_a_verdict_is_what_the_scanner_says_and_no_guess(settings, nobody_there: str, tmp_path: Path) -> None:
    assert scanning.verdict(BAD.data) == scanning.Verdict(Scan.NONE)
    with clamd() as (settings.CLAMD, server):
        assert scanning.verdict(GOOD.data) == scanning.Verdict(Scan.CLEAN)
        assert scanning.verdict(BAD.data) == scanning.Verdict(Scan.INFECTED, "Gongkai.Test-1")
        # At the seam of two chunks, too.
        assert scanning.verdict(b"a" * 65_530 + VIRUS).scan == Scan.INFECTED
        # A form looks, and the action looks again: asked once.
        assert (scanning.verdict(BAD.data).scan, server.asked) == (Scan.INFECTED, 3)
        too_long = scanning.verdict(b"a" * (LIMIT + 1))
        assert (too_long.scan, too_long.note[:9]) == (Scan.WAITING, "查毒程序没有给出结")
    settings.CLAMD = nobody_there
    assert scanning.verdict(b"another").scan == Scan.WAITING
    for wrong in ("nonsense", "tcp:3310", "tcp:127.0.0.1:port", f"unix:{tmp_path / 'none.sock'}"):
        settings.CLAMD = wrong
        assert scanning.verdict(b"another").note.startswith("查毒程序没有应答")


def test_a_scanner_that_hangs_holds_up_one_file_and_not_the_next(settings, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "ANSWER", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.CLAMD = f"tcp:127.0.0.1:{mute.getsockname()[1]}"
        assert scanning.verdict(b"one").scan == Scan.WAITING
        monkeypatch.setattr(scanning, "_asked", lambda *_: pytest.fail("asked again at once"))
        assert scanning.verdict(b"two").scan == Scan.WAITING
        # After a rest it is asked again.
        asked: list[bytes] = []
        monkeypatch.setattr(scanning, "_asked", lambda command, _: asked.append(command) or "stream: OK")
        scanning._silent[settings.CLAMD] -= scanning.REST
        assert (scanning.verdict(b"two").scan, asked) == (Scan.CLEAN, [b"zINSTREAM\0"])


def test_a_scanner_on_a_socket_of_the_machine_is_asked_like_one_on_a_port(settings, tmp_path: Path) -> None:
    from files.clamd import _Line

    class Local(socketserver.ThreadingUnixStreamServer):
        daemon_threads, asked = True, 0

    place = tmp_path / "c"
    with Local(str(place), _Line) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.CLAMD = f"unix:{place}"
        assert [scanning.verdict(each.data).scan for each in (GOOD, BAD)] == [Scan.CLEAN, Scan.INFECTED]
        server.shutdown()


def test_what_the_scanner_finds_is_refused_in_words_and_nothing_is_saved(db: None, settings) -> None:
    body = factories.agency()
    clerk = factories.clerk(body)
    case = factories.application(body, clerk)
    with clamd() as (settings.CLAMD, _), pytest.raises(FileRefused) as refused:
        actions.add_files(case, [GOOD, BAD], "evidence", by=clerk)
    assert str(refused.value) == (
        f"“说明.txt”里发现病毒（{NAME}），没有收下。请用杀毒软件清除后再交，或者邮寄、当面提交纸质材料。"
    )
    assert not CaseFile.objects.exists()
    assert not StoredFile.objects.filter(scan=Scan.INFECTED).exists()


@pytest.fixture
def waiting(db: None, settings, nobody_there: str) -> tuple[Agency, CaseFile, CaseFile]:
    """Two files that came while the scanner was down; the second is infected."""
    body = factories.agency()
    clerk = factories.clerk(body)
    case = factories.application(body, clerk)
    settings.CLAMD = nobody_there
    actions.add_files(case, [GOOD, Upload("附图.txt", BAD.data)], "evidence", by=clerk)
    good, bad = CaseFile.objects.order_by("pk").select_related("file__agency", "application")
    assert [each.file.scan for each in (good, bad)] == [Scan.WAITING, Scan.WAITING]
    return body, good, bad


def test_what_came_while_the_scanner_was_down_is_taken_and_stays_shut(waiting, settings) -> None:
    _, good, bad = waiting
    for each in (good, bad):
        with pytest.raises(FileRefused, match="还没有查毒，先不打开"):
            keeping.read(each.file)
    assert quarantine.catch_up() == 0
    # It answers again before the tick comes: the file opens at once, or it does not.
    with clamd() as (settings.CLAMD, _):
        assert keeping.read(good.file) == GOOD.data
        with pytest.raises(FileRefused, match=r"发现病毒（Gongkai\.Test-1），已经隔离"):
            keeping.read(bad.file)


def test_the_tick_has_it_scanned_and_what_is_found_is_shut_for_good_and_in_the_log(waiting, settings) -> None:
    body, good, bad = waiting
    with clamd() as (settings.CLAMD, _):
        assert (quarantine.catch_up(), quarantine.catch_up()) == (2, 0)
    settings.CLAMD = ""
    for each in (good, bad):
        each.file.refresh_from_db()
    assert (good.file.scan, good.file.scan_note, good.file.scanned_at) == ("clean", "", clock.moment(TEST_DAY))
    assert (bad.file.scan, bad.file.scan_note) == ("infected", "Gongkai.Test-1")
    assert keeping.read(good.file) == GOOD.data
    with pytest.raises(FileRefused, match="已经隔离"):
        keeping.read(bad.file)
    entry = LogEntry.objects.get(verb="file.infected")
    assert (entry.chain_id, entry.data) == (
        f"agency:{body.pk}",
        {"sha256": bad.file.sha256, "virus": "Gongkai.Test-1"},
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM applications_storedfile WHERE scan = 'waiting'")
        assert cursor.fetchone() == (0,)


def test_the_page_of_the_case_says_what_is_shut_and_opens_nothing_that_is_infected(waiting, settings) -> None:
    body, good, bad = waiting
    client = Client()
    client.force_login(factories.clerk(body), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/desk/cases/{good.application_id}/"
    from django.urls import reverse

    page = reverse("desk:case", args=[good.application_id])
    address = [reverse("desk:case_file", args=[good.application_id, each.pk]) for each in (good, bad)]
    told = client.get(page).content.decode()
    assert (told.count("等待查毒"), address[0] in told, address[1] in told) == (2, True, True)
    shut = client.get(address[0])
    assert (shut.status_code, "还没有查毒" in shut.content.decode()) == (409, True)
    with clamd() as (settings.CLAMD, _):
        quarantine.catch_up()
    told = client.get(page).content.decode()
    assert ("等待查毒" in told, "发现病毒，已隔离" in told, "Gongkai.Test-1" in told) == (False, True, True)
    assert (address[0] in told, address[1] in told) == (True, False)
    assert client.get(address[0]).getvalue() == GOOD.data
    assert "已经隔离" in client.get(address[1]).content.decode()


def test_bytes_that_were_taken_before_there_was_a_scanner_are_scanned_when_they_come_again(db: None, settings) -> None:
    body = factories.agency()
    assert keeping.keep(body, GOOD).scan == Scan.NONE
    with clamd() as (settings.CLAMD, _):
        assert keeping.keep(body, GOOD).scan == Scan.CLEAN
    settings.CLAMD = ""
    assert keeping.keep(body, GOOD).scan == Scan.CLEAN
    assert StoredFile.objects.count() == 1


def test_the_doctor_says_that_there_is_none_that_it_is_down_and_that_its_list_is_old(waiting, settings) -> None:
    assert _scanner().bad.endswith("请启动查毒程序，或者改正 GONGKAI_CLAMD。有2个文件等待查毒，查完以前不能打开。")
    with clamd() as (settings.CLAMD, _):
        quarantine.catch_up()
        assert (_scanner().well, _scanner().bad) == ("ClamAV 1.0.7", "")
        with clock.at(date(2026, 9, 30)):
            assert _scanner().bad == "病毒库是16天以前的，请更新（freshclam）。"
    settings.CLAMD = ""
    assert (_scanner().bad, "没有接入查毒程序" in _scanner().well) == ("", True)
