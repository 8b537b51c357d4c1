"""Typed reading of a mapping: what is missing, wrong or unknown is reported, and reading goes on."""

from __future__ import annotations

import datetime as dt

from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import parse_tree


def fields(text: str) -> tuple[Fields, Problems]:
    problems = Problems()
    return Fields(parse_tree(text, "f", problems), problems, "the thing"), problems


def told(problems: Problems) -> list[str]:
    return [f"{problem.code} {problem.span}: {problem.message}" for problem in problems]


def test_what_is_there_is_read() -> None:
    read, problems = fields(
        "text: >-\n  two\n  lines\nday: 2021-08-15\nflag: yes\nword: b\nlist: [x, y]\none: x\nmap: {k: v}\nempty:\n"
    )
    assert read.text("text") == "two lines"
    assert read.date("day") == dt.date(2021, 8, 15)
    assert read.yes_no("flag") is True
    assert read.one_of("word", ("a", "b")) == "b"
    assert read.texts("list") == ("x", "y")
    assert read.texts("one") == ("x",)
    assert [key.text for key, _ in read.keyed("map")] == ["k"]
    assert read.place("day") == Span("f", 4, 6)
    assert read.place("absent") == read.span
    assert read.text("empty") == ""
    read.finish()
    assert told(problems) == []


def test_what_is_absent_has_a_default() -> None:
    read, problems = fields("other: 1")
    assert read.text("text", default="none") == "none"
    assert read.date("day") is None
    assert read.yes_no("flag", default=True) is True
    assert read.one_of("word", ("a",), default="a") == "a"
    assert read.items("list") == ()
    assert read.keyed("map") == ()
    assert not read.has("text")
    assert told(problems) == []


def test_what_is_required_and_absent_or_empty_is_reported() -> None:
    read, problems = fields("empty:\n")
    read.text("text", required=True)
    read.text("empty", required=True)
    assert told(problems) == ["missing f:1:1: the thing needs 'text'", "missing f:1:7: 'empty' is empty"]


def test_what_has_the_wrong_shape_is_reported_at_its_place() -> None:
    read, problems = fields("text: [a]\nday: tomorrow\nflag: true\nword: c\nmap: a\nlist: [[a]]\nlast: 2021-02-30")
    read.text("text")
    read.date("day")
    read.yes_no("flag")
    read.one_of("word", ("a", "b"))
    read.keyed("map")
    read.texts("list")
    read.date("last")
    assert told(problems) == [
        "shape f:1:7: 'text' must be a single value",
        "date f:2:6: 'tomorrow' is not a date",
        "yes-no f:3:7: 'flag' takes yes or no",
        "word f:4:7: 'c' is not one of a, b",
        "shape f:5:6: 'map' must be a mapping (key: value)",
        "shape f:6:8: 'list' must be a list of texts",
        "date f:7:7: there is no day '2021-02-30'",
    ]


def test_a_key_nobody_asked_for_is_reported_with_the_nearest_free_one() -> None:
    read, problems = fields("title: a\ntitel: b\n")
    read.text("title")
    read.text("tilted")
    read.finish()
    assert [(problem.code, problem.hint) for problem in problems] == [("unknown-key", "did you mean 'tilted'?")]


def test_what_is_no_mapping_is_reported_once() -> None:
    read, problems = fields("[a, b]")
    read.text("title", required=True)
    read.finish()
    assert told(problems) == ["shape f:1:1: the thing must be a mapping (key: value)"]


def test_digits_of_other_scripts_make_no_date() -> None:
    read, problems = fields("day: \u0662\u0660\u0662\u0661-\u0660\u0668-\u0661\u0665")
    assert read.date("day") is None
    assert [problem.code for problem in problems] == ["date"]
