"""Examples and cases run: which fail and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.tried import CONCLUSION, failures, tried, write_cases, write_rule
from lexposure.assess.run import Assessor
from lexposure.rulebook.cases_reading import read_cases
from lexposure.rulebook.loading import read_rulebook
from rulebook.small_book import add_rule, read, small_book

TWO = """
applies_when: {people_monitored: at least large_scale_people}
finding_when: {officer_appointed: no}
seriousness:
  start: low
  factors:
    - {when: {public_body: yes}, effect: raises, cite: GDPR Art. 83(2)(a), because: It must know better.}
"""
HIT = "name: Hit, facts: {people_monitored: 60 000, officer_appointed: no, public_body: no}, expect: finding"
MISS = "name: Miss, facts: {people_monitored: 60 000, officer_appointed: yes}, expect: no finding"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def test_as_expected(folder: Path) -> None:
    write_rule(folder, TWO, f"{HIT}, seriousness: low", MISS)
    write_cases(
        folder,
        "name: Nobody watched, facts: {people_monitored: 0}, expect: not applicable",
        "name: Shared, facts: {public_body: yes}, expect: finding, seriousness: medium",
        "name: Own answers stand before shared ones, facts: {officer_appointed: yes}, expect: no finding",
        "name: Unknown factors are not met, facts: {}, expect: finding, seriousness: low",
        "name: Open, facts: {officer_appointed: unknown}, expect: unknown, missing: officer_appointed",
        given="{people_monitored: 60 000, officer_appointed: no}",
    )
    assert failures(folder) == []


def test_what_is_said_of_those_that_fail(folder: Path) -> None:
    write_rule(folder, TWO, f"{HIT}, seriousness: high", MISS)
    write_cases(
        folder,
        "name: Outcome, facts: {officer_appointed: yes}, expect: finding",
        "name: Missing, facts: {}, expect: unknown, missing: [officer_appointed, people_monitored]",
        "name: Nothing missing, facts: {officer_appointed: no}, expect: finding, missing: officer_appointed",
        given="{people_monitored: 60 000}",
    )
    assert failures(folder) == [
        "Hit: expected the level high, but it is low",
        "Outcome: expected finding, but it is no finding",
        "Missing: expected officer_appointed, people_monitored to be missing, but missing is officer_appointed",
        "Nothing missing: expected officer_appointed to be missing, but missing is nothing",
    ]


def test_a_level_where_there_is_none(folder: Path) -> None:
    write_rule(folder, "finding_when: {officer_appointed: no}", HIT, MISS)
    write_cases(folder, "name: Level, facts: {officer_appointed: no}, expect: finding, seriousness: low")
    assert failures(folder) == ["Level: expected the level low, but the rule has no seriousness"]


def test_a_failure_stands_at_the_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    write_cases(folder, "name: Wrong, facts: {people_monitored: 1}, expect: finding", name="OFFICER")
    _, trials = tried(folder)
    (failure,) = trials.failures()
    assert failure.problem().headline() == (
        "rules/gdpr/cases/OFFICER.yaml:4:5: error[example]: "
        "OFFICER, case 'Wrong': expected finding, but it is not applicable"
    )


def test_conclusions_have_cases_too(folder: Path) -> None:
    write_cases(
        folder,
        "name: Half, facts: {market_share: 50 %}, expect: true",
        "name: Open, facts: {}, expect: unknown, missing: market_share",
        "name: Too large, facts: {market_share: 50 %}, expect: false",
        "name: Not open, facts: {market_share: 1 %}, expect: false, missing: market_share",
        name="DOMINANCE",
        given="{public_body: no}",
    )
    assert failures(folder, "DOMINANCE") == [
        "Too large: expected false, but it is true",
        "Not open: expected market_share to be missing, but missing is nothing",
    ]


def test_the_version_of_the_date_decides_a_case(folder: Path) -> None:
    add_rule(folder, "TRIED", until="2020-12-31", finding="public_body: no")
    add_rule(folder, "TRIED@2021-01-01", start="2021-01-01", finding="public_body: no, officer_appointed: no")
    text = (folder / "gdpr" / "TRIED@2021-01-01.yaml").read_text(encoding="utf-8")
    both = text.replace("facts: {public_body: no}", "facts: {public_body: no, officer_appointed: no}")
    (folder / "gdpr" / "TRIED@2021-01-01.yaml").write_text(both, encoding="utf-8")
    write_cases(
        folder,
        "name: Before, facts: {officer_appointed: yes}, on: 2020-12-31, expect: finding",
        "name: After, facts: {officer_appointed: yes}, on: 2021-01-01, expect: no finding",
        "name: On the newest day, facts: {officer_appointed: yes}, expect: no finding",
        "name: Before the law, facts: {}, on: 2018-05-24, expect: not applicable",
        "name: Nothing is open then, facts: {}, on: 2018-05-24, expect: not applicable, missing: public_body",
        given="{public_body: no}",
    )
    assert failures(folder) == [
        "Nothing is open then: no version is in force on 2018-05-24, so there is neither a level nor anything missing"
    ]


def test_an_example_inside_an_ended_version_is_tried_while_it_was_in_force(folder: Path) -> None:
    add_rule(folder, "TRIED", until="2020-12-31", finding="public_body: no")
    assert failures(folder, "TRIED") == []
    _, trials = tried(folder, "TRIED")
    assert {str(trial.day.on) for trial in trials.ran} == {"2020-12-31"}


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_is_never_evaluated_is_not_run(folder: Path, status: str) -> None:
    write_rule(
        folder, "finding_when: {officer_appointed: no}", "name: Wrong, facts: {}, expect: finding", status=status
    )
    write_cases(folder, "name: Wrong too, facts: {public_body: yes}, expect: finding")
    _, trials = tried(folder, "TRIED")
    assert (trials.ran, trials.not_run) == ((), 2)


MEASURED = "{measured_on: x, rules: 1, clauses: 2, covered: 2, mutants: 3, mutation_score: 0.5}"


def test_cases_are_no_part_of_the_rule_book(folder: Path) -> None:
    before = read(folder)
    write_cases(folder, "name: Wrong, facts: {no_such_fact: 1}, expect: finding", name="NOBODY")
    (folder / "coverage.yaml").write_text(MEASURED, encoding="utf-8")
    after = read(folder)
    assert (after.hash, after.rules) == (before.hash, before.rules)


def test_a_folder_of_rules_may_be_called_cases(folder: Path) -> None:
    """Only below a topic does the name mean something."""
    (folder / "cases").mkdir()
    write_rule(folder, "finding_when: {officer_appointed: no}", HIT, MISS)
    (folder / "gdpr" / "TRIED.yaml").rename(folder / "cases" / "TRIED.yaml")
    assert "TRIED" in {rule.id for rule in read(folder).rules}


def test_cases_of_a_rule_that_a_pack_replaced_are_left_out(folder: Path, tmp_path: Path) -> None:
    write_cases(folder, "name: Old, facts: {people_monitored: 1}, expect: not applicable", name="OFFICER")
    pack = tmp_path / "pack"
    (pack / "gdpr").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: house\nversion: 1\n", encoding="utf-8")
    assert [case.example.name for case in read_cases([folder, pack], read_rulebook([folder, pack]))] == ["Old"]
    write_rule(pack, "overrides: OFFICER\nfinding_when: {officer_appointed: no}", HIT, MISS, name="OFFICER")
    write_cases(pack, "name: New, facts: {officer_appointed: no}, expect: finding", name="OFFICER")
    assert [case.example.name for case in read_cases([folder, pack], read_rulebook([folder, pack]))] == ["New"]


def test_entries_of_lists(folder: Path) -> None:
    write_rule(
        folder,
        "finding_when: {any market: {uses_seller_data: yes}}",
        "name: Hit, market: [{uses_seller_data: no}, {uses_seller_data: yes}], expect: finding",
        "name: Miss, market: [{uses_seller_data: no}], complete: market, expect: no finding",
    )
    write_cases(folder, "name: Open, market: [{uses_seller_data: no}], expect: unknown, missing: markets_complete")
    assert failures(folder, "TRIED") == []


def test_an_assessment_says_the_same(folder: Path) -> None:
    """One rule decided alone comes out like the same rule in a whole assessment, through conclusions as well."""
    write_rule(
        folder,
        "applies_when: {dominance_indicated: yes}\nfinding_when: {officer_appointed: no}",
        "name: Hit, facts: {market_share: 60 %, officer_appointed: no}, expect: finding",
        "name: Miss, facts: {market_share: 60 %, officer_appointed: yes}, expect: no finding",
        "name: Small, facts: {market_share: 6 %, people_monitored: 5}, expect: not applicable",
        "name: Open, facts: {officer_appointed: no}, expect: unknown, missing: [market_share, people_monitored]",
    )
    write_rule(
        folder,
        "when: {people_monitored: more than 1 million}",
        "name: Many, facts: {people_monitored: 2 million}, expect: true",
        "name: Few, facts: {people_monitored: 1}, expect: unknown",
        name="MANY",
        text=CONCLUSION,
    )
    book, trials = tried(folder, "TRIED")
    for trial in trials.ran:
        (finding,) = [
            finding
            for finding in Assessor(book, trial.day.on).assess(trial.profile).findings
            if finding.rule.id == "TRIED"
        ]
        assert finding.outcome == trial.example.expect
    assert failures(folder, "TRIED") == []
