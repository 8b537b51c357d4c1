"""Reading a calibration: whole or not at all, every problem at its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lexposure.data import rules_folder
from lexposure.rulebook.calibration import headings
from lexposure.rulebook.calibration_reading import own_design, read_calibration
from lexposure.source.problems import InputError, Problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(rules_folder() / "calibration", tmp_path / "calibration")
    return tmp_path


def codes(folder: Path) -> list[tuple[str, str]]:
    problems = Problems()
    read_calibration(folder, problems)
    return [(one.code, str(one.span).rpartition("/")[2]) for one in problems]


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "calibration" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_calibration_has_no_fault(folder: Path) -> None:
    assert codes(folder) == []


def test_a_book_without_a_calibration_has_none(tmp_path: Path) -> None:
    assert read_calibration(tmp_path, Problems()) is None
    with pytest.raises(InputError):
        own_design(tmp_path)


def test_the_design_alone_is_no_calibration(folder: Path) -> None:
    for name in ("gdpr.yaml", "gdpr-decisions.yaml", "competition-decisions.yaml"):
        (folder / "calibration" / name).unlink()
    assert read_calibration(folder, Problems()) is None
    assert own_design(folder).nearest == 5


def test_a_part_that_is_missing_is_named(folder: Path) -> None:
    (folder / "calibration" / "gdpr.yaml").unlink()
    assert [code for code, _ in codes(folder)] == ["missing-file"]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("gdpr.yaml", "penalty: 5", "penalty: five", "number"),
        ("gdpr.yaml", "target: original", "target: first", "word"),
        ("gdpr.yaml", "n: 149", "m: 149", "missing"),
        ("design.yaml", "turnover: 10000 million EUR", "turnover: 10000 million USD", "value"),
        ("design.yaml", "regime: gdpr", "regimes: gdpr", "unknown-key"),
        ("gdpr-decisions.yaml", "tier: 83(4)", "tier: 83(9)", "word"),
        ("competition-decisions.yaml", "court: upheld", "court: hopeful", "word"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(folder: Path, name: str, old: str, new: str, code: str) -> None:
    change(folder, name, old, new)
    found = codes(folder)
    assert code in [one for one, _ in found]
    assert all(place.startswith(f"{name}:") for _, place in found)


def test_headings_of_an_article() -> None:
    assert list(headings("5(1)(f)")) == ["5(1)(f)", "5(1)", "5"]
