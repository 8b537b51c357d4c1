"""Outcomes, allegations, lists, dates and reasons, on the shipped rule book."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from functools import cache

import pytest

from lexposure.assess.model import Assessment, Finding, Reason
from lexposure.assess.run import Assessor, assess
from lexposure.inference.program import Disagreement, Verdicts
from lexposure.inference.reference import Reference
from lexposure.profile.possible import World
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Level, Outcome

HEAD = "format: 1\ncompany: Example firm\nas_of: 2026-10-01\n"

SELLER_DATA = """
markets:
  - id: mm
    name: A marketplace
    answers:
      service: marketplace
      country: FR
      sells_own_goods_on_platform: yes
      market_definition_accepted: yes
      dominance_indicated: {dominance}
      effect_on_trade: yes
      seller_data_picks_products: {use}
      seller_data_spares_risk: yes
      seller_data_can_exclude: yes
      seller_data_justified: {justified}
"""

ALLEGED = "{{value: {0}, basis: alleged, source: statement of objections}}"


@cache
def book() -> RuleBook:
    return read_rulebook()


def assessed(text: str, evaluator: str | None = None) -> Assessment:
    return assess(book(), read_profile_text(HEAD + text, "test.yaml", book()), evaluator)


def of(assessment: Assessment, rule: str, entry: str = "mm") -> Finding:
    [found] = [
        finding
        for finding in assessment.findings
        if finding.rule.id == rule and finding.subject is not None and finding.subject.id == entry
    ]
    return found


def seller_data(dominance: str = "yes", use: str = "yes", justified: str = "no", more: str = "") -> Assessment:
    return assessed(SELLER_DATA.format(dominance=dominance, use=use, justified=justified) + more)


def everything(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from everything(reason.via)


def test_a_finding_on_plain_answers_is_established() -> None:
    finding = of(seller_data(), "TFEU-102-SELLER-DATA")
    assert (finding.outcome, finding.on_facts_alleged, finding.established) == (Outcome.FINDING, False, True)


def test_a_finding_that_needs_an_allegation_is_one_on_facts_alleged() -> None:
    finding = of(seller_data(use=ALLEGED.format("yes")), "TFEU-102-SELLER-DATA")
    assert (finding.outcome, finding.on_facts_alleged) == (Outcome.FINDING, True)
    assert not finding.established
    assert not finding.open


def test_an_allegation_never_clears_the_company() -> None:
    """Alleged "no" would end the matter if believed; it is taken as not known."""
    believed = of(seller_data(dominance="no"), "TFEU-102-SELLER-DATA")
    alleged = of(seller_data(dominance=ALLEGED.format("no")), "TFEU-102-SELLER-DATA")
    assert believed.outcome is Outcome.NOT_APPLICABLE
    assert alleged.outcome is Outcome.UNKNOWN


def test_not_shown_counts_where_the_burden_is_the_companys() -> None:
    assert of(seller_data(justified="not shown"), "TFEU-102-SELLER-DATA").outcome is Outcome.FINDING
    unknown = of(seller_data(justified="unknown"), "TFEU-102-SELLER-DATA")
    assert unknown.outcome is Outcome.UNKNOWN
    assert {missing.fact for missing in unknown.missing} == {"seller_data_justified"}


def test_an_incomplete_list_leaves_an_outcome_without_subject() -> None:
    for more, expected in (("", 1), ("markets_complete: yes\n", 0)):
        unlisted = [
            finding
            for finding in seller_data(more=more).findings
            if finding.rule.id == "TFEU-102-SELLER-DATA" and finding.subject is None
        ]
        assert len(unlisted) == expected
        assert all(finding.outcome is Outcome.UNKNOWN and not finding.open for finding in unlisted)


def test_law_not_yet_in_force_is_not_applicable() -> None:
    profile = read_profile_text(HEAD + SELLER_DATA.format(dominance="yes", use="yes", justified="no"), "t", book())
    early = assess(book(), profile.at(dt.date(2021, 8, 15)))
    dma = [finding for finding in early.findings if finding.rule.id == "DMA-6-2"]
    assert [finding.outcome for finding in dma] == [Outcome.NOT_APPLICABLE]
    assert "2023-05-02" in dma[0].note
    assert not any(provision.tier for finding in early.findings if finding.open for provision in finding.provisions
                   if provision.regime == "dma")  # fmt: skip


def test_a_contrary_derivation_is_shown_and_the_answer_stands() -> None:
    share = "      market_share: 10 %\n      dominance_other_evidence: no\n"
    assessment = seller_data(dominance="yes", more=share)
    assert [(conflict.fact.name, conflict.derived) for conflict in assessment.conflicts] == [
        ("dominance_indicated", False)
    ]
    assert of(assessment, "TFEU-102-SELLER-DATA").outcome is Outcome.FINDING


def test_an_answer_that_was_not_public_then_is_not_used() -> None:
    text = """
