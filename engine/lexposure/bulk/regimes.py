"""One regime's amounts, row by row. See :mod:`lexposure.exposure.regimes`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexposure.bulk.antitrust import AntitrustPricing
from lexposure.bulk.caps import CapsPricing
from lexposure.bulk.displacing import Displaced
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.gdpr import GdprPricing
from lexposure.bulk.items import Block, Cluster, Scene, any_of
from lexposure.bulk.pricing import NOTHING, Pricing, least_of, most_of
from lexposure.bulk.tariff import TariffPricing
from lexposure.exposure.conducts import Displacing
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod


@dataclass(frozen=True, slots=True)
class Amounts:
    """low / central / high by row: infinite where there is no upper end, not a number where there is no centre."""

    low: Floats
    central: Floats
    high: Floats

    def clamped(self) -> Amounts:
        """The centre kept between low and high."""
        return Amounts(self.low, np.minimum(np.maximum(self.central, self.low), self.high), self.high)


@dataclass(frozen=True)
class Priced:
    """A cluster with its amounts; ``outer`` is by block the largest fine of a conduct that has its maximum."""

    pricing: Pricing
    displaced: Displaced

    @property
    def cluster(self) -> Cluster:
        """The cluster."""
        return self.displaced.cluster

    @cached_property
    def low(self) -> Floats:
        """A bound below every completion."""
        return least_of(self.pricing, self.displaced)

    @cached_property
    def high(self) -> Floats:
        """A bound above every completion."""
        return most_of(self.pricing, self.displaced)

    @cached_property
    def central(self) -> Floats:
        """The centre of all its findings in one conduct."""
        return self.pricing.central(self.cluster, self.displaced.kept(self.cluster.items))

    def outer(self, block: Block) -> Floats:
        """The largest fine of a conduct that has the block's maximum."""
        return self.pricing.outer(self.cluster, self.displaced.kept(block.items))

    def maxima(self) -> Iterator[tuple[Plane, Floats]]:
        """Where each block is a conduct, and its legal maximum."""
        for block in self.cluster.blocks:
            yield block.present, self.pricing.maximum(self.displaced.kept(block.items))


@dataclass(frozen=True)
class Regime:
    """One regime over a frame. ``nothing_computed``: it has only what cannot be computed."""

    scene: Scene
    displacing: Displacing

    @cached_property
    def pricing(self) -> Pricing:
        """The fine for selected findings."""
        match self.scene.law.method_in_euro:
            case EdpbMethod() as method:
                return GdprPricing(method, self.scene)
            case DailyRateMethod() | CategoryMethod() as method:
                return TariffPricing(method, self.scene)
            case CommissionMethod() as method:
                return AntitrustPricing(method, self.scene)
            case CapsMethod() as method:
                return CapsPricing(method, self.scene)
            case method:
                raise AssertionError(method)

    @cached_property
    def hull(self) -> tuple[Priced, ...]:
        """Everything that may be a finding."""
        return self._priced(self.scene.hull)

    @cached_property
    def made(self) -> tuple[Priced, ...]:
        """What is established."""
        return self._priced(self.scene.made)

    @cached_property
    def nothing_computed(self) -> Plane:
        """Where the regime has only what cannot be computed."""
        return self.scene.uncomputed & ~any_of(block.present for one in self.hull for block in one.cluster.blocks)

    @cached_property
    def range(self) -> Amounts:
        """The hull over completions with the centre of what is established."""
        found = Amounts(_sum(self.hull, "low"), self._central, _sum(self.hull, "high"))
        return self._where_computed(found).clamped()

    @cached_property
    def established(self) -> Amounts:
        """The range on findings alone."""
        found = Amounts(_sum(self.made, "low"), self._central, _sum(self.made, "high"))
        return self._where_computed(found).clamped()

    @cached_property
    def cap(self) -> Floats:
        """The gravest single conduct's maximum; infinite where one has no end."""
        found = NOTHING
        for one in self.hull:
            for where, maximum in one.maxima():
                found = np.maximum(found, np.where(where, maximum, 0.0))
        return np.where(self.nothing_computed, np.inf, found)

    @cached_property
    def cap_total(self) -> Floats:
        """The sum of the maxima of all conducts."""
        found = NOTHING
        for one in self.hull:
            for where, maximum in one.maxima():
                found = found + np.where(where, maximum, 0.0)
        return np.where(self.nothing_computed, np.inf, found)

    @cached_property
    def _central(self) -> Floats:
        return _sum(self.made, "central")

    def _where_computed(self, amounts: Amounts) -> Amounts:
        nothing = self.nothing_computed
        return Amounts(
            np.where(nothing, 0.0, amounts.low),
            np.where(nothing, np.nan, amounts.central),
            np.where(nothing, np.inf, amounts.high),
        )

    def _priced(self, clusters: Sequence[Cluster]) -> tuple[Priced, ...]:
        return tuple(Priced(self.pricing, Displaced(self.displacing, one)) for one in clusters)


def _sum(several: Sequence[Priced], end: str) -> Floats:
    total = NOTHING
    for one in several:
        total = total + getattr(one, end)
    return total
