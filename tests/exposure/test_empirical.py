"""The empirical range in assessments: beside the method's, from decisions of others, never in any total."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from empirical.shipped import book, calibration
from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import EmpiricalRange, Exposure, RegimeExposure
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.decisions import Decision

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def text(name: str) -> str:
    return (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")


def exposed(written: str, rules: RuleBook | None = None, in_court: bool = False) -> Exposure:
    rules = rules or book()
    return estimate(assess(rules, read_profile_text(written, "profile.yaml", rules)), in_court=in_court)


def gdpr(exposure: Exposure) -> RegimeExposure:
    return next(one for one in exposure.regimes if one.regime == "gdpr")


def found(written: str, rules: RuleBook | None = None) -> EmpiricalRange:
    empirical = gdpr(exposed(written, rules)).empirical
    assert empirical is not None
    return empirical


def fined(rules: RuleBook, group: str, factor: float) -> RuleBook:
    """The rule book with a group's fines multiplied."""
    held = calibration()

    def moved(one: Decision) -> Decision:
        return replace(one, fine=one.fine * factor) if held.design.group_of(one.company) == group else one

    return replace(rules, calibration=replace(held, decisions=tuple(map(moved, held.decisions))))


def test_a_companys_own_fines_do_not_speak_about_it() -> None:
    own = found(text("amazon-2021"), fined(book(), "Amazon", 1e6))
    assert own == found(text("amazon-2021"))
    assert own.n == calibration().fitted.n - 3
    assert not any("Amazon" in one.company for one in own.nearest)
    assert found(text("amazon-2021"), fined(book(), "Meta", 1e3)) != own


def test_earlier_dates_are_marked_where_later_decisions_speak() -> None:
    """In 2021 too few decisions were known, in 2024 enough, by the end of 2026 all."""
    early = found(text("amazon-2021"))
    assert early.hindsight
    quill = text("quillmarkt-2026")
    middle = found(quill.replace("as_of: 2026-10-01", "as_of: 2024-06-01"))
    assert not middle.hindsight
    assert middle.n < calibration().fitted.n
    assert all((one.decided or dt.date.max) < dt.date(2024, 6, 1) for one in middle.nearest)
    late = found(quill)
    assert not late.hindsight
    assert late.n == calibration().fitted.n


def test_quantiles_lie_in_order_and_under_the_maximum() -> None:
    for name in ("amazon-2021", "quillmarkt-2026", "papeterie-2026"):
        regime = gdpr(exposed(text(name)))
        empirical = regime.empirical
        assert empirical is not None
        quantiles = [
            empirical.p2_5, empirical.p10, empirical.p25, empirical.p50, empirical.p75, empirical.p90, empirical.p97_5,
        ]  # fmt: skip
        assert quantiles == sorted(quantiles)
        cap = next(one.cap for one in regime.conducts if one.id == empirical.conduct)
        assert cap is not None
        assert quantiles[-1] <= cap
        assert empirical.capped == (quantiles[-1] == cap)


def test_it_is_in_no_amount_of_the_method() -> None:
    bare = replace(book(), calibration=None)
    with_it, without = exposed(text("quillmarkt-2026")), exposed(text("quillmarkt-2026"), bare)
    assert with_it.total == without.total
    assert [replace(one, empirical=None) for one in with_it.regimes] == list(without.regimes)


def test_nothing_without_a_turnover() -> None:
    lines = [line for line in text("papeterie-2026").splitlines() if "group_turnover:" not in line]
    assert gdpr(exposed("\n".join(lines) + "\n")).empirical is None


def test_what_is_not_known_is_named_and_not_taken_as_no() -> None:
    assert {"people", "children", "intent"} <= set(found(text("amazon-2021")).missing)


@pytest.mark.parametrize("name", ["quillmarkt-2026", "papeterie-2026"])
def test_after_courts_only_where_asked_for(name: str) -> None:
    plain, asked = gdpr(exposed(text(name))), gdpr(exposed(text(name), in_court=True))
    assert plain.litigated is None
    assert asked.litigated is not None
    assert replace(asked, litigated=None) == plain
    assert asked.litigated.n == asked.litigated.upheld + asked.litigated.reduced + asked.litigated.annulled
    assert asked.litigated.range.low == 0.0
    assert asked.litigated.range.high == plain.established.high
    central = plain.established.central
    assert central is not None
    assert asked.litigated.range.central == pytest.approx(central * asked.litigated.remaining)


def answered(fault: str) -> str:
    """The small shop with another answer about fault, for the company alone."""
    lines = [line for line in text("papeterie-2026").splitlines() if "processing_fault:" not in line]
    kept = [line for line in lines if not line.startswith("  fault:")]
    return "\n".join(kept).replace("\nanswers:\n", f"\nanswers:\n  fault: {fault}\n", 1) + "\n"


def test_an_answer_about_fault_is_compared_and_an_open_one_is_named() -> None:
    """The options of the profile and the words of the case file are different words for the same."""
    intended, negligent, unknown = (found(answered(fault)) for fault in ("intention", "negligence", "unknown"))
    assert intended.p50 > negligent.p50
    assert "intent" not in intended.missing
    assert "intent" not in negligent.missing
    assert "intent" in unknown.missing


def test_the_lower_tier_is_lower_under_a_mirrored_law_too() -> None:
    held = calibration()
    mirror = book().provisions.mirrors["uk-gdpr"]
    assert held.design.lower_tier in book().provisions.tiers
    assert mirror.tiers[held.design.lower_tier] in book().provisions.tiers
    assert held.design.region_of(held.design.mirrors["uk-gdpr"]) == "britain"
