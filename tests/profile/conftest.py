"""A small vocabulary with every kind of fact, on top of the shipped rule book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lexposure.profile.model import Answer, Profile
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts_reading import Vocabulary, read_facts
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import Problem, Problems, ProfileError
from lexposure.source.yamltree import parse_tree

FACTS = (
    """
topic: Company
about: company
facts:
  turnover: {type: money, asks: How much?}
  group_turnover: {type: money, asks: How much in all?}
  staff: {type: count, unit: people, asks: How many?, when_not_applicable: 0}
  listed: {type: yes_no, asks: Is it?, when_not_applicable: no}
  fault: {type: choice, asks: Which?, options: {none: No fault, negligence: Careless, intention: On purpose}}
  seat: {type: choice, asks: Where?, options: {LU: Luxembourg, "NO": Norway, other: Elsewhere}}
""",
    """
topic: Operation
about: processing
facts:
  data_kinds: {type: choices, asks: Which data?, options: {name: Names, health: Health, faith: Beliefs}}
  opt_out: {type: yes_no, asks: Can people refuse?}
""",
    """
topic: Market
about: market
facts:
  share: {type: share, asks: What share?}
  since: {type: date, asks: Since when?}
""",
)

HEAD = "format: 1\ncompany: Example\nas_of: 2026-11-23\n"


@pytest.fixture(scope="session")
def shipped() -> RuleBook:
    return read_rulebook()


@pytest.fixture(scope="session")
def book(shipped: RuleBook) -> RuleBook:
    vocabulary, problems = Vocabulary(), Problems()
    for text in FACTS:
        root = parse_tree(text, "facts.yaml", problems)
        assert root is not None
        read_facts(root, {}, vocabulary, problems)
    assert not problems.errors
    return replace(shipped, catalogue=vocabulary.facts)


@pytest.fixture
def read(book: RuleBook) -> Callable[[str], Profile]:
    """The profile in a text, which gets a head if it has none."""

    def reading(text: str) -> Profile:
        return read_profile_text(text if text.startswith("format:") else HEAD + text, "p.yaml", book)

    return reading


@pytest.fixture
def wrong(read: Callable[[str], Profile]) -> Callable[[str], tuple[Problem, ...]]:
    """The errors of a text that must not be read."""

    def failing(text: str) -> tuple[Problem, ...]:
        with pytest.raises(ProfileError) as caught:
            read(text)
        return tuple(problem for problem in caught.value.problems if not problem.warning)

    return failing


@pytest.fixture
def answer(read: Callable[[str], Profile], book: RuleBook) -> Callable[[str, str], Answer]:
    """One answer, given where its fact belongs."""

    def answering(fact: str, written: str) -> Answer:
        about = book.catalogue[fact].about
        line = f"{fact}: {written}"
        places = {
            "company": f"answers:\n  {line}\n",
            "processing": f"processing:\n  - id: one\n    answers:\n      {line}\n",
            "market": f"markets:\n  - id: one\n    answers:\n      {line}\n",
        }
        return read(places[about]).of(about)[0].answers[fact]

    return answering
