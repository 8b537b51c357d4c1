"""Fines for Articles 101 and 102 for sets of findings, over everything the answers leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Rows
from lexposure.exposure.answers import Answers
from lexposure.exposure.antitrust import (
    AntitrustInputs,
    AntitrustReasons,
    AntitrustSheet,
    Sales,
    calculate,
    steps,
)
from lexposure.exposure.conducts import Cluster, Item
from lexposure.exposure.duration import years
from lexposure.exposure.effects import Effect, Factors
from lexposure.exposure.gates import Gates
from lexposure.exposure.gdpr import cap_parts
from lexposure.exposure.model import Step
from lexposure.exposure.pricing import Maximum, Scenes, subjects_of
from lexposure.exposure.steps import percent
from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import About
from lexposure.rulebook.formulas import CommissionMethod, Ranged, Spread
from lexposure.rulebook.provisions import Cap, Tier

NOT_KNOWN = "The value of sales or the duration is not known for every market: the maximum alone bounds the fine."

NOT_COVERED = "The guidelines on fines are not about this infringement: the maximum alone bounds the fine."


@dataclass(frozen=True)
class AntitrustPricing:
    """Fines by the Guidelines of 2006. ``caps`` are the tiers' maxima in force at the date."""

    method: CommissionMethod
    answers: Answers
    factors: Factors
    caps: Mapping[str, tuple[Tier, Cap]]
    gates: Gates

    @property
    def adds_up(self) -> bool:
        """The sales of linked markets make one basic amount under one maximum."""
        return True

    def least(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Lowest gravity and sales, shortest time, largest reductions, smallest turnover."""
        return float(calculate(self._inputs(cluster, None, (items, (), ()))).final[0, 0])

    def most(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Highest gravity and sales, longest time, no reduction that is not sure, largest turnover.

        Without a turnover there is no maximum, and no upper end is given.
        """
        if self.maximum(items).amount == am.NO_END:
            return am.NO_END
        return float(calculate(self._inputs(cluster, None, ((), (), items))).final[2, 0])

    def most_together(self, cluster: Cluster, parts: Sequence[Sequence[Item]], /) -> float:
        """Apart, each conduct has a maximum of its own, so the sum apart bounds the sum together."""
        return sum(self.most(cluster, part) for part in parts)

    def outer(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """As for the conduct alone: joined sales add up."""
        return self.most(cluster, items)

    def central(self, made: Cluster, items: Sequence[Item], /) -> float | None:
        """The centre of gravity, sales, duration and circumstances."""
        if not items:
            return 0.0
        return am.finite(float(calculate(self._inputs(made, made, ((), items, ()))).final[1, 0]))

    def maximum(self, items: Sequence[Item]) -> Maximum:
        """The gravest tier's share of the largest turnover."""
        gravest = max(self._tiers(items), key=lambda pair: cap_parts([pair[1]]))
        return Maximum(float(self._cap((items, items, items))[2, 0]), gravest[0].name, gravest[1].cite)

    def steps(self, scenes: Scenes) -> tuple[Step, ...]:
        """The calculation with its low, central and high rows side by side."""
        inputs = self._inputs(scenes.cluster, scenes.made, (scenes.least, scenes.central, scenes.most))
        sheet = calculate(inputs)
        maximum = self._maximum_step(scenes, sheet)
        if self._outside(scenes.most):
            return (maximum,)
        return (maximum, *steps(self.method, inputs, sheet, self._reasons(scenes)))

    def notes(self, items: Sequence[Item]) -> tuple[str, ...]:
        """Where the formula is for something else, or has no figures."""
        if self._outside(items):
            return (NOT_COVERED,)
        if any(not self._in_formula(item) for item in items) or any(
            not self._figures(subject) for subject in subjects_of(items)
        ):
            return (NOT_KNOWN,)
        return ()

    def _tiers(self, items: Sequence[Item]) -> list[tuple[Tier, Cap]]:
        return [self.caps[one.tier.name] for item in items for one in item.provisions if one.tier]

    def _figures(self, subject: Subject) -> bool:
        sales = self.answers.euro("value_of_sales", subject)
        return subject.about is About.MARKET and sales.high is not None and self._years(subject)[2] is not None

    def _in_formula(self, item: Item) -> bool:
        """Whether the formula is for this finding: its points of law, on a market."""
        return item.key.subject.about is About.MARKET and any(
            one.point in self.method.points for one in item.provisions
        )

    def _outside(self, items: Sequence[Item]) -> bool:
        """Whether the method is about none of these findings: procedural duties, and commitments not kept."""
        points = {one.point for item in items for one in item.provisions}
        return not points & frozenset(self.method.points)

    def _cap(self, rows: tuple[Sequence[Item], Sequence[Item], Sequence[Item]]) -> Rows:
        largest = max(rows, key=len)
        shares = [cap_parts([cap for _, cap in self._tiers(row or largest)]) for row in rows]
        turnover = self.answers.euro("turnover")
        return am.maximum(
            am.rows(*(fixed for fixed, _ in shares)),
            am.rows(*(share for _, share in shares)),
            am.rows(turnover.low or 0.0, turnover.middle, turnover.high),
        )

    def _inputs(
        self, cluster: Cluster, made: Cluster | None, rows: tuple[Sequence[Item], Sequence[Item], Sequence[Item]]
    ) -> AntitrustInputs:
        adjustment = self._effect("adjustment", cluster, made)
        deterrence = self._deterrence(cluster, made)
        return AntitrustInputs(
            cap=self._cap(rows),
            fine=am.same(1.0),
            sales=self._sales(rows),
            gravity=_rows(self.method.gravity),
            additional=_rows(self.method.additional),
            circumstances=() if adjustment is None else (_effect_rows(adjustment),),
            multiplier=None if deterrence is None else am.plus(am.same(1.0), deterrence),
            cooperation=_optional(self._effect("cooperation", cluster, made)),
            inability=self._inability(),
        )

    def _sales(self, rows: tuple[Sequence[Item], Sequence[Item], Sequence[Item]]) -> tuple[Sales, ...]:
        """Each market's sales once; a finding outside the formula opens the high end and has no centre."""
        found: list[Sales] = []
        for subject in subjects_of([item for row in rows for item in row]):
            mine = [[item for item in row if item.key.subject == subject] for row in rows]
            value = self.answers.euro("value_of_sales", subject)
            low, central, high = self._years(subject)
            inside = [any(map(self._in_formula, row)) for row in mine]
            outside = [any(not self._in_formula(item) for item in row) for row in mine]
            found.append(Sales(
                am.rows((value.low or 0.0) if inside[0] else 0.0,
                        None if outside[1] else value.middle if inside[1] else 0.0,
                        None if outside[2] else value.high if inside[2] else 0.0),
                am.rows(low, 1.0 if outside[1] else central, 1.0 if outside[2] else high),
            ))  # fmt: skip
        return tuple(found)

    def _years(self, subject: Subject) -> tuple[float, float | None, float | None]:
        """The shortest, the central and the longest possible duration in years."""
        first, last = self.answers.day("started", subject)
        ended_first, ended_last = self.gates.ended(subject)
        rule = self.method.duration
        shortest = years(last, ended_first, rule) if last and ended_first else 0.0
        longest = years(first, ended_last, rule) if first else None
        known = first is not None and last is not None and ended_first is not None
        central = (shortest + longest) / 2 if known and longest is not None else None
        return shortest, central, longest

    def _effect(self, step: str, cluster: Cluster, made: Cluster | None) -> Effect | None:
        hull = self.factors.effect(step, cluster)
        centre = self.factors.effect(step, made, joined=True) if made else None
        if hull is None and centre is None:
            return None
        low, high = (hull.low, hull.high) if hull else (0.0, 0.0)
        return Effect(low, centre.central if centre else 0.0, high, hull.says if hull else ())

    def _deterrence(self, cluster: Cluster, made: Cluster | None) -> Rows | None:
        """The rule book's own factors for deterrence, or the range seen in practice where it has none."""
        if self.factors.has("deterrence"):
            return _optional(self._effect("deterrence", cluster, made))
        return _rows(self.method.deterrence)

    def _inability(self) -> Rows | None:
        cut = self.method.inability
        if "inability_to_pay" not in self.method.reads:
            return None
        match self.answers.truth("inability_to_pay"):
            case True:
                return _spread_rows(cut)
            case None:
                return am.rows(min(cut.low, 0.0), 0.0, max(cut.high, 0.0))
            case False:
                return None

    def _maximum_step(self, scenes: Scenes, sheet: AntitrustSheet) -> Step:
        maximum = self.maximum(scenes.most)
        _, share = cap_parts([cap for _, cap in self._tiers(scenes.most)])
        found = am.as_range(sheet.cap)
        because = f"{maximum.tier}: {percent(share)} of the undertaking's worldwide turnover in the preceding year."
        return Step("maximum", "Legal maximum", maximum.cite, found.low, found.central, found.high, because, "law")

    def _reasons(self, scenes: Scenes) -> AntitrustReasons:
        adjustment = self._effect("adjustment", scenes.cluster, scenes.made)
        cooperation = self._effect("cooperation", scenes.cluster, scenes.made)
        method = self.method
        return AntitrustReasons(
            variable=f"{_usual(method.gravity, 'of the value of sales, times years')} ({method.duration.rule}).",
            additional=f"{_usual(method.additional, 'of the value of sales')}.",
            adjustment="; ".join(adjustment.says) if adjustment else "",
            deterrence=self._deterrence_words(scenes),
            cooperation="; ".join(cooperation.says) if cooperation else "",
        )

    def _deterrence_words(self, scenes: Scenes) -> str:
        if not self.factors.has("deterrence"):
            return f"{_usual(self.method.deterrence, 'on top')}."
        effect = self._effect("deterrence", scenes.cluster, scenes.made)
        return "; ".join(effect.says) if effect else ""


def _usual(ranged: Ranged, of: str) -> str:
    """The range seen in practice, its reason in front: the reason ends in a full stop."""
    return f"{ranged.usual_because} Here {percent(ranged.usual.low)} to {percent(ranged.usual.high)} {of}"


def _rows(ranged: Ranged) -> Rows:
    return _spread_rows(ranged.usual)


def _spread_rows(spread: Spread) -> Rows:
    return am.rows(spread.low, spread.central, spread.high)


def _effect_rows(effect: Effect) -> Rows:
    return am.rows(effect.low, effect.central, effect.high)


def _optional(effect: Effect | None) -> Rows | None:
    return None if effect is None else _effect_rows(effect)
