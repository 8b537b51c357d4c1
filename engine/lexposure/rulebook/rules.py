"""Rules, conclusions and factors as data.

A rule reads like a legal test: when it applies, what must be found, what excuses it. Its file is
``ID.yaml``; later versions are ``ID@YYYY-MM-DD.yaml``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal

from lexposure.rulebook.conditions import Condition
from lexposure.rulebook.facts import About
from lexposure.source.problems import NOWHERE, Span


class Outcome(StrEnum):
    """What a rule says about a subject."""

    FINDING = "finding"
    NO_FINDING = "no finding"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"


class Level(IntEnum):
    """Seriousness of an infringement under Art. 83(2)(a), (b), (g) GDPR (EDPB 04/2022, para 60)."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def word(self) -> str:
        """The level as rules and reports write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which something is in force; both ends inclusive, an open end is ``None``."""

    start: dt.date
    end: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Basis:
    """A source the rule rests on, and what it says in our words."""

    cite: str
    says: str
    url: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class LevelFactor:
    """Something that raises or lowers the seriousness of one rule's finding."""

    when: Condition
    effect: Literal["raises", "lowers"]
    cite: str
    because: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seriousness:
    """Level = start + raises - lowers, kept between low and high."""

    start: Level
    factors: tuple[LevelFactor, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A step that removes or lowers the exposure; ``sets`` are the answers it aims at, as written."""

    do: str
    sets: tuple[tuple[str, str], ...] = ()
    opens: tuple[str, ...] = ()
    owner: str = ""
    within: str = ""
    cite: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Displacement:
    """A rule whose finding this one absorbs within one conduct (concurrence of offences)."""

    rule: str
    principle: Literal["specialty", "subsidiarity", "consumption"]
    because: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Example:
    """A test that reads as an illustration; ``facts`` are raw answers as written in a profile.

    ``entries`` gives list entries for rules about the company that quantify.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    expect: Outcome | Literal["true", "false", "unknown"]
    span: Span
    on: dt.date | None = None
    seriousness: Level | None = None
    missing: tuple[str, ...] = ()
    entries: tuple[tuple[About, tuple[tuple[str, str], ...]], ...] = ()
    complete: tuple[About, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal test. ``infringes`` names provisions; a rule without any is a control weakness.

    ``covers`` are the risk factors that the rule carries; ``pack`` is the private rule pack it comes from.
    """

    id: str
    title: str
    about: About
    conduct: str
    status: Literal["draft", "in force", "retired"]
    checked_on: dt.date
    reviewed_by: str
    basis: tuple[Basis, ...]
    in_force: Period
    applies_when: Condition
    finding_when: Condition
    unless: Condition | None
    says: str
    infringes: tuple[str, ...]
    seriousness: Seriousness | None
    displaces: tuple[Displacement, ...]
    remedies: tuple[Remedy, ...]
    limits: tuple[str, ...]
    examples: tuple[Example, ...]
    span: Span
    topic: str = ""
    covers: tuple[str, ...] = ()
    pack: str = ""

    @property
    def kind(self) -> str:
        """``infringement`` or ``control weakness``."""
        return "infringement" if self.infringes else "control weakness"


@dataclass(frozen=True, slots=True)
class ConclusionRule:
    """Derives a concluded fact: yes when ``when`` holds and ``unless`` does not."""

    id: str
    title: str
    concludes: str
    about: About
    status: Literal["draft", "in force", "retired"]
    checked_on: dt.date
    reviewed_by: str
    basis: tuple[Basis, ...]
    in_force: Period
    when: Condition
    unless: Condition | None
    limits: tuple[str, ...]
    examples: tuple[Example, ...]
    span: Span
    topic: str = ""
    covers: tuple[str, ...] = ()
    pack: str = ""


@dataclass(frozen=True, slots=True)
class AdjustmentFactor:
    """An aggravating or mitigating factor of a regime's method, counted once per conduct.

    ``low``, ``central`` and ``high`` are parts per million of the amount before (negative mitigates).
    """

    id: str
    title: str
    regime: str
    about: About
    step: Literal["adjustment", "deterrence", "cooperation"]
    when: Condition
    low: int
    central: int
    high: int
    cite: str
    kind: str
    because: str
    checked_on: dt.date
    certainty: str
    in_force: Period
    span: Span
    covers: tuple[str, ...] = ()
