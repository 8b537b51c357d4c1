"""Which questions are idle: nothing undecided reads them any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import factor_goal, finding_goal, level_goal, program
from lexposure.bulk.deciding import Decider, Truths
from lexposure.inference.program import Goal
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.conditions import comparisons
from lexposure.rulebook.reads import AnyRule, read_by
from lexposure.scenarios.many import Many, Reading
from lexposure.scenarios.questions import Trial

Flags = NDArray[np.bool_]


class Relevance:
    """What reads which fact, of one profile."""

    def __init__(self, many: Many, calculated: frozenset[str]) -> None:
        edition = many.baseline.assessment.edition
        self.many, self.calculated, self.edition = many, calculated, edition
        self.program = program(edition)
        self.decider = Decider(self.program)
        goals = {goal.name: goal for goal in self.program.goals}
        self._concluding = {one.fact: [goals[name] for name in one.goals] for one in self.program.conclusions}
        every: tuple[AnyRule, ...] = (*edition.rules, *edition.conclusions, *edition.factors)
        self.readers: dict[str, int] = {}
        for rule in every:
            for name in {compare.fact for compare in read_by(rule)}:
                self.readers[name] = self.readers.get(name, 0) + 1
        self._levels = {
            level_goal(rule, index): finding_goal(rule)
            for rule in edition.rules
            for index in range(len(rule.seriousness.factors) if rule.seriousness else 0)
        }
        findings = {finding_goal(rule) for rule in edition.rules}
        self._factors = {factor_goal(factor) for factor in edition.factors}
        wanted = {*findings, *self._levels, *self._factors}
        self._goals = [goal for goal in self.program.goals if goal.name in wanted]
        self._reads = {goal.name: frozenset(self._closure(goal)) for goal in self._goals}

    def of(self, order: Sequence[int], trials: Sequence[Trial], truth: Sequence[Reading]) -> list[int]:
        """The questions of an order that something undecided reads when their turn comes."""
        rows = [[truth[at] for at in order[:count]] for count in range(len(order))]
        return self._kept(rows, list(enumerate(order)), trials)

    def now(
        self, order: Sequence[int], left: Sequence[int], trials: Sequence[Trial], truth: Sequence[Reading]
    ) -> list[int]:
        """The questions left that something undecided reads after those of an order."""
        return self._kept([[truth[at] for at in order]], [(0, at) for at in left], trials)

    def _kept(
        self, rows: Sequence[Sequence[Reading]], asked: Sequence[tuple[int, int]], trials: Sequence[Trial]
    ) -> list[int]:
        if not rows:
            return []
        truths = self.decider.decide(self.many.frame(rows))
        fined = self._fined(truths, len(rows))
        undecided = list(self._undecided(truths, fined, len(rows)))
        found: list[int] = []
        for row, at in asked:
            fact, subject = trials[at].missing.fact, trials[at].missing.subject
            read = any(
                flags[row] and fact in self._reads[goal.name] and self._near(goal, other, subject)
                for goal, other, flags in undecided
            )
            if read or (fact in self.calculated and fined[subject][row]):
                found.append(at)
        return found

    def _near(self, goal: Goal, other: Subject, subject: Subject) -> bool:
        """Whether a goal about one subject may read what another one answers."""
        return subject in (COMPANY, other) or other == COMPANY or goal.about is not subject.about

    def _undecided(
        self, truths: Truths, fined: Mapping[Subject, Flags], rows: int
    ) -> Iterator[tuple[Goal, Subject, Flags]]:
        """Every finding, level and circumstance with the rows where it is open; one of no finding is none."""
        by_name = {goal.name: goal for goal in self._goals}
        for (name, subject), truth in truths.items():
            if name not in by_name:
                continue
            flags = ~(truth.true | truth.false)
            if name in self._levels:
                flags = flags & ~truths[self._levels[name], subject].false
            if name in self._factors:
                flags = flags & fined[subject]
            if flags.any():
                yield by_name[name], subject, np.broadcast_to(flags, rows)

    def _fined(self, truths: Truths, rows: int) -> dict[Subject, Flags]:
        """In which rows a subject may have a finding; the company, where any has."""
        found = {
            entry.subject: np.zeros(rows, np.bool_) for entry in self.many.baseline.assessment.profile.entries.values()
        }
        for rule in self.edition.rules:
            for (name, subject), truth in truths.items():
                if name == finding_goal(rule):
                    found[subject] = found[subject] | ~truth.false
                    found[COMPANY] = found[COMPANY] | ~truth.false
        return found

    def _closure(self, goal: Goal) -> Iterator[str]:
        """The facts that a goal reads, through conclusions too."""
        waiting, seen = [goal], set[str]()
        while waiting:
            for compare in comparisons(waiting.pop().condition):
                if compare.fact not in seen:
                    seen.add(compare.fact)
                    waiting += self._concluding.get(compare.fact, [])
        yield from seen
