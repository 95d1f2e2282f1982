"""What a worker promises: the result, our own errors, and a clear end for everything that goes wrong in the child."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from documents.fuzzing import misbehaving
from documents.fuzzing.handmade_pdf import pdf, text
from gongkai.documents import Document, NotThisFormat, Paragraph, Unreadable
from gongkai.documents.worker import Worker, WorkerFailed, read_bounded


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(seconds=20, memory_mb=300) as worker:
        yield worker


def refused(worker: Worker, function: object, *args: object) -> str:
    with pytest.raises(Unreadable) as caught:
        worker.run(function, *args)  # type: ignore[arg-type]
    return caught.value.code


def test_the_result_comes_back(worker: Worker) -> None:
    assert worker.run(misbehaving.add, 20, 22) == 42


def test_a_document_comes_back_equal(worker: Worker) -> None:
    assert worker.run(misbehaving.document, "一、总体情况") == Document((Paragraph("一、总体情况"),))


def test_the_child_stays_warm(worker: Worker) -> None:
    assert worker.run(misbehaving.process_number) == worker.run(misbehaving.process_number)


def test_the_child_is_replaced_after_so_many_runs() -> None:
    with Worker(recycle=2) as worker:
        numbers = [worker.run(misbehaving.process_number) for _ in range(4)]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_what_the_child_prints_does_not_disturb_the_answer(worker: Worker) -> None:
    assert worker.run(misbehaving.print_much) == "done"


def test_our_own_errors_come_back_as_they_were(worker: Worker) -> None:
    with pytest.raises(Unreadable, match=r"^文件设有打开密码。$") as caught:
        worker.run(misbehaving.refuse)
    assert caught.value.code == "password"
    with pytest.raises(NotThisFormat, match=r"^这不是PDF文件。$"):
        worker.run(misbehaving.refuse_format)


def test_another_exception_is_a_defect_and_shows_its_traceback(worker: Worker) -> None:
    with pytest.raises(WorkerFailed, match="KeyError: '缺少的键'"):
        worker.run(misbehaving.fail)


def test_a_function_that_never_ends_is_too_slow_and_the_next_run_works() -> None:
    with Worker(seconds=0.5) as worker:
        assert refused(worker, misbehaving.never_end) == "too-slow"
        assert worker.run(misbehaving.add, 1, 2) == 3


def test_a_function_that_asks_for_time_gets_it() -> None:
    with Worker(seconds=0.5) as worker:
        assert worker.run(misbehaving.count_long, 1.0) == "counted"


def test_a_crash_in_native_code_is_a_damaged_file_and_the_next_run_works(worker: Worker) -> None:
    assert refused(worker, misbehaving.die_in_native_code) == "damaged"
    assert worker.run(misbehaving.add, 1, 2) == 3


def test_a_child_that_leaves_without_answer_is_a_damaged_file(worker: Worker) -> None:
    assert refused(worker, misbehaving.exit_quietly) == "damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process of its own")
def test_a_function_that_hoards_memory_is_too_large_and_the_next_run_works(worker: Worker) -> None:
    assert refused(worker, misbehaving.hoard, 600) == "too-large"
    assert worker.run(misbehaving.hoard, 20) == 20
    assert worker.peak_mb < 450


def test_a_function_that_asks_for_memory_gets_it() -> None:
    with Worker(memory_mb=200) as worker:
        assert worker.run(misbehaving.hoard_with_leave, 300) == 300


def test_an_answer_that_would_run_code_in_the_parent_is_not_taken(worker: Worker) -> None:
    assert refused(worker, misbehaving.smuggle) == "damaged"


def test_a_function_that_cannot_be_imported_is_refused_before_anything_starts(worker: Worker) -> None:
    with pytest.raises(ValueError, match="top level of a module"):
        worker.run(lambda: 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell that a parent is gone")
def test_a_child_does_not_outlive_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", "from documents.fuzzing.misbehaving import keep_a_child_busy; keep_a_child_busy()"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(200):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the child still runs")


def test_a_closed_worker_runs_nothing() -> None:
    worker = Worker()
    assert worker.run(misbehaving.add, 1, 1) == 2
    worker.close()
    with pytest.raises(RuntimeError, match="closed"):
        worker.run(misbehaving.add, 1, 1)


def test_read_bounded_reads_a_file_of_any_format() -> None:
    document = read_bounded(pdf(text(100, 700, "一、总体情况")), name="report.pdf")
    assert document.text == "一、总体情况"
    assert document.source.format == "pdf"
