"""The arithmetic of fines, once, on arrays; the only user of NumPy.

An array has a row each for low, central and high and a column for each company or reading, so that
one company is an array of length one. A high that has no end is infinite, a central value that
cannot be computed is not a number; both become ``None`` on the way out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.exposure.model import Range

Rows = NDArray[np.float64]

NOT_COMPUTED = math.nan
NO_END = math.inf


def rows(low: float, central: float | None, high: float | None) -> Rows:
    """One column; ``None`` is a value that cannot be computed or an end that is not known."""
    middle = NOT_COMPUTED if central is None else central
    return np.array([[low], [middle], [NO_END if high is None else high]])


def same(value: float) -> Rows:
    """One column with the same value in each row."""
    return np.full((3, 1), value)


def table(low: Sequence[float], central: Sequence[float], high: Sequence[float]) -> Rows:
    """Several columns."""
    return np.array([low, central, high], dtype=np.float64)


def times(one: Rows, other: Rows) -> Rows:
    """The product, where nothing times anything is nothing."""
    with np.errstate(invalid="ignore"):
        product = one * other
    if np.isnan(product).any():
        product[np.broadcast_to((one == 0) | (other == 0), product.shape)] = 0.0
    return product


def maximum(fixed: Rows, share: Rows, turnover: Rows) -> Rows:
    """The legal maximum: the higher of an amount and a share of turnover."""
    return np.maximum(fixed, times(share, turnover))


def at_most(amounts: Rows, limit: Rows) -> Rows:
    """No amount above its limit."""
    return np.minimum(amounts, limit)


def at_least(amounts: Rows, limit: Rows) -> Rows:
    """No amount below its limit."""
    return np.maximum(amounts, limit)


def plus(one: Rows, other: Rows) -> Rows:
    """The sum."""
    return one + other


def rounded_down(amounts: Rows, unit: float) -> Rows:
    """Whole units; what lies within a billionth of the next one counts as reaching it."""
    with np.errstate(invalid="ignore"):
        return np.floor(amounts / unit + 1e-9) * unit


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to an amount: a share of it on top (negative: off), a sum on top, or a new amount.

    The result is never below nothing, and a share never takes off more than all.
    """

    share: Rows | None = None
    amount: Rows | None = None
    becomes: Rows | None = None

    def of(self, before: Rows) -> Rows:
        """The amounts after the step."""
        if self.becomes is not None:
            return np.broadcast_to(self.becomes, before.shape).copy()
        after = before
        if self.share is not None:
            after = times(after, np.maximum(1 + self.share, 0.0))
        if self.amount is not None:
            after = after + self.amount
        return np.maximum(after, 0.0)


def size_shares(
    turnover: Rows, ends: Sequence[float], lows: Sequence[float], highs: Sequence[float], full: float
) -> Rows:
    """The share by size band: the band's low end, turnover over ``full`` kept in the band, its high end.

    ``ends`` are the bands' upper ends, which belong to the band; above the last one the share is one.
    """
    band = np.searchsorted(np.array(ends), turnover, side="left")
    low, high = np.array([*lows, 1.0])[band], np.array([*highs, 1.0])[band]
    shares = np.clip(turnover / full, low, high)
    shares[0], shares[2] = low[0], high[2]
    return shares


def class_means(turnover: Rows, ends: Sequence[float], means: Sequence[float | None]) -> Rows:
    """What the class of each turnover counts as: its mean, or the turnover itself where the class has none.

    ``ends`` are the classes' upper ends, which belong to the class; the last one is infinite.
    """
    at = np.searchsorted(np.array(ends), turnover, side="left").clip(max=len(ends) - 1)
    counted = np.array([NOT_COMPUTED if mean is None else mean for mean in means])[at]
    itself = np.array([mean is None for mean in means])[at]
    return np.where(itself | np.isnan(turnover), turnover, counted)


def whole(amounts: Rows) -> Rows:
    """Rounded to whole units, halves upwards."""
    return np.floor(amounts + 0.5)


def kept_within(amounts: Rows, lowest: float, highest: float) -> Rows:
    """No amount below the one and none above the other."""
    return np.clip(amounts, lowest, highest)


def dearest(several: Sequence[Rows], row: int) -> int:
    """Which of several single columns has the largest amount in a row; one that cannot be computed comes first."""
    return int(np.argmax([float(one[row, 0]) for one in several]))


def without_centre(amounts: Rows) -> Rows:
    """The same without a central value."""
    return np.array([amounts[0], np.full_like(amounts[1], NOT_COMPUTED), amounts[2]])


def from_rows(low: Rows, central: Rows, high: Rows) -> Rows:
    """The low row of one, the central row of another and the high row of a third."""
    return np.stack(np.broadcast_arrays(low[0], central[1], high[2]))


def best_pairs(amounts: Sequence[float], shares: Sequence[float]) -> float:
    """The largest sum of products when each amount is paired with one share: both in falling order."""
    one = np.sort(np.array(amounts, dtype=np.float64))[:, None]
    other = np.sort(np.array(shares, dtype=np.float64))[:, None]
    return float(times(one, other).sum())


def as_range(amounts: Rows, column: int = 0) -> Range:
    """One column as a range."""
    low, central, high = (float(value) for value in amounts[:, column])
    return Range(low, finite(central), finite(high))


def finite(value: float) -> float | None:
    """The value, or nothing where it has no end or cannot be computed."""
    return value if math.isfinite(value) else None


def picked(amounts: Rows, low: int, central: int, high: int) -> Rows:
    """One column made of the low, central and high values of three."""
    columns = np.broadcast_to(amounts, (3, max(amounts.shape[1], low + 1, central + 1, high + 1)))
    return np.array([[columns[0, low]], [columns[1, central]], [columns[2, high]]])


def lowest(amounts: Rows) -> int:
    """The column with the smallest low."""
    return int(np.argmin(amounts[0]))


def highest(amounts: Rows) -> int:
    """The column with the largest high."""
    return int(np.argmax(amounts[2]))


def side_by_side(columns: Sequence[Rows]) -> Rows:
    """Single columns as one array."""
    return np.concatenate(list(columns), axis=1)
