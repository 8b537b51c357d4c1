"""Sets of measures in rising order of cost, and the profile after each: the rows of a frame."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.exposures import Estimator, Exposures
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.variants import Said, Varied, said, variants
from lexposure.profile.model import Profile
from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import Catalogue

BLOCK = 16_384
WHOLE = 20
"""Up to so many measures all sets are listed; beyond, the cheapest of them."""

Masks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Costed:
    """A measure as sets know it: its cost, the measures it needs and excludes (by number), what it sets."""

    cost: int
    needs: frozenset[int]
    excludes: frozenset[int]
    sets: Mapping[tuple[Subject, str], Said]


@dataclass(frozen=True, slots=True)
class Listed:
    """Sets that may be chosen, the cheapest first, as bit masks; ``complete``: there are no others."""

    masks: Masks
    costs: NDArray[np.int64]
    complete: bool


def listed(measures: Sequence[Costed], most: int = 1 << WHOLE) -> Listed:
    """The cheapest sets, at most so many, less those that lack what they need or hold what excludes each other."""
    costs = [one.cost for one in measures]
    if len(measures) <= WHOLE and 1 << len(measures) <= most:
        masks = np.arange(1 << len(measures), dtype=np.uint64)
        sums = np.zeros(len(masks), np.int64)
        for at, cost in enumerate(costs):
            sums += np.where(_has(masks, at), cost, 0)
        # Of sets that cost the same, the smaller first.
        order = np.lexsort((np.bitwise_count(masks), sums))
        masks, sums, complete = masks[order], sums[order], True
    else:
        found = list(_cheapest(costs, most))
        masks = np.array([mask for _, mask in found], np.uint64)
        sums = np.array([cost for cost, _ in found], np.int64)
        complete = False
    kept = np.ones(len(masks), np.bool_)
    for at, one in enumerate(measures):
        mine = _has(masks, at)
        for other in one.needs:
            kept &= ~mine | _has(masks, other)
        for other in one.excludes:
            kept &= ~(mine & _has(masks, other))
    return Listed(masks[kept], sums[kept], complete)


def only(*masks: int) -> Listed:
    """These sets in this order, whatever they cost."""
    return Listed(np.array(masks, np.uint64), np.zeros(len(masks), np.int64), False)


def _has(masks: Masks, at: int) -> Plane:
    found: Plane = (masks >> np.uint64(at)) & np.uint64(1) == 1
    return found


def _cheapest(costs: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Sets in rising order of cost: to each the next dearer measure is added, or takes the last one's place."""
    order = sorted(range(len(costs)), key=lambda at: costs[at])
    yield 0, 0
    heap = [(costs[order[0]], 0, 1 << order[0])]
    for _ in range(most - 1):
        if not heap:
            return
        cost, last, mask = heapq.heappop(heap)
        yield cost, mask
        if last + 1 < len(order):
            following = costs[order[last + 1]]
            heapq.heappush(heap, (cost + following, last + 1, mask | 1 << order[last + 1]))
            swapped = mask & ~(1 << order[last]) | 1 << order[last + 1]
            heapq.heappush(heap, (cost - costs[order[last]] + following, last + 1, swapped))


@dataclass(frozen=True, slots=True)
class Priced:
    """Some sets with what is established after them: low, central, high in euro, and whether a finding is."""

    masks: Masks
    costs: NDArray[np.int64]
    low: Floats
    central: Floats
    high: Floats
    found: Plane


class Pricer:
    """Prices sets of measures over a profile. ``finding`` is the rule and subject of one finding to be watched."""

    def __init__(
        self,
        estimator: Estimator,
        profile: Profile,
        catalogue: Catalogue,
        linked: Mapping[tuple[Subject, Subject], bool],
        measures: Sequence[Costed],
        finding: tuple[str, Subject] | None = None,
    ) -> None:
        self._estimator, self._profile, self._catalogue, self._linked = estimator, profile, catalogue, linked
        self._finding = finding
        self._setters: dict[tuple[Subject, str], list[tuple[int, Said]]] = {}
        for at, one in enumerate(measures):
            for place, says in one.sets.items():
                self._setters.setdefault(place, []).append((at, says))

    def priced(self, sets: Listed) -> Iterator[Priced]:
        """Block by block, in the order given."""
        for start in range(0, len(sets.masks), BLOCK):
            part = slice(start, start + BLOCK)
            yield self._block(sets.masks[part], sets.costs[part])

    def _block(self, masks: Masks, costs: NDArray[np.int64]) -> Priced:
        varied = [self._varied(place, masks) for place in self._setters]
        frame = variants(self._profile, self._catalogue, self._linked, len(masks), varied, {})
        ends = [np.zeros(len(masks)) for _ in range(3)]
        found = np.zeros(len(masks), np.bool_)
        for exposures in self._estimator.exposures(frame):
            total = exposures.totals.established_largest
            for end, amounts in zip(ends, (total.low, total.central, total.high), strict=True):
                end[exposures.rows] = amounts
            found[exposures.rows] = self._found(exposures)
        return Priced(masks, costs, ends[0], ends[1], ends[2], found)

    def _found(self, exposures: Exposures) -> Plane:
        """Where the finding watched is established."""
        if self._finding is None:
            return np.zeros(1, np.bool_)
        id, subject = self._finding
        rule = next(one for one in exposures.outcomes.edition.rules if one.id == id)
        return exposures.outcomes.of(rule, subject).established

    def _varied(self, place: tuple[Subject, str], masks: Masks) -> Varied:
        """The profile's own answer first, then what measures set; two that set different ones exclude each other."""
        subject, fact = place
        says: list[Said] = [said(self._profile, subject, fact)]
        at = np.zeros(len(masks), np.intp)
        for number, set_to in self._setters[place]:
            if set_to not in says[1:]:
                says.append(set_to)
            at = np.maximum(at, np.where(_has(masks, number), says.index(set_to, 1), 0))
        return Varied(subject, fact, tuple(says), at.tolist())
