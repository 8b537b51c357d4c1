"""Engines side by side on one seeded workload: profiles a second with and without a score, and the peak of memory.

Each engine runs in a process of its own, one after the other. Before it is timed, what it finds on a sample of
profiles is compared with the reference evaluator: true rules, false ones where it tells them apart, and scores. The
best of several runs counts; the spread is shown. Loading the profiles and compiling the rules are not timed.

Run: PYTHONPATH=engine python benchmarks/peers.py --rules 1000 --profiles 100000 --engines columns,polars --json
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from peer_engines.engine import Engine
from peer_engines.workload import Answers, answers, rules

ENGINES = {
    "columns": "columns.ColumnsEngine",
    "fast": "columns.FastEngine",
    "numpy": "hand_numpy.HandNumpyEngine",
    "numba": "hand_numba.HandNumbaEngine",
    "polars": "polars.PolarsEngine",
    "openfisca": "openfisca.OpenFiscaEngine",
    "zen": "zen.ZenEngine",
    "json-logic": "json_logic.JsonLogicEngine",
    "durable": "durable.DurableEngine",
    "reference": "durable.ReferenceEngine",
}
NEEDS = {"fast": "numba", "numba": "numba", "polars": "polars", "openfisca": "openfisca_core", "zen": "zen",
         "json-logic": "json_logic"}  # fmt: skip
THREADED = ("columns", "fast", "numba", "polars")
SAMPLE = 50
KEYS = ("profiles_per_s", "profiles_per_s_without_score", "rule_evals_per_s", "peak_mib")


def main() -> int:
    """Measure and print; 2 for an engine that is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=int, default=1000)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--engines", default="columns,numpy,durable", help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    names = given.engines.split(",")
    if given.one:
        print(json.dumps(measured(names[0], given.rules, given.profiles, given.threads, given.runs)))
        return 0
    for name in names:
        if name not in ENGINES:
            print(f"there is no engine '{name}', only {', '.join(ENGINES)}", file=sys.stderr)
            return 2
        if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
            print(f"{name} needs {NEEDS[name]}, which is not installed: see docs/columns.md", file=sys.stderr)
            return 2
    results = {name: in_a_process(name, given) for name in names}
    if given.json:
        print(json.dumps({name: {key: found[key] for key in KEYS} for name, found in results.items()}, indent=1))
    else:
        show(results, given)
    return 0


def in_a_process(name: str, given: argparse.Namespace) -> dict[str, float]:
    """The figures of one engine, measured in a process of its own."""
    threads = given.threads if name in THREADED else 1
    limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
    command = [sys.executable, __file__, "--one", "--engines", name, "--rules", str(given.rules)]
    command += ["--profiles", str(given.profiles), "--threads", str(threads), "--runs", str(given.runs)]
    environment = {**os.environ, **dict.fromkeys(limits, str(threads))}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(name: str, count: int, profiles: int, threads: int, runs: int) -> dict[str, float]:
    """Compile, load, compare with the reference, time. Raises ``AssertionError`` if they differ."""
    module, _, kind = ENGINES[name].partition(".")
    make: type[Engine] = getattr(importlib.import_module(f"peer_engines.{module}"), kind)
    made = rules(count)
    start = time.perf_counter()
    engine = make(made, threads)
    compiled = time.perf_counter() - start
    profiles = min(profiles, make.most)
    told = answers(profiles)
    sample = {field: (values[:SAMPLE].copy(), known[:SAMPLE].copy()) for field, (values, known) in told.items()}
    engine.load(told)
    del told
    times: dict[bool, list[float]] = {True: [], False: []}
    for score in (False, True) * runs:
        start = time.perf_counter()
        engine.run(score)
        times[score].append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    compare(engine, made_reference(count), sample)
    best = {score: profiles / min(found) for score, found in times.items()}
    return {
        "profiles_per_s": round(best[True], 1),
        "profiles_per_s_without_score": round(best[False], 1),
        "rule_evals_per_s": round(best[True] * count),
        "peak_mib": round(peak),
        "profiles": profiles,
        "compile_s": round(compiled, 2),
        "scatter": round(max(max(found) / min(found) for found in times.values()), 2),
    }


def made_reference(count: int) -> Engine:
    """The engine that all are compared with."""
    from peer_engines.durable import ReferenceEngine

    return ReferenceEngine(rules(count), 1)


def compare(engine: Engine, reference: Engine, sample: Answers) -> None:
    """Raise ``AssertionError`` if the first profiles come out otherwise than with the reference."""
    reference.load(sample)
    reference.run(score=True)
    count = len(reference.scores(SAMPLE))
    true, false = engine.fired(count)
    expected_true, expected_false = reference.fired(count)
    assert (true == expected_true).all(), "rules are true that should not be, or the other way round"
    assert false is None or (false == expected_false).all(), "false and unknown are confused"
    assert (engine.scores(count) == reference.scores(count)).all(), "the scores differ"


def show(results: dict[str, dict[str, float]], given: argparse.Namespace) -> None:
    """Print a table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{given.rules} rules, {given.threads} threads where an engine has them, best of {given.runs} runs")
    print(
        f"{'engine':<11}{'profiles':>10}{'with score':>14}{'without':>14}{'rule evals/s':>15}{'MiB':>7}{'scatter':>9}"
    )
    for name, found in results.items():
        print(
            f"{name:<11}{found['profiles']:>10,}{found['profiles_per_s']:>12,.0f}/s"
            f"{found['profiles_per_s_without_score']:>12,.0f}/s{found['rule_evals_per_s']:>15.2e}"
            f"{found['peak_mib']:>7,}{found['scatter']:>8}x"
        )


if __name__ == "__main__":
    sys.exit(main())
