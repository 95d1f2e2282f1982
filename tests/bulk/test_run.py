"""Files go in, outcomes come out: in order, within bounds, one bad file never stopping the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bulk.echo import Echo
from gongkai.bulk import Bounds, Journal, Outcome, Source, run
from gongkai.bulk.flow import Waiting, finished, flow
from gongkai.bulk.journal import NoState, OtherRun

Make = Callable[..., list[Source]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Files with these contents, named 000.txt, 001.txt and so on."""

    def files(*contents: str) -> list[Source]:
        found = []
        for i, content in enumerate(contents):
            path = tmp_path / f"{i:03}.txt"
            path.write_text(content, encoding="utf-8")
            found.append(Source(path, path.name))
        return found

    return files


def brief(outcomes: Iterator[Outcome]) -> list[tuple[str, int, str]]:
    return [(outcome.name, outcome.status, outcome.text) for outcome in outcomes]


MIXED = ("slow 甲", "乙", "doubt 丙", "refuse 丁", "defect 戊", "己")
EXPECTED = [
    ("000.txt", 0, "读到 slow 甲\n"),
    ("001.txt", 0, "读到 乙\n"),
    ("002.txt", 1, "读到 doubt 丙\n"),
    ("003.txt", 2, "003.txt no-text\n"),
    ("004.txt", 2, "004.txt defect\n"),
    ("005.txt", 0, "读到 己\n"),
]


def test_outcomes_come_in_the_order_of_the_files_whoever_is_faster(make: Make) -> None:
    assert brief(run(Echo(), make(*MIXED), jobs=2)) == EXPECTED


def test_one_process_and_this_process_give_the_same_as_two(make: Make) -> None:
    files = make(*MIXED)
    assert brief(run(Echo(), files, jobs=1)) == EXPECTED
    assert brief(run(Echo(), files, here=True)) == EXPECTED


def test_a_file_that_kills_its_reader_costs_only_itself(make: Make) -> None:
    assert brief(run(Echo(), make("甲", "die", "乙"), jobs=1)) == [
        ("000.txt", 0, "读到 甲\n"),
        ("001.txt", 2, "001.txt damaged\n"),
        ("002.txt", 0, "读到 乙\n"),
    ]


def test_a_file_that_hangs_is_stopped_at_its_time(make: Make) -> None:
    assert brief(run(Echo(), make("hang", "乙"), jobs=1, bounds=Bounds(seconds=0.5))) == [
        ("000.txt", 2, "000.txt too-slow\n"),
        ("001.txt", 0, "读到 乙\n"),
    ]


