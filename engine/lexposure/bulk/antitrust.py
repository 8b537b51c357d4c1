"""Fines for Articles 101 and 102, row by row. See :mod:`lexposure.exposure.antitrust_pricing`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import lexposure.exposure.amounts as am
from lexposure.bulk.displacing import Selection
from lexposure.bulk.factors import centre, effect, has
from lexposure.bulk.frame import NEVER, Floats, Plane
from lexposure.bulk.gdpr import spread_rows
from lexposure.bulk.items import Cluster, Item, Scene
from lexposure.bulk.pricing import CENTRAL, HIGH, LOW, NOTHING, apart, largest_parts, selected
from lexposure.exposure.antitrust import AntitrustInputs, Sales, calculate
from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import About
from lexposure.rulebook.formulas import CommissionMethod, Ranged

STEPS = ("adjustment", "cooperation", "deterrence")


@dataclass(frozen=True)
class AntitrustPricing:
    """Fines by the Guidelines of 2006."""

    method: CommissionMethod
    scene: Scene

    @property
    def adds_up(self) -> bool:
        """The sales of linked markets make one basic amount under one maximum."""
        return True

    def least(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Lowest gravity and sales, shortest time, largest reductions, smallest turnover."""
        return self._fine(LOW, {step: effect(self.scene, step, cluster).low for step in STEPS}, selection)

    def most(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """Highest gravity and sales, longest time, no reduction that is not sure, largest turnover.

        Without a turnover there is no maximum, and no upper end.
        """
        fine = self._fine(HIGH, {step: effect(self.scene, step, cluster).high for step in STEPS}, selection)
        return np.where(np.isinf(self.maximum(selection)), np.inf, fine)

    def most_together(self, cluster: Cluster, parts: Sequence[Selection], /) -> Floats:
        """Apart, each conduct has a maximum of its own, so the sum apart bounds the sum together."""
        return apart(self, cluster, parts)

    def outer(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """As for the conduct alone: joined sales add up."""
        return self.most(cluster, selection)

    def central(self, cluster: Cluster, selection: Selection, /) -> Floats:
        """The centre of gravity, sales, duration and circumstances."""
        changes = {step: centre(self.scene, step, cluster) for step in STEPS}
        fine = self._fine(CENTRAL, changes, selection)
        return np.where(selected(selection), np.where(np.isinf(fine), np.nan, fine), 0.0)

    def maximum(self, selection: Selection, /) -> Floats:
        """The gravest tier's share of the largest turnover."""
        return self._cap(HIGH, selection)

    def _cap(self, row: int, selection: Selection) -> Floats:
        fixed, share = largest_parts(selection)
        return am.maximum(fixed, share, self.scene.answers.euro("turnover").end(row))

    def _fine(self, row: int, changes: Mapping[str, Floats], selection: Selection) -> Floats:
        deterrence = changes["deterrence"] if self._deters else _usual(self.method.deterrence, row)
        inputs = AntitrustInputs(
            cap=self._cap(row, selection),
            fine=np.ones(1),
            sales=tuple(self._sales(row, selection)),
            gravity=_usual(self.method.gravity, row),
            additional=_usual(self.method.additional, row),
            circumstances=(changes["adjustment"],),
            multiplier=1 + deterrence,
            cooperation=changes["cooperation"],
            inability=self._inability[row],
        )
        final: Floats = calculate(inputs).final[0]
        return final

    def _sales(self, row: int, selection: Selection) -> Iterator[Sales]:
        """Each market's sales once; a finding outside the formula opens the high end and has no centre."""
        for subject in dict.fromkeys(item.subject for item, _ in selection):
            inside = outside = NEVER
            for item, plane in selection:
                if item.subject == subject and self._in_formula(item):
                    inside = inside | plane
                elif item.subject == subject:
                    outside = outside | plane
            yield self._of_market(row, subject, inside, outside)

    def _of_market(self, row: int, subject: Subject, inside: Plane, outside: Plane) -> Sales:
        value = self.scene.answers.euro("value_of_sales", subject)
        years = self.scene.gates.years(subject, self.method.duration)[row]
        amounts = np.where(inside, value.end(row), 0.0)
        if row == LOW:
            return Sales(amounts, years)
        beyond = np.nan if row == CENTRAL else np.inf
        return Sales(np.where(outside, beyond, amounts)[None], np.where(outside, 1.0, years)[None])

    def _in_formula(self, item: Item) -> bool:
        """Whether the formula is for this finding: its points of law, on a market."""
        return item.subject.about is About.MARKET and any(one.point in self.method.points for one in item.provisions)

    @cached_property
    def _deters(self) -> bool:
        return has(self.scene, "deterrence")

    @cached_property
    def _inability(self) -> tuple[Floats, Floats, Floats]:
        if "inability_to_pay" not in self.method.reads:
            return NOTHING, NOTHING, NOTHING
        truth = self.scene.answers.truth("inability_to_pay")
        return spread_rows(self.method.inability, truth.true, ~truth.true & ~truth.false)


def _usual(ranged: Ranged, row: int) -> Floats:
    central = np.nan if ranged.usual.central is None else ranged.usual.central
    return np.full(1, (ranged.usual.low, central, ranged.usual.high)[row])
