"""Fines by daily rates or categories for sets of findings, over everything the answers leave open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import lexposure.exposure.amounts as am
from lexposure.exposure.addressee import Addressee
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.answers import Answers
from lexposure.exposure.conducts import Cluster, Item
from lexposure.exposure.effects import Effect, Factors
from lexposure.exposure.gdpr import PPM, cap_parts
from lexposure.exposure.gdpr_pricing import cap_words, inability_cut, inability_words, joined_effect, share_change
from lexposure.exposure.model import Step
from lexposure.exposure.pricing import Maximum, Scenes, levels_of
from lexposure.exposure.repeated import repeated
from lexposure.exposure.tariff import (
    NO_CATEGORY,
    NO_MEASURE,
    Around,
    Charge,
    TariffReasons,
    TariffSheet,
    calculate,
    steps,
)
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod, Tariff

NOT_SAID_IF_REPEATED = "Whether there was an earlier infringement, and when, is not answered; the high end counts one."

Three = tuple[Sequence[Item], Sequence[Item], Sequence[Item]]


@dataclass(frozen=True)
class TariffPricing:
    """Fines made of an amount for each infringement. ``caps`` are the tiers' maxima in force at the date.

    ``addressees`` are what the addressee may be: a fine is calculated for each, and the bounds are taken over all.
    ``on`` is the day of the decision.
    """

    method: Tariff
    answers: Answers
    factors: Factors
    caps: Mapping[str, tuple[Tier, Cap]]
    addressees: tuple[Addressee, ...]
    on: dt.date

    @property
    def adds_up(self) -> bool:
        """One conduct costs what its dearest infringement costs."""
        return False

    def least(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Lowest level and amounts, largest mitigation, smallest turnover."""
        effect = self._effect(cluster)
        return min(float(self._sheet(one, (items, (), ()), effect).final[0, 0]) for one in self.addressees)

    def most(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Highest level and amounts, largest aggravation, largest turnover."""
        if not items:
            return 0.0
        effect = self._effect(cluster)
        return max(float(self._sheet(one, ((), (), items), effect).final[2, 0]) for one in self.addressees)

    def most_together(self, cluster: Cluster, parts: Sequence[Sequence[Item]], /) -> float:
        """Apart each part has its fine; joined, the dearest of them counts, which is never more than all."""
        return sum(self.most(cluster, part) for part in parts)

    def outer(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """What these findings cost: a conduct they are joined into costs that, or what another part costs."""
        return self.most(cluster, items)

    def central(self, made: Cluster, items: Sequence[Item], /) -> float | None:
        """The method's centre for findings made in one conduct."""
        if not items:
            return 0.0
        effect = self.factors.effect("adjustment", made, joined=True)
        return am.finite(float(self._sheet(self._usual, ((), items, ()), effect).final[1, 0]))

    def maximum(self, items: Sequence[Item]) -> Maximum:
        """The gravest provision's maximum at the largest turnover."""
        amount = max(float(self._cap(one, items)[2, 0]) for one in self.addressees)
        tier, cap = max(self._tiers(items), key=lambda pair: cap_parts([pair[1]]))
        return Maximum(amount, tier.name, cap.cite)

    def steps(self, scenes: Scenes) -> tuple[Step, ...]:
        """The addressees that gave the low, the central and the high, side by side."""
        made = self.factors.effect("adjustment", scenes.made, joined=True) if scenes.made else None
        effect = joined_effect(self._effect(scenes.cluster), made)
        rows = (scenes.least, scenes.central, scenes.most)
        sheets = [self._sheet(one, rows, effect) for one in self.addressees]
        usual = self.addressees.index(self._usual)
        at = (
            min(range(len(sheets)), key=lambda index: float(sheets[index].final[0, 0])),
            usual,
            max(range(len(sheets)), key=lambda index: float(sheets[index].final[2, 0])),
        )
        caps = [self._cap(one, scenes.most) for one in self.addressees]
        cap = am.from_rows(*(caps[index] for index in at))
        around = self._around(self._usual, effect)
        return steps(self.method, cap, around, _picked(sheets, at), self._reasons(scenes.most, effect))

    def notes(self, items: Sequence[Item]) -> tuple[str, ...]:
        """What is not computed, and what the addressee may be."""
        notes = [addressee.note for addressee in self.addressees if addressee.note]
        if isinstance(self.method, DailyRateMethod) and any(not one.measured for one in self.addressees):
            notes.append(NO_MEASURE)
        if isinstance(self.method, CategoryMethod):
            missing = [one.name for item in items for one in item.provisions if self.method.place(one.name) is None]
            notes += [f"{name}: {NO_CATEGORY}." for name in missing]
        if self.method.graded and any(item.finding.graveness is None for item in items):
            notes.append("A rule states no seriousness: every level is possible.")
        return tuple(dict.fromkeys(notes))

    @cached_property
    def _usual(self) -> Addressee:
        """The addressee that the central value is for."""
        return next((one for one in self.addressees if one.measured), self.addressees[0])

    def _effect(self, cluster: Cluster) -> Effect | None:
        return self.factors.effect("adjustment", cluster)

    def _tiers(self, items: Sequence[Item]) -> list[tuple[Tier, Cap]]:
        return [self.caps[one.tier.name] for item in items for one in item.provisions if one.tier]

    def _cap(self, addressee: Addressee, items: Sequence[Item]) -> Rows:
        """The gravest maximum of these findings."""
        return self._highest(addressee, [cap for _, cap in self._tiers(items)])

    def _highest(self, addressee: Addressee, caps: Sequence[Cap]) -> Rows:
        if addressee.ceiling is not None:
            return am.same(addressee.ceiling)
        fixed, share = cap_parts(caps)
        turnover = self._turnover(addressee)
        return am.maximum(am.same(fixed), am.same(share), am.same(0.0) if turnover is None else turnover)

    def _turnover(self, addressee: Addressee) -> Rows | None:
        if not addressee.measured:
            return None
        turnover = self.answers.euro("turnover")
        return am.rows(turnover.low or 0.0, turnover.middle, turnover.high)

    def _charges(self, addressee: Addressee, items: Sequence[Item]) -> Iterator[Charge]:
        for item in items:
            for one in item.provisions:
                if one.tier is not None:
                    cap = self.caps[one.tier.name][1]
                    share = (cap.share_ppm or 0) / PPM
                    yield Charge(one.name, one.tier.name, self._highest(addressee, [cap]), share, levels_of(item))

    def _sheet(self, addressee: Addressee, rows: Three, effect: Effect | None) -> TariffSheet:
        charges = [tuple(self._charges(addressee, row)) for row in rows]
        return calculate(self.method, charges, self._around(addressee, effect))

    def _around(self, addressee: Addressee, effect: Effect | None) -> Around:
        return Around(
            turnover=self._turnover(addressee),
            fault=am.rows(0.0, None, 1.0) if addressee.uncertain else am.same(1.0),
            adjustment=self._adjustment(effect),
            recidivism=repeated(self.method, self.answers, self.on),
            inability=share_change(inability_cut(self.method, self.answers)),
        )

    def _adjustment(self, effect: Effect | None) -> Change | None:
        """Within a band of amounts only the centre moves: the band stays open to the authority."""
        if effect is None:
            return None
        if isinstance(self.method, CategoryMethod) and not self.method.maxima:
            return Change(share=am.rows(0.0, effect.central, 0.0))
        return Change(share=am.rows(effect.low, effect.central, effect.high))

    def _reasons(self, items: Sequence[Item], effect: Effect | None) -> TariffReasons:
        maximum = self.maximum(items)
        return TariffReasons(
            maximum=f"{maximum.tier}: {cap_words([cap for _, cap in self._tiers(items)])}.",
            maximum_cite=maximum.cite,
            adjustment="; ".join(effect.says) if effect else "",
            recidivism="" if self.answers.truth("earlier") else NOT_SAID_IF_REPEATED,
            proportionality=inability_words(self.method.inability_mark, self.answers),
        )


def _picked(sheets: Sequence[TariffSheet], at: tuple[int, int, int]) -> TariffSheet:
    """One sheet made of the rows of three."""
    low, central, high = (sheets[index] for index in at)
    parts = tuple(
        type(part)(part.id, part.label, part.mark, am.from_rows(one.amounts, two.amounts, part.amounts), part.because)
        for one, two, part in zip(low.parts, central.parts, high.parts, strict=True)
    )
    return TariffSheet(
        parts=parts,
        adjusted=am.from_rows(low.adjusted, central.adjusted, high.adjusted),
        raised=am.from_rows(low.raised, central.raised, high.raised),
        capped=am.from_rows(low.capped, central.capped, high.capped),
        proportionate=am.from_rows(low.proportionate, central.proportionate, high.proportionate),
        final=am.from_rows(low.final, central.final, high.final),
    )
