"""Parts of rules that can never be true or always are, on a book that is clean without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.books import add, clean_book, found


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return clean_book(tmp_path / "rules")


def test_the_clean_book_is_clean(book: Path) -> None:
    assert found(book) == []


def test_thresholds_that_contradict_each_other(book: Path) -> None:
    add(
        book,
        """
finding_when:
  all:
    - public_body: yes
    - people_monitored: at least 500
    - people_monitored: less than 500
""",
    )
    assert found(book) == ["NEW.yaml:12 error never-true: 'people_monitored: less than 500' can never be true here"]


def test_thresholds_that_just_meet_do_not(book: Path) -> None:
    add(
        book,
        """
finding_when:
  all:
    - people_monitored: at least 500
    - people_monitored: at most 500
""",
    )
    assert found(book) == []


def test_an_option_outside_what_applies_when_leaves(book: Path) -> None:
    add(
        book,
        """
applies_when:
  seat: one of DE, FR
finding_when:
  any:
    - public_body: yes
    - all:
        - officer_appointed: no
        - seat: SE
""",
    )
    assert found(book) == ["NEW.yaml:15 error never-true: 'seat: SE' can never be true here"]


def test_a_branch_that_the_exception_always_takes(book: Path) -> None:
    add(
        book,
        """
finding_when:
  any:
    - public_body: yes
    - officer_appointed: no
unless: {public_body: yes}
""",
    )
    assert found(book) == ["NEW.yaml:10 error never-true: 'public_body: yes' can never be true here"]


def test_an_exception_that_cannot_meet_the_finding(book: Path) -> None:
    add(book, "finding_when: {people_monitored: less than 10}\nunless: {people_monitored: at least large_scale_people}")
    assert found(book) == [
        "NEW.yaml:9 error never-true: 'people_monitored: at least large_scale_people' can never be true here"
    ]


def test_an_exception_that_leaves_nothing(book: Path) -> None:
    add(book, "finding_when: {people_monitored: less than 10}\nunless: {people_monitored: less than 11}")
    said = "is true wherever something is found, so nothing is ever found"
    assert found(book) == [f"NEW.yaml:9 error never-true: 'people_monitored: less than 11' {said}"]


def test_nothing_is_less_than_zero(book: Path) -> None:
    add(book, "finding_when: {group_turnover: less than 0 EUR}")
    assert found(book) == ["NEW.yaml:8 error never-true: 'group_turnover: less than 0 EUR' can never be true here"]


def test_what_applies_when_guarantees_already(book: Path) -> None:
    add(
        book,
        """
applies_when: {people_monitored: at least 100}
finding_when:
  all:
    - public_body: no
    - people_monitored: at least 50
""",
    )
    assert found(book) == ["NEW.yaml:12 warning always-true: 'people_monitored: at least 50' is always true here"]


def test_of_two_that_say_the_same_the_later_is_named(book: Path) -> None:
    add(book, "finding_when:\n  all:\n    - public_body: no\n    - officer_appointed: no\n    - public_body: no")
    assert found(book) == ["NEW.yaml:12 warning always-true: 'public_body: no' is always true here"]


def test_yes_or_no_is_always_true(book: Path) -> None:
    add(book, "applies_when: {seat: DE}\nfinding_when:\n  any:\n    - public_body: no\n    - public_body: yes")
    assert found(book) == ["NEW.yaml:10 warning always-true: what stands under 'any' is always true here"]


def test_a_part_of_any_that_another_contains(book: Path) -> None:
    add(
        book,
        """
finding_when:
  any:
    - people_monitored: at least 100
    - all:
        - people_monitored: at least 200
        - public_body: yes
""",
    )
    said = "adds nothing here: wherever it is true, another part of the list is"
    assert found(book) == [f"NEW.yaml:11 warning contained: what stands under 'all' {said}"]


def test_a_part_of_any_that_a_later_one_contains(book: Path) -> None:
    add(book, "finding_when:\n  any:\n    - people_monitored: at least 200\n    - people_monitored: at least 100")
    said = "adds nothing here: wherever it is true, another part of the list is"
    assert found(book) == [f"NEW.yaml:10 warning contained: 'people_monitored: at least 200' {said}"]


def test_options_that_together_leave_none(book: Path) -> None:
    add(
        book,
        """
