"""All regimes together: the dearest per group of facts, and the sum.

The same facts may be fined under several laws, but not without regard to each other (Charter Art. 50;
C-117/20 bpost, C-151/20 Nordzucker). Two readings are therefore shown side by side.

Groups of facts are the clusters over the findings of all regimes. For the low, one group counts with
its dearest regime, which is below every way of splitting it. For the high, each block counts with its
dearest regime at the largest amount that a conduct with this block's maximum could reach; the sum of
the regimes bounds it too, and the smaller of the two is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lexposure.exposure.amounts import finite
from lexposure.exposure.conducts import Cluster, Links
from lexposure.exposure.model import Range, RegimeExposure, Total
from lexposure.exposure.pricing import least_of, most_of
from lexposure.exposure.regimes import central_of, clamped
from lexposure.exposure.scene import Scene

NOTE = (
    "Fines under several laws for the same facts must take account of each other (Charter Art. 50; C-117/20, "
    "C-151/20): the dearest law per group of facts is shown first, the sum beside it."
)
NO_CENTRE = " A law without a formula is among them, so there is no central figure for all together."


@dataclass(frozen=True, slots=True)
class _Part:
    """A regime's clusters within one group of facts."""

    scene: Scene
    clusters: tuple[Cluster, ...]

    @property
    def low(self) -> float:
        return sum((least_of(self.scene.pricing, self.scene.displacing, one) for one in self.clusters), start=0.0)

    @property
    def high(self) -> float:
        return sum((most_of(self.scene.pricing, self.scene.displacing, one) for one in self.clusters), start=0.0)

    def outer(self) -> dict[str, float]:
        """For each block the largest fine of a conduct that has its maximum."""
        scene = self.scene
        return {
            block.id: scene.pricing.outer(cluster, scene.displacing.kept(block.items))
            for cluster in self.clusters
            for block in cluster.blocks
        }


def total(scenes: Sequence[Scene], regimes: Sequence[RegimeExposure], links: Links) -> Total:
    """Both readings, on everything that is open and on what is established."""
    computed = [one for one in regimes if not one.nothing_computed]
    added = _added([Range(one.low, one.central, one.high) for one in computed])
    made_added = _added([one.established for one in computed])
    made = _largest([(scene, scene.made) for scene in scenes], links)
    central = _largest_central([(scene, scene.made) for scene in scenes], links)
    hull = _largest([(scene, scene.hull) for scene in scenes], links)
    return Total(
        largest=Range(hull.low, clamped(central, hull), hull.high),
        added=added,
        established_largest=Range(made.low, clamped(central, made), made.high),
        established_added=made_added,
        note=NOTE + (NO_CENTRE if central is None else "") + _left_out(regimes),
    )


def _left_out(regimes: Sequence[RegimeExposure]) -> str:
    titles = [one.title for one in regimes if one.not_computed]
    return f" What is not computed is in no total: {', '.join(titles)}." if titles else ""


def _added(ranges: Sequence[Range]) -> Range:
    centrals = [one.central for one in ranges if one.central is not None]
    highs = [one.high for one in ranges if one.high is not None]
    return Range(
        low=sum((one.low for one in ranges), start=0.0),
        central=sum(centrals) if len(centrals) == len(ranges) else None,
        high=sum(highs) if len(highs) == len(ranges) else None,
    )


def _groups(found: Sequence[tuple[Scene, Sequence[Cluster]]], links: Links) -> list[list[_Part]]:
    """The regimes' clusters by group of facts."""
    items = [item for _, clusters in found for cluster in clusters for item in cluster.items]
    groups: list[list[_Part]] = []
    for group in links.clusters(items):
        blocks = {block.id for block in group.blocks}
        parts = [
            _Part(scene, tuple(one for one in clusters if one.blocks[0].id in blocks)) for scene, clusters in found
        ]
        groups.append([part for part in parts if part.clusters])
    return groups


def _largest(found: Sequence[tuple[Scene, Sequence[Cluster]]], links: Links) -> Range:
    low = high = 0.0
    for parts in _groups(found, links):
        low += max(part.low for part in parts)
        together = sum(part.high for part in parts)
        outer = [part.outer() for part in parts]
        blocks = {block for one in outer for block in one}
        apart = sum(max(one.get(block, 0.0) for one in outer) for block in sorted(blocks))
        high += min(together, apart)
    return Range(low, None, finite(high))


def _largest_central(found: Sequence[tuple[Scene, Sequence[Cluster]]], links: Links) -> float | None:
    total = 0.0
    for parts in _groups(found, links):
        centrals = [central_of(part.scene, part.clusters) for part in parts]
        known = [central for central in centrals if central is not None]
        if len(known) < len(centrals):
            return None
        total += max(known)
    return total
