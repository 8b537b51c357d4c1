"""What draws say: mean, quantiles, exceedance, expected shortfall, shares of the variance, each with its error.

Standard errors come from batch means: every figure is computed on parts of the draws, and the spread of the parts gives
the error of the whole (Law, Simulation Modeling and Analysis, 5th ed. 2015, section 9.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.scenarios.simulation.quantities import Answer, Plan, Quantity
from lexposure.scenarios.simulation.sampling import BINS
from lexposure.scenarios.simulation.simulate import Sample

PARTS = 20
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
TAIL = 0.95
CURVE = 101
"""Points of the exceedance curve."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Influence:
    """What one quantity does to the amount.

    ``share`` of the variance by itself (first-order index, Sobol 1993; from groups of the same draws); ``lowest`` and
    ``highest`` the mean amounts of the values of the quantity with the lowest and highest mean.
    """

    quantity: Quantity
    share: Figure
    lowest: tuple[str, float]
    highest: tuple[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """The draws in figures, in euro.

    ``curve``: amounts and the share of draws above each; ``running``: numbers of draws with mean and 95th percentile.
    """

    draws: int
    mean: Figure
    nothing: Figure
    quantiles: tuple[tuple[float, Figure], ...]
    shortfall: Figure
    above: Figure | None
    curve: tuple[tuple[float, float], ...]
    running: tuple[tuple[int, float, float], ...]
    laws: tuple[tuple[str, Figure], ...]
    left_out: tuple[tuple[str, Figure], ...]
    influences: tuple[Influence, ...]

    @property
    def joint(self) -> float:
        """The share of the variance that no quantity explains by itself: several together."""
        return max(1.0 - sum(one.share.value for one in self.influences), 0.0) if self.influences else 0.0


def summary(sample: Sample, plan: Plan, tolerance: float | None = None, added: bool = False) -> Summary:
    """All figures of a sample; ``added`` takes the laws added up instead of the dearest per group of facts."""
    amounts = sample.added if added else sample.dearest
    size = len(amounts)
    above = None if tolerance is None else _figure(lambda some: float((some > tolerance).mean()), amounts)
    return Summary(
        draws=size,
        mean=_figure(_mean, amounts),
        nothing=_figure(lambda some: float((some == 0).mean()), amounts),
        quantiles=tuple((share, _figure(_quantile(share), amounts)) for share in QUANTILES),
        shortfall=_figure(shortfall, amounts),
        above=above,
        curve=tuple(_curve(amounts)),
        running=tuple(_running(amounts)),
        laws=tuple((law, _figure(_mean, found)) for law, found in sorted(sample.laws.items()) if found.any()),
        left_out=tuple((law, _figure(_mean, found.astype(np.float64))) for law, found in sample.left_out.items()),
        influences=tuple(sorted(_influences(amounts, sample, plan), key=lambda one: -one.share.value)),
    )


def _figure(of: Callable[[Floats], float], amounts: Floats) -> Figure:
    """A figure of all draws, its error from parts."""
    found = [of(part) for part in np.array_split(amounts, PARTS) if len(part)]
    error = float(np.std(found, ddof=1) / np.sqrt(len(found))) if len(found) > 1 else float("nan")
    return Figure(of(amounts), error)


def _mean(amounts: Floats) -> float:
    return float(amounts.mean())


def _quantile(share: float) -> Callable[[Floats], float]:
    return lambda amounts: float(np.quantile(amounts, share))


def shortfall(amounts: Floats, tail: float = TAIL) -> float:
    """The expected shortfall: the mean of the worst draws (Acerbi and Tasche 2002, on discrete draws)."""
    ordered = np.sort(amounts)
    weight = (1.0 - tail) * len(ordered)
    whole = int(weight)
    worst = float(ordered[len(ordered) - whole :].sum())
    if weight > whole:
        worst += (weight - whole) * float(ordered[len(ordered) - whole - 1])
    return worst / weight


def _curve(amounts: Floats) -> Iterator[tuple[float, float]]:
    """The share of draws above amounts, from nothing to the largest."""
    ordered = np.sort(amounts)
    places = np.linspace(0.0, float(ordered[-1]), CURVE)
    below = np.searchsorted(ordered, places, side="right")
    for amount, count in zip(places, below, strict=True):
        yield float(amount), 1.0 - int(count) / len(ordered)


def _running(amounts: Floats) -> Iterator[tuple[int, float, float]]:
    """The mean and the 95th percentile after an eighth, a quarter, a half and all of the draws."""
    for part in (8, 4, 2, 1):
        some = amounts[: max(len(amounts) // part, 1)]
        yield len(some), float(some.mean()), float(np.quantile(some, TAIL))


def _influences(amounts: Floats, sample: Sample, plan: Plan) -> Iterator[Influence]:
    pieces = np.array_split(amounts, PARTS)
    part = np.repeat(np.arange(PARTS), [len(one) for one in pieces])
    spread = np.array([squares(one) for one in pieces])
    whole = np.array([squares(amounts)])
    if not whole[0]:
        return
    for at, one in enumerate(plan.quantities):
        labels = _labels(one)
        groups, size = part * len(labels) + sample.codes[at], PARTS * len(labels)
        counts = np.bincount(groups, minlength=size).astype(np.float64).reshape(PARTS, -1)
        sums = np.bincount(groups, weights=amounts, minlength=size).astype(np.float64).reshape(PARTS, -1)
        all_counts, all_sums = counts.sum(axis=0, keepdims=True), sums.sum(axis=0, keepdims=True)
        if (all_counts > 0).sum() < 2:
            continue
        means = np.where(all_counts > 0, all_sums / np.maximum(all_counts, 1), np.nan)[0]
        low, high = int(np.nanargmin(means)), int(np.nanargmax(means))
        share = max(float(first_order(whole, all_counts, all_sums)[0]), 0.0)
        parts = first_order(spread, counts, sums)
        error = float(np.std(parts, ddof=1) / np.sqrt(PARTS)) if len(amounts) >= size else float("nan")
        yield Influence(one, Figure(share, error), (labels[low], float(means[low])), (labels[high], float(means[high])))


def squares(amounts: Floats) -> float:
    """The sum of the squared distances from the mean."""
    return float(((amounts - amounts.mean()) ** 2).sum()) if len(amounts) else 0.0


def first_order(spread: Floats, counts: Floats, sums: Floats) -> Floats:
    """The share of the variance between groups of draws, less what chance alone makes; a row for each part.

    ``spread`` are the :func:`squares` of the parts, ``counts`` and ``sums`` of amounts those of the groups (columns).
    """
    size, groups = counts.sum(axis=1), (counts > 0).sum(axis=1)
    between = (sums**2 / np.maximum(counts, 1)).sum(axis=1) - sums.sum(axis=1) ** 2 / np.maximum(size, 1)
    within = np.maximum(spread - between, 0.0)
    chance = (groups - 1) * within / np.maximum(size - groups, 1)
    there = (spread > 0) & (groups > 1) & (size > groups)
    found: Floats = np.where(there, (between - chance) / np.where(there, spread, 1.0), 0.0)
    return found


def _labels(one: Quantity) -> Sequence[str]:
    if isinstance(one, Answer):
        return one.labels
    if getattr(one, "kind", "") == "enforcement":
        return ("yes", "no")
    return [f"{100 * at // BINS}-{100 * (at + 1) // BINS} %" for at in range(BINS)]
