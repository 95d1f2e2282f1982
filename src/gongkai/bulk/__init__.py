"""Reading very many files: worker processes or a Dask cluster, in order, within bounds, to be interrupted and resumed.

>>> import gongkai.bulk
>>> sorted(gongkai.bulk.__all__)
['Job', 'Journal', 'Outcome', 'Source', 'run']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.bulk.flow import Engine, Here, flow
from gongkai.bulk.job import Job, Outcome, Source
from gongkai.bulk.journal import Journal

__all__ = ["Job", "Journal", "Outcome", "Source", "run"]


def run(
    job: Job,
    sources: Iterable[Source],
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    here: bool = False,
    seconds: float | None = None,
    memory: int | None = None,
    journal: Journal | None = None,
) -> Iterator[Outcome]:
    """Do ``job`` on every source; outcomes come in the order of the sources, whoever did the work and however fast.

    ``jobs``: worker processes on this machine; ``scheduler``: a Dask scheduler's address instead; ``here``: in this process,
    without the protection of a worker. ``seconds`` and ``memory`` (MiB) bound each file in a worker process. ``journal``: what
    it holds is not done again. Never more than a window of files is under way, so memory does not grow with their number.
    Close the iterator when leaving it early. Raises ClusterTrouble, at the first item.
    """
    yield from flow(_engine(job, jobs, scheduler, here, seconds, memory), sources, journal)


def _engine(
    job: Job, jobs: int, scheduler: str | None, here: bool, seconds: float | None, memory: int | None
) -> Engine:
    # Imported when asked for: most runs need only one of them, and Dask takes half a second to load.
    if scheduler is not None:
        from gongkai.bulk.cluster import Cluster

        return Cluster(job, scheduler)
    if here:
        return Here(job)
    from gongkai.bulk import local

    return local.Processes(job, jobs, seconds=seconds or local.SECONDS, memory=memory or local.MEMORY)
