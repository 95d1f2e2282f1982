"""How much memory a process holds, and the bound that the system keeps for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def limit(memory_mb: int) -> None:
    """Have the system refuse memory beyond the bound, where it can (Linux). Code and libraries mapped from files do not count."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def mebibytes(maxrss: int) -> int:
    return maxrss >> 20 if sys.platform == "darwin" else maxrss >> 10


def held() -> int:
    """The most MiB this process has held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    status_file = Path("/proc/self/status")
    if status_file.exists():
        # Unlike the resource usage, this begins anew with the program.
        status = status_file.read_text(encoding="ascii", errors="replace")
        return next((int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
    import resource

    return mebibytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def holding() -> int:
    """The MiB this process holds now; on macOS the most it has held."""
    if Path("/proc/self/statm").exists():
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    return held()
