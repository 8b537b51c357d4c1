"""What would be different: scenarios beside a baseline, each assessed as a profile of its own."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lexposure.assess.model import Assessment
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure
from lexposure.profile.model import Profile
from lexposure.profile.reading import COMPLETE_KEYS, read_profile_tree
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.values import show
from lexposure.scenarios.changes import Scenario, changed_tree, with_parameters, without_answers
from lexposure.scenarios.compare import Amounts, Distance, MethodChange, Moved, amounts, distance, methods_changed
from lexposure.scenarios.places import shown
from lexposure.scenarios.reading import told
from lexposure.scenarios.reasons import NOT_ASKED, FactorChange, Why, factors_changed, reasons, written
from lexposure.scenarios.verdicts import NOT_THERE, pairs, verdicts
from lexposure.source.problems import InputError, Problem, Problems
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
    because: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the baseline: only what differs. ``total`` and ``total_hull`` are of all laws together."""

    assessed: Assessed
    differences: tuple[Difference, ...]
    factors: tuple[FactorChange, ...]
    methods: tuple[MethodChange, ...]
    amounts: tuple[Amounts, ...]
    total: Distance
    total_hull: Distance

    @property
    def nothing(self) -> bool:
        """Whether the scenario comes out as the baseline."""
        return not (self.differences or self.factors or self.methods or self.amounts)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The baseline and the scenarios beside it."""

    baseline: Assessed
    scenarios: tuple[Compared, ...]

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What a reader of the profile or of a scenario should look at, once each."""
        all = (self.baseline, *(one.assessed for one in self.scenarios))
        return tuple(dict.fromkeys(told(one) for each in all for one in each.assessment.profile.warnings))


_Law = tuple[tuple[Path, ...], tuple[tuple[str, str], ...]]
"""Rule packs, and figures of the law as written."""


class Workbench:
    """A profile's tree, rule books and compiled rules, made once for all scenarios that share them.

    ``packs`` are laid over the shipped book in every scenario; ``evaluator`` decides, the usual one if nothing.
    """

    def __init__(self, path: Path, packs: Sequence[Path], home: Path, evaluator: str | None = None) -> None:
        problems = Problems()
        self.path, self.packs, self.home, self.evaluator = path, tuple(packs), home, evaluator
        text = read_text(path, problems)
        root = None if text is None else parse_tree(text, str(path), problems)
        problems.raise_if_any(InputError)
        assert text is not None
        assert root is not None
        self.root: Node = root
        self.digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        self._books: dict[_Law, RuleBook] = {}
        self._assessors: dict[tuple[_Law, dt.date], Assessor] = {}

    def assessed(self, scenario: Scenario) -> Assessed:
        """The profile as the scenario has it. Raises :class:`InputError` with everything that is wrong in it."""
        profile = self.profile(scenario)
        key = (_law(scenario), profile.as_of)
        if key not in self._assessors:
            self._assessors[key] = Assessor(self.book(scenario), profile.as_of, self.evaluator)
        assessment = self._assessors[key].assess(profile)
        try:
            exposure = estimate(assessment, scenario.method, scenario.method_reason)
        except InputError as error:  # the method; it is the scenario's, if that has a place
            place = scenario.span if scenario.span.path else None
            raise InputError(replace(one, span=one.span or place) for one in error.problems) from error
        return Assessed(scenario, assessment, exposure)

    def profile(self, scenario: Scenario) -> Profile:
        """The profile with the scenario's answers, read by its law. Raises as :meth:`assessed` does."""
        problems = Problems()
        wrong: list[Problem] = []
        tree = changed_tree(self.root, scenario.changes, problems)
        book = self.book(scenario, problems)
        try:
            profile = read_profile_tree(tree, str(self.path), self.digest, book, Problems(), scenario.as_of)
        except InputError as error:
            wrong += error.problems
        else:
            if not problems.error_count:
                return profile
        raise InputError(map(told, (*problems.errors, *wrong)))

    def bare(self) -> Workbench:
        """The same without the profile's answers: it reads supposed ones quickly, and refuses the same."""
        found = copy.copy(self)
        found.root = without_answers(self.root)
        return found

    def book(self, scenario: Scenario, problems: Problems | None = None) -> RuleBook:
        """The shipped book with the packs of all scenarios and of this one, and its figures of the law."""
        law = _law(scenario)
        if law in self._books:
            return self._books[law]
        bare = (law[0], ())
        if bare not in self._books:
            self._books[bare] = read_rulebook([self.home, *self.packs, *law[0]])
        found = problems or Problems()
        before = found.error_count
        book = with_parameters(self._books[bare], scenario.parameters, found)
        if found.error_count == before:
            self._books[law] = book
        return book


