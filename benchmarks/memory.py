"""Memory of one process over 10,000 assessments by durable-rules.

Run: PYTHONPATH=engine:tests python benchmarks/memory.py [assessments]
"""

from __future__ import annotations

import platform
import sys
import time
from importlib.metadata import version

from inference.large import large_program, large_world
from inference.memory import resident
from lexposure.inference.durable import Durable

RULES, FACTS, WORLDS = 100, 100, 50


def main() -> None:
    """Evaluate, and print the resident memory on the way."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{platform.platform()}, Python {platform.python_version()}, durable-rules {version('durable-rules')}")
    print(f"{RULES} rules on {FACTS} facts; a company, 2 processing operations and 2 markets an assessment")
    program = large_program(RULES, FACTS)
    durable = Durable(program)
    worlds = [large_world(program, seed, entries=2) for seed in range(WORLDS)]
    stops = sorted({turn for turn in (100, 1_000, 2_500, 5_000, 7_500, turns) if turn <= turns})
    start = time.perf_counter()
    for turn in range(1, turns + 1):
        durable.evaluate(worlds[turn % WORLDS])
        if turn in stops:
            each = (time.perf_counter() - start) / turn * 1000
            print(f"{turn:>7,} assessments: {resident():6.1f} MiB resident, {each:.1f} ms each", flush=True)


if __name__ == "__main__":
    main()
