"""Real decisions as the case files record them: facts with their sources, no judgement of ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

CourtEnd = Literal["upheld", "reduced", "annulled", "pending"]


@dataclass(frozen=True, slots=True)
class Court:
    """What became of a decision: how it ended, the amount after it in euro (nothing where it is not known)."""

    end: CourtEnd
    final: float | None
    on: dt.date | None
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One published fine under the GDPR.

    Amounts are in euro. ``own_turnover`` is the fined company's alone, ``group_turnover`` the undertaking's; a source
    gives one of them, and the two are never mixed. ``people`` are those affected. ``seriousness`` is the decision's own
    word for it, known only afterwards. Nothing means that it was not seen, never "no".
    """

    id: str
    company: str
    country: str
    authority: str
    decided: dt.date | None
    year: int
    fine: float
    articles: tuple[str, ...]
    tier: str
    own_turnover: float | None
    group_turnover: float | None
    turnover_source: str
    people: float | None
    intent: str
    special_categories: bool | None
    children: bool | None
    earlier: bool | None
    violation: str
    seriousness: str
    eprivacy: bool
    certainty: str
    sources: tuple[str, ...]
    court: Court | None

    @property
    def turnover(self) -> float | None:
        """The turnover that is known, whichever it is."""
        return self.own_turnover if self.group_turnover is None else self.group_turnover

    @property
    def on(self) -> dt.date:
        """The day of the decision; where only the year is known, its last day, so that it is never used too early."""
        return self.decided or dt.date(self.year, 12, 31)

    @property
    def final(self) -> float | None:
        """The amount that remained, where the matter has ended or was never before a court; nothing while pending."""
        return self.fine if self.court is None else self.court.final
