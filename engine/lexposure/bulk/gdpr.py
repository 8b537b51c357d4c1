"""GDPR fines by the EDPB's family of methods, row by row. See :mod:`lexposure.exposure.gdpr_pricing`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import lexposure.exposure.amounts as am
from lexposure.bulk.addressees import Possible, addressees, highest, lowest, usual
from lexposure.bulk.displacing import Selection
from lexposure.bulk.factors import Effect, centre, effect
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.items import Cluster, Scene
from lexposure.bulk.pricing import CENTRAL, HIGH, LOW, NOTHING, gravest, largest_parts, selected
from lexposure.exposure.amounts import Change
from lexposure.exposure.gdpr import GdprInputs, any_size, calculate, size_range
from lexposure.rulebook.formulas import EdpbMethod, Spread
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import Tariff

UNCERTAIN = (0.0, np.nan, 1.0)
ONE = np.ones(1)


@dataclass(frozen=True)
class GdprPricing:
    """Fines by the EDPB's family of methods: an amount for each possible addressee, bounds over all of them."""

    method: EdpbMethod
    scene: Scene

    @property
    def adds_up(self) -> bool:
        """One conduct has one maximum and one level, however many entries it spans."""
        return False

    def least(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Lowest level, lower band ends, largest mitigation, smallest turnover."""
        return lowest(list(self._fines(LOW, self._effect(cluster).low, selection)))

    def most(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Highest level, upper band ends, largest aggravation, largest turnover."""
        return highest(list(self._fines(HIGH, self._effect(cluster).high, selection)))

    def central(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The method's centre for findings made in one conduct."""
        change = centre(self.scene, "adjustment", cluster)
        return np.where(selected(selection), usual(list(self._fines(CENTRAL, change, selection))), 0.0)

    def most_together(self, cluster: Cluster, parts: Sequence[Selection], /) -> Floats:
        """Each maximum may meet each share of the maximum, one to one: the largest with the largest."""
        if len(parts) == 1:
            return self.most(cluster, parts[0])
        everything = [pair for part in parts for pair in part]
        alone = self.most(cluster, everything)
        several = cluster.several
        if not several.any():
            return alone
        shares = [list(self._shares(cluster, part)) for part in parts]
        pairs = [
            (one, _best_pairs([self._cap(one, part) for part in parts], [share[at] for share in shares]))
            for at, one in enumerate(self._addressees)
        ]
        return np.where(several, highest(pairs), alone)

    def outer(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The maximum of these findings with the largest share in the cluster."""
        several = cluster.several
        alone = self.most(cluster, selection)
        if not several.any():
            return alone
        shares = self._shares(cluster, [(item, item.present) for item in cluster.items])
        pairs = [
            (one, am.times(self._cap(one, selection), share))
            for one, share in zip(self._addressees, shares, strict=True)
        ]
        return np.where(several, highest(pairs), alone)

    def maximum(self, selection: Selection, /) -> Floats:
        """The gravest provision's maximum at the largest turnover."""
        return highest([(one, self._cap(one, selection)) for one in self._addressees])

    @cached_property
    def _addressees(self) -> tuple[Possible, ...]:
        return addressees(self.scene.answers, self.scene.law.ceiling)

    @cached_property
    def _effects(self) -> dict[int, Effect]:
        return {}

    def _effect(self, cluster: Cluster) -> Effect:
        """The bounds, once for each cluster."""
        found = self._effects.get(id(cluster))
        if found is None:
            found = self._effects[id(cluster)] = effect(self.scene, "adjustment", cluster)
        return found

    def _cap(self, one: Possible, selection: Selection) -> Floats:
        fixed, share = self._cap_parts(one, selection)
        return am.maximum(fixed, share, self._turnover(one, HIGH))

    def _cap_parts(self, one: Possible, selection: Selection) -> tuple[Floats, Floats]:
        if one.who.ceiling is not None:
            return np.where(selected(selection), one.who.ceiling, 0.0), NOTHING
        return largest_parts(selection)

    def _fines(self, row: int, change: Floats, selection: Selection) -> Iterator[tuple[Possible, Floats]]:
        start = self._start(row, selection)
        for one in self._addressees:
            fixed, share = self._cap_parts(one, selection)
            yield one, self._fine(row, one, start, change, (fixed, share))

    def _shares(self, cluster: Cluster, selection: Selection) -> Iterator[Floats]:
        """The largest share of the maximum that a fine for these findings reaches, for each addressee."""
        start, change = self._start(HIGH, selection), self._effect(cluster).high
        for one in self._addressees:
            yield self._fine(HIGH, one, start, change, (ONE, NOTHING))

    def _fine(self, row: int, one: Possible, start: Floats, change: Floats, cap: tuple[Floats, Floats]) -> Floats:
        fixed, share = cap
        cut = Change(share=self._cut[row])
        inputs = GdprInputs(
            fixed=fixed,
            share=share,
            turnover=self._turnover(one, row),
            start=start,
            size=self._size(one, row),
            fault=np.full(1, UNCERTAIN[row]) if one.who.uncertain else ONE,
            adjustment=Change(share=change),
            proportionality=None if self.method.hardship_mark else cut,
            hardship=cut if self.method.hardship_mark else None,
        )
        return calculate(inputs).final

    def _start(self, row: int, selection: Selection) -> Floats:
        """The starting shares: of the gravest finding; nothing where there is none."""
        levels = gravest(selection, row)
        if row != CENTRAL:
            return _by_level(levels, [_end(self.method.start(level, False), row) for level in Level])
        once = twice = np.zeros(1, np.bool_)
        for _, plane in selection:
            once, twice = once | plane, twice | (once & plane)
        one, several = (
            _by_level(levels, [self.method.start(level, more).central or 0.0 for level in Level])
            for more in (False, True)
        )
        return np.where(twice, several, one)

    def _turnover(self, one: Possible, row: int) -> Floats:
        if not one.who.measured:
            return NOTHING
        return self.scene.answers.euro("turnover").end(row)

    @cached_property
    def _sizes(self) -> Floats:
        turnover = self.scene.answers.euro("turnover")
        return size_range(self.method, np.array([turnover.at_least, turnover.middle, turnover.at_most]))

    def _size(self, one: Possible, row: int) -> Floats:
        if one.who.ceiling is not None:
            return ONE
        if one.who.measured:
            found: Floats = self._sizes[row]
            return found
        size = any_size(self.method)
        return np.full(1, (size.low, np.nan, size.high)[row])

    @cached_property
    def _cut(self) -> tuple[Floats, Floats, Floats]:
        return inability_cut(self.method, self.scene)


def inability_cut(method: EdpbMethod | Tariff, scene: Scene) -> tuple[Floats, Floats, Floats]:
    """Shown: the cut. Not answered: a cut or none. Else nothing."""
    if "inability_to_pay" not in method.reads:
        return NOTHING, NOTHING, NOTHING
    truth, cut = scene.answers.truth("inability_to_pay"), method.inability
    return spread_rows(cut, truth.true, ~truth.true & ~truth.false)


def spread_rows(cut: Spread, sure: Plane, maybe: Plane) -> tuple[Floats, Floats, Floats]:
    """A spread where it is sure; where it may be, that or nothing."""
    central = np.nan if cut.central is None else cut.central
    return (
        np.where(sure, cut.low, np.where(maybe, min(cut.low, 0.0), 0.0)),
        np.where(sure, central, 0.0),
        np.where(sure, cut.high, np.where(maybe, max(cut.high, 0.0), 0.0)),
    )


def _end(spread: Spread, row: int) -> float:
    return spread.low if row == LOW else spread.high


def _by_level(levels: np.ndarray[tuple[int, ...], np.dtype[np.int8]], values: Sequence[float]) -> Floats:
    """The value of each level; nothing where there is none."""
    found: Floats = np.array([0.0, *values])[levels.astype(np.intp) + 1]
    return found


def _best_pairs(amounts: Sequence[Floats], shares: Sequence[Floats]) -> Floats:
    """The largest sum of products when each amount is paired with one share: both in rising order."""
    total = NOTHING
    for amount, share in zip(_rising(amounts), _rising(shares), strict=True):
        total = total + am.times(amount, share)
    return total


def _rising(several: Sequence[Floats]) -> list[Floats]:
    """The same amounts in rising order, row by row."""
    ordered = list(several)
    for end in range(len(ordered) - 1, 0, -1):
        for at in range(end):
            one, other = ordered[at], ordered[at + 1]
            ordered[at], ordered[at + 1] = np.minimum(one, other), np.maximum(one, other)
    return ordered
