"""The backtest on the shipped decisions, and through the command line."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from empirical.shipped import CASES, COMPETITION, book, calibration, decisions
from lexposure.cli.main import main
from lexposure.empirical.prediction import rows_of, usable
from lexposure.rulebook.calibration_reading import WRITTEN
from lexposure.scenarios.backtest import Backtest, backtest
from lexposure.scenarios.backtest_document import document
from lexposure.scenarios.families import FOLDS, grouped

TODAY = dt.date(2026, 11, 26)
DESIGN = calibration().design


@cache
def measured() -> Backtest:
    return backtest(book(), calibration(), decisions(), TODAY)


def test_the_forecast_does_not_get_worse() -> None:
    """Thresholds a little above what was measured when the calibration was made (docs/validation.md)."""
    found = measured()
    assert found.headline.n == 149
    assert found.headline.rmse <= 0.62
    assert found.headline.rmse <= 0.88 * found.baselines["turnover alone"].rmse
    assert all(one.holds for one in found.headline.covered)
    assert found.headline.covered[1].width <= 1.62
    assert found.in_time is not None
    assert found.in_time.n == 89
    assert found.in_time.rmse <= 0.72
    assert found.without_families is not None
    assert found.without_families.rmse <= 0.88 * found.baselines["turnover alone"].rmse


def test_every_usable_decision_is_forecast_and_the_rest_is_named() -> None:
    found = measured()
    assert set(found.forecasts) == {one.id for one in usable(decisions())}
    assert len(found.excluded) == 10
    assert all(one.turnover is None for one in found.excluded)


def test_slices_hold_every_decision_once() -> None:
    for parts in measured().slices.values():
        assert sum(one.n for one in parts.values()) == 149


def test_misses_are_the_largest_and_say_what_may_explain_them() -> None:
    found = measured()
    errors = sorted((abs(one.error) for one in found.forecasts.values()), reverse=True)
    shown = [abs(found.forecasts[miss.decision.id].error) for miss in found.misses]
    assert shown == errors[: len(shown)]
    post = next(miss for miss in found.misses if miss.decision.id == "fr-cnil-amazon-logistique-2023")
    assert set(post.explains) == {"own-turnover", "court"}


def test_the_methods_range_speaks_of_decisions_with_enough_on_record() -> None:
    found = measured()
    stated = sum(bool(one.seriousness) for one in usable(decisions()))
    assert found.stated.n == stated
    assert found.open.n == 149
    assert found.open.inside + found.open.below + found.open.above == 149


def test_planted_fines_are_caught() -> None:
    """Fines a thousand times higher lie outside; a test that passes on anything would not notice."""
    planted = [replace(one, fine=one.fine * 1000) for one in decisions()]
    found = backtest(book(), calibration(), planted, TODAY).headline
    assert found.covered[2].inside < 10
    assert not found.covered[1].holds


def test_the_document_has_the_keys_of_the_design_first() -> None:
    keys = list(document(measured()))
    assert keys[:9] == [
        "n", "coverage_50", "coverage_80", "coverage_95", "width_80_log10", "rmse_log10", "within_x3", "within_x10",
        "baseline_rmse_log10",
    ]  # fmt: skip
    json.dumps(document(measured()), allow_nan=False)


def test_the_command_reads_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = CASES.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n- id: ")
    few = tmp_path / "few.yaml"
    few.write_text("\n- id: ".join([head, *rest.split("\n- id: ")[:12]]), encoding="utf-8")
    assert main(["backtest", str(few), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n"] + len(found["excluded"]) == 12
    assert main(["backtest", str(few)]) == 0
    assert "decisions with a turnover" in capsys.readouterr().out


def test_the_command_reports_bad_decisions_at_their_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "cases:\n  - {id: one-2024, fine_eur: many, tier: 83(9), articles: [6]}\n"
        "  - {id: two, fine_eur: -1, tier: 83(5)}\n",
        encoding="utf-8",
    )
    assert main(["backtest", str(bad), "--json"]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "bad.yaml:2:" in out.err
    assert "error[number]" in out.err
    assert "error[word]" in out.err
    assert "bad.yaml:3:" in out.err


def test_calibrating_the_shipped_decisions_gives_the_shipped_calibration(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = book().calibration
    assert home is not None
    command = ["calibrate", str(CASES), "--competition", str(COMPETITION), "--out", str(tmp_path)]
    assert main([*command, "--as-of", str(home.fitted.fitted_on)]) == 0
    shipped = Path(__file__).resolve().parents[2] / "rules" / "calibration"
    for name in WRITTEN:
        assert (tmp_path / name).read_text("utf-8") == (shipped / name).read_text("utf-8"), name
    assert "better-model" not in capsys.readouterr().err


def test_no_company_stands_in_two_folds() -> None:
    rows = rows_of(decisions(), DESIGN)
    folds = grouped(rows)
    sizes = [sum(folds[row.group] == fold for row in rows) for fold in range(FOLDS)]
    assert sum(sizes) == len(rows)
    assert max(sizes) - min(sizes) <= 2


def test_calibrating_without_the_extra_compares_less_and_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sklearn", "sklearn.ensemble", "sklearn.linear_model"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["calibrate", str(CASES), "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert "warning[extra]" in printed.err
    assert "conformalised" not in printed.out
    assert "turnover alone" in printed.out
