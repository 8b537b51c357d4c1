"""Laws without guidelines on fines: the maximum, and nothing computed below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Rows
from lexposure.exposure.answers import Answers
from lexposure.exposure.conducts import Cluster, Item
from lexposure.exposure.dma import calculate, steps
from lexposure.exposure.gdpr import cap_parts
from lexposure.exposure.model import Step
from lexposure.exposure.pricing import Maximum, Scenes, subjects_of
from lexposure.exposure.steps import percent
from lexposure.inference.program import Truth
from lexposure.rulebook.formulas import CapsMethod
from lexposure.rulebook.provisions import Cap, Tier

NO_FORMULA = (
    "There are no guidelines on fines: no amount is computed below the maximum, and a fine may be far below it."
)


@dataclass(frozen=True)
class CapsPricing:
    """Maxima only; the maximum for repeated breaches counts unless it is excluded."""

    method: CapsMethod
    answers: Answers
    caps: Mapping[str, tuple[Tier, Cap]]

    @property
    def adds_up(self) -> bool:
        """One conduct has one maximum."""
        return False

    def least(self, _cluster: Cluster, _items: Sequence[Item], /) -> float:
        """Nothing is computed, so nothing is the least."""
        return 0.0

    def most(self, _cluster: Cluster, items: Sequence[Item], /) -> float:
        """The maximum."""
        return self.maximum(items).amount if items else 0.0

    def most_together(self, cluster: Cluster, parts: Sequence[Sequence[Item]], /) -> float:
        """Apart, each conduct has a maximum of its own."""
        return sum(self.most(cluster, part) for part in parts)

    def outer(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """The maximum."""
        return self.most(cluster, items)

    def central(self, _made: Cluster, items: Sequence[Item], /) -> float | None:
        """There is no centre without a formula."""
        return None if items else 0.0

    def maximum(self, items: Sequence[Item]) -> Maximum:
        """The gravest tier, which a repeated breach raises; at the largest turnover."""
        tier, cap = max(self._tiers(items), key=lambda pair: cap_parts([pair[1]]))
        fixed, share = cap_parts([cap])
        turnover = self.answers.euro("turnover")
        cap_rows = am.maximum(
            am.same(fixed), am.same(share), am.rows(turnover.low or 0.0, turnover.middle, turnover.high)
        )
        return Maximum(float(cap_rows[2, 0]), tier.name, cap.cite)

    def steps(self, scenes: Scenes) -> tuple[Step, ...]:
        """The maximum, and that nothing is computed below it."""
        maximum = self.maximum(scenes.most)
        tier, gravest = max(self._tiers(scenes.most), key=lambda pair: cap_parts([pair[1]]))
        turnover = self.answers.euro("turnover")
        fine: Rows = am.same(1.0) if scenes.central else am.rows(0.0, 0.0, 1.0)
        cap, final = calculate(
            am.same((gravest.share_ppm or 0) / 1_000_000),
            am.rows(turnover.low or 0.0, turnover.middle, turnover.high),
            fine,
        )
        because = (
            f"{tier.name}: {percent((gravest.share_ppm or 0) / 1_000_000)} of worldwide turnover in the preceding year."
        )
        return steps(cap, final, maximum.cite, because, NO_FORMULA)

    def notes(self, items: Sequence[Item]) -> tuple[str, ...]:
        """Whether the maximum is the one for repeated breaches."""
        rule = self.method.recurrence
        if rule is None or not any(
            one.tier and one.tier.name == rule.tier for item in items for one in item.provisions
        ):
            return ()
        repeated = [self._repeated(item) for item in items]
        if any(truth is None for truth in repeated) and not any(repeated):
            unknown = "Whether the breach is a repeated one is not known"
            return (f"{unknown}: the maximum is that of {rule.becomes} ({rule.mark.cite}).",)
        return ()

    def _tiers(self, items: Sequence[Item]) -> list[tuple[Tier, Cap]]:
        found = [self.caps[one.tier.name] for item in items for one in item.provisions if one.tier]
        rule = self.method.recurrence
        if rule is not None and rule.becomes in self.caps:
            raised = [
                one
                for item in items
                for one in item.provisions
                if one.tier and one.tier.name == rule.tier and self._repeated(item) is not False
            ]
            found += [self.caps[rule.becomes]] if raised else []
        return found

    def _repeated(self, item: Item) -> Truth:
        return self.answers.truth("recurrence", subjects_of([item])[0])
