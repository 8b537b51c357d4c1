"""What aggravating and mitigating factors do to a conduct: each counts once, and they add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lexposure.assess.model import FactorOutcome, Missing
from lexposure.exposure.conducts import Cluster
from lexposure.exposure.steps import signed
from lexposure.inference.program import Truth
from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import AdjustmentFactor

PPM = 1_000_000
ALL_OFF = -1.0


@dataclass(frozen=True, slots=True)
class Effect:
    """A change as a share of the amount before; ``says`` names what it is made of."""

    low: float
    central: float
    high: float
    says: tuple[str, ...] = ()


NO_EFFECT = Effect(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Factors:
    """The factors of one regime with their outcomes."""

    outcomes: tuple[FactorOutcome, ...]

    def effect(self, step: str, cluster: Cluster, joined: bool = False) -> Effect | None:
        """The sum over a cluster's conducts; nothing where no factor of the step may hold.

        A company's factor holds for every conduct. An entry's factor surely holds for a conduct with a
        sure finding on that entry; where links or findings are open it may hold, and then none is
        possible too. ``joined``: the cluster is taken as one conduct and its findings as made.
        """
        found = [(factor, truth) for factor, truth in self._truths(step, cluster, joined) if truth is not False]
        if not found:
            return None
        low = sum(_least(factor, truth) for factor, truth in found)
        high = sum(_most(factor, truth) for factor, truth in found)
        central = sum(factor.central for factor, truth in found if truth)
        says = tuple(_says(factor, truth) for factor, truth in sorted(found, key=lambda pair: pair[1] is not True))
        return Effect(max(low / PPM, ALL_OFF), max(central / PPM, ALL_OFF), max(high / PPM, ALL_OFF), says)

    def _truths(self, step: str, cluster: Cluster, joined: bool) -> Iterable[tuple[AdjustmentFactor, Truth]]:
        sure = (
            cluster.subjects if joined else cluster.blocks[0].sure_subjects if cluster.alone else frozenset[Subject]()
        )
        by_factor: dict[str, list[FactorOutcome]] = {}
        for outcome in self.outcomes:
            if outcome.factor.step == step and _touches(outcome, cluster):
                by_factor.setdefault(outcome.factor.id, []).append(outcome)
        for outcomes in by_factor.values():
            yield outcomes[0].factor, _together(outcomes, sure)

    def has(self, step: str) -> bool:
        """Whether the rule book has a factor for the step."""
        return any(outcome.factor.step == step for outcome in self.outcomes)

    def missing(self, cluster: Cluster) -> set[Missing]:
        """The open questions behind the factors that may hold for a cluster."""
        return {missing for outcome in self.outcomes if _touches(outcome, cluster) for missing in outcome.missing}


def _touches(outcome: FactorOutcome, cluster: Cluster) -> bool:
    return outcome.factor.about is About.COMPANY or outcome.subject in cluster.subjects


def _together(outcomes: list[FactorOutcome], sure: frozenset[Subject]) -> Truth:
    """One factor over several entries: it counts once, if it holds for any of them."""
    if any(one.truth and (one.factor.about is About.COMPANY or one.subject in sure) for one in outcomes):
        return True
    return False if all(one.truth is False for one in outcomes) else None


def _least(factor: AdjustmentFactor, truth: Truth) -> int:
    return factor.low if truth else min(factor.low, 0)


def _most(factor: AdjustmentFactor, truth: Truth) -> int:
    return factor.high if truth else max(factor.high, 0)


def _says(factor: AdjustmentFactor, truth: Truth) -> str:
    words = f"{factor.title} ({signed(factor.low / PPM)} to {signed(factor.high / PPM)})"
    return words if truth else f"open: {words}"
