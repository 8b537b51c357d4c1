"""The shipped decisions and their calibration, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.calibration import Calibration
from lexposure.rulebook.decisions import Decision
from lexposure.rulebook.decisions_reading import read_decisions
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import Problems
from lexposure.source.yamltree import read_tree

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "cases" / "gdpr-decisions.yaml"
COMPETITION = ROOT / "cases" / "antitrust-decisions.yaml"


@cache
def book() -> RuleBook:
    """The shipped rule book."""
    return read_rulebook()


def calibration() -> Calibration:
    """Its calibration."""
    found = book().calibration
    assert found is not None
    return found


@cache
def decisions() -> tuple[Decision, ...]:
    """The case file."""
    problems = Problems()
    root = read_tree(CASES, problems)
    assert root is not None
    found = read_decisions(root, problems)
    assert not list(problems)
    return found
