"""Sets of possible values: what an answer is.

Unknown is the set of all values; it is never stored, a fact that is absent is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lexposure.rulebook.facts import LISTS, About


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole numbers from ``low`` to ``high``, both possible; an open end is ``None``."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Options:
    """Some options of a yes/no or choice fact; one code is a plain answer."""

    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Selection:
    """Selections of a choices fact: all contain ``surely`` and stay within ``possibly``."""

    surely: frozenset[int]
    possibly: frozenset[int]


Possible = Interval | Options | Selection


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """The company (empty ``id``) or one entry of a list."""

    about: About
    id: str = ""

    @property
    def key(self) -> str:
        """``company`` or ``processing/behavioural-ads``."""
        return f"{self.about}/{self.id}" if self.id else str(self.about)


COMPANY = Subject(About.COMPANY)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one subject. ``not_shown`` holds the facts the company says it cannot show."""

    subject: Subject
    known: Mapping[str, Possible]
    not_shown: frozenset[str] = frozenset()


def _no_entries() -> dict[About, tuple[Entry, ...]]:
    return dict.fromkeys(LISTS, ())


def _incomplete() -> dict[About, bool]:
    return dict.fromkeys(LISTS, False)


@dataclass(frozen=True, slots=True)
class World:
    """Everything an evaluator reads: the company, its lists, and whether each list is complete."""

    company: Entry
    entries: Mapping[About, tuple[Entry, ...]] = field(default_factory=_no_entries)
    complete: Mapping[About, bool] = field(default_factory=_incomplete)

    def of(self, about: About) -> tuple[Entry, ...]:
        """The entries a rule about this subject type is evaluated for."""
        return (self.company,) if about is About.COMPANY else self.entries[about]
