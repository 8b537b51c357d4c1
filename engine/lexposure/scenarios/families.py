"""The families of models that a calibration compares; the only user of scikit-learn.

All are judged on the same folds, with no company on both sides. The quantile families are conformalised on companies
set aside (Romano, Patterson and Candes, Conformalized quantile regression, NeurIPS 2019).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any

from lexposure.empirical.prediction import SHARES, Predicted, Row, ranged, regressed, rows_of
from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.baselines import turnover_alone
from lexposure.scenarios.scores import Forecast, Scores, forecast, scores

FOLDS = 10
SEED = 2026
QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""The ends of the promised ranges and the median."""

Rows = list[tuple[float, ...]]
Quantile = Callable[[float], Any]

TURNOVER = "turnover alone"
RIDGE = "ridge regression, ranges from companies left out"
LINEAR = "linear quantile regression, conformalised"
TREES = "boosted quantile trees, conformalised"


def compared(decisions: Sequence[Decision], design: Design) -> dict[str, Scores]:
    """Scores by family, the simplest first; without scikit-learn only the families that need none of it."""
    rows = rows_of(decisions, design)
    folds = grouped(rows)
    found = {TURNOVER: scores(list(turnover_alone().forecasts(rows, rows).values()))}
    for name, predict in _families(design).items():
        forecasts: list[Forecast] = []
        for fold in range(FOLDS):
            train = [row for row in rows if folds[row.group] != fold]
            test = [row for row in rows if folds[row.group] == fold]
            predicted = predict(train, test)
            forecasts += [forecast(row.amount, guess) for row, guess in zip(test, predicted, strict=True)]
        found[name] = scores(forecasts)
    return found


def grouped(rows: Sequence[Row]) -> dict[str, int]:
    """The fold of each group: the largest groups first, each into the fold that holds least."""
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row.group] = sizes.get(row.group, 0) + 1
    held = [0] * FOLDS
    folds: dict[str, int] = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        fold = held.index(min(held))
        folds[group], held[fold] = fold, held[fold] + sizes[group]
    return folds


Predict = Callable[[Sequence[Row], Sequence[Row]], list[Predicted]]


def _families(design: Design) -> dict[str, Predict]:
    def ridge(train: Sequence[Row], test: Sequence[Row]) -> list[Predicted]:
        regression = regressed(train, design.penalties)
        return [ranged(regression, row.columns) for row in test]

    return {RIDGE: ridge} | (_of_library() if has_library() else {})


def _of_library() -> dict[str, Predict]:
    # Imported by name: the library is an extra and brings no types.
    ensemble: Any = importlib.import_module("sklearn.ensemble")
    linear_model: Any = importlib.import_module("sklearn.linear_model")

    def linear(quantile: float) -> Any:
        return linear_model.QuantileRegressor(quantile=quantile, alpha=0.01, solver="highs")

    def trees(quantile: float) -> Any:
        return ensemble.GradientBoostingRegressor(
            loss="quantile", alpha=quantile, n_estimators=120, max_depth=2, learning_rate=0.05, random_state=SEED
        )

    return {LINEAR: _conformal(linear), TREES: _conformal(trees)}


def has_library() -> bool:
    """Whether scikit-learn can be imported."""
    try:
        importlib.import_module("sklearn")
    except ImportError:
        return False
    return True


def _conformal(make: Quantile) -> Predict:
    """Quantile models on two thirds of the companies, widened by what the last third shows."""

    def predict(train: Sequence[Row], test: Sequence[Row]) -> list[Predicted]:
        aside = set(sorted({row.group for row in train})[::3])
        proper = [row for row in train if row.group not in aside]
        judge = [row for row in train if row.group in aside]
        models = {quantile: make(quantile).fit(_table(proper), _fines(proper)) for quantile in QUANTILES}
        seen = {quantile: models[quantile].predict(_table(judge)) for quantile in QUANTILES}
        ahead = {quantile: models[quantile].predict(_table(test)) for quantile in QUANTILES}
        actual = _fines(judge)
        widen = [_widening(actual, seen, share) for share in SHARES]
        return [
            Predicted(
                float(ahead[0.5][row]),
                tuple(
                    (float(ahead[low][row]) - more, float(ahead[high][row]) + more)
                    for (low, high), more in zip(map(_ends, SHARES), widen, strict=True)
                ),
            )
            for row in range(len(test))
        ]

    return predict


def _ends(share: float) -> tuple[float, float]:
    tail = round((1.0 - share) / 2.0, 3)
    return tail, round(1.0 - tail, 3)


def _widening(actual: Sequence[float], seen: Mapping[float, Sequence[float]], share: float) -> float:
    low, high = _ends(share)
    misses = sorted(max(seen[low][row] - one, one - seen[high][row]) for row, one in enumerate(actual))
    rank = min(ceil((len(misses) + 1) * share), len(misses))
    return float(misses[rank - 1])


def _table(rows: Sequence[Row]) -> Rows:
    return [row.columns for row in rows]


def _fines(rows: Sequence[Row]) -> list[float]:
    return [row.amount for row in rows]
