"""The package of a year: complete, the same to the byte, and whatever is changed in it is named."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import factories
from gongkai.documents import read
from gongkai.errors import GongkaiError
from gongkai.people.rules import NotAllowed
from gongkai.retention import archiving
from gongkai.retention.models import ArchivePackage
from gongkai.retention.verifying import verify
from retention.scene import PLANTED, House, house, planted

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path: Path) -> tuple[House, Path]:
    of = house(name="云岭县商务局", code="云商", slug="shangwu")
    planted(of, date(2020, 3, 4))
    planted(of, date(2021, 3, 4), factories.person())
    place = tmp_path / "2020.zip"
    with place.open("wb") as file:
        archiving.pack(of.agency, 2020, file)
    return of, place


def test_a_package_holds_every_part_of_every_case_of_its_year_and_no_other(made: tuple[House, Path]) -> None:
    _, place = made
    with zipfile.ZipFile(place) as archive:
        names = sorted(archive.namelist())
        inside = {name: archive.read(name) for name in names}
    assert sorted({name.split("/")[0] for name in names}) == ["2020-00001", "manifest.json", "索引.xlsx"]
    assert {name.split("/")[1] for name in names if "/" in name} == {
        "卷宗.pdf", "卷宗清单.json", "登记.json", "日志.json", "文书", "材料"
    }  # fmt: skip
    assert PLANTED["file"].encode() in inside.values()
    assert "云商公开申〔2020〕1号" in read(inside["索引.xlsx"]).text
    register = json.loads(inside["2020-00001/登记.json"])
    assert (register["applicant"], register["content"], "query_code" in register) == (
        PLANTED["name"],
        PLANTED["content"],
        False,
    )
    assert json.loads(inside["manifest.json"])["cases"] == 1


def test_the_same_cases_give_the_same_bytes(made: tuple[House, Path]) -> None:
    of, place = made
    again = io.BytesIO()
    archiving.pack(of.agency, 2020, again)
    assert again.getvalue() == place.read_bytes()


def test_a_package_that_is_whole_verifies_without_an_installation(made: tuple[House, Path]) -> None:
    found = verify(made[1])
    assert (found.agency, found.year, found.cases, found.faults) == ("云岭县商务局", 2020, 1, [])


def _changed(place: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(place) as old:
        inside = {name: old.read(name) for name in old.namelist()}
    change(inside)
    new = place.with_name("changed.zip")
    with zipfile.ZipFile(new, "w") as archive:
        for name, data in inside.items():
            archive.writestr(name, data)
    return new


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda inside: inside.update({"2020-00001/登记.json": b"{}"}), ["内容与清单不符：2020-00001/登记.json"]),
        (lambda inside: inside.pop("2020-00001/日志.json"), ["缺少文件：2020-00001/日志.json"]),
        (lambda inside: inside.update({"另外.txt": b"x"}), ["多出一个文件：另外.txt"]),
    ],
)
def test_whatever_was_changed_is_named(
    made: tuple[House, Path], change: Callable[[dict[str, bytes]], None], faults: list[str]
) -> None:
    assert verify(_changed(made[1], change)).faults == faults


def test_what_is_no_package_says_so(tmp_path: Path) -> None:
    for name, data in (("a.zip", b""), ("b.zip", b"PK\x03\x04junk"), ("c.zip", b"x" * 5000)):
        place = tmp_path / name
        place.write_bytes(data)
        with pytest.raises(GongkaiError, match="不是归档包"):
            verify(place)


def test_a_package_is_made_in_the_background_once_and_by_those_who_may(made: tuple[House, Path]) -> None:
    of, place = made
    with pytest.raises(NotAllowed):
        archiving.ask(of.agency, 2020, by=of.leader)
    with pytest.raises(GongkaiError, match="2019年没有办结的申请"):
        archiving.ask(of.agency, 2019, by=of.clerk)
    first = archiving.ask(of.agency, 2020, by=of.clerk)
    assert archiving.ask(of.agency, 2020, by=of.head).pk == first.pk
    archiving.run(first.pk)
    found = ArchivePackage.objects.get()
    assert (found.state, found.done, found.total) == ("ready", 1, 1)
    assert archiving.place_of(found).read_bytes() == place.read_bytes()
    archiving.run(first.pk)
    assert ArchivePackage.objects.get().made_at == found.made_at
