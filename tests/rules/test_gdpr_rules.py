"""What the law says about the shipped GDPR data, written down independently of it."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from lexposure.assess.model import Assessment
from lexposure.assess.run import assess
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Outcome, Rule

BOOK = read_rulebook()
RULES = [rule for rule in BOOK.rules if rule.topic == "gdpr"]
CHARGES = [rule for rule in RULES if rule.infringes]
CONTROLS = [rule for rule in RULES if not rule.infringes]
FACTORS = [factor for factor in BOOK.factors if factor.regime == "gdpr"]
APPLICABLE = dt.date(2018, 5, 25)
TODAY = dt.date(2026, 11, 23)

# Art. 83(4) and (5) GDPR, read out article by article.
LOWER = [
    *(f"GDPR {article}" for article in (8, 11, *range(25, 40), 42, 43)),
    *("GDPR 41(4)", "GDPR 32(1)", "GDPR 33(1)", "GDPR 35(1)", "GDPR 37(1)", "GDPR 38(6)", "GDPR 28(3)(h)"),
]
UPPER = [
    *(f"GDPR {article}" for article in (5, 6, 7, 9, *range(12, 23), *range(44, 50), *range(85, 92))),
    *(
        "GDPR 5(1)(a)",
        "GDPR 5(1)(f)",
        "GDPR 5(2)",
        "GDPR 6(1)(f)",
        "GDPR 7(3)",
        "GDPR 9(2)(a)",
        "GDPR 13(1)(c)",
        "GDPR 58(1)",
    ),
]
ONLY_THROUGH = [
    "GDPR 4",
    "GDPR 23",
    "GDPR 40",
    "GDPR 41",
    "GDPR 41(1)",
    "GDPR 50",
    "GDPR 77",
    "GDPR 82",
]


def provision(name: str) -> Provision:
    found = BOOK.provisions.find(name)
    assert found is not None, name
    return found


def tier(name: str) -> str | None:
    found = provision(name).tier
    return found.name if found else None


@pytest.mark.parametrize("name", LOWER)
def test_lower_tier(name: str) -> None:
    assert tier(name) == "GDPR 83(4)"


@pytest.mark.parametrize("name", UPPER)
def test_upper_tier(name: str) -> None:
    assert tier(name) == "GDPR 83(5)"


def test_orders_are_in_the_upper_tier() -> None:
    assert tier("GDPR 58(2)") == "GDPR 83(6)"
    assert tier("GDPR 58(2)(f)") == "GDPR 83(6)"


@pytest.mark.parametrize("name", ONLY_THROUGH)
def test_not_finable_by_itself_is_said_in_words(name: str) -> None:
    assert tier(name) is None
    assert provision(name).only_through


@pytest.mark.parametrize(
    ("name", "route"), [("GDPR 10", "GDPR 5(1)(a)"), ("GDPR 24", "GDPR 5(2)"), ("GDPR 24(1)", "GDPR 5(2)")]
)
def test_articles_that_art_83_does_not_name_have_a_doubtful_route(name: str, route: str) -> None:
    found = provision(name)
    assert found.routes[0] == route
    assert found.doubtful
    assert tier(name) == "GDPR 83(5)"


@pytest.mark.parametrize("name", ["GDPR 8", "GDPR 40"])
def test_other_doubtful_articles(name: str) -> None:
    assert provision(name).doubtful


def test_no_such_article() -> None:
    assert BOOK.provisions.find("GDPR 100") is None
    assert BOOK.provisions.find("GDPR 3(2)(z)") is not None


@pytest.mark.parametrize(
    ("name", "fixed_euro", "share_percent"),
    [("GDPR 83(4)", 10_000_000, 2), ("GDPR 83(5)", 20_000_000, 4), ("GDPR 83(6)", 20_000_000, 4)],
)
def test_maxima(name: str, fixed_euro: int, share_percent: int) -> None:
    found = BOOK.provisions.tiers[name]
    cap = found.cap_on(APPLICABLE)
    assert cap is not None
    assert (cap.fixed_cents, cap.share_ppm) == (fixed_euro * 100, share_percent * 10_000)
    assert found.cap_on(APPLICABLE - dt.timedelta(days=1)) is None


def test_the_six_areas_are_covered() -> None:
    charged = {name for rule in RULES for name in rule.infringes}
    for area in ("GDPR 6(1)", "GDPR 7", "GDPR 13", "GDPR 15", "GDPR 32(1)", "GDPR 44"):
        assert area in charged


@pytest.mark.parametrize("rule", CHARGES, ids=lambda rule: rule.id)
def test_rule_charges_what_can_be_fined(rule: Rule) -> None:
    for name in rule.infringes:
        assert tier(name) is not None


@pytest.mark.parametrize("rule", CONTROLS, ids=lambda rule: rule.id)
def test_a_weakness_of_controls_says_so_and_has_no_level(rule: Rule) -> None:
    assert "weakness of controls" in rule.says
    assert rule.seriousness is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_binds_since_the_regulation_does(rule: Rule) -> None:
    assert rule.in_force.start == APPLICABLE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_accuses_nobody(rule: Rule) -> None:
    assert rule.says.startswith("The answers indicate that ")
    assert "infring" not in rule.says


@pytest.mark.parametrize("rule", CHARGES, ids=lambda rule: rule.id)
def test_seriousness_rests_on_points_a_b_g_alone(rule: Rule) -> None:
    assert rule.seriousness is not None
    for factor in rule.seriousness.factors:
        assert factor.cite in {"GDPR Art. 83(2)(a)", "GDPR Art. 83(2)(b)", "GDPR Art. 83(2)(g)"}


def test_adjustments_rest_on_the_other_points_and_stay_within_what_was_seen() -> None:
    for factor in FACTORS:
        assert factor.cite[: len("GDPR Art. 83(2)(x)")][-2] in "cdefhijk"
        assert factor.kind == "our reading"
        assert -500_000 <= factor.low <= factor.central <= factor.high <= 100_000
        assert factor.low >= 0 or factor.high <= 0


def test_absorbing_findings_never_lower_the_tier() -> None:
    """Concurrence may drop a charge, but not so that the graver wrong escapes the higher maximum."""
    by_id = {rule.id: rule for rule in RULES}
    pairs = [(rule, by_id[each.rule]) for rule in RULES for each in rule.displaces]
    assert {(one.id, other.id) for one, other in pairs} == {
        ("GDPR-6-1-advertising", "GDPR-7"),
        ("GDPR-6-1-advertising", "GDPR-7-1"),
        ("GDPR-6-1-advertising", "GDPR-6-1-before-consent"),
        ("GDPR-6-1-advertising", "GDPR-6-1-combination"),
        ("GDPR-6-1-combination", "GDPR-6-1"),
        ("GDPR-28-3", "GDPR-28-3-e"),
        ("GDPR-5-1-f", "GDPR-32"),
        ("GDPR-5-1-f", "GDPR-5-1-f-settings"),
        ("GDPR-25-1-scraping", "GDPR-25-1-operation"),
        ("GDPR-25-2-minors", "GDPR-25-2"),
        ("GDPR-22-4", "GDPR-22-1"),
        ("GDPR-5-1-a-transparency", "GDPR-5-1-a-ranking"),
        ("GDPR-5-1-a-transparency", "GDPR-13-2-f-prices"),
    }
    for one, other in pairs:
        assert one.conduct == other.conduct
        assert max(str(tier(name)) for name in one.infringes) >= max(str(tier(name)) for name in other.infringes)


def test_only_the_hours_of_a_breach_notice_are_law() -> None:
    figures = {name: each for name, each in BOOK.parameters.items() if each.span.path.endswith("gdpr.yaml")}
    assert {name for name, each in figures.items() if each.kind == "law"} == {"breach_notice_hours"}
    assert figures["breach_notice_hours"].on(TODAY) == 72


@cache
def assessed(answers: str, processing: str = "", complete: str = "no", on: dt.date = TODAY) -> Assessment:
    text = f"format: 1\ncompany: Invented\nas_of: {on}\nanswers: {{{answers}}}\nprocessing_complete: {complete}\n"
    if processing:
        text += f"processing:\n  - {{id: one, name: One, answers: {{{processing}}}}}\n"
    return assess(BOOK, read_profile_text(text, "profile.yaml", BOOK))


def outcomes(assessment: Assessment) -> dict[str, Outcome]:
    return {
        finding.rule.id: finding.outcome
        for finding in assessment.findings
        if finding.rule.topic == "gdpr" and finding.id[-9:] != ":unlisted"
    }


def test_silence_decides_nothing() -> None:
    found = outcomes(assessed("", "role: unknown"))
    assert set(found) == {rule.id for rule in RULES}
    assert set(found.values()) == {Outcome.UNKNOWN}


def test_nothing_applies_before_the_regulation() -> None:
    found = outcomes(
        assessed(
            "dpo_appointed: no, public_body: yes, court_acting_judicially: no",
            "role: controller",
            on=dt.date(2018, 5, 24),
        )
    )
    assert set(found.values()) == {Outcome.NOT_APPLICABLE}


def test_neutral_conduct_neither_aggravates_nor_mitigates() -> None:
    """No earlier infringement, ordinary cooperation, a mandatory notice: each leaves a fine as it is."""
    company = (
        "earlier_infringement: no, cooperation: ordinary, earlier_order_breached: no, code_or_certificate: none, "
        "procedure_overlong: no"
    )
    entry = "mitigation: expected, responsibility: as_expected, became_known: mandatory_notice, profit_gained: no"
    factors = [each for each in assessed(company, entry).factors if each.factor.regime == "gdpr"]
    assert {each.factor.id for each in factors} == {factor.id for factor in FACTORS}
    assert {each.truth for each in factors} == {False}


def test_an_old_infringement_weighs_less_than_a_recent_one() -> None:
    def met(day: str) -> set[str]:
        company = f"earlier_infringement: yes, earlier_infringement_same_subject: yes, earlier_infringement_on: {day}"
        return {each.factor.id for each in assessed(company).factors if each.truth and each.factor.regime == "gdpr"}

    assert met("2021-11-24") == {"GDPR-83-2-e-same"}
    assert met("2021-11-23") == {"GDPR-83-2-e-old"}
    effect = {factor.id: factor.central for factor in FACTORS}
    assert effect["GDPR-83-2-e-same"] > effect["GDPR-83-2-e-other"] > effect["GDPR-83-2-e-old"]


@pytest.mark.parametrize(("answer", "outcome"), [("not shown", Outcome.FINDING), ("unknown", Outcome.UNKNOWN)])
def test_not_shown_counts_where_the_company_must_show(answer: str, outcome: Outcome) -> None:
    shown = ("access_controlled", "user_logins", "encrypted", "restorable", "tested")
    entry = ", ".join(["role: controller", *(f"security_{measure}: yes" for measure in shown)])
    assert outcomes(assessed("", f"{entry}, security_risk_assessed: {answer}"))["GDPR-32"] is outcome


def test_a_breach_alone_proves_no_missing_measures() -> None:
    found = outcomes(assessed("", "role: controller, personal_data_breach: yes"))
    assert found["GDPR-5-1-f"] is Outcome.UNKNOWN
    assert found["GDPR-32"] is Outcome.UNKNOWN


@pytest.mark.parametrize(("hours", "outcome"), [(72, Outcome.NO_FINDING), (73, Outcome.FINDING)])
def test_hour_73_is_late(hours: int, outcome: Outcome) -> None:
    breach = "role: controller, personal_data_breach: yes, breach_notified: yes, breach_risk: risk"
    entry = f"{breach}, breach_hours: {hours}, breach_delay_justified: no"
    assert outcomes(assessed("", entry))["GDPR-33-1"] is outcome


@pytest.mark.parametrize("ground", ["legal_obligation", "public_task", "vital_interests", "none"])
def test_grounds_that_cannot_carry_advertising(ground: str) -> None:
    entry = f"role: joint_controller, behavioural_advertising: yes, soft_opt_in_mail: no, lawful_basis: {ground}"
    assert outcomes(assessed("", entry))["GDPR-6-1-advertising"] is Outcome.FINDING


def test_customer_mail_within_the_eprivacy_exception_needs_no_other_ground() -> None:
    entry = "role: controller, behavioural_advertising: yes, soft_opt_in_mail: yes, lawful_basis: none"
    assert outcomes(assessed("", entry))["GDPR-6-1-advertising"] is Outcome.NO_FINDING


def test_the_duty_to_have_an_officer_stays_open_while_operations_are_unlisted() -> None:
    company = "public_body: no, dpo_required_by_national_law: no, dpo_appointed: no"
    small = (
        "core_activity: yes, regular_monitoring: yes, people_affected: 300, special_categories: no, conviction_data: no"
    )
    assert outcomes(assessed(company, small, "no"))["GDPR-37-1"] is Outcome.UNKNOWN
    assert outcomes(assessed(company, small, "yes"))["GDPR-37-1"] is Outcome.NOT_APPLICABLE


def test_duties_of_their_own_are_conducts_of_their_own() -> None:
    labels = {rule.id: rule.conduct for rule in RULES}
    breach = {labels[f"GDPR-{article}"] for article in ("33-1", "33-2", "33-3", "34-1", "34-2")}
    assert breach == {"breach notification"}
    assert labels["GDPR-33-5"] == "breach register"
    officer = {labels[f"GDPR-{article}"] for article in ("37-1", "37-7", "38-1", "38-2", "38-3", "38-6")}
    assert officer == {"data protection officer"}
    assert labels["GDPR-31"] == labels["GDPR-58-1"] == "authority"
    assert labels["GDPR-12-3"] == labels["GDPR-15"] == labels["GDPR-17"] == "handling of requests"
    assert labels["GDPR-35-1"] == "impact assessment"
    assert labels["GDPR-6-1-advertising"] == labels["GDPR-13"] == labels["GDPR-32"] == "operation"
