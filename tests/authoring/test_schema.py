"""The schema that editors use: it takes every shipped file, refuses mistakes, and offers the vocabulary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest

from authoring import validating
from authoring.books import add, clean_book
from authoring.validating import Validator, validator
from lexposure.authoring.schema import schema
from lexposure.authoring.schema_facts import answer, phrase
from lexposure.data import rules_folder
from lexposure.rulebook.loading import NOT_RULES, read_rulebook
from lexposure.rulebook.reads import AnyRule, read_by
from lexposure.source.problems import Problems, printed
from lexposure.source.yamltree import Mapping, Node, Scalar, parse_tree

BOOK = read_rulebook()
SCHEMA: Any = schema(BOOK)
VALIDATOR = validator(SCHEMA)
ROOT = rules_folder()
FILES = sorted(
    path for path in ROOT.rglob("*.yaml") if path.parent != ROOT and path.relative_to(ROOT).parts[0] not in NOT_RULES
) + sorted((ROOT / "facts").glob("*.yaml"))


def as_editors_read(node: Node | None) -> Any:
    """A tree as YAML 1.2 types it: numbers, true, false and nothing are no texts there."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        return {key.text: as_editors_read(value) for key, value in node.entries}
    if not isinstance(node, Scalar):
        return [as_editors_read(item) for item in node.items]
    if not node.plain:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if node.text in ("", "~", "null"):
        return None
    return int(node.text) if re.fullmatch(r"[-+]?\d+", node.text) else node.text


def tree(text: str) -> Any:
    problems = Problems()
    node = parse_tree(text, "file", problems)
    assert not list(problems), printed(problems)
    return as_editors_read(node)


def faults(text: str, by: Validator = VALIDATOR) -> list[str]:
    return validating.faults(tree(text), by)


def fits(value: object, made: object) -> bool:
    return not validating.faults(value, validator(made))


def keys_of(made: object) -> set[str]:
    """Every key that the schema knows, at any depth."""
    if isinstance(made, list):
        return {key for part in cast("list[object]", made) for key in keys_of(part)}
    if not isinstance(made, dict):
        return set()
    parts = cast("dict[str, object]", made)
    known = cast("dict[str, object]", parts.get("properties", {}))
    return {*known, *(key for part in parts.values() for key in keys_of(part))}


def test_it_knows_every_key_that_the_readers_ask_for() -> None:
    names = ("rules_reading", "parts_reading", "examples_reading", "cases_reading", "facts_reading")
    readers = [ROOT.parent / "engine" / "lexposure" / "rulebook" / f"{name}.py" for name in names]
    text = "".join(path.read_text(encoding="utf-8") for path in readers)
    asked = set(re.findall(r'\b\w*[Ff]ields\.\w+\(\s*"(\w+)"', text))
    assert len(asked) > 40
    assert asked - keys_of(SCHEMA) == set()


def test_a_book_without_rules_and_risk_factors_has_one_too(tmp_path: Path) -> None:
    book = clean_book(tmp_path / "rules")
    for path in (*(book / "gdpr").iterdir(), *(book / "risk-factors").iterdir()):
        path.unlink()
    made: Any = schema(read_rulebook([book]))
    assert fits({}, made) is False
    assert made["definitions"]["risk-factor"] == {"not": {}}  # editors refuse an empty list of words


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_files_pass(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


GOOD = (ROOT / "gdpr" / "GDPR-37-1.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("status: in force", "status: in forc", "status"),
        ("about: company", "about: firm", "about"),
        ("dpo_appointed: no", "dpo_apointed: no", "finding_when"),
        ("dpo_appointed: no", "dpo_appointed: maybe", "finding_when.dpo_appointed"),
        ("dpo_appointed: no", "group_turnover: at leats 5 million EUR", "finding_when.group_turnover"),
        ("dpo_appointed: no", "group_turnover: at least 5 millions EUR", "finding_when.group_turnover"),
        ("dpo_appointed: no", "group_turnover: at least large_scale_people", "finding_when.group_turnover"),
        ("dpo_appointed: no", "main_establishment: Germany", "finding_when.main_establishment"),
        ("dpo_appointed: no", "behavioural_advertising: no", "finding_when"),
        ("reviewed_by:", "reviewd_by:", ""),
        ("- GDPR 37(1)", "- GDPX 37(1)", "finding.infringes"),
        ("checked_on: 2026-11-25", "checked_on: yesterday", "checked_on"),
        ("title:", "heading:", ""),
    ],
)
def test_mistakes_are_found_at_their_place(old: str, new: str, where: str) -> None:
    assert old in GOOD
    assert where in faults(GOOD.replace(old, new, 1))


def test_every_phrase_of_the_book_fits_its_fact() -> None:
    everything: tuple[AnyRule, ...] = (*BOOK.rules, *BOOK.conclusions, *BOOK.factors)
    for rule in everything:
        for compare in read_by(rule):
            made = phrase(BOOK.catalogue[compare.fact], BOOK.parameters)
            assert fits(compare.phrase, made), (compare.fact, compare.phrase)


@pytest.mark.parametrize("text", ["one of DE, FR", "not one of DE,FR", "NO", "not NO"])
def test_phrases_about_countries(text: str) -> None:
    assert fits(text, phrase(BOOK.catalogue["main_establishment"], BOOK.parameters))


def test_editors_offer_facts_with_their_questions() -> None:
    offered = SCHEMA["definitions"]["condition-company"]["properties"]
    assert {"all", "any", "none", "any market", "every processing", "dpo_appointed"} <= set(offered)
    assert "behavioural_advertising" not in offered
    assert offered["dpo_appointed"] == {"$ref": "#/definitions/phrase-dpo_appointed"}
    assert SCHEMA["definitions"]["phrase-dpo_appointed"]["description"].startswith(BOOK.catalogue["dpo_appointed"].asks)
    inner = SCHEMA["definitions"]["condition-processing"]["properties"]
    assert "behavioural_advertising" in inner
    assert "any market" not in inner


def test_editors_offer_phrases() -> None:
    made: Any = phrase(BOOK.catalogue["group_turnover"], BOOK.parameters)
    assert {"label": "at least …", "body": "at least ${1:50 million EUR}"} in made["defaultSnippets"]
    words = [word for part in made["anyOf"] for word in part.get("enum", ())]
    assert "at least deterrence_turnover" in words
    assert "at least large_scale_people" not in words


def test_not_applicable_is_offered_where_it_means_something() -> None:
    for fact in BOOK.catalogue.values():
        made = answer(fact)
        assert fits("unknown", made)
        if not fact.type.is_number:
            assert fits("not applicable", made) is (fact.when_not_applicable is not None)


def test_kinds_of_files_are_told_apart(tmp_path: Path) -> None:
    cases = """\
rule: GDPR-37-1
given: {public_body: no}
cases:
  - {name: One, facts: {dpo_appointed: no}, expect: finding}
"""
    assert faults(cases) == []
    assert faults(cases.replace("public_body: no", "public_body: perhaps")) == ["given.public_body"]
    assert faults("topic: T\nabout: company\nfacts: {x: {type: yesno, asks: Well?}}\n") == ["facts.x.type"]
    assert faults("format: 1\ncompany: Anybody\nas_of: 2026-10-01\n") == []
    book = clean_book(tmp_path / "rules")
    add(book, "finding_when: {public_body: yes}")
    own = validator(schema(read_rulebook([book])))
    assert faults((book / "gdpr" / "NEW.yaml").read_text(encoding="utf-8"), own) == []
    assert faults((book / "competition" / "DOMINANCE.yaml").read_text(encoding="utf-8"), own) == []
