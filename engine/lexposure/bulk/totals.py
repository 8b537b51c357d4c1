"""All regimes together, row by row: the dearest per group of facts, and the sum.

See :mod:`lexposure.exposure.totals`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lexposure.bulk.frame import Floats
from lexposure.bulk.items import Cluster, clusters
from lexposure.bulk.pricing import NOTHING
from lexposure.bulk.regimes import Amounts, Priced, Regime
from lexposure.exposure.conducts import Links

Found = Sequence[tuple[Regime, Sequence[Priced]]]


@dataclass(frozen=True, slots=True)
class Totals:
    """``largest``: the dearest regime per group of facts; ``added``: the sum of all."""

    largest: Amounts
    added: Amounts
    established_largest: Amounts
    established_added: Amounts


@dataclass(frozen=True, slots=True)
class Part:
    """A regime's clusters within one group of facts."""

    regime: Regime
    clusters: tuple[Priced, ...]

    def low(self) -> Floats:
        """Bounds below, added up."""
        return _added_up(one.low for one in self.clusters)

    def high(self) -> Floats:
        """Bounds above, added up."""
        return _added_up(one.high for one in self.clusters)

    def central(self) -> Floats:
        """Centres, added up."""
        return _added_up(one.central for one in self.clusters)


@dataclass(frozen=True, slots=True)
class Group:
    """The clusters of all regimes on one group of facts, in the rows where they stand together."""

    facts: Cluster
    parts: tuple[Part, ...]

    def dearest(self, of: Callable[[Part], Floats]) -> Floats:
        """The largest amount of a regime; not a number where one is not."""
        found = NOTHING
        for part in self.parts:
            found = np.maximum(found, of(part))
        return np.where(self.facts.where, found, 0.0)

    def highest(self) -> Floats:
        """The regimes together, or each block with its dearest regime, whichever is less."""
        together = _added_up(part.high() for part in self.parts)
        apart = NOTHING
        for block in self.facts.blocks:
            dearest = NOTHING
            for part in self.parts:
                for one in part.clusters:
                    for mine in one.cluster.blocks:
                        if mine.key == block.key:
                            dearest = np.maximum(dearest, np.where(mine.present, one.outer(mine), 0.0))
            apart = apart + dearest
        return np.where(self.facts.where, np.minimum(together, apart), 0.0)


def totals(regimes: Sequence[Regime], links: Links) -> Totals:
    """Both readings, on everything that is open and on what is established."""
    made = groups([(regime, regime.made) for regime in regimes], links)
    hull = groups([(regime, regime.hull) for regime in regimes], links)
    central = _added_up(group.dearest(Part.central) for group in made)
    return Totals(
        largest=_largest(hull, central),
        added=_added(regimes, [regime.range for regime in regimes]),
        established_largest=_largest(made, central),
        established_added=_added(regimes, [regime.established for regime in regimes]),
    )


def groups(found: Found, links: Links) -> list[Group]:
    """The regimes' clusters by group of facts."""
    items = [item for _, several in found for one in several for item in one.cluster.items]
    made: list[Group] = []
    for facts in clusters(links, items):
        keys = {block.key for block in facts.blocks}
        parts = (
            Part(regime, tuple(one for one in several if one.cluster.blocks[0].key in keys))
            for regime, several in found
        )
        made.append(Group(facts, tuple(part for part in parts if part.clusters)))
    return made


def _largest(groups: Sequence[Group], central: Floats) -> Amounts:
    low = _added_up(group.dearest(Part.low) for group in groups)
    return Amounts(low, central, _added_up(group.highest() for group in groups)).clamped()


def _added(regimes: Sequence[Regime], ranges: Sequence[Amounts]) -> Amounts:
    """The sum of what is computed."""
    low = central = high = NOTHING
    for regime, amounts in zip(regimes, ranges, strict=True):
        left_out = regime.nothing_computed
        low = low + np.where(left_out, 0.0, amounts.low)
        central = central + np.where(left_out, 0.0, amounts.central)
        high = high + np.where(left_out, 0.0, amounts.high)
    return Amounts(low, central, high)


def _added_up(several: Iterable[Floats]) -> Floats:
    total = NOTHING
    for one in several:
        total = total + one
    return total
