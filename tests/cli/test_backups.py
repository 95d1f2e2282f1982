"""Encrypted backups: nothing of them is readable without the private key, and what cannot be opened is said and never half restored."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pyrage
import pytest

from gongkai.cli.backups import envelopes, shelf, writing
from gongkai.cli.backups.reading import Damaged, check, read_backup
from gongkai.errors import GongkaiError

INIT = ("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    return {**kept, "GONGKAI_HOME": str(home), "PYTHONUTF8": "1", "TZ": "Asia/Shanghai", **more}


def run(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "gongkai", *map(str, arguments)]
    return subprocess.run(words, env=environment(home, **more), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(ready_made: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with a pair of keys beside it, and an encrypted backup of it, ``saved.age``."""
    folder = tmp_path_factory.mktemp("backups")
    ready_made(folder / "data")
    assert run(folder / "data", *INIT).returncode == 0
    (folder / "data" / "files").mkdir(exist_ok=True)
    (folder / "data" / "files" / "sample").write_bytes(b"a telephone number in the clear")
    (folder / "data" / "files" / "noise").write_bytes(os.urandom(300_000))
    assert run(folder / "data", "backup", "--new-key", folder / "private.txt").returncode == 0
    done = run(folder / "data", "backup", "--to", public(folder), folder / "saved.age")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def public(folder: Path, name: str = "private.txt") -> str:
    return (folder / name).read_text(encoding="utf-8").splitlines()[1].removeprefix("# public key: ")


def test_a_new_pair_is_told_with_what_to_do_and_the_private_part_is_in_the_file_alone(made: Path) -> None:
    done = run(made / "data", "backup", "--new-key", made / "second.txt")
    lines = done.stdout.splitlines()
    assert lines[0] == "已生成一对备份密钥。"
    assert lines[1] == f"公钥：{public(made, 'second.txt')}"
    assert lines[4].endswith("没有私钥，谁也不能恢复加密的备份。")
    assert "AGE-SECRET-KEY-" not in done.stdout + done.stderr
    assert (made / "second.txt").stat().st_mode & 0o777 == 0o600
    written = (made / "second.txt").read_text(encoding="utf-8").splitlines()
    assert [line[:15] for line in written[1:]] == ["# public key: a", "AGE-SECRET-KEY-"]
    again = run(made / "data", "backup", "--new-key", made / "second.txt")
    assert (again.returncode, "没有覆盖，也没有生成" in again.stderr) == (2, True)


def test_the_private_part_is_not_put_into_the_data_folder(made: Path) -> None:
    done = run(made / "data", "backup", "--new-key", made / "data" / "keys" / "private.txt")
    assert (done.returncode, "私钥不能放在数据目录里" in done.stderr) == (2, True)
    assert not (made / "data" / "keys" / "private.txt").exists()


def test_an_encrypted_backup_shows_nothing_and_comes_back_whole_with_the_key(made: Path, tmp_path: Path) -> None:
    body = (made / "saved.age").read_bytes()
    assert body[:22] == b"age-encryption.org/v1\n"
    for plain in (b"SQLite format 3", b"manifest.json", b"log_key", b"telephone"):
        assert plain not in body
    assert (made / "saved.age").stat().st_mode & 0o777 == 0o600
    assert (made / "saved.age.sha256").read_text(encoding="utf-8") == f"{hashlib.sha256(body).hexdigest()}  saved.age\n"
    done = run(tmp_path / "fresh", "restore", "--key", made / "private.txt", made / "saved.age")
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1].endswith("，校验全部通过。")) == (0, "", True)
    assert (tmp_path / "fresh" / "files" / "sample").read_bytes() == b"a telephone number in the clear"
    assert (tmp_path / "fresh" / "keys" / "log_key").read_bytes() == (made / "data/keys/log_key").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh"]


def test_each_of_several_private_keys_opens_it_and_no_other(made: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "other"):
        run(made / "data", "backup", "--new-key", tmp_path / name)
    keys = f"{public(tmp_path, 'one')},{public(tmp_path, 'two')}"
    done = run(made / "data", "backup", tmp_path / "saved", GONGKAI_BACKUP_TO=keys)
    assert "2把私钥中的任意一把可以打开" in done.stdout
    for name in ("one", "two"):
        done = run(tmp_path, "restore", "--check", "--key", tmp_path / name, tmp_path / "saved")
        assert (done.returncode, done.stdout[:5]) == (0, "可以恢复：")
    done = run(tmp_path / "fresh", "restore", "--key", tmp_path / "other", tmp_path / "saved")
    assert (done.returncode, done.stderr) == (
        2,
        "这把私钥打不开这份备份：备份是给别的公钥加密的。请换用当时的私钥，公钥写在私钥文件的第二行。\n",
    )
    assert not (tmp_path / "fresh").exists()


