"""The rule books that benchmarks measure are read like any other."""

from __future__ import annotations

from pathlib import Path

from generate import Author
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.facts import About
from lexposure.rulebook.loading import read_rulebook


def test_a_generated_rule_book_and_its_profile_load(tmp_path: Path) -> None:
    author = Author()
    author.write_rules(tmp_path / "rules", 12)
    book = read_rulebook([tmp_path / "rules"])
    assert len(book.rules) == 12
    profile = read_profile_text(author.profile(), "generated.yaml", book)
    assert len(profile.of(About.PROCESSING)) == len(profile.of(About.MARKET)) == 2
