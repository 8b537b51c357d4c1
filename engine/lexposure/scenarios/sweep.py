"""Grids over answers: every combination with its figures, computed on arrays or by assessments of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lexposure.bulk.figures import Figures
from lexposure.scenarios.axes import Axis
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.many import Many, Reading, read_reading
from lexposure.scenarios.reading import check_twice, read_change
from lexposure.scenarios.whatif import Assessed, Workbench
from lexposure.source.problems import InputError, Problem, Problems

MOST = 100_000
"""How many points a grid may have."""

_TOLD = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """One combination of values with its figures."""

    values: tuple[str, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Sweep:
    """The axes and every point, the last axis running fastest; and the profile as it stands."""

    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    baseline: Assessed


def sweep(
    bench: Workbench,
    axes: Sequence[Axis],
    over: Scenario,
    told: Callable[[int, int], None] | None = None,
    whole: bool = False,
) -> Sweep:
    """Every combination over a scenario; ``whole`` assesses each by itself. ``told`` hears of the progress.

    Each value is read once; only what reads a varied answer is decided and computed for every point. Raises
    :class:`lexposure.source.problems.InputError` with every value that cannot be set, before any is computed.
    """
    changes = [[_change(axis, value) for value in axis.values] for axis in axes]
    readings = _read(bench, changes, over)
    baseline = bench.assessed(over)
    found = _whole(bench, changes, over) if whole else Many(bench, baseline).figures([*itertools.product(*readings)])
    points: list[Point] = []
    combinations = [*itertools.product(*(axis.values for axis in axes))]
    for values, figures in zip(combinations, found, strict=True):
        points.append(Point(values, figures))
        if told is not None and (whole or len(points) % _TOLD == 0 or len(points) == len(combinations)):
            told(len(points), len(combinations))
    return Sweep(tuple(axes), tuple(points), baseline)


def figures_of(one: Assessed) -> Figures:
    """The figures of a profile assessed by itself."""
    findings, total = one.assessment.findings, one.exposure.total
    established, open_ = sum(each.established for each in findings), sum(each.open for each in findings)
    return Figures(established, open_, total.established_largest, total.largest)


def _whole(bench: Workbench, changes: Sequence[Sequence[Change]], over: Scenario) -> Iterator[Figures]:
    for point in itertools.product(*changes):
        yield figures_of(bench.assessed(Scenario("point", changes=point).over(over)))


def _change(axis: Axis, value: str) -> Change:
    problems = Problems()
    change = read_change("--vary", f"{axis.path}={value}", problems)
    problems.raise_if_any(InputError)
    assert change is not None
    return change


def _read(bench: Workbench, changes: Sequence[Sequence[Change]], over: Scenario) -> list[list[Reading]]:
    """Every value by itself; nothing is wrong with two that is right with each."""
    problems = Problems()
    check_twice([several[0] for several in changes], problems)
    problems.raise_if_any(InputError)
    wrong: dict[Problem, None] = {}
    found: list[list[Reading]] = []
    try:
        bench.profile(over)
    except InputError as error:
        wrong |= dict.fromkeys(error.problems)
    bare = bench.bare()
    for several in changes:
        found.append([])
        for change in several:
            try:
                found[-1].append(read_reading(bare, change, over))
            except InputError as error:
                wrong |= dict.fromkeys(error.problems)
    if wrong:
        raise InputError(wrong)
    return found
