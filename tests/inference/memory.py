"""The memory of this process, as Linux counts it."""

from __future__ import annotations

import resource
from pathlib import Path

_PAGES = Path("/proc/self/statm")


def resident() -> float:
    """MiB resident now; where that is not told, the most there was."""
    if _PAGES.exists():
        return int(_PAGES.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
