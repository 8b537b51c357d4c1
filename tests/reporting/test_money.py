"""Amounts: three significant digits in prose, exact in tables, never broken over two lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexposure.reporting.money import cents, exact, percent, regrouped, short, tied

AMOUNTS = st.floats(min_value=0, max_value=1e13, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "EUR 0"),
        (0.4, "EUR 0.4"),
        (972.5, "EUR 972"),
        (43_750, "EUR 43 800"),
        (999_600, "EUR 1 m"),
        (746e6, "EUR 746 m"),
        (13_534_400_000, "EUR 13.5 bn"),
        (999_960_000, "EUR 1 bn"),
        (20e6, "EUR 20 m"),
        (1_234_000_000_000, "EUR 1 230 bn"),
    ],
)
def test_prose_has_three_significant_digits(amount: float, text: str) -> None:
    made = short(amount)
    assert re.sub("[\u00a0\u202f]", " ", made) == text
    assert " " not in made


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (972.5, "972.50"),
        (1_353_618_000, "1 353 618 000"),
        (0.005, "0"),
        (0.015, "0.02"),
        (999_999.5, "999 999.50"),
        (13_520_014_008.05, "13 520 014 008"),
        (1e12, "1 000 000 000 000"),
    ],
)
def test_tables_are_exact(amount: float, text: str) -> None:
    assert exact(amount).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.0551234, "5.51 %"), (1, "100 %"), (0.00017, "0.017 %"), (0.5, "50 %")]
)
def test_shares(share: float, text: str) -> None:
    assert percent(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(("amount", "data"), [(None, None), (3.0, 3), (2.345, 2.35), (-0.0, 0), (1e9, 1_000_000_000)])
def test_data_are_rounded_to_cents(amount: float | None, data: float | None) -> None:
    assert cents(amount) == data
    assert not isinstance(cents(3.0), float)


@given(AMOUNTS)
def test_prose_is_within_half_a_percent(amount: float) -> None:
    words = short(amount).replace("\u202f", "").split("\u00a0")
    scale = {"m": 1e6, "bn": 1e9}.get(words[2], 1.0) if len(words) > 2 else 1.0
    assert float(words[1]) * scale == pytest.approx(amount, rel=0.0051)


@given(AMOUNTS)
def test_a_table_gives_the_amount_back(amount: float) -> None:
    within = 0.0051 if amount < 1e6 else 0.51
    assert float(exact(amount).replace("\u202f", "")) == pytest.approx(amount, abs=within, rel=1e-12)


def test_written_amounts_are_not_broken() -> None:
    assert tied("386 064 million USD") == "386\u00a0064\u00a0million\u00a0USD"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("EUR 20,000,000 or, if higher, 4 %", "EUR_20'000'000 or, if higher, 4 %"),
        ("in 2021,000 no group; 1,23 and 1,2345 neither", "in 2021,000 no group; 1,23 and 1,2345 neither"),
        ("points 1,2,3; 0.5,000", "points 1,2,3; 0.5,000"),
        ("10,000, then 1,000.50", "10'000, then 1'000.50"),
    ],
)
def test_groups_in_sentences_are_those_of_amounts(text: str, shown: str) -> None:
    assert regrouped(text).replace("\u202f", "'").replace("\u00a0", "_") == shown
