"""Long work at the command line: its options, its progress, how it is interrupted and how it goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import click

from gongkai.bulk import Bounds, Job, Journal, Outcome, Source, run
from gongkai.cli.terminal import Progress
from gongkai.language import say

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Work:
    """How the work is to be done; the same for every command that reads many files."""

    jobs: int | None
    scheduler: str | None
    resume: Path | None
    seconds: float | None
    memory: int | None


def work_options(command: Command) -> Command:
    """--jobs, --scheduler, --resume, --seconds and --memory, handed to the command as one ``work``."""
    options = [
        click.option(
            "--jobs",
            type=click.IntRange(1, 256),
            metavar=say("个数"),
            help=say("同时读取的进程数，默认与处理器核数相同"),
        ),
        click.option(
            "--scheduler", metavar=say("地址"), help=say("交给已有的 Dask 集群读取，例如 tcp://127.0.0.1:8786")
        ),
        click.option(
            "--resume",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar=say("断点文件"),
            help=say("把进度记在这个文件里；中断后再次执行同一命令即接着处理"),
        ),
        click.option(
            "--seconds",
            type=click.FloatRange(0.1),
            metavar=say("秒"),
            help=say("单个文件最多用时，默认 10 秒（扫描件另加）"),
        ),
        click.option(
            "--memory",
            type=click.IntRange(256),
            metavar="MiB",
            help=say("单个读取进程最多占用的内存，默认 1024 MiB（扫描件另加）"),
        ),
    ]

    def wrapped(
        *args: Any,
        jobs: int | None,
        scheduler: str | None,
        resume: Path | None,
        seconds: float | None,
        memory: int | None,
        **rest: Any,
    ) -> Any:
        return command(*args, work=Work(jobs, scheduler, resume, seconds, memory), **rest)

    wrapped.__doc__ = command.__doc__
    wrapped.__name__ = command.__name__
    for option in reversed(options):
        wrapped = option(wrapped)
    # Options that the command itself declared beneath this decorator.
    wrapped.__click_params__ = [*getattr(command, "__click_params__", []), *wrapped.__click_params__]  # type: ignore[attr-defined]
    return wrapped  # type: ignore[return-value]


class Outcomes:
    """The outcome of every source, in order, with progress on the terminal. Use as ``with Outcomes(…) as outcomes:``; when the
    user stops the work anywhere inside, the KeyboardInterrupt that goes on says what is kept and how to go on.

    ``command`` and the job's own settings describe the run in the ``--resume`` file, so that a run with other options never
    goes on with it. ``output``: the file that will only be there at the end.
    """

    def __init__(self, job: Job, sources: Sequence[Source], work: Work, *, command: str, output: Path | None = None):
        alone = work == Work(None, None, work.resume, None, None) and len(sources) == 1
        settings = {"command": command, "job": type(job).__name__, **asdict(job)}  # type: ignore[call-overload]
        self._total, self._done = len(sources), 0
        self._state, self._output = work.resume, output
        self._journal = Journal(work.resume, settings) if work.resume is not None else None
        self._progress = Progress(len(sources))
        self._flow = run(
            job,
            sources,
            jobs=max(1, min(work.jobs or os.cpu_count() or 1, len(sources))),
            scheduler=work.scheduler,
            here=alone and _plain_text(sources[0].path),
            bounds=Bounds(work.seconds or Bounds().seconds, work.memory or Bounds().memory),
            journal=self._journal,
        )

    def __enter__(self) -> Self:
        return self

    def __iter__(self) -> Iterator[Outcome]:
        for outcome in self._flow:
            self._progress.clear()
            yield outcome
            self._done += 1
            self._progress.advance()
        self._progress.clear()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._progress.clear()
        self._flow.close()
        if self._journal is not None:
            self._journal.close()
        if kind is KeyboardInterrupt:
            raise KeyboardInterrupt(_stopped(self._done, self._total, self._state, self._output)) from None


def _plain_text(path: Path) -> bool:
    """Whether a file begins like plain text. Anything else goes through parsers in native code, which a damaged file can bring
    down, and therefore never into this process; text alone saves the start of another."""
    if not path.is_file():
        return True  # what is wrong with it will be said without any parser
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return True
    return not head.startswith((b"%PDF", b"PK")) and b"\0" not in head and b"<" not in head


def _stopped(done: int, total: int, state: Path | None, output: Path | None) -> str:
    said = say("已按要求停止：{total} 个文件已处理 {done} 个。", total=total, done=done)
    if output is not None:
        said += say("“{output}”没有写成。", output=output)
    if state is not None:
        return said + say("进度保存在“{state}”，再次执行同一命令即接着处理。", state=state)
    return said + say("加上 --resume 断点文件，中断后就可以接着处理。")


def summary(statuses: Sequence[int]) -> str:
    """One sentence about many files."""
    return say(
        "共 {total} 个文件：正常 {clean} 个，有存疑或问题 {doubtful} 个，无法读取 {failed} 个。",
        total=len(statuses),
        clean=statuses.count(0),
        doubtful=statuses.count(1),
        failed=statuses.count(2),
    )