def _law(scenario: Scenario) -> _Law:
    return scenario.packs, tuple((name, scalar.text.strip()) for name, scalar in scenario.parameters.items())


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
        raise InputError(dict.fromkeys(problem for error in problems for problem in error.problems))
    first, rest = done[0], done[1:]
    return WhatIf(first, tuple(compared(first, one) for one in rest))


def compared(before: Assessed, after: Assessed) -> Compared:
    """A scenario beside the baseline."""
    return Compared(
        assessed=after,
        differences=tuple(_differences(before.assessment, after.assessment)),
        factors=tuple(factors_changed(before.assessment, after.assessment)),
        methods=tuple(methods_changed(before.exposure, after.exposure)),
        amounts=tuple(amounts(before.exposure, after.exposure)),
        total=distance(before.exposure.total.established_largest, after.exposure.total.established_largest),
        total_hull=distance(before.exposure.total.largest, after.exposure.total.largest),
    )


def _differences(before: Assessment, after: Assessment) -> Iterator[Difference]:
    first = {finding.id: finding for finding in before.findings}
    second = {finding.id: finding for finding in after.findings}
    for pair in pairs(verdicts(before), verdicts(after)):
        if pair.before == pair.after:
            continue
        old = first[pair.first.id] if pair.first else None
        new = second[pair.second.id] if pair.second else None
        why = reasons(old, new, before, after) if new else (Why(pair.after),)
        yield Difference(Moved(pair.id, pair.shown.title, pair.before, pair.after, pair.kind), why)


@dataclass(frozen=True, slots=True)
class Supposed:
    """One thing that a scenario supposes, as it is in the baseline and in the scenario.

    ``kind``: answer, list, as_of, method, parameter, rules; ``name`` is that of the answer, figure or pack.
    """

    kind: str
    name: str
    before: str
    after: str


def supposed(before: Assessed, after: Assessed) -> Iterator[Supposed]:
    """What a scenario supposes, all that it stands on included."""
    scenario, book = after.scenario, after.assessment.edition.book
    was, now = _answers(before), _answers(after)
    for change in scenario.changes:
        path = change.path.text
        for about, key in COMPLETE_KEYS.items():
            if path == key:
                lists = (one.assessment.profile.complete[about] for one in (before, after))
                yield Supposed("list", path, *("yes" if complete else "no" for complete in lists))
        if path in now:
            yield Supposed("answer", path, was.get(path, NOT_ASKED), now[path])
    if scenario.as_of is not None:
        yield Supposed("as_of", "", before.assessment.on.isoformat(), after.assessment.on.isoformat())
    if scenario.method is not None:
        regime = book.methods.by_id[scenario.method].regime
        usual = next((one.method for one in before.exposure.regimes if one.regime == regime), "")
        yield Supposed("method", "", usual, scenario.method)
    for name in scenario.parameters:
        yield Supposed("parameter", name, _figure(before, name), _figure(after, name))
    for pack in scenario.packs:
        yield Supposed("rules", pack.name, "", "")


def _answers(one: Assessed) -> dict[str, str]:
    """The answers of a profile by place."""
    entries = one.assessment.profile.entries.values()
    return {
        shown(entry.subject, answer.fact): written(answer) for entry in entries for answer in entry.answers.values()
    }


def _figure(one: Assessed, name: str) -> str:
    parameter = one.assessment.edition.book.parameters.get(name)
    value = None if parameter is None else parameter.on(one.assessment.on)
    return NOT_THERE if parameter is None or value is None else show(value, parameter.as_fact())
