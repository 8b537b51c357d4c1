"""Memory of one process over 10,000 assessments: durable-rules alone, and the whole way to the amounts.

Run: PYTHONPATH=engine:tests python benchmarks/memory.py [assessments]
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from inference.large import large_program, large_world
from inference.memory import resident
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.inference.durable import Durable
from lexposure.profile.reading import read_profile
from lexposure.rulebook.loading import read_rulebook

RULES, FACTS, WORLDS = 100, 100, 50
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "quillmarkt-2026.yaml"


def main() -> None:
    """Evaluate and assess, and print the resident memory on the way."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{platform.platform()}, Python {platform.python_version()}, durable-rules {version('durable-rules')}")
    print(f"durable-rules: {RULES} rules on {FACTS} facts; a company, 2 processing operations and 2 markets")
    program = large_program(RULES, FACTS)
    durable = Durable(program)
    worlds = [large_world(program, seed, entries=2) for seed in range(WORLDS)]
    _watch(turns, lambda turn: durable.evaluate(worlds[turn % WORLDS]))
    print(f"the whole way, both evaluators and the amounts: the shipped rule book on {EXAMPLE.name}")
    book = read_rulebook()
    profile = read_profile(EXAMPLE, book)
    assessor = Assessor(book, profile.as_of)
    _watch(turns, lambda _: estimate(assessor.assess(profile)))


def _watch(turns: int, work: Callable[[int], object]) -> None:
    stops = sorted({turn for turn in (100, 1_000, 2_500, 5_000, 7_500, turns) if turn <= turns})
    start = time.perf_counter()
    for turn in range(1, turns + 1):
        work(turn)
        if turn in stops:
            each = (time.perf_counter() - start) / turn * 1000
            print(f"{turn:>7,} assessments: {resident():6.1f} MiB resident, {each:.1f} ms each", flush=True)


if __name__ == "__main__":
    main()
