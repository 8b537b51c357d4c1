"""A small rule book in which ``rules check`` finds nothing, and ways to add rules to it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lexposure.authoring.check import Report, check
from rulebook.small_book import small_book

ON = dt.date(2026, 11, 25)

READER = """\
id: READER-{over}
title: Everything that no other rule reads, and {over}
about: company
status: in force
checked_on: 2026-11-23
basis: {{cite: GDPR Art. 24, says: Invented.}}
in_force: {{from: 2020-01-01}}
finding_when:
  all:
    - dominance_indicated: yes
    - group_turnover: at least large_turnover
    - seat: one of DE, FR
    - data_kinds: includes health
    - designated_on: before 2024-03-07
    - any {over}: {{{fact}: no}}
finding: {{says: Invented., infringes: GDPR 24}}
covers: GDPR-I01
{more}examples:
  - name: Hit
    facts:
      dominance_indicated: yes
      group_turnover: 1 billion EUR
      seat: DE
      data_kinds: health
      designated_on: 2023-09-06
    {over}: [{{{fact}: no}}]
    expect: finding
  - {{name: Miss, facts: {{dominance_indicated: no}}, expect: no finding}}
"""

RULE = """\
id: {id}
title: {title}
about: company
status: {status}
checked_on: {checked_on}
basis: {{cite: GDPR Art. 37(1), says: What the article asks for.}}
in_force: {{from: {start}}}
{conditions}
finding: {{says: Something is missing., infringes: {infringes}}}
{more}"""

HIT_AND_MISS = """\
examples:
  - {name: Hit, facts: {public_body: yes}, expect: finding}
  - {name: Miss, facts: {public_body: no}, expect: no finding}
"""


def clean_book(folder: Path) -> Path:
    """The small book with rules that read all its facts, name all its figures and cover its risk factor."""
    small_book(folder)
    displaces = "displaces: {rule: READER-market, principle: specialty, because: Invented.}\n"
    for over, fact, more in (("processing", "consent_given", displaces), ("market", "uses_seller_data", "")):
        text = READER.format(over=over, fact=fact, more=more)
        (folder / "gdpr" / f"READER-{over}.yaml").write_text(text, encoding="utf-8")
    return folder


def add(
    folder: Path,
    conditions: str,
    name: str = "NEW",
    status: str = "draft",
    checked_on: str = "2026-11-23",
    start: str = "2020-01-01",
    infringes: str = "GDPR 37(1)",
    more: str = "",
) -> None:
    """Write the rule ``gdpr/NAME.yaml``; its conditions begin on line 8."""
    text = RULE.format(
        id=name,
        title=f"Rule {name}",
        status=status,
        checked_on=checked_on,
        start=start,
        conditions=conditions.strip("\n"),
        infringes=infringes,
        more=more,
    )
    (folder / "gdpr" / f"{name}.yaml").write_text(text, encoding="utf-8")


def found(folder: Path, on: dt.date = ON, months: int = 12) -> list[str]:
    """What the check says, a line each: file and line, severity, code and sentence."""
    return [said for said, _ in _sentences(check([folder], on, months))]


def _sentences(report: Report) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for problem in report.problems:
        place = f"{Path(problem.span.path).name}:{problem.span.line}" if problem.span else ""
        severity = "warning" if problem.warning else "error"
        lines.append((f"{place} {severity} {problem.code}: {problem.message}", problem.hint))
    return lines
