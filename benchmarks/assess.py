"""How long the main job takes.

    make bench
    python benchmarks/assess.py --json

Cold: the command from its start to the written HTML, a new process each time. Warm: one profile with
five subjects and two hundred facts, against generated rule books of several sizes, with each evaluator.
Figures are medians; machine and versions stand above them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypedDict

import lexposure
from generate import Author
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.inference.durable import available
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.loading import read_rulebook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "amazon-2021.yaml"
SIZES = (12, 180, 200, 1000)
LIBRARIES = ("durable_rules", "jinja2", "numpy", "pyyaml")
ON = dt.date(2026, 11, 23)


class Timing(TypedDict):
    """Seconds over several runs."""

    median: float
    fastest: float
    slowest: float
    runs: int


class Row(TypedDict):
    """One measurement: what was done, with how many rules and which evaluator (empty where neither matters)."""

    what: str
    rules: int
    evaluator: str
    seconds: Timing


def timed(action: Callable[[], object], runs: int) -> Timing:
    """The action's times; one run before them warms caches and is not counted."""
    action()
    seconds: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return {
        "median": statistics.median(seconds),
        "fastest": min(seconds),
        "slowest": max(seconds),
        "runs": runs,
    }


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    versions = {name: _version(name) for name in LIBRARIES}
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "lexposure": lexposure.__version__,
        **versions,
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The processor's name where Linux gives it, else its family."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def cold(folder: Path, runs: int) -> Row:
    """The command in a process of its own, from nothing to the HTML file."""
    command = [sys.executable, "-m", "lexposure", "assess", str(EXAMPLE), "--out", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "engine")}

    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)

    return {"what": f"cold: assess {EXAMPLE.name} to HTML", "rules": 0, "evaluator": "", "seconds": timed(run, runs)}


def warm(folder: Path, size: int, runs: int) -> Iterator[Row]:
    """Loading, then compiling, assessing and estimating with each evaluator."""
    author = Author()
    author.write_rules(folder, size)
    yield {"what": "load", "rules": size, "evaluator": "", "seconds": timed(partial(read_rulebook, [folder]), runs)}
    book = read_rulebook([folder])
    profile = read_profile_text(author.profile(), "generated", book)
    names = ("durable", "reference") if available() else ("reference",)
    for name in names:
        made = timed(partial(Assessor, book, ON, name), runs)
        yield {"what": "compile", "rules": size, "evaluator": name, "seconds": made}
        spent = timed(partial(Assessor(book, ON, name).assess, profile), runs)
        yield {"what": "assess", "rules": size, "evaluator": name, "seconds": spent}
    assessment = Assessor(book, ON, names[0]).assess(profile)
    yield {"what": "estimate", "rules": size, "evaluator": "", "seconds": timed(partial(estimate, assessment), runs)}


def shown(row: Row) -> str:
    """One line of the table, in milliseconds."""
    seconds = row["seconds"]
    rules = f"{row['rules']:5} rules" if row["rules"] else ""
    spread = f"{seconds['fastest'] * 1000:.1f} to {seconds['slowest'] * 1000:.1f}, {seconds['runs']} runs"
    return f"{row['what']:40} {rules:11} {row['evaluator']:10} {seconds['median'] * 1000:9.1f} ms   ({spread})"


def measure(runs: int, sizes: tuple[int, ...]) -> Iterator[Row]:
    """All rows in order."""
    with tempfile.TemporaryDirectory() as name:
        yield cold(Path(name) / "out", runs)
        for size in sizes:
            yield from warm(Path(name) / f"rules-{size}", size, runs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long the main job takes.")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    parser.add_argument("--runs", type=int, default=7, help="runs per figure (7)")
    parser.add_argument("--rules", type=int, nargs="+", default=list(SIZES), help="sizes of the rule books")
    options = parser.parse_args()
    about = machine()
    if not options.json:
        for key, value in about.items():
            print(f"{key:14} {value}")
    rows: list[Row] = []
    for row in measure(options.runs, tuple(options.rules)):
        rows.append(row)
        if not options.json:
            print(shown(row), flush=True)
    if options.json:
        print(json.dumps({"machine": about, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()
