"""Methods of calculating fines as data: bands, limits, gates and the facts that play a role in them.

Shares are fractions (0.04 for 4 %), amounts of money are in euro unless a currency stands beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.rules import Level
from lexposure.source.problems import Span

NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure comes from, what binds it, and how sure we are of it."""

    cite: str
    kind: str
    certainty: str
    checked_on: dt.date
    because: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """A share from low to high with a central value; ``central`` is nothing where none is set."""

    low: float
    central: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Fault:
    """The gate of every regime: the option that excludes a fine, and the one assumed while unknown."""

    absent: str
    assumed: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Limitation:
    """Years from the end of the conduct or the last act of an authority; and the longest time in all."""

    years: int
    absolute_years: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class PeriodicRule:
    """Periodic penalty payments: a share of average daily turnover a day, over ``days`` a year."""

    share: float
    days: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class PublicBody:
    """The national ceiling of fines on public bodies (GDPR Art. 83(7)), in the currency of the law."""

    country: str
    ceiling: float
    currency: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose method it is: the countries whose authority uses it by default, and the days of decisions, both inclusive.

    ``national_only``: not for processing that crosses borders. ``undertakings_only``: not for anybody else.
    """

    authorities: tuple[str, ...]
    start: dt.date
    until: dt.date | None
    national_only: bool
    undertakings_only: bool
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What all methods have in common.

    ``reads`` gives the fact that plays each role; ``covers`` the risk factors that the method itself carries.
    ``currency`` is that of its figures. ``scope`` is that of some authorities' own method; ``replaced`` the day from
    which another text took its place.
    """

    id: str
    regime: str
    title: str
    published: dt.date
    mark: Mark
    url: str = ""
    default: bool = False
    currency: str = EURO
    scope: Scope | None = None
    replaced: dt.date | None = None
    reads: Mapping[str, str] = field(default_factory=dict[str, str])
    fault: Fault | None = None
    limitation: Limitation | None = None
    periodic: PeriodicRule | None = None
    limits: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    public_bodies: Mapping[str, PublicBody] = field(default_factory=dict[str, PublicBody])
    span: Span = NOWHERE

    @property
    def formula(self) -> bool:
        """Whether an amount below the maximum is computed."""
        return True

    @property
    def graded(self) -> bool:
        """Whether levels of seriousness move the amount."""
        return False


@dataclass(frozen=True, slots=True)
class SizeBand:
    """Turnover up to and with ``up_to`` of the method's currency, and the share the starting amount is lowered to.

    ``up_to`` is infinite for a band without an upper end.
    """

    up_to: float
    low: float
    high: float
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdpbMethod(Method):
    """The family of EDPB Guidelines 04/2022: seriousness bands, size bands, step 3, maximum, step 5.

    ``one`` and ``several`` say how far into the band the central share lies. Where ``hardship_mark`` is set, inability
    to pay is a step of its own after step 5.
    """

    bands: Mapping[Level, Spread]
    bands_mark: Mark
    one: float
    several: float
    central_mark: Mark
    sizes: tuple[SizeBand, ...]
    size_mark: Mark
    full_at: float
    full_mark: Mark
    maximum_mark: Mark
    adjustment_mark: Mark
    cap_mark: Mark
    proportionality_mark: Mark
    inability: Spread
    inability_mark: Mark
    hardship_mark: Mark | None = None

    @property
    def graded(self) -> bool:
        """The level opens a band."""
        return True

    def converted(self, per_unit: float) -> EdpbMethod:
        """The same with its amounts in another currency, of which a unit of its own is worth ``per_unit``."""
        sizes = tuple(replace(band, up_to=band.up_to * per_unit) for band in self.sizes)
        return replace(self, sizes=sizes, full_at=self.full_at * per_unit)

    def start(self, level: Level, several: bool) -> Spread:
        """The starting share of a level; ``several`` kept infringements move only its centre."""
        band = self.bands[level]
        into = self.several if several else self.one
        return Spread(band.low, band.low + into * (band.high - band.low), band.high)


@dataclass(frozen=True, slots=True)
class Ranged:
    """A share with the limits the text sets, the range seen in practice, and why that one."""

    limit: Spread | None
    usual: Spread
    mark: Mark
    usual_because: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How days become years: ``days``, ``months`` or ``point24``."""

    rule: str
    year: float
    month_decimals: int
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionMethod(Method):
    """The Commission's Guidelines on fines of 2006. ``points``: the points of law the formula is for."""

    points: frozenset[str]
    gravity: Ranged
    duration: Duration
    additional: Ranged
    adjustment_mark: Mark
    recidivism: Ranged
    deterrence: Ranged
    gains_mark: Mark
    cap_mark: Mark
    cooperation: Ranged
    inability: Spread
    inability_mark: Mark
    rounding: float
    rounding_mark: Mark


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The tier that takes another's place for a repeated breach within some years."""

    tier: str
    becomes: str
    lookback_years: int
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class CapsMethod(Method):
    """Maxima only: a law without guidelines on fines."""

    recurrence: Recurrence | None = None

    @property
    def formula(self) -> bool:
        """Only the maximum is known."""
        return False


@dataclass(frozen=True, slots=True)
class Power:
    """A corrective power; ``words`` are how decisions announce its use."""

    id: str
    regime: str
    title: str
    cite: str
    certainty: str
    words: tuple[str, ...] = ()
