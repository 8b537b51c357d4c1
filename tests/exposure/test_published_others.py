"""Published calculations by methods beside that of the EDPB, and both sides of their classes."""

from __future__ import annotations

from typing import cast

import pytest

from exposure.command import Fine, ids, pair, published

HALF = 0.5
LEVELS = ("low", "medium", "high")


@pytest.mark.parametrize("id", ids("others"))
def test_published_steps(fine: Fine, id: str) -> None:
    case = published("others")[id]
    answer = fine.answer("gdpr", *map(str, cast("list[object]", case["options"])))
    for key, expected in cast("dict[str, float]", case["steps"]).items():
        found = answer[key]
        low, high = (found, found) if key == "cap" else pair(answer, key)
        assert low == high == pytest.approx(expected, abs=HALF), (id, key)


@pytest.mark.parametrize("turnover", ids("daily_rates"))
def test_daily_rates(fine: Fine, turnover: str) -> None:
    answer = fine.answer("gdpr", "--method", "dsk-2019", "--tier", "83(4)", "--turnover", turnover, "--factor", "1")
    rate = published("daily_rates")[turnover]
    assert answer["daily"] == answer["final"] == [rate, rate]


@pytest.mark.parametrize(
    ("seriousness", "upper", "lower"),
    [("low", (1, 4), (1, 2)), ("medium", (4, 8), (2, 4)), ("high", (8, 14.4), (4, 7.2))],
)
def test_levels_as_daily_rates(
    fine: Fine, seriousness: str, upper: tuple[float, float], lower: tuple[float, float]
) -> None:
    words = ("gdpr", "--method", "dsk-2019", "--turnover", "250000000", "--seriousness", seriousness, "--tier")
    for tier, ends in (("83(5)", upper), ("83(4)", lower)):
        answer = fine.answer(*words, tier)
        assert answer["final"] == pytest.approx([694444 * end for end in ends])
        assert answer["central"] == pytest.approx(694444 * sum(ends) / 2)


@pytest.mark.parametrize("tier", ids("ico_cells"))
def test_tables_of_the_ico(fine: Fine, tier: str) -> None:
    for turnover, cells in published("ico_cells")[tier].items():
        for level, cell in zip(LEVELS, cast("list[list[float]]", cells), strict=True):
            words = ("--method", "ico-2024", "--tier", tier, "--turnover", turnover, "--seriousness", level)
            answer = fine.answer("gdpr", *words)
            assert answer["sized"] == pytest.approx(cell), (tier, turnover, level)
            assert answer["currency"] == "GBP"


@pytest.mark.parametrize("turnover", ids("danish"))
def test_danish_size_classes(fine: Fine, turnover: str) -> None:
    answer = fine.answer("gdpr", "--method", "dk-2021", "--tier", "32(1)", "--turnover", turnover)
    amount = published("danish")[turnover]
    assert answer["final"] == pytest.approx([amount, amount])
    assert answer["currency"] == "DKK"


@pytest.mark.parametrize("turnover", ids("draft"))
def test_floors_of_the_draft(fine: Fine, turnover: str) -> None:
    words = ("--method", "edpb-04-2022-draft", "--tier", "83(5)", "--seriousness", "medium", "--turnover", turnover)
    assert fine.answer("gdpr", *words)["sized"] == published("draft")[turnover]


def test_an_article_of_no_known_category_is_not_computed(fine: Fine) -> None:
    for method in ("ap-2019", "dk-2021"):
        answer = fine.answer("gdpr", "--method", method, "--tier", "35(1)", "--turnover", "1000000")
        assert pair(answer, "final") == (0, answer["cap"])
        assert answer["central"] is None
        steps = cast("list[dict[str, object]]", answer["steps"])
        assert "GDPR 35(1): its category was not seen" in str(steps[1]["because"])


def test_the_dutch_category_is_a_band_around_its_basic_fine(fine: Fine) -> None:
    words = ("gdpr", "--method", "ap-2019", "--tier", "33(1)", "--turnover", "1000000")
    assert (fine.answer(*words)["final"], fine.answer(*words)["central"]) == ([300000, 750000], 525000)
    assert fine.answer(*words, "--basic", "525000", "--adjust", "+80%")["final"] == [750000, 750000]
    assert fine.answer(*words, "--recidivism", "yes")["final"] == [450000, 1125000]
    assert fine.answer(*words, "--recidivism", "unknown")["final"] == [300000, 1125000]
    assert fine.answer("gdpr", "--method", "ap-2019", "--tier", "27(3)", "--turnover", "1")["central"] == 310000
    assert fine.answer("gdpr", "--method", "ap-2019", "--tier", "27(1)", "--turnover", "1")["central"] == 525000


def test_a_category_of_the_danish_guide_brings_its_maximum(fine: Fine) -> None:
    answer = fine.answer("gdpr", "--method", "dk-2021", "--category", "6", "--turnover", "7500000000")
    assert (answer["cap"], answer["final"]) == (300000000, [60000000, 60000000])


def test_daily_rates_are_for_undertakings_only(fine: Fine) -> None:
    words = ("gdpr", "--method", "dsk-2019", "--tier", "83(5)", "--seriousness", "low", "--not-an-undertaking")
    answer = fine.answer(*words)
    assert (answer["final"], answer["central"]) == ([0, 20000000], None)
    assert "No turnover measures the size" in fine.text(*words)


def test_no_fault_is_no_fine_by_these_methods_either(fine: Fine) -> None:
    for words in (("ap-2019", "--category", "III"), ("dk-2021", "--category", "3"), ("dsk-2019", "--tier", "t2")):
        answer = fine.answer("gdpr", "--turnover", "5000000", "--fault", "none", "--method", *words)
        assert answer["final"] == [0, 0]


def test_the_articles_of_the_united_kingdom_are_those_of_the_regulation(fine: Fine) -> None:
    words = ("gdpr", "--method", "ico-2024", "--turnover", "1000000", "--tier")
    assert fine.answer(*words, "32(1)")["cap"] == fine.answer(*words, "UK GDPR 32(1)")["cap"] == 8700000
    assert fine.answer(*words, "83(4)")["cap"] == fine.answer(*words, "standard")["cap"] == 8700000
    assert fine.answer(*words, "5(1)(f)")["cap"] == fine.answer(*words, "83(6)")["cap"] == 17500000
    assert "GBP 17,500,000 or, if higher, 4 %" in fine.text(*words, "higher")


def test_texts_fit_a_terminal(fine: Fine) -> None:
    for words in (("ap-2019", "--tier", "33(1)"), ("dk-2021", "--category", "3"), ("dsk-2019", "--tier", "t2")):
        text = fine.text("gdpr", "--turnover", "5000000", "--adjust", "+5%", "--round", "thousand", "--method", *words)
        assert max(len(line) for line in text.splitlines()) <= 80
