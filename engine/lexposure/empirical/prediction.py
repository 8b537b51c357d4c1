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


def usable(decisions: Sequence[Decision], target: str = ORIGINAL) -> tuple[Decision, ...]:
    """The decisions with a turnover and, of final amounts, an end above zero."""
    return tuple(one for one in decisions if one.turnover is not None and amount_of(one, target) > 0.0)


def amount_of(decision: Decision, target: str) -> float:
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
        row = tuple(columns(case, self.design, self.hindsight).values())
        line, residuals = self.regression.predict(row), self.regression.residuals
        spans = (quantile_span(residuals, share) for share in SHARES)
        return Predicted(line + middle(residuals), tuple((line + low, line + high) for low, high in spans))


def fitted(
    decisions: Sequence[Decision],
    design: Design,
    penalties: Sequence[float],
    target: str = ORIGINAL,
    hindsight: bool = False,
) -> Model:
    """Fit the decisions that can be used, with the penalty that forecasts companies left out of them best.

    Raises :class:`ValueError` where there is none.
    """
    rows = usable(decisions, target)
    if not rows:
        raise ValueError("no decision with a turnover to fit")
    cases = [columns(of_decision(row, design), design, hindsight) for row in rows]
    table = [tuple(case.values()) for case in cases]
    amounts = [log10(amount_of(row, target)) for row in rows]
    groups = [design.group_of(row.company) for row in rows]
    regressions = [fit(tuple(cases[0]), table, amounts, groups, penalty) for penalty in penalties]
    return Model(design, min(regressions, key=lambda regression: regression.left_out_error), hindsight)


def others(decisions: Sequence[Decision], design: Design, company: str, id: str = "") -> tuple[Decision, ...]:
    """The decisions of other companies: none of the same group, nor one of the same id."""
    group = design.group_of(company)
    return tuple(one for one in decisions if design.group_of(one.company) != group and one.id != id)


def earlier(decisions: Sequence[Decision], on: dt.date) -> tuple[Decision, ...]:
    """The decisions taken before a day."""
    return tuple(one for one in decisions if one.on < on)