def test_without_a_key_it_is_said_that_one_is_needed(made: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "fresh", "restore", made / "saved.age")
    assert (done.returncode, "是加密的备份，没有私钥打不开。请用 --key 指明私钥文件" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "里没有完整的私钥"),
        ("AGE-SECRET-KEY-1QQQ\n", "里没有完整的私钥"),
        ("{public}\n", "里是公钥，打不开备份"),
        ("\0\1\2", "里没有完整的私钥"),
    ],
)
def test_a_file_that_is_no_private_key_is_named_and_not_repeated(
    made: Path, tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "key").write_text(text.format(public=public(made)), encoding="utf-8")
    with pytest.raises(GongkaiError, match=sentence) as caught:
        envelopes.private_keys([tmp_path / "key"])
    assert "AGE-SECRET-KEY-1QQQ" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("age1nonsense", "不是完整的公钥，没有备份"), (",", "没有写出公钥，没有备份"), ("{private}", "这里写的是私钥")],
)
def test_a_backup_that_should_be_encrypted_and_cannot_is_none(
    made: Path, tmp_path: Path, key: str, sentence: str
) -> None:
    private = (made / "private.txt").read_text(encoding="utf-8").splitlines()[-1]
    done = run(made / "data", "backup", tmp_path / "saved", GONGKAI_BACKUP_TO=key.format(private=private))
    assert (done.returncode, sentence in done.stderr) == (2, True)
    assert private not in done.stderr
    assert list(tmp_path.iterdir()) == []


def _cut(body: bytes) -> dict[str, bytes]:
    middle = len(body) // 2
    assert middle > 65_552 or len(body) < 200
    return {
        "in the header": body[:60],
        "behind the header": body[: body.index(b"\n---") + 60],
        "in the middle": body[:middle],
        "by a byte": body[:-1],
        "one bit another": body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :],
        "something added": body + b"more",
        "a part twice": body[:middle] + body[middle - 65_552 : middle] + body[middle:],
    }


@pytest.mark.parametrize("how", list(_cut(b"\n---" + bytes(100))))
def test_a_damaged_envelope_restores_nothing(made: Path, tmp_path: Path, how: str) -> None:
    broken = tmp_path / "broken.age"
    broken.write_bytes(_cut((made / "saved.age").read_bytes())[how])
    keys = envelopes.private_keys([made / "private.txt"])
    with pytest.raises(GongkaiError, match="不完整或者被改动过，不能恢复。请换一份备份，或者重新复制后再试。"):
        read_backup(broken, tmp_path / "fresh", keys)
    with pytest.raises(GongkaiError, match="不完整或者被改动过"):
        check(broken, keys)
    assert list(tmp_path.iterdir()) == [broken]


