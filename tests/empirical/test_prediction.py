"""What a forecast may know: no decision of the same group, none later, and nothing that is missing read as no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from empirical.shipped import calibration, decisions
from lexposure.empirical.covariates import columns, of_decision
from lexposure.empirical.prediction import FINAL, Row, earlier, others, ranged, regressed, rows_of, usable
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.folds import in_time, left_out

DESIGN = calibration().design


def ready(decisions_: Sequence[Decision]) -> tuple[Row, ...]:
    return rows_of(decisions_, DESIGN)


def by_id(id: str) -> Decision:
    return next(one for one in decisions() if one.id == id)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("WhatsApp Ireland (Meta)", "Meta"),
        ("Amazon Europe Core S.à r.l.", "Amazon"),
        ("Amazon.com, Inc. (Amazon Europe Core S.à r.l.)", "Amazon"),
        ("OTE S.A.", "Deutsche Telekom"),
        ("Otavamedia Oy", "Otavamedia Oy"),
        ("Metallbau Invented GmbH", "Metallbau Invented GmbH"),
    ],
)
def test_groups_go_by_whole_words(name: str, group: str) -> None:
    assert DESIGN.group_of(name) == group


def test_other_companies_decisions_hold_none_of_the_group() -> None:
    left = others(ready(decisions()), "Vodafone")
    assert len(left) == len(usable(decisions())) - 5
    assert not any(row.decision.company.startswith("Vodafone") for row in left)


def test_a_companys_own_decisions_do_not_move_its_forecast() -> None:
    rows = tuple(
        replace(one, fine=one.fine * 1000) if DESIGN.group_of(one.company) == "Meta" else one for one in decisions()
    )
    tested = [one for one in decisions() if DESIGN.group_of(one.company) == "Meta"]
    before = left_out(ready(tested), ready(decisions()), DESIGN)
    assert before == left_out(ready(tested), ready(rows), DESIGN)
    google = ready([by_id("fr-cnil-google-2019")])
    assert left_out(google, ready(rows), DESIGN) != left_out(google, ready(decisions()), DESIGN)


def test_later_decisions_do_not_move_a_forecast_in_time() -> None:
    on = dt.date(2024, 6, 1)
    tested = [one for one in decisions() if dt.date(2024, 5, 1) <= one.on < on]
    rows = tuple(replace(one, fine=one.fine * 1000) if one.on >= on else one for one in decisions())
    before = in_time(ready(tested), ready(decisions()), DESIGN)
    assert before
    assert before == in_time(ready(tested), ready(rows), DESIGN)


def test_no_forecast_in_time_from_too_few_decisions() -> None:
    first = [one for one in usable(decisions()) if one.on < dt.date(2021, 1, 1)]
    assert len(first) < DESIGN.least_decisions
    assert in_time(ready(first), ready(decisions()), DESIGN) == {}


def test_a_day_that_is_not_known_counts_as_the_last_of_its_year() -> None:
    undated = by_id("no-dt-aquateknikk-2021")
    assert undated.decided is None

    def known(on: dt.date) -> bool:
        return undated in [row.decision for row in earlier(ready(decisions()), on)]

    assert not known(dt.date(2021, 12, 31))
    assert known(dt.date(2022, 1, 1))


def test_own_and_group_turnover_are_columns_of_their_own() -> None:
    own = of_decision(by_id("fr-cnil-sergic-2019"), DESIGN)
    group = replace(own, own_turnover=None, group_turnover=own.own_turnover)
    mine, theirs = columns(own, DESIGN, hindsight=False), columns(group, DESIGN, hindsight=False)
    assert mine["own turnover"] == theirs["group turnover"] != 0.0
    assert mine["group turnover"] == theirs["own turnover"] == 0.0
    assert theirs["turnover is the group's"] == 1.0


def test_what_is_missing_has_its_own_column_and_is_not_no() -> None:
    case = of_decision(by_id("fr-cnil-google-2019"), DESIGN)
    known = columns(replace(case, people=10_000.0), DESIGN, hindsight=False)
    missing = columns(replace(case, people=None), DESIGN, hindsight=False)
    assert known["people affected"] == missing["people affected"] == 0.0
    assert (known["people affected not known"], missing["people affected not known"]) == (0.0, 1.0)


def test_the_stated_seriousness_is_read_in_hindsight_only() -> None:
    case = of_decision(by_id("it-garante-openai-2024"), DESIGN)
    assert case.seriousness == "high"
    assert not any("seriousness" in name for name in columns(case, DESIGN, hindsight=False))
    assert columns(case, DESIGN, hindsight=True)["seriousness as stated"] == 1.0


def test_final_amounts_leave_out_what_is_open_or_annulled() -> None:
    finals = {one.id for one in usable(decisions(), FINAL)}
    assert "lu-cnpd-amazon-2021" not in finals
    assert "it-garante-openai-2024" not in finals
    assert "fr-cnil-amazon-logistique-2023" in finals
    assert by_id("fr-cnil-amazon-logistique-2023").final == 15_000_000


def test_the_stored_figures_are_those_of_a_fit_on_the_stored_decisions() -> None:
    stored = calibration().fitted
    rows = ready(calibration().decisions)
    again = regressed(rows, DESIGN.penalties)
    assert again.penalty == stored.penalty
    assert list(stored.coefficients) == list(columns(rows[0].case, DESIGN, hindsight=False))
    assert tuple(stored.coefficients.values()) == pytest.approx(again.coefficients, abs=1e-6)
    assert stored.residuals == pytest.approx(again.residuals, abs=1e-6)
    assert len(again.errors) == stored.n


def test_the_ends_of_a_range_lie_in_order() -> None:
    rows = ready(decisions())
    predicted = ranged(regressed(rows, (5.0,)), rows[0].columns)
    inner, middle_, outer = predicted.spans
    assert outer[0] < middle_[0] < inner[0] < predicted.median < inner[1] < middle_[1] < outer[1]
