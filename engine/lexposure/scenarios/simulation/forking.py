"""The same work on several processors: forked processes have what is compiled already, and send back what they find."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")

_work: list[Callable[[Any], Any]] = []
"""What a forked process is to do; it is there when the process begins."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def forked(work: Callable[[Given], Found], several: Sequence[Given], workers: int) -> list[Found]:
    """The results in order. Where forking is unsafe (other threads, other systems) one is done after the other."""
    workers = min(workers, len(several))
    if workers < 2 or sys.platform != "linux" or threading.active_count() > 1:
        return [work(one) for one in several]
    _work.append(work)
    try:
        with get_context("fork").Pool(workers) as pool:
            return pool.map(_do, several, chunksize=1)
    finally:
        _work.pop()


def _do(given: Any) -> Any:
    return _work[-1](given)
