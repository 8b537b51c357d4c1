"""Many draws of everything open, assessed and priced on arrays.

Each draw answers what is open, so that it has findings and amounts of its own. Each law's fines lie where they may
within the method's range from low over central to high (PERT), by one probability for all fines under the law: the
same authority is lenient or strict with all of them. The dearest law per group of facts counts. What a law leaves
without a central amount is not drawn; it is counted and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lexposure.bulk.exposures import Estimator, Exposures
from lexposure.bulk.frame import Floats, Frame, Plane, frame_of
from lexposure.bulk.regimes import Priced
from lexposure.bulk.totals import Part, groups
from lexposure.exposure.choosing import asked_for
from lexposure.scenarios.simulation.forking import forked
from lexposure.scenarios.simulation.pert import logit, quantile
from lexposure.scenarios.simulation.quantities import AMOUNT, Law, Plan
from lexposure.scenarios.simulation.sampling import Codes, Draws, Sampler
from lexposure.scenarios.whatif import Assessed

BATCH = 12_500
"""Draws computed together: their arrays stay in the cache."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws with their amounts in euro: all laws (dearest per group of facts, and added up) and each law.

    ``left_out`` says by law in which draws something is found that has no central amount and is not in the amounts.
    ``codes`` gives by quantity and draw the value or part that was drawn.
    """

    dearest: Floats
    added: Floats
    laws: Mapping[str, Floats]
    left_out: Mapping[str, Plane]
    codes: Codes


def simulate(baseline: Assessed, plan: Plan, sampler: Sampler, draws: int, workers: int = 1) -> Sample:
    """So many draws; the same for the same seed, whatever the workers (processes, where they can be forked)."""
    assessment = baseline.assessment
    asked = asked_for(assessment, baseline.scenario.method, baseline.scenario.method_reason)
    estimator = Estimator(assessment.edition, asked.method if asked else None)
    base = frame_of([assessment.profile], assessment.edition.book.catalogue, assessment.linked)
    batches = [(at, min(BATCH, draws - at * BATCH)) for at in range(-(-draws // BATCH))]
    estimator.prepare(base.with_cells(2, sampler.cells(sampler.draw(0, 2))))

    def run(batch: tuple[int, int]) -> Sample:
        return _priced(estimator, base, plan, sampler, sampler.draw(*batch))

    return _joined(forked(run, batches, workers))


def _priced(estimator: Estimator, base: Frame, plan: Plan, sampler: Sampler, draws: Draws) -> Sample:
    size = draws.codes.shape[1]
    frame = base.with_cells(size, sampler.cells(draws))
    dearest, added = np.zeros(size), np.zeros(size)
    laws: dict[str, Floats] = {}
    left_out: dict[str, Plane] = {}
    for exposures in estimator.exposures(frame):
        rows = exposures.rows
        amounts = _Amounts(plan, draws, rows)
        dearest[rows], by_law = amounts.of(exposures)
        for law, found in by_law.items():
            if law not in laws:
                laws[law] = np.zeros(size)
            laws[law][rows] = found
            added[rows] += found
        for law, plane in amounts.left_out.items():
            if law not in left_out:
                left_out[law] = np.zeros(size, np.bool_)
            left_out[law][rows] = plane
    return Sample(dearest, added, laws, left_out, draws.codes)


class _Amounts:
    """The amounts of some rows: where each law's fines lie in the method's range, and whether it is enforced."""

    def __init__(self, plan: Plan, draws: Draws, rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> None:
        self.left_out: dict[str, Plane] = {}
        self._at: dict[str, Floats] = {}
        self._enforced: dict[str, Plane] = {}
        for place, one in enumerate(plan.quantities):
            if isinstance(one, Law) and one.kind == AMOUNT:
                self._at[one.regime] = logit(draws.chances[place][rows])
            elif isinstance(one, Law):
                self._enforced[one.regime] = draws.chances[place][rows] < one.likelihood

    def of(self, exposures: Exposures) -> tuple[Floats, Mapping[str, Floats]]:
        """The dearest law per group of facts, added up; and each law's own sum."""
        total = np.zeros(len(exposures.rows))
        laws: dict[str, Floats] = {}
        for group in groups([(one, one.made) for one in exposures.regimes], exposures.links):
            dearest = np.zeros(1)
            for part in group.parts:
                law = part.regime.scene.law.regime.id
                found = np.where(group.facts.where, self._part(law, part), 0.0)
                laws[law] = laws.get(law, 0.0) + found
                dearest = np.maximum(dearest, found)
            total = total + dearest
        return total, laws

    def _part(self, law: str, part: Part) -> Floats:
        amount = np.zeros(1)
        for one in part.clusters:
            amount = amount + self._cluster(law, one)
        return np.where(self._enforced[law], amount, 0.0) if law in self._enforced else amount

    def _cluster(self, law: str, one: Priced) -> Floats:
        """A fine for conducts that may be one; nothing where there is no centre."""
        high = one.high
        without = np.isnan(one.central) | np.isinf(high)
        if without.any():
            self.left_out[law] = self.left_out.get(law, np.zeros(1, np.bool_)) | (without & (high > 0))
        if law not in self._at or without.all():
            return np.zeros(1)
        central, high = np.where(without, 0.0, one.central), np.where(without, 0.0, high)
        low = np.where(without, 0.0, one.low)
        return quantile(low, np.clip(central, low, high), high, self._at[law])


def _joined(samples: Sequence[Sample]) -> Sample:
    laws = dict.fromkeys(law for one in samples for law in one.laws)
    left = dict.fromkeys(law for one in samples for law in one.left_out)
    return Sample(
        dearest=np.concatenate([one.dearest for one in samples]),
        added=np.concatenate([one.added for one in samples]),
        laws={law: np.concatenate([one.laws.get(law, np.zeros(len(one.added))) for one in samples]) for law in laws},
        left_out={law: np.concatenate(list(_planes(samples, law))) for law in left},
        codes=np.concatenate([one.codes for one in samples], axis=1),
    )


def _planes(samples: Sequence[Sample], law: str) -> Iterator[Plane]:
    for one in samples:
        yield one.left_out.get(law, np.zeros(len(one.added), np.bool_))
