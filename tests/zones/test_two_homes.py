"""Two real installations, each with its data base, keys and processes, and nothing between them but a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from zones.homes import Home, made

APPLY = """
from gongkai.agencies.models import Agency
from gongkai.applications.actions import Handed, Matter, Person
from gongkai.files.uploads import Upload
from gongkai.zones import stamping
with clock.at(datetime.fromisoformat({at!r})):
    who = Person("natural_person", "钱某玖", "id_card", "410000199001019999", "13900009999", "jiu@example.org")
    what = Matter("", {content!r})
    done = stamping.stamp(Agency.objects.get(), who, what, Handed([Upload("玖.txt", "玖号材料".encode())]), form={form!r})
    print(done.number, done.query_code)
"""
REGISTER = """
from gongkai.applications.models import Application
for case in Application.objects.order_by("pk"):
    print(case.number, case.crossing.number, case.received_on, case.submitted_at.isoformat(), case.content, case.files.count())
"""


class Pair:
    """Both zones and the carrier between them."""

    def __init__(self, folder: Path, urls: tuple[str, str]) -> None:
        self.public = Home(folder / "public", "public", folder / "p-in", folder / "p-out", urls[0])
        self.inner = Home(folder / "inner", "inner", folder / "i-in", folder / "i-out", urls[1])

    def apply(self, at: str, content: str, form: str) -> list[str]:
        return self.public.run(APPLY.format(at=at, content=content, form=form)).split()

    def carry(self, source: Home, target: Home) -> list[str]:
        """As a disk does: copies, nothing is removed at the source."""
        target.inbox.mkdir(exist_ok=True)
        names = sorted(path.name for path in source.outbox.glob("*.gkz"))
        for name in names:
            shutil.copy2(source.outbox / name, target.inbox / name)
        return names


ZONES = ("public", "inner")
BASE = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = BASE.startswith("postgres")


def url_of(name: str) -> str:
    return f"{BASE.rsplit('/', 1)[0]}/{name}" if ON_POSTGRESQL else ""


def anew(*statements: str) -> None:
    """Statements on the server of the data bases; none on SQLite."""
    if ON_POSTGRESQL:
        with psycopg.connect(BASE, autocommit=True) as server:
            for statement in statements:
                server.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, ready_made: Callable[[Path], None]) -> Iterator[Path]:
    """Both zones freshly installed, each knowing the other's card. Every test has a copy of its own."""
    folder = tmp_path_factory.mktemp("zones")
    homes = []
    for zone in ZONES:
        anew(f"DROP DATABASE IF EXISTS made_{zone}", f"CREATE DATABASE made_{zone}")
        ready_made(folder / zone)
        homes.append(made(folder / zone, zone, folder / "in", folder / "out", url_of(f"made_{zone}")))
    for home, card in zip(homes, ("inner.card", "public.card"), strict=True):
        done = home.command("zone", "trust", str(folder / card))
        assert done.returncode == 0, done.stderr
    yield folder
    anew(*(f"DROP DATABASE IF EXISTS made_{zone} WITH (FORCE)" for zone in ZONES))


@pytest.fixture
def pair(installed: Path, tmp_path: Path) -> Iterator[Pair]:
    for zone in ZONES:
        shutil.copytree(installed / zone, tmp_path / zone)
        anew(f"DROP DATABASE IF EXISTS zone_{zone}", f"CREATE DATABASE zone_{zone} TEMPLATE made_{zone}")
    yield Pair(tmp_path, (url_of("zone_public"), url_of("zone_inner")))
    anew(*(f"DROP DATABASE IF EXISTS zone_{zone} WITH (FORCE)" for zone in ZONES))


