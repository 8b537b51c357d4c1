"""``rules freshness``: every entry with its day and its certainty, the oldest and least sure first."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from lexposure.authoring.freshness import chosen, entries
from lexposure.cli.main import main
from lexposure.rulebook.loading import read_rulebook
from rulebook.small_book import add_rule, read, small_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def test_every_kind_of_entry_is_listed_once() -> None:
    found = entries(read_rulebook())
    assert {entry.kind for entry in found} == {
        "rule",
        "conclusion",
        "parameter",
        "maximum",
        "provision",
        "factor",
        "method",
        "announced",
    }
    names = [(entry.kind, entry.name, entry.span) for entry in found]
    assert len(names) == len(set(names))


def test_the_oldest_come_first(folder: Path) -> None:
    add_rule(folder, "AGED")
    path = folder / "gdpr" / "AGED.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("checked_on: 2026-11-23", "checked_on: 2020-02-02"))
    found = entries(read(folder))
    assert (found[0].name, found[0].checked_on) == ("AGED", dt.date(2020, 2, 2))
    assert [entry.name for entry in chosen(found, None, dt.date(2020, 2, 3))] == ["AGED"]
    assert chosen(found, None, dt.date(2020, 2, 2)) == ()


def test_a_rule_is_as_sure_as_its_least_sure_source(folder: Path) -> None:
    add_rule(folder, "UNSURE")
    path = folder / "gdpr" / "UNSURE.yaml"
    sources = "basis:\n  - {cite: A, says: One., certainty: V}\n  - {cite: B, says: Two., certainty: M}"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "basis: {cite: GDPR Art. 37(1), says: What the article asks for.}", sources
        )
    )
    (entry,) = [entry for entry in entries(read(folder)) if entry.name == "UNSURE"]
    assert entry.certainty == "unverified"
    assert entry.cite == "A; B"


def test_marks_inside_methods_are_found() -> None:
    unsure = {entry.name for entry in chosen(entries(read_rulebook()), "unverified", None)}
    assert "edpb-04-2022 size up to 10,000,000" in unsure
    assert "commission-2006 duration" in unsure
    assert "dsk-2019 size class C.I" in unsure
    assert "dsk-2019 size class A.I" not in unsure
    assert "dk-2021 size up to 15,000,000" in unsure
    assert "ap-2019 category of GDPR 8" in {entry.name for entry in entries(read_rulebook())}


def test_the_command_counts_what_it_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "freshness", "--certainty", "unverified", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {entry["certainty"] for entry in document["entries"]} == {"unverified"}
    counted = sum(count["unverified"] for count in document["counts"].values())
    assert counted == len(document["entries"]) > 0


def test_a_day_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "freshness", "--before", "soon"]) == 2
    assert "--before" in capsys.readouterr().err


def test_nothing_older(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "freshness", "--before", "2000-01-01"]) == 0
    assert capsys.readouterr().out == "No entry is of that kind.\n"
