"""Legal facts that the competition and DMA data must keep: maximum amounts, dates, gates, burdens."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import pytest

from lexposure.assess.run import Assessor
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.conditions import Condition, comparisons
from lexposure.rulebook.facts import About, FactType
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.reads import conditions_of
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Outcome, Rule

if TYPE_CHECKING:
    from lexposure.assess.model import Assessment, Finding

BOOK = read_rulebook()
TODAY = dt.date(2026, 11, 23)
PERCENT = 10_000
ABUSE = ("TFEU-102-SELLER-DATA", "TFEU-102-FEATURED-OFFER", "TFEU-102-LOGISTICS", "TFEU-102-RANKING")
ALLEGED_IN_2020 = """
format: 1
company: Example Marketplace
as_of: 2021-08-15
answers: {}
proceedings:
  - id: so-2020
    authority: European Commission
    case: AT.40462
    stage: statement of objections
    denied: The company disagrees.
    source: invented for this test
markets:
  - id: marketplace-fr
    answers:
      country: {value: FR, source: invented}
      service: marketplace
      sells_own_goods_on_platform: yes
      market_definition_accepted: {value: yes, basis: alleged, proceedings: so-2020}
      dominance_indicated: {value: yes, basis: alleged, proceedings: so-2020}
      retail_uses_seller_data: {value: yes, basis: alleged, proceedings: so-2020}
      seller_data_spares_risk: {value: yes, basis: alleged, proceedings: so-2020}
      seller_data_can_exclude: {value: yes, basis: alleged, proceedings: so-2020}
      effect_on_trade: {value: yes, basis: alleged, proceedings: so-2020}
      seller_data_justified: {value: no, basis: alleged, proceedings: so-2020}
