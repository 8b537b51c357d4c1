"""Pace of ``lexposure simulate``: everything open of an example profile, on the full rule book.

    python benchmarks/simulate.py [--profile FILE] [--draws 100000] [--workers 1,2] [--json]

Loading the profile and the rule book is not in the time; drawing, assessing, pricing and the statistics are.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from lexposure.data import rules_folder
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.simulation.chances import Chances
from lexposure.scenarios.simulation.quantities import plan
from lexposure.scenarios.simulation.sampling import Sampler
from lexposure.scenarios.simulation.simulate import simulate
from lexposure.scenarios.simulation.statistics import summary
from lexposure.scenarios.whatif import BASELINE, Workbench
from lexposure.source.problems import Problems

RUNS = 5


def main() -> None:
    """Measure and print: the fastest of some runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=Path, default=Path("examples/quillmarkt-2026.yaml"))
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    baseline = Workbench(args.profile, (), rules_folder(), "reference").assessed(Scenario(BASELINE))
    drawn = plan(baseline, Chances(), Problems())
    sampler = Sampler(drawn, 1, Problems())
    found: list[dict[str, float]] = []
    for workers in map(int, args.workers.split(",")):
        times: list[tuple[float, float]] = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            sample = simulate(baseline, drawn, sampler, args.draws, workers)
            between = time.perf_counter()
            summary(sample, drawn)
            times.append((between - begun, time.perf_counter() - between))
        draws, statistics = (min(one) for one in zip(*times, strict=True))
        found.append(
            {
                "draws": args.draws,
                "quantities": len(drawn.quantities),
                "workers": workers,
                "draw_and_price_s": round(draws, 3),
                "statistics_s": round(statistics, 3),
            }
        )
    print(
        json.dumps(found) if args.json else "\n".join("  ".join(f"{k} {v:,}" for k, v in one.items()) for one in found)
    )


if __name__ == "__main__":
    main()
