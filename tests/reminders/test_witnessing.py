"""Check values reach a file and an address outside, once a day and after what is to stand for good; what fails is tried again and told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from gongkai.cli.audit import compared
from gongkai.cli.checkups.records import witnesses
from gongkai.config.home import Home
from gongkai.people import clock, journal
from gongkai.people.models import LogEntry
from gongkai.people.verbs import called, facts
from gongkai.reminders import witnessing
from gongkai.seals import records
from reminders.conftest import Bureau
from reminders.post_office import PostOffice


@pytest.fixture
def file(settings: LazySettings, tmp_path: Path, bureau: Bureau) -> Path:
    """A witness that is a file on storage that stands."""
    (tmp_path / "home").mkdir()
    (tmp_path / "mounted").mkdir()
    settings.HOME = Home(tmp_path / "home")
    place = tmp_path / "mounted" / "heads.txt"
    settings.WITNESS = str(place)
    with clock.at(datetime(2026, 9, 22, 8)):
        journal.log("application.opened", None, by=None, agency=bureau.agency)
    return place


def given(day: int, hour: int = 10, minute: int = 0) -> int:
    with clock.at(datetime(2026, 9, day, hour, minute)):
        return witnessing.deliver()["witnessed"]


def kept(place: Path) -> list[str]:
    return [f"{each.at:%m-%d %H:%M}" for each in records.read(place.read_bytes()).records if each.at]


def doctor(place: Path, day: int) -> list[tuple[str, str]]:
    with clock.at(datetime(2026, 9, day, 10)):
        return [(each.well, each.bad) for each in witnesses(place)]


def test_a_file_gets_one_record_a_day_behind_those_it_has(file: Path) -> None:
    assert [given(22), given(22, 11), given(23), given(23, 23), given(24, 0)] == [1, 0, 1, 0, 1]
    assert kept(file) == ["09-22 10:00", "09-23 10:00", "09-24 00:00"]
    assert file.read_text(encoding="utf-8").splitlines()[1] == "===== 公开系统校验值 2026-09-22T10:00:00+08:00 ====="
    assert compared([file]) == ([], 3)
    entry = LogEntry.objects.filter(verb="seals.witnessed").last()
    assert entry is not None
    assert (called(entry.verb), facts(entry)) == ("向外交出校验值", [("去处", f'["{file}"]')])


@pytest.mark.parametrize("verb", ["report.frozen", "seals.accepted", "seals.renewed"])
def test_what_is_to_stand_for_good_is_witnessed_at_once(file: Path, verb: str) -> None:
    assert (called(verb) != verb, given(22)) == (True, 1)
    with clock.at(datetime(2026, 9, 22, 11)):
        journal.log("application.opened", None, by=None, agency=None)
    assert given(22, 11, 1) == 0
    with clock.at(datetime(2026, 9, 22, 12)):
        entry = journal.log(verb, None, by=None, agency=None)
    assert [given(22, 12), given(22, 13)] == [1, 0]
    last = records.read(file.read_bytes()).records[-1]
    assert last.chains["system"] == (entry.sequence, entry.hash)


def test_storage_that_is_not_there_is_not_written_beside_and_tried_again_after_an_hour(file: Path) -> None:
    assert given(22) == 1
    file.parent.rename(file.parent.with_name("away"))
    assert given(23) == 0
    assert not file.parent.exists()
    file.parent.mkdir()
    assert [given(23, 10, 59), given(23, 11, 1)] == [0, 0]
    assert list(file.parent.iterdir()) == []
    home = file.parent.parent / "home"
    assert doctor(home, 25)[0][1] == (
        f"{file}已经3天没有收到校验值。以前写过的文件不见了，可能没有挂上，也可能被删除。没有新建，请找回，或者换一个文件名。"
    )
    file.parent.rmdir()
    file.parent.with_name("away").rename(file.parent)
    assert [given(25, 13), given(25, 14)] == [1, 0]
    assert kept(file) == ["09-22 10:00", "09-25 13:00"]
    assert doctor(home, 25)[0][1] == ""
    assert not (home / witnessing.STATE).exists()


def test_a_full_disk_there_is_told_and_the_other_place_gets_its_record(
    file: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WITNESS = f"/dev/full,{file}"
    assert given(22) == 1
    assert kept(file) == ["09-22 10:00"]
    told = doctor(file.parent.parent / "home", 22)
    assert told[0] == ("", "/dev/full还没有收到过校验值。写不进去：No space left on device。")
    assert told[1][1] == ""
    assert [given(22, 10, 30), given(22, 11, 30)] == [0, 0]


def test_an_address_gets_a_mail_that_can_be_compared_and_holds_nothing_personal(
    file: Path, settings: LazySettings, post_office: PostOffice, tmp_path: Path
) -> None:
    settings.WITNESS = "jiancha@yunling.example"
    assert [given(22), given(22, 11), given(23)] == [1, 0, 1]
    first, second = (each.message for each in post_office.taken)
    assert first["Subject"].strip() == "政府信息公开系统校验值 2026-09-22"
    assert first["To"] == "jiancha@yunling.example"
    text = first.get_body(("plain",)).get_content()
    named = {name for name in ("孙为民", "陈思远", "马晓东", "何志远") if name in text}
    assert (named, "application" in text.replace("applications_", "")) == (set(), False)
    (tmp_path / "pasted.txt").write_text(f"转给监督机关\n{text}\n此致", encoding="utf-8")
    (tmp_path / "saved.eml").write_bytes(second.as_bytes())
    assert compared([tmp_path / "pasted.txt", tmp_path / "saved.eml"]) == ([], 2)
    entry = LogEntry.objects.filter(verb="seals.witnessed").last()
    assert entry is not None
    assert entry.data["places"] == ["j****@yunling.example"]


def test_a_server_that_is_down_is_told_by_doctor_in_words(file: Path, settings: LazySettings) -> None:
    settings.WITNESS, settings.EMAIL_HOST = "jiancha@yunling.example", ""
    assert given(22) == 0
    assert doctor(file.parent.parent / "home", 22) == [
        (
            "",
            "j****@yunling.example还没有收到过校验值。没有设置发信服务器。请系统管理员设置 GONGKAI_SMTP_HOST。",
        )
    ]


def test_doctor_names_what_is_no_place_and_what_the_witness_does_not_know(file: Path, settings: LazySettings) -> None:
    home = file.parent.parent / "home"
    assert given(22) == 1
    well, bad = doctor(home, 22)[0]
    assert (well, bad) == (f"{file}最近一次在0天前，但它与数据在同一个存储上，改数据的人也改得了它", "")
    record = records.read(file.read_bytes()).records[0]
    forged = records.Record(record.at, {**record.chains, "system": (1, "0" * 64)})
    with file.open("a", encoding="utf-8") as end:
        end.write(forged.text())
    assert doctor(home, 22)[0][1].startswith(f"有1处与{file}中的见证不同：系统的日志被改写过：")
    # Of a long file the newest records are compared, wherever the end of it begins.
    first, second = (len(each.text().encode()) for each in (record, forged))
    assert [compared([file], second + more)[1] for more in (0, 1, 30, first - 3, first, first + 99)] == [
        1,
        1,
        1,
        1,
        2,
        2,
    ]
    settings.WITNESS = "heads.txt"
    assert doctor(home, 22) == [("", "GONGKAI_WITNESS 里的“heads.txt”既不是绝对路径，也不是邮箱地址。")]
    assert given(23) == 0
    settings.WITNESS = ""
    assert doctor(home, 22) == [("没有设置，掌握全部密钥的人改写日志不会被发现（见 GONGKAI_WITNESS）", "")]
    assert given(23) == 0


def test_a_file_that_may_only_grow_only_grows(file: Path) -> None:
    given(22)
    before = file.read_bytes()
    given(23)
    assert file.read_bytes()[: len(before)] == before
    assert file.stat().st_mode & 0o777 == 0o640


def test_the_tick_gives_check_values_away(file: Path) -> None:
    from gongkai.config import background

    with clock.at(datetime(2026, 9, 22, 10)):
        assert [background.tick()["witnessed"], background.tick()["witnessed"]] == [1, 0]
    assert kept(file) == ["09-22 10:00"]