markets_complete: yes
processing_complete: yes
"""


def rule(name: str) -> Rule:
    return next(rule for rule in BOOK.rules if rule.id == name)


@cache
def assessed(text: str) -> Assessment:
    profile = read_profile_text(text, "profile.yaml", BOOK)
    return Assessor(BOOK, profile.as_of, "reference").assess(profile)


def finding(text: str, name: str) -> Finding:
    return next(found for found in assessed(text).findings if found.rule.id == name)


def burdened(condition: Condition | None) -> set[str]:
    return {compare.fact for compare in comparisons(condition) if compare.burden} if condition else set()


@pytest.mark.parametrize(
    ("provision", "percent"),
    [
        ("TFEU 102", 10),
        ("TFEU 101", 10),
        ("Reg. 1/2003 23(2)(c)", 10),
        ("Reg. 1/2003 18(2)", 1),
        ("DMA 5(2)", 10),
        ("DMA 6(2)", 10),
        ("DMA 6(5)", 10),
        ("DMA 6(12)", 10),
        ("DMA 7", 10),
        ("DMA 3(3)", 1),
        ("DMA 28", 1),
    ],
)
def test_maximum_is_a_share_of_turnover_without_a_fixed_amount(provision: str, percent: int) -> None:
    found = BOOK.provisions.find(provision)
    assert found is not None
    assert found.tier is not None
    cap = found.tier.cap_on(TODAY)
    assert cap is not None
    assert cap.share_ppm == percent * PERCENT
    assert cap.fixed_cents is None
    assert cap.certainty == "verified"


def test_recurrence_doubles_the_maximum_and_no_provision_leads_to_it_by_itself() -> None:
    cap = BOOK.provisions.tiers["DMA 30(2)"].cap_on(TODAY)
    assert cap is not None
    assert cap.share_ppm == 20 * PERCENT
    assert all(known.tier is None or known.tier.name != "DMA 30(2)" for known in BOOK.provisions.by_name.values())


@pytest.mark.parametrize(
    ("tier", "first"),
    [("DMA 30(1)", "2023-05-02"), ("DMA 30(2)", "2023-05-02"), ("Reg. 1/2003 23(2)", "2004-05-01")],
)
def test_no_maximum_before_the_law_applied(tier: str, first: str) -> None:
    day = dt.date.fromisoformat(first)
    found = BOOK.provisions.tiers[tier]
    assert found.cap_on(day) is not None
    assert found.cap_on(day - dt.timedelta(days=1)) is None


@pytest.mark.parametrize("provision", ["GWB 19a(2)", "P2B 5", "P2B 7", "DMCC 20", "DMA 8(1)"])
def test_what_cannot_be_fined_by_itself_has_no_maximum(provision: str) -> None:
    found = BOOK.provisions.find(provision)
    assert found is not None
    assert found.tier is None
    assert found.only_through or found.national


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("gatekeeper_union_turnover", 750_000_000_000),
        ("gatekeeper_market_value", 7_500_000_000_000),
        ("gatekeeper_end_users", 45_000_000),
        ("gatekeeper_business_users", 10_000),
        ("gatekeeper_member_states", 3),
        ("share_dominance_presumed", 50 * PERCENT),
        ("share_dominance_possible", 40 * PERCENT),
        ("share_no_dominance", 25 * PERCENT),
    ],
)
def test_thresholds(parameter: str, value: int) -> None:
    assert BOOK.parameters[parameter].on(TODAY) == value


def test_what_no_source_states_is_marked_as_our_reading() -> None:
    ours = {name for name, parameter in BOOK.parameters.items() if parameter.kind == "our reading"}
    assert {"multi_homing_low", "featured_offer_weight", "aggregate_minimum_sellers", "deterrence_turnover"} <= ours
    factors = [factor for factor in BOOK.factors if factor.regime == "antitrust"]
    assert factors
    assert {factor.kind for factor in factors} == {"our reading"}


def test_each_earlier_finding_adds_up_to_the_whole_amount() -> None:
    repeats = [factor for factor in BOOK.factors if factor.id.startswith("ANTITRUST-28-repeat")]
    assert [(factor.low, factor.high) for factor in repeats] == [(0, 100 * PERCENT)] * 3


def test_no_dma_factors_because_there_is_no_guideline() -> None:
    assert not [factor for factor in BOOK.factors if factor.regime == "dma"]


@pytest.mark.parametrize("name", ABUSE)
def test_abuse_asks_every_limb_and_leaves_justification_to_the_company(name: str) -> None:
    abuse = rule(name)
    read = {compare.fact for part in (abuse.applies_when, abuse.finding_when) for compare in comparisons(part)}
    assert {"market_in_union", "market_definition_accepted", "dominance_indicated", "effect_on_trade"} <= read
    assert [fact for fact in read if fact.endswith("_can_exclude")]
    assert burdened(abuse.unless)
    assert not burdened(abuse.applies_when)
    assert not burdened(abuse.finding_when)
    assert abuse.infringes == ("TFEU 102",)
    assert abuse.seriousness is None


def test_the_gatekeeper_has_to_demonstrate_that_it_complies() -> None:
    assert "seller_data_sets_prices" in burdened(rule("DMA-6-2").finding_when)
    assert "ranking_conditions_neutral" in burdened(rule("DMA-6-5").finding_when)


def test_the_ban_on_using_data_asks_for_no_effects_and_no_dominance() -> None:
    ban = rule("DMA-6-2")
    read = {compare.fact for part in (ban.applies_when, ban.finding_when) for compare in comparisons(part)}
    assert not {fact for fact in read if "dominance" in fact or "exclude" in fact or "trade" in fact}


def test_seller_data_under_both_laws_is_one_group_of_facts() -> None:
    assert rule("DMA-6-2").conduct == rule("TFEU-102-SELLER-DATA").conduct == "seller data"
    assert rule("DMA-6-5").conduct == rule("TFEU-102-RANKING").conduct


@pytest.mark.parametrize("name", ["SELLER-DATA-ACCESS", "SELLER-DATA-CONTROLS", "DMA-SELLER-DATA-AHEAD"])
def test_access_alone_infringes_nothing(name: str) -> None:
    assert rule(name).kind == "control weakness"


@pytest.mark.parametrize("name", ["DMA-6-2", "DMA-6-5", "DMA-SELLER-DATA-AHEAD"])
def test_dma_rules_start_with_the_act(name: str) -> None:
    assert rule(name).in_force.start == dt.date(2023, 5, 2)


def test_facts_alleged_in_2020_give_a_finding_on_the_facts_alleged_only() -> None:
    abuse = finding(ALLEGED_IN_2020, "TFEU-102-SELLER-DATA")
    assert abuse.outcome is Outcome.FINDING
    assert abuse.on_facts_alleged
    assert not abuse.established
    assert finding(ALLEGED_IN_2020, "DMA-6-2").outcome is Outcome.NOT_APPLICABLE


def test_access_of_staff_leaves_the_use_of_data_open() -> None:
    access = ALLEGED_IN_2020.replace("retail_uses_seller_data:", "retail_staff_access_seller_data:")
    assert finding(access, "SELLER-DATA-ACCESS").outcome is Outcome.FINDING
    assert finding(access, "TFEU-102-SELLER-DATA").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("share", "more", "truth"),
    [
        ("20 %", "", False),
        ("25 %", "", False),
        ("26 %", "", None),
        ("38 %", "", None),
        ("38 %", "dominance_other_evidence: no", False),
        ("45 %", "", None),
        ("60 %", "", None),
        ("60 %", "{share_overstates_power: no, buyer_power_protects_all: no}", True),
        ("72 %", "market_share_years: 3", None),
        ("72 %", "{market_share_years: 3, share_overstates_power: no}", True),
        ("72 %", "{market_share_years: 3, share_overstates_power: no, buyer_power_protects_all: yes}", True),
        ("unknown", "", None),
    ],
)
def test_bands_of_market_shares(share: str, more: str, truth: bool | None) -> None:
    lines = [line.strip(" {}") for line in more.split(",") if line]
    text = "format: 1\ncompany: Example\nas_of: 2026-11-23\nmarkets:\n  - id: one\n    answers:\n"
    text += "".join(f"      {line}\n" for line in [f"market_share: {share}", *lines])
    outcomes = {outcome.fact.name: outcome.truth for outcome in assessed(text).conclusions}
    assert outcomes["dominance_indicated"] is truth


def test_every_fact_about_markets_is_read() -> None:
    rules: list[Rule | ConclusionRule | AdjustmentFactor] = [*BOOK.rules, *BOOK.conclusions, *BOOK.factors]
    read = {compare.fact for rule in rules for part in conditions_of(rule) for compare in comparisons(part)}
    methods = {"value_of_sales", "conduct_started", "conduct_ended", "conduct_ongoing"}
    methods |= {"last_enforcement_act_on", "dma_noncompliance_before"}
    about_markets = {name for name, fact in BOOK.catalogue.items() if fact.about is About.MARKET}
    assert about_markets - read - methods == set()


def test_dates_that_may_not_apply_read_as_never() -> None:
    for name in ("conduct_ended", "last_enforcement_act_on"):
        assert BOOK.catalogue[name].type is FactType.DATE
        assert BOOK.catalogue[name].when_not_applicable is not None
