"""What courts made of decisions: how many were upheld, reduced, annulled, and how much remained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexposure.rulebook.calibration import Calibration, CompetitionCase
from lexposure.rulebook.decisions import Decision

UPHELD, REDUCED, ANNULLED = "upheld", "reduced", "annulled"
ENDS = (UPHELD, REDUCED, ANNULLED)


@dataclass(frozen=True, slots=True)
class Courts:
    """Decisions whose end before a court is known. ``remaining`` is the mean part of the fine that stayed (0 to 1).

    Only challenged decisions are among them, and those that companies thought worth challenging: no likelihood for any
    single one follows.
    """

    upheld: int
    reduced: int
    annulled: int
    remaining: float

    @property
    def n(self) -> int:
        """All of them."""
        return self.upheld + self.reduced + self.annulled


def courts_of(ends: Iterable[tuple[str, float, float | None]]) -> Courts | None:
    """From (end, fine, final amount); what is pending, or has no final amount, does not count. Nothing if none does."""
    known = [(end, final / fine) for end, fine, final in ends if end in ENDS and final is not None and fine > 0.0]
    if not known:
        return None
    upheld, reduced, annulled = (sum(end == wanted for end, _ in known) for wanted in ENDS)
    return Courts(upheld, reduced, annulled, sum(share for _, share in known) / len(known))


def courts_for(calibration: Calibration, regime: str, on: dt.date) -> Courts | None:
    """What is known at a date of decisions under a regime; nothing where that is nothing."""
    if regime == calibration.design.regime:
        return courts_of(_ends(calibration.decisions, on))
    return courts_of((one.court, one.fine, one.final) for one in table_of(calibration, regime, on))


def _ends(decisions: Sequence[Decision], on: dt.date) -> Iterator[tuple[str, float, float | None]]:
    """Judgments of a known day count from that day on, others from the decision's day on."""
    for one in decisions:
        if one.court is not None and (one.court.on or one.on) <= on:
            yield one.court.end, one.fine, one.court.final


def table_of(calibration: Calibration, regime: str, on: dt.date) -> tuple[CompetitionCase, ...]:
    """The decisions of a regime that has a table instead of a model, taken by a date, the latest first."""
    about = frozenset(calibration.design.tables.get(regime, ()))
    found = [one for one in calibration.competition if about & frozenset(one.law) and one.decided <= on]
    return tuple(sorted(found, key=lambda one: (one.decided, one.id), reverse=True))
