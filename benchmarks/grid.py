"""What a sweep gains on a real profile: each point assessed by itself, everything on arrays, and only what changes.

Times are of the figures alone, without reading the rule book, the profile and the values. Points are the same to the
cent.

Run: PYTHONPATH=engine:benchmarks python benchmarks/grid.py
"""

from __future__ import annotations

import itertools
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import program
from lexposure.bulk.deciding import above
from lexposure.bulk.exposures import Estimator
from lexposure.bulk.figures import Figures, figures
from lexposure.bulk.frame import Cell, Cells, Frame
from lexposure.data import rules_folder
from lexposure.inference.columns.table import Either, Numbers, Sets
from lexposure.scenarios.axes import Axis, read_axis
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.many import Many, Reading
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.sweep import figures_of
from lexposure.scenarios.whatif import BASELINE, Workbench
from lexposure.source.problems import Problems

PROFILE = Path(__file__).resolve().parents[1] / "examples" / "quillmarkt-2026.yaml"
SAMPLE, TIMES = 40, 3
_Kind = TypeVar("_Kind", bound=np.generic)
GRIDS = (
    ("group_turnover=100m..2bn:100:log", "markets/marketplace-ie/value_of_sales=10m..1bn:100:log"),
    (
        "processing/personalised-ads/people_affected=1k..40m:1250:log",
        "markets/marketplace-ie/seller_data_picks_products=*",
        "markets/marketplace-ie/sellers_get_own_data=*",
        "fault=negligence,intention",
    ),
)


def main() -> None:
    """Print both grids: seconds for 10,000 points in each of the three ways, and how they compare."""
    bench = Workbench(PROFILE, (), rules_folder(), "reference")
    baseline = bench.assessed(Scenario(BASELINE))
    many = Many(bench, baseline)
    edition = baseline.assessment.edition
    goals = program(edition)
    print(f"{platform.machine()}, Python {platform.python_version()}; {PROFILE.stem}, {len(goals.goals)} goals")
    for texts in GRIDS:
        axes = [_axis(text, bench) for text in texts]
        changes = [[_change(axis, value) for value in axis.values] for axis in axes]
        readings = [[many.read(change) for change in several] for several in changes]
        rows = list(itertools.product(*readings))
        varied = [axis.path.rpartition("/")[2] for axis in axes]
        print(f"\n{len(rows):,} points over {', '.join(varied)}; {len(above(goals, varied)[0])} goals read them")
        _measure(bench, many, Estimator(edition), changes, rows)


def _measure(
    bench: Workbench,
    many: Many,
    estimator: Estimator,
    changes: Sequence[Sequence[Change]],
    rows: Sequence[tuple[Reading, ...]],
) -> None:
    points = list(itertools.product(*changes))
    chosen = range(0, len(points), len(points) // SAMPLE)
    start = time.perf_counter()
    whole = [figures_of(bench.assessed(Scenario("point", changes=points[at]))) for at in chosen]
    each = (time.perf_counter() - start) / len(whole) * len(points)
    frame = many.frame(rows)
    spread = _spread(frame)
    anew, every = _best(lambda: list(figures(estimator, spread)))
    part, found = _best(lambda: list(figures(estimator, frame)))
    assert [_cents(one) for one in every] == [_cents(one) for one in found]
    assert [_cents(found[at]) for at in chosen] == [_cents(one) for one in whole]
    print(f"each assessed by itself       {each:10.2f} s  (from {len(whole)} of them)")
    print(f"arrays, everything anew       {anew:10.2f} s  {each / anew:8.0f} times as fast")
    print(f"arrays, only what changes     {part:10.2f} s  {each / part:8.0f} times as fast")
    print(f"only what changes against everything anew: {anew / part:.1f} times as fast")


def _cents(one: Figures) -> tuple[object, ...]:
    ends = [end for each in (one.established, one.hull) for end in (each.low, each.central, each.high)]
    return one.findings, one.open, *(end if end is None else round(end, 2) for end in ends)


def _best(work: Callable[[], list[Figures]]) -> tuple[float, list[Figures]]:
    times: list[float] = []
    found: list[Figures] = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def _axis(text: str, bench: Workbench) -> Axis:
    axis = read_axis(text, False, Problems(), bench.book(Scenario(BASELINE)).catalogue)
    assert axis is not None
    return axis


def _change(axis: Axis, value: str) -> Change:
    change = read_change("--vary", f"{axis.path}={value}", Problems())
    assert change is not None
    return change


def _spread(frame: Frame) -> Frame:
    """The same with every column as long as there are rows, so that nothing is known to be the same in all."""
    told = None if frame.told is None else _cells(frame.told, frame.rows)
    return replace(frame, known=_cells(frame.known, frame.rows), told=told)


def _cells(cells: Cells, rows: int) -> Cells:
    return {subject: {name: _long(cell, rows) for name, cell in columns.items()} for subject, columns in cells.items()}


def _long(cell: Cell, rows: int) -> Cell:
    """A column as long as there are rows."""
    match cell:
        case Numbers(low, high, known_low, known_high, answered):
            assert high is not None
            assert known_low is not None
            assert known_high is not None
            assert answered is not None
            flags = (_each(one, rows) for one in (known_low, known_high, answered))
            return Numbers(_each(low, rows), _each(high, rows), *flags)
        case Either(options, possible, known):
            return Either(options, _each(possible, rows), _each(known, rows))
        case Sets(options, surely, possibly, known):
            return Sets(options, _each(surely, rows), _each(possibly, rows), _each(known, rows))


def _each(array: NDArray[_Kind], rows: int) -> NDArray[_Kind]:
    return np.ascontiguousarray(np.broadcast_to(array, (*array.shape[:-1], rows)))


if __name__ == "__main__":
    main()
