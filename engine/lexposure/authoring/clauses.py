"""The clauses of a rule, and the truths they took in a trial.

Counted are: each line ``fact: phrase``; each group of two parts or more; each quantifier. A group of one
part says what its part says, and a comparison that is written as one line is one clause even where it
stands for two tests ("exactly").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from lexposure.inference.program import Truth
from lexposure.inference.reference import Evaluation
from lexposure.profile.possible import Entry, World
from lexposure.rulebook.conditions import Compare, Condition, Group, Quantified
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import ConclusionRule, Rule
from lexposure.source.problems import Span


@dataclass(frozen=True, slots=True)
class Counted:
    """One clause. ``over`` is the list whose entries it is about, where a quantifier stands above it."""

    condition: Condition
    adverse: bool
    over: About | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.condition.span

    @property
    def words(self) -> str:
        """The clause in short, as its file has it."""
        return worded(self.condition)

    def truths(self, world: World, entry: Entry, evaluation: Evaluation) -> frozenset[Truth]:
        """The truths it takes in a world: one, or one for each listed entry."""
        entries = (entry,) if self.over is None else world.of(self.over)
        return frozenset(evaluation.truth(self.condition, each, self.adverse) for each in entries)


def clauses(rule: Rule | ConclusionRule) -> tuple[Counted, ...]:
    """All clauses of a rule in the order of its keys: the same order for any numbers put into it."""
    return tuple(counted for condition, adverse in conditions(rule) for counted in _walk(condition, adverse, None))


def conditions(rule: Rule | ConclusionRule) -> Iterator[tuple[Condition, bool]]:
    """The conditions of a rule, each with whether true counts against the company there."""
    if isinstance(rule, ConclusionRule):
        yield rule.when, True
    else:
        yield from ((rule.applies_when, True), (rule.finding_when, True))
    if rule.unless is not None:
        yield rule.unless, False
    if isinstance(rule, Rule) and rule.seriousness is not None:
        yield from ((factor.when, True) for factor in rule.seriousness.factors)


def _walk(condition: Condition, adverse: bool, over: About | None) -> Iterator[Counted]:
    match condition:
        case Compare():
            yield Counted(condition, adverse, over)
        case Group(kind=kind, parts=parts):
            if len(parts) > 1:
                yield Counted(condition, adverse, over)
            if not is_one_line(condition):
                for part in parts:
                    yield from _walk(part, adverse if kind != "none" else not adverse, over)
        case Quantified(over=listed, part=part):
            yield Counted(condition, adverse, over)
            yield from _walk(part, adverse, listed)


def is_one_line(condition: Condition) -> TypeGuard[Group]:
    """Whether a group stands for one written comparison: "exactly" is at least and at most."""
    return (
        isinstance(condition, Group)
        and len(condition.parts) > 1
        and all(isinstance(part, Compare) and part.span == condition.span for part in condition.parts)
    )


def worded(condition: Condition) -> str:
    """A condition in short: the comparison as written, or what a group or quantifier asks."""
    match condition:
        case Compare(fact=fact, phrase=phrase):
            return f"{fact}: {phrase}"
        case Group(parts=(Compare(fact=fact, phrase=phrase), *_)) if is_one_line(condition):
            return f"{fact}: {phrase}"
        case Group(kind=kind, parts=parts):
            return f"{kind} of {len(parts)} part{'' if len(parts) == 1 else 's'}"
        case Quantified(every=every, over=over):
            return f"{'every' if every else 'any'} {over}"
