"""What-if: a scenario is the profile with other answers, and shows only what differs, with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from empirical.shipped import ROOT, book
from lexposure.assess.run import assess
from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure
from lexposure.profile.reading import read_profile_text
from lexposure.scenarios.changes import Scenario, stacked
from lexposure.scenarios.reading import read_change, read_scenarios
from lexposure.scenarios.reasons import Why
from lexposure.scenarios.whatif import BASELINE, WhatIf, Workbench, whatif
from lexposure.source.problems import InputError, Problems

PROFILE = ROOT / "examples" / "quillmarkt-2026.yaml"
SCENARIOS = ROOT / "examples" / "scenarios" / "quillmarkt.yaml"


def given(*texts: str) -> Scenario:
    problems = Problems()
    changes = [read_change("--set", text, problems) for text in texts]
    assert not list(problems)
    return Scenario("as given", changes=tuple(change for change in changes if change))


def run(*scenarios: Scenario, baseline: Scenario | None = None, path: Path = PROFILE) -> WhatIf:
    return whatif(Workbench(path, (), rules_folder()), scenarios, baseline or Scenario(BASELINE))


def by_hand(old: str, new: str) -> tuple[dict[str, str], Exposure]:
    """The file edited by hand."""
    text = PROFILE.read_text(encoding="utf-8")
    assert old in text
    profile = read_profile_text(text.replace(old, new, 1), str(PROFILE), book())
    assessment = assess(book(), profile)
    return {one.id: str(one.outcome) for one in assessment.findings}, estimate(assessment)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ("dpo_appointed=no", "dpo_appointed: {value: yes, evidence: annex-03.pdf}", "dpo_appointed: no"),
        (
            "processing/personalised-ads/lawful_basis=contract",
            "lawful_basis: {value: legitimate_interest, evidence: annex-04.pdf}",
            "lawful_basis: contract",
        ),
        (
            "markets/marketplace-ie/seller_data_sets_prices=no",
            "seller_data_sets_prices: unknown",
            "seller_data_sets_prices: no",
        ),
        (
            "group_turnover={value: 900 million EUR, year: 2025}",
            "group_turnover: {value: 1 840 million EUR, year: 2025,",
            "group_turnover: {value: 900 million EUR, year: 2025,",
        ),
    ],
)
def test_a_scenario_is_the_file_edited_by_hand(change: str, old: str, new: str) -> None:
    outcomes, exposure = by_hand(old, new)
    found = run(given(change)).scenarios[0].assessed
    assert {one.id: str(one.outcome) for one in found.assessment.findings} == outcomes
    assert found.exposure.total == exposure.total
    assert [(one.regime, one.established, one.low, one.high) for one in found.exposure.regimes] == [
        (one.regime, one.established, one.low, one.high) for one in exposure.regimes
    ]


def test_a_supposed_answer_says_so() -> None:
    found = run(given("dpo_appointed=no")).scenarios[0].assessed
    assert found.assessment.profile.entries["company"].answers["dpo_appointed"].source == "supposed"


def test_only_what_differs_is_shown_and_why() -> None:
    found = run(given("markets/marketplace-ie/seller_data_picks_products=no")).scenarios[0]
    moved = {one.moved.finding: one for one in found.differences}
    place = "markets/marketplace-ie/seller_data_picks_products"
    assert moved["DMA-6-2:market/marketplace-ie"].because == (Why("", place, "yes", "no", supposed=True),)
    assert moved["DMA-6-2:market/marketplace-ie"].moved.kind == "lost"
    assert all(one.moved.before != one.moved.after for one in found.differences)
    assert not any(finding.startswith("GDPR") for finding in moved)
    assert {part.law for part in found.amounts} >= {"Digital Markets Act"}
    same = run(given("dpo_appointed=no"), baseline=given("dpo_appointed=no")).scenarios[0]
    assert same.differences == ()
    assert same.amounts == ()


def test_scenarios_stand_on_each_other() -> None:
    problems = Problems()
    named = {one.name: one for one in stacked(read_scenarios(SCENARIOS, problems), problems)}
    assert not list(problems)
    both = {change.path.text for change in named["Both"].changes}
    assert both == {
        change.path.text
        for name in ("Consent for advertising", "Sellers' data kept apart")
        for change in named[name].changes
    }


def test_another_day_is_another_law() -> None:
    problems = Problems()
    named = {one.name: one for one in stacked(read_scenarios(SCENARIOS, problems), problems)}
    found = run(named["The law of 2022"]).scenarios[0]
    becomes = {one.moved.finding: one.moved.after for one in found.differences}
    assert becomes["DMA-6-2:market/marketplace-ie"] == "not applicable"
    assert not any(regime.regime == "dma" and regime.high for regime in found.assessed.exposure.regimes)


def test_another_figure_of_the_law_moves_what_rests_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["whatif", str(PROFILE), "--parameter", "share_dominance_presumed=90 %", "--json"]
    assert main([*command, "--parameter", "share_dominance_possible=80 %"]) == 0
    found = json.loads(capsys.readouterr().out)["scenarios"][0]
    assert any("TFEU-102" in one["finding"] for one in found["outcomes"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--set", "processing/nope/role=controller"], "unknown-name"),
        (["--set", "dpo_apointed=yes"], "unknown-fact"),
        (["--set", "group_turnover=much"], "amount"),
        (["--set", "a/b=yes"], "path"),
        (["--set", "yes"], "option"),
        (["--parameter", "nope=3"], "unknown-parameter"),
        (["--set", "dpo_appointed=no", "--set", "dpo_appointed=yes"], "duplicate"),
        (["--parameter", "very_many_people=3", "--parameter", "very_many_people=4"], "duplicate"),
        (["--baseline", "nope", "--set", "dpo_appointed=no"], "unknown-name"),
        (["--method", "nope"], "method"),
        ([], "option"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_printed(
    words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["whatif", str(PROFILE), *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"error[{code}]" in printed.err


def test_scenarios_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "circle.yaml"
    path.write_text("format: 1\nscenarios:\n  - {name: one, on: two}\n  - {name: two, on: one}\n", encoding="utf-8")
    problems = Problems()
    stacked(read_scenarios(path, problems), problems)
    assert {one.code for one in problems} == {"circle"}
    with pytest.raises(InputError):
        problems.raise_if_any(InputError)


def test_the_page_shows_every_scenario_and_no_markup_of_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(
        "format: 1\nscenarios:\n  - {name: '<script>alert(1)</script>', set: {dpo_appointed: no}}\n", encoding="utf-8"
    )
    assert main(["whatif", str(PROFILE), "--scenarios", str(path), "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    text = (tmp_path / "out" / "quillmarkt-2026-whatif.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_lines_fit_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", str(PROFILE), "--scenarios", str(SCENARIOS)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "Both" in lines


def test_what_is_wrong_with_an_option_names_the_option_and_no_place_in_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["whatif", str(PROFILE), "--set", "dpo_apointed=yes", "--set", "group_turnover=5m"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("; ")[0] for line in lines] == [
        "error[unknown-fact]: --set dpo_apointed: there is no fact 'dpo_apointed'",
        "error[amount]: --set group_turnover: 'm' is not a word for a large number here",
    ]


def test_amounts_differ_by_what_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", str(PROFILE), "--set", "group_turnover=900 million EUR", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["scenarios"][0]
    ranges = [one[which] for one in found["amounts"] for which in ("established", "with_open_questions")]
    assert ranges
    for one in ranges:
        for end in ("low", "central", "high"):
            if None not in (one["before"][end], one["after"][end]):
                assert one["difference"][end] == round(one["after"][end] - one["before"][end], 2)


def test_a_list_that_is_complete_lacks_no_rule() -> None:
    found = run(given("processing_complete=yes")).scenarios[0]
    closed = [one for one in found.differences if one.moved.finding.endswith(":unlisted")]
    assert closed
    assert {one.moved.after for one in closed} == {"the list is complete"}


def test_another_figure_says_which_factor_no_longer_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", str(PROFILE), "--parameter", "very_many_people=30 million", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["scenarios"][0]
    turned = next(one for one in found["outcomes"] if one["finding"] == "GDPR-13:processing/personalised-ads")
    assert (turned["before"], turned["after"]) == ("finding, medium to high", "finding, low to medium")
    assert [why["says"] for why in turned["because"]] == [
        "Very many people are affected; the number is our reading: does not hold"
    ]
    assert [(one["before"], one["after"]) for one in found["supposed"]] == [("1 000 000 people", "30 000 000 people")]


def test_another_method_is_told_and_moves_the_law_that_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", str(PROFILE), "--method", "dsk-2019", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["scenarios"][0]
    assert [one["law"] for one in found["methods"]] == ["General Data Protection Regulation"]
    assert [one["law"] for one in found["amounts"]] == [None, "General Data Protection Regulation"]
    assert found["outcomes"] == []


def test_a_rule_pack_of_a_scenario_is_laid_over_for_it_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "packs.yaml"
    pack = ROOT / "examples" / "house-rules"
    path.write_text(f"format: 1\nscenarios:\n  - {{name: house, rules: [{pack}]}}\n", encoding="utf-8")
    assert main(["whatif", str(PROFILE), "--scenarios", str(path), "--set", "dpo_appointed=yes", "--json"]) == 0
    house, given_ = json.loads(capsys.readouterr().out)["scenarios"]
    assert "no such rule" in {one["before"] for one in house["outcomes"]}
    assert given_["outcomes"] == []


@pytest.mark.parametrize(
    ("scenario", "place", "code"),
    [
        ("{name: a, set: {dpo_apointed: no}}", "3:21", "unknown-fact"),
        ("{name: a, set: {processing/nope/role: controller}}", "3:21", "unknown-name"),
        ("{name: a, method: nope}", "3:5", "method"),
        ("{name: a, parameters: {very_many_people: [1]}}", "3:46", "shape"),
        ("{name: a, on: nope}", "3:19", "unknown-name"),
        ("{name: a, sets: {dpo_appointed: no}}", "3:15", "unknown-key"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(
    scenario: str, place: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(f"format: 1\nscenarios:\n  - {scenario}\n", encoding="utf-8")
    assert main(["whatif", str(PROFILE), "--scenarios", str(path)]) == 2
    assert f"{path}:{place}: error[{code}]" in capsys.readouterr().err
