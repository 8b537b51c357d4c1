"""Problems in file order, as people read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexposure.source.problems import (
    MAX_PROBLEMS,
    Problem,
    Problems,
    RulesError,
    Span,
    did_you_mean,
    printed,
    split_lines,
)


def test_a_problem_is_printed_with_its_line_and_a_caret() -> None:
    problem = Problem("word", "'b' is not a word", Span("f.yaml", 2, 4), "did you mean 'bee'?")
    assert printed([problem], {"f.yaml": "first\na: b\n"}) == (
        "f.yaml:2:4: error[word]: 'b' is not a word; did you mean 'bee'?\n  a: b\n     ^"
    )


def test_the_line_is_read_from_disk_where_no_text_is_given(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: \u00e9b\n", encoding="utf-8")
    assert printed([Problem("word", "no", Span(str(path), 1, 5))]).endswith("\n  a: \u00e9b\n      ^")


@pytest.mark.parametrize("span", [None, Span("missing.yaml", 1, 1), Span("f.yaml", 9, 1), Span("f.yaml", 2, 1)])
def test_without_a_line_the_headline_stands_alone(span: Span | None) -> None:
    assert "\n" not in printed([Problem("word", "no", span)], {"f.yaml": "a\n \n"})


def test_far_to_the_right_the_line_is_cut_and_the_caret_still_fits() -> None:
    line = "x" * 300 + "Y" + "z" * 300
    headline, quoted, caret = printed([Problem("word", "no", Span("f", 1, 301))], {"f": line}).split("\n")
    assert headline == "f:1:301: error[word]: no"
    assert len(quoted) == 102
    assert quoted[caret.index("^")] == "Y"


def test_a_tab_takes_one_column() -> None:
    assert printed([Problem("word", "no", Span("f", 1, 2))], {"f": "\tb"}).split("\n")[1:] == ["   b", "   ^"]


def test_lines_end_as_in_yaml() -> None:
    assert split_lines("a\r\nb\rc\u2028d\x85e\n") == ["a", "b", "c", "d", "e", ""]


def test_problems_come_in_file_order_and_warnings_apart() -> None:
    problems = Problems()
    problems.error("b", "second", Span("b.yaml", 1, 1))
    problems.warn("w", "between", Span("a.yaml", 3, 1))
    problems.error("a", "first", Span("a.yaml", 2, 9))
    problems.error("c", "nowhere")
    assert [problem.code for problem in problems] == ["c", "a", "w", "b"]
    assert [problem.code for problem in problems.errors] == ["c", "a", "b"]
    assert [problem.code for problem in problems.warnings] == ["w"]
    assert problems.error_count == 3
    with pytest.raises(RulesError) as raised:
        problems.raise_if_any(RulesError)
    assert [problem.code for problem in raised.value.problems] == ["c", "a", "w", "b"]


def test_warnings_alone_raise_nothing() -> None:
    problems = Problems()
    problems.warn("w", "look at this")
    problems.raise_if_any(RulesError)


def test_thousands_of_problems_are_cut_off_and_it_is_said() -> None:
    problems = Problems()
    for line in range(MAX_PROBLEMS + 50):
        problems.error("word", "no", Span("f", line + 1, 1))
    assert problems.full
    assert len(problems.errors) == MAX_PROBLEMS + 1
    assert problems.errors[0].code == "more"


def test_did_you_mean_finds_the_nearest_or_nothing() -> None:
    assert did_you_mean("peple", ["people", "pebble", "turnover"]) == "did you mean 'people'?"
    assert did_you_mean("xyz", ["people"]) == ""
