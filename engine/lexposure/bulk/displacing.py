"""Which findings a conduct is surely made of, row by row. See :mod:`lexposure.exposure.conducts` for why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexposure.bulk.frame import NEVER, Floats, Plane
from lexposure.bulk.items import Block, Cluster, Item, any_of
from lexposure.exposure.conducts import Displacing

Selection = Sequence[tuple[Item, Plane]]
"""Findings, each with the rows in which it is selected."""

Least = Callable[[Selection], Floats]
"""The least fine of a conduct with at least these findings."""


@dataclass(frozen=True)
class Displaced:
    """A cluster with what displaces what in it."""

    displacing: Displacing
    cluster: Cluster

    def kept(self, items: Iterable[Item]) -> Selection:
        """The findings that no sure one among them displaces."""
        several = tuple(items)
        return [(one, one.present & ~any_of(other.sure for other in self._above(one, several))) for one in several]

    @cached_property
    def firm(self) -> dict[Item, Plane]:
        """Where findings are sure and nothing in the cluster could displace them."""
        items = self.cluster.items
        return {one: one.sure & ~any_of(other.present for other in self._above(one, items)) for one in items}

    def weakest(self, block: Block, least: Least, together: bool = False) -> Floats:
        """The bound below the conduct that holds a block.

        ``together``: what is firm in every block of the cluster counts.
        """
        held = self.cluster.items if together else block.items
        firm = [(one, self.firm[one]) for one in held if self.firm[one].any()]
        bound = self._only_firm(block, firm, least)
        for one, kept in self.kept(block.items):
            loose = kept & one.sure & ~self.firm[one]
            if loose.any():
                bound = np.where(loose, np.maximum(bound, self._choice(one, loose, firm, least)), bound)
        return bound

    def _only_firm(self, block: Block, firm: Selection, least: Least) -> Floats:
        """What the firm findings cost; nothing where the block itself has none."""
        mine = any_of(self.firm[one] for one in block.items)
        return np.where(mine, least(firm), 0.0) if mine.any() else np.zeros(1)

    def _choice(self, one: Item, where: Plane, firm: Selection, least: Least) -> Floats:
        """The least over everything that may be kept in a finding's place."""
        found = np.full(1, np.inf)
        for other, reached in self._reached(one, where):
            found = np.where(reached, np.minimum(found, least([*firm, (other, reached)])), found)
        return found

    def _reached(self, one: Item, where: Plane) -> Selection:
        """The finding itself and everything that displaces it, directly or through others."""
        reached = {one: where}
        waiting = [one]
        for item in waiting:
            for other in self._above(item, self.cluster.items):
                more = reached[item] & other.present & ~reached.get(other, NEVER)
                if more.any():
                    reached[other] = reached.get(other, NEVER) | more
                    waiting.append(other)
        return list(reached.items())

    def _above(self, item: Item, among: Iterable[Item]) -> list[Item]:
        principles = self.displacing.principles
        return [one for one in among if one is not item and (one.rule.id, item.rule.id) in principles]
