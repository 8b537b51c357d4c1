"""Why two assessments differ: the parts add up to the cent, and each part is where it belongs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from empirical.shipped import ROOT
from lexposure.cli.main import main

PROFILE = ROOT / "examples" / "papeterie-2026.yaml"
EDITS = (
    ("rights_requests_late: never", "rights_requests_late: regularly"),
    ("design_measures_built_in: yes", "design_measures_built_in: no"),
    ("strangers_let_in: no", "strangers_let_in: unknown"),
    ("public_by_default: no", "public_by_default: yes"),
    ("request_answers_plain: yes", "request_answers_plain: unknown"),
)
PARTS = ("rules", "legal", "facts", "engine")


Found = dict[str, Any]
"""A part of the JSON document: figures by name."""


def edited(folder: Path, edits: list[tuple[str, str]]) -> Path:
    text = PROFILE.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = folder / "edited.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def parts(capsys: pytest.CaptureFixture[str], *words: object) -> list[Found]:
    assert main(["diff", *map(str, words), "--json"]) == 0
    return list(json.loads(capsys.readouterr().out)["differences"])


def check_sums(found: list[Found]) -> None:
    for part in found:
        if part["rules"] is None:
            assert None in (part["before"], part["after"]) or part["before"] == part["after"]
            continue
        cents = [round((part[name] or 0.0) * 100) for name in PARTS]
        assert round((part["before"] or 0.0) * 100) + sum(cents) == round((part["after"] or 0.0) * 100)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(EDITS), unique=True),
    st.sampled_from(["2019-03-01", "2023-06-01", "2026-10-01"]),
    st.sampled_from([None, "edpb-04-2022-draft", "edpb-04-2022"]),
)
def test_the_parts_add_up_exactly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edits: list[tuple[str, str]], day: str, method: str | None
) -> None:
    other = edited(tmp_path, edits)
    words = ["--as-of-b", day, *(["--method-b", method] if method else [])]
    found = parts(capsys, PROFILE, other, *words)
    check_sums(found)
    if not edits:
        assert not any(part["facts"] for part in found)
    assert not any(part["engine"] or part["rules"] for part in found)


def test_the_same_twice_differs_in_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert parts(capsys, PROFILE, PROFILE) == []
    assert main(["diff", str(PROFILE), str(PROFILE)]) == 0
    assert "No amount differs." in capsys.readouterr().out


def test_recorded_amounts_that_are_not_reproduced_are_the_engines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(PROFILE), "--format", "json", "--out", str(tmp_path)]) == 0
    written = tmp_path / "papeterie-2026.json"
    document = json.loads(written.read_text(encoding="utf-8"))
    document["exposure"]["total"]["established"]["high"] += 1000.5
    written.write_text(json.dumps(document), encoding="utf-8")
    capsys.readouterr()
    found = parts(capsys, written, PROFILE, "--profile-a", PROFILE)
    assert [(part["law"], part["figure"], part["engine"]) for part in found] == [("", "established high", -1000.5)]
    check_sums(found)


def test_another_rule_book_is_the_rules_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", book)
    provisions = book / "provisions" / "gdpr.yaml"
    text = provisions.read_text(encoding="utf-8")
    assert "20 million EUR" in text
    provisions.write_text(text.replace("20 million EUR", "30 million EUR"), encoding="utf-8")
    found = parts(capsys, PROFILE, PROFILE, "--book-b", book)
    check_sums(found)
    assert any(part["rules"] for part in found)
    assert not any(part["legal"] or part["facts"] or part["engine"] for part in found)


@pytest.mark.parametrize("words", [["nothing.json"], ["{folder}/half.json"], ["{folder}/other.json"]])
def test_what_cannot_be_read_is_told(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "half.json").write_text("{", encoding="utf-8")
    (tmp_path / "other.json").write_text('{"inputs": {"profile": "x"}}', encoding="utf-8")
    given_words = [word.replace("{folder}", str(tmp_path)) for word in words]
    assert main(["diff", *given_words, str(PROFILE), "--profile-a", str(PROFILE)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "error[" in printed.err
