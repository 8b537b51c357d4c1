"""Grids over answers: every combination assessed as a scenario of its own."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lexposure.rulebook.values import Misread, read_amount
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.whatif import Assessed, Workbench
from lexposure.source.problems import Problems

MOST = 10_000
"""How many points a grid may have."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """An answer that is varied: its path, its values as written, and as numbers where it is a range."""

    path: str
    values: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    unit: str = ""
    log: bool = False


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


def read_axis(text: str, log: bool, problems: Problems) -> Axis | None:
    """``path=a,b,c`` or ``path=low..high:n``; amounts are written as in a profile."""
    path, equals, values = text.partition("=")
    hint = "write fact=a,b,c or fact=100 million EUR..2 billion EUR:8"
    if not equals or not path.strip() or not values.strip():
        problems.error("option", f"--vary '{text}' varies nothing", hint=hint)
        return None
    if ".." not in values:
        return Axis(path.strip(), tuple(value.strip() for value in values.split(",")))
    ends, _, count = values.rpartition(":")
    low, _, high = ends.partition("..")
    if not count.strip().isdigit() or int(count) < 2:
        problems.error("option", f"--vary '{text}' does not say how many values", hint=hint)
        return None
    try:
        first, last = read_amount(low.strip()), read_amount(high.strip())
    except Misread as wrong:
        problems.error(wrong.code, f"--vary {path.strip()}: {wrong.message}", hint=wrong.hint)
        return None
    if first.low is None or last.low is None or first.low != first.high or last.low != last.high:
        problems.error("option", f"--vary '{text}' needs one amount at each end", hint=hint)
        return None
    unit = last.unit or first.unit
    if first.unit not in ("", unit) or first.low >= last.low or (log and first.low <= 0):
        problems.error("option", f"--vary '{text}' must go from a lower to a higher amount of one unit", hint=hint)
        return None
    numbers = _spaced(float(first.low), float(last.low), int(count), log)
    written = tuple(_written(number, unit) for number in numbers)
    return Axis(path.strip(), written, numbers, unit, log)


def _spaced(low: float, high: float, count: int, log: bool) -> tuple[float, ...]:
    """Evenly, or by equal factors; inner values to four digits."""
    steps = [index / (count - 1) for index in range(count)]
    inner = [low * (high / low) ** step if log else low + (high - low) * step for step in steps[1:-1]]
    return (low, *map(_rounded, inner), high)


def _written(number: float, unit: str) -> str:
    """As a profile has it; large amounts in millions."""
    size, word = (1e6, " million") if abs(number) >= 1e6 else (1.0, "")
    return f"{Decimal(repr(number / size)).normalize():f}{word} {unit}".strip()


def _rounded(value: float) -> float:
    digits = _DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    return round(value, digits)


def sweep(
    bench: Workbench, axes: Sequence[Axis], over: Scenario, told: Callable[[int, int], None] | None = None
) -> Sweep:
    """Every combination over a scenario; ``told`` hears of the progress.

    Raises :class:`lexposure.source.problems.InputError` with what is wrong with the first value that cannot be set.
    """
    combinations = list(itertools.product(*(axis.values for axis in axes)))
    points: list[Point] = []
    for values in combinations:
        problems = Problems()
        changes = [
            read_change("--vary", f"{axis.path}={value}", problems) for axis, value in zip(axes, values, strict=True)
        ]
        made = Scenario("point", changes=tuple(change for change in changes if change is not None))
        points.append(Point(values, bench.assessed(made.over(over))))
        if told is not None:
            told(len(points), len(combinations))
    return Sweep(tuple(axes), tuple(points), bench.assessed(over))
