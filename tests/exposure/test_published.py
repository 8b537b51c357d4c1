"""Published calculations come out to the euro, through the command line."""

from __future__ import annotations

from typing import cast

import pytest

from exposure.command import Fine, ids, pair, published

HALF_A_EURO = 0.5


@pytest.mark.parametrize("id", ids("edpb"))
def test_published_steps(fine: Fine, id: str) -> None:
    case = published("edpb")[id]
    answer = fine.answer("gdpr", *map(str, cast("list[object]", case["options"])))
    for key, expected in cast("dict[str, float]", case["steps"]).items():
        found = answer[key]
        low, high = (found, found) if key == "cap" else pair(answer, key)
        assert low == pytest.approx(expected, abs=HALF_A_EURO), (id, key)
        assert high == pytest.approx(expected, abs=HALF_A_EURO), (id, key)


@pytest.mark.parametrize("id", ids("maxima"))
def test_maxima(fine: Fine, id: str) -> None:
    case = published("maxima")[id]
    answer = fine.answer("gdpr", "--tier", str(case["tier"]), "--turnover", str(case["turnover"]))
    assert answer["cap"] == case["cap"]


@pytest.mark.parametrize("id", ids("cells"))
def test_cells_of_the_table(fine: Fine, id: str) -> None:
    case = published("cells")[id]
    words = (
        "--tier",
        str(case["tier"]),
        "--seriousness",
        str(case["seriousness"]),
        "--turnover",
        str(case["turnover"]),
    )
    assert list(pair(fine.answer("gdpr", *words), "sized")) == case["sized"]


@pytest.mark.parametrize("id", ids("contains"))
def test_real_fines_lie_in_their_cells(fine: Fine, id: str) -> None:
    case = published("contains")[id]
    words = (
        "--tier",
        str(case["tier"]),
        "--seriousness",
        str(case["seriousness"]),
        "--turnover",
        str(case["turnover"]),
    )
    low, high = pair(fine.answer("gdpr", *words), "final")
    assert low <= cast("float", case["fine"]) <= high


@pytest.mark.parametrize("turnover", ids("edges"))
def test_both_sides_of_each_size_band(fine: Fine, turnover: str) -> None:
    words = ("--tier", "t4", "--seriousness", "medium", "--turnover", turnover)
    assert list(pair(fine.answer("gdpr", *words), "sized")) == pytest.approx(
        cast("object", published("edges")[turnover]), abs=0.1
    )


@pytest.mark.parametrize("id", ids("antitrust"))
def test_competition_fines(fine: Fine, id: str) -> None:
    case = published("antitrust")[id]
    low, high = pair(fine.answer("antitrust", *map(str, cast("list[object]", case["options"]))), "final")
    assert low == high == pytest.approx(cast("float", case["final"]), abs=0.01)
