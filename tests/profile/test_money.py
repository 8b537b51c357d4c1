"""Other currencies, their years and rates."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from lexposure.profile.model import Answer, Profile
from lexposure.profile.possible import Interval
from lexposure.source.problems import Problem

Reading = Callable[[str], Profile]
Answering = Callable[[str, str], Answer]
Failing = Callable[[str], tuple[Problem, ...]]


def test_the_average_of_the_year(answer: Answering) -> None:
    read = answer("turnover", "{value: 386 064 million USD, year: 2020}")
    expected = round(Decimal(386_064_000_000) / Decimal("1.1422") * 100)
    assert read.possible == Interval(expected, expected)
    assert read.year == 2020
    assert read.conversion is not None
    assert (read.conversion.currency, read.conversion.year) == ("USD", 2020)
    assert read.conversion.per_euro == Decimal("1.1422")


def test_the_profile_s_own_rate(answer: Answering) -> None:
    read = answer("turnover", "{value: 12-24 million USD, year: 2025, rate: 1.2 USD per EUR}")
    assert read.possible == Interval(1_000_000_000, 2_000_000_000)
    assert read.conversion is not None
    assert (read.conversion.per_euro, read.conversion.source) == (Decimal("1.2"), "rate given in the profile")


def test_an_own_rate_for_a_currency_without_averages(answer: Answering) -> None:
    assert answer("turnover", "{value: 8 million CAD, rate: 1.6}").possible == Interval(500_000_000, 500_000_000)


def test_amounts_are_rounded_to_cents(answer: Answering) -> None:
    assert answer("turnover", "{value: 1 USD, rate: 3, year: 2025}").possible == Interval(33, 33)
    assert answer("turnover", "{value: less than 1 USD, rate: 3, year: 2025}").possible == Interval(0, 32)
    assert answer("turnover", "{value: more than 1 USD, rate: 3, year: 2025}").possible == Interval(34, None)


def test_several_amounts_in_one_currency_and_in_euro(answer: Answering) -> None:
    read = answer("turnover", "{disputed: [10 USD, 30 USD, 7 EUR], rate: 2, year: 2025}")
    assert read.possible == Interval(500, 1500)


def test_euro_needs_no_conversion(answer: Answering) -> None:
    assert answer("turnover", "5 EUR").conversion is None


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("{value: 5 EUR, year: 2025}", []),
        ("{value: 5 EUR, year: 2024}", ["year"]),
        ("{value: 5 EUR, year: 2026}", ["year"]),
        ("{value: 5 USD, year: 2025}", []),
        ("5 USD", ["year"]),
        ("{disputed: [5 USD, 6 USD]}", ["year"]),
        ("{value: 5 EUR, rate: 1.2}", ["rate"]),
    ],
)
def test_warnings(read: Reading, written: str, codes: list[str]) -> None:
    warnings = read(f"answers:\n  group_turnover: {written}\n").warnings
    assert [warning.code for warning in warnings] == codes
    assert all(warning.warning and warning.span is not None for warning in warnings)


def test_only_the_turnover_that_fines_are_measured_by_is_bound_to_a_year(read: Reading) -> None:
    assert read("answers:\n  turnover: {value: 5 EUR, year: 2024}\n").warnings == ()


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        (
            "{value: 5 USD, year: 1998}",
            "rate",
            "name another year or give your own rate, as 'rate: 1.1422 USD per EUR'",
        ),
        ("5 USQ", "currency", "did you mean 'USD'? or give your own rate, as 'rate: 1.1422 USQ per EUR'"),
        ("5 Dollars", "unit", "write EUR"),
        ("{value: 5 USD, year: 25}", "year", "write it as 2020"),
        ("{value: 5 USD, year: ٢٠٢٠}", "year", "write it as 2020"),
        ("{value: 5 USD, rate: 0}", "rate", "write units of the currency per euro, as 1.1422"),
        ("{value: 5 USD, rate: -1.2 USD per EUR}", "rate", "write units of the currency per euro, as 1.1422"),
        ("{value: 5 USD, rate: 1.2 GBP per EUR}", "rate", ""),
        ("{disputed: [5 USD, 5 GBP], year: 2025}", "currency", "give one of them in EUR"),
        ("90000000 billion JPY", "amount", ""),
    ],
)
def test_refused(wrong: Failing, written: str, code: str, hint: str) -> None:
    (problem,) = wrong(f"answers:\n  turnover: {written}\n")
    assert (problem.code, problem.hint) == (code, hint)
