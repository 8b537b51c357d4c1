"""Small mistakes planted into rules: each mutant is a rule with one of them.

A rule is tested well if its examples notice. What changes nothing by construction is not made: parts of
groups that have no other, thresholds below zero of what is never negative, factors that the ends of the
scale swallow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, TypeVar

from lexposure.assess.decide import level_of
from lexposure.authoring.clauses import is_one_line, worded
from lexposure.rulebook.conditions import (
    ALWAYS,
    AgoAtMost,
    AtLeast,
    Compare,
    Condition,
    FromParameter,
    Group,
    Quantified,
)
from lexposure.rulebook.facts import Catalogue, FactType
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.rules import ConclusionRule, Level, LevelFactor, Rule, Seriousness
from lexposure.source.problems import Span

Operator = Literal[
    "negate", "drop part", "swap", "threshold", "burden", "drop unless", "drop applies_when", "factor", "start"
]
Tested = TypeVar("Tested", Rule, ConclusionRule)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed rule: what was done to it, in words, and where."""

    rule: Rule | ConclusionRule
    operator: Operator
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Change:
    """A changed condition."""

    operator: Operator
    words: str
    span: Span
    condition: Condition


def mutants(rule: Rule | ConclusionRule, catalogue: Catalogue, parameters: Parameters) -> Iterator[Mutant]:
    """All mutants of a rule, in the order of its keys."""
    if isinstance(rule, ConclusionRule):
        changing = _Changing(catalogue, parameters, may_burden=False)
        for change in changing.of(rule.when):
            yield _mutant(replace(rule, when=change.condition), change)
        yield from _of_unless(rule, changing)
        return
    plain, burdened = (_Changing(catalogue, parameters, may_burden) for may_burden in (False, True))
    for change in plain.of(rule.applies_when):
        yield _mutant(replace(rule, applies_when=change.condition), change)
    if rule.applies_when != ALWAYS:
        span = rule.applies_when.span
        yield Mutant(replace(rule, applies_when=ALWAYS), "drop applies_when", "dropping 'applies_when'", span)
    for change in burdened.of(rule.finding_when):
        yield _mutant(replace(rule, finding_when=change.condition), change)
    yield from _of_unless(rule, burdened)
    if rule.seriousness is not None:
        yield from _of_seriousness(rule, rule.seriousness, plain)


def _mutant(rule: Rule | ConclusionRule, change: _Change) -> Mutant:
    return Mutant(rule, change.operator, change.words, change.span)


def _of_unless(rule: Tested, changing: _Changing) -> Iterator[Mutant]:
    if rule.unless is None:
        return
    for change in changing.of(rule.unless):
        yield _mutant(replace(rule, unless=change.condition), change)
    yield Mutant(replace(rule, unless=None), "drop unless", "dropping 'unless'", rule.unless.span)


def _of_seriousness(rule: Rule, seriousness: Seriousness, changing: _Changing) -> Iterator[Mutant]:
    """The start moved by one level; each factor dropped, turned, and changed in its condition."""
    for level in (seriousness.start - 1, seriousness.start + 1):
        if Level.LOW <= level <= Level.HIGH:
            moved = replace(seriousness, start=Level(level))
            words = f"starting at {Level(level).word} instead of {seriousness.start.word}"
            yield Mutant(replace(rule, seriousness=moved), "start", words, rule.span)
    for index, factor in enumerate(seriousness.factors):
        turned = replace(factor, effect="lowers" if factor.effect == "raises" else "raises")
        ways = (((), "dropping this factor"), ((turned,), f"letting this factor be one that {turned.effect}"))
        for new, words in ways:
            changed = _with_factors(seriousness, index, new)
            if _matters(seriousness, changed, index):
                yield Mutant(replace(rule, seriousness=changed), "factor", words, factor.when.span)
        if _matters(seriousness, _with_factors(seriousness, index, ()), index):
            for change in changing.of(factor.when):
                changed = _with_factors(seriousness, index, (replace(factor, when=change.condition),))
                yield _mutant(replace(rule, seriousness=changed), change)


def _with_factors(seriousness: Seriousness, index: int, new: tuple[LevelFactor, ...]) -> Seriousness:
    factors = (*seriousness.factors[:index], *new, *seriousness.factors[index + 1 :])
    return replace(seriousness, factors=factors)


