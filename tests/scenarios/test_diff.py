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
    """To the cent, whatever could not be told apart; only a figure that a side does not have has no parts."""
    for part in found:
        if None in (part["before"], part["after"]):
            assert all(part[name] is None for name in PARTS)
            continue
        cents = [round((part[name] or 0.0) * 100) for name in PARTS]
        assert round(part["before"] * 100) + sum(cents) == round(part["after"] * 100)


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


def written(folder: Path, *words: str, profile: Path = PROFILE) -> Path:
    assert main(["assess", str(profile), "--format", "json", "--out", str(folder), *words]) == 0
    return folder / f"{profile.stem}.json"


def document(capsys: pytest.CaptureFixture[str], *words: object) -> Found:
    capsys.readouterr()
    assert main(["diff", *map(str, words), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def book_with(folder: Path, file: str, old: str, new: str) -> Path:
    book = folder / "rules"
    shutil.copytree(ROOT / "rules", book)
    text = (book / file).read_text(encoding="utf-8")
    assert old in text
    (book / file).write_text(text.replace(old, new), encoding="utf-8")
    return book


def test_facts_that_are_not_at_hand_stay_in_the_rest_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = edited(tmp_path, [EDITS[0]])
    found = document(capsys, written(tmp_path), other)
    check_sums(found["differences"])
    assert all(part["facts"] is None and part["engine"] for part in found["differences"])
    assert any("--profile-a" in why for why in found["not_apart"])
    assert [one["answer"] for one in found["answers"]] == ["rights_requests_late"]
    assert [(one["finding"], one["by"]) for one in found["outcomes"]] == [("GDPR-12-3", ["engine"])]
    apart = document(capsys, written(tmp_path), other, "--profile-a", PROFILE)
    assert all(part["facts"] and not part["engine"] for part in apart["differences"])
    assert apart["not_apart"] == []
    assert [(one["finding"], one["by"]) for one in apart["outcomes"]] == [("GDPR-12-3", ["facts"])]


def test_a_rule_book_that_is_not_at_hand_is_not_blamed_on_the_engine_unsaid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The written assessment names another rule book by its hash; with that book named, the rules are the part."""
    path = written(tmp_path)
    then = json.loads(path.read_text(encoding="utf-8"))
    then["provenance"]["rulebook_hash"] = "0" * 64
    then["exposure"]["total"]["established"]["high"] += 1000.5
    path.write_text(json.dumps(then), encoding="utf-8")
    found = document(capsys, path, PROFILE)
    assert all(part["rules"] is None for part in found["differences"])
    assert any("--book-a" in why for why in found["not_apart"])
    check_sums(found["differences"])
    assert main(["diff", str(path), str(PROFILE), "--book-a", str(ROOT / "rules")]) == 2
    assert "another rule book" in capsys.readouterr().err


def test_the_method_of_a_written_assessment_is_law_and_not_the_engines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "--method", "dsk-2019", profile=ROOT / "examples" / "quillmarkt-2026.yaml")
    found = document(capsys, path, ROOT / "examples" / "quillmarkt-2026.yaml")
    check_sums(found["differences"])
    assert any(part["legal"] for part in found["differences"])
    assert not any(part["engine"] or part["facts"] or part["rules"] for part in found["differences"])


def test_a_method_that_a_profile_asks_for_is_law(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = edited(tmp_path, [("\nanswers:\n", "\nmethod: {id: edpb-04-2022-draft, reason: a test}\nanswers:\n")])
    found = document(capsys, PROFILE, other)
    check_sums(found["differences"])
    assert any(part["legal"] for part in found["differences"])
    assert not any(part["facts"] or part["engine"] for part in found["differences"])


def test_another_figure_of_the_law_is_law_and_not_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = ROOT / "examples" / "quillmarkt-2026.yaml"
    old = "very_many_people:\n"
    text = (ROOT / "rules" / "parameters" / "gdpr.yaml").read_text(encoding="utf-8")
    part = text[text.index(old) :].split("\n", 8)
    line = next(one for one in part if "value:" in one)
    book = book_with(tmp_path, "parameters/gdpr.yaml", line, line.replace("1 000 000", "30 000 000"))
    found = document(capsys, profile, profile, "--book-b", book)
    check_sums(found["differences"])
    turned = {one["finding"]: one["by"] for one in found["outcomes"]}
    assert turned["GDPR-13:processing/personalised-ads"] == ["law"]
    assert not any(part["rules"] or part["facts"] or part["engine"] for part in found["differences"])


def test_a_profile_that_the_other_rules_cannot_read_stays_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rules and facts changed together: the old profile answers a fact that the new book has no more."""
    old = "rights_requests_late:"
    book = book_with(tmp_path, "VERSION", "", "")
    for file in book.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if "rights_requests_late" in text:
            file.write_text(text.replace("rights_requests_late", "rights_requests_overdue"), encoding="utf-8")
    other = edited(tmp_path, [(old, "rights_requests_overdue:"), ("overdue: never", "overdue: regularly")])
    found = document(capsys, PROFILE, other, "--book-b", book)
    check_sums(found["differences"])
    assert found["differences"]
    assert all(part["rules"] is None and part["facts"] is None for part in found["differences"])
    assert any("unknown-fact" in why for why in found["not_apart"])


def test_options_that_contradict_a_written_assessment_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path)
    for words in (["--as-of-a", "2023-01-01"], ["--method-a", "dsk-2019"], ["--profile-b", str(PROFILE)]):
        assert main(["diff", str(path), str(PROFILE), *words]) == 2
    assert main(["diff", str(path), str(PROFILE), "--profile-a", str(edited(tmp_path, [EDITS[0]]))]) == 2
    assert "is not the profile" in capsys.readouterr().err


def test_the_page_says_all_of_it_and_names_are_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = edited(tmp_path, [EDITS[0]])
    hostile = other.rename(tmp_path / "<script>alert(1).yaml")
    assert main(["diff", str(PROFILE), str(hostile), "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, [line for line in lines if str(tmp_path) not in line])) <= 80
    text = (tmp_path / "out" / "papeterie-2026-diff.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "rights_requests_late" in text
    assert "GDPR-12-3" in text
    assert "internal" in text
