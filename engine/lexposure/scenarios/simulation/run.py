"""A simulation from beginning to end: what is drawn, the draws, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.scenarios.reading import told
from lexposure.scenarios.simulation.chances import Chances
from lexposure.scenarios.simulation.forking import processors
from lexposure.scenarios.simulation.quantities import Answer, Plan, plan
from lexposure.scenarios.simulation.sampling import Sampler
from lexposure.scenarios.simulation.simulate import simulate
from lexposure.scenarios.simulation.statistics import Summary, summary
from lexposure.scenarios.whatif import Assessed
from lexposure.source.problems import InputError, Problems


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was drawn and what came out; ``added``: laws added up instead of the dearest per group of facts."""

    baseline: Assessed
    plan: Plan
    seed: int
    tolerance: float | None
    added: bool
    summary: Summary

    @property
    def alike(self) -> int:
        """How many answers are drawn with values that count alike because nobody said how likely they are."""
        return sum(isinstance(one, Answer) and not one.stated for one in self.plan.quantities)


def simulation(
    baseline: Assessed,
    chances: Chances,
    draws: int,
    seed: int,
    tolerance: float | None,
    added: bool,
    problems: Problems,
) -> Simulation:
    """Draw and sum up. Raises :class:`InputError` with everything that is wrong in the chances."""
    drawn = plan(baseline, chances, problems)
    sampler = Sampler(drawn, seed, problems)
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    sample = simulate(baseline, drawn, sampler, draws, processors())
    return Simulation(baseline, drawn, seed, tolerance, added, summary(sample, drawn, tolerance, added))
