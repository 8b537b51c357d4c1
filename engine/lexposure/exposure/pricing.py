"""What every method answers about the fine for a set of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lexposure.exposure.conducts import Block, Cluster, Displacing, Item
from lexposure.exposure.model import Step
from lexposure.profile.possible import Subject
from lexposure.rulebook.rules import Level


@dataclass(frozen=True, slots=True)
class Maximum:
    """The legal maximum of a conduct, infinite where turnover is not known; and the tier it comes from."""

    amount: float
    tier: str
    cite: str


@dataclass(frozen=True, slots=True)
class Scenes:
    """The findings of one conduct that each row of its steps is made of, and the clusters around it.

    ``least`` and ``most`` bound every completion; ``made`` is the conduct on its findings alone, taken
    as one, for the central value.
    """

    cluster: Cluster
    least: Sequence[Item]
    most: Sequence[Item]
    central: Sequence[Item]
    made: Cluster | None


class Pricing(Protocol):
    """The fine of one regime for sets of findings; grows with the set.

    All amounts are in euro; infinite where there is no upper end, nothing where there is no centre.
    """

    @property
    def adds_up(self) -> bool:
        """Whether the conducts of linked entries add up inside one fine (sales on several markets)."""
        ...

    def least(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """The least fine of a conduct with at least these findings."""
        ...

    def most(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """The largest fine of a conduct with at most these findings."""
        ...

    def most_together(self, cluster: Cluster, parts: Sequence[Sequence[Item]], /) -> float:
        """The largest sum of fines for parts each of which may be linked with any other."""
        ...

    def outer(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """The largest fine of a conduct whose maximum is that of these findings."""
        ...

    def central(self, made: Cluster, items: Sequence[Item], /) -> float | None:
        """The central fine of these findings, made in one conduct."""
        ...

    def maximum(self, items: Sequence[Item]) -> Maximum:
        """The legal maximum of a conduct with these findings."""
        ...

    def steps(self, scenes: Scenes) -> tuple[Step, ...]:
        """The calculation of a conduct."""
        ...

    def notes(self, items: Sequence[Item]) -> tuple[str, ...]:
        """What a reader of the conduct must know."""
        ...


def levels_of(item: Item) -> tuple[Level, Level, Level]:
    """The levels of seriousness behind low, central and high."""
    grave = item.finding.graveness
    if grave is None:
        return Level.LOW, Level.MEDIUM, Level.HIGH
    return grave.lowest, grave.central, grave.highest


def weakest(pricing: Pricing, displacing: Displacing, cluster: Cluster, block: Block) -> tuple[float, tuple[Item, ...]]:
    """The bound below the conduct that holds a block, and the findings behind it; none where nothing is sure."""
    bounds = [
        min(((pricing.least(cluster, one), one) for one in _ordered(cluster, sets)), key=_amount)
        for sets in displacing.least(cluster, block)
    ]
    return max(bounds, key=_amount, default=(0.0, ()))


def least_of(pricing: Pricing, displacing: Displacing, cluster: Cluster) -> float:
    """A bound below every completion of a cluster (see :mod:`lexposure.exposure.conducts`).

    Of conducts that may be one, at least the dearest is fined. Where linked sales add up in one fine,
    what is firm in every block is fined too: one maximum over the sum is below several maxima over its
    parts.
    """
    if not pricing.adds_up:
        return max((weakest(pricing, displacing, cluster, block)[0] for block in cluster.blocks), default=0.0)
    firm = frozenset(item for block in cluster.blocks for item in displacing.firm(cluster, block))
    bounds = [
        min(pricing.least(cluster, one) for one in _ordered(cluster, [firm | one for one in sets]))
        for block in cluster.blocks
        for sets in displacing.least(cluster, block)
    ]
    return max(bounds, default=0.0)


def most_of(pricing: Pricing, displacing: Displacing, cluster: Cluster) -> float:
    """A bound above every completion of a cluster."""
    return pricing.most_together(cluster, [displacing.kept(block.items) for block in cluster.blocks])


def subjects_of(items: Sequence[Item]) -> tuple[Subject, ...]:
    """The entries of these findings, each once, in order."""
    return tuple(dict.fromkeys(item.key.subject for item in items))


def _ordered(cluster: Cluster, sets: Sequence[frozenset[Item]]) -> list[tuple[Item, ...]]:
    return [tuple(item for item in cluster.items if item in one) for one in sets]


def _amount(pair: tuple[float, tuple[Item, ...]]) -> float:
    return pair[0]
