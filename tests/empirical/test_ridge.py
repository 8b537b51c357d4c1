"""The regression and its ranges, against fits made the long way round."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexposure.empirical.ridge import Regression, fit, middle, quantile_span


def drawn(seed: int, n: int = 40) -> tuple[list[tuple[float, float]], list[float], list[str]]:
    """Rows, targets along a line with noise, and groups of one to four rows."""
    chance = random.Random(seed)
    rows = [(chance.uniform(-3, 3), float(chance.random() < 0.3)) for _ in range(n)]
    targets = [4.0 + 0.6 * slope - 0.5 * flag + chance.gauss(0, 0.7) for slope, flag in rows]
    groups = [f"group {chance.randrange(n // 2)}" for _ in range(n)]
    return rows, targets, groups


@pytest.mark.parametrize("penalty", [0.0, 1.0, 8.0])
def test_errors_of_groups_left_out_are_those_of_fits_without_them(penalty: float) -> None:
    rows, targets, groups = drawn(1)
    quick = fit(rows, targets, groups, penalty)
    for group in set(groups):
        kept = [index for index, one in enumerate(groups) if one != group]
        slow = fit([rows[i] for i in kept], [targets[i] for i in kept], [groups[i] for i in kept], penalty)
        for index in (index for index, one in enumerate(groups) if one == group):
            assert quick.errors[index] == pytest.approx(targets[index] - slow.predict(rows[index]), abs=1e-9)


def test_the_intercept_is_free_and_the_slopes_are_held_back() -> None:
    rows, targets, groups = drawn(2)
    moved = [target + 100.0 for target in targets]
    plain, shifted = fit(rows, targets, groups, 5.0), fit(rows, moved, groups, 5.0)
    assert shifted.intercept == pytest.approx(plain.intercept + 100.0)
    assert shifted.coefficients == pytest.approx(plain.coefficients)
    held = fit(rows, targets, groups, 1e9)
    assert held.coefficients == pytest.approx((0.0, 0.0), abs=1e-6)
    assert held.intercept == pytest.approx(sum(targets) / len(targets), abs=1e-6)


def test_a_line_without_noise_is_found_exactly() -> None:
    rows = [(float(x), float(x % 3 == 0)) for x in range(12)]
    found = fit(rows, [2.0 + 3.0 * x - flag for x, flag in rows], [str(x) for x in range(12)], 0.0)
    assert (found.intercept, *found.coefficients) == pytest.approx((2.0, 3.0, -1.0))
    assert found.left_out_error == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("share", "ends"), [(0.5, (-5.0, 5.0)), (0.8, (-8.0, 8.0)), (0.95, (-9.0, 9.0))])
def test_spans_take_the_ranks_of_one_more_error(share: float, ends: tuple[float, float]) -> None:
    """19 errors from -9 to 9: twenty ranks, a twentieth each."""
    assert quantile_span([float(x) for x in range(-9, 10)], share) == ends


def test_the_middle() -> None:
    assert middle([1.0, 2.0, 9.0]) == 2.0
    assert middle([1.0, 2.0, 4.0, 9.0]) == 3.0


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_ranges_cover_new_rows_as_promised_on_average(seed: int) -> None:
    """Over 200 new rows of the same kind, the 80 % range is never far off; exact on average only."""
    rows, targets, groups = drawn(seed, 120)
    found: Regression = fit(rows, targets, groups, 1.0)
    low, high = quantile_span(found.residuals, 0.8)
    new, actual, _ = drawn(seed + 1, 200)
    inside = sum(low <= value - found.predict(row) <= high for row, value in zip(new, actual, strict=True))
    assert 0.6 <= inside / 200 <= 0.95
