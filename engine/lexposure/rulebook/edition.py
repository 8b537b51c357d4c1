"""The rule book at a date: rules in force, parameters and relative dates resolved to plain numbers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from lexposure.rulebook.book import Edition, RuleBook
from lexposure.rulebook.conditions import (
    AgoAtMost,
    AtLeast,
    Compare,
    Condition,
    FromParameter,
    Group,
    OpenTest,
    Quantified,
    Test,
    months_before,
)
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, LevelFactor, Rule

IN_FORCE = "in force"

Versioned = TypeVar("Versioned", Rule, ConclusionRule, AdjustmentFactor)


def edition(book: RuleBook, on: dt.date) -> Edition:
    """The part of the book in force on a day; drafts and retired rules are left out."""
    resolver = _Resolver(book.parameters, on)
    rules, not_in_force = _versions_on((rule for rule in book.rules if rule.status == IN_FORCE), on)
    conclusions, _ = _versions_on((rule for rule in book.conclusions if rule.status == IN_FORCE), on)
    factors, _ = _versions_on(book.factors, on)
    return Edition(
        on=on,
        book=book,
        rules=tuple(map(resolver.rule, rules)),
        not_in_force=tuple(not_in_force),
        conclusions=tuple(map(resolver.conclusion, conclusions)),
        factors=tuple(map(resolver.factor, factors)),
        parameters_used=dict(sorted(resolver.used.items())),
    )


def resolved(rule: Rule | ConclusionRule, parameters: Parameters, on: dt.date) -> Rule | ConclusionRule:
    """A rule or conclusion with plain numbers for the parameters and relative dates of a day."""
    resolver = _Resolver(parameters, on)
    return resolver.rule(rule) if isinstance(rule, Rule) else resolver.conclusion(rule)


def _versions_on(rules: Iterable[Versioned], on: dt.date) -> tuple[list[Versioned], list[Versioned]]:
    """Of each id the version of that day; where there is none, the next one, else the last."""
    versions: defaultdict[str, list[Versioned]] = defaultdict(list)
    for rule in rules:
        versions[rule.id].append(rule)
    covering: list[Versioned] = []
    others: list[Versioned] = []
    for found in versions.values():
        current = [rule for rule in found if rule.in_force.covers(on)]
        if current:
            covering.append(current[0])
            continue
        coming = [rule for rule in found if rule.in_force.start > on]
        nearest = min(coming, key=_start) if coming else max(found, key=_start)
        others.append(nearest)
    return covering, others


def _start(rule: Rule | ConclusionRule | AdjustmentFactor) -> dt.date:
    return rule.in_force.start


def condition_on(condition: Condition, parameters: Parameters, on: dt.date) -> Condition:
    """A condition as it reads on a day: plain numbers where it names parameters or says how long ago.

    Raises ValueError where a parameter has no value on that day.
    """
    return _Resolver(parameters, on).condition(condition)


class _Resolver:
    """Puts plain numbers where conditions name parameters or say how long ago."""

    def __init__(self, parameters: Parameters, on: dt.date) -> None:
        self.parameters = parameters
        self.on = on
        self.used: dict[str, int] = {}

    def rule(self, rule: Rule) -> Rule:
        seriousness = rule.seriousness
        if seriousness and seriousness.factors:
            seriousness = replace(seriousness, factors=tuple(map(self._level_factor, seriousness.factors)))
        return replace(
            rule,
            applies_when=self.condition(rule.applies_when),
            finding_when=self.condition(rule.finding_when),
            unless=None if rule.unless is None else self.condition(rule.unless),
            seriousness=seriousness,
        )

    def conclusion(self, rule: ConclusionRule) -> ConclusionRule:
        unless = None if rule.unless is None else self.condition(rule.unless)
        return replace(rule, when=self.condition(rule.when), unless=unless)

    def factor(self, factor: AdjustmentFactor) -> AdjustmentFactor:
        return replace(factor, when=self.condition(factor.when))

    def _level_factor(self, factor: LevelFactor) -> LevelFactor:
        return replace(factor, when=self.condition(factor.when))

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case Compare():
                test = self._test(condition.test)
                return condition if test is condition.test else replace(condition, test=test)
            case Group():
                parts = tuple(map(self.condition, condition.parts))
                same = all(new is old for new, old in zip(parts, condition.parts, strict=True))
                return condition if same else replace(condition, parts=parts)
            case Quantified():
                part = self.condition(condition.part)
                return condition if part is condition.part else replace(condition, part=part)

    def _test(self, test: OpenTest) -> Test:
        match test:
            case FromParameter(parameter=name, offset=offset):
                value = self.parameters[name].on(self.on)
                if value is None:
                    raise ValueError(f"the parameter {name} has no value on {self.on}")
                self.used[name] = value
                return AtLeast(value + offset)
            case AgoAtMost(months=months, days=days, offset=offset):
                day = months_before(self.on, months).toordinal() - days
                return AtLeast(day + offset)
            case _:
                return test
