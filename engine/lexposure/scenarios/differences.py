"""Why two assessments differ: rules, law, facts, each put in place of the other's in that order, and the engine's rest.

Amounts are whole cents, so that the parts add up exactly. A figure that cannot be computed at one of the stages has no
parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range
from lexposure.profile.reading import read_profile
from lexposure.rulebook.book import RuleBook

Figures = Mapping[tuple[str, str], int | None]
"""Cents by (law, figure); the law of all together is empty."""

NAMES = ("established low", "established central", "established high", "low", "high")


@dataclass(frozen=True, slots=True)
class Side:
    """What one assessment was made from, and what it recorded, if it was written down."""

    name: str
    profile: Path
    book: RuleBook
    as_of: dt.date
    method: str | None = None
    recorded: Figures | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of one law on both sides, in cents, and what makes the difference."""

    law: str
    figure: str
    before: int | None
    after: int | None
    rules: int | None
    legal: int | None
    facts: int | None
    engine: int | None

    @property
    def differs(self) -> bool:
        """Whether the sides differ, or differences cancel each other out."""
        return self.before != self.after or any((self.rules, self.legal, self.facts, self.engine))


def differences(one: Side, other: Side) -> tuple[Part, ...]:
    """The parts of every figure that differs.

    Rules first: the other's rule book on this one's day, method and profile. Then the law: the other's day and method.
    Then the facts: the other's profile. What is left is the engine: recorded amounts that this program does not
    reproduce from the same inputs.
    """
    start = _figures(one.profile, one.book, one.as_of, one.method)
    ruled = _figures(one.profile, other.book, one.as_of, one.method)
    legal = _figures(one.profile, other.book, other.as_of, other.method)
    end = _figures(other.profile, other.book, other.as_of, other.method)
    before, after = one.recorded or start, other.recorded or end
    keys = dict.fromkeys((*before, *after, *start, *end))
    stages = (before, start, ruled, legal, end, after)
    parts = [_part(law, figure, [stage.get((law, figure), 0) for stage in stages]) for law, figure in keys]
    return tuple(part for part in parts if part.differs)


def _part(law: str, figure: str, stages: Sequence[int | None]) -> Part:
    before, start, ruled, legal, end, after = stages
    if before is None or start is None or ruled is None or legal is None or end is None or after is None:
        return Part(law, figure, before, after, None, None, None, None)
    return Part(law, figure, before, after, ruled - start, legal - ruled, end - legal, (start - before) + (after - end))


def _figures(profile: Path, book: RuleBook, on: dt.date, method: str | None) -> Figures:
    assessment = assess(book, read_profile(profile, book, on))
    return figures_of(estimate(assessment, method))


def figures_of(exposure: Exposure) -> Figures:
    """All figures that are compared."""
    found = dict(_named("", exposure.total.established_largest, exposure.total.largest))
    for regime in exposure.regimes:
        hull = Range(regime.low, regime.central, regime.high)
        if regime.conducts or regime.established.high:
            found |= _named(regime.title, regime.established, hull)
    return found


def _named(law: str, sure: Range, hull: Range) -> dict[tuple[str, str], int | None]:
    amounts = (sure.low, sure.central, sure.high, hull.low, hull.high)
    return {(law, name): _cents(amount) for name, amount in zip(NAMES, amounts, strict=True)}


def _cents(amount: float | None) -> int | None:
    return None if amount is None else round(amount * 100)


def recorded_figures(document: Mapping[str, object]) -> Figures:
    """The figures in an assessment's JSON. Raises :class:`TypeError` where it is none."""
    exposure = _inner(document.get("exposure"))
    total = _inner(exposure.get("total"))
    found = dict(_written("", _inner(total.get("established")), total))
    regimes = exposure.get("regimes")
    if not isinstance(regimes, list):
        raise TypeError("it has no list of laws")
    for one in cast("list[object]", regimes):
        regime = _inner(one)
        sure = _inner(regime.get("established"))
        if regime.get("conducts") or sure.get("high"):
            found |= _written(str(regime.get("title", "")), sure, regime)
    return found


def _written(law: str, sure: Mapping[str, object], hull: Mapping[str, object]) -> dict[tuple[str, str], int | None]:
    amounts = (sure.get("low"), sure.get("central"), sure.get("high"), hull.get("low"), hull.get("high"))
    return {(law, name): _cents_of(amount) for name, amount in zip(NAMES, amounts, strict=True)}


def _cents_of(amount: object) -> int | None:
    return round(float(amount) * 100) if isinstance(amount, int | float) else None


def _inner(part: object) -> Mapping[str, object]:
    if not isinstance(part, dict):
        raise TypeError("a part of it is missing")
    return cast("dict[str, object]", part)
