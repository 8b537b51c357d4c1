"""What the law says about the shipped NIS 2 data, written down independently of it."""

from __future__ import annotations

import datetime as dt

import pytest

from lexposure.assess.run import assess
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Outcome, Rule

BOOK = read_rulebook()
RULES = [rule for rule in BOOK.rules if rule.topic == "nis2"]

# Art. 41(1): national provisions apply from 18 October 2024.
TRANSPOSED = dt.date(2024, 10, 18)


def outcome(answers: str, country: str = "FR") -> Outcome:
    market = f"service: marketplace, country: {country}, dsa_micro_or_small: no"
    text = (
        f"format: 1\ncompany: Invented\nas_of: 2026-11-25\nanswers: {{{answers}}}\nmarkets_complete: yes\n"
        f"markets:\n  - {{id: one, name: One, answers: {{{market}}}}}\n"
    )
    found = assess(BOOK, read_profile_text(text, "profile.yaml", BOOK)).findings
    return next(finding.outcome for finding in found if finding.rule.id == "NIS2-21")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_maximum_is_that_of_national_law_and_not_computed(rule: Rule) -> None:
    for name in rule.infringes:
        provision = BOOK.provisions.find(name)
        assert provision is not None
        assert provision.tier is None
        assert "at least EUR 7 million or 1.4 %" in provision.national


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_gdpr_fine_for_the_same_conduct_bars_this_one_and_the_report_says_so(rule: Rule) -> None:
    assert any("Art. 35(2)" in limit for limit in rule.limits)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_binds_before_national_laws_had_to(rule: Rule) -> None:
    assert rule.in_force.start == TRANSPOSED


def test_a_directive_alone_binds_no_company() -> None:
    assert outcome("nis2_law_in_force: yes, nis2_risks_managed: no") is Outcome.FINDING
    assert outcome("nis2_law_in_force: no, nis2_risks_managed: no") is Outcome.NOT_APPLICABLE
    assert outcome("nis2_risks_managed: no") is Outcome.UNKNOWN


def test_a_marketplace_outside_the_union_is_not_bound() -> None:
    assert outcome("nis2_law_in_force: yes, nis2_risks_managed: no", "GB") is Outcome.NOT_APPLICABLE
