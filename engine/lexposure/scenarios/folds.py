"""Forecasts of decisions that the forecast was not fitted on: companies left out, and only earlier decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lexposure.empirical.prediction import Row, earlier, others, ranged, regressed
from lexposure.empirical.ridge import Regression
from lexposure.rulebook.calibration import Design
from lexposure.scenarios.scores import Forecast, forecast

Forecasts = Mapping[str, Forecast]


def left_out(tested: Sequence[Row], known: Sequence[Row], design: Design) -> dict[str, Forecast]:
    """Each decision by other companies' decisions, whatever their date: that is hindsight.

    The penalty is chosen within the decisions fitted, so that nothing leaks.
    """
    models: dict[str, Regression] = {}
    found: dict[str, Forecast] = {}
    for row in tested:
        if row.group not in models:
            models[row.group] = regressed(others(known, row.group, row.decision.id), design.penalties)
        found[row.decision.id] = forecast(row.amount, ranged(models[row.group], row.columns))
    return found


def in_time(tested: Sequence[Row], known: Sequence[Row], design: Design) -> dict[str, Forecast]:
    """Each decision by other companies' earlier decisions, where there are enough of them."""
    found: dict[str, Forecast] = {}
    for row in tested:
        before = earlier(others(known, row.group, row.decision.id), row.decision.on)
        if len(before) >= design.least_decisions:
            found[row.decision.id] = forecast(row.amount, ranged(regressed(before, design.penalties), row.columns))
    return found
