"""Which method is used, and exposures by the other ones small enough to work out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from exposure.drawing import ADS, CRM, MILLION
from exposure.test_estimate import ASKED, FOUND, HIGH, LOW, MEDIUM, amounts, world
from exposure.worlds import COMPANY_KEY, Made, Slot, Weight, World, assessment, book, code, day
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, RegimeExposure
from lexposure.profile.model import MethodWish
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.facts import About
from lexposure.source.problems import Span

NOTICE = (("GDPR 33(1)",), ("GDPR 6(1)",))
COUNTRIES: dict[str, Slot] = {name: (code("main_establishment", name),) for name in ("DE", "NL", "DK", "LU")}
YES, NO = (1,), (0,)


def at(made: World, on: dt.date, wish: MethodWish | None = None) -> Exposure:
    found = assessment(made)
    profile = replace(found.profile, as_of=on, method=wish)
    return estimate(replace(found, on=on, edition=replace(found.edition, on=on), profile=profile))


def of(found: Exposure, regime: str = "gdpr") -> RegimeExposure:
    return next(one for one in found.regimes if one.regime == regime)


def by(method: str, made: World) -> RegimeExposure:
    return of(estimate(assessment(made), method))


@pytest.mark.parametrize(
    ("country", "on", "method"),
    [
        ("NL", "2019-03-14", "edpb-04-2022"),
        ("NL", "2019-03-15", "ap-2019"),
        ("NL", "2023-05-23", "ap-2019"),
        ("NL", "2023-05-24", "edpb-04-2022"),
        ("DE", "2019-10-13", "edpb-04-2022"),
        ("DE", "2019-10-14", "dsk-2019"),
        ("DE", "2023-05-24", "edpb-04-2022"),
        ("DK", "2021-01-28", "edpb-04-2022"),
        ("DK", "2021-01-29", "dk-2021"),
        ("DK", "2023-05-24", "edpb-04-2022"),
        ("LU", "2021-08-15", "edpb-04-2022"),
    ],
)
def test_the_method_is_that_of_the_authority_in_charge_on_the_day(country: str, on: str, method: str) -> None:
    made = world(Made(0, ADS, FOUND, HIGH), main_establishment=COUNTRIES[country], cross_border_processing=NO)
    found = at(made, dt.date.fromisoformat(on))
    assert of(found).method == method
    assert of(found).chosen_by == ("default" if method == "edpb-04-2022" else "authority")
    said = {one.id: one.says for one in found.assumptions}
    assert "is used:" in said["method-gdpr"]


@pytest.mark.parametrize(
    ("answers", "method"),
    [
        ({"cross_border_processing": YES}, "edpb-04-2022"),
        ({"cross_border_processing": ASKED}, "edpb-04-2022"),
        ({"cross_border_processing": NO, "undertaking": NO}, "edpb-04-2022"),
        ({"cross_border_processing": NO, "undertaking": ASKED}, "dsk-2019"),
        ({"cross_border_processing": NO, "main_establishment": (*COUNTRIES["DE"], *COUNTRIES["NL"])}, "edpb-04-2022"),
    ],
)
def test_the_german_concept_is_for_undertakings_in_national_cases(answers: dict[str, Slot], method: str) -> None:
    known = {"main_establishment": COUNTRIES["DE"], **answers}
    found = world(Made(0, ADS, FOUND, HIGH))
    rest = tuple(one for one in found.answers if one[0] not in known)
    made = replace(found, answers=(*rest, *((fact, COMPANY_KEY, slot) for fact, slot in known.items())))
    assert of(at(made, dt.date(2021, 1, 1))).method == method


def test_a_profile_may_ask_for_a_method_with_its_reason() -> None:
    wish = MethodWish("dsk-2019", "to compare with a decision of 2020", Span(""))
    found = at(world(Made(0, ADS, FOUND, HIGH)), dt.date(2025, 6, 1), wish)
    assert (of(found).method, of(found).chosen_by) == ("dsk-2019", "profile")
    said = {one.id: one.says for one in found.assumptions}
    assert said["method-gdpr"].endswith("is used because the profile asks for it: to compare with a decision of 2020")
    assert "replaced on 2023-05-24" in said["method-replaced-dsk-2019"]
    assert "no authority that uses this method is in charge" in said["method-of-others-dsk-2019"]


def test_the_caller_comes_before_the_profile() -> None:
    found = assessment(world(Made(0, ADS, FOUND, HIGH)))
    asked = replace(found, profile=replace(found.profile, method=MethodWish("dsk-2019", "so", Span(""))))
    assert of(estimate(asked)).method == "dsk-2019"
    told = of(estimate(asked, "ap-2019", "to compare"))
    assert (told.method, told.chosen_by, told.chosen_because) == ("ap-2019", "command line", "to compare")


def test_daily_rates_by_hand() -> None:
    made = world(Made(0, ADS, FOUND, MEDIUM), group_turnover=(250 * MILLION,))
    found = by("dsk-2019", made)
    assert amounts(found) == pytest.approx((694444 * 4, 694444 * 6, 694444 * 8))
    (conduct,) = found.conducts
    assert [step.id for step in conduct.steps] == ["maximum", "mean", "daily", "basic", "cap"]
    assert conduct.seriousness == ("medium", "medium")
    assert (conduct.cap, conduct.cap_provision) == (20_000_000, "GDPR 83(5)")


def test_the_dearest_of_linked_infringements_counts() -> None:
    made = world(Made(0, ADS, FOUND, LOW), Made(1, ADS, FOUND, HIGH), group_turnover=(250 * MILLION,))
    found = by("dsk-2019", made)
    assert (found.low, found.high) == pytest.approx((694444 * 4, 694444 * 7.2))
    assert found.conducts[0].cap_provision == "GDPR 83(5)"


def test_whoever_is_no_undertaking_has_no_daily_rate() -> None:
    found = by("dsk-2019", world(Made(0, ADS, FOUND, LOW), undertaking=NO))
    assert amounts(found) == (0, None, 20_000_000)
    assert any("No turnover measures the size" in note for note in found.conducts[0].notes)


def test_dutch_categories_by_hand() -> None:
    made = world(Made(0, ADS, FOUND, HIGH), infringes=NOTICE, earlier_infringement=NO)
    assert amounts(by("ap-2019", made)) == (300_000, 525_000, 750_000)
    mitigated = replace(
        made, weights=(Weight("gdpr", "adjustment", About.COMPANY, (-80, -30, -10), ((COMPANY, YES),)),)
    )
    assert amounts(by("ap-2019", mitigated)) == pytest.approx((300_000, 525_000 * 0.7, 750_000))
    slashed = replace(made, weights=(Weight("gdpr", "adjustment", About.COMPANY, (-80, -80, -80), ((COMPANY, YES),)),))
    assert amounts(by("ap-2019", slashed)) == (300_000, 300_000, 750_000)


@pytest.mark.parametrize(
    ("earlier", "on", "expected"),
    [
        (YES, ("2021-01-01",), (450_000, 787_500, 1_125_000)),
        (YES, ("2020-06-01",), (450_000, 787_500, 1_125_000)),
        (YES, ("2020-05-31",), (300_000, 525_000, 750_000)),
        (YES, ("2020-05-31", "2021-01-01"), (300_000, 525_000, 1_125_000)),
        (ASKED, ("2021-01-01",), (300_000, 525_000, 1_125_000)),
    ],
)
def test_a_repetition_within_five_years_adds_half(
    earlier: Slot, on: tuple[str, ...], expected: tuple[float, float, float]
) -> None:
    days = tuple(day(one) for one in on)
    made = world(
        Made(0, ADS, FOUND, HIGH), infringes=NOTICE, earlier_infringement=earlier, earlier_infringement_on=days
    )
    assert amounts(by("ap-2019", made)) == pytest.approx(expected)


def test_an_article_whose_category_was_not_seen_leaves_all_open() -> None:
    made = world(Made(0, ADS, FOUND, LOW), infringes=(("GDPR 32(1)",), ("GDPR 33(1)",)), earlier_infringement=NO)
    found = by("ap-2019", made)
    assert amounts(found) == (0, None, 20_000_000)
    assert any("GDPR 32(1): its category was not seen" in note for note in found.conducts[0].notes)
    both = replace(made, made=(*made.made, Made(1, ADS, FOUND, LOW)))
    assert amounts(by("ap-2019", both)) == (300_000, None, 20_000_000)


def test_the_danish_guide_by_hand() -> None:
    rate = float(book().currencies.rates["DKK"][2024])
    made = world(Made(1, ADS, FOUND, LOW), group_turnover=(5 * MILLION,))
    assert amounts(by("dk-2021", made)) == pytest.approx((300_000 / rate,) * 3)
    large = world(Made(1, ADS, FOUND, LOW), group_turnover=(60 * MILLION,))
    assert amounts(by("dk-2021", large)) == pytest.approx((15_000_000 / rate,) * 3)


def test_the_draft_has_floors_and_no_upper_limits() -> None:
    made = world(Made(0, ADS, FOUND, MEDIUM), group_turnover=(5 * MILLION,))
    found = by("edpb-04-2022-draft", made)
    assert (found.low, found.high) == pytest.approx((20_000_000 * 0.1 * 0.004, 20_000_000 * 0.2))
    above = by("edpb-04-2022-draft", world(Made(0, ADS, FOUND, MEDIUM)))
    assert (above.low, above.high) == pytest.approx((40_000_000 * 0.1 * 0.5, 40_000_000 * 0.2))


def uk(answer: Slot, *made: Made, on: str = "2025-06-01") -> RegimeExposure:
    found = world(*(made or (Made(0, ADS, FOUND, HIGH),)), uk_gdpr_applies=answer, group_turnover=(10 * MILLION,))
    return of(at(found, dt.date.fromisoformat(on)), "uk-gdpr")


def test_the_law_of_the_united_kingdom_mirrors_the_regulation() -> None:
    rate = float(book().currencies.rates["GBP"][2024])
    found = uk(YES)
    assert found.method == "ico-2024"
    assert found.cap == pytest.approx(17_500_000 / rate, abs=0.01)
    assert (found.low, found.high) == pytest.approx((17_500_000 / rate * 0.2 * 0.004, 17_500_000 / rate * 0.02))
    assert found.established.low == found.low
    assert found.conducts[0].cap_provision == "UK GDPR higher"


def test_it_is_open_while_nobody_says_whether_it_applies_and_nothing_where_it_does_not() -> None:
    unknown, sure, none = uk(ASKED), uk(YES), uk(NO)
    assert (unknown.low, unknown.high) == (0, sure.high)
    assert (unknown.established.low, unknown.established.high) == (0, 0)
    assert [conduct.state for conduct in unknown.conducts] == ["open"]
    assert (none.cap, none.conducts, none.not_computed) == (0, (), ())


def test_what_is_asked_about_the_union_is_not_computed_for_the_kingdom() -> None:
    transfers = world(Made(0, ADS, FOUND, HIGH), infringes=(("GDPR 44",),), uk_gdpr_applies=YES)
    found = of(estimate(assessment(transfers)), "uk-gdpr")
    assert (found.conducts, found.high, found.cap) == ((), None, None)
    (one,) = found.not_computed
    assert (one.provision, one.state) == ("UK GDPR 44", "established")
    assert "transfers out of the European Economic Area" in one.because
    asked = replace(transfers, answers=tuple(one for one in transfers.answers if one[0] != "uk_gdpr_applies"))
    assert [one.state for one in of(estimate(assessment(asked)), "uk-gdpr").not_computed] == ["open"]


def test_whether_it_applies_is_asked_once() -> None:
    made = world(Made(0, ADS, FOUND, HIGH), Made(1, CRM, FOUND, LOW), uk_gdpr_applies=ASKED)
    found = estimate(assessment(made))
    asked = [one for one in found.unknowns if one.missing.fact == "uk_gdpr_applies"]
    assert [one.missing.subject for one in asked] == [COMPANY]


def test_before_2021_the_united_kingdom_had_the_regulation_itself() -> None:
    assert uk(YES, on="2020-12-31").conducts == ()
    found = uk(YES, on="2021-01-01")
    assert found.conducts
    assert found.in_hindsight


def test_pounds_and_kroner_are_converted_at_a_named_rate() -> None:
    found = estimate(assessment(world(Made(0, ADS, FOUND, HIGH), uk_gdpr_applies=YES)), "dk-2021")
    said = {one.id: one.says for one in found.assumptions}
    assert "in GBP are converted at" in said["law-in-GBP-uk-gdpr"]
    assert "the average of 2024" in said["law-in-DKK-gdpr"]
