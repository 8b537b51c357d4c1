"""Law on its way: read with its places, shown while it is known and does not apply, never part of an outcome."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lexposure.source.problems import RulesError
from rulebook.small_book import read, small_book

CHANGE = """\
coming:
  title: Officers for everybody
  regime: {regime}
  stage: {stage}
  says: Everybody would need one.
  known_since: 2024-01-10
  {more}cite: An invented act
  certainty: V
  checked_on: 2026-11-25
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def announce(
    folder: Path, stage: str = "adopted", more: str = "applies_from: 2026-07-01\n  ", regime: str = "gdpr"
) -> None:
    (folder / "announced").mkdir(exist_ok=True)
    text = CHANGE.format(stage=stage, more=more, regime=regime)
    (folder / "announced" / "union.yaml").write_text(text, encoding="utf-8")


def told(folder: Path) -> list[str]:
    with pytest.raises(RulesError) as raised:
        read(folder)
    return [problem.code for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("day", "pending"), [("2024-01-09", False), ("2024-01-10", True), ("2026-06-30", True), ("2026-07-01", False)]
)
def test_it_is_pending_from_the_day_it_is_known_until_it_applies(folder: Path, day: str, pending: bool) -> None:
    announce(folder)
    (change,) = read(folder).announced
    assert change.pending(dt.date.fromisoformat(day)) is pending


def test_a_proposal_stays_one(folder: Path) -> None:
    announce(folder, stage="proposed", more="touches: [GDPR 37(1)]\n  ")
    (change,) = read(folder).announced
    assert change.pending(dt.date(2099, 1, 1))
    assert change.touches == ("GDPR 37(1)",)


def test_what_is_adopted_applies_some_day(folder: Path) -> None:
    announce(folder, more="")
    assert told(folder) == ["missing"]


def test_names_must_be_known(folder: Path) -> None:
    announce(folder, more="applies_from: 2026-07-01\n  touches: [GDPR 999]\n  ", regime="gdrp")
    assert told(folder) == ["unknown-regime", "unknown-provision"]
