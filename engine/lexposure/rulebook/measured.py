"""How well examples and cases test the rule book, as ``rules coverage --write`` measured it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lexposure.rulebook.files import COVERAGE
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems
from lexposure.source.yamltree import tree_of

_NUMBERS = ("rules", "clauses", "covered", "mutants")


@dataclass(frozen=True, slots=True)
class Measured:
    """Clauses seen both true and false, and the share of planted mistakes that an example notices (0 to 1).

    ``measured_on`` is the hash of the rule book at that time.
    """

    measured_on: str
    rules: int
    clauses: int
    covered: int
    mutants: int
    mutation_score: float


def read_measured(folder: Path, problems: Problems) -> Measured | None:
    """The measurement in a rule folder; nothing where none was written."""
    path = folder / COVERAGE
    if not path.is_file():
        return None
    root = tree_of(path.read_bytes(), str(path), problems)
    if root is None:
        return None
    fields = Fields(root, problems, "the measured coverage")
    texts = {key: fields.text(key, required=True) for key in ("measured_on", *_NUMBERS, "mutation_score")}
    fields.finish()
    try:
        rules, clauses, covered, mutants = (int(texts[key]) for key in _NUMBERS)
        return Measured(texts["measured_on"], rules, clauses, covered, mutants, float(texts["mutation_score"]))
    except ValueError:
        problems.error("shape", "the measured coverage holds something else than numbers", root.span)
        return None
