"""Time to compile a program and to decide one world, for each evaluator.

Run: PYTHONPATH=engine:tests python benchmarks/evaluators.py
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable

from inference.large import large_program, large_world
from lexposure.inference.durable import Durable, available
from lexposure.inference.program import Evaluator, Program
from lexposure.inference.reference import Reference

SIZES = ((12, 60), (100, 120), (200, 150), (1000, 400))
WORLDS = 30


def main() -> None:
    """Print one line for each size and evaluator: milliseconds, medians for the warm figure."""
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print("a company, 2 processing operations and 2 markets; milliseconds")
    print(f"{'rules':>6} {'facts':>6}  {'evaluator':<10} {'compile':>8} {'first':>8} {'warm':>8}")
    makers: list[Callable[[Program], Evaluator]] = [Reference, *([Durable] if available() else [])]
    for rules, facts in SIZES:
        program = large_program(rules, facts)
        for make in makers:
            start = time.perf_counter()
            evaluator = make(program)
            compiled = time.perf_counter() - start
            times: list[float] = []
            for seed in range(WORLDS):
                world = large_world(program, seed, entries=2)
                start = time.perf_counter()
                evaluator.evaluate(world)
                times.append(time.perf_counter() - start)
            figures = (compiled, times[0], statistics.median(times[1:]))
            shown = " ".join(f"{1000 * figure:8.1f}" for figure in figures)
            print(f"{rules:>6} {facts:>6}  {evaluator.name:<10} {shown}", flush=True)


if __name__ == "__main__":
    main()
