"""Conditions as rules write them, and the tree they become."""

from __future__ import annotations

import datetime as dt

import pytest

from lexposure.rulebook.conditions import (
    AtLeast,
    Clause,
    Compare,
    Condition,
    Group,
    Quantified,
    comparisons,
    months_before,
    quantifiers,
)
from lexposure.rulebook.conditions_reading import Context, read_condition
from lexposure.rulebook.facts import About
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import parse_tree
from rulebook.vocabulary import CATALOGUE, PARAMETERS


def read(text: str, about: About = About.COMPANY, may_burden: bool = True) -> tuple[Condition, list[str]]:
    problems = Problems()
    root = parse_tree(text, "f", problems)
    assert root is not None
    context = Context(CATALOGUE, frozenset({"share"}), PARAMETERS, about, may_burden)
    condition = read_condition(root, context, problems)
    return condition, [f"{problem.code} {problem.span}" for problem in problems]


def sound(text: str, about: About = About.COMPANY) -> Condition:
    condition, problems = read(text, about)
    assert problems == []
    return condition


def test_one_line_is_a_comparison_that_carries_its_clause() -> None:
    condition = sound("clause: Watches people\ncite: GDPR Art. 37(1)(b)\npeople: at least 5")
    assert isinstance(condition, Compare)
    assert condition.fact == "people"
    assert condition.test == AtLeast(5)
    assert condition.phrase == "at least 5"
    assert condition.span == Span("f", 3, 1)
    assert condition.clause == Clause("Watches people", "GDPR Art. 37(1)(b)")


def test_several_lines_must_all_hold() -> None:
    condition = sound("people: at least 5\nflag: yes\nclause: Both")
    assert isinstance(condition, Group)
    assert condition.kind == "all"
    assert [part.fact for part in comparisons(condition)] == ["people", "flag"]
    assert condition.clause == Clause("Both")


def test_groups_nest() -> None:
    condition = sound(
        "any:\n  - flag: yes\n  - clause: Neither\n    none:\n      - seat: DE\n      - people: more than 5\n"
    )
    assert isinstance(condition, Group)
    assert condition.kind == "any"
    inner = condition.parts[1]
    assert isinstance(inner, Group)
    assert (inner.kind, inner.clause) == ("none", Clause("Neither"))


def test_exactly_is_a_group_that_carries_the_clause() -> None:
    condition = sound("clause: Five\npeople: exactly 5")
    assert isinstance(condition, Group)
    assert condition.clause == Clause("Five")
    assert [(part.test, part.negated, part.clause) for part in comparisons(condition)] == [
        (AtLeast(5), False, None),
        (AtLeast(6), True, None),
    ]


def test_burden_holds_for_everything_below() -> None:
    condition = sound(
        "all:\n  - flag: yes\n  - burden: company\n    any:\n      - people: at least 5\n      - seat: DE\n"
    )
    assert [part.burden for part in comparisons(condition)] == [False, True, True]


def test_quantifiers_read_the_list_and_the_company() -> None:
    condition = sound("every processing:\n  all:\n    - consent: yes\n    - flag: no\n")
    assert isinstance(condition, Quantified)
    assert condition.every
    assert condition.over is About.PROCESSING
    assert list(quantifiers(Group("all", (condition,), condition.span))) == [condition]


def test_a_rule_about_an_entry_reads_it_and_the_company() -> None:
    sound("all:\n  - sellers: yes\n  - flag: yes\n", About.MARKET)


def test_text_over_several_lines_or_in_quotes_is_read_alike() -> None:
    condition = sound("seat: >-\n  one of SE,\n  NO\npeople: 'at least   5'\n")
    assert [part.phrase for part in comparisons(condition)] == ["one of SE, NO", "at least 5"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("peple: at least 5", "unknown-fact f:1:1"),
        ("people: at least fife", "amount f:1:18"),
        ("people: 'at least fife'", "amount f:1:9"),
        ("people: >-\n  at least\n  fife", "amount f:1:9"),
        ("people: [5]", "condition f:1:9"),
        ("[flag]", "condition f:1:1"),
        ("flag", "condition f:1:1"),
        ("{}", "condition f:1:1"),
        ("all: {flag: yes}", "condition f:1:6"),
        ("any: []", "condition f:1:6"),
        ("flag: yes\nall: [{flag: no}]", "mixed f:2:1"),
        ("clause: [a]\nflag: yes", "shape f:1:9"),
        ("burden: other\nflag: yes", "burden f:1:9"),
        ("consent: yes", "other-subject f:1:1"),
        ("any market: {consent: yes}", "other-subject f:1:14"),
        ("any market: {any market: {sellers: yes}}", "quantifier f:1:14"),
    ],
)
def test_what_is_wrong_is_pointed_at(text: str, problem: str) -> None:
    assert read(text)[1] == [problem]


def test_only_the_company_quantifies() -> None:
    assert read("any market: {sellers: yes}", About.MARKET)[1] == ["quantifier f:1:1"]


def test_burden_is_refused_where_nobody_proves() -> None:
    assert read("burden: company\nflag: yes", may_burden=False)[1] == ["burden f:1:9"]


def test_a_fact_already_complained_of_is_passed_over() -> None:
    condition, problems = read("all:\n  - share: nonsense\n  - flag: yes")
    assert problems == []
    assert [part.fact for part in comparisons(condition)] == ["flag"]


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-23", 6, "2026-05-23"),
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-12-31", 1, "2026-11-30"),
        ("2026-01-15", 13, "2024-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("0001-01-15", 1, "0001-01-01"),
    ],
)
def test_months_before(day: str, months: int, earlier: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(earlier)