def _matters(seriousness: Seriousness, changed: Seriousness, index: int) -> bool:
    """Whether the level can differ while the factor holds: at an end of the scale a factor may do nothing."""
    others = [factor.effect for place, factor in enumerate(seriousness.factors) if place != index]
    before = _shift(seriousness.factors[index].effect)
    after = _shift(changed.factors[index].effect) if len(changed.factors) == len(seriousness.factors) else 0
    ways = product(range(others.count("raises") + 1), range(others.count("lowers") + 1))
    sums = (seriousness.start + raised - lowered for raised, lowered in ways)
    return any(level_of(total + before) is not level_of(total + after) for total in sums)


def _shift(effect: str) -> int:
    return 1 if effect == "raises" else -1


@dataclass(frozen=True, slots=True)
class _Changing:
    """Changes conditions at one place at a time. ``may_burden``: whether ``burden`` may stand there."""

    catalogue: Catalogue
    parameters: Parameters
    may_burden: bool

    def of(self, condition: Condition) -> Iterator[_Change]:
        """All changes, from the outside in."""
        match condition:
            case Compare():
                yield from self._line(condition, (condition,))
            case Group(parts=parts) if is_one_line(condition):
                yield from self._line(condition, tuple(part for part in parts if isinstance(part, Compare)))
            case Group():
                yield from self._group(condition)
            case Quantified(every=every, over=over, part=part):
                words = f"asking for {'any' if every else 'every'} {over} instead of {'every' if every else 'any'}"
                yield _Change("swap", words, condition.span, replace(condition, every=not every))
                for change in self.of(part):
                    yield replace(change, condition=replace(condition, part=change.condition))

    def _group(self, group: Group) -> Iterator[_Change]:
        parts = group.parts
        if len(parts) > 1:
            yield _swapped(group)
            for index, part in enumerate(parts):
                rest = replace(group, parts=parts[:index] + parts[index + 1 :])
                yield _Change("drop part", f"dropping this part of '{group.kind}' ({worded(part)})", part.span, rest)
        for index, part in enumerate(parts):
            for change in self.of(part):
                changed = (*parts[:index], change.condition, *parts[index + 1 :])
                yield replace(change, condition=replace(group, parts=changed))

    def _line(self, whole: Condition, tests: tuple[Compare, ...]) -> Iterator[_Change]:
        """A written comparison: of one test, or of the two of "exactly"."""
        said = worded(whole)
        yield _Change("negate", f"negating '{said}'", whole.span, Group("none", (whole,), whole.span))
        for step, word in ((-1, "down"), (1, "up")):
            moved = tuple(moved for test in tests if (moved := self._moved(test, step)))
            if len(moved) == len(tests):
                words = f"moving the threshold of '{said}' {word} by one"
                yield _Change("threshold", words, whole.span, _put(whole, moved))
        if self.may_burden:
            what = "taking the burden of proof off" if tests[0].burden else "putting the burden of proof on"
            turned = tuple(replace(test, burden=not test.burden) for test in tests)
            yield _Change("burden", f"{what} the company in '{said}'", whole.span, _put(whole, turned))

    def _moved(self, compare: Compare, step: int) -> Compare | None:
        """The comparison with its threshold one unit off: a cent, a millionth of the whole, a day, one."""
        match compare.test:
            case AtLeast(minimum=minimum):
                if step < 0 and minimum <= 0 and self.catalogue[compare.fact].type is not FactType.DATE:
                    return None  # "at least 0" and "at least -1" are both true of everything that is counted
                return replace(compare, test=AtLeast(minimum + step))
            case FromParameter(parameter=name, offset=offset):
                largest = max((value for _, value, _ in self.parameters[name].values), default=0)
                if step < 0 and largest + offset <= 0:
                    return None
                return replace(compare, test=FromParameter(name, offset + step))
            case AgoAtMost(offset=offset):
                return replace(compare, test=replace(compare.test, offset=offset + step))
            case _:
                return None


def _swapped(group: Group) -> _Change:
    if group.kind == "none":
        every = Group("all", group.parts, group.span)
        words = "excluding that all parts hold, instead of any"
        return _Change("swap", words, group.span, replace(group, parts=(every,)))
    kind: Literal["all", "any"] = "any" if group.kind == "all" else "all"
    return _Change("swap", f"asking for {kind} instead of {group.kind}", group.span, replace(group, kind=kind))


def _put(whole: Condition, tests: tuple[Compare, ...]) -> Condition:
    return replace(whole, parts=tests) if isinstance(whole, Group) else tests[0]
