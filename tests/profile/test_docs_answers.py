"""Every block in docs/answers.md is read with the shipped rule book, and says what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexposure.profile.model import AnswerState, Profile
from lexposure.profile.possible import Interval
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.source.problems import ProfileError

PAGE = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")
HEAD = "format: 1\ncompany: Example Marketplace\nas_of: 2026-11-23\n"
BLOCKS: list[tuple[str, str, str]] = re.findall(
    r"```(yaml(?: refused| warned)?)\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL
)


def read(text: str, book: RuleBook) -> Profile:
    return read_profile_text(text if text.startswith("format:") else HEAD + text, "profile.yaml", book)


def block(beginning: str) -> str:
    """The block that holds a line."""
    return next(text for _, text, _ in BLOCKS if beginning in text)


@pytest.mark.parametrize("text", [text for kind, text, _ in BLOCKS if kind == "yaml"])
def test_block_is_read_without_a_warning(text: str, shipped: RuleBook) -> None:
    assert read(text, shipped).warnings == ()


@pytest.mark.parametrize(("text", "said"), [(text, said) for kind, text, said in BLOCKS if kind == "yaml refused"])
def test_block_is_refused_in_the_words_shown(text: str, said: str, shipped: RuleBook) -> None:
    with pytest.raises(ProfileError) as caught:
        read(text, shipped)
    assert "".join(f"{problem.headline()}\n" for problem in caught.value.problems) == said


@pytest.mark.parametrize(("text", "said"), [(text, said) for kind, text, said in BLOCKS if kind == "yaml warned"])
def test_block_is_warned_of_in_the_words_shown(text: str, said: str, shipped: RuleBook) -> None:
    assert "".join(f"{warning.headline()}\n" for warning in read(text, shipped).warnings) == said


def test_every_block_of_the_page_is_one_of_these() -> None:
    assert len(BLOCKS) == len(re.findall(r"(?m)^```yaml", PAGE))
    assert {kind for kind, _, _ in BLOCKS} == {"yaml", "yaml refused", "yaml warned"}
    assert sum(bool(said) for _, _, said in BLOCKS) == len(re.findall(r"(?m)^```text", PAGE))


def test_the_table_of_half_answers(shipped: RuleBook) -> None:
    rows = re.findall(r"(?m)^\| `([^`]+)` \| (\w+) \| (\w+) \|$", PAGE)
    assert len(rows) == 4
    for written, first, second in rows:
        answer = read(f"answers:\n  group_turnover: {written}\n", shipped).entries["company"].answers["group_turnover"]
        possible = answer.possible or Interval(None, None)
        assert isinstance(possible, Interval)
        for million, said in ((50, first), (500, second)):
            threshold = million * 100_000_000
            true = possible.low is not None and possible.low >= threshold
            false = possible.high is not None and possible.high < threshold
            assert said == ("true" if true else "false" if false else "unknown")


def test_the_table_of_values(shipped: RuleBook) -> None:
    places = {
        "yes/no": ("answers:\n  dpo_appointed: {}\n", ""),
        "choice": ("answers:\n  main_establishment: {}\n", "legitimate_interest"),
        "choices": ("markets:\n  - {{id: m, answers: {{benefits_only_with_own_logistics: {}}}}}\n", ""),
        "count": ("processing:\n  - {{id: p, answers: {{people_affected: {}}}}}\n", ""),
        "money": ("answers:\n  group_turnover: {}\n", ""),
        "share": ("markets:\n  - {{id: m, answers: {{market_share: {}}}}}\n", ""),
        "date": ("processing:\n  - {{id: p, answers: {{operation_since: {}}}}}\n", ""),
    }
    rows = dict(
        re.findall(r"(?m)^\| ([\w/]+) \| ([^|]*`[^|]*) \|$", PAGE[PAGE.index("## Values") : PAGE.index("## Intervals")])
    )
    assert set(rows) == set(places)
    for type, examples in rows.items():
        place, elsewhere = places[type]
        for written in re.findall(r"`([^`]+)`", examples):
            if written != elsewhere:
                read(place.format(written), shipped)


def test_what_the_page_says_of_states(shipped: RuleBook) -> None:
    shown = read(block("notice_given"), shipped).entries["processing/shop-accounts"].answers
    assert shown["notice_given"].state is AnswerState.NOT_SHOWN
    assert shown["people_informed_already"].state is AnswerState.UNKNOWN
    alleged = read(block("basis: alleged"), shipped)
    assert alleged.has_alleged
    assert read(block("markets_complete: yes"), shipped).complete == {"processing": False, "market": True}
