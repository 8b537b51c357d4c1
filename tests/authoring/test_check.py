"""What else ``rules check`` finds: rules that imply each other, what nobody reads, old dates, wrong examples."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from authoring.books import HIT_AND_MISS, add, clean_book, found
from lexposure.authoring.check import check


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return clean_book(tmp_path / "rules")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_rule_that_another_implies(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", "WIDE", status="in force", more=HIT_AND_MISS)
    narrow = "applies_when: {officer_appointed: no}\nfinding_when: {public_body: yes}"
    examples = HIT_AND_MISS.replace("public_body: yes}", "public_body: yes, officer_appointed: no}").replace(
        "public_body: no}", "public_body: no, officer_appointed: no}"
    )
    add(book, narrow, "NARROW", status="in force", more=examples)
    assert found(book) == ["NARROW.yaml:1 warning implied: wherever 'NARROW' has a finding, 'WIDE' has one too"]
    add(book, narrow, "NARROW", status="in force", more=examples, infringes="GDPR 24")
    assert found(book) == []


def test_rules_that_say_the_same_in_other_words(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", "ONE", status="in force", more=HIT_AND_MISS)
    add(book, "finding_when: {none: [{public_body: no}]}", "TWO", status="in force", more=HIT_AND_MISS)
    assert found(book) == ["TWO.yaml:1 warning implied: 'ONE' and 'TWO' have the same findings"]


def test_a_rule_that_displaces_the_other_may_imply_it(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", "ONE", status="in force", more=HIT_AND_MISS)
    displaces = "displaces: {rule: ONE, principle: specialty, because: Invented.}\n"
    add(book, "finding_when: {public_body: yes}", "TWO", status="in force", more=displaces + HIT_AND_MISS)
    assert found(book) == []


def test_rules_that_overlap_do_not_imply_each_other(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", "ONE", status="in force", more=HIT_AND_MISS)
    add(
        book,
        "finding_when: {any: [{public_body: yes}, {officer_appointed: no}]}\nunless: {seat: NO}",
        "TWO",
        status="in force",
        more="""\
examples:
  - {name: Hit, facts: {public_body: yes, seat: DE}, expect: finding}
  - {name: Miss, facts: {seat: NO}, expect: no finding}
""",
    )
    assert found(book) == []


def test_examples_and_cases_that_come_out_otherwise(book: Path) -> None:
    wrong = HIT_AND_MISS + "  - {name: Wrong, facts: {public_body: yes}, expect: no finding}\n"
    add(book, "finding_when: {public_body: yes}", status="in force", more=wrong)
    (book / "gdpr" / "cases").mkdir()
    cases = "rule: NEW\ncases:\n  - {name: More, facts: {public_body: no}, expect: finding}\n"
    (book / "gdpr" / "cases" / "NEW.yaml").write_text(cases, encoding="utf-8")
    assert found(book) == [
        "NEW.yaml:13 error example: NEW, example 'Wrong': expected no finding, but it is finding",
        "NEW.yaml:3 error example: NEW, case 'More': expected finding, but it is no finding",
    ]


def test_cases_that_cannot_be_read_are_reported_beside_the_rest(book: Path) -> None:
    edit(book / "competition" / "DOMINANCE.yaml", "{market_share: 10 %}", "{market_share: 90 %}")
    (book / "gdpr" / "cases").mkdir()
    (book / "gdpr" / "cases" / "NONE.yaml").write_text("rule: NONE\ncases: []\n", encoding="utf-8")
    assert found(book) == [
        "DOMINANCE.yaml:12 error example: DOMINANCE, example 'Small': expected false, but it is true",
        "NONE.yaml:1 error unknown-rule: no rule 'NONE'",
    ]


def test_a_fact_that_nothing_reads(book: Path) -> None:
    edit(book / "facts" / "company.yaml", "facts:\n", "facts:\n  lonely: {type: yes_no, asks: Well?}\n")
    add(book, "finding_when: {public_body: yes}", more="remedy: {do: Something., sets: {lonely: yes}}\n")
    assert found(book) == ["company.yaml:4 error unused-fact: nothing reads the fact 'lonely'"]
    add(book, "finding_when: {lonely: yes}")
    assert found(book) == ["company.yaml:4 warning unused-fact: only drafts read the fact 'lonely'"]
    add(book, "finding_when: {lonely: yes}", status="retired")
    assert found(book) == ["company.yaml:4 error unused-fact: nothing reads the fact 'lonely'"]


def test_a_parameter_that_nothing_names(book: Path) -> None:
    figure = "few: {title: Few, type: count, kind: our reading, certainty: D, checked_on: 2026-11-23, values: {}}\n"
    (book / "parameters" / "more.yaml").write_text(figure, encoding="utf-8")
    assert found(book) == ["more.yaml:1 error unused-parameter: nothing names the parameter 'few'"]
    edit(book / "parameters" / "more.yaml", "values: {}", "values: {2018-05-25: {value: 5, cite: Invented}}")
    add(book, "finding_when: {people_monitored: at least few}")
    assert found(book) == ["more.yaml:1 warning unused-parameter: only drafts name the parameter 'few'"]


def test_a_risk_factor_that_no_rule_covers(book: Path) -> None:
    edit(
        book / "risk-factors" / "gdpr.yaml",
        "factors:\n",
        "factors:\n  GDPR-I02: {title: No records, cite: GDPR Art. 30}\n",
    )
    said = "the risk factor 'GDPR-I02': No records"
    assert found(book) == [f"gdpr.yaml:3 error uncovered: no rule covers {said}"]
    add(book, "finding_when: {public_body: yes}", more="covers: GDPR-I02\n")
    assert found(book) == [f"gdpr.yaml:3 warning uncovered: only drafts cover {said}"]
    edit(book / "factors" / "gdpr.yaml", "  in_force:", "  covers: GDPR-I02\n  in_force:")
    assert found(book) == []


def test_a_factor_of_seriousness_covers(book: Path) -> None:
    edit(
        book / "risk-factors" / "gdpr.yaml",
        "factors:\n",
        "factors:\n  GDPR-I02: {title: No records, cite: GDPR Art. 30}\n",
    )
    more = """\
