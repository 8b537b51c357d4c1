"""Sweeps: every point is the profile with its answers, the axes are what was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from empirical.shipped import ROOT, book
from lexposure.cli.main import main
from lexposure.scenarios.axes import Axis, read_axis
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
    words = ["--vary", "group_turnover=1 million EUR..9 million EUR:500", "--vary", "rights_requests=1..900:201"]
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


def axis(text: str, log: bool = False) -> Axis:
    problems = Problems()
    found = read_axis(text, log, problems, book().catalogue)
    assert not list(problems)
    assert found is not None
    return found


def test_ends_may_be_short_and_the_unit_follows_from_the_question() -> None:
    found = axis("group_turnover=100m..2bn:4")
    assert found.values == ("100 million EUR", "733.3 million EUR", "1367 million EUR", "2000 million EUR")
    assert found.spacing == "linear"
    assert axis("group_turnover=100m..2bn:4:log").spacing == "log"
    assert axis("group_turnover=100m..2bn:4:linear", log=True).spacing == "linear"
    assert axis("markets/m/market_share=10..30:3").values == ("10 %", "20 %", "30 %")
    assert axis("processing/p/people_affected=1k..4k:4").values == ("1000", "2000", "3000", "4000")


def test_counts_are_whole_and_days_are_days() -> None:
    assert axis("service_member_states=1..4:10").values == ("1", "2", "3", "4")
    assert axis("processing/p/operation_since=2024-01-01..2024-01-31:3").values == (
        "2024-01-01", "2024-01-16", "2024-01-31",
    )  # fmt: skip


def test_every_option_and_lists_of_lists() -> None:
    options = axis("processing/p/lawful_basis=*").values
    assert "consent" in options
    assert "contract" in options
    assert axis("dpo_appointed=*").values == ("yes", "no")
    assert axis("x=[a, b],none,{disputed: [a, c]}").values == ("[a, b]", "none", "{disputed: [a, c]}")


@pytest.mark.parametrize("text", ["group_turnover=*", "x=a,,b", "x=a,a", "group_turnover=0..5m:3:log", "x=1..5:3:odd"])
def test_more_axes_that_say_nothing(text: str) -> None:
    problems = Problems()
    assert read_axis(text, False, problems, book().catalogue) is None
    assert list(problems)


def test_all_values_that_cannot_be_set_are_told_before_anything_is_assessed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["--vary", "rights_requests_late=never,sometimes,often", "--vary", "group_turover=1m..2m:2"]
    assert main(["sweep", str(PROFILE), *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) >= 3
    assert all(": --vary " in line for line in lines)


def test_how_an_axis_runs_is_said_and_lines_fit(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--vary", "group_turnover=1m..64m:3:log", "--vary", "processing/newsletter/public_by_default=*"]
    assert main(["sweep", str(PROFILE), *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "group_turnover: 3 values, equal factors (logarithmic)" in lines
    assert max(map(len, lines)) <= 80
    highs = [line.split()[-2:] for line in lines if line.startswith(("1 million EUR ", "64 million EUR "))]
    assert highs


ALLEGED = "{value: intention, basis: alleged, source: a complaint}"
GRIDS = {
    "amounts": ("--vary", "group_turnover=1m..2bn:3:log", "--vary", "rights_requests_late=*"),
    "answers of every kind": ("--vary", f"fault={ALLEGED},not shown,{{disputed: [none, negligence]}},unknown"),
    "allegations": ("--vary", f"rights_requests_late={ALLEGED.replace('intention', 'regularly')},unknown,never"),
    "not shown": ("--vary", "compliance_evidence_kept=not shown,unknown,yes", "--vary", "rights_requests_late=*"),
    "lists and authorities": ("--vary", "processing_complete=yes,no", "--vary", "main_establishment=DE,NL,unknown"),
    "over a scenario": ("--vary", "group_turnover=2 million EUR,unknown", "--set", "fault=intention"),
    "on another day": ("--vary", "rights_requests_late=*", "--as-of", "2026-03-01"),
    "a method": ("--vary", "processing/newsletter/public_by_default=*", "--method", "edpb-04-2022-draft"),
}  # fmt: skip


@pytest.mark.parametrize("words", GRIDS.values(), ids=GRIDS.keys())
def test_points_come_out_as_each_assessed_by_itself(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    found = points(capsys, *words)
    assert found == points(capsys, *words, "--evaluator", "reference")
    assert len({str({**one, "values": None}) for one in found}) > 1


def test_the_reference_and_durable_agree_on_a_grid(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--vary", "rights_requests_late=*")
    assert points(capsys, *words) == points(capsys, *words, "--evaluator", "durable")


def test_what_the_profile_alleges_is_varied_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A supposed answer is no longer alleged; the others still are."""
    profile = ROOT / "examples" / "amazon-2021.yaml"
    command = ["sweep", str(profile), "--vary", "markets/marketplace-de/effect_on_trade=*", "--json"]
    found: list[object] = []
    for more in ([], ["--evaluator", "reference"]):
        assert main([*command, *more]) == 0
        found.append(json.loads(capsys.readouterr().out)["points"])
    assert found[0] == found[1]


def test_ten_thousand_points_are_computed_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """More points than are computed together; the ends as by themselves."""
    found = points(capsys, "--vary", "group_turnover=1m..64m:100:log", "--vary", "rights_requests=1..900:100")
    assert len(found) == 10_000
    ends = points(capsys, "--vary", "group_turnover=1m..64m:2:log", "--vary", "rights_requests=1,900")
    assert [found[0], found[-1]] == [ends[0], ends[-1]]


def test_names_on_the_page_are_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PROFILE.read_text(encoding="utf-8").replace("Papeterie", "<script>alert(1)</script>")
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["sweep", str(path), "--vary", "rights_requests_late=*", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    page = (tmp_path / "hostile-sweep.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
