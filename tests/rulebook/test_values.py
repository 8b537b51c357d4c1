"""Amounts, dates and options as written, and the whole numbers they become."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexposure.rulebook.facts import Fact, FactType, Option
from lexposure.rulebook.values import (
    LARGEST,
    Amount,
    Misread,
    check_answer,
    encode,
    read_amount,
    read_codes,
    read_interval,
    read_whole,
    show,
    show_interval,
)
from rulebook.vocabulary import DATA, FLAG, PEOPLE, SEAT, SHARE, SINCE, TURNOVER, fact

DAY = dt.date(2021, 8, 15).toordinal()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", Amount(Decimal(0), Decimal(0), "")),
        ("400 000", Amount(Decimal(400_000), Decimal(400_000), "")),
        ("400\u202f000", Amount(Decimal(400_000), Decimal(400_000), "")),
        ("50 million EUR", Amount(Decimal(50_000_000), Decimal(50_000_000), "EUR")),
        ("386 064 million USD", Amount(Decimal("386064e6"), Decimal("386064e6"), "USD")),
        ("1.5 billion EUR", Amount(Decimal(1_500_000_000), Decimal(1_500_000_000), "EUR")),
        ("12.5 %", Amount(Decimal("12.5"), Decimal("12.5"), "%")),
        ("2%", Amount(Decimal(2), Decimal(2), "%")),
        ("400 000 people", Amount(Decimal(400_000), Decimal(400_000), "people")),
        ("3 Member States", Amount(Decimal(3), Decimal(3), "Member States")),
        ("10-50 million EUR", Amount(Decimal(10_000_000), Decimal(50_000_000), "EUR")),
        ("10 \u2013 50 million EUR", Amount(Decimal(10_000_000), Decimal(50_000_000), "EUR")),
        ("900 thousand to 2 million EUR", Amount(Decimal(900_000), Decimal(2_000_000), "EUR")),
        ("10 EUR to 50 million EUR", Amount(Decimal(10), Decimal(50_000_000), "EUR")),
        ("at least 5 %", Amount(Decimal(5), None, "%")),
        ("at most 5 %", Amount(None, Decimal(5), "%")),
        ("more than 5 %", Amount(Decimal(5), None, "%", above=True)),
        ("less than 5 %", Amount(None, Decimal(5), "%", below=True)),
    ],
)
def test_amounts(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("", "amount", "400 000"),
        ("many", "amount", "400 000"),
        ("EUR 50 million", "amount", "50 million EUR"),
        ("0123", "amount", "leave the zero out"),
        ("22:30", "amount", "400 000"),
        ("1e6", "amount", "1 million"),
        ("50,000", "amount", "spaces"),
        ("1.000.000", "amount", "400 000"),
        ("40 00", "amount", "400 000"),
        ("> 50 million", "amount", "more than"),
        ("5m", "amount", "million or billion"),
        ("50m EUR", "amount", "million or billion"),
        ("7.5 bn EUR", "amount", "million or billion"),
        ("10-50 Mio. EUR", "amount", "million or billion"),
        ("3 Million EUR", "amount", "million or billion"),
        ("-5", "negative", ""),
        ("50-10 million EUR", "amount", "turn it round"),
        ("10 USD to 50 EUR", "amount", ""),
        ("\u0665\u0660", "amount", "400 000"),
        ("9" * 300, "amount", ""),
    ],
)
def test_what_is_no_amount_says_how_to_write_it(text: str, code: str, hint: str) -> None:
    with pytest.raises(Misread) as raised:
        read_amount(text)
    assert raised.value.code == code
    assert hint in raised.value.hint


@pytest.mark.parametrize(
    ("text", "of", "whole"),
    [
        ("yes", FLAG, 1),
        ("no", FLAG, 0),
        ("NO", SEAT, 3),
        ("400 000 people", PEOPLE, 400_000),
        ("50 million EUR", TURNOVER, 50_000_000_00),
        ("0.01 EUR", TURNOVER, 1),
        ("12.5 %", SHARE, 125_000),
        ("0.0001 %", SHARE, 1),
        ("2021-08-15", SINCE, DAY),
    ],
)
def test_one_value_becomes_a_whole_number(text: str, of: Fact, whole: int) -> None:
    assert read_whole(text, of) == whole


@pytest.mark.parametrize(
    ("text", "of", "code"),
    [
        ("NO", FLAG, "yes-no"),
        ("true", FLAG, "yes-no"),
        ("no", SEAT, "option"),
        ("health", DATA, "value"),
        ("1.5", PEOPLE, "amount"),
        ("5 hours", PEOPLE, "unit"),
        ("50 million", TURNOVER, "unit"),
        ("50 million euros", TURNOVER, "unit"),
        ("50 million USD", TURNOVER, "currency"),
        ("0.001 EUR", TURNOVER, "amount"),
        ("12.5", SHARE, "unit"),
        ("10-50 people", PEOPLE, "value"),
        ("at least 5", PEOPLE, "value"),
        ("999999999999 billion EUR", TURNOVER, "amount"),
        ("15.08.2021", SINCE, "date"),
        ("2021-02-30", SINCE, "date"),
        ("0000-01-01", SINCE, "date"),
        ("2021-08", SINCE, "value"),
    ],
)
def test_what_is_no_single_value_of_the_type(text: str, of: Fact, code: str) -> None:
    with pytest.raises(Misread) as raised:
        read_whole(text, of)
    assert raised.value.code == code


def test_a_unit_in_a_plain_number_is_refused() -> None:
    with pytest.raises(Misread, match="is a plain number, not hours"):
        read_whole("5 hours", fact("plain", FactType.COUNT))


@pytest.mark.parametrize(
    ("text", "of", "ends"),
    [
        ("10-50 million EUR", TURNOVER, (10_000_000_00, 50_000_000_00)),
        ("more than 5", PEOPLE, (6, None)),
        ("less than 5", PEOPLE, (None, 4)),
        ("at least 5 %", SHARE, (50_000, None)),
        ("2021-08", SINCE, (dt.date(2021, 8, 1).toordinal(), dt.date(2021, 8, 31).toordinal())),
        ("2024", SINCE, (dt.date(2024, 1, 1).toordinal(), dt.date(2024, 12, 31).toordinal())),
        ("2020-02 to 2021-08-15", SINCE, (dt.date(2020, 2, 1).toordinal(), DAY)),
        ("on or after 2021-08-15", SINCE, (DAY, None)),
        ("after 2021-08-15", SINCE, (DAY + 1, None)),
        ("on or before 2021-08-15", SINCE, (None, DAY)),
        ("before 2021-08-15", SINCE, (None, DAY - 1)),
    ],
)
def test_ranges(text: str, of: Fact, ends: tuple[int | None, int | None]) -> None:
    assert read_interval(text, of) == ends


@pytest.mark.parametrize(
    ("text", "of", "code"),
    [
        ("less than 0", PEOPLE, "negative"),
        ("2021-08-15 to 2020", SINCE, "date"),
        ("after 2021", SINCE, "date"),
        ("2021-13", SINCE, "date"),
        ("soon", SINCE, "date"),
    ],
)
def test_what_is_no_range(text: str, of: Fact, code: str) -> None:
    with pytest.raises(Misread) as raised:
        read_interval(text, of)
    assert raised.value.code == code


def test_options_are_found_with_their_place() -> None:
    assert read_codes("SE, NO,IS", SEAT) == {2, 3, 4}
    assert read_codes("no", FLAG) == {0}
    with pytest.raises(Misread) as raised:
        read_codes("SE,  NOR", SEAT)
    assert raised.value.offset == 5


def test_what_a_profile_may_answer() -> None:
    for text, of in [
        ("unknown", PEOPLE),
        ("not shown", FLAG),
        ("at most 5", PEOPLE),
        ("health, contact", DATA),
        ("", DATA),
        ("NO", SEAT),
    ]:
        check_answer(text, of)
    for text, of, code in [("not applicable", PEOPLE, "not-applicable"), ("maybe", FLAG, "yes-no")]:
        with pytest.raises(Misread) as raised:
            check_answer(text, of)
        assert raised.value.code == code


def test_what_is_finer_is_rounded_when_encoded() -> None:
    assert encode(Decimal("0.014"), FactType.MONEY) == 1
    assert encode(Decimal("0.016"), FactType.MONEY) == 2


@pytest.mark.parametrize(
    ("value", "of", "text"),
    [
        (0, TURNOVER, "0 EUR"),
        (50_000_000_00, TURNOVER, "50 million EUR"),
        (386_064_000_000_00, TURNOVER, "386.064 billion EUR"),
        (1_234_567_89, TURNOVER, "1 234 567.89 EUR"),
        (999_999_00, TURNOVER, "999 999 EUR"),
        (400_000, PEOPLE, "400 000 people"),
        (125_000, SHARE, "12.5 %"),
        (DAY, SINCE, "2021-08-15"),
        (1, FLAG, "yes"),
        (3, SEAT, "NO"),
    ],
)
def test_values_are_shown_as_people_write_them(value: int, of: Fact, text: str) -> None:
    assert show(value, of) == text


def test_ranges_are_shown() -> None:
    assert show_interval(None, None, PEOPLE) == "any value"
    assert show_interval(5, None, PEOPLE) == "at least 5 people"
    assert show_interval(None, DAY, SINCE) == "on or before 2021-08-15"
    assert show_interval(5, 5, PEOPLE) == "5 people"
    assert show_interval(5, 7, PEOPLE) == "5 people to 7 people"


numbers = st.integers(0, LARGEST)


@given(numbers, st.sampled_from([PEOPLE, TURNOVER, SHARE]))
def test_a_shown_value_reads_back(value: int, of: Fact) -> None:
    assert read_whole(show(value, of), of) == value


@given(st.none() | numbers, st.none() | numbers, st.sampled_from([PEOPLE, TURNOVER, SHARE]))
def test_a_shown_range_reads_back(one: int | None, other: int | None, of: Fact) -> None:
    low, high = (one, other) if one is None or other is None else sorted((one, other))
    if low is None and high is None:
        return
    assert read_interval(show_interval(low, high, of), of) == (low, high)


@given(st.dates(min_value=dt.date(1, 1, 2)), st.dates(min_value=dt.date(1, 1, 2)))
def test_shown_days_read_back(one: dt.date, other: dt.date) -> None:
    low, high = sorted((one.toordinal(), other.toordinal()))
    assert read_interval(show_interval(low, high, SINCE), SINCE) == (low, high)


@given(st.text(max_size=60) | st.text("0123456789 .,-%EURmilontoablesthnx:", max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    for of in (FLAG, PEOPLE, TURNOVER, SHARE, SINCE, SEAT, DATA):
        assert 0 <= offset_of(text, of) <= max(len(text), 1)


def offset_of(text: str, of: Fact) -> int:
    """Where an answer is wrong; 0 if it is none the worse."""
    try:
        check_answer(text, of)
    except Misread as error:
        return error.offset
    return 0


def test_the_label_of_an_option_leads_to_its_name() -> None:
    seat = replace(SEAT, options=(Option(0, "LU", "Luxembourg"), Option(1, "FR", "France")))
    with pytest.raises(Misread) as raised:
        read_whole("luxemburg", seat)
    assert raised.value.hint == "did you mean 'LU' (Luxembourg)?"
