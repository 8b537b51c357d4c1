"""Exposures small enough to work out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from exposure.drawing import ADS, CRM, DE, FR, MILLION
from exposure.worlds import COMPANY_KEY, OPEN, Made, Slot, Weight, World, assessment, code, day, partitions
from lexposure.assess.model import Assessment
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range, RegimeExposure
from lexposure.profile.model import KnownOutcome
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.facts import About
from lexposure.source.problems import InputError

LOW, MEDIUM, HIGH = (0,), (1,), (2,)
FOUND, ASKED = (1,), (0, 1)
SECURITY, LAWFULNESS = ("GDPR 32(1)",), ("GDPR 6(1)",)

BASE = {
    "group_turnover": (1000 * MILLION,),
    "undertaking": (1,),
    "public_body": (0,),
    "inability_to_pay_shown": (0,),
    "uk_gdpr_applies": (0,),
    "fault": (code("fault", "negligence"),),
}


def world(
    *made: Made,
    infringes: tuple[tuple[str, ...], ...] = (LAWFULNESS, SECURITY),
    displaces: tuple[tuple[int, int], ...] = (),
    links: str = "open",
    weights: tuple[Weight, ...] = (),
    market: Mapping[str, Slot] | None = None,
    **answers: Slot,
) -> World:
    subjects = (COMPANY, ADS, CRM, FR)
    groupings = [one for one in partitions(subjects) if (COMPANY,) in one and (FR,) in one]
    chosen = {
        "open": groupings,
        "linked": [one for one in groupings if (ADS,) not in one],
        "separate": [one for one in groupings if (ADS,) in one],
    }[links]
    company = tuple((fact, COMPANY_KEY, slot) for fact, slot in (BASE | answers).items())
    entry = tuple((fact, FR.key, slot) for fact, slot in (market or {}).items())
    labels = ("operation",) * len(infringes)
    return World(subjects, infringes, labels, displaces, made, weights, tuple(chosen), company + entry)


def regime(found: World | Assessment | Exposure, id: str = "gdpr") -> RegimeExposure:
    exposure = (
        found if isinstance(found, Exposure) else estimate(assessment(found) if isinstance(found, World) else found)
    )
    return next(one for one in exposure.regimes if one.regime == id)


def amounts(found: RegimeExposure) -> tuple[float, float | None, float | None]:
    return found.low, found.central, found.high


def test_one_finding_by_hand() -> None:
    found = regime(world(Made(0, ADS, FOUND, MEDIUM)))
    assert found.cap == found.cap_total == 40_000_000
    assert amounts(found) == pytest.approx((4_000_000, 6_000_000, 8_000_000))
    assert found.established == Range(found.low, found.central, found.high)
    (conduct,) = found.conducts
    assert conduct.state == "established"
    assert (conduct.cap_provision, conduct.seriousness) == ("GDPR 83(5)", ("medium", "medium"))
    assert [step.id for step in conduct.steps] == ["maximum", "seriousness", "size", "cap"]
    last = conduct.steps[-1]
    assert (last.low, last.central, last.high) == pytest.approx(amounts(found))


def test_two_findings_of_one_conduct_are_one_fine_of_the_gravest() -> None:
    found = regime(world(Made(0, ADS, FOUND, LOW), Made(1, ADS, FOUND, HIGH)))
    assert found.cap == 40_000_000
    assert amounts(found) == pytest.approx((8_000_000, 8_000_000 + 0.75 * 32_000_000, 40_000_000))


def test_an_open_finding_counts_in_high_only() -> None:
    found = regime(world(Made(0, ADS, ASKED, HIGH)))
    assert amounts(found) == (0, 0, 40_000_000)
    assert found.established == Range(0, 0, 0)
    assert (found.conducts[0].state, found.conducts[0].established) == ("open", None)


def test_an_established_displacer_takes_the_lower_tier_away() -> None:
    found = regime(world(Made(0, ADS, FOUND, LOW), Made(1, ADS, FOUND, HIGH), displaces=((0, 1),)))
    assert amounts(found) == pytest.approx((0, 2_000_000, 4_000_000))
    assert found.conducts[0].displaced == (("R1:processing/ads", "R0:processing/ads", "specialty"),)


def test_an_open_displacer_lowers_low_but_not_high() -> None:
    """The sure finding alone costs 8 to 40 million, with the displacer in its place 0 to 4 million."""
    found = regime(
        world(
            Made(0, ADS, FOUND, HIGH), Made(1, ADS, ASKED, LOW), infringes=(LAWFULNESS, LAWFULNESS), displaces=((1, 0),)
        )
    )
    assert amounts(found) == pytest.approx((0, 24_000_000, 40_000_000))


def test_a_displacer_of_the_displacer_counts_too() -> None:
    made = (Made(0, ADS, FOUND, HIGH), Made(1, ADS, ASKED, HIGH), Made(2, ADS, ASKED, MEDIUM))
    three = (LAWFULNESS, LAWFULNESS, SECURITY)
    found = regime(world(*made, infringes=three, displaces=((1, 0), (2, 1))))
    assert found.low == pytest.approx(2_000_000)


def test_displacement_in_a_circle_is_none() -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH), Made(1, ADS, FOUND, LOW), displaces=((0, 1), (1, 0))))
    assert found.high == 40_000_000
    assert found.conducts[0].displaced == ()


@pytest.mark.parametrize(
    ("links", "low", "central", "high"),
    [("linked", 8e6, 32e6, 40e6), ("separate", 16e6, 48e6, 80e6), ("open", 8e6, 32e6, 80e6)],
)
def test_links_stated_and_not_stated(links: str, low: float, central: float, high: float) -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH), Made(0, CRM, FOUND, HIGH), links=links))
    assert amounts(found) == pytest.approx((low, central, high))
    assert found.cap == 40_000_000
    assert found.cap_total == (40_000_000 if links == "linked" else 80_000_000)


def test_joining_may_make_dearer_than_apart() -> None:
    """Upper tier and low level, lower tier and high level: apart 4 + 20 million, joined 40 million."""
    found = regime(world(Made(0, ADS, FOUND, LOW), Made(1, CRM, FOUND, HIGH)))
    assert found.low == pytest.approx(4_000_000)
    assert found.high == pytest.approx(42_000_000)


def test_fault_absent_is_zero_and_unknown_opens_the_low_end() -> None:
    made = Made(0, ADS, FOUND, HIGH)
    none, negligence = code("fault", "none"), code("fault", "negligence")
    absent = regime(world(made, fault=(none,)))
    assert amounts(absent) == (0, 0, 0)
    assert absent.established == Range(0, 0, 0)
    assert any("fault is answered as absent" in note for note in absent.notes)
    unknown = estimate(assessment(world(made, fault=(none, negligence))))
    assert amounts(regime(unknown)) == pytest.approx((0, 24_000_000, 40_000_000))
    made_only = regime(unknown).established
    assert (made_only.low, made_only.central, made_only.high) == pytest.approx((8_000_000, 24_000_000, 40_000_000))
    assert any(one.id == "fault" and "negligence" in one.says for one in unknown.assumptions)


def test_unknown_turnover_has_no_upper_end() -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH), group_turnover=(0, MILLION, 3 * MILLION, OPEN)))
    assert (found.cap, found.cap_total, found.central, found.high) == (None, None, None, None)
    assert found.low == pytest.approx(20_000_000 * 0.2 * 0.002)
    assert any("cannot be computed" in note for note in found.conducts[0].notes)


def test_factors_add_up_and_open_ones_may_hold_or_not() -> None:
    sure = Weight("gdpr", "adjustment", About.COMPANY, (10, 20, 30), ((COMPANY, FOUND),))
    asked = Weight("gdpr", "adjustment", About.PROCESSING, (-50, -40, -30), ((ADS, ASKED),))
    found = regime(world(Made(0, ADS, FOUND, MEDIUM), weights=(sure, asked)))
    assert amounts(found) == pytest.approx((4e6 * 0.6, 6e6 * 1.2, 8e6 * 1.3))
    other = Weight("gdpr", "adjustment", About.PROCESSING, (-50, -40, -30), ((ADS, (0,)), (CRM, FOUND)))
    assert amounts(regime(world(Made(0, ADS, FOUND, MEDIUM), weights=(other,)))) == pytest.approx((4e6, 6e6, 8e6))


def test_a_factor_of_an_entry_counts_only_if_a_finding_there_is_made() -> None:
    mild = Weight("gdpr", "adjustment", About.PROCESSING, (-50, -40, -30), ((ADS, (0,)), (CRM, FOUND)))
    made = (Made(0, ADS, FOUND, HIGH), Made(0, CRM, ASKED, HIGH))
    found = regime(world(*made, weights=(mild,), links="linked"))
    assert amounts(found) == pytest.approx((4e6, 24e6, 40e6))


def test_shown_inability_to_pay_is_a_step_of_its_own() -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH), inability_to_pay_shown=(1,)))
    assert amounts(found) == pytest.approx((8e6 * 0.13, 24e6 * 0.5, 40e6 * 0.704))
    assert "proportionality" in [step.id for step in found.conducts[0].steps]


def test_a_public_body_without_a_sourced_ceiling_is_not_computed() -> None:
    germany = (code("main_establishment", "DE"),)
    found = regime(world(Made(0, ADS, FOUND, HIGH), public_body=(1,), main_establishment=germany))
    assert amounts(found) == (0, None, 40_000_000)
    assert any("not computed" in note for note in found.conducts[0].notes)
    poland = regime(
        world(Made(0, ADS, FOUND, HIGH), public_body=(1,), main_establishment=(code("main_establishment", "PL"),))
    )
    assert poland.high == pytest.approx(100_000 / 4.3, rel=0.05)
    assert poland.low == pytest.approx((poland.high or 0) * 0.2)


def test_whether_it_is_a_public_body_is_open() -> None:
    made, both = Made(0, ADS, FOUND, HIGH), (0, 1)
    germany = regime(world(made, public_body=both, main_establishment=(code("main_establishment", "DE"),)))
    assert amounts(germany) == pytest.approx((0, 24e6, 40e6))
    poland = regime(world(made, public_body=both, main_establishment=(code("main_establishment", "PL"),)))
    assert poland.low == pytest.approx(0.2 * 100_000 / 4.3, rel=0.05)
    assert poland.high == 40_000_000


def test_whether_it_is_an_undertaking_is_open() -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH), undertaking=(0, 1)))
    assert amounts(found) == pytest.approx((20e6 * 0.2 * 0.002, 24e6, 40e6))


def test_competition_fine_by_hand() -> None:
    market = {
        "value_of_sales": (10 * MILLION,),
        "conduct_started": (day("2020-06-02"),),
        "conduct_ongoing": (1,),
    }
    found = regime(world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102",),), market=market), "antitrust")
    years = (dt.date(2025, 6, 1) - dt.date(2020, 6, 2)).days + 1
    length = years / 365.25
    expected = (1e7 * 0.05 * length, 1e7 * 0.1 * length * 1.1, (1e7 * 0.15 * length + 1e6) * 1.3)
    assert amounts(found) == pytest.approx(expected)
    assert found.cap == 100_000_000
    assert found.periodic[0].per_day == pytest.approx(0.05 * 1e9 / 365)


def test_sales_of_markets_that_may_be_linked_add_up_at_the_low_end() -> None:
    market = {"value_of_sales": (10 * MILLION,), "conduct_started": (day("2020-06-02"),), "conduct_ongoing": (1,)}
    one = world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102",),), market=market)
    german = tuple((fact, DE.key, slot) for fact, key, slot in one.answers if key == FR.key)
    subjects = (*one.subjects, DE)
    two = replace(
        one,
        subjects=subjects,
        made=(*one.made, Made(0, DE, FOUND, LOW)),
        links=tuple(partitions(subjects)),
        answers=one.answers + german,
    )
    single, both = regime(one, "antitrust"), regime(two, "antitrust")
    assert both.low == pytest.approx(2 * single.low)
    small = replace(two, answers=tuple(
        (fact, key, (5 * MILLION,) if fact == "group_turnover" else slot) for fact, key, slot in two.answers
    ))  # fmt: skip
    capped = regime(small, "antitrust")
    assert (capped.low, capped.high, capped.cap, capped.cap_total) == pytest.approx(
        (500_000, 1_000_000, 500_000, 1_000_000)
    )


def test_without_the_value_of_sales_the_maximum_stands_alone() -> None:
    found = regime(world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102",),)), "antitrust")
    assert amounts(found) == (0, None, 100_000_000)
    assert found.established == Range(0, None, 100_000_000)


@pytest.mark.parametrize(
    ("ended", "acted", "low", "high"),
    [
        ("2020-05-31", "1900-01-01", 0, 0),
        ("2020-06-01", "1900-01-01", 1, 1),
        ("2016-01-01", "2021-01-01", 1, 1),
        ("2015-05-31", "2024-01-01", 0, 0),
    ],
)
def test_limitation(ended: str, acted: str, low: int, high: int) -> None:
    market: dict[str, Slot] = {
        "value_of_sales": (10 * MILLION,),
        "conduct_started": (day("2010-01-01"),),
        "conduct_ended": (day(ended),),
        "conduct_ongoing": (0,),
        "last_enforcement_act_on": (day(acted),),
    }
    found = regime(world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102",),), market=market), "antitrust")
    assert (found.low > 0, (found.high or 0) > 0) == (bool(low), bool(high))


def test_an_unknown_end_may_be_too_late() -> None:
    market: dict[str, Slot] = {
        "value_of_sales": (10 * MILLION,),
        "conduct_started": (day("2010-01-01"),),
        "conduct_ended": (day("2012-01-01"), day("2024-01-01")),
        "conduct_ongoing": (0,),
        "last_enforcement_act_on": (day("1900-01-01"),),
    }
    exposure = estimate(assessment(world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102",),), market=market)))
    assert regime(exposure, "antitrust").low == 0
    assert regime(exposure, "antitrust").established.low > 0
    assert any(one.id == "limitation-commission-2006" for one in exposure.assumptions)


def test_dma_maximum_doubles_unless_a_repeat_is_denied() -> None:
    made = Made(0, FR, FOUND, LOW)
    six: tuple[tuple[str, ...], ...] = (("DMA 6(2)",),)
    assert regime(world(made, infringes=six), "dma").cap == 200_000_000
    denied = regime(world(made, infringes=six, market={"dma_noncompliance_before": (0,)}), "dma")
    assert (denied.cap, *amounts(denied)) == (100_000_000, 0, None, 100_000_000)
    assert denied.formula is False


def test_totals_take_the_dearest_law_per_group_of_facts_and_the_sum() -> None:
    market = {
        "value_of_sales": (10 * MILLION,),
        "conduct_started": (day("2023-06-02"),),
        "conduct_ongoing": (1,),
        "dma_noncompliance_before": (0,),
    }
    both = world(Made(0, FR, FOUND, LOW), infringes=(("TFEU 102", "DMA 6(2)"),), market=market)
    total = estimate(assessment(both)).total
    antitrust = regime(both, "antitrust")
    assert total.largest.high == pytest.approx(100_000_000)
    assert total.added.high == pytest.approx(100_000_000 + (antitrust.high or 0))
    assert total.largest.low == total.added.low == antitrust.low
    assert total.largest.central is None
    apart = world(
        Made(0, FR, FOUND, LOW),
        Made(1, ADS, FOUND, HIGH),
        infringes=(("DMA 6(2)",), LAWFULNESS),
        links="separate",
        market=market,
    )
    assert estimate(assessment(apart)).total.largest.high == pytest.approx(140_000_000)


def test_facts_that_may_be_the_same_count_once_at_the_low_end() -> None:
    market = {"value_of_sales": (10 * MILLION,), "conduct_started": (day("2023-06-02"),), "conduct_ongoing": (1,)}
    both = world(
        Made(0, FR, FOUND, LOW), Made(1, ADS, FOUND, HIGH), infringes=(("TFEU 102",), LAWFULNESS), market=market
    )
    stated = estimate(assessment(both)).total
    assert stated.largest.low == pytest.approx(stated.added.low)
    asked = estimate(assessment(replace(both, links=tuple(partitions(both.subjects))))).total
    assert asked.largest.low == pytest.approx(8_000_000)
    assert asked.added.low > asked.largest.low
    assert asked.largest.high == pytest.approx(asked.added.high)


def test_an_alleged_conduct_stands_apart() -> None:
    found = regime(world(Made(0, ADS, FOUND, HIGH, alleged=True)))
    assert (found.cap, found.conducts, amounts(found)) == (0, (), (0, 0, 0))
    (alleged,) = found.alleged
    assert (alleged.state, alleged.cap, alleged.low, alleged.high) == ("alleged", 40_000_000, 0, 40_000_000)


def test_hindsight_is_named() -> None:
    made = assessment(world(Made(0, ADS, FOUND, HIGH)))
    early = replace(made, on=dt.date(2021, 8, 15), edition=replace(made.edition, on=dt.date(2021, 8, 15)))
    exposure = estimate(early)
    assert regime(exposure).in_hindsight
    assert any(one.id == "method-in-hindsight-edpb-04-2022" for one in exposure.assumptions)
    assert not regime(made).in_hindsight


def test_law_not_in_force_has_no_maximum() -> None:
    made = assessment(world(Made(0, FR, FOUND, HIGH), infringes=(("DMA 6(2)",),)))
    early = dt.date(2021, 8, 15)
    found = regime(replace(made, on=early, edition=replace(made.edition, on=early)), "dma")
    assert (found.cap, found.conducts, found.in_hindsight) == (0, (), False)


def outcome(amount: int | None, outside: str = "", measure: str = "") -> KnownOutcome:
    measures = (measure,) if measure else ()
    return KnownOutcome("CNPD", dt.date(2024, 7, 15), "gdpr", "", amount, "", measures, "", (), "", outside)


def test_known_outcomes_are_placed_and_never_used() -> None:
    made = assessment(world(Made(0, ADS, FOUND, HIGH)))
    outcomes = (
        outcome(1 * MILLION),
        outcome(10 * MILLION),
        outcome(60 * MILLION),
        outcome(None),
        outcome(5, outside="Other law."),
    )
    told = replace(made, profile=replace(made.profile, outcomes=outcomes))
    exposure = estimate(told)
    assert [one.place for one in exposure.outcomes] == ["below", "inside", "above", "not placed", "not placed"]
    assert exposure.outcomes[1].share_of_cap == pytest.approx(0.25)
    assert exposure.regimes == estimate(made).regimes


def test_measures_are_possible_or_ordered() -> None:
    made = assessment(world(Made(0, ADS, FOUND, HIGH)))
    told = replace(
        made, profile=replace(made.profile, outcomes=(outcome(5, measure="Corresponding practice revisions"),))
    )
    states = {one.power: one.state for one in estimate(told).measures}
    assert states["58(2)(d)"] == "ordered"
    assert states["58(2)(f)"] == "possible"


def test_open_questions_say_what_they_decide() -> None:
    exposure = estimate(assessment(world(Made(0, ADS, ASKED, HIGH), Made(1, CRM, FOUND, (0, 1)), links="separate")))
    (unknown,) = [one for one in exposure.unknowns if one.missing.fact == "lawful_basis"]
    assert unknown.decides == ("R0:processing/ads",)
    assert unknown.share_of_width == pytest.approx(40 / 44)


def test_unverified_figures_and_our_readings_are_named() -> None:
    found = {
        one.id: one
        for one in estimate(assessment(world(Made(0, ADS, FOUND, HIGH), group_turnover=(5 * MILLION,)))).assumptions
    }
    assert found["size-band-10000000"].certainty == "unverified"
    assert found["central-share"].kind == "our reading"
    assert "size-band-10000000" not in {
        one.id for one in estimate(assessment(world(Made(0, ADS, FOUND, HIGH)))).assumptions
    }


def test_methods_are_asked_for_by_name() -> None:
    made = assessment(world(Made(0, ADS, FOUND, HIGH)))
    asked = regime(estimate(made, "edpb-04-2022", "to compare"))
    assert (asked.chosen_by, asked.chosen_because) == ("command line", "to compare")
    usual = regime(made)
    assert replace(asked, chosen_by=usual.chosen_by, chosen_because=usual.chosen_because) == usual
    with pytest.raises(InputError, match="did you mean 'edpb-04-2022'"):
        estimate(made, "edpb-04-2021")
    assert {one.regime: one.method for one in estimate(made, "dsk-2019").regimes}["gdpr"] == "dsk-2019"
