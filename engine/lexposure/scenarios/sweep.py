"""Grids over answers: every combination assessed as a scenario of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lexposure.scenarios.axes import Axis
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.reading import check_twice, read_change
from lexposure.scenarios.whatif import Assessed, Workbench
from lexposure.source.problems import InputError, Problem, Problems

MOST = 10_000
"""How many points a grid may have."""


@dataclass(frozen=True, slots=True)
class Point:
    """One combination of values with its assessment."""

    values: tuple[str, ...]
    assessed: Assessed


@dataclass(frozen=True, slots=True)
class Sweep:
    """The axes and every point, the last axis running fastest; and the profile as it stands."""

    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    baseline: Assessed


def sweep(
    bench: Workbench, axes: Sequence[Axis], over: Scenario, told: Callable[[int, int], None] | None = None
) -> Sweep:
    """Every combination over a scenario; ``told`` hears of the progress.

    Raises :class:`lexposure.source.problems.InputError` with every value that cannot be set, before any is assessed.
    """
    _check(bench, axes, over)
    combinations = list(itertools.product(*(axis.values for axis in axes)))
    points: list[Point] = []
    for values in combinations:
        points.append(Point(values, bench.assessed(_point(axes, values, over))))
        if told is not None:
            told(len(points), len(combinations))
    return Sweep(tuple(axes), tuple(points), bench.assessed(over))


def _point(axes: Sequence[Axis], values: Sequence[str], over: Scenario) -> Scenario:
    problems = Problems()
    read = [read_change("--vary", f"{axis.path}={value}", problems) for axis, value in zip(axes, values, strict=True)]
    problems.raise_if_any(InputError)
    return Scenario("point", changes=tuple(change for change in read if change is not None)).over(over)


def _check(bench: Workbench, axes: Sequence[Axis], over: Scenario) -> None:
    """Read the profile with each value once; nothing is wrong with two that is right with each."""
    firsts = [axis.values[0] for axis in axes]
    problems = Problems()
    check_twice(_point(axes, firsts, over).changes, problems)
    problems.raise_if_any(InputError)
    wrong: dict[Problem, None] = {}
    for axis in axes:
        for value in axis.values:
            try:
                bench.profile(_point([axis], [value], over))
            except InputError as error:
                wrong |= dict.fromkeys(error.problems)
    if wrong:
        raise InputError(wrong)
