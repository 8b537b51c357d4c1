"""What is finable: provisions, the tier of each, and the tiers' maximum amounts by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lexposure.rulebook.currencies import EURO
from lexposure.source.problems import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Cap:
    """The maximum of a fine from a day on: a fixed amount, a share of turnover, or the higher of both.

    ``fixed_cents`` are hundredths of ``currency``, the currency of the law.
    """

    fixed_cents: int | None
    share_ppm: int | None
    cite: str
    kind: str
    certainty: str
    checked_on: dt.date
    currency: str = EURO


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
class Mirror:
    """A regime whose provisions are those of another under the same numbers: one law taken over by a second state.

    ``law`` takes the place of ``original_law`` in names; ``tiers`` says which tier stands for which. ``when`` is
    the company's yes/no fact that says whether the mirrored law applies at all. ``apart`` gives articles whose image is
    not computed, because the questions asked do not fit the other state, each with the reason.
    """

    regime: str
    original: str
    law: str
    original_law: str
    tiers: Mapping[str, str]
    when: str
    start: dt.date
    cite: str
    apart: Mapping[str, str] = field(default_factory=dict[str, str])
    url: str = ""
    span: Span = NOWHERE

    def name_of(self, name: str) -> str:
        """The mirrored name of a provision: ``UK GDPR 32(1)`` for ``GDPR 32(1)``."""
        return f"{self.law}{name.removeprefix(self.original_law)}"

    def image_of(self, tier: str) -> str:
        """The tier that stands for one of the original, named under either law; empty where there is none."""
        return self.tiers.get(tier) or self.tiers.get(f"{self.original_law}{tier.removeprefix(self.law)}", "")


@dataclass(frozen=True, slots=True)
class Provisions:
    """All provisions, tiers and regimes by name; ``mirrors`` by the id of the regime that mirrors another."""

    by_name: Mapping[str, Provision] = field(default_factory=dict[str, Provision])
    tiers: Mapping[str, Tier] = field(default_factory=dict[str, Tier])
    regimes: Mapping[str, Regime] = field(default_factory=dict[str, Regime])
    mirrors: Mapping[str, Mirror] = field(default_factory=dict[str, Mirror])

    def of_regime(self, provision: Provision, regime: str) -> Provision | None:
        """The provision as the regime has it: itself, its mirror image, or nothing."""
        if provision.regime == regime:
            return provision
        mirror = self.mirrors.get(regime)
        return self._image(provision, mirror) if mirror and mirror.original == provision.regime else None

    def _image(self, provision: Provision, mirror: Mirror) -> Provision:
        apart = next((why for name in _headings(provision.name) if (why := mirror.apart.get(name))), "")
        tier = None if apart else provision.tier
        return replace(
            provision,
            national=apart or provision.national,
            name=mirror.name_of(provision.name),
            regime=mirror.regime,
            tier=self.tiers.get(mirror.tiers.get(tier.name, "")) if tier else None,
            routes=() if apart else tuple(mirror.name_of(route) for route in provision.routes),
            cite=f"{mirror.law}{provision.cite.removeprefix(mirror.original_law)}; {mirror.cite}",
            url=mirror.url,
            from_=mirror.start,
            span=mirror.span,
        )

    def find(self, name: str) -> Provision | None:
        """The provision under its name or its nearest heading: ``GDPR 5(1)(a)``, ``GDPR 5(1)``, ``GDPR 5``.

        What is returned carries the name asked for. A mirrored law's provisions are found under its own names.
        """
        for mirror in self.mirrors.values():
            if name.startswith(f"{mirror.law} "):
                original = self.find(f"{mirror.original_law}{name.removeprefix(mirror.law)}")
                return self._image(original, mirror) if original else None
        for heading in _headings(name):
            known = self.by_name.get(heading)
            if known is not None:
                return known if heading == name else replace(known, name=name)
        return None


def _headings(name: str) -> Iterator[str]:
    """A name and the headings above it, the nearest first."""
    yield name
    while name.endswith(")") and "(" in name:
        name = name[: name.rindex("(")].rstrip()
        yield name
