"""Reading very many files: worker processes or a Dask cluster, in order, within bounds, to be interrupted and resumed."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from gongkai.bulk.flow import Engine, Here, flow
from gongkai.bulk.job import Bounds, Job, Outcome, Source
from gongkai.bulk.journal import Journal

__all__ = ["Bounds", "Job", "Journal", "Outcome", "Source", "run"]


def run(
    job: Job,
    sources: Iterable[Source],
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    here: bool = False,
    bounds: Bounds | None = None,
    journal: Journal | None = None,
) -> Generator[Outcome, None, None]:
    """Do ``job`` on every source; outcomes come in the order of the sources, whoever did the work and however fast.

    ``jobs``: worker processes on this machine; ``scheduler``: a Dask scheduler's address instead; ``here``: in this process,
    without the protection of a worker. ``bounds``: what each file may cost, here or there. ``journal``: what it holds is not
    done again. Never more than a window of files is under way, so memory does not grow with their number. Close the iterator
    when leaving it early. Raises ClusterTrouble, at the first item.
    """
    yield from flow(_engine(job, jobs, scheduler, here, bounds or Bounds()), sources, journal)


def _engine(job: Job, jobs: int, scheduler: str | None, here: bool, bounds: Bounds) -> Engine:
    # Imported when asked for: most runs need only one of them, and Dask takes half a second to load.
    if scheduler is not None:
        from gongkai.bulk.cluster import Cluster

        return Cluster(job, scheduler, bounds)
    if here:
        return Here(job)
    from gongkai.bulk.local import Processes

    return Processes(job, jobs, bounds)
