"""What ``fine`` does with whole ranges, gates, groups and bad input."""

from __future__ import annotations

from typing import cast

import pytest

from exposure.command import Case, Fine, pair
from lexposure.cli.main import main

UPPER = ("gdpr", "--tier", "83(5)")
BILLION = "1000000000"


def conducts(answer: Case) -> list[Case]:
    return cast("list[Case]", answer["conducts"])


def test_the_contract_of_the_json(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", "75 million EUR", "--seriousness", "medium")
    keys = {
        "currency",
        "cap",
        "seriousness",
        "start",
        "sized",
        "adjusted",
        "proportionate",
        "final",
        "steps",
        "total",
        "cap_total",
    }
    assert keys <= set(answer)
    assert answer["currency"] == "EUR"
    assert answer["seriousness"] == [0.1, 0.2]
    assert answer["final"] == answer["total"] == [160000, 800000]
    steps = cast("list[Case]", answer["steps"])
    assert [step["id"] for step in steps] == ["maximum", "seriousness", "size", "cap"]
    assert all(step["cite"] and step["because"] for step in steps)


def test_what_is_not_given_is_its_whole_range_and_absent_steps_change_nothing(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", "75000000")
    assert answer["seriousness"] == [0, 1]
    assert answer["final"] == [0, 4000000]
    assert answer["central"] is None
    assert pair(answer, "sized") == pair(answer, "adjusted") == pair(answer, "proportionate")


def test_the_centre_is_the_middle_of_the_band_and_the_share_of_500_million(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", "75000000", "--seriousness", "medium")
    assert answer["central"] == pytest.approx(20000000 * 0.15 * 0.15)


def test_several_infringements_move_only_the_centre(fine: Fine) -> None:
    one = fine.answer("gdpr", "--turnover", BILLION, "--conduct", "tier=83(5),seriousness=high,group=a")
    two = fine.answer(
        "gdpr", "--turnover", BILLION, "--conduct", "tier=83(5),seriousness=high,group=a",
        "--conduct", "tier=83(4),seriousness=low,group=a",
    )  # fmt: skip
    assert one["final"] == two["final"] == [8000000, 40000000]
    assert (one["central"], two["central"]) == (pytest.approx(24000000), pytest.approx(32000000))


def test_a_range_of_turnover_takes_the_bands_at_its_ends(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", "5 million to 60 million EUR", "--seriousness", "medium")
    assert answer["final"] == pytest.approx([2000000 * 0.003, 4000000 * 0.2])


def test_without_turnover_there_is_no_upper_end(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--seriousness", "high")
    assert answer["cap"] is None
    assert answer["final"] == [pytest.approx(20000000 * 0.2 * 0.002), None]
    assert any("at least EUR 20,000,000" in note for note in cast("list[str]", answer["notes"]))


def test_not_an_undertaking_has_the_fixed_maximum_and_no_size(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--not-an-undertaking", "--turnover", BILLION, "--seriousness", "high")
    assert answer["cap"] == 20000000
    assert answer["final"] == [pytest.approx(20000000 * 0.2 * 0.002), 20000000]


def test_no_fault_is_no_fine_in_every_regime(fine: Fine) -> None:
    assert fine.answer(*UPPER, "--turnover", BILLION, "--fault", "none")["final"] == [0, 0]
    assert fine.answer("antitrust", "--basic", "1000000", "--fault", "none")["final"] == [0, 0]
    assert fine.answer("dma", "--turnover", BILLION, "--fault", "none")["final"] == [0, 0]


def test_unknown_fault_opens_the_low_end(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", BILLION, "--seriousness", "high", "--fault", "unknown")
    assert answer["final"] == [0, 40000000]


def test_a_polish_public_body_has_its_national_ceiling(fine: Fine) -> None:
    words = ("gdpr", "--public-body", "PL", "--tier", "83(5)", "--seriousness", "high")
    answer = fine.answer(*words)
    assert (answer["currency"], answer["cap"], answer["start"]) == ("PLN", 100000, [20000, 100000])
    raised = fine.answer(*words, "--start", "90000", "--adjust", "+20%")
    assert (raised["start"], raised["adjusted"], raised["final"]) == (
        [90000, 90000],
        [108000, 108000],
        [100000, 100000],
    )


def test_a_ceiling_that_was_not_sourced_is_not_computed(fine: Fine) -> None:
    said = fine.refusal("gdpr", "--public-body", "DE", "--tier", "83(5)")
    assert len(said) == 1
    assert said[0].startswith(
        "error[not-computed]: --public-body: the ceiling for public bodies of 'DE' was not sourced"
    )


def test_linked_conducts_are_one_fine_under_the_gravest_maximum(fine: Fine) -> None:
    answer = fine.answer(
        "gdpr", "--turnover", "100000000", "--conduct", "tier=83(4),group=1", "--conduct", "tier=83(5),group=1"
    )
    assert len(conducts(answer)) == 1
    assert (answer["cap"], answer["cap_total"]) == (20000000, 20000000)


def test_separate_conducts_have_a_maximum_each(fine: Fine) -> None:
    answer = fine.answer(
        "gdpr", "--turnover", "100000000", "--conduct", "tier=83(5),group=1", "--conduct", "tier=83(5),group=2"
    )
    assert [one["cap"] for one in conducts(answer)] == [20000000, 20000000]
    assert answer["cap"] == 20000000
    assert answer["caps"] == [20000000, 20000000]
    assert answer["cap_total"] is None
    assert answer["total"] == [0, 8000000]
    assert any("none holds for their sum" in note for note in cast("list[str]", answer["notes"]))


def test_a_tier_follows_from_a_provision(fine: Fine) -> None:
    assert fine.answer("gdpr", "--tier", "32(1)", "--turnover", "1000000")["cap"] == 10000000
    assert fine.answer("gdpr", "--tier", "GDPR 5(1)(f)", "--turnover", "1000000")["cap"] == 20000000
    assert fine.answer("gdpr", "--tier", "t2", "--turnover", "1000000")["cap"] == 10000000


def test_no_step_leads_above_the_maximum(fine: Fine) -> None:
    answer = fine.answer(*UPPER, "--turnover", "1000000", "--start", "100%", "--size", "100%", "--adjust", "+80%")
    assert (answer["adjusted"], answer["final"]) == ([36000000, 36000000], [20000000, 20000000])
    raised = fine.answer(
        *UPPER, "--turnover", "1000000", "--start", "90%", "--size", "100%", "--proportionality", "+50%"
    )
    assert raised["final"] == [20000000, 20000000]


def test_what_step_five_changes_is_the_amount_within_the_maximum(fine: Fine) -> None:
    words = (*UPPER, "--turnover", "1000000", "--start", "100%", "--size", "100%", "--adjust", "+80%")
    assert fine.answer(*words, "--proportionality", "-50%")["final"] == [10000000, 10000000]


def test_changes_may_be_ranges(fine: Fine) -> None:
    words = (*UPPER, "--turnover", BILLION, "--start", "10%", "--adjust")
    assert fine.answer(*words, "-50% to -30%")["final"] == [2000000, 2800000]
    assert fine.answer(*words, "-10% to +10%")["final"] == pytest.approx([3600000, 4400000])
    assert fine.answer(*words, "=5000000")["final"] == [5000000, 5000000]


def test_dma_maxima(fine: Fine) -> None:
    def caps(*words: str) -> object:
        return fine.answer("dma", "--turnover", BILLION, *words)["cap"]

    assert caps("--tier", "30(1)") == caps("--recurrence", "no") == 100000000
    assert caps("--tier", "30(2)") == caps("--recurrence", "yes") == caps() == 200000000
    assert caps("--tier", "30(3)") == caps("--tier", "DMA 28") == 10000000
    assert caps("--tier", "6(2)") == 200000000
    answer = fine.answer("dma", "--turnover", BILLION)
    assert (answer["final"], answer["central"]) == ([0, 200000000], None)
    assert answer["periodic_per_day"] == pytest.approx(BILLION_A_DAY, abs=0.01)


BILLION_A_DAY = 1_000_000_000 / 365 * 0.05


def test_gravity_not_given_is_the_whole_range_of_point_21(fine: Fine) -> None:
    answer = fine.answer("antitrust", "--value-of-sales", "1000000", "--years", "2")
    assert answer["final"] == pytest.approx([0, 600000])
    assert answer["central"] == pytest.approx(200000)


@pytest.mark.parametrize(
    ("rule", "years"), [("days", 1968 / 365.25), ("months", 5.33), ("point24", 5.5)], ids=["days", "months", "point24"]
)
def test_durations(fine: Fine, rule: str, years: float) -> None:
    words = ("--value-of-sales", "1000000", "--gravity", "10%", "--from", "2005-08-12", "--to", "2010-12-31")
    low, high = pair(fine.answer("antitrust", *words, "--duration-rule", rule), "final")
    assert low == high == pytest.approx(100000 * years, abs=0.01)


def test_text_for_people_names_steps_articles_and_the_maximum(fine: Fine) -> None:
    text = fine.text(*UPPER, "--turnover", "75000000", "--seriousness", "medium", "--adjust", "-10%")
    for part in (
        "160,000",
        "800,000",
        "[EDPB Guidelines 04/2022, para 60]",
        "GDPR Art. 83(5)",
        "20,000,000 EUR",
        "negligence is assumed",
    ):
        assert part in text


def test_text_for_people_fits_a_terminal_and_says_what_is_open(fine: Fine) -> None:
    text = fine.text(*UPPER, "--turnover", "75000000")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "The seriousness is open" in text
    assert "The seriousness is open" not in fine.text(*UPPER, "--turnover", "75000000", "--seriousness", "low")


def test_without_turnover_no_maximum_is_named(fine: Fine) -> None:
    text = fine.text("dma")
    assert "Periodic penalty payments, not included: no maximum is known" in text
    assert "No turnover with an upper end is given" in text
    assert "No turnover" not in fine.text("dma", "--turnover", "1 billion EUR")


@pytest.mark.parametrize("kind", ["gdpr", "antitrust", "dma"])
def test_help_fits_a_terminal(kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["fine", kind, "--help"])
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80


def test_every_problem_is_told_at_once(fine: Fine) -> None:
    said = fine.refusal(
        "gdpr", "--tier", "83(9)", "--turnover", "minus five", "--seriousness", "mediun", "--size", "5",
        "--adjust", "50", "--proportionality", "-150%", "--fault", "perhaps", "--round", "million", "--as-of", "soon",
    )  # fmt: skip
    assert len(said) == 9
    assert [line.partition(": --")[2].partition(":")[0] for line in said] == [
        "as-of", "turnover", "round", "tier", "seriousness", "size", "adjust", "proportionality", "fault",
    ]  # fmt: skip
    assert "did you mean 'medium'?" in "\n".join(said)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("gdpr",), "error[missing]: --tier: say which maximum counts"),
        (("gdpr", "--tier", "83(5)", "--turnover", "-5"), "negative"),
        (
            ("gdpr", "--tier", "83(5)", "--turnover", "5 USD"),
            "error[currency]: --turnover: amounts are in EUR here, not in USD",
        ),
        (("gdpr", "--tier", "83(5)", "--currency", "GBP"), "edpb-04-2022 computes in EUR, not in GBP"),
        (("gdpr", "--tier", "83(5)", "--currency", "GBP"), "use --method ico-2024"),
        (("gdpr", "--tier", "83(5)", "--method", "ico-2024", "--currency", "EUR"), "computes in GBP, not in EUR"),
        (
            ("gdpr", "--tier", "t4", "--method", "ico-2024", "--turnover", "5 EUR"),
            "amounts are in GBP here, not in EUR",
        ),
        (("gdpr", "--method", "ico-2024", "--tier", "83(9)"), "there are standard, higher"),
        (("gdpr", "--method", "dsk-2019"), "error[missing]: --tier"),
        (("gdpr", "--method", "dsk-2019", "--tier", "t4", "--size", "5%"), "dsk-2019 has no such step"),
        (("gdpr", "--method", "dk-2021", "--tier", "32(1)", "--seriousness", "low"), "dk-2021 has no such step"),
        (("gdpr", "--tier", "83(5)", "--factor", "8"), "edpb-04-2022 has no such step"),
        (("gdpr", "--tier", "83(5)", "--hardship", "-5%"), "edpb-04-2022 has no such step"),
        (("gdpr", "--method", "ap-2019", "--tier", "83(5)"), "error[missing]: --category"),
        (("gdpr", "--method", "ap-2019", "--category", "V"), "'V' is not a category of ap-2019"),
        (("gdpr", "--tier", "83(5)", "--method", "edbp-04-2022"), "did you mean 'edpb-04-2022'?"),
        (("gdpr", "--tier", "83(5)", "--turnover", "9" * 150), "too large to compute with"),
        (("gdpr", "--conduct", "tier"), "'tier' is not key=value"),
        (("gdpr", "--conduct", "teir=83(5)"), "did you mean 'tier'?"),
        (("gdpr", "--conduct", "tier=83(5),tier=83(4)"), "stands there twice"),
        (("gdpr", "--tier", "83(5)", "--as-of", "2017-01-01"), "its maximum holds from 2018-05-25 on"),
        (
            ("gdpr", "--conduct", "tier=t4,group=a,start=5%", "--conduct", "tier=t4,group=a,start=6%"),
            "have different figures",
        ),
        (("antitrust",), "error[missing]: --value-of-sales"),
        (("antitrust", "--value-of-sales", "5"), "error[missing]: --years"),
        (("antitrust", "--value-of-sales", "5", "--years", "1", "--gravity", "31%"), "at most 30 %"),
        (("antitrust", "--value-of-sales", "5", "--from", "2020-01-01", "--to", "2019-01-01"), "error[period]"),
        (("antitrust", "--value-of-sales", "5", "--years", "1", "--years", "2"), "2 are given for 1 markets"),
        (("antitrust", "--basic", "5", "--cooperation", "110%"), "takes off more than all"),
        (("dma", "--recurrence", "maybe"), "'maybe' is not one of yes, no, unknown"),
        (("dma", "--tier", "30(9)"), "there are 30(1), 30(2), 30(3)"),
        (("gdpr", "--tier"), "expected one argument"),
        (("gdpr", "--teir", "83(5)"), "unrecognized arguments"),
    ],
)
def test_bad_input_is_refused(fine: Fine, words: tuple[str, ...], told: str) -> None:
    assert told in "\n".join(fine.refusal(*words))


def test_the_same_words_give_the_same_bytes(fine: Fine) -> None:
    words = (*UPPER, "--turnover", "265364038", "--seriousness", "medium")
    assert fine.answer(*words) == fine.answer(*words)
