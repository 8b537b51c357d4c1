"""On the facts of public decisions the rules find what the authorities found; what they do not find is listed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

from examples.found import FOLDER, FOUND, NO_RULE, NOT_INDICATED, ROOT, Decision, Result, decisions, result, rules_name
from examples.found import same_law as same
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook

DECISIONS = decisions()
EACH = pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.id)


@cache
def book() -> RuleBook:
    return read_rulebook()


@cache
def made(decision: Decision) -> Result:
    return result(decision, book())


def test_every_profile_is_listed_and_there_are_at_least_ten() -> None:
    assert len(DECISIONS) >= 10
    assert {decision.profile for decision in DECISIONS} == set(FOLDER.glob("*.yaml")) - {FOUND}


@EACH
def test_the_findings_contain_what_the_authority_found(decision: Decision) -> None:
    assert decision.infringed
    expected = [infringed for infringed in decision.infringed if not infringed.missing]
    assert expected
    assert [infringed.provision for infringed in expected if not made(decision).indicates(infringed)] == []


@EACH
def test_what_is_marked_as_missing_is_still_missing(decision: Decision) -> None:
    """Fails once the rules have caught up: take the mark out of found.yaml and run make decisions."""
    for infringed in decision.infringed:
        if infringed.missing == NOT_INDICATED:
            assert rules_name(infringed.indicated_as, book()), infringed
            assert not made(decision).indicates(infringed), infringed
        if infringed.missing == NO_RULE:
            assert not rules_name(infringed.indicated_as, book()), infringed


@EACH
def test_the_profile_is_that_of_the_day_and_states_the_outcome(decision: Decision) -> None:
    profile = made(decision).profile
    outcome = profile.outcomes[0]
    assert profile.as_of == decision.decided == outcome.decided
    assert (profile.company, outcome.written_amount) == (decision.company, decision.fine)
    assert outcome.contested
    assert outcome.source == decision.source
    assert all(note.source for note in outcome.status)
    assert not profile.invented
    assert profile.confidentiality == "made from public sources"
    assert [str(warning) for warning in profile.warnings] == []


@EACH
def test_every_answer_has_a_source_and_none_is_alleged(decision: Decision) -> None:
    answers = [answer for entry in made(decision).profile.entries.values() for answer in entry.answers.values()]
    assert len(answers) >= 6
    assert [answer.fact for answer in answers if not answer.source or answer.alleged] == []


@EACH
def test_the_fine_does_not_move_the_range(decision: Decision) -> None:
    profile = decision.profile.read_text(encoding="utf-8")
    assert profile.count(f"amount: {decision.fine}") == 1
    established = made(decision).established
    assert established.high is None or 0 <= established.low <= established.high


def test_the_same_law() -> None:
    assert same("GDPR 13", "GDPR 13(1)(f)")
    assert same("GDPR 12(1)", "GDPR 12")
    assert same("TFEU 102", "TFEU 102")
    assert not same("GDPR 1", "GDPR 13")
    assert not same("GDPR 15(1)", "GDPR 15(2)")
    assert not same("TFEU 102", "GDPR 102")


def test_the_page_is_that_of_the_decisions() -> None:
    """After a change: make decisions."""
    path = os.pathsep.join((str(ROOT / "tests"), str(ROOT / "engine")))
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "decisions_page.py"), "--check"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