def test_an_application_crosses_once_with_its_stamp_and_the_answer_comes_back(pair: Pair) -> None:
    public, inner = pair.public, pair.inner
    number, code = pair.apply("2026-09-10T16:30:00", "玖号申请的内容", "a" * 32)
    assert (number, len(code)) == ("示商公开网〔2026〕1号", 10)
    assert public.command("zone", "export").stdout.startswith("写出1个文件")
    (name,) = pair.carry(public, inner)
    sealed = (public.outbox / name).read_bytes()
    assert [word for word in ("玖号", "钱某玖", "13900009999", "410000199001019999") if word.encode() in sealed] == []

    done = inner.command("zone", "pull")
    assert (done.returncode, done.stdout) == (0, "收取1个，以前收过0个，等待0个，没有收0个。\n")
    assert inner.run(REGISTER) == (
        "示商公开申〔2026〕1号 示商公开网〔2026〕1号 2026-09-10 2026-09-10T08:30:00+00:00 玖号申请的内容 1"
    )
    # The carrier brings it again, twice.
    for _ in range(2):
        pair.carry(public, inner)
        assert inner.command("zone", "pull").stdout.startswith("收取0个，以前收过1个")
    assert len(inner.run(REGISTER).splitlines()) == 1

    inner.run(
        """
from gongkai.applications import actions
from gongkai.applications.models import Application
from gongkai.people.models import Account, Appointment
from gongkai.agencies.models import Agency
agency = Agency.objects.get()
Agency.objects.update(address="示例县某路1号", phone="0399-5550100", reconsideration="示例县人民政府", court="示例县人民法院")
people = {}
for role in ("clerk", "office_head", "leader"):
    people[role] = Account.objects.create_user(role, role)
    Appointment.objects.create(account=people[role], agency=agency, role=role)
case = Application.objects.get()
actions.register(case, by=people["clerk"], kind="natural_person")
actions.call_correction(case, defects=["请写明年度"], guidance="写明哪一年即可", by=people["clerk"])
letter = case.letters.get()
for review in letter.reviews.order_by("step"):
    letter.refresh_from_db()
    actions.review(review, approve=True, digest=letter.digest, by=people[review.role])
"""
    )
    assert inner.command("zone", "export").stdout.startswith("写出1个文件")
    pair.carry(inner, public)
    done = public.command("zone", "pull")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "收取1个，以前收过0个，等待0个，没有收0个。")
    told = public.run(
        """
from gongkai.zones import stamping
from gongkai.zones.models import Stamped
found = stamping.by_code("CODE", "9999")
print(found.told["title"], found.told["correction"]["defects"], found.told["open"], found.acknowledged_at is not None)
print([f.name for f in found.files.filter(purpose="letter")])
stamping.act(found, "correct", words="二〇二五年度的")
""".replace("CODE", code)
    ).splitlines()
    assert told[0] == "等您补正 ['请写明年度'] ['correct', 'withdraw'] True"
    assert len(told) == 2 and "补正" in told[1]

    public.command("zone", "export")
    pair.carry(public, inner)
    assert inner.command("zone", "pull").returncode == 0
    assert inner.run(
        """
from gongkai.applications.models import Application
case = Application.objects.get()
print(case.correction.answer, case.correction.came_on, case.stage)
"""
    ).startswith("二〇二五年度的 2026-09-11")
    inner.command("zone", "export")
    pair.carry(inner, public)
    # What came first was acknowledged on the 11th, the act on the day of this pull: each has its own seven days.
    for day in ("20", "28"):
        public.now = f"2026-09-{day}T12:00:00"
        assert "删除了1件已由内网收到的个人信息" in public.command("zone", "pull").stdout
    raw = public.run(
        """
from gongkai.zones.models import Stamped
one = Stamped.objects.get()
print(repr(one.payload), one.files.filter(purpose="submission").count(), repr(one.acts.get().words), one.number)
"""
    )
    assert raw == "'' 0 '' 示商公开网〔2026〕1号"


KILLED = """
import os
from gongkai.zones import {module} as module
real = module.{name}
def dies(*args, **kwargs):
    {before}
    os._exit(9)
module.{name} = dies
from gongkai.zones import pulling, stamping, watching
{act}
"""


