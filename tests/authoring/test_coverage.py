"""Clauses seen and mistakes noticed: what a weak set of examples leaves open, and what a better one closes."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.tried import measured, only, tried, worded, write_cases, write_rule
from lexposure.authoring.clauses import clauses
from lexposure.authoring.coverage import RuleCoverage, Seen
from rulebook.small_book import add_rule, small_book

CONDITIONS = """
applies_when:
  any:
    - public_body: yes
    - people_monitored: more than 5
finding_when: {officer_appointed: no}
"""
HIT = "name: Hit, facts: {public_body: yes, people_monitored: 1, officer_appointed: no}, expect: finding"
MISS = "name: Miss, facts: {public_body: yes, people_monitored: 1, officer_appointed: yes}, expect: no finding"
NONE = "name: Not asked, facts: {public_body: no, people_monitored: 5}, expect: not applicable"
MANY = "name: Many, facts: {public_body: no, people_monitored: 6, officer_appointed: no}, expect: finding"
OPEN = "name: Open, facts: {people_monitored: 5}, expect: unknown"
NOT_SHOWN = "name: Not shown, facts: {public_body: yes, officer_appointed: not shown}, expect: unknown"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def seen(rule: RuleCoverage) -> dict[str, str]:
    """The truths of each clause: T, F, U."""
    return {one.clause.words: letters(one) for one in rule.seen}


def letters(seen: Seen) -> str:
    return "".join(letter for letter, truth in (("T", True), ("F", False), ("U", None)) if truth in seen.truths)


def test_clauses_and_the_truths_they_took(folder: Path) -> None:
    write_rule(folder, CONDITIONS, HIT, MISS)
    weak = only(folder)
    assert seen(weak) == {
        "any of 2 parts": "T",
        "public_body: yes": "T",
        "people_monitored: more than 5": "F",
        "officer_appointed: no": "TF",
    }
    assert (weak.trials, weak.covered, weak.unknown_seen) == (2, 1, 0)
    write_cases(folder, NONE, MANY, OPEN)
    better = only(folder)
    assert seen(better) == {
        "any of 2 parts": "TFU",
        "public_body: yes": "TFU",
        "people_monitored: more than 5": "TF",
        "officer_appointed: no": "TFU",
    }
    assert (better.trials, better.covered, better.unknown_seen) == (5, 4, 3)


def test_a_weak_set_of_examples_lets_mistakes_survive(folder: Path) -> None:
    write_rule(folder, CONDITIONS, HIT, MISS)
    assert worded(*only(folder).survivors) == [
        "dropping this part of 'any' (people_monitored: more than 5)",
        "negating 'people_monitored: more than 5'",
        "moving the threshold of 'people_monitored: more than 5' down by one",
        "moving the threshold of 'people_monitored: more than 5' up by one",
        "dropping 'applies_when'",
        "putting the burden of proof on the company in 'officer_appointed: no'",
    ]
    write_cases(folder, NONE, MANY, NOT_SHOWN)
    strong = only(folder)
    assert worded(*strong.survivors) == []
    assert (strong.killed, strong.mutants, strong.score) == (10, 10, 1.0)


@pytest.mark.parametrize(
    ("left_out", "survives"),
    [
        (NONE, ["down by one", "dropping 'applies_when'"]),
        (MANY, ["(people_monitored: more than 5)", "up by one"]),
        (NOT_SHOWN, ["putting the burden of proof on the company in 'officer_appointed: no'"]),
    ],
)
def test_each_example_is_needed(folder: Path, left_out: str, survives: list[str]) -> None:
    write_rule(folder, CONDITIONS, HIT, MISS)
    write_cases(folder, *(one for one in (NONE, MANY, NOT_SHOWN) if one != left_out))
    survived = worded(*only(folder).survivors)
    assert len(survived) == len(survives)
    assert all(words.endswith(end) for words, end in zip(survived, survives, strict=True))


def test_a_level_is_noticed_only_where_it_is_stated(folder: Path) -> None:
    conditions = """
finding_when: {officer_appointed: no}
seriousness:
  start: low
  factors: {when: {public_body: yes}, effect: raises, cite: GDPR Art. 83(2)(a), because: It is one.}
