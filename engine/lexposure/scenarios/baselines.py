"""What a forecast has to beat: turnover alone, a share of the legal maximum, the middle of the method's band."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from lexposure.empirical.prediction import SHARES, others, usable
from lexposure.empirical.ridge import fit, middle, quantile_span
from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.scores import Forecast

Feature = Callable[[Decision], float]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line on one feature: with slope, or at slope one ("a share of it")."""

    feature: Feature
    sloped: bool

    def forecasts(self, tested: Sequence[Decision], known: Sequence[Decision], design: Design) -> dict[str, Forecast]:
        """Each decision by the line through other companies' decisions."""
        found: dict[str, Forecast] = {}
        for one in usable(tested):
            rows = usable(others(known, design, one.company, one.id))
            found[one.id] = self._forecast(one, rows, design)
        return found

    def _forecast(self, one: Decision, rows: Sequence[Decision], design: Design) -> Forecast:
        offset: Feature = _nothing if self.sloped else self.feature
        regression = fit(
            ("feature",) if self.sloped else (),
            [(self.feature(row),) if self.sloped else () for row in rows],
            [log10(row.fine) - offset(row) for row in rows],
            [design.group_of(row.company) for row in rows],
            0.0,
        )
        line = offset(one) + regression.predict((self.feature(one),) if self.sloped else ())
        spans = (quantile_span(regression.residuals, share) for share in SHARES)
        ranges = tuple((line + low, line + high) for low, high in spans)
        return Forecast(log10(one.fine), line + middle(regression.residuals), ranges)


def _nothing(_: Decision) -> float:
    return 0.0


def turnover_alone() -> Line:
    """The logarithm of the fine on that of the turnover, whichever is known."""
    return Line(lambda one: log10(one.turnover or 1.0), sloped=True)


def share_of_maximum(maxima: Mapping[str, float]) -> Line:
    """The same share of the legal maximum for all; ``maxima`` by decision, EUR."""
    return Line(lambda one: log10(maxima[one.id]), sloped=False)


def points(tested: Sequence[Decision], centrals: Mapping[str, float | None]) -> dict[str, Forecast]:
    """A bare amount per decision, EUR; those without one, or with nothing, are left out."""
    found: dict[str, Forecast] = {}
    for one in usable(tested):
        central = centrals.get(one.id)
        if central:
            found[one.id] = Forecast(log10(one.fine), log10(central))
    return found
