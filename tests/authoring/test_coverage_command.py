"""``rules test`` and ``rules coverage`` as commands: what is printed, and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from authoring.test_coverage import CONDITIONS, HIT, MANY, MISS, NONE, NOT_SHOWN
from authoring.tried import write_cases, write_rule
from lexposure.cli.main import main
from lexposure.rulebook.loading import read_rulebook
from rulebook.small_book import small_book


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_rule(small_book(tmp_path / "rules"), CONDITIONS, HIT, MISS)
    return Path("rules")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["rules", *words, "--book", "rules"])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_all_as_expected(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE)
    assert run(capsys, "test") == (0, "6 examples, 1 case: all as expected\n", "")
    assert run(capsys, "test", "DOMINANCE") == (0, "2 examples, 0 cases: all as expected\n", "")


def test_one_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE.replace("not applicable", "finding"))
    write_rule(folder, CONDITIONS, name="DRAFT", status="draft")
    write_cases(folder, NONE, name="DRAFT")
    code, out, _ = run(capsys, "test")
    said = "expected finding, but it is not applicable"
    assert code == 1
    assert out.splitlines() == [
        f"rules/gdpr/cases/TRIED.yaml:4:5: error[example]: TRIED, case 'Not asked': {said}",
        "    - {name: Not asked, facts: {public_body: no, people_monitored: 5}, expect: finding}",
        "      ^",
        "",
        "6 examples, 1 case: 1 failed; 1 of drafts and retired rules not run",
    ]


def test_results_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE, MANY.replace("finding", "unknown"))
    code, out, _ = run(capsys, "test", "TRIED", "--json")
    assert code == 1
    assert json.loads(out) == {
        "examples": 2,
        "cases": 2,
        "passed": 3,
        "failed": 1,
        "not_run": 0,
        "failures": [
            {
                "rule": "TRIED",
                "kind": "case",
                "name": "Many",
                "place": "rules/gdpr/cases/TRIED.yaml:5:5",
                "said": ["expected unknown, but it is finding"],
            }
        ],
    }


@pytest.mark.parametrize("verb", ["test", "coverage"])
def test_bad_input(folder: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, verb, "TRYED", "OFICER")
    assert (code, out) == (2, "")
    assert said.splitlines() == [
        "error[unknown-name]: there is no rule or conclusion 'TRYED'; did you mean 'TRIED'?",
        "error[unknown-name]: there is no rule or conclusion 'OFICER'; did you mean 'OFFICER'?",
    ]
    write_cases(folder, NONE.replace("public_body", "public_bodi"))
    code, out, said = run(capsys, verb)
    assert (code, out) == (2, "")
    assert said.startswith("rules/gdpr/cases/TRIED.yaml:4:31: error[unknown-fact]: ")


@pytest.mark.usefixtures("folder")
def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, "coverage", "TRIED", "DOMINANCE")
    assert (code, said) == (0, "")
    assert out.splitlines() == [
        "rule       examples   clauses   covered   unknown   mutants    killed     score",
        "DOMINANCE         2         1         1         0         3         1    33.3 %",
        "TRIED             2         4         1         0        10         4    40.0 %",
        "2 rules           4         5         2         0        13         5    38.4 %",
    ]


def test_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE, MANY)
    _, out, _ = run(capsys, "coverage", "TRIED", "--missing")
    said = [line.removeprefix("rules/gdpr/TRIED.yaml:") for line in out.splitlines()]
    assert said[:6] == [
        "9:3: TRIED: clause 'any of 2 parts' is never unknown",
        "10:7: TRIED: clause 'public_body: yes' is never unknown",
        "11:7: TRIED: clause 'people_monitored: more than 5' is never unknown",
        "12:16: TRIED: putting the burden of proof on the company in 'officer_appointed: no' changes no example",
        "",
        "rule    examples   clauses   covered   unknown   mutants    killed     score",
    ]


def test_coverage_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE, MANY)
    code, out, _ = run(capsys, "coverage", "TRIED", "--json")
    document = json.loads(out)
    (rule,) = document.pop("by_rule")
    assert code == 0
    assert document == {
        "rules": 1,
        "examples": 4,
        "failing_examples": 0,
        "clauses": 4,
        "covered": 4,
        "unknown_seen": 1,
        "mutants": 10,
        "killed": 9,
        "mutation_score": 0.9,
    }
    assert rule["never_seen"][0] == {
        "clause": "any of 2 parts",
        "place": "rules/gdpr/TRIED.yaml:9:3",
        "never": ["unknown"],
    }
    assert rule["survivors"] == [
        {
            "operator": "burden",
            "change": "putting the burden of proof on the company in 'officer_appointed: no'",
            "place": "rules/gdpr/TRIED.yaml:12:16",
        }
    ]


@pytest.mark.parametrize(("least", "code"), [("39.9%", 0), ("40 %", 0), ("40.01%", 1), ("100%", 1), ("0 %", 0)])
def test_fail_under(folder: Path, least: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Four of ten are killed."""
    write_rule(folder, CONDITIONS, HIT, MISS.replace("Miss, facts: {public_body: yes, ", "Miss, facts: {"))
    found = run(capsys, "coverage", "TRIED", "--fail-under", least)
    assert found[0] == code, found


def test_fail_under_where_nothing_can_go_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rule(folder, CONDITIONS, status="draft")
    code, out, _ = run(capsys, "coverage", "TRIED", "--fail-under", "100%")
    assert code == 0
    assert out.splitlines()[-1].split() == ["0", "rules", *"000000", "-"]
    assert json.loads(run(capsys, "coverage", "TRIED", "--json")[1])["mutation_score"] is None


@pytest.mark.parametrize("least", ["90", "0.9", "120%", "10-20 %", "at least 5 %", "much"])
@pytest.mark.usefixtures("folder")
def test_fail_under_that_is_no_share(least: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, "coverage", "--fail-under", least)
    assert (code, out) == (2, "")
    assert re.match(r"error\[(value|amount)\]: --fail-under: .+; write 90%\n", said)


def test_failing_examples_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE.replace("not applicable", "finding"))
    code, _, said = run(capsys, "coverage")
    assert code == 0
    assert said == (
        "warning[example]: examples and cases that fail, and so show nothing: 1; see lexposure rules test\n"
    )


def test_totals_are_written_beside_the_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(folder, NONE, MANY, NOT_SHOWN)
    book = read_rulebook([folder])
    assert run(capsys, "coverage", "--write")[0] == 0
    document = json.loads(run(capsys, "coverage", "--json")[1])
    assert (folder / "coverage.yaml").read_text(encoding="utf-8").splitlines() == [
        "# Written by `lexposure rules coverage --write`; no part of the rule book.",
        f"measured_on: {book.hash}",
        "rules: 3",
        f"clauses: {document['clauses']}",
        f"covered: {document['covered']}",
        f"mutants: {document['mutants']}",
        f"mutation_score: {document['mutation_score']:.4f}",
    ]
    assert read_rulebook([folder]).hash == book.hash


def test_totals_of_some_rules_are_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = run(capsys, "coverage", "TRIED", "--write")
    assert code == 2
    assert said.startswith("error[write]: ")
    assert not (folder / "coverage.yaml").exists()


def test_the_shipped_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "GDPR-33-1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["examples"] > 5
