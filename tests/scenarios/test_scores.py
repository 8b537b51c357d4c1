"""Scores by numbers small enough to follow."""

from __future__ import annotations

from math import comb, log10

import pytest

from lexposure.scenarios.scores import Forecast, binomial_interval, scores

SPANS = ((-1.0, 1.0), (-2.0, 2.0), (-3.0, 3.0))


def test_errors_and_shares_within_a_factor() -> None:
    found = scores([Forecast(0.0, 0.0), Forecast(0.4, 0.0), Forecast(-0.9, 0.0), Forecast(2.0, 0.0)])
    assert found.n == 4
    assert found.rmse == pytest.approx(((0.16 + 0.81 + 4.0) / 4) ** 0.5)
    assert found.mae == pytest.approx(3.3 / 4)
    assert found.bias == pytest.approx(1.5 / 4)
    assert (found.within_3, found.within_10) == (0.5, 0.75)
    assert found.pinball is None
    assert found.covered == ()


def test_a_factor_of_exactly_three_is_within_three() -> None:
    assert scores([Forecast(log10(3), 0.0)]).within_3 == 1.0


def test_coverage_counts_the_ends_and_gives_the_width() -> None:
    found = scores([Forecast(actual, 0.0, SPANS) for actual in (-3.0, -1.0, 0.0, 1.5, 3.1)])
    assert [one.inside for one in found.covered] == [2, 3, 4]
    assert [one.width for one in found.covered] == [2.0, 4.0, 6.0]


def test_pinball_is_least_for_the_true_quantiles() -> None:
    actual = [x / 100 for x in range(-100, 101)]
    right = ((-0.5, 0.5), (-0.8, 0.8), (-0.95, 0.95))
    wide = ((-1.0, 1.0), (-2.0, 2.0), (-3.0, 3.0))
    narrow = ((-0.1, 0.1), (-0.2, 0.2), (-0.3, 0.3))
    losses = [scores([Forecast(one, 0.0, spans) for one in actual]).pinball for spans in (right, wide, narrow)]
    assert losses[0] == min(losses, key=lambda loss: loss or 0.0)


@pytest.mark.parametrize(("n", "share"), [(1, 0.5), (18, 0.95), (149, 0.8)])
def test_the_binomial_interval_holds_95_of_100_and_no_narrower_one_does(n: int, share: float) -> None:
    def mass(first: int, last: int) -> float:
        return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(first, last + 1))

    least, most = binomial_interval(n, share)
    assert mass(least, most) >= 0.95 - 1e-9
    assert mass(0, least - 1) <= 0.025
    assert mass(most + 1, n) <= 0.025 + 1e-9


def test_nothing_to_score() -> None:
    with pytest.raises(ValueError, match="nothing to score"):
        scores([])
