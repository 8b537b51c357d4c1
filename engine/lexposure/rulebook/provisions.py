"""What is finable: provisions, the tier of each, and the tiers' maximum amounts by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexposure.source.problems import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Cap:
    """The maximum of a fine from a day on: a fixed amount, a share of turnover, or the higher of both."""

    fixed_cents: int | None
    share_ppm: int | None
    cite: str
    kind: str
    certainty: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of fines with one maximum. ``caps`` are (first day, cap) in order of time."""

    name: str
    title: str
    regime: str
    caps: tuple[tuple[dt.date, Cap], ...]
    url: str = ""
    span: Span = NOWHERE

    def cap_on(self, day: dt.date) -> Cap | None:
        """The maximum in force on a day; before the first one there is none."""
        return next((cap for start, cap in reversed(self.caps) if start <= day), None)


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of law that can be infringed.

    One that is finable only through others (``routes``) takes the tier of the first of them.
    ``only_through`` says through what order or designation alone a fine is possible; such a provision
    has no tier, and its exposure is stated, never zero. ``national`` says which national law fixes the maximum
    where that was not sourced: it is not computed, and never zero either. ``doubtful``: whether it is finable is
    disputed.
    """

    name: str
    regime: str
    subject: str
    tier: Tier | None
    point: str
    routes: tuple[str, ...]
    only_through: str
    national: str
    doubtful: bool
    note: str
    certainty: str
    cite: str
    url: str
    from_: dt.date | None
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Regime:
    """A body of law under which fines are counted together."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Provisions:
    """All provisions, tiers and regimes by name."""

    by_name: Mapping[str, Provision] = field(default_factory=dict[str, Provision])
    tiers: Mapping[str, Tier] = field(default_factory=dict[str, Tier])
    regimes: Mapping[str, Regime] = field(default_factory=dict[str, Regime])

    def find(self, name: str) -> Provision | None:
        """The provision under its name or its nearest heading: ``GDPR 5(1)(a)``, ``GDPR 5(1)``, ``GDPR 5``.

        What is returned carries the name asked for.
        """
        heading = name
        while True:
            known = self.by_name.get(heading)
            if known is not None:
                return known if heading == name else replace(known, name=name)
            if not heading.endswith(")") or "(" not in heading:
                return None
            heading = heading[: heading.rindex("(")].rstrip()
