"""How well examples and cases test the rules: clauses seen both ways, and planted mistakes noticed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lexposure.authoring.clauses import Counted, clauses
from lexposure.authoring.mutants import Mutant, mutants
from lexposure.authoring.trials import AnyTested, Day, Trial, Trials
from lexposure.inference.program import Truth
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.edition import IN_FORCE


@dataclass(frozen=True, slots=True)
class Seen:
    """A clause with the truths it took."""

    clause: Counted
    truths: frozenset[Truth]

    @property
    def covered(self) -> bool:
        """Whether it was both true and false."""
        return {True, False} <= self.truths


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One version of a rule. ``trials`` are its examples and cases that came out as expected."""

    name: str
    rule: AnyTested
    trials: int
    seen: tuple[Seen, ...]
    mutants: int
    survivors: tuple[Mutant, ...]

    @property
    def covered(self) -> int:
        """Clauses seen both true and false."""
        return sum(1 for seen in self.seen if seen.covered)

    @property
    def unknown_seen(self) -> int:
        """Clauses seen unknown."""
        return sum(1 for seen in self.seen if None in seen.truths)

    @property
    def killed(self) -> int:
        """Mutants that an example or case notices."""
        return self.mutants - len(self.survivors)

    @property
    def score(self) -> float | None:
        """The part of the mutants that was killed; nothing where there is none."""
        return self.killed / self.mutants if self.mutants else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was measured, rule by rule, worst first; ``failed`` counts the trials that fail and so show nothing."""

    rules: tuple[RuleCoverage, ...]
    failed: int

    @property
    def clauses(self) -> int:
        """All clauses."""
        return sum(len(rule.seen) for rule in self.rules)

    @property
    def covered(self) -> int:
        """Clauses seen both true and false."""
        return sum(rule.covered for rule in self.rules)

    @property
    def unknown_seen(self) -> int:
        """Clauses seen unknown."""
        return sum(rule.unknown_seen for rule in self.rules)

    @property
    def trials(self) -> int:
        """Examples and cases that came out as expected."""
        return sum(rule.trials for rule in self.rules)

    @property
    def mutants(self) -> int:
        """All mutants."""
        return sum(rule.mutants for rule in self.rules)

    @property
    def killed(self) -> int:
        """Mutants that were noticed."""
        return sum(rule.killed for rule in self.rules)

    @property
    def score(self) -> float | None:
        """The part of all mutants that was killed; nothing where there is none."""
        return self.killed / self.mutants if self.mutants else None


def measure(book: RuleBook, trials: Trials, ids: Collection[str] = ()) -> Coverage:
    """Coverage of all rules and conclusions in force, or of those named, by their trials.

    Trials that fail show nothing and are left out.
    """
    failing = {id(failure.trial) for failure in trials.failures()}
    by_version: dict[tuple[str, object], list[Trial]] = {}
    for trial in trials.ran:
        if trial.version is not None and id(trial) not in failing:
            by_version.setdefault((trial.rule, trial.version.in_force.start), []).append(trial)
    living = [rule for rule in book.tested if rule.status == IN_FORCE and (not ids or rule.id in ids)]
    versions = [rule.id for rule in living]
    measured = [
        _rule(
            f"{rule.id}@{rule.in_force.start}" if versions.count(rule.id) > 1 else rule.id,
            rule,
            by_version.get((rule.id, rule.in_force.start), []),
            book,
        )
        for rule in living
    ]
    return Coverage(tuple(sorted(measured, key=_worst_first)), len(failing))


def _worst_first(rule: RuleCoverage) -> tuple[float, float, str]:
    covered = rule.covered / len(rule.seen) if rule.seen else 1.0
    return (1.0 if rule.score is None else rule.score, covered, rule.name)


def _rule(name: str, rule: AnyTested, trials: Sequence[Trial], book: RuleBook) -> RuleCoverage:
    planted = list(mutants(rule, book.catalogue, book.parameters))
    return RuleCoverage(
        name=name,
        rule=rule,
        trials=len(trials),
        seen=_seen(rule, trials),
        mutants=len(planted),
        survivors=tuple(mutant for mutant in planted if not _killed(mutant, trials)),
    )


def _seen(rule: AnyTested, trials: Sequence[Trial]) -> tuple[Seen, ...]:
    """The clauses as written, with the truths that the same clauses took with the numbers of each day."""
    written = clauses(rule)
    truths: list[set[Truth]] = [set() for _ in written]
    there: dict[Day, tuple[Counted, ...]] = {}
    for trial in trials:
        if trial.day not in there:
            there[trial.day] = clauses(trial.day.rules[trial.rule])
        for index, clause in enumerate(there[trial.day]):
            truths[index] |= clause.truths(trial.world, trial.entry, trial.evaluation)
    return tuple(Seen(clause, frozenset(taken)) for clause, taken in zip(written, truths, strict=True))


def _killed(mutant: Mutant, trials: Sequence[Trial]) -> bool:
    """Whether a trial comes out otherwise than expected."""
    there: dict[Day, AnyTested] = {}
    for trial in trials:
        if trial.day not in there:
            there[trial.day] = trial.day.resolved(mutant.rule)
        if any(trial.differences(there[trial.day])):
            return True
    return False
