"""The engine of a Dask cluster that is already running. Files are sent as bytes, so its machines need no disk in common."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import gongkai
from gongkai.bulk.flow import Waiting, finished
from gongkai.bulk.job import Bounds, Job, Outcome, Source, failure, load
from gongkai.bulk.local import perform_bounded
from gongkai.documents.errors import Unreadable
from gongkai.errors import GongkaiError
from gongkai.language import say

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 6
"""Files under way for each thread of the cluster: enough to hide the network, few enough that memory stays flat."""

PATIENCE = 10
"""Seconds to wait for the scheduler's first answer."""


class ClusterTrouble(GongkaiError):
    """The cluster cannot be used, or was lost in the middle."""


class Cluster:
    """Does ``job`` on the workers of the Dask scheduler at ``address`` (``host:port`` or ``tcp://host:port``).

    Raises ClusterTrouble when the ``cluster`` extra is not installed, nothing answers at the address, there are no workers, or
    they have another version of this program (their output would differ). ``bounds`` hold for each file there as they do here.
    """

    def __init__(self, job: Job, address: str, bounds: Bounds):
        self._job = job
        self._bounds = bounds
        self._client = _connect(address)
        try:
            self.window = AHEAD * _threads(self._client)
        except BaseException:
            self._client.close()
            raise

    def submit(self, source: Source) -> Waiting:
        try:
            data = load(source.path)
        except Unreadable as error:
            return finished(failure(self._job, source.name, error))
        # pure=False: the same bytes under two names are two files. Every file goes to whoever is free.
        future = self._client.submit(perform_bounded, self._job, data, source.name, self._bounds, pure=False, retries=1)
        return _Reply(future, self._job, source)

    def close(self) -> None:
        self._client.close()


class _Reply:
    """What a cluster still owes for one file."""

    def __init__(self, future: Any, job: Job, source: Source):
        self._future = future
        self._job = job
        self._source = source

    def done(self) -> bool:
        return bool(self._future.done())

    def result(self) -> Outcome:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            outcome: Outcome = self._future.result()
        except KilledWorker:
            # The file brought down several workers one after another: it is the file.
            message = say("读取这个文件时，集群的工作进程反复异常退出，文件可能已损坏。请单独检查这个文件。")
            return failure(self._job, self._source.name, Unreadable("damaged", message))
        except (FutureCancelledError, OSError) as error:
            raise ClusterTrouble(
                say("与集群的连接中断，剩余文件没有读取。请检查集群后再次执行；使用 --resume 时会接着处理。")
            ) from error
        finally:
            self._future.release()
        return outcome


def _connect(address: str) -> Client:
    if not re.fullmatch(r"((tcp|tls|ws|wss)://)?[^/\s:]+:\d+|((tcp|tls)://)?\[[0-9A-Fa-f:]+\]:\d+", address):
        raise ClusterTrouble(
            say(
                "“{address}”不是集群调度器的地址，无法连接。请写成“主机:端口”，例如 tcp://127.0.0.1:8786。",
                address=address,
            )
        )
    try:
        from distributed import Client
    except ImportError:
        raise ClusterTrouble(
            say("没有安装集群组件，不能使用 --scheduler。请安装 gongkai[cluster]，或去掉 --scheduler 在本机读取。")
        ) from None
    _quiet()
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise ClusterTrouble(
            say(
                "{seconds} 秒内没有连上集群调度器“{address}”，文件没有读取。请确认地址和调度器，或去掉 --scheduler 在本机读取。",
                seconds=PATIENCE,
                address=address,
            )
        ) from None


def _quiet() -> None:
    """Have Dask keep to itself what it thinks of a lost connection: our sentence says it, and in the user's language."""
    for name in [*logging.root.manager.loggerDict, "distributed", "tornado", "asyncio"]:
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _version() -> str:
    return gongkai.__version__


def _threads(client: Client) -> int:
    """How many files the cluster can read at the same time, after making sure that all of it runs our version."""
    workers: dict[str, dict[str, Any]] = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise ClusterTrouble(say("集群里没有工作进程，文件没有读取。请先启动 dask worker 再试。"))
    try:
        versions: dict[str, str] = client.run(_version)
    except ModuleNotFoundError:
        raise ClusterTrouble(
            say(
                "集群的工作进程没有安装本软件，无法读取。请在集群各节点安装 gongkai {version}。",
                version=gongkai.__version__,
            )
        ) from None
    other = sorted({version for version in versions.values() if version != gongkai.__version__})
    if other:
        raise ClusterTrouble(
            say(
                "集群上的版本（{other}）与本机（{version}）不同，结果可能不一致，没有读取。请统一版本后再试。",
                other="、".join(other),
                version=gongkai.__version__,
            )
        )
    return sum(int(worker["nthreads"]) for worker in workers.values())
