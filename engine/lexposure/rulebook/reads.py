"""What a rule, conclusion or factor reads: its conditions, comparisons and parameters."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.rulebook.conditions import Compare, Condition, FromParameter, comparisons
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule

AnyRule = Rule | ConclusionRule | AdjustmentFactor


def conditions_of(rule: AnyRule) -> Iterator[Condition]:
    """Every condition of a rule, conclusion or factor."""
    match rule:
        case Rule():
            yield from (rule.applies_when, rule.finding_when)
            if rule.seriousness:
                yield from (factor.when for factor in rule.seriousness.factors)
        case ConclusionRule() | AdjustmentFactor():
            yield rule.when
    if not isinstance(rule, AdjustmentFactor) and rule.unless is not None:
        yield rule.unless


def read_by(rule: AnyRule) -> Iterator[Compare]:
    """Every comparison of a rule, in order."""
    for condition in conditions_of(rule):
        yield from comparisons(condition)


def parameters_of(rule: AnyRule) -> tuple[str, ...]:
    """The dated figures that a rule compares with, each once."""
    tests = (compare.test for compare in read_by(rule))
    return tuple(dict.fromkeys(test.parameter for test in tests if isinstance(test, FromParameter)))
