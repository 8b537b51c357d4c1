"""The condition tree: comparisons, all / any / none groups, and quantifiers over lists.

A comparison holds the set of values that satisfy it; an answer is a set of possible values. The
comparison is TRUE when the answer's set lies inside, FALSE when the two are disjoint, else unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lexposure.rulebook.facts import About
from lexposure.source.problems import Span


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The whole numbers from ``minimum`` on; every comparison of numbers is one of these or its negation."""

    minimum: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Some of the options of a yes/no or choice fact."""

    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Includes:
    """The selections of a choices fact that contain at least one of these options."""

    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class FromParameter:
    """At least a dated parameter's value, plus ``offset`` (1 for "more than"); resolved at a date."""

    parameter: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class AgoAtMost:
    """A day at or after the as-of date less a period, plus ``offset`` days; resolved at a date."""

    months: int
    days: int
    offset: int = 0


Test = AtLeast | OneOf | Includes
OpenTest = Test | FromParameter | AgoAtMost


@dataclass(frozen=True, slots=True)
class Clause:
    """The heading of a limb: what it tests, and the article that asks for it."""

    title: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Compare:
    """``fact: phrase``. ``burden`` marks a clause in which the company bears the burden of proof."""

    fact: str
    test: OpenTest
    negated: bool
    phrase: str
    span: Span
    burden: bool = False
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All, any or none of the parts; an empty ``all`` is true, an empty ``any`` false."""

    kind: Literal["all", "any", "none"]
    parts: tuple[Condition, ...]
    span: Span
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """``any market:`` or ``every processing:``; only conditions about the company hold these."""

    every: bool
    over: About
    part: Condition
    span: Span
    clause: Clause | None = None


Condition = Compare | Group | Quantified

ALWAYS = Group("all", (), Span(""))


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in the tree, in order."""
    match condition:
        case Compare():
            yield condition
        case Group(parts=parts):
            for part in parts:
                yield from comparisons(part)
        case Quantified(part=part):
            yield from comparisons(part)


def quantifiers(condition: Condition) -> Iterator[Quantified]:
    """Every quantifier in the tree, in order; they do not nest."""
    match condition:
        case Compare():
            return
        case Group(parts=parts):
            for part in parts:
                yield from quantifiers(part)
        case Quantified():
            yield condition


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month that many months earlier, or that month's last; never before the calendar."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)