processing:
  - id: ads
    answers:
      role: controller
      behavioural_advertising: {value: no, public_since: 2026-10-02, source: a report}
"""
    assert of(assessed(text), "GDPR-6-1-advertising", "ads").outcome is Outcome.UNKNOWN
    assert of(assessed(text.replace("10-02", "10-01")), "GDPR-6-1-advertising", "ads").outcome is Outcome.NOT_APPLICABLE


def test_unknown_factors_open_the_levels() -> None:
    text = """
processing:
  - id: shop
    answers:
      role: controller
      security_encrypted: no
      special_categories: {special}
      conviction_data: no
      people_affected: 200 000
      operation_since: 2026-01-01
      processing_fault: negligence
"""
    graveness = of(assessed(text.format(special="unknown")), "GDPR-32", "shop").graveness
    decided = of(assessed(text.format(special="no")), "GDPR-32", "shop").graveness
    assert graveness is not None
    assert decided is not None
    assert graveness.highest > decided.highest
    assert graveness.central is decided.central
    assert decided.lowest is decided.highest is Level.MEDIUM


def test_the_chain_reaches_the_answer_through_a_conclusion() -> None:
    finding = of(seller_data(), "TFEU-102-SELLER-DATA")
    reasons = list(everything(finding.because))
    assert any(reason.rule == "RETAIL-USES-SELLER-DATA" for reason in reasons)
    assert any(reason.fact is not None and reason.fact.name == "seller_data_picks_products" for reason in reasons)
    assert all(reason.truth is True for reason in reasons if reason.fact and reason.fact.name == "hybrid_marketplace")


def test_both_evaluators_give_the_same_assessment() -> None:
    pytest.importorskip("durable_rules_engine", reason="durable-rules does not import on this Python")
    text = SELLER_DATA.format(dominance="unknown", use=ALLEGED.format("yes"), justified="not shown")
    one, other = assessed(text, "durable"), assessed(text, "reference")
    assert one.evaluator != other.evaluator
    assert [dataclasses.astuple(f)[2:4] for f in one.findings] == [dataclasses.astuple(f)[2:4] for f in other.findings]
    assert one.conclusions == other.conclusions


def test_columns_give_the_same_assessment() -> None:
    text = SELLER_DATA.format(dominance="unknown", use=ALLEGED.format("yes"), justified="not shown")
    one, other = assessed(text, "columns"), assessed(text, "reference")
    assert (one.evaluator, other.evaluator) == ("columns", "reference")
    assert [dataclasses.astuple(f)[2:4] for f in one.findings] == [dataclasses.astuple(f)[2:4] for f in other.findings]
    assert one.conclusions == other.conclusions


class Liar:
    """Decides like the reference, but for one goal."""

    name = "liar"

    def __init__(self, assessor: Assessor) -> None:
        self.reference = Reference(assessor.program)

    def evaluate(self, world: World) -> Verdicts:
        verdicts = self.reference.evaluate(world)
        goals = dict(verdicts.goals)
        goals["GDPR-37-1/finding", "company"] = goals["GDPR-37-1/finding", "company"] is None
        return Verdicts(goals, verdicts.derived)


def test_a_disagreement_is_never_reported_as_a_result() -> None:
    assessor = Assessor(book(), dt.date(2026, 10, 1))
    assessor.evaluator = Liar(assessor)
    with pytest.raises(Disagreement, match="GDPR-37-1"):
        assessor.assess(read_profile_text(HEAD, "test.yaml", book()))
