"""Pace and memory of ``lexposure portfolio`` on a seeded table of invented companies.

    python benchmarks/portfolio.py --rows 20000,200000 --workers 1 [--keep DIR] [--json]

The table is written piece by piece: every question about the company, three operations and one market, one cell in ten
empty. Memory is the largest resident size of the process that assesses and of its children, as the kernel counts it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from lexposure.portfolio.tables import arrow
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.loading import read_rulebook

ENTRIES = {About.COMPANY: ("",), About.PROCESSING: ("p1", "p2", "p3"), About.MARKET: ("m1",)}
KEYS = {About.PROCESSING: "processing", About.MARKET: "markets"}
PIECE, EMPTY = 20_000, 0.1
DAYS = (730_000, 739_800)


def columns() -> dict[str, Fact]:
    """Every question of every entry, but for what rules conclude."""
    found: dict[str, Fact] = {}
    for fact in read_rulebook().catalogue.values():
        for id in ENTRIES[fact.about] if not fact.concluded else ():
            found[f"{KEYS[fact.about]}/{id}/{fact.name}" if id else fact.name] = fact
    return found


def cells(fact: Fact, rows: int, random: np.random.Generator) -> Any:
    """A column of answers, one in ten empty."""
    pa = arrow()
    empty = random.random(rows) < EMPTY
    match fact.type:
        case FactType.MONEY:
            return pa.array(np.round(10 ** random.uniform(4, 10.5, rows)), pa.float64(), mask=empty)
        case FactType.COUNT:
            return pa.array((10 ** random.uniform(0, 7, rows)).astype(np.int64), pa.int64(), mask=empty)
        case FactType.SHARE:
            return pa.array(np.round(random.uniform(0, 100, rows), 1), pa.float64(), mask=empty)
        case FactType.DATE:
            days = random.integers(*DAYS, rows).astype(np.int32) - 719_163  # days since 1970
            return pa.array(days, pa.int32(), mask=empty).cast(pa.date32())
        case _:
            names = [option.name for option in fact.options]
            codes = pa.array(random.integers(0, len(names), rows).astype(np.int32), mask=empty)
            return pa.DictionaryArray.from_arrays(codes, pa.array(names)).cast(pa.string())


def write(path: Path, rows: int, seed: int) -> None:
    """The table, a piece at a time."""
    pa, random, named = arrow(), np.random.default_rng(seed), columns()
    writer = None
    for start in range(0, rows, PIECE):
        size = min(PIECE, rows - start)
        piece = {"company": pa.array([f"Firm {start + at}" for at in range(size)])}
        piece |= {name: cells(fact, size, random) for name, fact in named.items()}
        piece |= {f"{key}_complete": pa.array(["yes"] * size) for key in KEYS.values()}
        table = pa.table(piece)
        writer = writer or arrow("parquet").ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def measured(table: Path, rows: int, workers: int) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "lexposure", "portfolio", str(table), "--as-of", "2026-10-01"]
    command += ["--out", str(table.with_suffix(".out.csv")), "--workers", str(workers)]
    watch = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL); "
    watch += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", watch, *command], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    return {
        "rows": rows,
        "columns": len(columns()),
        "workers": workers,
        "seconds": round(seconds, 1),
        "rows_per_s": round(rows / seconds),
        "peak_mib": round(int(done.stdout) / 1024),
    }


def main() -> None:
    """Write the tables, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="20000,200000")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the tables, kept afterwards")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = args.keep or Path(scratch)
        for rows in map(int, args.rows.split(",")):
            table = folder / f"companies-{rows}.parquet"
            if not table.exists():
                write(table, rows, args.seed)
            found.append(measured(table, rows, args.workers))
            if not args.json:
                print("  ".join(f"{name} {value:,}" for name, value in found[-1].items()), flush=True)
    if args.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
