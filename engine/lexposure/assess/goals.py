"""The part of the rule book in force, as a program of goals that evaluators decide."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.rulebook.book import Edition
from lexposure.rulebook.conditions import Condition, Group, comparisons
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule


def applies_goal(rule: Rule) -> str:
    """The goal that asks whether a rule applies."""
    return f"{rule.id}/applies"


def finding_goal(rule: Rule) -> str:
    """The goal that asks whether a rule applies, is met and is not excused."""
    return f"{rule.id}/finding"


def level_goal(rule: Rule, index: int) -> str:
    """The goal of a rule's seriousness factor."""
    return f"{rule.id}/level/{index}"


def conclusion_goal(rule: ConclusionRule) -> str:
    """The goal of a rule that concludes a fact."""
    return f"{rule.id}/concludes"


def factor_goal(factor: AdjustmentFactor) -> str:
    """The goal of an aggravating or mitigating factor."""
    return f"{factor.id}/factor"


def unexcused(when: Condition, unless: Condition | None) -> tuple[Condition, ...]:
    """The parts that must all hold: the condition, and none of its exceptions."""
    return (when,) if unless is None else (when, Group("none", (unless,), unless.span))


def finding_condition(rule: Rule) -> Condition:
    """Applies, and is found, and is not excused (outcome order of the rule language)."""
    parts = (rule.applies_when, *unexcused(rule.finding_when, rule.unless))
    return Group("all", parts, rule.span)


def conclusion_condition(rule: ConclusionRule) -> Condition:
    """``when`` holds and ``unless`` does not."""
    return Group("all", unexcused(rule.when, rule.unless), rule.span)


def program(edition: Edition) -> Program:
    """All goals of an edition, and the facts that some of them conclude, in order of dependence."""
    goals: list[Goal] = []
    for rule in edition.rules:
        goals.append(Goal(applies_goal(rule), rule.about, rule.applies_when))
        goals.append(Goal(finding_goal(rule), rule.about, finding_condition(rule)))
        if rule.seriousness:
            for index, factor in enumerate(rule.seriousness.factors):
                goals.append(Goal(level_goal(rule, index), rule.about, factor.when))
    goals += [Goal(conclusion_goal(rule), rule.about, conclusion_condition(rule)) for rule in edition.conclusions]
    goals += [Goal(factor_goal(factor), factor.about, factor.when) for factor in edition.factors]
    return Program(tuple(goals), _conclusions(edition), edition.book.catalogue)


def _conclusions(edition: Edition) -> tuple[Conclusion, ...]:
    rules: dict[str, list[ConclusionRule]] = {}
    for rule in edition.conclusions:
        rules.setdefault(rule.concludes, []).append(rule)
    found: list[Conclusion] = []
    for fact in _in_order(rules):
        entry = edition.book.catalogue[fact]
        found.append(Conclusion(fact, entry.about, tuple(conclusion_goal(rule) for rule in rules[fact]), entry.closed))
    return tuple(found)


def _in_order(rules: dict[str, list[ConclusionRule]]) -> list[str]:
    """Facts so that each comes after those its rules read; circles were refused when loading."""
    order: list[str] = []

    def visit(fact: str) -> None:
        if fact in order:
            return
        for read in sorted(_read(rules[fact])):
            if read in rules and read != fact:
                visit(read)
        order.append(fact)

    for fact in sorted(rules):
        visit(fact)
    return order


def _read(rules: Iterable[ConclusionRule]) -> set[str]:
    return {compare.fact for rule in rules for compare in comparisons(conclusion_condition(rule))}
