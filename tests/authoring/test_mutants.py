"""Each operator plants the mistakes expected, and none that changes nothing by construction."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.tried import CONCLUSION, only, planted, worded, write_cases, write_rule
from lexposure.rulebook.conditions import ALWAYS
from lexposure.rulebook.rules import Rule
from rulebook.small_book import small_book

EITHER = ("name: Hit, facts: {public_body: no}, expect: finding", "name: Miss, facts: {}, expect: no finding")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def mutants_of(folder: Path, conditions: str, *operators: str) -> list[str]:
    write_rule(folder, conditions, *EITHER)
    return worded(*(mutant for mutant in planted(folder) if mutant.operator in operators))


def test_a_single_comparison(folder: Path) -> None:
    write_rule(folder, "finding_when: {public_body: no}", *EITHER)
    assert worded(*planted(folder)) == [
        "negating 'public_body: no'",
        "putting the burden of proof on the company in 'public_body: no'",
    ]


def test_parts_of_groups(folder: Path) -> None:
    """A part that has no other is not dropped; "exactly" is one line, not two parts."""
    conditions = "finding_when: {all: [{public_body: no}, {any: [{none: [{officer_appointed: yes}]}]}]}"
    assert mutants_of(folder, conditions, "drop part", "swap") == [
        "asking for any instead of all",
        "dropping this part of 'all' (public_body: no)",
        "dropping this part of 'all' (any of 1 part)",
    ]
    conditions = "finding_when: {none: [{public_body: no}, {people_monitored: exactly 5}]}"
    assert mutants_of(folder, conditions, "drop part", "swap") == [
        "excluding that all parts hold, instead of any",
        "dropping this part of 'none' (public_body: no)",
        "dropping this part of 'none' (people_monitored: exactly 5)",
    ]


def test_quantifiers(folder: Path) -> None:
    conditions = "finding_when: {every market: {uses_seller_data: yes}}"
    assert mutants_of(folder, conditions, "swap", "negate") == [
        "asking for any market instead of every",
        "negating 'uses_seller_data: yes'",
    ]


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("people_monitored: at least 5", ["down", "up"]),
        ("people_monitored: less than 5", ["down", "up"]),
        ("people_monitored: exactly 5", ["down", "up"]),
        ("people_monitored: exactly 0", ["up"]),
        ("people_monitored: at least 0", ["up"]),
        ("people_monitored: more than 0", ["down", "up"]),
        ("people_monitored: more than large_scale_people", ["down", "up"]),
        ("group_turnover: at most 50 million EUR", ["down", "up"]),
        ("market_share: at least 40 %", ["down", "up"]),
        ("designated_on: before 2024-03-07", ["down", "up"]),
        ("designated_on: at least 6 months ago", ["down", "up"]),
        ("seat: DE", []),
        ("data_kinds: includes health", []),
    ],
)
def test_thresholds(folder: Path, line: str, steps: list[str]) -> None:
    found = mutants_of(folder, f"finding_when: {{{line}}}", "threshold")
    assert found == [f"moving the threshold of '{line}' {step} by one" for step in steps]


@pytest.mark.parametrize(
    ("line", "fact", "kills"),
    [
        ("people_monitored: at least 5", "people_monitored", {"4": "down", "5": "up", "3": "", "6": ""}),
        ("people_monitored: less than 5", "people_monitored", {"4": "down", "5": "up", "3": "", "6": ""}),
        ("people_monitored: exactly 5", "people_monitored", {"4": "down", "5": "down up", "6": "up", "7": ""}),
        ("people_monitored: more than large_scale_people", "people_monitored", {"50 000": "down", "50 001": "up"}),
        ("group_turnover: at least 1 EUR", "group_turnover", {"0.99 EUR": "down", "1 EUR": "up", "0.98 EUR": ""}),
        ("market_share: at least 40 %", "market_share", {"39.9999 %": "down", "40 %": "up", "39.9998 %": ""}),
        ("designated_on: before 2024-03-07", "designated_on", {"2024-03-06": "down", "2024-03-07": "up"}),
        (
            "designated_on: at least 1 month ago",
            "designated_on",
            {"2026-10-23": "down", "2026-10-24": "up", "2026-10-22": ""},
        ),
    ],
)
def test_a_moved_threshold_is_noticed_at_its_edge_only(
    folder: Path, line: str, fact: str, kills: dict[str, str]
) -> None:
    """A unit is one, a cent, a part per million, a day; the day counted back from is 2026-11-23."""
    for answer, killed in kills.items():
        found: list[str] = []
        for outcome in ("finding", "no finding"):
            write_rule(folder, f"finding_when: {{{line}}}", *EITHER)
            write_cases(folder, f"name: Edge, facts: {{{fact}: {answer}}}, expect: {outcome}")
            measured = only(folder)
            if measured.trials:  # the one of the two outcomes that is right
                survived = worded(*(mutant for mutant in measured.survivors if mutant.operator == "threshold"))
                found = [
                    step for step in ("down", "up") if not any(words.endswith(f"{step} by one") for words in survived)
                ]
        assert " ".join(found) == killed, answer


def test_burden_goes_both_ways_where_it_may_stand(folder: Path) -> None:
    conditions = """
