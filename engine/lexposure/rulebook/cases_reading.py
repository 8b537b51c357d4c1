"""Cases: further tests of rules, in files beside them that no assessment reads.

A file is ``TOPIC/cases/RULE.yaml``; it names the rule, the answers given to all, and the cases, each
written like an example of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.examples_reading import OUTCOMES, TRUTHS, read_example, subjects
from lexposure.rulebook.files import RuleFile, case_files_in
from lexposure.rulebook.loading import shown_path
from lexposure.rulebook.rules import ConclusionRule, Example, Rule
from lexposure.rulebook.written_answers import WrittenAnswers
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, RulesError, Span, did_you_mean
from lexposure.source.yamltree import Node

Known = Mapping[str, Rule | ConclusionRule]


@dataclass(frozen=True, slots=True)
class Case:
    """A test of the rule with that id, whichever version is in force at the date."""

    rule: str
    example: Example


def read_cases(folders: Sequence[Path], book: RuleBook) -> tuple[Case, ...]:
    """All cases of the folders that a rule book was read from, in order of files.

    Cases of a rule that a later folder replaced are left out, for they are about the text that is gone.

    Raises :class:`lexposure.source.problems.RulesError` with everything that is wrong in them.
    """
    problems = Problems()
    known = {rule.id: rule for rule in book.tested}
    written = WrittenAnswers(book.catalogue, frozenset(), problems)
    cases: list[Case] = []
    layers = ("", *(pack.name for pack in book.packs))
    for layer, folder in enumerate(map(shown_path, folders)):
        replaced = {name for name, rule in known.items() if layers.index(rule.pack) > layer}
        for file in case_files_in(folder, problems):
            root = file.tree(problems) if file.is_yaml and file.stem not in replaced else None
            if root is not None:
                cases += _cases(root, file, known, written)
    _distinct(cases, problems)
    problems.raise_if_any(RulesError)
    return tuple(cases)


def _cases(root: Node, file: RuleFile, known: Known, written: WrittenAnswers) -> list[Case]:
    problems = written.problems
    fields = Fields(root, problems, "a file of cases")
    scalar = fields.scalar("rule", required=True)
    name = scalar.text.strip() if scalar else ""
    given, nodes = fields.node("given"), fields.items("cases", required=True)
    fields.finish()
    rule = known.get(name)
    if scalar is None or rule is None:
        if scalar is not None:
            problems.error("unknown-rule", f"no rule '{name}'", scalar.span, did_you_mean(name, known))
        return []
    if file.stem != name:
        message = f"the file '{file.stem}.yaml' holds cases of '{name}'"
        problems.error("file-name", message, scalar.span, f"name the file {name}.yaml")
    words = TRUTHS if isinstance(rule, ConclusionRule) else OUTCOMES
    shared = written.read(given, "'given'", subjects(rule.about))
    return [Case(name, read_example(node, written, rule.about, words, shared)) for node in nodes]


def _distinct(cases: Sequence[Case], problems: Problems) -> None:
    """A failed case is found by its name."""
    first: dict[tuple[str, str], Span] = {}
    for case in cases:
        place = case.example.span
        earlier = first.setdefault((case.rule, case.example.name), place)
        if earlier is not place:
            message = f"'{case.rule}' has a case '{case.example.name}' in {earlier} already"
            problems.error("duplicate", message, place, "give each case a name of its own")
