"""What every method answers about fines for selected findings, row by row. See :mod:`lexposure.exposure.pricing`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from lexposure.bulk.displacing import Displaced, Selection
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.items import Cluster, Levels

LOW, CENTRAL, HIGH = 0, 1, 2
"""The rows of low, central and high."""

NOTHING = np.zeros(1)


class Pricing(Protocol):
    """The fine of one regime for selected findings of a cluster; grows with the selection.

    All amounts are in euro; infinite where there is no upper end, not a number where there is no centre.
    """

    @property
    def adds_up(self) -> bool:
        """Whether the conducts of linked entries add up inside one fine (sales on several markets)."""
        ...

    def least(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The least fine of a conduct with at least these findings."""
        ...

    def most(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The largest fine of a conduct with at most these findings."""
        ...

    def most_together(self, cluster: Cluster, parts: Sequence[Selection], /) -> Floats:
        """The largest sum of fines for parts each of which may be linked with any other."""
        ...

    def outer(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The largest fine of a conduct whose maximum is that of these findings."""
        ...

    def central(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The central fine of these findings, made in one conduct."""
        ...

    def maximum(self, selection: Selection, /) -> Floats:
        """The legal maximum of a conduct with these findings."""
        ...


def apart(pricing: Pricing, cluster: Cluster, parts: Sequence[Selection]) -> Floats:
    """The largest fines of parts, each a conduct of its own, added up."""
    total = NOTHING
    for part in parts:
        total = total + pricing.most(cluster, part)
    return total


def least_of(pricing: Pricing, displaced: Displaced) -> Floats:
    """A bound below every completion of a cluster."""
    cluster, bound = displaced.cluster, NOTHING

    def least(selection: Selection) -> Floats:
        return pricing.least(cluster, selection)

    for block in cluster.blocks:
        bound = np.maximum(bound, displaced.weakest(block, least, together=pricing.adds_up))
    return bound


def most_of(pricing: Pricing, displaced: Displaced) -> Floats:
    """A bound above every completion of a cluster."""
    cluster = displaced.cluster
    return pricing.most_together(cluster, [displaced.kept(block.items) for block in cluster.blocks])


def selected(selection: Selection) -> Plane:
    """Where anything is selected."""
    found = np.zeros(1, np.bool_)
    for _, plane in selection:
        found = found | plane
    return found


def gravest(selection: Selection, row: int) -> Levels:
    """The highest level among the findings, by their lowest, central or highest one; -1 where there are none."""
    found: Levels = np.full(1, -1, np.int8)
    for item, plane in selection:
        found = np.maximum(found, np.where(plane, item.levels[row], np.int8(-1)))
    return found


def largest_parts(selection: Selection) -> tuple[Floats, Floats]:
    """The largest amount and the largest share among the maxima of the findings."""
    planes: dict[tuple[float, float], Plane] = {}
    for item, plane in selection:
        planes[item.parts] = planes[item.parts] | plane if item.parts in planes else plane
    fixed = share = NOTHING
    for (own_fixed, own_share), plane in planes.items():
        fixed = np.maximum(fixed, np.where(plane, own_fixed, 0.0))
        share = np.maximum(share, np.where(plane, own_share, 0.0))
    return fixed, share