applies_when: {people_monitored: at least 5}
finding_when: {burden: company, public_body: no}
unless: {all: [{burden: company, officer_appointed: yes}, {seat: DE}]}
"""
    assert mutants_of(folder, conditions, "burden") == [
        "taking the burden of proof off the company in 'public_body: no'",
        "taking the burden of proof off the company in 'officer_appointed: yes'",
        "putting the burden of proof on the company in 'seat: DE'",
    ]


def test_whole_parts_of_rules_are_dropped(folder: Path) -> None:
    conditions = "applies_when: {seat: DE}\nfinding_when: {public_body: no}\nunless: {officer_appointed: yes}"
    write_rule(folder, conditions, *EITHER)
    dropped = {mutant.operator: mutant.rule for mutant in planted(folder) if mutant.operator.startswith("drop ")}
    assert list(dropped) == ["drop applies_when", "drop unless"]
    assert isinstance(dropped["drop applies_when"], Rule)
    assert dropped["drop applies_when"].applies_when == ALWAYS
    assert dropped["drop unless"].unless is None


def factor(effect: str, when: str = "public_body: yes") -> str:
    return f"    - {{when: {{{when}}}, effect: {effect}, cite: GDPR Art. 83(2)(a), because: So it is.}}"


def graded(start: str, *factors: str) -> str:
    return "\n".join(
        ["finding_when: {officer_appointed: no}", "seriousness:", f"  start: {start}", "  factors:", *factors]
    )


def test_seriousness(folder: Path) -> None:
    assert mutants_of(folder, graded("medium", factor("raises")), "start", "factor") == [
        "starting at low instead of medium",
        "starting at high instead of medium",
        "dropping this factor",
        "letting this factor be one that lowers",
    ]
    assert mutants_of(folder, graded("low", factor("lowers"), factor("raises")), "start") == [
        "starting at medium instead of low"
    ]


def test_factors_that_an_end_of_the_scale_swallows_are_left_alone(folder: Path) -> None:
    """With nothing that lowers, what raises a high level does nothing; turned round it does."""
    write_rule(folder, graded("high", factor("raises")), *EITHER)
    about_level = [one for one in planted(folder) if one.operator in ("factor", "start") or "public_body" in one.words]
    assert worded(*about_level) == ["starting at medium instead of high", "letting this factor be one that lowers"]
    both = graded("high", factor("raises"), factor("lowers", "seat: DE"))
    assert mutants_of(folder, both, "factor").count("dropping this factor") == 2


def test_conclusions(folder: Path) -> None:
    write_rule(
        folder,
        "when: {all: [{market_share: at least 50 %}, {public_body: no}]}\nunless: {officer_appointed: yes}",
        "name: Hit, facts: {market_share: 60 %}, expect: true",
        "name: Miss, facts: {market_share: 6 %}, expect: false",
        text=CONCLUSION,
    )
    assert worded(*planted(folder)) == [
        "asking for any instead of all",
        "dropping this part of 'all' (market_share: at least 50 %)",
        "dropping this part of 'all' (public_body: no)",
        "negating 'market_share: at least 50 %'",
        "moving the threshold of 'market_share: at least 50 %' down by one",
        "moving the threshold of 'market_share: at least 50 %' up by one",
        "negating 'public_body: no'",
        "negating 'officer_appointed: yes'",
        "dropping 'unless'",
    ]
