"""Every phrase of the rule language, in its fact's type."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexposure.rulebook.conditions import AgoAtMost, AtLeast, FromParameter, Includes, OneOf
from lexposure.rulebook.facts import Fact
from lexposure.rulebook.phrases import Reading, read_phrase
from lexposure.rulebook.values import Misread
from rulebook.vocabulary import CATALOGUE, DATA, FLAG, PARAMETERS, PEOPLE, SEAT, SHARE, SINCE, TURNOVER

DAY = dt.date(2024, 3, 7).toordinal()


def codes(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


@pytest.mark.parametrize(
    ("of", "text", "reading"),
    [
        (FLAG, "yes", ((OneOf(codes(1)), False),)),
        (FLAG, "no", ((OneOf(codes(0)), False),)),
        (PEOPLE, "at least 400 000", ((AtLeast(400_000), False),)),
        (PEOPLE, "more than 400 000 people", ((AtLeast(400_001), False),)),
        (PEOPLE, "at most 5", ((AtLeast(6), True),)),
        (PEOPLE, "less than 5", ((AtLeast(5), True),)),
        (PEOPLE, "exactly 5", ((AtLeast(5), False), (AtLeast(6), True))),
        (TURNOVER, "more than 50 million EUR", ((AtLeast(50_000_000_01), False),)),
        (SHARE, "at least 40 %", ((AtLeast(400_000), False),)),
        (PEOPLE, "at least many_people", ((FromParameter("many_people", 0), False),)),
        (PEOPLE, "more than many_people", ((FromParameter("many_people", 1), False),)),
        (PEOPLE, "less than many_people", ((FromParameter("many_people", 0), True),)),
        (
            TURNOVER,
            "exactly large_turnover",
            ((FromParameter("large_turnover", 0), False), (FromParameter("large_turnover", 1), True)),
        ),
        (SINCE, "on or after 2024-03-07", ((AtLeast(DAY), False),)),
        (SINCE, "after 2024-03-07", ((AtLeast(DAY + 1), False),)),
        (SINCE, "on or before 2024-03-07", ((AtLeast(DAY + 1), True),)),
        (SINCE, "before 2024-03-07", ((AtLeast(DAY), True),)),
        (SINCE, "at least 6 months ago", ((AgoAtMost(6, 0, 1), True),)),
        (SINCE, "more than 6 months ago", ((AgoAtMost(6, 0, 0), True),)),
        (SINCE, "less than 1 year ago", ((AgoAtMost(12, 0, 1), False),)),
        (SINCE, "at most 2 weeks ago", ((AgoAtMost(0, 14, 0), False),)),
        (SINCE, "at most 30 days ago", ((AgoAtMost(0, 30, 0), False),)),
        (SEAT, "NO", ((OneOf(codes(3)), False),)),
        (SEAT, "not NO", ((OneOf(codes(3)), True),)),
        (SEAT, "one of SE, NO, IS", ((OneOf(codes(2, 3, 4)), False),)),
        (SEAT, "not one of SE, NO", ((OneOf(codes(2, 3)), True),)),
        (DATA, "includes health", ((Includes(codes(0)), False),)),
        (DATA, "includes any of health, contact", ((Includes(codes(0, 2)), False),)),
    ],
)
def test_phrases(of: Fact, text: str, reading: Reading) -> None:
    assert read_phrase(text, of, PARAMETERS) == reading


@pytest.mark.parametrize(
    ("of", "text", "code", "offset"),
    [
        (FLAG, "not yes", "phrase", 0),
        (FLAG, "NO", "phrase", 0),
        (FLAG, "", "phrase", 0),
        (PEOPLE, "400 000", "phrase", 0),
        (PEOPLE, "atleast 5", "phrase", 0),
        (PEOPLE, ">= 5", "phrase", 0),
        (PEOPLE, "at least 5 hours", "unit", 11),
        (PEOPLE, "at least large_turnover", "parameter-type", 9),
        (TURNOVER, "at least 50 million", "unit", 9),
        (TURNOVER, "at least large_turnovr", "amount", 9),
        (SINCE, "2024-03-07", "phrase", 0),
        (SINCE, "before March", "date", 7),
        (SINCE, "on or after 2024-02-30", "date", 12),
        (SINCE, "at least 12345 years ago", "phrase", 9),
        (SEAT, "SE, NO", "phrase", 0),
        (SEAT, "one of SE, XX", "option", 11),
        (SEAT, "not XX", "option", 4),
        (DATA, "health", "phrase", 0),
        (DATA, "includes health, contact", "phrase", 0),
        (DATA, "includes any of health, money", "option", 24),
    ],
)
def test_what_is_no_phrase_is_pointed_at(of: Fact, text: str, code: str, offset: int) -> None:
    with pytest.raises(Misread) as raised:
        read_phrase(text, of, PARAMETERS)
    assert (raised.value.code, raised.value.offset) == (code, offset)


def test_a_unit_may_not_differ_from_the_parameters() -> None:
    with pytest.raises(Misread, match="'many_people' is a number of people"):
        read_phrase("at least many_people", replace(PEOPLE, unit="hours"), PARAMETERS)


@given(
    st.text(max_size=40)
    | st.sampled_from(["at least ", "not ", "one of ", "includes any of ", "before ", "more than "]).flatmap(
        lambda words: st.text(max_size=20).map(lambda rest: words + rest)
    )
)
def test_no_phrase_breaks_the_reader(text: str) -> None:
    for of in CATALOGUE.values():
        assert 0 <= offset_of(text, of) <= max(len(text), 1)


def offset_of(text: str, of: Fact) -> int:
    """Where a phrase is wrong; 0 if it is none the worse."""
    try:
        read_phrase(text, of, PARAMETERS)
    except Misread as error:
        return error.offset
    return 0
