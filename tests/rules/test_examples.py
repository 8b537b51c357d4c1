"""Every example in every shipped rule, and every case beside it, gives the outcome that its author expects."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from lexposure.assess.run import Assessor
from lexposure.authoring.trials import Trial, trials_of
from lexposure.data import rules_folder
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.cases_reading import read_cases
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import ConclusionRule, Outcome, Rule

BOOK = read_rulebook()
TRIALS = trials_of(BOOK, read_cases([rules_folder()], BOOK)).ran


@cache
def assessor(on: dt.date) -> Assessor:
    return Assessor(BOOK, on)


def name(case: object) -> str:
    match case:
        case Trial():
            return f"{case.rule}-{case.example.name}"
        case Rule():
            return case.id
        case _:
            return ""


def said_of(trial: Trial) -> set[object]:
    """What a whole assessment, in which both evaluators decide, says of the trial's subject."""
    assessment = assessor(trial.profile.as_of).assess(trial.profile)
    if isinstance(trial.version, ConclusionRule):
        truths = {
            outcome.truth
            for outcome in assessment.conclusions
            if outcome.fact.name == trial.version.concludes and outcome.subject in (COMPANY, trial.entry.subject)
        }
        return {{True: "true", False: "false", None: "unknown"}[truth] for truth in truths}
    return {
        finding.outcome
        for finding in assessment.findings
        if finding.rule.id == trial.rule and (finding.subject is not None or finding.outcome is Outcome.NOT_APPLICABLE)
    }


@pytest.mark.parametrize("trial", TRIALS, ids=name)
def test_as_expected(trial: Trial) -> None:
    assert list(trial.differences(trial.day.rules.get(trial.rule))) == []


@pytest.mark.parametrize("trial", [trial for trial in TRIALS if not trial.is_case], ids=name)
def test_an_assessment_says_the_same(trial: Trial) -> None:
    assert said_of(trial) == {trial.example.expect}


@pytest.mark.parametrize("rule", BOOK.rules, ids=name)
def test_rules_show_each_side(rule: Rule) -> None:
    outcomes = {example.expect for example in rule.examples}
    assert {Outcome.FINDING, Outcome.NO_FINDING, Outcome.NOT_APPLICABLE, Outcome.UNKNOWN} <= outcomes
