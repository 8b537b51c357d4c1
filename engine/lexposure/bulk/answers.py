"""The answers that a method reads, by the role they play in it, for every row of a frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.deciding import UNKNOWN, Truth
from lexposure.bulk.frame import ALWAYS, Cell, Cells, Floats, Plane
from lexposure.inference.columns.table import Either, Numbers
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.facts import YES, About, Catalogue
from lexposure.rulebook.formulas import Method

CENTS = 100
NOT_KNOWN = np.full(1, np.nan)
FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest possible values; an end that is not known is not a number."""

    low: Floats
    high: Floats

    @property
    def middle(self) -> Floats:
        """The middle, where both ends are known."""
        return (self.low + self.high) / 2

    @property
    def at_least(self) -> Floats:
        """The lowest value, nothing where it is not known."""
        return np.where(np.isnan(self.low), 0.0, self.low)

    def end(self, row: int) -> Floats:
        """What goes into the row of low, central or high."""
        return (self.at_least, self.middle, self.at_most)[row]

    @property
    def at_most(self) -> Floats:
        """The highest value, infinite where it is not known."""
        return np.where(np.isnan(self.high), np.inf, self.high)


OPEN = Bounds(NOT_KNOWN, NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Answers:
    """Cells read through the roles of a method."""

    cells: Cells
    catalogue: Catalogue
    method: Method

    def bounds(self, role: str, subject: Subject = COMPANY) -> Bounds:
        """The possible values of a number; the company's where the fact is the company's."""
        cell = self.cell(role, subject)
        if not isinstance(cell, Numbers):
            return OPEN
        assert cell.high is not None
        assert cell.known_low is not None
        assert cell.known_high is not None
        return Bounds(np.where(cell.known_low, cell.low, np.nan), np.where(cell.known_high, cell.high, np.nan))

    def euro(self, role: str, subject: Subject = COMPANY) -> Bounds:
        """The possible amounts of money in euro."""
        cents = self.bounds(role, subject)
        return Bounds(cents.low / CENTS, cents.high / CENTS)

    def days(self, role: str, subject: Subject) -> Bounds:
        """The first and last possible day as ordinals, within the calendar."""
        found = self.bounds(role, subject)
        return Bounds(np.clip(found.low, FIRST, LAST), np.clip(found.high, FIRST, LAST))

    def names(self, role: str, subject: Subject = COMPANY) -> Mapping[str, Plane]:
        """Where each option of a choice is possible; empty where the role is not read at all."""
        fact = self.catalogue.get(self.method.reads.get(role, ""))
        if fact is None:
            return {}
        cell = self.cell(role, subject)
        if not isinstance(cell, Either):
            return {option.name: ALWAYS for option in fact.options}
        place = {code: at for at, code in enumerate(cell.options)}
        return {option.name: cell.possible[place[option.code]] | ~cell.known for option in fact.options}

    def truth(self, role: str, subject: Subject = COMPANY) -> Truth:
        """A yes/no answer; unknown where both are possible or the role is not read."""
        return truth_of(self.cell(role, subject))

    def known(self, role: str, subject: Subject = COMPANY) -> Plane:
        """Where anything at all is known."""
        cell = self.cell(role, subject)
        if cell is None:
            return ~ALWAYS
        known = cell.answered if isinstance(cell, Numbers) else cell.known
        assert known is not None
        return known

    def cell(self, role: str, subject: Subject) -> Cell | None:
        """The column that answers a role for a subject; nothing where the fact is about another list."""
        name = self.method.reads.get(role, "")
        fact = self.catalogue.get(name)
        if fact is None:
            return None
        owner = COMPANY if fact.about is About.COMPANY else subject if fact.about is subject.about else None
        return None if owner is None else self.cells.get(owner, {}).get(name)


def truth_of(cell: Cell | None) -> Truth:
    """Where a yes/no column says yes alone, and where no alone."""
    if not isinstance(cell, Either):
        return UNKNOWN
    yes = cell.possible[cell.options.index(YES)]
    other = np.delete(cell.possible, cell.options.index(YES), axis=0).any(axis=0)
    return Truth(cell.known & yes & ~other, cell.known & other & ~yes)


def ordinals(days: Floats) -> NDArray[np.int64]:
    """Whole days; what is not known becomes the first day there is."""
    whole: NDArray[np.int64] = np.where(np.isnan(days), FIRST, days).astype(np.int64)
    return whole