def test_a_missing_file_a_folder_and_an_endless_device_get_errors_in_their_places(make: Make, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    odd = [Source(tmp_path / "没有", "没有"), Source(tmp_path, "夹"), Source(fifo, "管道"), *make("甲")]
    assert brief(run(Echo(), odd, here=True)) == [
        ("没有", 2, "没有 missing\n"),
        ("夹", 2, "夹 not-a-file\n"),
        ("管道", 2, "管道 not-a-file\n"),
        ("000.txt", 0, "读到 甲\n"),
    ]


class Counting:
    """An engine that knows how many files it holds, and the most it ever held."""

    window = 4

    def __init__(self) -> None:
        self.held = self.most = 0
        self.closed = False

    def submit(self, source: Source) -> Waiting:
        self.held += 1
        self.most = max(self.most, self.held)
        return _Later(self, source)

    def close(self) -> None:
        self.closed = True


class _Later:
    def __init__(self, engine: Counting, source: Source):
        self._engine, self._source = engine, source

    def done(self) -> bool:
        return False

    def result(self) -> Outcome:
        self._engine.held -= 1
        return Outcome(self._source.name, 0, "")


def sources(names: Sequence[str]) -> Iterator[Source]:
    return (Source(Path(name), name) for name in names)


def test_no_more_than_a_window_is_under_way_however_many_files_there_are() -> None:
    engine = Counting()
    names = [str(i) for i in range(500)]
    assert [outcome.name for outcome in flow(engine, sources(names))] == names
    assert (engine.most, engine.closed) == (4, True)


def test_leaving_in_the_middle_closes_the_engine() -> None:
    engine = Counting()
    under_way = flow(engine, sources(["1", "2", "3", "4", "5", "6"]))
    assert next(under_way).name == "1"
    under_way.close()
    assert engine.closed


RUN = {"command": "read", "job": "Echo"}


def test_a_run_that_was_stopped_goes_on_and_ends_with_the_same_bytes(make: Make, tmp_path: Path) -> None:
    files = make("甲", "doubt 乙", "丙", "丁", "戊")
    log, state = tmp_path / "log", tmp_path / "state"
    job = Echo(log=str(log))
    with Journal(state, RUN) as journal:
        under_way = run(job, files, here=True, journal=journal)
        begun = [next(under_way) for _ in range(3)]
        under_way.close()
    assert [outcome.name for outcome in begun] == ["000.txt", "001.txt", "002.txt"]
    with Journal(state, RUN) as journal:
        resumed = brief(run(job, files, here=True, journal=journal))
    assert resumed == brief(run(Echo(), files, here=True))
    assert log.read_text().split() == ["000.txt", "001.txt", "002.txt", "003.txt", "004.txt"]


def test_a_file_that_changed_since_is_read_again(make: Make, tmp_path: Path) -> None:
    files = make("甲", "乙")
    with Journal(tmp_path / "state", RUN) as journal:
        list(run(Echo(), files, here=True, journal=journal))
    files[1].path.write_text("新", encoding="utf-8")
    with Journal(tmp_path / "state", RUN) as journal:
        assert brief(run(Echo(), files, here=True, journal=journal)) == [
            ("000.txt", 0, "读到 甲\n"),
            ("001.txt", 0, "读到 新\n"),
        ]


def test_a_line_cut_off_by_a_crash_is_done_again(make: Make, tmp_path: Path) -> None:
    files, log, state = make("甲", "乙"), tmp_path / "log", tmp_path / "state"
    job = Echo(log=str(log))
    with Journal(state, RUN) as journal:
        list(run(job, files, here=True, journal=journal))
    whole = state.read_bytes()
    state.write_bytes(whole[:-7])
    with Journal(state, RUN) as journal:
        assert len(journal) == 1
        list(run(job, files, here=True, journal=journal))
    assert state.read_bytes() == whole
    assert log.read_text().split() == ["000.txt", "001.txt", "001.txt"]


def test_a_state_of_another_run_is_refused_and_left_as_it_is(make: Make, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Journal(state, RUN) as journal:
        list(run(Echo(), make("甲"), here=True, journal=journal))
    before = state.read_bytes()
    with pytest.raises(OtherRun):
        Journal(state, {"command": "check", "job": "Echo"})
    assert state.read_bytes() == before


def test_a_file_that_is_no_state_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("某县商务局2024年政府信息公开工作年度报告\n", encoding="utf-8")
    with pytest.raises(OtherRun):
        Journal(report, RUN)
    assert report.read_text(encoding="utf-8") == "某县商务局2024年政府信息公开工作年度报告\n"


def test_a_state_file_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoState, match="不能使用断点文件"):
        Journal(tmp_path / "没有这个文件夹" / "断点", RUN)


def test_what_was_stopped_for_time_is_tried_again(make: Make, tmp_path: Path) -> None:
    files = make("hang")
    with Journal(tmp_path / "state", RUN) as journal:
        list(run(Echo(), files, jobs=1, bounds=Bounds(seconds=0.3), journal=journal))
        assert len(journal) == 0


def test_finished_work_needs_no_waiting() -> None:
    outcome = Outcome("甲", 0, "")
    assert (finished(outcome).done(), finished(outcome).result()) == (True, outcome)
