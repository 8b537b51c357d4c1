"""Simulation: draws are assessments, chances are kept, and the statistics say what is known of simple samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.inference.columns.table import Numbers
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.simulation.chances import Chances, read_chances
from lexposure.scenarios.simulation.pert import logit, normal_chance, quantile
from lexposure.scenarios.simulation.quantities import Answer, Number, Plan, plan
from lexposure.scenarios.simulation.sampling import Sampler
from lexposure.scenarios.simulation.simulate import Sample, simulate
from lexposure.scenarios.simulation.statistics import first_order, shortfall, squares, summary
from lexposure.scenarios.whatif import BASELINE, Assessed, Workbench
from lexposure.source.problems import Problems

QUILLMARKT = Path("examples/quillmarkt-2026.yaml")
CHANCES = Path("examples/scenarios/quillmarkt-chances.yaml")


@cache
def bench() -> Workbench:
    return Workbench(QUILLMARKT, (), rules_folder(), "reference")


@cache
def baseline() -> Assessed:
    return bench().assessed(Scenario(BASELINE))


def planned(text: str, tmp_path: Path) -> Plan:
    file = tmp_path / "chances.yaml"
    file.write_text(f"format: 1\n{text}", encoding="utf-8")
    problems = Problems()
    found = plan(baseline(), read_chances(file, problems), problems)
    assert problems.errors == ()
    return found


def sampled(found: Plan, draws: int = 400, seed: int = 3, workers: int = 1) -> Sample:
    problems = Problems()
    sample = simulate(baseline(), found, Sampler(found, seed, problems), draws, workers)
    assert problems.errors == ()
    return sample


def drawn_at(found: Plan, sample: Sample, draw: int) -> Assessed:
    """The profile with the answers of one draw, assessed alone."""
    problems = Problems()
    changes: list[Change | None] = []
    for place, one in enumerate(found.quantities):
        if isinstance(one, Answer):
            value = one.labels[int(sample.codes[place][draw])]
            changes.append(read_change("--set", f"{one.name}={value.replace(',', '')}", problems))
    return bench().assessed(Scenario("draw", changes=tuple(one for one in changes if one is not None)))


BELOW: dict[float, Callable[[float], float]] = {
    0.0: lambda x: 1 - (1 - x) ** 5,
    0.25: lambda x: 1 - (1 - x) ** 4 * (1 + 4 * x),
    0.5: lambda x: x**3 * (10 - 15 * x + 6 * x**2),
    0.75: lambda x: x**4 * (5 - 4 * x),
    1.0: lambda x: x**5,
}
"""Distribution functions of PERT that are polynomials, by how far in the most likely value lies."""


@pytest.mark.parametrize("mode", BELOW)
def test_quantiles_are_those_of_the_beta_distribution(mode: float) -> None:
    chances = np.linspace(0.0005, 0.9995, 400)
    one = np.ones(1)
    ends = (100.0 * one, (100.0 + 900.0 * mode) * one, 1000.0 * one)
    found = quantile(*ends, logit(chances))
    assert [BELOW[mode]((amount - 100) / 900) for amount in found.tolist()] == pytest.approx(chances.tolist(), abs=2e-4)
    middles = (np.arange(20_000) + 0.5) / 20_000
    mean = float(quantile(*ends, logit(middles)).mean())
    assert mean == pytest.approx((100.0 + 4 * (100.0 + 900.0 * mode) + 1000.0) / 6, rel=1e-3)


def test_a_range_that_is_one_amount_is_that_amount() -> None:
    seven = np.full(1, 7.0)
    assert quantile(seven, seven, seven, logit(np.array([0.0, 0.5, 1.0]))).tolist() == [7.0, 7.0, 7.0]


def test_the_normal_distribution_function() -> None:
    values = np.linspace(-5, 5, 77)
    assert normal_chance(values).tolist() == pytest.approx([NormalDist().cdf(value) for value in values], abs=1e-6)


def test_every_draw_is_an_assessment_and_its_amounts_lie_in_the_methods_range(tmp_path: Path) -> None:
    sales = "markets/marketplace-ie/value_of_sales"
    found = planned(f"ranges:\n  {sales}: {{low: 60 million EUR, high: 60 million EUR}}", tmp_path)
    sample = sampled(found, 40)
    for draw in (0, 7, 39):
        alone = drawn_at(found, sample, draw)
        set_sales = read_change("--set", f"{sales}=60 million EUR", Problems())
        assert set_sales is not None
        changes = (*alone.scenario.changes, set_sales)
        alone = bench().assessed(Scenario("draw", changes=changes))
        for law in alone.exposure.regimes:
            made = law.established
            if law.formula and made.central is not None and law.regime in sample.laws:
                assert made.high is not None
                assert made.low - 0.01 <= sample.laws[law.regime][draw] <= made.high + 0.01
                assert made.high > 0 or sample.laws[law.regime][draw] == 0
        total = alone.exposure.total.established_largest
        assert sample.dearest[draw] >= total.low - 0.01


def test_the_same_seed_draws_the_same_whatever_the_workers() -> None:
    found = plan(baseline(), Chances(), Problems())
    one, two = sampled(found, 30_000, workers=1), sampled(found, 30_000, workers=2)
    assert (one.dearest == two.dearest).all()
    assert (one.codes == two.codes).all()
    assert (sampled(found, 400).dearest == sampled(found, 400).dearest).all()
    assert (sampled(found, 400, seed=4).dearest != sampled(found, 400).dearest).any()


FORKED = """
from pathlib import Path
from lexposure.scenarios.simulation import forking
from scenarios.test_simulation import Chances, Problems, baseline, plan, sampled
found = plan(baseline(), Chances(), Problems())
one, two = sampled(found, 30_000, workers=1), sampled(found, 30_000, workers=2)
same = [(one.dearest == two.dearest).all(), (one.codes == two.codes).all(), one.laws.keys() == two.laws.keys()]
print(len(one.dearest), *same)
"""


def test_forked_processes_find_the_same() -> None:
    """In a process of its own: beside the threads of a test runner nothing is forked."""
    environment = os.environ | {"PYTHONPATH": "engine:tests"}
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, check=True, text=True, env=environment)
    assert done.stdout.split() == ["30000", "True", "True", "True"]


def test_what_is_certain_is_drawn_always_and_what_is_impossible_never(tmp_path: Path) -> None:
    found = planned("likelihoods:\n  rights_requests_late: {regularly: 100 %}\nenforcement: {gdpr: 0 %}", tmp_path)
    sample = sampled(found)
    place = [one.name for one in found.quantities].index("rights_requests_late")
    one = found.quantities[place]
    assert isinstance(one, Answer)
    assert {one.labels[code] for code in sample.codes[place].tolist()} == {"regularly"}
    assert not sample.laws["gdpr"].any()
    assert sample.laws["antitrust"].any()


def test_likelihoods_are_kept(tmp_path: Path) -> None:
    found = planned("likelihoods:\n  rights_requests_late: {single_cases: 80 %, regularly: 20 %}", tmp_path)
    place = [one.name for one in found.quantities].index("rights_requests_late")
    assert sampled(found, 20_000).codes[place].mean() == pytest.approx(0.2, abs=0.01)


def test_correlated_quantities_go_together(tmp_path: Path) -> None:
    names = ["amount gdpr", "amount antitrust"]
    found = planned(f"correlated:\n  - {{between: [{', '.join(names)}], by: -0.9}}", tmp_path)
    sampler = Sampler(found, 1, Problems())
    places = [[one.name for one in found.quantities].index(name) for name in names]
    chances = sampler.draw(0, 20_000).chances[places]
    # Pearson's correlation of the probabilities behind normal variables: 6/pi asin(r/2)
    assert float(np.corrcoef(chances[0], chances[1])[0][1]) == pytest.approx(6 / np.pi * np.arcsin(-0.45), abs=0.01)
    assert [float(one.mean()) for one in chances] == pytest.approx([0.5, 0.5], abs=0.01)


def test_numbers_lie_in_their_range_around_the_most_likely_one(tmp_path: Path) -> None:
    ends = "{low: 10 million EUR, central: 20 million EUR, high: 90 million EUR}"
    found = planned(f"ranges:\n  markets/marketplace-ie/value_of_sales: {ends}", tmp_path)
    (one,) = [one for one in found.quantities if isinstance(one, Number) and one.stated]
    sampler = Sampler(found, 1, Problems())
    cell = sampler.cells(sampler.draw(0, 20_000))[one.missing.subject, one.missing.fact]
    assert isinstance(cell, Numbers)
    low = cell.low
    assert (low >= one.low).all()
    assert (low <= one.high).all()
    assert low.mean() == pytest.approx((10 + 80 + 90) / 6 * 1e8, rel=0.01)


def share(amounts: NDArray[np.float64], codes: NDArray[np.int64]) -> float:
    counts = np.bincount(codes).astype(np.float64)
    sums = np.bincount(codes, weights=amounts).astype(np.float64)
    return float(first_order(np.array([squares(amounts)]), counts[None], sums[None])[0])


def test_shares_of_the_variance_of_a_known_sum() -> None:
    random = np.random.default_rng(5)
    one, two = random.integers(0, 4, 50_000), random.integers(0, 4, 50_000)
    amounts = 3.0 * one + 1.0 * two
    assert share(amounts, one) == pytest.approx(0.9, abs=0.01)
    assert share(amounts, two) == pytest.approx(0.1, abs=0.01)
    assert share(amounts, random.integers(0, 200, 50_000)) == pytest.approx(0.0, abs=0.002)


def test_expected_shortfall_is_the_mean_of_the_worst() -> None:
    amounts = np.arange(1.0, 101.0)
    assert shortfall(amounts) == pytest.approx((96 + 97 + 98 + 99 + 100) / 5)
    assert shortfall(np.array([0.0, 10.0])) == 10.0


def test_standard_errors_are_about_right() -> None:
    """The spread of means over seeds is what one run's standard error says."""
    found = plan(baseline(), Chances(), Problems())
    runs = [summary(sampled(found, 2_000, seed=seed), found) for seed in range(12)]
    spread = float(np.std([one.mean.value for one in runs], ddof=1))
    said = float(np.mean([one.mean.error for one in runs]))
    assert 0.5 < spread / said < 2.0


