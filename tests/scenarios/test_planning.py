"""Plans: the cheapest set is the cheapest of all sets assessed one by one; what cannot be done is impossible."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lexposure.bulk.sets import Costed, Listed, listed
from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.measures import Means, Measure, measures, read_means
from lexposure.scenarios.planning import Goal, Plan, cost_of, planned
from lexposure.scenarios.whatif import BASELINE, Assessed, Workbench
from lexposure.source.problems import Problems

PAPETERIE = Path("examples/papeterie-2026.yaml")
QUILLMARKT = Path("examples/quillmarkt-2026.yaml")
REMEDIES = Path("examples/scenarios/quillmarkt-remedies.yaml")
COSTS = {"GDPR-25-1#1": 7, "GDPR-30#1": 4, "GDPR-5-2#1": 2, "GDPR-7-1:processing/newsletter#1": 3}


@cache
def bench(path: Path) -> Workbench:
    return Workbench(path, (), rules_folder(), "reference")


@cache
def baseline(path: Path) -> Assessed:
    return bench(path).assessed(Scenario(BASELINE))


def papeterie() -> tuple[Measure, ...]:
    found = measures(baseline(PAPETERIE).assessment, Means(), Problems())
    return tuple(replace(one, cost=100 * COSTS.get(one.id, 5)) for one in found)


def with_all(path: Path, chosen: Sequence[Measure]) -> Assessed:
    changes: dict[str, Change] = {change.path.text: change for one in chosen for change in one.sets}
    return bench(path).assessed(Scenario("all", changes=tuple(changes.values())))


def high(one: Assessed) -> float:
    amount = one.exposure.total.established_largest.high
    assert amount is not None
    return amount


def means(text: str, tmp_path: Path) -> Means:
    file = tmp_path / "remedies.yaml"
    file.write_text(f"format: 1\n{text}", encoding="utf-8")
    problems = Problems()
    found = read_means(file, problems)
    assert problems.errors == ()
    return found


@pytest.mark.parametrize("budget", [216_000.0, 150_000.0, 60_000.0, 20_000.0, 0.0])
def test_the_plan_is_the_cheapest_of_all_sets_assessed_one_by_one(budget: float) -> None:
    several = papeterie()
    assert len(several) == 5
    does = [
        chosen
        for size in range(len(several) + 1)
        for chosen in itertools.combinations(several, size)
        if high(with_all(PAPETERIE, chosen)) <= budget
    ]
    found = planned(bench(PAPETERIE), baseline(PAPETERIE), several, Goal(budget, ""))
    assert (found.chosen is None) is (not does)
    assert found.exact
    if found.chosen is not None:
        assert found.cost == min(sum(map(cost_of, chosen)) for chosen in does)
        assert high(with_all(PAPETERIE, found.chosen)) <= budget
        assert high(found.after.assessed) == high(with_all(PAPETERIE, found.chosen))


def test_the_stairs_fall_and_hold_the_least_exposure_for_their_cost() -> None:
    several = papeterie()
    found = planned(bench(PAPETERIE), baseline(PAPETERIE), several, Goal(0.0, ""))
    costs, amounts = [one.cost for one in found.stairs], [one.amount or 0.0 for one in found.stairs]
    assert costs == sorted(set(costs))
    assert amounts == sorted(set(amounts), reverse=True)
    for stair in found.stairs:
        cheaper = [
            high(with_all(PAPETERIE, chosen))
            for size in range(len(several) + 1)
            for chosen in itertools.combinations(several, size)
            if sum(map(cost_of, chosen)) <= stair.cost
        ]
        assert stair.amount == pytest.approx(min(cheaper), abs=0.01)


def clear(finding: str, several: Sequence[Measure] | None = None) -> Plan:
    measures_ = measures(baseline(QUILLMARKT).assessment, Means(), Problems()) if several is None else several
    return planned(bench(QUILLMARKT), baseline(QUILLMARKT), measures_, Goal(None, finding))


def test_a_finding_is_cleared_and_duties_that_begin_are_named() -> None:
    id = "GDPR-6-1-advertising:processing/personalised-ads"
    found = clear(id)
    assert found.chosen is not None
    assert not any(one.id == id and one.established for one in found.after.assessed.assessment.findings)
    consent = [one for one in measures(baseline(QUILLMARKT).assessment, Means(), Problems()) if one.id == f"{id}#1"]
    begun = {one.id for one in clear(id, consent).begun}
    assert "GDPR-7-3:processing/personalised-ads" in begun


def test_what_no_remedy_changes_is_impossible_and_named() -> None:
    found = clear("GDPR-33-1:processing/seller-accounts")
    assert found.chosen is None
    assert found.exact
    (obstacle,) = found.obstacles
    assert "processing/seller-accounts/breach_hours" in obstacle.answers


def test_measures_come_with_what_they_need_and_never_with_what_excludes_them(tmp_path: Path) -> None:
    text = (
        "terms:\n"
        "  GDPR-13:processing/personalised-ads#1: {cost: 10 EUR, days: 20, needs: [survey]}\n"
        "remedies:\n"
        "  - {id: survey, do: Ask, set: {dpo_resourced: yes}, cost: 5 EUR, days: 15}\n"
    )
    problems = Problems()
    several = measures(baseline(QUILLMARKT).assessment, means(text, tmp_path), problems)
    assert problems.errors == ()
    found = clear("GDPR-13:processing/personalised-ads", several)
    assert found.chosen is not None
    assert {one.id for one in found.chosen} == {"survey", "GDPR-13:processing/personalised-ads#1"}
    assert found.days == 35


def test_answers_that_cannot_be_changed_leave_no_measure(tmp_path: Path) -> None:
    held = "processing/personalised-ads/behavioural_advertising"
    several = measures(baseline(QUILLMARKT).assessment, means(f"cannot: [{held}]", tmp_path), Problems())
    assert not any(change.path.text == held for one in several for change in one.sets)
    assert any(one.id.startswith("GDPR-6-1-advertising") for one in several)


def costed(*costs: int) -> list[Costed]:
    return [Costed(cost, frozenset(), frozenset(), {}) for cost in costs]


def test_sets_are_listed_in_rising_order_of_cost() -> None:
    several = costed(5, 1, 3, 3, 8)
    whole = listed(several)
    assert whole.complete
    assert len(whole.masks) == 32
    assert whole.costs.tolist() == sorted(whole.costs.tolist())
    part = listed(several, most=10)
    assert not part.complete
    assert part.costs.tolist() == whole.costs.tolist()[:10]
    sums = [sum(one.cost for at, one in enumerate(several) if mask >> at & 1) for mask in part.masks.tolist()]
    assert sums == part.costs.tolist()
    assert len(set(part.masks.tolist())) == 10


def test_needs_and_exclusions_leave_sets_out() -> None:
    first = Costed(1, frozenset({1}), frozenset({2}), {})
    found = listed([first, *costed(1, 1)])
    assert sorted(found.masks.tolist()) == [0, 2, 3, 4, 6]


def test_beyond_the_sets_tried_the_bound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few sets allowed, a plan is found from the other end, and is said not to be proven the cheapest."""

    def few(several: Sequence[Costed]) -> Listed:
        return listed(several, most=4)

    monkeypatch.setattr("lexposure.scenarios.planning.listed", few)
    budget = high(with_all(PAPETERIE, papeterie()))
    found = planned(bench(PAPETERIE), baseline(PAPETERIE), papeterie(), Goal(budget, ""))
    assert found.chosen is not None
    assert not found.exact
    assert found.tried == 4
    assert found.cost >= found.bound > 0
    assert high(with_all(PAPETERIE, found.chosen)) <= budget


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["plan", str(QUILLMARKT), "--budget", "300 million EUR", "--remedies", str(REMEDIES)]
    assert main([*args, "--json", "--out", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["possible"] is True
    assert found["exact"] is True
    assert found["cost"] == sum(one["cost"] for one in found["measures"])
    assert "data-wall" in [one["id"] for one in found["measures"]]
    assert found["residual"]["established"]["high"] <= 300_000_000
    assert found["stairs"][-1]["amount"] == found["residual"]["established"]["high"]
    assert (tmp_path / "quillmarkt-2026-plan.html").exists()
    assert main(["plan", str(QUILLMARKT), "--budget", "1 million EUR"]) == 1
    assert "Impossible" in capsys.readouterr().out
    assert main(["plan", str(QUILLMARKT)]) == 0
    assert "GDPR-12-3#1" in capsys.readouterr().out


@pytest.mark.parametrize("end", ["high", "central"])
def test_a_figure_that_is_not_known_is_no_impossibility(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], end: str
) -> None:
    """Without a turnover there is no upper end, and the centre stands on it too."""
    text = QUILLMARKT.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("  group_turnover:"))
    profile = tmp_path / "profile.yaml"
    profile.write_text(text.replace(line, "  group_turnover: unknown"), encoding="utf-8")
    args = ["plan", str(profile), "--budget", "10 000 EUR", "--end", end]
    assert main([*args, "--json", "--out", str(tmp_path)]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["possible"] is None
    assert [one["amount"] for one in found["stairs"]] == [None]
    assert main(args) == 3
    told = capsys.readouterr().out
    assert "Cannot be told" in told
    assert "Impossible" not in told


def test_what_is_wrong_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "remedies.yaml"
    file.write_text(
        "format: 1\nterms: {GDPR-99#1: {cost: 3 EUR}, GDPR-15#1: {cost: 5 EUR, needs: [nothing]}}\n"
        "remedies: [{id: own, do: It, set: {dpo_resourced: yes}, cost: 1 EUR}]\n",
        encoding="utf-8",
    )
    assert main(["plan", str(QUILLMARKT), "--clear", "GDPR-15", "--remedies", str(file)]) == 2
    told = capsys.readouterr().err
    for part in ("there is no measure 'GDPR-99#1'", "needs 'nothing'", "no cost is stated for"):
        assert part in told
    assert main(["plan", str(QUILLMARKT), "--clear", "GDPR-99"]) == 2
    assert "no established finding" in capsys.readouterr().err
    file.write_text("format: 1\nremedies: [{id: own, do: It, set: {dpo_resourced: perhaps}}]\n", encoding="utf-8")
    assert main(["plan", str(QUILLMARKT), "--clear", "GDPR-15", "--remedies", str(file)]) == 2
    assert "perhaps" in capsys.readouterr().err
