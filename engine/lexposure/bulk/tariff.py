"""Fines by daily rates or categories, row by row. See :mod:`lexposure.exposure.tariff_pricing`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import lexposure.exposure.amounts as am
from lexposure.bulk.addressees import Possible, addressees, highest, lowest, usual
from lexposure.bulk.displacing import Selection
from lexposure.bulk.factors import centre, effect
from lexposure.bulk.frame import Floats, Plane
from lexposure.bulk.gdpr import UNCERTAIN, inability_cut
from lexposure.bulk.items import Cluster, Levels, Scene
from lexposure.bulk.pricing import CENTRAL, HIGH, LOW, NOTHING, apart, selected
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.gdpr import PPM, cap_parts
from lexposure.exposure.repeated import years_before
from lexposure.exposure.tariff import Around, Charge, charged
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import CategoryMethod, Tariff


@dataclass(frozen=True)
class TariffPricing:
    """An amount for each infringement, of which the dearest counts; for each possible addressee."""

    method: Tariff
    scene: Scene

    @property
    def adds_up(self) -> bool:
        """One conduct costs what its dearest infringement costs."""
        return False

    def least(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Lowest level and amounts, largest mitigation, smallest turnover."""
        return lowest(list(self._fines(LOW, effect(self.scene, "adjustment", cluster).low, selection)))

    def most(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Highest level and amounts, largest aggravation, largest turnover."""
        return highest(list(self._fines(HIGH, effect(self.scene, "adjustment", cluster).high, selection)))

    def most_together(self, cluster: Cluster, parts: Sequence[Selection], /) -> Floats:
        """Apart each part has its fine; joined, the dearest of them counts, which is never more than all."""
        return apart(self, cluster, parts)

    def outer(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """What these findings cost: a conduct they are joined into costs that, or what another part costs."""
        return self.most(cluster, selection)

    def central(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The method's centre for findings made in one conduct."""
        change = centre(self.scene, "adjustment", cluster)
        return np.where(selected(selection), usual(list(self._fines(CENTRAL, change, selection))), 0.0)

    def maximum(self, selection: Selection, /) -> Floats:
        """The gravest provision's maximum at the largest turnover."""
        pairs: list[tuple[Possible, Floats]] = []
        for one in self._addressees:
            found = NOTHING
            for item, plane in selection:
                for provision in item.provisions:
                    found = np.maximum(found, np.where(plane, self._cap(one, provision)[HIGH], 0.0))
            pairs.append((one, found))
        return highest(pairs)

    @cached_property
    def _addressees(self) -> tuple[Possible, ...]:
        return addressees(self.scene.answers, self.scene.law.ceiling)

    def _fines(self, row: int, change: Floats, selection: Selection) -> Iterator[tuple[Possible, Floats]]:
        for one in self._addressees:
            around = self._around(one, row, change)
            dearest = NOTHING
            for item, plane in selection:
                for provision in item.provisions:
                    amounts = self._charged(one, provision, around, item.levels[row], row)
                    dearest = np.maximum(dearest, np.where(plane, amounts, 0.0))
            after = around.inability.of(dearest) if around.inability else dearest
            yield one, am.times(after, around.fault)[row]

    def _charged(self, one: Possible, provision: Provision, around: Around, levels: Levels, row: int) -> Floats:
        """What an infringement costs by itself, at each row's level."""
        assert provision.tier is not None
        cap = self._cap(one, provision)
        share = (self.scene.law.caps[provision.tier.name][1].share_ppm or 0) / PPM
        found = NOTHING
        for level in Level:
            here = levels == int(level)
            if here.any():
                charge = Charge(provision.name, provision.tier.name, cap, share, (level, level, level))
                found = np.where(here, charged(self.method, charge, around).capped[row], found)
        return found

    def _cap(self, one: Possible, provision: Provision) -> Rows:
        assert provision.tier is not None
        if one.who.ceiling is not None:
            return am.same(one.who.ceiling)
        fixed, share = cap_parts([self.scene.law.caps[provision.tier.name][1]])
        turnover = self._turnover(one)
        return am.maximum(am.same(fixed), am.same(share), am.same(0.0) if turnover is None else turnover)

    def _turnover(self, one: Possible) -> Rows | None:
        if not one.who.measured:
            return None
        turnover = self.scene.answers.euro("turnover")
        return np.array([turnover.at_least, turnover.middle, turnover.at_most])

    def _around(self, one: Possible, row: int, change: Floats) -> Around:
        cut = inability_cut(self.method, self.scene)
        return Around(
            turnover=self._turnover(one),
            fault=np.array(UNCERTAIN)[:, None] if one.who.uncertain else np.ones((3, 1)),
            adjustment=Change(share=self._adjustment(row, change)),
            recidivism=self._recidivism,
            inability=Change(share=_rows(*cut)),
        )

    def _adjustment(self, row: int, change: Floats) -> Floats:
        """Within a band of amounts only the centre moves: the band stays open to the authority."""
        within_band = isinstance(self.method, CategoryMethod) and not self.method.maxima
        return NOTHING if within_band and row != CENTRAL else change

    @cached_property
    def _recidivism(self) -> Change | None:
        """The share on top where an earlier infringement is sure, or possible."""
        rule = self.method.recidivism
        if rule is None:
            return None
        since = years_before(self.scene.law.on, rule.years).toordinal()
        answers = self.scene.answers
        earlier, when = answers.truth("earlier"), answers.days("earlier_on", COMPANY)
        never: Plane = earlier.false | (when.high < since)
        sure = earlier.true & (when.low >= since) & ~never
        share = np.where(never, 0.0, rule.share)
        return Change(share=_rows(np.where(sure, rule.share, 0.0), np.where(sure, rule.share, 0.0), share))


def _rows(low: Floats, central: Floats, high: Floats) -> Rows:
    return np.stack(np.broadcast_arrays(low, central, high))
