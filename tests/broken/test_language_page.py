"""docs/rule-language.md shows rules as they can be written: its samples are read by the reader itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexposure.rulebook.facts import Fact
from lexposure.rulebook.facts_reading import Vocabulary, read_facts
from lexposure.rulebook.parameters import Parameter, read_parameters
from lexposure.rulebook.phrases import read_phrase
from lexposure.source.problems import Problems, printed
from lexposure.source.yamltree import Mapping, Node, Scalar, parse_tree

PAGE = (Path(__file__).parents[2] / "docs" / "rule-language.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
COUNTRIES = "DE: Germany\nFR: France\n"
FACTS = """\
topic: Samples
about: company
facts:
  yes_no: {type: yes_no, asks: Well?}
  people: {type: count, asks: Well?}
  money: {type: money, asks: Well?}
  share: {type: share, asks: Well?}
  date: {type: date, asks: Well?}
  choice: {type: choice, options: countries, asks: Well?}
  choices: {type: choices, options: {health: Health, location: Location}, asks: Well?}
"""


def tree(text: str) -> Node:
    problems = Problems()
    node = parse_tree(text, "docs", problems)
    assert node is not None, printed(problems, {"docs": text})
    assert not list(problems)
    return node


def facts(text: str) -> dict[str, Fact]:
    problems = Problems()
    vocabulary = Vocabulary()
    read_facts(tree(text), {"countries": tree(COUNTRIES)}, vocabulary, problems)
    assert not list(problems), printed(problems, {"docs": text})
    return vocabulary.facts


def parameters() -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    problems = Problems()
    read_parameters(tree(next(text for text in SAMPLES if text.startswith("large_scale"))), found, problems)
    assert not list(problems)
    return found


@pytest.mark.parametrize("text", SAMPLES, ids=lambda text: text.partition("\n")[0])
def test_samples_are_yaml(text: str) -> None:
    assert isinstance(tree(text), Mapping)


def test_the_sample_of_facts_can_be_read() -> None:
    read = facts(next(text for text in SAMPLES if text.startswith("topic:")))
    assert [option.name for option in read["seat"].options] == ["DE", "FR", "none"]


@pytest.mark.parametrize(
    ("fact", "phrase"),
    [
        *[("date", f"{words} 2024-03-07") for words in ("on or after", "after", "on or before", "before")],
        *[("people", f"{words} 5") for words in ("at least", "more than", "at most", "less than", "exactly")],
        *[("choice", phrase) for phrase in ("FR", "not FR", "one of FR, DE", "not one of FR, DE")],
        *[("choices", phrase) for phrase in ("includes health", "includes any of health, location")],
        ("yes_no", "yes"),
        ("yes_no", "no"),
        ("date", "at least 6 months ago"),
        ("date", "less than 6 months ago"),
        ("money", "at least 50 million EUR"),
        ("people", "more than 400 000"),
        ("share", "less than 12.5 %"),
    ],
)
def test_phrases_of_the_page_can_be_read(fact: str, phrase: str) -> None:
    words = phrase.removesuffix(" 2024-03-07").removesuffix(" 5")
    assert f"`{words}`" in PAGE
    assert read_phrase(phrase, facts(FACTS)[fact], parameters())


def test_a_parameter_of_the_page_can_stand_for_an_amount() -> None:
    assert "`at least large_scale_people`" in PAGE
    assert read_phrase("at least large_scale_people", facts(FACTS)["people"], parameters())


def test_every_sample_rule_has_the_keys_of_one() -> None:
    rules = [text for text in SAMPLES if text.startswith("id:")]
    assert len(rules) == 2
    for text in rules:
        node = tree(text)
        assert isinstance(node, Mapping)
        keys = {key.text for key, value in node.entries if isinstance(value, Scalar) or key.text}
        assert keys >= {"id", "title", "about", "status", "checked_on", "basis", "in_force", "examples"}