def test_what_is_wrong_in_chances_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "chances.yaml"
    file.write_text(
        "format: 1\n"
        "likelihoods:\n"
        "  rights_requests_late: {regularly: 80 %, single_cases: 30 %}\n"
        "  dpo_appointed: {yes: 50 %, no: 50 %}\n"
        "  processing/seller-accounts/processing_fault: {nothing: 100 %}\n"
        "enforcement: {gdrp: 10 %}\n"
        "correlated: [{between: [amount gdpr, amount gpdr], by: 0.5}]\n",
        encoding="utf-8",
    )
    assert main(["simulate", str(QUILLMARKT), "--assume", str(file)]) == 2
    first = capsys.readouterr().err
    assert "add up to 110 %" in first
    file.write_text(file.read_text("utf-8").replace("30 %", "20 %"), encoding="utf-8")
    assert main(["simulate", str(QUILLMARKT), "--assume", str(file)]) == 2
    told = capsys.readouterr().err
    for part in ("'dpo_appointed' is no open answer", "nothing", "there is no law 'gdrp'", "'amount gpdr'"):
        assert part in told


def test_contradictory_correlations_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "chances.yaml"
    a, b, c = "amount gdpr", "amount antitrust", "rights_requests_late"
    file.write_text(
        f"format: 1\ncorrelated:\n  - {{between: [{a}, {b}], by: 0.9}}\n  - {{between: [{b}, {c}], by: 0.9}}\n"
        f"  - {{between: [{a}, {c}], by: -0.9}}\n",
        encoding="utf-8",
    )
    assert main(["simulate", str(QUILLMARKT), "--assume", str(file)]) == 2
    assert "contradict each other" in capsys.readouterr().err


