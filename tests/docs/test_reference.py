"""The generated pages and the measured coverage are those of the rule book as it is."""

from __future__ import annotations

import re
from pathlib import Path

from lexposure.authoring.reference import FACTS, RULES, carriers, reference
from lexposure.rulebook.loading import read_rulebook

ROOT = Path(__file__).resolve().parents[2]
BOOK = read_rulebook()
GROUPS = {"A": 18, "B": 11, "C": 13, "D": 10, "E": 11, "F": 7, "G": 9, "H": 12, "I": 8, "J": 5, "K": 6}
COMPETITION = {"A": 15, "B": 13, "C": 7, "D": 8, "E": 6, "F": 5, "G": 6, "H": 9}


def test_the_pages_are_those_of_the_rule_book() -> None:
    """After a change: make reference."""
    docs = ROOT / "docs"
    written = {f"{folder}/{path.name}" for folder in (RULES, FACTS) for path in (docs / folder).glob("*.md")}
    pages = reference(BOOK)
    assert written | {"coverage.md", "vocabulary.md"} == set(pages)
    assert [name for name, text in pages.items() if (docs / name).read_text(encoding="utf-8") != text] == []


def test_the_whole_field_is_listed_and_every_factor_is_carried() -> None:
    listed = set(BOOK.risk_factors)
    gdpr = {f"GDPR-{group}{number:02}" for group, last in GROUPS.items() for number in range(1, last + 1)}
    competition = {f"COMP-{group}{number}" for group, last in COMPETITION.items() for number in range(1, last + 1)}
    assert (len(gdpr), len(competition)) == (110, 69)
    assert gdpr | competition <= listed
    assert {id for id in listed - gdpr - competition if not re.match("MORE-", id)} == set()
    assert [id for id, by in carriers(BOOK).items() if not by] == []


def test_the_measured_coverage_is_that_of_this_book() -> None:
    """After a change: make reference."""
    assert BOOK.measured is not None
    assert BOOK.measured.measured_on == BOOK.hash
    assert BOOK.measured.covered == BOOK.measured.clauses
    assert BOOK.measured.mutation_score >= 0.9
