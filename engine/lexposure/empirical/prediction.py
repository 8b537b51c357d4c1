"""From a case to the range of fines that real decisions suggest, if it is fined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from lexposure.empirical.covariates import Covariates, columns, of_decision
from lexposure.empirical.ridge import Regression, fit, middle, quantile_span
from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision

SHARES = (0.5, 0.8, 0.95)
"""The coverages promised."""

ORIGINAL, FINAL = "original", "final"


@dataclass(frozen=True, slots=True)
class Predicted:
    """Logarithms to the base ten of euro: the median, and the ends of a range for each promised coverage."""

    median: float
    spans: tuple[tuple[float, float], ...]

    def span(self, share: float) -> tuple[float, float]:
        """The range of one promised coverage."""
        return self.spans[SHARES.index(share)]


@dataclass(frozen=True, slots=True)
class Row:
    """A decision made ready for fitting: its group of companies, its columns, and the logarithm of its amount."""

    decision: Decision
    group: str
    case: Covariates
    columns: tuple[float, ...]
    amount: float


def usable(decisions: Sequence[Decision], target: str = ORIGINAL) -> tuple[Decision, ...]:
    """The decisions with a turnover and, of final amounts, an end above zero."""
    return tuple(one for one in decisions if one.turnover is not None and _amount(one, target) > 0.0)


def rows_of(
    decisions: Sequence[Decision], design: Design, target: str = ORIGINAL, hindsight: bool = False
) -> tuple[Row, ...]:
    """The usable decisions, made ready; ``hindsight`` adds the seriousness that they stated."""
    rows: list[Row] = []
    for one in usable(decisions, target):
        case = of_decision(one, design)
        values = tuple(columns(case, design, hindsight).values())
        rows.append(Row(one, design.group_of(one.company), case, values, log10(_amount(one, target))))
    return tuple(rows)


def _amount(decision: Decision, target: str) -> float:
    """The amount that is fitted, EUR; zero where there is none."""
    return decision.fine if target == ORIGINAL else decision.final or 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """A regression with the design it was fitted by; ``hindsight``: it reads the seriousness that decisions stated."""

    design: Design
    regression: Regression
    hindsight: bool = False

    def predict(self, case: Covariates) -> Predicted:
        """The range for a case."""
        return ranged(self.regression, tuple(columns(case, self.design, self.hindsight).values()))


def ranged(regression: Regression, row: Sequence[float]) -> Predicted:
    """The line at a row, and the ranges that the residuals give around it."""
    line, residuals = regression.predict(row), regression.residuals
    spans = (quantile_span(residuals, share) for share in SHARES)
    return Predicted(line + middle(residuals), tuple((line + low, line + high) for low, high in spans))


def regressed(rows: Sequence[Row], penalties: Sequence[float]) -> Regression:
    """Fit the rows, with the penalty that forecasts companies left out of them best.

    Raises :class:`ValueError` where there is no row.
    """
    if not rows:
        raise ValueError("no decision with a turnover to fit")
    table, amounts, groups = [row.columns for row in rows], [row.amount for row in rows], [row.group for row in rows]
    fits = [fit(table, amounts, groups, penalty) for penalty in penalties]
    return min(fits, key=lambda regression: regression.left_out_error)


def others(rows: Sequence[Row], group: str, id: str = "") -> tuple[Row, ...]:
    """The decisions of other companies: none of the same group, nor one of the same id."""
    return tuple(row for row in rows if row.group != group and row.decision.id != id)


def earlier(rows: Sequence[Row], on: dt.date) -> tuple[Row, ...]:
    """The decisions taken before a day."""
    return tuple(row for row in rows if row.decision.on < on)