def test_an_envelope_cut_between_two_of_its_pieces_is_found(tmp_path: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    whole = pyrage.encrypt(os.urandom(65_536 * 3), [pair.to_public()])
    end = len(whole) - 65_552
    with pytest.raises(envelopes.NotOpened), envelopes.opened(io.BytesIO(whole[:end]), [pair]) as flow:
        assert len(flow.read()) == 65_536 * 2


def test_what_the_body_leaves_of_an_envelope_is_looked_at_all_the_same(tmp_path: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    whole = pyrage.encrypt(bytes(1_000_000), [pair.to_public()])
    with pytest.raises(envelopes.NotOpened), envelopes.opened(io.BytesIO(whole[:-1]), [pair]) as flow:
        assert flow.read(10) == bytes(10)


def test_an_error_of_the_body_is_what_comes_out_of_an_envelope(tmp_path: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    whole = pyrage.encrypt(bytes(5_000_000), [pair.to_public()])
    with pytest.raises(ZeroDivisionError), envelopes.opened(io.BytesIO(whole), [pair]):
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), envelopes.shut(io.BytesIO(), [pair.to_public()]) as flow:
        flow.write(bytes(5_000_000))
        raise ZeroDivisionError


def _base() -> bytes:
    """An empty database."""
    import sqlite3

    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE TABLE t (a)")
        return base.serialize()


def _packed(members: list[tuple[tarfile.TarInfo, bytes]], **manifest: object) -> bytes:
    """An archive of ``members`` whose manifest lists them all."""
    out = io.BytesIO()
    listed = {info.name: hashlib.sha256(body).hexdigest() for info, body in members if info.isreg()}
    told = {"version": "0.1.0", "made_at": "2026-09-14T02:30:00", "files": listed, "rows": {}, **manifest}
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        for info, body in [*members, (tarfile.TarInfo("manifest.json"), json.dumps(told).encode())]:
            info.size = len(body)
            packed.addfile(info, io.BytesIO(body))
    return out.getvalue()


def _member(name: str, body: bytes = b"x", **attributes: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info, body


SOUND = [_member("gongkai.sqlite3", _base()), _member("keys/log_key", b"0" * 64)]


def test_the_archive_that_the_hostile_ones_are_made_from_is_taken(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(_packed(SOUND))
    assert read_backup(tmp_path / "sound", tmp_path / "fresh")["made_at"] == "2026-09-14T02:30:00"
    assert sorted(path.name for path in (tmp_path / "fresh").iterdir()) == ["gongkai.sqlite3", "keys"]


@pytest.mark.parametrize(
    "member",
    [
        _member("../evil"),
        _member("files/../../evil"),
        _member("/tmp/evil-of-a-backup"),
        _member("files/a/./b"),
        _member("gongkai.sqlite3-wal"),
        _member("static/evil.js"),
        _member("files"),
        _member("files/link", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        _member("files/link", b"", type=tarfile.LNKTYPE, linkname="../../etc/passwd"),
        _member("files/link", b"", type=tarfile.LNKTYPE, linkname="files/nowhere"),
        _member("files/device", b"", type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        _member("files/pipe", b"", type=tarfile.FIFOTYPE),
        _member("keys/log_key/below"),
    ],
    ids=lambda member: f"{member[0].type.decode()} {member[0].name}",
)
@pytest.mark.parametrize("shut", [False, True], ids=["plain", "encrypted"])
def test_a_hostile_archive_writes_nothing_anywhere(
    tmp_path: Path, member: tuple[tarfile.TarInfo, bytes], shut: bool
) -> None:
    pair = pyrage.x25519.Identity.generate()
    body = _packed([*SOUND, member])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "hostile").write_bytes(pyrage.encrypt(body, [pair.to_public()]) if shut else body)
    with pytest.raises(Damaged):
        read_backup(tmp_path / "in" / "hostile", tmp_path / "in" / "fresh", [pair])
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["in", "in/hostile"]
    assert not Path("/tmp/evil-of-a-backup").exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "不是完整的备份"),
        (b"hello", "不是完整的备份"),
        (gzip.compress(b"hello"), "不是完整的备份"),
        (_packed([]), "不是完整的备份"),
        (_packed([*SOUND, _member("manifest.json", b'{"a":' * 100_000)]), "不是完整的备份"),
        (_packed(SOUND[:1]), "不是完整的备份"),
        (_packed(SOUND[1:]), "不是完整的备份"),
        (_packed(SOUND, files={}), "不是完整的备份"),
        (_packed(SOUND, files=[1]), "不是完整的备份"),
        (_packed(SOUND, rows={'t" (a); --': 1}), "不是完整的备份"),
        (_packed(SOUND, rows={"t": 1}), "里的数据库打不开，或者与备份时的记录数不同"),
        (_packed(SOUND, rows={"u": 0}), "里的数据库打不开，或者与备份时的记录数不同"),
        (_packed([_member("gongkai.sqlite3", b"no database"), SOUND[1]]), "里的数据库打不开"),
    ],
    ids=range(13),
)
def test_what_is_no_backup_of_ours_restores_nothing(tmp_path: Path, body: bytes, sentence: str) -> None:
    (tmp_path / "given").write_bytes(body)
    with pytest.raises(GongkaiError, match=sentence):
        read_backup(tmp_path / "given", tmp_path / "fresh")
    assert [path.name for path in tmp_path.iterdir()] == ["given"]
    # Looking it through finds the same, but for what only the database itself can tell.
    if sentence == "不是完整的备份":
        with pytest.raises(Damaged):
            check(tmp_path / "given", [])


def test_an_older_archive_that_holds_a_file_with_two_names_as_a_link_comes_back(tmp_path: Path) -> None:
    first = _member("files/1/a", b"the same")
    link = _member("files/2/a", b"", type=tarfile.LNKTYPE, linkname="files/1/a")
    sums = {info.name: hashlib.sha256(body).hexdigest() for info, body in [*SOUND, first]}
    (tmp_path / "old").write_bytes(_packed([*SOUND, first, link], files={**sums, "files/2/a": sums["files/1/a"]}))
    read_backup(tmp_path / "old", tmp_path / "fresh")
    assert (tmp_path / "fresh" / "files" / "2" / "a").read_bytes() == b"the same"


def test_a_backup_of_postgresql_says_that_it_needs_one(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(_packed([_member("gongkai.pgdump"), SOUND[1]]))
    done = run(tmp_path / "fresh", "restore", tmp_path / "dump")
    assert (done.returncode, "请用环境变量 DATABASE_URL 指明一个空的 PostgreSQL 数据库" in done.stderr) == (2, True)
    assert not (tmp_path / "fresh").exists()


def test_a_copy_is_compared_without_any_key_and_opened_for_practice_with_one(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "saved.age"
    shutil.copy(made / "saved.age", copy)
    bare = run(tmp_path, "restore", "--check", copy)
    assert (bare.returncode, "旁边没有校验值文件（.sha256），没有私钥无从核对" in bare.stderr) == (2, True)
    shutil.copy(made / "saved.age.sha256", tmp_path)
    summed = run(tmp_path, "restore", "--check", copy)
    assert (summed.returncode, summed.stdout) == (
        0,
        "文件完整，与写成时的校验值一致。没有私钥，里面的内容没有核对；能不能打开，请定期用 --key 演练。\n",
    )
    opened = run(tmp_path, "restore", "--check", "--key", made / "private.txt", copy)
    assert (opened.returncode, opened.stdout.endswith("个文件的校验值全部一致。什么都没有写。\n")) == (0, True)
    copy.write_bytes(copy.read_bytes()[:-1])
    cut = run(tmp_path, "restore", "--check", copy)
    assert (cut.returncode, "与它的校验值文件不符" in cut.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved.age", "saved.age.sha256"]


def test_nothing_is_in_the_clear_outside_of_the_data_folder_at_any_moment(made: Path, tmp_path: Path) -> None:
    home, out, temporary = tmp_path / "data", tmp_path / "out", tmp_path / "temporary"
    shutil.copytree(made / "data", home)
    (home / "files" / "large").write_bytes(os.urandom(60_000_000))
    out.mkdir()
    temporary.mkdir()
    words = [sys.executable, "-m", "gongkai", "backup", "--to", public(made), str(out / "saved.age")]
    backup = subprocess.Popen(words, env=environment(home, TMPDIR=str(temporary)), stdout=subprocess.DEVNULL)
    outside, inside, looks = set(), set(), 0
    while backup.poll() is None:
        # A walk passes over folders that go while it looks.
        for root in (out, temporary, home):
            for folder, _, names in os.walk(root):
                for name in names:
                    head = b""
                    with suppress(FileNotFoundError), Path(folder, name).open("rb") as file:
                        head = file.read(21)
                    if root == home:
                        inside.add(head[:3])
                    elif not name.endswith(".sha256"):
                        outside.add((root.name, head))
        looks += 1
    assert (backup.returncode, looks > 5) == (0, True)
    assert outside - {("out", b"")} == {("out", b"age-encryption.org/v1")}
    assert b"\x1f\x8b\x08" not in inside


def test_a_backup_that_was_killed_leaves_nothing_readable_and_the_next_takes_away_what_is_a_day_old(
    made: Path, tmp_path: Path
) -> None:
    home, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(made / "data", home)
    (home / "files" / "large").write_bytes(os.urandom(80_000_000))
    out.mkdir()
    words = [sys.executable, "-m", "gongkai", "backup", "--to", public(made), str(out / "a.tar.gz.age")]
    backup = subprocess.Popen(words, env=environment(home), stdout=subprocess.DEVNULL)
    while not any(place.stat().st_size > 1_000_000 for place in out.iterdir()):
        assert backup.poll() is None
    backup.send_signal(signal.SIGKILL)
    backup.wait()
    (left,) = out.iterdir()
    assert (left.suffix, left.read_bytes()[:21]) == (".part", b"age-encryption.org/v1")
    (work,) = home.glob("backup-work-*")
    assert work.stat().st_mode & 0o777 == 0o700
    run(home, "backup", "--to", public(made), out / "b.tar.gz.age")
    assert (left.exists(), work.exists()) == (True, True)
    for place in (left, work):
        os.utime(place, (time.time() - 90_000,) * 2)
    run(home, "backup", "--to", public(made), out / "c.tar.gz.age")
    assert (left.exists(), work.exists()) == (False, False)
    assert (out / "b.tar.gz.age").exists()


def test_a_disk_that_fills_up_is_said_and_leaves_nothing(made: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(made / "data", home)
    (home / "files" / "large").write_bytes(os.urandom(20_000_000))

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))

    (tmp_path / "out").mkdir()
    words = [sys.executable, "-m", "gongkai", "backup", "--to", public(made), str(tmp_path / "out" / "saved.age")]
    done = subprocess.run(words, env=environment(home), capture_output=True, text=True, check=False, preexec_fn=limited)
    assert (done.returncode, done.stderr) == (
        2,
        "备份没有写成：File too large。请检查磁盘空间和权限，再试一次。\n",
    )
    assert list((tmp_path / "out").iterdir()) == []
    assert list(home.glob("backup-work-*")) == []


@pytest.mark.parametrize("shut", [False, True], ids=["plain", "encrypted"])
@pytest.mark.parametrize("how", ["a bit", "the end", "another file", "another list"])
def test_what_does_not_read_back_as_it_was_sent_is_no_backup(tmp_path: Path, shut: bool, how: str) -> None:
    mine, ours = envelopes.once()
    manifest = {"version": "1", "made_at": "2026-09-14", "files": {}, "rows": {}}
    (tmp_path / "a").write_bytes(os.urandom(200_000))
    out = io.BytesIO()
    if shut:
        with envelopes.shut(out, [ours]) as flow:
            writing._pack(flow, [(tmp_path / "a", "files/a")], manifest)
    else:
        writing._pack(out, [(tmp_path / "a", "files/a")], manifest)
    body, place = out.getvalue(), tmp_path / "archive"
    sent = hashlib.sha256(body).hexdigest()
    place.write_bytes(body)
    writing._read_back(place, manifest, sent, mine if shut else None)
    if how == "a bit":
        place.write_bytes(body[:90_000] + bytes([body[90_000] ^ 1]) + body[90_001:])
    elif how == "the end":
        place.write_bytes(body[:-1])
    elif how == "another file":
        manifest["files"]["files/b"] = "0" * 64
    else:
        manifest["rows"] = {"t": 1}
    with pytest.raises(GongkaiError, match="备份写完后读出来的内容不对，没有留下"):
        writing._read_back(place, manifest, sent, mine if shut else None)


def test_the_oldest_go_by_the_day_in_their_name_with_their_sums_and_whatever_their_kind(tmp_path: Path) -> None:
    names = [
        "before-upgrade-20260101-000000.tar.gz",
        "gongkai-20260801-023000.tar.gz",
        "gongkai-20260802-023000.tar.gz.age",
        "gongkai-20260803-023000.tar.gz.age",
        "gongkai-20269903-023000.tar.gz",
        "mine.tar.gz",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
        shelf.note(tmp_path / name, "0" * 64)
    gone = shelf.rotate(tmp_path, 2)
    assert [place.name for place in gone] == ["gongkai-20260801-023000.tar.gz"]
    gone = shelf.expire(tmp_path, 30, datetime(2026, 9, 2, 2, 30))
    assert [place.name for place in gone] == [
        "before-upgrade-20260101-000000.tar.gz",
        "gongkai-20260802-023000.tar.gz.age",
    ]
    # The newest stays, however old it is.
    assert shelf.expire(tmp_path, 1, datetime(2027, 9, 1)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "gongkai-20260803-023000.tar.gz.age",
        "gongkai-20260803-023000.tar.gz.age.sha256",
        "gongkai-20269903-023000.tar.gz",
        "gongkai-20269903-023000.tar.gz.sha256",
        "mine.tar.gz",
        "mine.tar.gz.sha256",
    ]


def test_the_night_clears_what_is_older_than_the_days_that_are_kept(made: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(made / "data", home)
    (home / "backups").mkdir(exist_ok=True)
    (home / "backups" / "before-upgrade-20200101-000000.tar.gz").write_bytes(b"old")
    done = run(home, "backup", "--keep-days", 90, GONGKAI_BACKUP_TO=public(made))
    assert done.stdout.splitlines()[-1] == "清理了1份早于90天的备份。"
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert ([name[:10] for name in names], names[0][-11:], names[1][-18:]) == (
        ["gongkai-20"] * 2,
        ".tar.gz.age",
        ".tar.gz.age.sha256",
    )
