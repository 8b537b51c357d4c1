"""The shipped book at any date: from the first day of the GDPR to days that are still to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lexposure.assess.model import Assessment
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.profile.reading import read_profile
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Outcome

BOOK = read_rulebook()
PROFILES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))
DAYS = ("2018-05-25", "2020-07-12", "2022-06-01", "2024-02-17", "2026-11-25", "2035-01-01")
FIRST = {
    "dma": "2023-05-02",
    "dsa": "2024-02-17",
    "p2b": "2020-07-12",
    "nis2": "2024-10-18",
    "uk-competition": "2021-01-01",
}


def assessed(path: Path, day: str) -> Assessment:
    on = dt.date.fromisoformat(day)
    return Assessor(BOOK, on, "reference").assess(read_profile(path, BOOK, on))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_nothing_rests_on_law_that_is_not_applicable(path: Path, day: str) -> None:
    assessment = assessed(path, day)
    for finding in assessment.findings:
        if finding.outcome is not Outcome.NOT_APPLICABLE:
            assert finding.rule.in_force.covers(assessment.on), finding.id
            assert all(day >= FIRST.get(one.regime, day) for one in finding.provisions), finding.id
    for regime in estimate(assessment).regimes:
        if day < FIRST.get(regime.regime, day):
            assert (regime.conducts, regime.alleged, regime.not_computed) == ((), (), ())


def test_a_rule_to_come_says_from_when() -> None:
    assessment = assessed(PROFILES[0], "2018-05-25")
    (coming,) = [finding for finding in assessment.findings if finding.rule.id == "DSA-25"]
    assert (coming.outcome, coming.note) == (Outcome.NOT_APPLICABLE, "in force from 2024-02-17 only")


@pytest.mark.parametrize(
    ("day", "pending"),
    [
        ("2025-01-01", set[str]()),
        ("2026-11-25", {"gdpr-procedure", "digital-omnibus-breach"}),
        ("2027-04-02", {"digital-omnibus-breach"}),
    ],
)
def test_law_on_its_way_is_named_while_it_is(day: str, pending: set[str]) -> None:
    found = {change.id for change in BOOK.announced if change.pending(dt.date.fromisoformat(day))}
    assert pending <= found
    assert ("gdpr-procedure" in found) == ("gdpr-procedure" in pending)
