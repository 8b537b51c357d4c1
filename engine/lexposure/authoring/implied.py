"""Rules that say the same, or of which one says everything that the other does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from lexposure.authoring.dead import sections_on
from lexposure.authoring.logic import Space
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import Condition, Group, comparisons
from lexposure.rulebook.edition import IN_FORCE
from lexposure.rulebook.rules import Rule
from lexposure.source.problems import Problems


def check_implied_rules(book: RuleBook, on: dt.date, problems: Problems) -> None:
    """Warn of two rules about one subject and provision whose findings always come together, or one with the other.

    Where one displaces the other that is its purpose, and nothing is said.
    """
    conditions: dict[tuple[str, dt.date], Condition] = {}

    def finding(rule: Rule, day: dt.date) -> Condition:
        key = (f"{rule.span}", day)
        if key not in conditions:
            conditions[key] = _finding(rule, book, day)
        return conditions[key]

    for one, other, day in _pairs(book, on):
        first, second = finding(one, day), finding(other, day)
        if not _facts(first) & _facts(second):
            continue
        space = Space((first, second), book.catalogue)
        if not space.possible(space.formula(first)) or not space.possible(space.formula(second)):
            continue  # a rule without any finding has been complained of
        forth = not space.possible(space.formula(first), space.formula(second, wanted=False))
        back = not space.possible(space.formula(second), space.formula(first, wanted=False))
        _report(one, other, forth, back, problems)


def _report(one: Rule, other: Rule, forth: bool, back: bool, problems: Problems) -> None:
    hint = "keep one of them, let one displace the other, or say what tells them apart"
    if forth and back:
        message = f"'{one.id}' and '{other.id}' have the same findings"
        problems.warn("implied", message, max(one.span, other.span), hint)
    elif forth or back:
        narrow, wide = (one, other) if forth else (other, one)
        message = f"wherever '{narrow.id}' has a finding, '{wide.id}' has one too"
        problems.warn("implied", message, narrow.span, hint)


def _pairs(book: RuleBook, on: dt.date) -> Iterator[tuple[Rule, Rule, dt.date]]:
    """Two rules that could say the same, and a day on which both are in force, as near to ``on`` as there is."""
    rules = [rule for rule in book.rules if rule.status == IN_FORCE and rule.infringes]
    for one, other in combinations(rules, 2):
        if one.id == other.id or one.about is not other.about or not set(one.infringes) & set(other.infringes):
            continue
        if _displaces(one, other) or _displaces(other, one):
            continue
        start = max(one.in_force.start, other.in_force.start)
        end = min(one.in_force.end or dt.date.max, other.in_force.end or dt.date.max)
        if start <= end:
            yield one, other, min(max(on, start), end)


def _displaces(one: Rule, other: Rule) -> bool:
    return any(each.rule == other.id for each in one.displaces)


def _finding(rule: Rule, book: RuleBook, day: dt.date) -> Condition:
    """Applies, found and not excused, on a day."""
    read = sections_on(rule, book, day)
    excused = () if read.unless is None else (Group("none", (read.unless,), rule.span),)
    applies = () if read.applies is None else (read.applies,)
    return Group("all", (*applies, read.when, *excused), rule.span)


def _facts(condition: Condition) -> set[str]:
    return {compare.fact for compare in comparisons(condition)}
