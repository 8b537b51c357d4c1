"""What evaluators are given and what they answer; independent of how they work.

A program is a list of goals (conditions with a name, for one subject type) and the facts that some
goals conclude. An evaluator answers every goal for every subject with TRUE, FALSE or unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lexposure.profile.possible import Possible, World
from lexposure.rulebook.conditions import Condition
from lexposure.rulebook.facts import About, Catalogue

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition to decide for each subject of its type.

    Evaluation starts with "true counts against the company"; every ``none`` group turns that round. A
    comparison that is marked ``burden`` and whose answer is "not shown" takes the value that counts
    against the company at its place.
    """

    name: str
    about: About
    condition: Condition


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A concluded fact: TRUE if a goal is; FALSE only if ``closed`` and every goal is; else unknown.

    An answer in the profile stands and is used instead.
    """

    fact: str
    about: About
    goals: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Program:
    """Goals, conclusions in an order in which each reads only earlier ones, and the vocabulary."""

    goals: tuple[Goal, ...]
    conclusions: tuple[Conclusion, ...]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Truth by (goal name, subject key) and, derived by rules alone, by (concluded fact, subject key).

    Goals and derivations that are unknown are present with the value ``None``.
    """

    goals: Mapping[tuple[str, str], Truth]
    derived: Mapping[tuple[str, str], Truth]


class Evaluator(Protocol):
    """Compiled for one program; may be used for any number of worlds."""

    @property
    def name(self) -> str:
        """What the provenance prints."""
        ...

    def evaluate(self, world: World) -> Verdicts:
        """Decide every goal for every subject of the world."""
        ...


class Disagreement(Exception):
    """Two evaluators differ: a fault of this software, never reported as a result."""


def answered(possible: Possible | None) -> bool:
    """Whether an answer to a concluded fact stands in place of its rules."""
    return possible is not None
