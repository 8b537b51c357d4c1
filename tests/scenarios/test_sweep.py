"""Sweeps: every point is the profile with its answers, the axes are what was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from empirical.shipped import ROOT
from lexposure.cli.main import main
from lexposure.scenarios.axes import read_axis
from lexposure.source.problems import Problems

PROFILE = ROOT / "examples" / "papeterie-2026.yaml"


def points(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["sweep", str(PROFILE), *words, "--json"]) == 0
    return list(json.loads(capsys.readouterr().out)["points"])


def test_axes_are_spaced_evenly_or_by_equal_factors() -> None:
    problems = Problems()
    even = read_axis("group_turnover=100 million EUR..500 million EUR:5", False, problems)
    factors = read_axis("group_turnover=1 million EUR..10 000 million EUR:5", True, problems)
    assert not list(problems)
    assert even is not None
    assert factors is not None
    assert even.numbers == (1e8, 2e8, 3e8, 4e8, 5e8)
    assert even.values == (
        "100 million EUR",
        "200 million EUR",
        "300 million EUR",
        "400 million EUR",
        "500 million EUR",
    )
    assert factors.numbers == pytest.approx((1e6, 1e7, 1e8, 1e9, 1e10))


@pytest.mark.parametrize(
    "text",
    ["group_turnover", "x=5..1:3", "x=1..5", "x=1..5:one", "x=1..5:1", "x=a..b:3", "x=1 EUR..5 USD:3", "x=1-2..5:3"],
)
def test_axes_that_say_nothing_are_refused(text: str) -> None:
    problems = Problems()
    assert read_axis(text, False, problems) is None
    assert [one.code for one in problems]


def test_every_combination_is_a_point_and_equals_its_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    fact, other = "rights_requests_late=never,regularly", "processing/newsletter/public_by_default=no,yes"
    found = points(capsys, "--vary", fact, "--vary", other)
    assert [one["values"] for one in found] == [
        ["never", "no"], ["never", "yes"], ["regularly", "no"], ["regularly", "yes"],
    ]  # fmt: skip
    command = ["--set", "rights_requests_late=regularly", "--set", "processing/newsletter/public_by_default=yes"]
    assert main(["whatif", str(PROFILE), *command, "--json"]) == 0
    scenario = json.loads(capsys.readouterr().out)["scenarios"][0]
    assert found[-1]["findings"] == scenario["findings"]
    assert found[-1]["established"] == scenario["total"]["established"]


def test_more_turnover_lowers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    found = points(capsys, "--vary", "group_turnover=10 million EUR..20 000 million EUR:9", "--log")
    highs = [one["high"] for one in found]
    assert highs == sorted(highs, key=lambda high: float(str(high)))


def test_a_grid_that_is_too_large_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--vary", "group_turnover=1 million EUR..9 million EUR:200", "--vary", "rights_requests=1..900:60"]
    assert main(["sweep", str(PROFILE), *words]) == 2
    assert "error[too-many]" in capsys.readouterr().err


def test_pages_have_a_chart_for_one_axis_and_a_heat_map_for_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ["--vary", "group_turnover=1 million EUR..5 million EUR:3"]
    two = ["--vary", "group_turnover=1 million EUR,5 million EUR", "--vary", "rights_requests_late=never,regularly"]
    for name, words in {"one": one, "two": two}.items():
        assert main(["sweep", str(PROFILE), *words, "--out", str(tmp_path / name)]) == 0
        capsys.readouterr()
        text = (tmp_path / name / "papeterie-2026-sweep.html").read_text(encoding="utf-8")
        assert text.count("<svg") == 1
        assert ('class="tile' in text) == (name == "two")