def test_without_a_turnover_nothing_is_drawn_rather_than_nothing_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["simulate", str(QUILLMARKT), "--set", "group_turnover=unknown", "--draws", "500", "--json"]
    assert main(args) == 2
    assert "no-range" in capsys.readouterr().err
    file = tmp_path / "chances.yaml"
    ends = "{low: 1 billion EUR, central: 1.8 billion EUR, high: 2.5 billion EUR}"
    file.write_text(f"format: 1\nranges:\n  group_turnover: {ends}\n", encoding="utf-8")
    assert main([*args, "--assume", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["mean"]["value"] > 0


def test_the_command_prints_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["simulate", str(QUILLMARKT), "--assume", str(CHANCES), "--draws", "2000", "--tolerance", "100 million EUR"]
    assert main([*args, "--json", "--out", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["draws"] == 2000
    assert found["tolerance"]["amount"] == 100_000_000
    assert 0 < found["tolerance"]["exceeded"]["value"] < 1
    assert found["curve"][0]["amount"] == 0
    shares = [point["exceeded"] for point in found["curve"]]
    assert shares == sorted(shares, reverse=True)
    assert {"markets/marketplace-pt/conduct_started"} <= set(found["not_drawn"])
    assert (tmp_path / "quillmarkt-2026-simulation.html").exists()
    assert "What it may come to" in (tmp_path / "quillmarkt-2026-simulation.md").read_text("utf-8")


def test_options_out_of_bounds_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", str(QUILLMARKT), "--draws", "5", "--seed", "-1"]) == 2
    told = capsys.readouterr().err
    assert "--draws 5" in told
    assert "--seed -1" in told
