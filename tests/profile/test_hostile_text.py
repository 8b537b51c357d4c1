"""Whatever the text, reading it gives a profile or a ProfileError."""

from __future__ import annotations

import json
import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexposure.profile.model import Profile
from lexposure.profile.possible import Interval
from lexposure.profile.reading import read_profile_text
from lexposure.profile.template import template
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import ProfileError, printed

WORDS = re.findall(
    r"\S+",
    """
    format company as_of answers processing markets outcomes proceedings processing_complete id name
    value disputed surely possibly source year rate basis alleged unknown none yes no 1 2025 2026-11-23
    EUR USD example reason linked_with separate_from status decided amount authority on what opened
    public_since invented
""",
)
VALUES = (
    "not applicable",
    "not shown",
    "5 million EUR",
    "10-50 million USD",
    "at least 40 %",
    "-1 EUR",
    "2021-02-30",
    "[",
    "",
)


@cache
def book() -> RuleBook:
    return read_rulebook()


def tried(text: str) -> None:
    """Read it; where it is refused, the problems must be printable."""
    try:
        profile = read_profile_text(text, "p.yaml", book())
    except ProfileError as error:
        problems = error.problems
    else:
        check(profile)
        return
    assert problems
    assert printed(problems, {"p.yaml": text})


def check(profile: Profile) -> None:
    """No answer leaves an empty interval."""
    for entry in profile.entries.values():
        for answer in entry.answers.values():
            if isinstance(answer.possible, Interval):
                low, high = answer.possible.low, answer.possible.high
                assert low is None or high is None or low <= high


@st.composite
def keys(draw: st.DrawFn) -> str:
    facts = sorted(book().catalogue)
    return draw(st.sampled_from(WORDS) | st.sampled_from(facts) | st.text(max_size=8))


def trees() -> st.SearchStrategy[object]:
    leaves = st.sampled_from([*WORDS, *VALUES])
    return st.recursive(
        leaves | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys(), inner, max_size=5),
        max_leaves=25,
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    tried(text)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_read_as_text(data: bytes) -> None:
    tried(data.decode("utf-8", "surrogateescape"))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(keys(), trees(), max_size=8))
def test_any_tree(tree: dict[str, object]) -> None:
    tried(json.dumps({"format": "1", "company": "x", "as_of": "2026-11-23"} | tree))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_template_with_pieces_cut_out_and_put_in(data: st.DataObject) -> None:
    text = "\n".join(line for line in template(book()).splitlines() if "#" not in line)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 40))
        text = text[:start] + data.draw(st.text(max_size=6) | st.sampled_from(VALUES)) + text[start + length :]
    tried(text)
