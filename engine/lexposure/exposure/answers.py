"""The answers that a method or a calibration reads, by the role they play in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lexposure.assess.model import Missing
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Subject, World
from lexposure.rulebook.facts import YES, About, Catalogue
from lexposure.rulebook.formulas import Method

CENTS = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest possible value; an end that is not known is ``None``."""

    low: float | None
    high: float | None

    @property
    def exact(self) -> float | None:
        """The value, where there is only one."""
        return self.low if self.low == self.high else None

    @property
    def middle(self) -> float | None:
        """The middle, where both ends are known."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


OPEN = Bounds(None, None)


@dataclass(frozen=True, slots=True)
class Roles:
    """A world read through roles: ``reads`` names the fact that plays each."""

    world: World
    catalogue: Catalogue
    reads: Mapping[str, str]

    def bounds(self, role: str, subject: Subject = COMPANY) -> Bounds:
        """The possible values of a number; the company's answer where the fact is the company's."""
        possible = self._possible(role, subject)
        return Bounds(possible.low, possible.high) if isinstance(possible, Interval) else OPEN

    def euro(self, role: str, subject: Subject = COMPANY) -> Bounds:
        """The possible amounts of money in euro."""
        cents = self.bounds(role, subject)
        return Bounds(_euro(cents.low), _euro(cents.high))

    def names(self, role: str, subject: Subject = COMPANY) -> frozenset[str]:
        """The names of the options still possible; empty where the role is not read at all."""
        name = self.reads.get(role)
        if name is None or name not in self.catalogue:
            return frozenset()
        possible = self._possible(role, subject)
        codes = possible.codes if isinstance(possible, Options) else self.catalogue[name].codes
        return frozenset(option.name for option in self.catalogue[name].options if option.code in codes)

    def truth(self, role: str, subject: Subject = COMPANY) -> bool | None:
        """A yes/no answer; unknown where both are possible or the role is not read."""
        possible = self._possible(role, subject)
        if isinstance(possible, Options) and len(possible.codes) == 1:
            return YES in possible.codes
        return None

    def day(self, role: str, subject: Subject) -> tuple[dt.date | None, dt.date | None]:
        """The first and last possible day."""
        bounds = self.bounds(role, subject)
        return _day(bounds.low), _day(bounds.high)

    def known(self, role: str, subject: Subject = COMPANY) -> bool:
        """Whether anything at all is known."""
        return self._possible(role, subject) is not None

    def missing(self, role: str, subject: Subject = COMPANY) -> Missing | None:
        """The question behind a role that has more than one possible answer, if the role is read."""
        name = self.reads.get(role)
        owner = self._owner(name, subject) if name else None
        if name is None or owner is None:
            return None
        match owner.known.get(name):
            case Interval(low=low, high=high) if low is not None and low == high:
                return None
            case Options(codes=codes) if len(codes) == 1:
                return None
            case _:
                return Missing(owner.subject, name)

    def _possible(self, role: str, subject: Subject) -> Possible | None:
        name = self.reads.get(role)
        owner = self._owner(name, subject) if name else None
        return owner.known.get(name) if owner and name else None

    def _owner(self, name: str | None, subject: Subject) -> Entry | None:
        """The entry that answers a fact for a subject; nothing where the fact is about another list."""
        fact = self.catalogue.get(name or "")
        if fact is None:
            return None
        if fact.about is About.COMPANY:
            return self.world.company
        if fact.about is not subject.about:
            return None
        return next((entry for entry in self.world.entries[fact.about] if entry.subject == subject), None)


@dataclass(frozen=True, slots=True)
class Answers(Roles):
    """A world read through a method's roles."""

    method: Method


def _euro(cents: float | None) -> float | None:
    return None if cents is None else cents / CENTS


def _day(ordinal: float | None) -> dt.date | None:
    if ordinal is None:
        return None
    return dt.date.fromordinal(min(max(int(ordinal), 1), dt.date.max.toordinal()))
