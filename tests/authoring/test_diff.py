"""``rules diff``: what changed between two rule books, what it concerns, and which profiles come out otherwise."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from lexposure.authoring.diff import Change, differences
from lexposure.authoring.effects import effect
from lexposure.authoring.revisions import book_at
from lexposure.cli.main import main
from lexposure.source.problems import InputError
from rulebook.small_book import add_rule, read, small_book

PROFILE = """\
format: 1
company: Example Ltd
as_of: 2026-10-01
answers: {public_body: no, officer_appointed: no, people_monitored: 30 000}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return small_book(tmp_path / "old")


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    return shutil.copytree(old, tmp_path / "new")


def changed(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def found(old: Path, new: Path) -> list[Change]:
    return list(differences(read(old), read(new)))


def test_the_same_book_says_the_same(old: Path, new: Path) -> None:
    assert found(old, new) == []


def test_a_new_rule_and_one_that_went(old: Path, new: Path) -> None:
    add_rule(new, "ADDED")
    add_rule(old, "GONE")
    changes = {(one.name, bool(one.added), bool(one.removed)) for one in found(old, new) if one.kind == "rule"}
    assert changes == {("ADDED", True, False), ("GONE", False, True)}


def test_a_condition_is_law(old: Path, new: Path) -> None:
    add_rule(old, "DUTY")
    add_rule(new, "DUTY", finding="officer_appointed: yes")
    (change,) = found(old, new)
    assert (change.category, change.part) == ("law", "Finding when")
    assert change.removed == ("officer_appointed: no",)
    assert change.added == ("officer_appointed: yes",)


def test_a_threshold_is_a_figure(old: Path, new: Path) -> None:
    file = next((new / "parameters").glob("*.yaml"))
    changed(file, "50 000", "20 000")
    (change,) = found(old, new)
    assert (change.category, change.kind, change.name) == ("figures", "parameter", "large_scale_people")
    assert change.added[0].startswith("20 000 people from 2018-05-25")


def test_a_title_is_wording(old: Path, new: Path) -> None:
    add_rule(old, "DUTY")
    add_rule(new, "DUTY")
    changed(new / "gdpr" / "DUTY.yaml", "title: Rule DUTY", "title: A duty")
    (change,) = found(old, new)
    assert (change.category, change.part) == ("wording", "Title")


def test_a_profile_that_comes_out_otherwise(old: Path, new: Path, tmp_path: Path) -> None:
    add_rule(old, "DUTY")
    add_rule(new, "DUTY", finding="officer_appointed: yes")
    profile = tmp_path / "p.yaml"
    profile.write_text(PROFILE, encoding="utf-8")
    seen = effect(profile, read(old), read(new))
    assert [(one.finding, one.before, one.after) for one in seen.moved] == [("DUTY", "finding", "no finding")]
    assert not effect(profile, read(old), read(old)).changes


def test_a_profile_that_one_book_cannot_read(old: Path, new: Path, tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(PROFILE.replace("officer_appointed", "no_such_fact"), encoding="utf-8")
    assert "error[unknown-fact]" in effect(profile, read(old), read(new)).unreadable


def test_a_revision_of_a_repository(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
        subprocess.run(["git", *identity, *words], cwd=old.parent, check=True, capture_output=True)

    git("init", "-q")
    git("add", "old")
    git("commit", "-q", "-m", "first")
    monkeypatch.setattr("lexposure.authoring.revisions.rules_folder", lambda: old)
    before = book_at("HEAD")
    add_rule(old, "LATER")
    assert [one.name for one in differences(before, read(old))] == ["LATER"]


@pytest.mark.parametrize("place", ["no-such-thing", "--output=x"])
def test_neither_folder_nor_revision(place: str, old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexposure.authoring.revisions.rules_folder", lambda: old)
    with pytest.raises(InputError) as raised:
        book_at(place)
    assert [problem.code for problem in raised.value.problems] == ["rulebook"]


def test_the_command(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_rule(new, "ADDED")
    assert main(["rules", "diff", str(old), str(new)]) == 0
    assert "+ ADDED: Rule ADDED" in capsys.readouterr().out
    assert main(["rules", "diff", str(old), str(new), "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["changes"]] == ["ADDED"]
    assert main(["rules", "diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "The rule books say the same.\n"
