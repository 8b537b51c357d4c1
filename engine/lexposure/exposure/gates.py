"""Whether a finding can be fined at all: fault, and time.

Every regime asks for intention or negligence. In competition law and under the Digital Markets Act
a fine also needs to come in time. What is not known leaves both possible: a fine, and none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lexposure.assess.model import Missing
from lexposure.exposure.answers import Answers
from lexposure.profile.possible import Subject
from lexposure.rulebook.formulas import Limitation

FAULT_ROLES = ("fault", "entry_fault")
PERIOD_ROLES = ("started", "ended", "ongoing", "last_act")


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a fine is possible and whether none is, for the findings on one entry."""

    fine: bool
    none: bool

    @property
    def sure(self) -> bool:
        """A fine is possible whatever the open answers."""
        return self.fine and not self.none


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of one method over one world."""

    answers: Answers
    on: dt.date

    def of(self, subject: Subject) -> Gate:
        """Fault and time together."""
        fault, time = self.fault(subject), self.time(subject)
        return Gate(fault.fine and time.fine, fault.none or time.none)

    def fault(self, subject: Subject) -> Gate:
        """The entry's own answer on fault stands in place of the company's."""
        rule = self.answers.method.fault
        if rule is None:
            return Gate(True, False)
        names = self._fault_names(subject)
        return Gate(not names or bool(names - {rule.absent}), not names or rule.absent in names)

    def time(self, subject: Subject) -> Gate:
        """Too late only where every possible period says so; possibly too late where one does."""
        limitation = self.answers.method.limitation
        if limitation is None or self.answers.truth("ongoing", subject) is True:
            return Gate(True, False)
        first, last = self.ended(subject)
        act_first, act_last = self.answers.day("last_act", subject)
        earliest = max(first or dt.date.min, act_first or dt.date.min)
        latest = max(last, min(act_last or self.on, self.on))
        maybe_late = self._late(earliest, first or dt.date.min, limitation)
        surely_late = self._late(latest, last, limitation)
        return Gate(not surely_late, maybe_late)

    def ended(self, subject: Subject) -> tuple[dt.date | None, dt.date]:
        """The first and last possible end of the conduct; today's date while it may still go on."""
        if self.answers.truth("ongoing", subject) is True:
            return self.on, self.on
        first, last = self.answers.day("ended", subject)
        started = self.answers.day("started", subject)[0]
        if self.answers.truth("ongoing", subject) is None:
            last = self.on
        first = first or started
        return (min(first, self.on) if first else None), min(last or self.on, self.on)

    def _late(self, restarted: dt.date, ended: dt.date, limitation: Limitation) -> bool:
        """Whether the period, or the longest one, had run out before today."""
        return later(restarted, limitation.years) < self.on or later(ended, limitation.absolute_years) < self.on

    def _fault_names(self, subject: Subject) -> frozenset[str]:
        if self.answers.known("entry_fault", subject):
            return self.answers.names("entry_fault", subject)
        return self.answers.names("fault", subject)

    def missing(self, subject: Subject) -> Iterator[Missing]:
        """The open questions behind the gates of an entry."""
        gate = self.fault(subject)
        if gate.fine and gate.none:
            role = "entry_fault" if self.answers.known("entry_fault", subject) else "fault"
            found = self.answers.missing(role, subject)
            if found:
                yield found
        time = self.time(subject)
        if time.fine and time.none:
            for role in PERIOD_ROLES:
                found = self.answers.missing(role, subject)
                if found:
                    yield found


def later(day: dt.date, years: int) -> dt.date:
    """The same day that many years later, the 28th for a 29th of February; never after the calendar."""
    if day.year + years > dt.date.max.year:
        return dt.date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
