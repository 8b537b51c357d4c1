"""How good forecasts of fines are: coverage, width, errors. Logarithms to the base ten of euro."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lexposure.empirical.prediction import SHARES, Predicted

INTERVAL = 0.95
"""How sure the binomial interval of a promised coverage is."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast and what came: ``actual`` is the logarithm of the fine. A bare point has no spans."""

    actual: float
    median: float
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def error(self) -> float:
        """Above zero where the fine was higher than forecast."""
        return self.actual - self.median


def forecast(actual: float, predicted: Predicted) -> Forecast:
    """A prediction beside what came."""
    return Forecast(actual, predicted.median, predicted.spans)


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of n actual fines lay in ranges that promised a share; ``least`` and ``most`` are the binomial interval.

    ``width`` is the mean width of the range in powers of ten.
    """

    promised: float
    inside: int
    n: int
    least: int
    most: int
    width: float

    @property
    def share(self) -> float:
        """The measured coverage."""
        return self.inside / self.n

    @property
    def holds(self) -> bool:
        """Whether the measured coverage is within what chance allows."""
        return self.least <= self.inside <= self.most


@dataclass(frozen=True, slots=True)
class Scores:
    """Errors over n forecasts: root mean square, mean absolute and mean error, shares within a factor, pinball loss.

    ``pinball`` averages the loss of the median and of every range's ends; nothing for bare points.
    """

    n: int
    rmse: float
    mae: float
    bias: float
    within_3: float
    within_10: float
    pinball: float | None
    covered: tuple[Covered, ...]


def scores(forecasts: Sequence[Forecast]) -> Scores:
    """Raises :class:`ValueError` for no forecast at all."""
    if not forecasts:
        raise ValueError("there is nothing to score")
    n = len(forecasts)
    errors = [one.error for one in forecasts]
    ranged = all(one.spans for one in forecasts)
    return Scores(
        n=n,
        rmse=math.sqrt(math.fsum(error * error for error in errors) / n),
        mae=math.fsum(map(abs, errors)) / n,
        bias=math.fsum(errors) / n,
        within_3=sum(abs(error) <= math.log10(3) for error in errors) / n,
        within_10=sum(abs(error) <= 1.0 for error in errors) / n,
        pinball=math.fsum(map(_pinball, forecasts)) / n if ranged else None,
        covered=tuple(_covered(forecasts, index) for index in range(len(SHARES))) if ranged else (),
    )


def _covered(forecasts: Sequence[Forecast], index: int) -> Covered:
    inside = sum(one.spans[index][0] <= one.actual <= one.spans[index][1] for one in forecasts)
    width = math.fsum(one.spans[index][1] - one.spans[index][0] for one in forecasts) / len(forecasts)
    least, most = binomial_interval(len(forecasts), SHARES[index])
    return Covered(SHARES[index], inside, len(forecasts), least, most, width)


def _pinball(one: Forecast) -> float:
    """The mean quantile loss of the median and the ends of the ranges (Koenker and Bassett 1978)."""
    losses = [_loss(one.actual - one.median, 0.5)]
    for share, (low, high) in zip(SHARES, one.spans, strict=True):
        tail = (1.0 - share) / 2.0
        losses += [_loss(one.actual - low, tail), _loss(one.actual - high, 1.0 - tail)]
    return math.fsum(losses) / len(losses)


def _loss(error: float, quantile: float) -> float:
    return max(quantile * error, (quantile - 1.0) * error)


def binomial_interval(n: int, share: float, sure: float = INTERVAL) -> tuple[int, int]:
    """The counts between which n trials of a probability fall with at least the probability ``sure``, equal tails."""
    tail = (1.0 - sure) / 2.0
    masses = [math.comb(n, k) * share**k * (1.0 - share) ** (n - k) for k in range(n + 1)]
    below = list(accumulate(masses))
    least = next(k for k in range(n + 1) if below[k] > tail)
    most = next((k for k in range(n + 1) if below[k] >= 1.0 - tail), n)
    return least, most
