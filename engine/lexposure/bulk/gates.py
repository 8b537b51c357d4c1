"""Whether findings on an entry can be fined, row by row: fault, and time. See :mod:`lexposure.exposure.gates`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.answers import FIRST, LAST, Answers, Bounds, ordinals
from lexposure.bulk.frame import ALWAYS, NEVER, Floats, Plane
from lexposure.exposure.duration import years
from lexposure.exposure.gates import later
from lexposure.profile.possible import Subject
from lexposure.rulebook.formulas import Duration, Limitation


@dataclass(frozen=True, slots=True)
class Gate:
    """Where a fine is possible, and where none is."""

    fine: Plane
    none: Plane


@dataclass(frozen=True)
class Gates:
    """The gates of one method over a frame."""

    answers: Answers
    on: dt.date

    @cached_property
    def _years(self) -> dict[Subject, tuple[Floats, Floats, Floats]]:
        return {}

    def of(self, subject: Subject) -> Gate:
        """Fault and time together."""
        fault, time = self.fault(subject), self.time(subject)
        return Gate(fault.fine & time.fine, fault.none | time.none)

    def fault(self, subject: Subject) -> Gate:
        """The entry's own answer on fault stands in place of the company's."""
        rule = self.answers.method.fault
        if rule is None:
            return Gate(ALWAYS, NEVER)
        own, company = (
            self._possible("entry_fault", subject, rule.absent),
            self._possible("fault", subject, rule.absent),
        )
        known = self.answers.known("entry_fault", subject)
        return Gate(np.where(known, own.fine, company.fine), np.where(known, own.none, company.none))

    def _possible(self, role: str, subject: Subject, absent: str) -> Gate:
        names = self.answers.names(role, subject)
        if not names:
            return Gate(ALWAYS, ALWAYS)
        other = NEVER
        for name, plane in names.items():
            if name != absent:
                other = other | plane
        return Gate(other, names.get(absent, NEVER))

    def time(self, subject: Subject) -> Gate:
        """Too late only where every possible period says so; possibly too late where one does."""
        limitation = self.answers.method.limitation
        if limitation is None:
            return Gate(ALWAYS, NEVER)
        on, answers = float(self.on.toordinal()), self.answers
        ongoing = answers.truth("ongoing", subject).true
        ended = self.ended(subject)
        act = answers.days("last_act", subject)
        first = np.where(np.isnan(ended.low), FIRST, ended.low)
        earliest = np.maximum(first, np.where(np.isnan(act.low), FIRST, act.low))
        latest = np.maximum(ended.high, np.minimum(np.where(np.isnan(act.high), on, act.high), on))
        return Gate(
            ongoing | ~self._late(latest, ended.high, limitation), ~ongoing & self._late(earliest, first, limitation)
        )

    def ended(self, subject: Subject) -> Bounds:
        """The first and last possible end of the conduct; today's date while it may still go on."""
        on, answers = float(self.on.toordinal()), self.answers
        ongoing = answers.truth("ongoing", subject)
        found, started = answers.days("ended", subject), answers.days("started", subject)
        first = np.minimum(np.where(np.isnan(found.low), started.low, found.low), on)
        open_end = np.isnan(found.high) | ~(ongoing.true | ongoing.false)
        last = np.minimum(np.where(open_end, on, found.high), on)
        return Bounds(np.where(ongoing.true, on, first), np.where(ongoing.true, on, last))

    def years(self, subject: Subject, rule: Duration) -> tuple[Floats, Floats, Floats]:
        """The shortest, the central and the longest possible duration; not a number and infinite where not known."""
        if subject not in self._years:
            self._years[subject] = self._lasted(subject, rule)
        return self._years[subject]

    def _lasted(self, subject: Subject, rule: Duration) -> tuple[Floats, Floats, Floats]:
        started, ended = self.answers.days("started", subject), self.ended(subject)
        shortest = _years(started.high, ended.low, rule)
        longest = _years(started.low, ended.high, rule)
        central = np.where(np.isnan(started.high) | np.isnan(ended.low), np.nan, (shortest + longest) / 2)
        return np.where(np.isnan(shortest), 0.0, shortest), central, np.where(np.isnan(longest), np.inf, longest)

    def _late(self, restarted: Floats, ended: Floats, limitation: Limitation) -> Plane:
        """Whether the period, or the longest one, had run out before today."""
        on = self.on.toordinal()
        period, whole = _later(restarted, limitation.years), _later(ended, limitation.absolute_years)
        return (period < on) | (whole < on)


def _later(days: Floats, count: int) -> NDArray[np.int64]:
    return _each(ordinals(days), lambda day: later(dt.date.fromordinal(day), count).toordinal())


def _years(start: Floats, end: Floats, rule: Duration) -> Floats:
    """Years between days; not a number where one is not known."""
    both, back = np.unique(ordinals(start) * _DAYS + ordinals(end), return_inverse=True)
    days = (divmod(int(pair), _DAYS) for pair in both)
    found = [years(dt.date.fromordinal(one), dt.date.fromordinal(other), rule) for one, other in days]
    return np.where(np.isnan(start) | np.isnan(end), np.nan, np.array(found)[back.reshape(-1)])


_DAYS = LAST + 1


def _each(days: NDArray[np.int64], of: Callable[[int], int]) -> NDArray[np.int64]:
    """A function of days, once for each different day."""
    different, back = np.unique(days, return_inverse=True)
    found: NDArray[np.int64] = np.array([of(int(day)) for day in different.tolist()], np.int64)[back.reshape(-1)]
    return found
