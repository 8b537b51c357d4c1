"""Examples and cases run: what each expects, and what its rule says of it.

A rule's own examples and its cases are tried alike. Each is decided at its date, by the version in force
then, with the conclusions of that date. What is not in force by its status is never evaluated, so its
examples are not run. The reference evaluator decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lexposure.assess.decide import graveness_of, outcome_of, still_open
from lexposure.assess.goals import conclusion_condition, conclusion_goal, finding_condition, program
from lexposure.inference.program import Program, Truth
from lexposure.inference.reference import Evaluation
from lexposure.profile.possible import Entry, World
from lexposure.profile.reading import example_profile
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.cases_reading import Case
from lexposure.rulebook.conditions import Compare, OneOf
from lexposure.rulebook.edition import IN_FORCE, edition, resolved
from lexposure.rulebook.facts import YES
from lexposure.rulebook.rules import ConclusionRule, Example, Outcome, Rule
from lexposure.source.problems import NOWHERE, Problem

AnyTested = Rule | ConclusionRule
_WORDS: Mapping[Truth, str] = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Trial:
    """An example or case, ready to be decided. ``version`` is nothing where none is in force at its date."""

    rule: str
    example: Example
    is_case: bool
    version: AnyTested | None
    day: Day
    world: World
    entry: Entry
    evaluation: Evaluation

    def differences(self, rule: AnyTested | None) -> Iterator[str]:
        """What comes out otherwise than expected if ``rule``, with plain numbers, stood for the version."""
        if rule is None:
            yield from _outcome(self.example, Outcome.NOT_APPLICABLE)
        elif isinstance(rule, Rule):
            yield from self._rule(rule)
        else:
            yield from self._conclusion(rule)

    def _rule(self, rule: Rule) -> Iterator[str]:
        entry, evaluation, example = self.entry, self.evaluation, self.example
        found = finding_condition(rule)
        outcome = outcome_of(evaluation.truth(rule.applies_when, entry), evaluation.truth(found, entry))
        yield from _outcome(example, outcome)
        if example.missing:
            unknown = outcome is Outcome.UNKNOWN
            open_facts = {missing.fact for missing in still_open(found, entry, evaluation)} if unknown else set[str]()
            yield from _missing(example, open_facts)
        if example.seriousness is not None:
            if rule.seriousness is None:
                yield f"expected the level {example.seriousness.word}, but the rule has no seriousness"
                return
            truths = [evaluation.truth(factor.when, entry) for factor in rule.seriousness.factors]
            level = graveness_of(rule.seriousness, truths).central
            if level is not example.seriousness:
                yield f"expected the level {example.seriousness.word}, but it is {level.word}"

    def _conclusion(self, rule: ConclusionRule) -> Iterator[str]:
        """A changed conclusion changes what all that rest on its fact read."""
        evaluation = self.evaluation
        if rule is not self.day.rules.get(rule.id):
            evaluation = Evaluation(self.day.program_with(rule), self.world)
        yield from _outcome(self.example, _WORDS[evaluation.concluded(rule.concludes, self.entry)])
        if self.example.missing:
            holds = Compare(rule.concludes, OneOf(frozenset((YES,))), False, "yes", NOWHERE)
            yield from _missing(self.example, {one.fact for one in still_open(holds, self.entry, evaluation)})


def _outcome(example: Example, came: str) -> Iterator[str]:
    if example.expect != came:
        yield f"expected {example.expect}, but it is {came}"


def _missing(example: Example, came: Collection[str]) -> Iterator[str]:
    if set(example.missing) != set(came):
        listed = ", ".join(sorted(came)) or "nothing"
        yield f"expected {', '.join(sorted(set(example.missing)))} to be missing, but missing is {listed}"


class Day:
    """The rule book at a date, as far as rules are tried in it."""

    def __init__(self, book: RuleBook, on: dt.date) -> None:
        self.book = book
        self.on = on
        self._edition = edition(book, on)
        rules: dict[str, AnyTested] = {rule.id: rule for rule in self._edition.rules}
        self.rules: Mapping[str, AnyTested] = rules | {rule.id: rule for rule in self._edition.conclusions}

    @cached_property
    def program(self) -> Program:
        """The conclusions; rules are decided on top of them, one at a time."""
        return program(replace(self._edition, rules=(), factors=()))

    def program_with(self, changed: ConclusionRule) -> Program:
        """The conclusions with one of them changed."""
        name, condition = conclusion_goal(changed), conclusion_condition(changed)
        goals = tuple(replace(goal, condition=condition) if goal.name == name else goal for goal in self.program.goals)
        return replace(self.program, goals=goals)

    def resolved(self, rule: AnyTested) -> AnyTested:
        """A changed rule with the plain numbers of this day."""
        return resolved(rule, self.book.parameters, self.on)


@dataclass(frozen=True, slots=True)
class Failure:
    """A trial that came out otherwise than expected, and how."""

    trial: Trial
    said: tuple[str, ...]

    def problem(self) -> Problem:
        """What is printed, at the place of the example."""
        what = "case" if self.trial.is_case else "example"
        message = f"{self.trial.rule}, {what} '{self.trial.example.name}': {'; '.join(self.said)}"
        return Problem("example", message, self.trial.example.span)


@dataclass(frozen=True, slots=True)
class Trials:
    """All that was to be tried; ``not_run`` counts what belongs to drafts and retired rules."""

    ran: tuple[Trial, ...]
    not_run: int

    def failures(self) -> Iterator[Failure]:
        """Those that come out otherwise than expected, in order."""
        for trial in self.ran:
            said = tuple(trial.differences(trial.day.rules.get(trial.rule)))
            if said:
                yield Failure(trial, said)


def trials_of(book: RuleBook, cases: Sequence[Case], ids: Collection[str] = ()) -> Trials:
    """The examples and cases of all rules and conclusions, or of those named."""
    versions = [rule for rule in book.tested if not ids or rule.id in ids]
    living = {rule.id: rule for rule in versions if rule.status == IN_FORCE}
    wanted: list[tuple[AnyTested, Example, bool]] = [
        (rule, example, False) for rule in versions if rule.status == IN_FORCE for example in rule.examples
    ]
    wanted += [(living[case.rule], case.example, True) for case in cases if case.rule in living]
    asleep = sum(len(rule.examples) for rule in versions if rule.status != IN_FORCE)
    asleep += sum(1 for case in cases if case.rule in {rule.id for rule in versions} - living.keys())
    making = _Making(book)
    return Trials(tuple(making.trial(*each) for each in wanted), asleep)


class _Making:
    """Makes trials; what belongs to a date is made once."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.days: dict[dt.date, Day] = {}
        self.versions = {(rule.id, rule.in_force.start): rule for rule in book.tested if rule.status == IN_FORCE}

    def trial(self, rule: AnyTested, example: Example, is_case: bool) -> Trial:
        profile = example_profile(example, rule.about, self.book)
        if profile.as_of not in self.days:
            self.days[profile.as_of] = Day(self.book, profile.as_of)
        day = self.days[profile.as_of]
        there = day.rules.get(rule.id)
        world = profile.world()
        return Trial(
            rule=rule.id,
            example=example,
            is_case=is_case,
            version=None if there is None else self.versions[there.id, there.in_force.start],
            day=day,
            world=world,
            entry=world.of(rule.about)[0],
            evaluation=Evaluation(day.program, world),
        )
