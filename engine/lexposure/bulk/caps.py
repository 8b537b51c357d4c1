"""Laws without guidelines on fines: the maximum, row by row. See :mod:`lexposure.exposure.caps_pricing`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

import lexposure.exposure.amounts as am
from lexposure.bulk.displacing import Selection
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.items import Cluster, Item, Scene
from lexposure.bulk.pricing import NOTHING, apart, selected
from lexposure.exposure.gdpr import cap_parts
from lexposure.rulebook.formulas import CapsMethod
from lexposure.rulebook.provisions import Cap


@dataclass(frozen=True)
class CapsPricing:
    """Maxima only; the maximum for repeated breaches counts unless it is excluded."""

    method: CapsMethod
    scene: Scene

    @property
    def adds_up(self) -> bool:
        """One conduct has one maximum."""
        return False

    def least(self, _cluster: Cluster, _selection: Selection, /) -> Floats:
        """Nothing is computed, so nothing is the least."""
        return NOTHING

    def most(self, _cluster: Cluster, selection: Selection, /) -> Floats:
        """The maximum."""
        return self.maximum(selection)

    def most_together(self, cluster: Cluster, parts: Sequence[Selection], /) -> Floats:
        """Apart, each conduct has a maximum of its own."""
        return apart(self, cluster, parts)

    def outer(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The maximum."""
        return self.most(cluster, selection)

    def central(self, _cluster: Cluster, selection: Selection, /) -> Floats:
        """There is no centre without a formula."""
        return np.where(selected(selection), np.nan, 0.0)

    def maximum(self, selection: Selection, /) -> Floats:
        """The gravest tier, which a repeated breach raises; at the largest turnover."""
        turnover = self.scene.answers.euro("turnover").at_most
        found = NOTHING
        tiers = [pair for item, plane in selection for pair in self._tiers(item, plane)]
        for cap, plane in sorted(tiers, key=lambda pair: cap_parts([pair[0]])):
            fixed, share = cap_parts([cap])
            amount = am.maximum(np.full(1, fixed), np.full(1, share), turnover)
            found = np.where(plane, amount, found)  # graver ones come later and stand in place of others
        return found

    def _tiers(self, item: Item, plane: Plane) -> Iterator[tuple[Cap, Plane]]:
        caps, rule = self.scene.law.caps, self.method.recurrence
        for one in item.provisions:
            if one.tier is None:
                continue
            yield caps[one.tier.name][1], plane
            if rule is not None and rule.becomes in caps and one.tier.name == rule.tier:
                repeated = self.scene.answers.truth("recurrence", item.subject)
                yield caps[rule.becomes][1], plane & ~repeated.false
