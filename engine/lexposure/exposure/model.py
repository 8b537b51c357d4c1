"""What an exposure is: amounts in euro, each made of steps.

An amount is a :class:`Range` of floats in euro, rounded only on output. ``None`` means that it
cannot be computed (turnover unknown: high; no formula: central).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lexposure.assess.model import Missing


@dataclass(frozen=True, slots=True)
class Range:
    """low / central / high of an amount."""

    low: float
    central: float | None
    high: float | None


ZERO = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation, in the method's order, with the amounts after it."""

    id: str
    label: str
    cite: str
    low: float
    central: float | None
    high: float | None
    because: str
    kind: str = "law"


@dataclass(frozen=True, slots=True)
class ConductExposure:
    """One fine for one conduct. ``state``: established, open, or alleged (drawn apart, never in totals).

    ``findings`` are finding ids kept in the calculation, ``displaced`` (id, displaced by, principle).
    ``established`` is the range on findings alone, nothing where there is none.
    """

    id: str
    regime: str
    label: str
    state: str
    findings: tuple[str, ...]
    displaced: tuple[tuple[str, str, str], ...]
    cap: float | None
    cap_provision: str
    low: float
    central: float | None
    high: float | None
    steps: tuple[Step, ...]
    established: Range | None
    seriousness: tuple[str, str] | None
    facts_group: str
    notes: tuple[str, ...] = ()

    @property
    def range(self) -> Range:
        """The hull over completions."""
        return Range(self.low, self.central, self.high)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Periodic penalty payments: the most per day, outside every total."""

    per_day: float | None
    cite: str


@dataclass(frozen=True, slots=True)
class NotComputed:
    """A finding or open question whose fine this rule book cannot compute, and why: it is stated, never zero."""

    finding: str
    provision: str
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A real decision near a conduct. ``own_turnover``: the turnover is the fined company's alone.

    ``distance`` is that of :data:`lexposure.empirical.nearest.SAYS`; ``court`` how it ended there, empty where unknown.
    """

    id: str
    company: str
    authority: str
    decided: dt.date | None
    year: int
    fine: float
    turnover: float
    own_turnover: bool
    articles: tuple[str, ...]
    url: str
    court: str
    distance: float
    certainty: str


@dataclass(frozen=True, slots=True)
class EmpiricalRange:
    """What real decisions suggest for one conduct, if it is fined, in euro: quantiles of the forecast.

    ``n`` decisions were fitted. ``coverage_80`` is the measured share of ``tested`` real fines that lay in their
    80 % range. ``hindsight``: decisions later than the assessment are among them. ``capped``: the legal maximum cuts
    the range off. ``missing`` names what is not known of the case.
    """

    conduct: str
    p2_5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p97_5: float
    n: int
    coverage_80: float
    tested: int
    hindsight: bool
    capped: bool
    missing: tuple[str, ...]
    nearest: tuple[Nearby, ...]


@dataclass(frozen=True, slots=True)
class Litigated:
    """What would remain of the established range if courts did with it what they did with real decisions.

    Of ``n`` decisions whose end before a court is known so many were upheld, reduced, annulled; ``remaining`` is the
    mean part of the fines that stayed.
    """

    range: Range
    n: int
    upheld: int
    reduced: int
    annulled: int
    remaining: float


@dataclass(frozen=True, slots=True)
class RegimeExposure:
    """All conducts under one regime. ``cap`` is the gravest single conduct's, ``cap_total`` the sum.

    ``chosen_by`` says whose choice the method is (default, authority, profile, command line), ``chosen_because`` why.
    ``empirical`` and ``litigated`` stand beside the method's range and are never in it.
    ``not_computed`` stands beside the amounts and is in none of them; where a regime has nothing else, ``high`` and
    ``cap`` are nothing.
    """

    regime: str
    title: str
    method: str
    method_title: str
    chosen_by: str
    chosen_because: str
    in_hindsight: bool
    formula: bool
    cap: float | None
    cap_total: float | None
    low: float
    central: float | None
    high: float | None
    established: Range
    conducts: tuple[ConductExposure, ...]
    alleged: tuple[ConductExposure, ...]
    periodic: tuple[Periodic, ...]
    notes: tuple[str, ...] = ()
    not_computed: tuple[NotComputed, ...] = ()
    empirical: EmpiricalRange | None = None
    litigated: Litigated | None = None

    @property
    def nothing_computed(self) -> bool:
        """Whether the regime has only what cannot be computed."""
        return bool(self.not_computed) and not self.conducts


@dataclass(frozen=True, slots=True)
class Total:
    """Regimes together. ``largest``: the dearest regime per group of facts; ``added``: the sum of all."""

    largest: Range
    added: Range
    established_largest: Range
    established_added: Range
    note: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A named assumption the figures rest on, its kind (law, guidance, our reading) and certainty."""

    id: str
    says: str
    kind: str
    cite: str
    certainty: str = ""
    checked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """An open question and the share of the open width (0 to 1) it could still decide; not additive."""

    missing: Missing
    question: str
    share_of_width: float | None
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedOutcome:
    """A known outcome (index into the profile's outcomes) and where it falls on the regime's range."""

    index: int
    place: str
    share_of_cap: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A corrective power beside the fine: possible, or ordered in a known outcome."""

    power: str
    title: str
    cite: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """The money side of an assessment. Amounts in ``currency`` (EUR)."""

    currency: str
    regimes: tuple[RegimeExposure, ...]
    total: Total
    unknowns: tuple[Unknown, ...]
    outcomes: tuple[PlacedOutcome, ...]
    measures: tuple[Measure, ...]
    assumptions: tuple[Assumption, ...]