applies_when:
  seat: one of DE, FR
finding_when:
  none:
    - seat: DE
    - seat: FR
""",
    )
    assert [line.partition(":")[2][:24] for line in found(book)] == ["11 error never-true: wha"]


def test_several_options_may_be_chosen_together(book: Path) -> None:
    add(book, "finding_when:\n  all:\n    - data_kinds: includes health\n    - data_kinds: includes location")
    assert found(book) == []


def test_a_selection_includes_an_option_or_not(book: Path) -> None:
    add(
        book,
        """
finding_when:
  all:
    - data_kinds: includes health
    - none:
        - data_kinds: includes any of health, contact
""",
    )
    assert found(book) == ["NEW.yaml:11 error never-true: what stands under 'none' can never be true here"]


def test_inside_a_list(book: Path) -> None:
    add(
        book,
        """
finding_when:
  any market:
    all:
      - uses_seller_data: yes
      - uses_seller_data: no
""",
    )
    assert found(book) == ["NEW.yaml:12 error never-true: 'uses_seller_data: no' can never be true here"]


def test_a_list_cannot_have_one_and_have_none(book: Path) -> None:
    add(
        book,
        """
finding_when:
  all:
    - any market: {uses_seller_data: yes}
    - every market: {uses_seller_data: no}
""",
    )
    assert found(book) == ["NEW.yaml:11 error never-true: what stands under 'every market' can never be true here"]


def test_a_factor_of_seriousness_within_the_finding(book: Path) -> None:
    more = """\
seriousness:
  start: low
  factors:
    - {when: {people_monitored: more than 10}, effect: raises, cite: GDPR Art. 83(2)(a), because: Invented.}
    - {when: {people_monitored: less than 50}, effect: lowers, cite: GDPR Art. 83(2)(a), because: Invented.}
"""
    add(book, "finding_when: {people_monitored: less than 10}", more=more)
    assert found(book) == [
        "NEW.yaml:13 error never-true: 'people_monitored: more than 10' can never be true here",
        "NEW.yaml:14 warning always-true: 'people_monitored: less than 50' is always true here",
    ]


def test_from_the_day_a_figure_changes(book: Path) -> None:
    figures = book / "parameters" / "figures.yaml"
    dated = "    2018-05-25: {value: 50 000, cite: Invented guidance}\n"
    text = figures.read_text(encoding="utf-8")
    assert dated in text
    earlier = "    2018-05-25: {value: 20 000, cite: Invented}\n"
    text = text.replace(dated, earlier + dated.replace("2018-05-25", "2024-01-01"))
    figures.write_text(text, encoding="utf-8")
    band = """
finding_when:
  all:
    - people_monitored: at least large_scale_people
    - people_monitored: less than {}
"""
    add(book, band.format("40 000"))
    said = "'people_monitored: less than 40 000' can never be true here from 2024-01-01 on"
    assert found(book) == [f"NEW.yaml:11 warning never-true: {said}"]
    add(book, band.format("10 000"))
    assert found(book) == ["NEW.yaml:11 error never-true: 'people_monitored: less than 10 000' can never be true here"]
    add(book, band.format("55 000"))
    assert found(book) == []


def test_time_that_goes_by(book: Path) -> None:
    """ "At least 3 years ago" and "before 2021-07-01" meet from the middle of 2024 on, the former then saying less."""
    add(
        book,
        """
finding_when:
  all:
    - designated_on: at least 36 months ago
    - designated_on: on or after 2021-07-01
""",
    )
    assert found(book) == []  # never true in 2020, possible from 2024-07-01 on
    add(
        book,
        """
finding_when:
  all:
    - designated_on: less than 36 months ago
    - designated_on: before 2021-07-01
""",
    )
    said = "'designated_on: before 2021-07-01' can never be true here from 2024-06-30 on"
    assert found(book) == [f"NEW.yaml:11 warning never-true: {said}"]


def test_retired_rules_are_left_in_peace(book: Path) -> None:
    add(book, "finding_when: {group_turnover: less than 0 EUR}", status="retired")
    assert found(book) == []
