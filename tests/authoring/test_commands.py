"""``lexposure rules check`` and ``rules schema`` from outside: formats, places, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from authoring.books import add, clean_book
from authoring.validating import faults, validator
from lexposure.authoring.sarif import as_list, as_sarif, uri
from lexposure.cli.main import main
from lexposure.source.problems import Problem, Span

CHECK = ("rules", "check", "rules", "--as-of", "2026-11-25")

DEAD = "finding_when:\n  all:\n    - public_body: yes\n    - public_body: no"
OLD = "finding_when: {public_body: yes}"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean book in the folder ``rules`` below the working directory."""
    monkeypatch.chdir(tmp_path)
    return clean_book(tmp_path / "rules")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.usefixtures("book")
def test_a_clean_book(capsys: pytest.CaptureFixture[str]) -> None:
    said = "0 errors, 0 warnings; 3 rules, 1 conclusion, 11 facts checked.\n"
    assert run(capsys, *CHECK, "--strict") == (0, said, "")


def test_an_error_as_people_read_it(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, DEAD)
    assert run(capsys, *CHECK) == (
        2,
        """\
rules/gdpr/NEW.yaml:11:7: error[never-true]: 'public_body: no' can never be true here; hold it against what stands \
beside it, applies_when and the exceptions
      - public_body: no
        ^
1 error, 0 warnings; 4 rules, 1 conclusion, 11 facts checked.
""",
        "",
    )


def test_a_warning_counts_when_strict(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, OLD, checked_on="2025-11-24")
    code, out, _ = run(capsys, *CHECK)
    assert code == 0
    assert out.endswith("\n0 errors, 1 warning; 4 rules, 1 conclusion, 11 facts checked.\n")
    assert run(capsys, *CHECK, "--strict")[0] == 2
    assert run(capsys, *CHECK, "--strict", "--stale-after", "13 months")[0] == 0
    assert run(capsys, *CHECK, "--strict", "--stale-after", "1 year")[0] == 2
    assert run(capsys, *CHECK, "--strict", "--stale-after", "2 years")[0] == 0


def test_what_cannot_be_read(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, "finding_when: {public_boddy: yes}")
    code, out, _ = run(capsys, *CHECK)
    assert code == 2
    assert "error[unknown-fact]" in out
    assert out.endswith("\n1 error, 0 warnings; the rest is checked once these are mended.\n")


def test_options_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "rules", "check", "--as-of", "soon", "--stale-after", "12 moons")
    assert (code, out) == (2, "")
    assert "error[date]: --as-of" in err
    assert "error[value]: --stale-after: '12 moons' is not a number of months" in err


def test_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules", "check", str(tmp_path / "none"))
    assert code == 2
    assert "error[no-folder]" in out


def test_as_a_list(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, DEAD)
    code, out, _ = run(capsys, *CHECK, "--format", "json")
    assert code == 2
    assert json.loads(out) == [
        {
            "code": "never-true",
            "severity": "error",
            "message": "'public_body: no' can never be true here",
            "path": "rules/gdpr/NEW.yaml",
            "line": 11,
            "column": 7,
            "hint": "hold it against what stands beside it, applies_when and the exceptions",
        }
    ]


def test_a_problem_without_a_place() -> None:
    listed = as_list([Problem("more", "There is more")])
    assert listed[0]["path"] is listed[0]["line"] is listed[0]["column"] is None
    results: Any = as_sarif([Problem("more", "There is more")])["runs"]
    assert results[0]["results"][0]["locations"] == []


SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {"rules": {"type": "array", "items": {"required": ["id"]}}},
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "level", "message", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"], "properties": {"text": {"type": "string"}}},
                                "locations": {"type": "array", "items": {"required": ["physicalLocation"]}},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The parts of SARIF 2.1.0 that are used here (OASIS standard, sections 3.13 to 3.30)."""


def test_as_sarif(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, DEAD)
    add(book, OLD, "OLD", checked_on="2025-11-24")
    code, out, _ = run(capsys, *CHECK, "--format", "sarif")
    assert code == 2
    written = json.loads(out)
    assert faults(written, validator(SARIF)) == []
    (only,) = written["runs"]
    assert [rule["id"] for rule in only["tool"]["driver"]["rules"]] == ["never-true", "stale"]
    dead, stale = only["results"]
    assert (dead["ruleId"], dead["ruleIndex"], dead["level"]) == ("never-true", 0, "error")
    assert dead["message"]["text"].startswith("'public_body: no' can never be true here; hold it against")
    assert dead["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rules/gdpr/NEW.yaml"},
                "region": {"startLine": 11, "startColumn": 7},
            }
        }
    ]
    assert (stale["ruleId"], stale["ruleIndex"], stale["level"]) == ("stale", 1, "warning")


def test_uris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "here"
    below.mkdir()
    monkeypatch.chdir(below)
    assert uri("rules/a b/Ä.yaml") == "rules/a%20b/%C3%84.yaml"
    assert uri(str(below / "x.yaml")) == "x.yaml"
    assert uri("/elsewhere/x y.yaml") == "file:///elsewhere/x%20y.yaml"
    assert as_sarif([Problem("a", "b", Span("x.yaml", 2, 3))])["version"] == "2.1.0"


def test_the_schema_is_written(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book.parent / "pack" / "facts").mkdir(parents=True)
    heading = "name: house\nversion: 1\ntitle: House rules\n"
    (book.parent / "pack" / "pack.yaml").write_text(heading, encoding="utf-8")
    facts = "topic: House\nabout: company\nfacts: {house_fact: {type: yes_no, asks: Well?}}\n"
    (book.parent / "pack" / "facts" / "house.yaml").write_text(facts, encoding="utf-8")
    code, out, _ = run(capsys, "rules", "schema", "--rules", "pack")
    assert code == 0
    assert "phrase-house_fact" in json.loads(out)["definitions"]
    assert run(capsys, "rules", "check", "rules", "--rules", "pack", "--as-of", "2026-11-25")[1].startswith(
        "pack/facts/house.yaml:3:9: error[unused-fact]: nothing reads the fact 'house_fact'\n"
    )
    assert run(capsys, "rules", "schema", "--rules", "pack", "--out", "out/rules.schema.json") == (
        0,
        "out/rules.schema.json written\n",
        "",
    )
    assert Path("out/rules.schema.json").read_text(encoding="utf-8") == out
    assert faults({}, validator(json.loads(out))) == [""] * 9  # what a rule needs at least
