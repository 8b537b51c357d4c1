"""Ridge regression with conformal ranges from groups left out; the storey's only user of NumPy.

The ranges are the jackknife's: each group's decisions are predicted by the regression without them, and the sorted
errors, moved to a new case, give its range (Barber, Candes, Ramdas and Tibshirani, Predictive inference with the
jackknife+, Annals of Statistics 49 (2021), in its plain form; Vovk, Cross-conformal predictors, 2015). Leaving a group
out needs no new fit: its errors follow from the rows' leverage (Allen's PRESS, by blocks).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted line: intercept and coefficients by column, and the errors on groups left out."""

    intercept: float
    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    penalty: float

    @property
    def left_out_error(self) -> float:
        """The root mean square of the errors on groups left out."""
        return math.sqrt(math.fsum(error * error for error in self.errors) / len(self.errors))

    @property
    def residuals(self) -> tuple[float, ...]:
        """The errors in ascending order."""
        return tuple(sorted(self.errors))

    def predict(self, row: Sequence[float]) -> float:
        """The line at a row."""
        return self.intercept + math.fsum(c * x for c, x in zip(self.coefficients, row, strict=True))


def fit(
    rows: Sequence[Sequence[float]],
    targets: Sequence[float],
    groups: Sequence[str],
    penalty: float,
) -> Regression:
    """Fit ``targets`` on ``rows``; the intercept is not penalised.

    ``groups`` says whose rows leave together. A group without which nothing is left to fit gets its plain errors.
    """
    table = np.column_stack([np.ones(len(rows)), np.asarray(rows, dtype=np.float64).reshape(len(rows), -1)])
    wanted = np.asarray(targets, dtype=np.float64)
    inverse = _inverse(table, penalty)
    solved = inverse @ table.T @ wanted
    errors = _left_out(table, wanted - table @ solved, inverse, groups)
    values = [float(value) for value in solved]
    return Regression(values[0], tuple(values[1:]), tuple(float(error) for error in errors), penalty)


def _inverse(table: Array, penalty: float) -> Array:
    weights = np.full(table.shape[1], penalty)
    weights[0] = 0.0
    return np.asarray(np.linalg.pinv(table.T @ table + np.diag(weights)), dtype=np.float64)


def _left_out(table: Array, errors: Array, inverse: Array, groups: Sequence[str]) -> Array:
    """What each row's error would be without its group: (I - H)^-1 times the group's errors, H its leverage."""
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    if len(members) == 1:
        return errors.copy()
    alone = 1.0 - ((table @ inverse) * table).sum(axis=1)
    found: Array = np.divide(errors, alone, out=errors.copy(), where=alone > 0.0)  # right for groups of one row
    for indices in members.values():
        if len(indices) == 1:
            continue
        part = table[indices]
        leverage = part @ inverse @ part.T
        found[indices] = np.linalg.solve(np.eye(len(indices)) - leverage, errors[indices])
    return found


def quantile_span(residuals: Sequence[float], share: float) -> tuple[float, float]:
    """The residuals between which a new one lies with probability ``share``, equal tails, in finite samples.

    The ranks are those of n + 1 exchangeable errors; beyond the ends it is the smallest and the largest.
    """
    n = len(residuals)
    tail = (1.0 - share) / 2.0
    below = max(math.floor((n + 1) * tail + 1e-9), 1)
    return residuals[below - 1], residuals[n - below]


def middle(residuals: Sequence[float]) -> float:
    """The median residual."""
    n = len(residuals)
    return (residuals[(n - 1) // 2] + residuals[n // 2]) / 2.0