"""
    bare = "facts: {officer_appointed: no, public_body: yes}, expect: finding"
    miss = "name: Miss, facts: {officer_appointed: yes}, expect: no finding"
    write_rule(folder, conditions, f"name: Hit, {bare}", miss)
    assert {mutant.operator for mutant in only(folder).survivors} == {"start", "factor", "negate", "burden"}
    write_rule(folder, conditions, f"name: Hit, {bare}, seriousness: medium", miss)
    assert {mutant.operator for mutant in only(folder).survivors} == {"burden"}


def test_what_is_missing_is_noticed_only_where_it_is_stated(folder: Path) -> None:
    conditions = "finding_when: {all: [{officer_appointed: no}, {public_body: yes}]}"
    hit = "name: Hit, facts: {officer_appointed: no, public_body: yes}, expect: finding"
    miss = "name: Miss, facts: {officer_appointed: yes, public_body: no}, expect: no finding"
    write_rule(folder, conditions, hit, miss, "name: Open, facts: {}, expect: unknown")
    assert sum(mutant.operator == "drop part" for mutant in only(folder).survivors) == 2
    write_rule(
        folder,
        conditions,
        hit,
        miss,
        "name: Open, facts: {}, expect: unknown, missing: [officer_appointed, public_body]",
    )
    assert sum(mutant.operator == "drop part" for mutant in only(folder).survivors) == 0


def test_a_failing_example_shows_nothing(folder: Path) -> None:
    write_rule(folder, CONDITIONS, HIT, MISS)
    before = measured(folder, "TRIED")
    write_cases(folder, NONE.replace("not applicable", "finding"))
    after = measured(folder, "TRIED")
    assert (before.failed, after.failed) == (0, 1)
    assert (after.killed, after.covered, after.trials) == (before.killed, before.covered, before.trials)


def test_examples_show_something_of_the_version_that_decides_them(folder: Path) -> None:
    add_rule(folder, "TRIED", until="2020-12-31", finding="public_body: no")
    add_rule(folder, "TRIED@2021-01-01", start="2021-01-01", finding="public_body: no")
    write_cases(folder, "name: Then, facts: {public_body: no}, on: 2019-01-01, expect: finding")
    counts = {rule.name: rule.trials for rule in measured(folder, "TRIED").rules}
    assert counts == {"TRIED@2018-05-25": 3, "TRIED@2021-01-01": 2}


def test_a_conclusion_is_measured_by_the_fact_it_concludes(folder: Path) -> None:
    large = only(folder, "DOMINANCE")
    assert seen(large) == {"market_share: at least 50 %": "TF"}
    assert {mutant.operator for mutant in large.survivors} == {"threshold"}
    write_cases(
        folder,
        "name: Half, facts: {market_share: 50 %}, expect: true",
        "name: Just below, facts: {market_share: 49.9999 %}, expect: false",
        name="DOMINANCE",
    )
    assert only(folder, "DOMINANCE").survivors == ()


def test_a_clause_below_a_quantifier_is_seen_for_each_entry(folder: Path) -> None:
    write_rule(
        folder,
        "finding_when: {any market: {uses_seller_data: yes}}",
        "name: Hit, market: [{uses_seller_data: no}, {uses_seller_data: yes}], expect: finding",
        "name: Miss, market: [], complete: market, facts: {}, expect: no finding",
    )
    assert seen(only(folder)) == {"any market": "TF", "uses_seller_data: yes": "TF"}


def test_what_counts_as_a_clause(folder: Path) -> None:
    conditions = """
applies_when: {all: [{any: [{public_body: no}]}]}
finding_when:
  all:
    - people_monitored: exactly 5
    - {seat: DE, officer_appointed: no}
unless: {none: [{market_share: at least 5 %}]}
"""
    write_rule(folder, conditions, HIT, MISS)
    _, trials = tried(folder, "TRIED")
    version = trials.ran[0].version
    assert version is not None
    assert [clause.words for clause in clauses(version)] == [
        "public_body: no",
        "all of 2 parts",
        "people_monitored: exactly 5",
        "all of 2 parts",
        "seat: DE",
        "officer_appointed: no",
        "market_share: at least 5 %",
    ]


def test_not_shown_counts_for_a_clause_as_it_does_for_the_rule(folder: Path) -> None:
    """Below ``unless`` what cannot be shown is false, where it counts against the company."""
    write_rule(
        folder,
        "finding_when: {officer_appointed: no}\nunless: {burden: company, public_body: no}",
        "name: Hit, facts: {officer_appointed: no, public_body: not shown}, expect: finding",
        "name: Miss, facts: {officer_appointed: no, public_body: no}, expect: no finding",
    )
    assert seen(only(folder))["public_body: no"] == "TF"
    write_rule(
        folder,
        "finding_when: {none: [{burden: company, officer_appointed: yes}]}",
        "name: Hit, facts: {officer_appointed: not shown}, expect: finding",
        "name: Miss, facts: {officer_appointed: yes}, expect: no finding",
    )
    assert seen(only(folder)) == {"officer_appointed: yes": "TF"}


def test_the_worst_comes_first(folder: Path) -> None:
    write_rule(folder, CONDITIONS, HIT, MISS, NONE, MANY, NOT_SHOWN)
    names = [rule.name for rule in measured(folder).rules]
    scores = [rule.score for rule in measured(folder).rules]
    assert names[-1] == "TRIED"
    assert scores == sorted(scores, key=lambda score: score or 0.0)
    total = measured(folder)
    assert total.mutants == sum(rule.mutants for rule in total.rules)
    assert total.score == total.killed / total.mutants
