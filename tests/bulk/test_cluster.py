"""The same work on a Dask cluster: two workers on the loopback address, nothing of the network beyond it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from bulk.echo import Echo
from gongkai.bulk import Bounds, Source, run
from gongkai.bulk.cluster import ClusterTrouble
from gongkai.cli import gongkai

CONTENTS = ("slow 甲", "乙", "doubt 丙", "refuse 丁", "defect 戊", "die 己", "庚", "hang 辛", "壬")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def files(tmp_path: Path) -> list[Source]:
    found = []
    for i, content in enumerate(CONTENTS * 3):
        path = tmp_path / f"{i:03}.txt"
        path.write_text(content, encoding="utf-8")
        found.append(Source(path, path.name))
    return [*found, Source(tmp_path / "没有", "没有")]


def test_a_cluster_of_two_workers_gives_the_same_outcomes_as_this_machine(scheduler: str, files: list[Source]) -> None:
    bounds = Bounds(seconds=1.0)
    here = list(run(Echo(), files, jobs=2, bounds=bounds))
    there = list(run(Echo(), files, scheduler=scheduler, bounds=bounds))
    assert there == here
    assert [outcome.code for outcome in here[:9]] == [
        None,
        None,
        None,
        "no-text",
        "defect",
        "damaged",
        None,
        "too-slow",
        None,
    ]


def test_the_command_writes_the_same_bytes_from_a_cluster(scheduler: str, tmp_path: Path) -> None:
    reports = Path(__file__).resolve().parent.parent.parent / "docs" / "tutorial"
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    written = []
    for i, options in enumerate((["--jobs", "2"], ["--scheduler", scheduler])):
        out = tmp_path / f"{i}.jsonl"
        arguments = ["check", "--json", "-o", str(out), *options, str(reports), str(tmp_path / "坏.docx")]
        result = CliRunner().invoke(gongkai, arguments)
        assert result.exit_code == 2
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(written[0].splitlines()) == 4


def test_an_address_where_nothing_answers_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, files: list[Source]) -> None:
    monkeypatch.setattr("gongkai.bulk.cluster.PATIENCE", 0.3)
    with pytest.raises(ClusterTrouble) as trouble:
        list(run(Echo(), files, scheduler="tcp://127.0.0.1:9"))
    assert str(trouble.value) == (
        "0.3 秒内没有连上集群调度器“tcp://127.0.0.1:9”，文件没有读取。请确认地址和调度器，或去掉 --scheduler 在本机读取。"
    )


@pytest.mark.parametrize("address", ["http://127.0.0.1:8787", "集群", "127.0.0.1", "tcp://", ""])
def test_what_is_no_address_of_a_scheduler_is_not_tried(address: str, files: list[Source]) -> None:
    with pytest.raises(ClusterTrouble, match="不是集群调度器的地址"):
        list(run(Echo(), files, scheduler=address))


def test_without_the_extra_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, files: list[Source]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterTrouble) as trouble:
        list(run(Echo(), files, scheduler="127.0.0.1:8786"))
    assert str(trouble.value) == (
        "没有安装集群组件，不能使用 --scheduler。请安装 gongkai[cluster]，或去掉 --scheduler 在本机读取。"
    )


def test_a_cluster_without_workers_gets_a_sentence(files: list[Source]) -> None:
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0", silence_logs=50) as cluster,
        pytest.raises(ClusterTrouble, match="集群里没有工作进程"),
    ):
        list(run(Echo(), files, scheduler=cluster.scheduler_address))
