"""Every example in every shipped rule gives the outcome that its author expects."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from lexposure.assess.model import Finding
from lexposure.assess.run import Assessor
from lexposure.profile.possible import COMPANY
from lexposure.profile.reading import example_profile
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import ConclusionRule, Example, Outcome, Rule

BOOK = read_rulebook()
RULES = [(rule, example) for rule in BOOK.rules if rule.status == "in force" for example in rule.examples]
CONCLUSIONS = [(rule, example) for rule in BOOK.conclusions for example in rule.examples]


@cache
def assessor(on: dt.date) -> Assessor:
    return Assessor(BOOK, on)


def name(case: object) -> str:
    return case.name if isinstance(case, Example) else case.id if isinstance(case, Rule | ConclusionRule) else ""


@pytest.mark.parametrize(("rule", "example"), RULES, ids=name)
def test_rule_example(rule: Rule, example: Example) -> None:
    profile = example_profile(example, rule.about, BOOK)
    assessment = assessor(profile.as_of).assess(profile)
    found: list[Finding] = [
        finding
        for finding in assessment.findings
        if finding.rule.id == rule.id and (finding.subject is not None or finding.outcome is Outcome.NOT_APPLICABLE)
    ]
    assert len(found) == 1
    assert found[0].outcome == example.expect
    if example.missing:
        assert {missing.fact for missing in found[0].missing} == set(example.missing)
    if example.seriousness is not None:
        assert found[0].graveness is not None
        assert found[0].graveness.central is example.seriousness


@pytest.mark.parametrize(("rule", "example"), CONCLUSIONS, ids=name)
def test_conclusion_example(rule: ConclusionRule, example: Example) -> None:
    profile = example_profile(example, rule.about, BOOK)
    verdicts = assessor(profile.as_of)
    truths = {
        outcome.truth
        for outcome in verdicts.assess(profile).conclusions
        if outcome.fact.name == rule.concludes and (outcome.subject == COMPANY or outcome.subject.id == "example")
    }
    assert truths == {{"true": True, "false": False, "unknown": None}[example.expect]}


@pytest.mark.parametrize("rule", BOOK.rules, ids=name)
def test_rules_show_each_side(rule: Rule) -> None:
    outcomes = {example.expect for example in rule.examples}
    assert {Outcome.FINDING, Outcome.NO_FINDING, Outcome.NOT_APPLICABLE, Outcome.UNKNOWN} <= outcomes
