"""The nearest decisions, and what courts made of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empirical.shipped import calibration, decisions
from lexposure.empirical.courts import Courts, courts_for, courts_of, table_of
from lexposure.empirical.covariates import Covariates, of_decision
from lexposure.empirical.nearest import distance, nearest
from lexposure.empirical.prediction import usable

DESIGN = calibration().design
CASES = [of_decision(one, DESIGN) for one in usable(decisions())]
TODAY = dt.date(2026, 11, 26)


@given(st.sampled_from(CASES), st.sampled_from(CASES))
def test_distance_is_the_same_both_ways_and_nothing_to_itself(one: Covariates, other: Covariates) -> None:
    assert distance(one, one) == 0.0
    if one.region and other.region:
        assert distance(one, other) == pytest.approx(distance(other, one))


def test_the_distance_is_what_its_sentence_says() -> None:
    case = replace(CASES[0], own_turnover=1e6, group_turnover=None, people=100.0, family="duties", children=None)
    far = replace(case, own_turnover=1e8, people=1e6, family="security", children=True)
    assert distance(case, far) == pytest.approx(2.0 + 1.0 + 0.5 + 0.25 * 4.0)


def test_a_decision_is_nearest_to_itself_and_no_group_stands_twice() -> None:
    meta = next(one for one in decisions() if one.id == "ie-dpc-instagram-children-2022")
    found = nearest(of_decision(meta, DESIGN), decisions(), DESIGN)
    assert found[0].decision == meta
    assert len(found) == DESIGN.nearest
    assert len({DESIGN.group_of(near.decision.company) for near in found}) == DESIGN.nearest
    assert [near.distance for near in found] == sorted(near.distance for near in found)


def test_courts_count_ends_and_what_remained() -> None:
    ends = [("upheld", 100.0, 100.0), ("reduced", 100.0, 40.0), ("annulled", 50.0, 0.0)]
    ends += [("pending", 100.0, 0.0)]
    found = courts_of([*ends, ("annulled", 10.0, None)])
    assert isinstance(found, Courts)
    assert (found.upheld, found.reduced, found.annulled, found.n) == (1, 1, 1, 3)
    assert found.remaining == pytest.approx(1.4 / 3.0)
    assert courts_of([("pending", 1.0, None)]) is None


def test_courts_speak_of_what_was_known_at_the_date() -> None:
    then, now = courts_for(calibration(), "gdpr", dt.date(2021, 1, 1)), courts_for(calibration(), "gdpr", TODAY)
    assert then is not None
    assert now is not None
    assert then.n < now.n
    assert courts_for(calibration(), "nis2", TODAY) is None


def test_the_table_of_a_law_holds_its_decisions_latest_first() -> None:
    found = table_of(calibration(), "dma", TODAY)
    assert {one.id for one in found} == {"apple-dma-2025", "meta-dma-2025"}
    days = [one.decided for one in table_of(calibration(), "antitrust", TODAY)]
    assert days == sorted(days, reverse=True)
    assert table_of(calibration(), "dma", dt.date(2025, 4, 22)) == ()
