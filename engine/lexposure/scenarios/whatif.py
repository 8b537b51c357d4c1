"""What would be different: scenarios beside a baseline, each assessed as a profile of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexposure.assess.model import Assessment, Finding, Reason
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure
from lexposure.profile.model import Answer, ProfileEntry
from lexposure.profile.reading import read_profile_tree
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.reads import parameters_of
from lexposure.scenarios.changes import Scenario, changed_tree, with_parameters
from lexposure.scenarios.compare import Amounts, Moved, amounts, moved
from lexposure.source.problems import InputError, Problems
from lexposure.source.yamltree import Node, parse_tree, read_text

BASELINE = "as the profile stands"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A scenario with its assessment and exposure."""

    scenario: Scenario
    assessment: Assessment
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class Difference:
    """An outcome that differs from the baseline, and why: the answers, figures or dates behind it."""

    moved: Moved
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the baseline: only what differs."""

    assessed: Assessed
    differences: tuple[Difference, ...]
    amounts: tuple[Amounts, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The baseline and the scenarios beside it."""

    baseline: Assessed
    scenarios: tuple[Compared, ...]


class Workbench:
    """A profile's tree and rule books, read once for all scenarios.

    ``packs`` are laid over the shipped book in every scenario.
    """

    def __init__(self, path: Path, packs: Sequence[Path], home: Path) -> None:
        problems = Problems()
        self.path, self.packs, self.home = path, tuple(packs), home
        text = read_text(path, problems)
        root = None if text is None else parse_tree(text, str(path), problems)
        problems.raise_if_any(InputError)
        assert text is not None
        assert root is not None
        self.root: Node = root
        self.digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        self._books: dict[tuple[Path, ...], RuleBook] = {}
        self._assessors: dict[tuple[object, ...], Assessor] = {}

    def assessed(self, scenario: Scenario) -> Assessed:
        """The profile as the scenario has it. Raises :class:`InputError` with everything that is wrong in it."""
        problems = Problems()
        tree = changed_tree(self.root, scenario.changes, problems)
        book = with_parameters(self.book(scenario.packs), scenario.parameters, problems)
        problems.raise_if_any(InputError)
        profile = read_profile_tree(tree, str(self.path), self.digest, book, Problems(), scenario.as_of)
        assessment = self._assessor(scenario, book, profile.as_of).assess(profile)
        return Assessed(scenario, assessment, estimate(assessment, scenario.method, scenario.method_reason))

    def _assessor(self, scenario: Scenario, book: RuleBook, on: dt.date) -> Assessor:
        """The rules compiled for a day, once for all scenarios with the same rules and figures."""
        figures = tuple(sorted((name, scalar.text) for name, scalar in scenario.parameters.items()))
        key = (scenario.packs, figures, on)
        if key not in self._assessors:
            self._assessors[key] = Assessor(book, on)
        return self._assessors[key]

    def book(self, packs: Sequence[Path]) -> RuleBook:
        """The shipped book with the packs of all scenarios and of this one."""
        chosen = (*self.packs, *packs)
        if chosen not in self._books:
            self._books[chosen] = read_rulebook([self.home, *chosen])
        return self._books[chosen]


def whatif(bench: Workbench, scenarios: Sequence[Scenario], baseline: Scenario) -> WhatIf:
    """Every scenario beside the baseline. Raises :class:`InputError` with everything that is wrong in any."""
    problems: list[InputError] = []
    done: list[Assessed] = []
    for scenario in (baseline, *scenarios):
        try:
            done.append(bench.assessed(scenario))
        except InputError as error:
            problems.append(error)
    if problems:
        raise InputError([problem for error in problems for problem in error.problems])
    first, rest = done[0], done[1:]
    return WhatIf(first, tuple(_compared(first, one) for one in rest))


def _compared(before: Assessed, after: Assessed) -> Compared:
    known = {finding.id: finding for finding in after.assessment.findings}
    touched = _touched(before, after)
    differences = tuple(
        Difference(
            one,
            tuple(
                _because(known.get(one.finding) or known.get(one.finding.partition(":")[0]), touched, after.scenario)
            ),
        )
        for one in moved(before.assessment, after.assessment)
    )
    return Compared(after, differences, tuple(amounts(before.exposure, after.exposure)))


def _touched(before: Assessed, after: Assessed) -> Mapping[tuple[str, str], str]:
    """(subject, fact) of answers that differ, with the new answer in words."""
    found: dict[tuple[str, str], str] = {}
    mine, theirs = before.assessment.profile.entries, after.assessment.profile.entries
    for key in dict.fromkeys((*mine, *theirs)):
        old, new = _answers(mine.get(key)), _answers(theirs.get(key))
        for fact in dict.fromkeys((*old, *new)):
            was, now = old.get(fact), new.get(fact)
            if was is None or now is None or was.possible != now.possible or was.state != now.state:
                found[key, fact] = "unknown" if now is None else now.written
    return found


def _answers(entry: ProfileEntry | None) -> Mapping[str, Answer]:
    return {} if entry is None else entry.answers


def _because(finding: Finding | None, touched: Mapping[tuple[str, str], str], scenario: Scenario) -> Iterator[str]:
    """The changed answers in the finding's reasoning and the changed figures of its rule; else what its note says."""
    if finding is None:
        return
    said: dict[str, None] = {}
    for reason in _leaves(finding.because):
        if reason.fact is None or reason.subject is None:
            continue
        answer = touched.get((reason.subject.key, reason.fact.name), touched.get(("company", reason.fact.name)))
        if answer is not None:
            said[f"{reason.fact.name}: {answer}"] = None
    for name in parameters_of(finding.rule):
        if name in scenario.parameters:
            said[f"{name}: {scenario.parameters[name].text}"] = None
    if not said and finding.note:
        said[finding.note] = None
    yield from said


def _leaves(reasons: Sequence[Reason]) -> Iterator[Reason]:
    for reason in reasons:
        if reason.fact is not None:
            yield reason
        yield from _leaves(reason.via)
