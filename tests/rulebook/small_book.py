"""A small rule book on disk that tests change file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

from lexposure.data import rules_folder
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook

BOOK = Path(__file__).parent.parent / "broken" / "book"

RULE = """\
id: {id}
title: {title}
about: {about}
status: {status}
checked_on: 2026-11-23
basis: {{cite: GDPR Art. 37(1), says: What the article asks for.}}
in_force: {{from: {start}{until}}}
finding_when: {{{finding}}}
finding: {{says: Something is missing.}}
{more}examples:
  - {{name: Hit, facts: {{public_body: no}}, expect: finding}}
  - {{name: Miss, facts: {{public_body: yes}}, expect: no finding}}
"""


def small_book(folder: Path) -> Path:
    """A copy of the small book, with the shipped authorities and exchange rates."""
    shutil.copytree(BOOK, folder)
    shutil.copy(rules_folder() / "authorities.yaml", folder)
    shutil.copytree(rules_folder() / "currencies", folder / "currencies")
    return folder


def add_rule(
    folder: Path,
    name: str,
    finding: str = "officer_appointed: no",
    start: str = "2018-05-25",
    until: str = "",
    more: str = "",
    status: str = "in force",
) -> None:
    """Write a rule ``gdpr/NAME.yaml``; a version's name holds an @."""
    text = RULE.format(
        id=name.partition("@")[0],
        title=f"Rule {name.partition('@')[0]}",
        about="company",
        status=status,
        start=start,
        until=f", until: {until}" if until else "",
        finding=finding,
        more=more,
    )
    (folder / "gdpr" / f"{name}.yaml").write_text(text, encoding="utf-8")


def read(folder: Path) -> RuleBook:
    """The book of that folder."""
    return read_rulebook([folder])
