"""Forecasts of decisions that the forecast was not fitted on: companies left out, and only earlier decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log10

from lexposure.empirical.covariates import of_decision
from lexposure.empirical.prediction import ORIGINAL, Model, amount_of, earlier, fitted, others, usable
from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.scores import Forecast, forecast

Fit = Callable[[Sequence[Decision]], Model]
Forecasts = Mapping[str, Forecast]


def ridge(design: Design, target: str = ORIGINAL, hindsight: bool = False) -> Fit:
    """Fitting by the design's columns; the penalty is chosen within the decisions given, so that nothing leaks."""
    return lambda decisions: fitted(decisions, design, design.penalties, target, hindsight)


def left_out(
    tested: Sequence[Decision], known: Sequence[Decision], design: Design, fit: Fit, target: str = ORIGINAL
) -> dict[str, Forecast]:
    """Each decision by a model of other companies' decisions, whatever their date: that is hindsight."""
    models: dict[str, Model] = {}
    found: dict[str, Forecast] = {}
    for one in usable(tested, target):
        group = design.group_of(one.company)
        if group not in models:
            models[group] = fit(others(known, design, one.company, one.id))
        predicted = models[group].predict(of_decision(one, design))
        found[one.id] = forecast(log10(amount_of(one, target)), predicted)
    return found


def in_time(
    tested: Sequence[Decision], known: Sequence[Decision], design: Design, fit: Fit, target: str = ORIGINAL
) -> dict[str, Forecast]:
    """Each decision by a model of other companies' earlier decisions, where there are enough of them."""
    found: dict[str, Forecast] = {}
    for one in usable(tested, target):
        before = usable(earlier(others(known, design, one.company, one.id), one.on), target)
        if len(before) >= design.least_decisions:
            predicted = fit(before).predict(of_decision(one, design))
            found[one.id] = forecast(log10(amount_of(one, target)), predicted)
    return found
