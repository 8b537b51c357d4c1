"""What stands in a profile becomes the set of possible values, or a problem at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lexposure.profile.model import Answer, AnswerState
from lexposure.profile.possible import Interval, Options, Possible, Selection
from lexposure.source.problems import Problem

Answering = Callable[[str, str], Answer]
Failing = Callable[[str], tuple[Problem, ...]]

KNOWN, DISPUTED, UNKNOWN = AnswerState.KNOWN, AnswerState.DISPUTED, AnswerState.UNKNOWN
NOT_APPLICABLE, NOT_SHOWN = AnswerState.NOT_APPLICABLE, AnswerState.NOT_SHOWN


def cents(low: int | None, high: int | None) -> Interval:
    return Interval(None if low is None else low * 100, None if high is None else high * 100)


def days(low: str, high: str) -> Interval:
    return Interval(dt.date.fromisoformat(low).toordinal(), dt.date.fromisoformat(high).toordinal())


def some(*codes: int) -> frozenset[int]:
    return frozenset(codes)


READ: list[tuple[str, str, AnswerState, Possible | None]] = [
    ("turnover", "50 million EUR", KNOWN, cents(50_000_000, 50_000_000)),
    ("turnover", "10-50 million EUR", KNOWN, cents(10_000_000, 50_000_000)),
    ("turnover", "at least 5 million EUR", KNOWN, cents(5_000_000, None)),
    ("turnover", "less than 5 million EUR", KNOWN, Interval(0, 499_999_999)),
    ("turnover", "0 EUR", KNOWN, Interval(0, 0)),
    ("turnover", "at least 0 EUR", KNOWN, None),
    ("turnover", "unknown", UNKNOWN, None),
    ("turnover", "not shown", NOT_SHOWN, None),
    ("turnover", "{value: [40 million EUR, 60 million EUR]}", DISPUTED, cents(40_000_000, 60_000_000)),
    ("turnover", "[60 million EUR, 40 million EUR]", DISPUTED, cents(40_000_000, 60_000_000)),
    ("turnover", "{disputed: [10-20 million EUR, at least 15 million EUR]}", DISPUTED, cents(10_000_000, None)),
    ("staff", "1 200", KNOWN, Interval(1200, 1200)),
    ("staff", "{value: not applicable, reason: no staff}", NOT_APPLICABLE, Interval(0, 0)),
    ("listed", "yes", KNOWN, Options(some(1))),
    ("listed", "{value: not applicable, reason: not a company}", NOT_APPLICABLE, Options(some(0))),
    ("listed", "{disputed: [yes, no]}", DISPUTED, None),
    ("fault", "none", KNOWN, Options(some(0))),
    ("fault", "{disputed: [negligence, intention]}", DISPUTED, Options(some(1, 2))),
    ("fault", "{disputed: [none, negligence, intention]}", DISPUTED, None),
    ("seat", "NO", KNOWN, Options(some(1))),
    ("data_kinds", "[name, health]", KNOWN, Selection(some(0, 1), some(0, 1))),
    ("data_kinds", "name, faith", KNOWN, Selection(some(0, 2), some(0, 2))),
    ("data_kinds", "none", KNOWN, Selection(some(), some())),
    ("data_kinds", "[none]", KNOWN, Selection(some(), some())),
    ("data_kinds", "{value: [name], source: record}", KNOWN, Selection(some(0), some(0))),
    ("data_kinds", "{surely: [name], possibly: [name, faith]}", KNOWN, Selection(some(0), some(0, 2))),
    ("data_kinds", "{value: {surely: [name]}, note: said so}", KNOWN, Selection(some(0), some(0, 1, 2))),
    ("data_kinds", "{possibly: [name, faith]}", KNOWN, Selection(some(), some(0, 2))),
    ("data_kinds", "{possibly: [name, health, faith]}", KNOWN, None),
    ("data_kinds", "{disputed: [[name, health], [name, faith]]}", DISPUTED, Selection(some(0), some(0, 1, 2))),
    ("data_kinds", "{disputed: [none, [health]]}", DISPUTED, Selection(some(), some(1))),
    ("share", "12.5 %", KNOWN, Interval(125_000, 125_000)),
    ("share", "at least 40 %", KNOWN, Interval(400_000, 1_000_000)),
    ("share", "0-100 %", KNOWN, None),
    ("since", "2021-08-15", KNOWN, days("2021-08-15", "2021-08-15")),
    ("since", "2021-08", KNOWN, days("2021-08-01", "2021-08-31")),
    ("since", "[2019-03-01, 2020]", DISPUTED, days("2019-03-01", "2020-12-31")),
]


@pytest.mark.parametrize(("fact", "written", "state", "possible"), READ)
def test_read(answer: Answering, fact: str, written: str, state: AnswerState, possible: Possible | None) -> None:
    read = answer(fact, written)
    assert (read.state, read.possible) == (state, possible)


@pytest.mark.parametrize(
    ("fact", "written", "printed"),
    [
        ("turnover", "{disputed: [4 EUR, 6 EUR], note: two respondents}", "4 EUR or 6 EUR"),
        ("data_kinds", "[name, health]", "name, health"),
        ("data_kinds", "{surely: [name], possibly: [name, faith]}", "surely name; possibly name, faith"),
        ("data_kinds", "{disputed: [[name], [faith]]}", "name or faith"),
        ("listed", '"yes"', "yes"),
    ],
)
def test_written_as_it_stands(answer: Answering, fact: str, written: str, printed: str) -> None:
    assert answer(fact, written).written == printed


REFUSED = [
    ("turnover: -5 million EUR", "negative", 13),
    ("turnover: 5 million", "unit", 13),
    ("turnover: 5,000 EUR", "amount", 14),
    ("turnover: 50-10 million EUR", "amount", 13),
    ("turnover: 1000000 billion EUR", "amount", 13),
    ("turnover: less than 0 EUR", "negative", 13),
    ("turnover:", "empty", None),
    ("turnover: {value: not applicable, reason: none}", "not-applicable", 21),
    ("turnover: {source: somebody}", "missing", None),
    ("turnover: {value: 5 EUR, disputed: [5 EUR, 6 EUR]}", "value", None),
    ("turnover: {disputed: [5 EUR]}", "disputed", 24),
    ("turnover: {disputed: 5 EUR}", "disputed", 24),
    ("turnover: [5 EUR, unknown]", "value", 21),
    ("turnover: [5 EUR, [6 EUR]]", "shape", 21),
    ("turnover: {surely: 5 EUR}", "shape", 13),
    ("turnover: {value: 5 EUR, sauce: x}", "unknown-key", 28),
    ("staff: 5 apples", "unit", 12),
    ("staff: 2.5", "amount", 10),
    ("staff: 1e6", "amount", 10),
    ("staff: not applicable", "reason", 3),
    ("staff: {value: not applicable}", "reason", 3),
    ("staff: {value: 5, year: 2025}", "money", 27),
    ("listed: true", "yes-no", 11),
    ("listed: Yes", "yes-no", 11),
    ("listed: [yes, maybe]", "yes-no", 17),
    ("fault: negligent", "option", 10),
    ("seat: no", "option", 9),
    ("listed: {value: yes, on: 2026-02-30}", "date", 28),
    ("listed: {value: yes, on: yesterday}", "date", 28),
    ("listed: {value: yes, basis: rumour}", "word", 31),
]


@pytest.mark.parametrize(("line", "code", "column"), REFUSED)
def test_refused(wrong: Failing, line: str, code: str, column: int | None) -> None:
    (problem,) = wrong(f"answers:\n  {line}\n")
    assert problem.code == code
    assert problem.span is not None
    assert problem.span.line == 5
    assert column is None or problem.span.column == column


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[]", "empty"),
        ("[name, sex]", "option"),
        ("[[name], [faith]]", "shape"),
        ("{surely: [health], possibly: [name]}", "selection"),
        ("{value: {}}", "missing"),
        ("{value: {perhaps: [name]}}", "unknown-key"),
        ("{disputed: [[name], {surely: [faith]}]}", "shape"),
        ("{disputed: [name, unknown]}", "value"),
        ("true", "option"),
    ],
)
def test_refused_selections(wrong: Failing, written: str, code: str) -> None:
    problems = wrong(f"processing:\n  - id: one\n    answers:\n      data_kinds: {written}\n")
    assert code in {problem.code for problem in problems}


def test_share_above_the_whole(wrong: Failing) -> None:
    (problem,) = wrong("markets:\n  - {id: one, answers: {share: 130 %}}\n")
    assert problem.code == "share"


def test_a_long_answer_is_not_quoted_in_full(wrong: Failing) -> None:
    (problem,) = wrong(f"answers:\n  fault: {'x' * 5000}\n")
    assert problem.code == "too-long"
    assert len(problem.headline()) < 300
