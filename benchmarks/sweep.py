"""What-if sweeps: one question answered otherwise, only what reads it computed anew.

Run: PYTHONPATH=engine:benchmarks python benchmarks/sweep.py
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from lexposure.inference.columns.evaluator import Columns
from lexposure.inference.columns.table import Column, Numbers, Table
from lexposure.rulebook.facts import About
from peer_engines.program import program, table
from peer_engines.workload import COUNTS, answers, rules

RULES, PROFILES, VARIANTS = 1000, 100_000, 20


def main() -> None:
    """Print the time of a variant from scratch and in a sweep, and the share of nodes that a sweep visits."""
    columns = Columns(program(rules(RULES)))
    told = table(answers(PROFILES))
    variants: list[Mapping[str, Column]] = [
        {name: Numbers(np.full(PROFILES, 500, np.int16))} for name in COUNTS[:VARIANTS]
    ]
    print(f"{platform.machine()}, Python {platform.python_version()}, one thread; {RULES} rules, {PROFILES:,} profiles")
    nodes = len(columns.plan.nodes[About.COMPANY])
    above = [len(columns.plan.above(variant)[About.COMPANY]) for variant in variants]
    print(f"nodes above one question: {min(above)} to {max(above)} of {nodes}")
    scratch = _best(lambda: _each(columns, [replace(told, columns={**told.columns, **one}) for one in variants]))
    swept = _best(lambda: sum(1 for _ in columns.sweep(told, variants)))
    print(f"a variant from scratch: {1000 * scratch / VARIANTS:.1f} ms")
    print(f"a variant in a sweep of {VARIANTS}: {1000 * swept / VARIANTS:.1f} ms, its base included")
    print(f"{scratch / swept:.1f} times as fast")


def _each(columns: Columns, tables: list[Table]) -> None:
    for one in tables:
        for _ in columns.stream(one):
            pass


def _best(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
