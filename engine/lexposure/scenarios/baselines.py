"""What a forecast has to beat: turnover alone, a share of the legal maximum, the middle of the method's band."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from lexposure.empirical.prediction import Row, others, ranged
from lexposure.empirical.ridge import fit
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.scores import Forecast

Feature = Callable[[Decision], float]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line on one feature: with slope, or at slope one ("a share of it")."""

    feature: Feature
    sloped: bool

    def forecasts(self, tested: Sequence[Row], known: Sequence[Row]) -> dict[str, Forecast]:
        """Each decision by the line through other companies' decisions."""
        return {row.decision.id: self._forecast(row, others(known, row.group, row.decision.id)) for row in tested}

    def _forecast(self, row: Row, rows: Sequence[Row]) -> Forecast:
        regression = fit(
            [self._columns(one) for one in rows],
            [one.amount - self._offset(one) for one in rows],
            [one.group for one in rows],
            0.0,
        )
        predicted, offset = ranged(regression, self._columns(row)), self._offset(row)
        spans = tuple((low + offset, high + offset) for low, high in predicted.spans)
        return Forecast(row.amount, predicted.median + offset, spans)

    def _columns(self, row: Row) -> tuple[float, ...]:
        return (self.feature(row.decision),) if self.sloped else ()

    def _offset(self, row: Row) -> float:
        return 0.0 if self.sloped else self.feature(row.decision)


def turnover_alone() -> Line:
    """The logarithm of the fine on that of the turnover, whichever is known."""
    return Line(lambda one: log10(one.turnover or 1.0), sloped=True)


def share_of_maximum(maxima: Mapping[str, float]) -> Line:
    """The same share of the legal maximum for all; ``maxima`` by decision, EUR."""
    return Line(lambda one: log10(maxima[one.id]), sloped=False)


def points(tested: Sequence[Row], centrals: Mapping[str, float | None]) -> dict[str, Forecast]:
    """A bare amount per decision, EUR; those without one, or with nothing, are left out."""
    amounts = ((row, centrals.get(row.decision.id)) for row in tested)
    return {row.decision.id: Forecast(row.amount, log10(central)) for row, central in amounts if central}
