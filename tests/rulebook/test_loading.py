"""Rule folders: what is read from where, the hash, and problems of all files at once."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

import pytest

from lexposure.data import rules_folder
from lexposure.rulebook.conditions import ALWAYS, Compare
from lexposure.rulebook.facts import About, FactType
from lexposure.rulebook.files import RuleFile, hash_of
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Level, Outcome
from lexposure.source.problems import RulesError
from lexposure.source.yamltree import MAX_BYTES
from rulebook.small_book import add_rule, read, small_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def told(folder: Path) -> list[str]:
    with pytest.raises(RulesError) as raised:
        read(folder)
    problems = [problem for problem in raised.value.problems if not problem.warning]
    return [f"{problem.code} {Path(str(problem.span)).name}" for problem in problems]


def test_the_small_book_is_read_whole(folder: Path) -> None:
    book = read(folder)
    assert [rule.id for rule in book.rules] == ["OFFICER"]
    assert [rule.id for rule in book.conclusions] == ["DOMINANCE"]
    assert [factor.id for factor in book.factors] == ["GDPR-83-2-k"]
    assert book.version == "1"
    assert book.warnings == ()
    assert book.catalogue["seat"].type is FactType.CHOICE
    assert [option.name for option in book.catalogue["seat"].options] == ["DE", "FR", "SE", "NO", "IS"]
    assert book.catalogue["consent_given"].about is About.PROCESSING
    assert book.catalogue["designated_on"].when_not_applicable == dt.date(2999, 12, 31).toordinal()
    (factor,) = book.factors
    assert (factor.low, factor.central, factor.high) == (-100_000, -50_000, 0)
    assert factor.certainty == "derived"


def test_a_rule_has_its_parts(folder: Path) -> None:
    more = (
        "conduct: officer\n"
        "applies_when: {public_body: no}\n"
        "unless: {burden: company, people_monitored: less than 5}\n"
        "seriousness:\n"
        "  start: medium\n"
        "  factors:\n"
        "    - {when: {public_body: no}, effect: raises, cite: GDPR Art. 83(2)(a), because: It matters.}\n"
        "displaces: [{rule: OFFICER, principle: specialty, because: It says more.}]\n"
        "remedy: [{do: Name one., sets: {officer_appointed: yes}, opens: [OFFICER], owner: chief, within: 30 days}]\n"
        "limits: [A judgement.]\n"
        "reviewed_by: A second reader\n"
    )
    add_rule(folder, "MORE", more=more)
    rule = next(rule for rule in read(folder).rules if rule.id == "MORE")
    assert rule.conduct == "officer"
    assert rule.kind == "control weakness"
    assert isinstance(rule.unless, Compare)
    assert rule.unless.burden
    assert rule.seriousness is not None
    assert rule.seriousness.start is Level.MEDIUM
    assert rule.seriousness.factors[0].effect == "raises"
    assert (rule.displaces[0].rule, rule.displaces[0].principle) == ("OFFICER", "specialty")
    assert rule.remedies[0].sets == (("officer_appointed", "yes"),)
    assert rule.remedies[0].opens == ("OFFICER",)
    assert rule.limits == ("A judgement.",)
    assert rule.reviewed_by == "A second reader"
    assert rule.topic == "gdpr"
    assert rule.examples[0].expect is Outcome.FINDING


def test_what_a_rule_leaves_out(folder: Path) -> None:
    add_rule(folder, "BARE")
    rule = next(rule for rule in read(folder).rules if rule.id == "BARE")
    assert rule.applies_when is ALWAYS
    assert rule.unless is None
    assert rule.conduct == "operation"
    assert rule.in_force.end is None


def test_an_example_of_a_company_rule_has_list_entries(folder: Path) -> None:
    path = folder / "gdpr" / "OFFICER.yaml"
    path.write_text(
        path.read_text().replace("{officer_appointed: no}\nfinding:", "{any market: {uses_seller_data: yes}}\nfinding:")
        + "  - name: Two markets\n"
        "    market: [{uses_seller_data: no}, {uses_seller_data: unknown}]\n"
        "    complete: [market]\n"
        "    on: 2024-01-01\n"
        "    expect: unknown\n"
        "    missing: [uses_seller_data, markets_complete]\n"
    )
    example = read(folder).rules[0].examples[-1]
    assert example.entries == (
        (About.MARKET, (("uses_seller_data", "no"),)),
        (About.MARKET, (("uses_seller_data", "unknown"),)),
    )
    assert example.complete == (About.MARKET,)
    assert example.on == dt.date(2024, 1, 1)
    assert example.missing == ("uses_seller_data", "markets_complete")


def test_several_selected_options_are_kept_as_one_text(folder: Path) -> None:
    path = folder / "gdpr" / "OFFICER.yaml"
    path.write_text(
        path.read_text().replace(
            "officer_appointed: yes}, ", "officer_appointed: yes, data_kinds: [health, contact]}, "
        )
    )
    assert ("data_kinds", "health, contact") in read(folder).rules[0].examples[1].facts


def test_options_may_extend_a_shared_list(folder: Path) -> None:
    path = folder / "facts" / "company.yaml"
    path.write_text(path.read_text().replace("options: countries", "options: [countries, {none: Nowhere}]"))
    assert [option.name for option in read(folder).catalogue["seat"].options][-2:] == ["IS", "none"]


def test_problems_of_all_files_come_at_once_in_order(folder: Path) -> None:
    add_rule(folder, "A", finding="officer_apointed: no")
    add_rule(folder, "B", finding="people_monitored: 5")
    (folder / "facts" / "more.yaml").write_text("topic: More\nabout: company\nfacts: {x: {type: yes, asks: Well?}}\n")
    assert told(folder) == ["word more.yaml:3:19", "unknown-fact A.yaml:8:16", "phrase B.yaml:8:34"]


def test_names_are_not_called_unknown_when_their_file_is_no_yaml(folder: Path) -> None:
    (folder / "facts" / "company.yaml").write_text("topic: a: b\n")
    (folder / "gdpr" / "OFFICER.yaml").write_text("- [\n")
    assert told(folder) == ["yaml company.yaml:1:9", "yaml OFFICER.yaml:2:1"]


def test_the_hash_covers_names_and_bytes(folder: Path) -> None:
    first = read(folder).hash
    assert len(first) == 64
    assert read(folder).hash == first
    (folder / "notes.txt").write_text("Not a rule.")
    second = read(folder).hash
    (folder / "notes.txt").rename(folder / "remarks.txt")
    third = read(folder).hash
    path = folder / "gdpr" / "OFFICER.yaml"
    path.write_text(path.read_text() + "# a remark\n")
    assert len({first, second, third, read(folder).hash}) == 4


def test_hidden_files_are_left_out(folder: Path) -> None:
    first = read(folder).hash
    (folder / "gdpr" / ".OFFICER.yaml.swp").write_text("{")
    assert read(folder).hash == first


def test_files_a_book_must_have(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as raised:
        read(tmp_path / "nowhere")
    assert [problem.code for problem in raised.value.problems] == [
        "no-folder",
        "version",
        "missing-file",
        "missing-file",
    ]


def test_files_that_would_be_passed_over(folder: Path) -> None:
    (folder / "gdpr" / "X.yml").write_text("")
    assert told(folder) == ["file-name X.yml:1:1"]


def test_a_file_too_large(folder: Path) -> None:
    (folder / "gdpr" / "LARGE.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert told(folder) == ["too-large LARGE.yaml:1:1"]


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "gdpr" / "BINARY.yaml").write_bytes(b"id: \xff")
    assert told(folder) == ["encoding BINARY.yaml:1:5"]


def test_a_file_of_the_wrong_shape(folder: Path) -> None:
    (folder / "gdpr" / "LIST.yaml").write_text("- a\n- b\n")
    assert told(folder) == ["shape LIST.yaml:1:1"]


def test_the_collector_of_garbage_is_as_it_was(folder: Path) -> None:
    read(folder)
    assert gc.isenabled()
    with pytest.raises(RulesError):
        read(folder / "none")
    assert gc.isenabled()


def test_places_are_relative_below_the_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(folder).rules[0].span.path == f"{folder}/gdpr/OFFICER.yaml"
    monkeypatch.chdir(folder.parent)
    assert read(folder).rules[0].span.path == "rules/gdpr/OFFICER.yaml"


def test_the_shipped_book_is_sound() -> None:
    book = read_rulebook()
    assert book.rules
    assert book.warnings == ()
    assert book.version == (rules_folder() / "VERSION").read_text().strip()


def test_versions_may_meet_but_not_share_a_day(folder: Path) -> None:
    add_rule(folder, "DUTY", until="2021-12-31")
    add_rule(folder, "DUTY@2022-01-01", start="2022-01-01")
    read(folder)
    add_rule(folder, "DUTY", until="2022-01-01")
    assert told(folder) == ["overlap DUTY@2022-01-01.yaml:1:5"]


def test_a_draft_may_overlap_what_is_in_force(folder: Path) -> None:
    add_rule(folder, "DUTY")
    add_rule(folder, "DUTY@2022-01-01", start="2022-01-01", status="draft")
    read(folder)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("closed: yes", "fact more.yaml:6:13"),
        ("options: {a: A, b: B}", "fact more.yaml:6:14"),
        ("when_not_applicable: perhaps", "yes-no more.yaml:6:26"),
    ],
)
def test_keys_of_a_fact_that_contradict_each_other(folder: Path, line: str, problem: str) -> None:
    text = "topic: More\nabout: company\nfacts:\n  extra:\n    type: yes_no\n"
    (folder / "facts" / "more.yaml").write_text(f"{text}    {line}\n    asks: Well?\n")
    assert told(folder) == [problem]


def test_what_moves_from_one_file_to_the_next_changes_the_hash() -> None:
    whole = [RuleFile("a", "a", b"xy"), RuleFile("b", "b", b"z")]
    assert hash_of(whole) != hash_of([RuleFile("a", "a", b"x"), RuleFile("b", "b", b"yz")])
    assert hash_of([RuleFile("a", "a", b"bz")]) != hash_of([RuleFile("a", "a", b""), RuleFile("b", "b", b"z")])