seriousness:
  start: low
  factors:
    - {when: {seat: DE}, effect: raises, cite: GDPR Art. 83(2)(a), because: Invented., covers: GDPR-I02}
"""
    add(book, "finding_when: {public_body: yes}", status="in force", more=more + HIT_AND_MISS)
    assert found(book) == []


def test_what_was_compared_with_the_law_long_ago(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", checked_on="2025-11-24")
    said = "the rule 'NEW' was last compared with the law on 2025-11-24, before 2025-11-25"
    assert found(book) == [f"NEW.yaml:1 warning stale: {said}"]
    assert found(book, months=13) == []
    assert found(book, on=dt.date(2026, 11, 24)) == []


METHOD = """\
id: plain
family: caps
regime: gdpr
title: Maxima only
published: 2020-01-01
cite: Invented
kind: law
certainty: V
checked_on: 2026-11-23
"""


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("competition/DOMINANCE.yaml", "the conclusion 'DOMINANCE'"),
        ("parameters/figures.yaml", "the parameter 'large_scale_people'"),
        ("provisions/gdpr.yaml", "the maximum 'GDPR 83(4) from 2018-05-25'"),
        ("factors/gdpr.yaml", "the factor 'GDPR-83-2-k'"),
        ("authorities.yaml", "the file of authorities"),
        ("currencies/ecb-annual-averages.yaml", "the file of exchange rates"),
        ("methods/plain.yaml", "a figure of the method 'plain'"),
    ],
)
def test_everything_with_a_date_grows_old(book: Path, file: str, what: str) -> None:
    (book / "methods").mkdir()
    (book / "methods" / "plain.yaml").write_text(METHOD, encoding="utf-8")
    text = (book / file).read_text(encoding="utf-8")
    before, _, after = text.partition("checked_on: ")
    (book / file).write_text(f"{before}checked_on: 2020-02-29{after[10:]}", encoding="utf-8")
    said = [line for line in found(book) if "stale" in line]
    assert [line.partition(": ")[2] for line in said] == [
        f"{what} was last compared with the law on 2020-02-29, before 2025-11-25"
    ]


def test_a_day_to_come(book: Path) -> None:
    add(book, "finding_when: {public_body: yes}", checked_on="2027-01-01")
    said = "the rule 'NEW' is marked as checked on 2027-01-01, a day to come"
    assert found(book) == [f"NEW.yaml:1 error future: {said}"]
    assert found(book, on=dt.date(2027, 1, 1)) == []
    assert check([book], dt.date(2026, 1, 1), today=dt.date(2027, 1, 1)).problems == ()


def test_what_cannot_be_read_comes_first(book: Path) -> None:
    add(book, "finding_when: {public_boddy: yes}", checked_on="2020-01-01")
    report = check([book], dt.date(2026, 11, 25))
    assert report.book is None
    assert [problem.code for problem in report.problems] == ["unknown-fact"]


def test_two_folders_are_one_book(book: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    shutil.copytree(book / "gdpr", more / "gdpr")
    (more / "pack.yaml").write_text("name: more\nversion: 1\ntitle: More\n", encoding="utf-8")
    shutil.rmtree(book / "gdpr")
    assert found(book) != []
    assert check([book, more], dt.date(2026, 11, 25)).problems == ()