@pytest.mark.parametrize(
    ("module", "name", "before"),
    [
        ("sending", "_write", "pass"),
        ("sending", "_write", "real(*args, **kwargs)"),
        ("packing", "pack", "real(*args, **kwargs)"),
    ],
)
def test_an_export_killed_anywhere_loses_nothing_and_sends_nothing_twice(
    pair: Pair, module: str, name: str, before: str
) -> None:
    for n in range(2):
        pair.apply("2026-09-10T16:30:00", f"第{n}件", f"{n}" * 32)
    script = KILLED.format(module=module, name=name, before=before, act="stamping.export(watching.outbox())")
    pair.public.run(script, dies=True)
    assert pair.public.command("zone", "export").returncode == 0
    pair.carry(pair.public, pair.inner)
    done = pair.inner.command("zone", "pull")
    assert (done.returncode, done.stdout) == (0, "收取2个，以前收过0个，等待0个，没有收0个。\n")
    assert [line.split()[4] for line in pair.inner.run(REGISTER).splitlines()] == ["第0件", "第1件"]


@pytest.mark.parametrize(
    ("module", "name", "before"),
    [
        ("pulling", "_in_time", "real(*args, **kwargs)"),
        ("taking", "_check_stamp", "real(*args, **kwargs)"),
        ("pulling", "_over", "pass"),
    ],
)
def test_a_pull_killed_anywhere_takes_each_application_exactly_once(
    pair: Pair, module: str, name: str, before: str
) -> None:
    for n in range(2):
        pair.apply("2026-09-10T16:30:00", f"第{n}件", f"{n}" * 32)
    pair.public.command("zone", "export")
    pair.carry(pair.public, pair.inner)
    act = "pulling.pull(watching.inbox())"
    pair.inner.run(KILLED.format(module=module, name=name, before=before, act=act), dies=True)
    assert pair.inner.command("zone", "pull").returncode == 0
    assert [line.split()[4] for line in pair.inner.run(REGISTER).splitlines()] == ["第0件", "第1件"]
    assert list(pair.inner.inbox.glob("*.gkz")) == []


def test_a_lost_package_is_named_and_comes_again(pair: Pair) -> None:
    for n in range(3):
        pair.apply("2026-09-10T16:30:00", f"第{n}件", f"{n}" * 32)
    pair.public.command("zone", "export")
    pair.carry(pair.public, pair.inner)
    (pair.inner.inbox / "public-00000002.gkz").unlink()
    done = pair.inner.command("zone", "pull")
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["缺第2号文件，请对方用 gongkai zone export --again 重新导出。", "收取2个，以前收过0个，等待0个，没有收0个。"],
    )
    status = pair.inner.command("zone", "status")
    assert (status.returncode, "✗ 缺第2号文件。" in status.stdout) == (1, True)
    for path in pair.public.outbox.glob("*"):
        path.unlink()
    assert pair.public.command("zone", "export", "--again", "2").stdout.startswith("写出1个文件")
    pair.carry(pair.public, pair.inner)
    assert pair.inner.command("zone", "pull").returncode == 0
    assert pair.inner.command("zone", "status").returncode == 0
    assert len(pair.inner.run(REGISTER).splitlines()) == 3


def test_status_and_doctor_say_that_the_gap_grows(pair: Pair) -> None:
    pair.apply("2026-09-11T06:00:00", "等了很久", "a" * 32)
    done = pair.public.command("zone", "status")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "本区：公共区",
        "最近一次收取：还没有",
        "没有到对方或者没有收的：1件",
        "✗ 最早的一件自09月11日 06:00起还没有到内网，答复期限已经在计算。请检查传送。",
    ]
    doctor = pair.public.command("doctor").stdout
    assert "✗ 两区交换：最早的一件自09月11日 06:00起还没有到内网" in doctor


def test_a_home_without_zone_mode_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "one", "", tmp_path / "i", tmp_path / "o")
    home.command("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
    for name in ("export", "pull", "status"):
        done = home.command("zone", name)
        assert (done.returncode, "没有启用两区模式" in done.stderr) == (2, True)
