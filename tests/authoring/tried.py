"""Rules and cases written into a small book, and what the tools for testing them say."""

from __future__ import annotations

from pathlib import Path

from lexposure.authoring.coverage import Coverage, RuleCoverage, measure
from lexposure.authoring.mutants import Mutant, mutants
from lexposure.authoring.trials import Trials, trials_of
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.cases_reading import read_cases
from rulebook.small_book import read

RULE = """\
id: {name}
title: Rule {name}
about: {about}
status: {status}
checked_on: 2026-11-23
basis: {{cite: GDPR Art. 37(1), says: What the article asks for.}}
in_force: {{from: 2018-05-25}}
{conditions}
finding: {{says: Something is missing.}}
examples:
{examples}
"""

CONCLUSION = """\
id: {name}
title: Conclusion {name}
about: company
concludes: dominance_indicated
status: in force
checked_on: 2026-11-23
basis: {{cite: TFEU Art. 102, says: What the Court asks for.}}
in_force: {{from: 2018-05-25}}
{conditions}
examples:
{examples}
"""


def write_rule(
    folder: Path,
    conditions: str,
    *examples: str,
    name: str = "TRIED",
    about: str = "company",
    status: str = "in force",
    text: str = RULE,
) -> None:
    """Write a rule or conclusion with its conditions and examples, each as its file has it."""
    listed = "\n".join(f"  - {{{example}}}" for example in examples) if examples else "  []"
    written = text.format(name=name, about=about, status=status, conditions=conditions.strip(), examples=listed)
    (folder / "gdpr" / f"{name}.yaml").write_text(written, encoding="utf-8")


def write_cases(folder: Path, *cases: str, name: str = "TRIED", given: str = "{}") -> Path:
    """Write the cases of a rule."""
    path = folder / "gdpr" / "cases" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    listed = "\n".join(f"  - {{{case}}}" for case in cases)
    path.write_text(f"rule: {name}\ngiven: {given}\ncases:\n{listed}\n", encoding="utf-8")
    return path


def tried(folder: Path, *ids: str) -> tuple[RuleBook, Trials]:
    """The book and the trials of the rules named."""
    book = read(folder)
    return book, trials_of(book, read_cases([folder], book), ids)


def failures(folder: Path, *ids: str) -> list[str]:
    """What fails, as printed behind the name of the example."""
    _, trials = tried(folder, *ids)
    return [f"{failure.trial.example.name}: {'; '.join(failure.said)}" for failure in trials.failures()]


def measured(folder: Path, *ids: str) -> Coverage:
    """The coverage of the rules named."""
    book, trials = tried(folder, *ids)
    return measure(book, trials, ids)


def only(folder: Path, name: str = "TRIED") -> RuleCoverage:
    """The coverage of one rule."""
    (found,) = measured(folder, name).rules
    return found


def planted(folder: Path, name: str = "TRIED") -> list[Mutant]:
    """All mutants of a rule."""
    book = read(folder)
    (rule,) = [rule for rule in book.tested if rule.id == name]
    return list(mutants(rule, book.catalogue, book.parameters))


def worded(*planted: Mutant) -> list[str]:
    """Mutants in words."""
    return [mutant.words for mutant in planted]
