"""The part of the book in force on a day, with figures of that day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lexposure.rulebook.conditions import AtLeast, Compare, Condition, comparisons
from lexposure.rulebook.edition import edition
from lexposure.rulebook.rules import Rule
from rulebook.small_book import add_rule, read, small_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


def one(condition: Condition) -> Compare:
    (compare,) = comparisons(condition)
    return compare


def named(rules: tuple[Rule, ...]) -> list[str]:
    return [f"{rule.id} {rule.in_force.start}" for rule in rules]


def test_each_day_has_its_version(folder: Path) -> None:
    add_rule(folder, "DUTY", start="2018-05-25", until="2020-12-31")
    add_rule(folder, "DUTY@2022-01-01", start="2022-01-01")
    book = read(folder)
    assert named(edition(book, on("2020-12-31")).rules) == ["DUTY 2018-05-25", "OFFICER 2018-05-25"]
    gap = edition(book, on("2021-06-01"))
    assert named(gap.rules) == ["OFFICER 2018-05-25"]
    assert named(gap.not_in_force) == ["DUTY 2022-01-01"]
    assert named(edition(book, on("2022-01-01")).rules) == ["DUTY 2022-01-01", "OFFICER 2018-05-25"]
    assert named(edition(book, on("2018-05-24")).not_in_force) == ["DUTY 2018-05-25", "OFFICER 2018-05-25"]


def test_of_an_ended_rule_the_last_version_is_named(folder: Path) -> None:
    add_rule(folder, "DUTY", start="2018-05-25", until="2018-12-31")
    add_rule(folder, "DUTY@2019-01-01", start="2019-01-01", until="2019-12-31")
    assert named(edition(read(folder), on("2024-01-01")).not_in_force) == ["DUTY 2019-01-01"]


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_drafts_and_retired_rules_are_left_out(folder: Path, status: str) -> None:
    add_rule(folder, "DUTY", status=status)
    part = edition(read(folder), on("2024-01-01"))
    assert named(part.rules) == ["OFFICER 2018-05-25"]
    assert part.not_in_force == ()


def test_conclusions_and_factors_follow_the_day_too(folder: Path) -> None:
    book = read(folder)
    assert [rule.id for rule in edition(book, on("1962-03-13")).conclusions] == ["DOMINANCE"]
    assert edition(book, on("1962-03-12")).conclusions == ()
    assert edition(book, on("2018-05-24")).factors == ()
    assert [factor.id for factor in edition(book, on("2018-05-25")).factors] == ["GDPR-83-2-k"]


def test_parameters_become_the_figures_of_the_day(folder: Path) -> None:
    path = folder / "parameters" / "figures.yaml"
    path.write_text(
        path.read_text().replace(
            "    2018-05-25: {value: 50 000",
            "    2024-01-01: {value: 60 000, cite: New}\n    2018-05-25: {value: 50 000",
        )
    )
    book = read(folder)
    before, after = edition(book, on("2023-12-31")), edition(book, on("2024-01-01"))
    assert one(before.rules[0].applies_when).test == AtLeast(50_000)
    assert one(after.rules[0].applies_when).test == AtLeast(60_000)
    assert before.parameters_used == {"large_scale_people": 50_000}
    assert book.parameters["large_scale_people"].cite_on(on("2024-06-01")) == "New"
    assert book.parameters["large_scale_people"].on(on("2017-01-01")) is None


@pytest.mark.parametrize(
    ("phrase", "first", "negated"),
    [
        ("at least 6 months ago", "2026-02-29+1", True),
        ("more than 6 months ago", "2026-02-28", True),
        ("at most 6 months ago", "2026-02-28", False),
        ("less than 6 months ago", "2026-02-28+1", False),
        ("at most 10 days ago", "2026-08-21", False),
    ],
)
def test_how_long_ago_is_counted_from_the_day(folder: Path, phrase: str, first: str, negated: bool) -> None:
    add_rule(folder, "AGO", finding=f"designated_on: {phrase}")
    (rule, *_) = edition(read(folder), on("2026-08-31")).rules
    compare = one(rule.finding_when)
    day, _, plus = first.replace("02-29", "02-28").partition("+")
    assert compare.test == AtLeast(on(day).toordinal() + int(plus or 0))
    assert compare.negated is negated


def test_what_needs_no_day_stays_the_same_object(folder: Path) -> None:
    book = read(folder)
    (rule,) = edition(book, on("2024-01-01")).rules
    assert rule.finding_when is book.rules[0].finding_when


def test_figures_inside_exceptions_levels_and_lists_are_resolved(folder: Path) -> None:
    add_rule(
        folder,
        "DEEP",
        finding="any processing: {any: [{consent_given: no}, {people_monitored: more than large_scale_people}]}",
        more="unless: {none: [{people_monitored: at least large_scale_people}]}\n"
        "seriousness: {start: low, factors: [{when: {people_monitored: exactly large_scale_people},"
        " effect: raises, cite: x, because: y}]}\n",
    )
    (rule, *_) = edition(read(folder), on("2024-01-01")).rules
    assert rule.unless is not None
    assert rule.seriousness is not None
    assert [part.test for part in comparisons(rule.finding_when)][1] == AtLeast(50_001)
    assert one(rule.unless).test == AtLeast(50_000)
    assert [part.test for part in comparisons(rule.seriousness.factors[0].when)] == [AtLeast(50_000), AtLeast(50_001)]
