"""Private rule packs laid over a rule book: what they add, what they may replace, and what they must say."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.packs import Override
from lexposure.rulebook.rules import Rule
from lexposure.source.problems import RulesError
from rulebook.small_book import add_rule, small_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return a_pack(tmp_path / "pack", "house-rules")


def a_pack(folder: Path, name: str) -> Path:
    (folder / "gdpr").mkdir(parents=True)
    (folder / "pack.yaml").write_text(f"name: {name}\nversion: 1.2\n", encoding="utf-8")
    return folder


def told(*folders: Path) -> list[tuple[str, str]]:
    with pytest.raises(RulesError) as raised:
        read_rulebook(folders)
    return [(problem.code, problem.message) for problem in raised.value.problems]


def rule(book: RuleBook, id: str) -> Rule:
    (found,) = [rule for rule in book.rules if rule.id == id]
    return found


def test_a_pack_adds_rules_and_says_whose_they_are(folder: Path, pack: Path) -> None:
    alone = read_rulebook([folder])
    add_rule(pack, "PACKED")
    book = read_rulebook([folder, pack])
    assert [(rule.id, rule.pack) for rule in book.rules] == [("OFFICER", ""), ("PACKED", "house-rules")]
    assert [(one.name, one.version) for one in book.packs] == [("house-rules", "1.2")]
    assert book.hash != alone.hash
    assert alone.packs == ()


def test_a_rule_of_the_same_name_must_say_that_it_overrides(folder: Path, pack: Path) -> None:
    add_rule(pack, "OFFICER")
    assert [(code, message.partition(", in ")[0]) for code, message in told(folder, pack)] == [
        ("override", "'OFFICER' stands in the rule book below")
    ]


def test_an_override_takes_the_place_of_every_version(folder: Path, pack: Path) -> None:
    add_rule(folder, "OLD", until="2020-12-31")
    add_rule(folder, "OLD@2021-01-01", start="2021-01-01")
    add_rule(pack, "OLD", finding="officer_appointed: yes", more="overrides: OLD\n")
    book = read_rulebook([folder, pack])
    assert rule(book, "OLD").pack == "house-rules"
    assert [(one.kind, one.name, one.pack) for one in book.overrides] == [("rule", "OLD", "house-rules")]


@pytest.mark.parametrize("named", ["NOTHING", "OFFICER"])
def test_an_override_of_nothing_is_wrong(folder: Path, pack: Path, named: str) -> None:
    add_rule(pack, "NEW", more=f"overrides: {named}\n")
    assert told(folder, pack) == [("override", f"'{named}' is nothing that 'NEW' could override")]


def test_a_rule_of_the_lowest_layer_overrides_nothing(folder: Path) -> None:
    add_rule(folder, "NEW", more="overrides: NEW\n")
    assert told(folder) == [("override", "'NEW' is nothing that 'NEW' could override")]


PARAMETER = """\
large_scale_people:
  {overrides}title: People from whom on the house calls it large-scale
  type: count
  unit: people
  kind: our reading
  certainty: derived
  checked_on: 2026-11-23
  values: {{2018-05-25: {{value: 7, cite: House rule 4}}}}
"""


def test_a_parameter_is_overridden_in_so_many_words(folder: Path, pack: Path) -> None:
    (pack / "parameters").mkdir()
    file = pack / "parameters" / "house.yaml"
    file.write_text(PARAMETER.format(overrides=""), encoding="utf-8")
    assert [code for code, _ in told(folder, pack)] == ["override"]
    file.write_text(PARAMETER.format(overrides="overrides: large_scale_people\n  "), encoding="utf-8")
    book = read_rulebook([folder, pack])
    assert [value for _, value, _ in book.parameters["large_scale_people"].values] == [7]
    assert [(one.kind, one.name) for one in book.overrides] == [("parameter", "large_scale_people")]


def test_a_later_pack_overrides_an_earlier_one(folder: Path, pack: Path, tmp_path: Path) -> None:
    second = a_pack(tmp_path / "second", "client")
    add_rule(pack, "PACKED")
    add_rule(second, "PACKED", more="overrides: PACKED\n")
    book = read_rulebook([folder, pack, second])
    assert rule(book, "PACKED").pack == "client"
    assert isinstance(book.overrides[0], Override)


def test_a_folder_without_a_heading_is_no_pack(folder: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "nameless"
    (nameless / "gdpr").mkdir(parents=True)
    add_rule(nameless, "X")
    assert [code for code, _ in told(folder, nameless)] == ["missing-file"]


def test_the_name_of_a_pack(folder: Path, pack: Path) -> None:
    (pack / "pack.yaml").write_text("name: House Rules\nversion: 1\n", encoding="utf-8")
    assert told(folder, pack) == [("pack-name", "'House Rules' is not the name of a pack")]
