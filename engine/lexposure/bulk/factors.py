"""What aggravating and mitigating factors do, row by row. See :mod:`lexposure.exposure.effects`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import factor_goal
from lexposure.bulk.deciding import Truth
from lexposure.bulk.frame import NEVER, Floats, Plane
from lexposure.bulk.items import Cluster, Scene, any_of
from lexposure.exposure.effects import ALL_OFF, PPM
from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import AdjustmentFactor

Parts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Effect:
    """The bounds of a change as a share of the amount before."""

    low: Floats
    high: Floats


def has(scene: Scene, step: str) -> bool:
    """Whether the rule book has a factor for the step that some subject can answer."""
    return any(
        factor.step == step and scene.law.counts(factor) and scene.outcomes.frame.of(factor.about)
        for factor in scene.law.edition.factors
    )


def effect(scene: Scene, step: str, cluster: Cluster) -> Effect:
    """The sums over a cluster's conducts, each factor once."""
    touched = _touched(cluster)
    low = high = np.zeros(1, np.int64)
    for factor, truth in _truths(scene, step, touched, _sure(cluster, touched)):
        maybe = ~(truth.true | truth.false)
        low = low + _where(truth.true, factor.low, maybe, min(factor.low, 0))
        high = high + _where(truth.true, factor.high, maybe, max(factor.high, 0))
    return Effect(_share(low), _share(high))


def centre(scene: Scene, step: str, cluster: Cluster) -> Floats:
    """The centre where a cluster is taken as one conduct and its findings as made."""
    touched = _touched(cluster)
    central = np.zeros(1, np.int64)
    for factor, truth in _truths(scene, step, touched, touched):
        if factor.central:
            central = central + np.where(truth.true, factor.central, 0)
    return _share(central)


def _share(parts: Parts) -> Floats:
    return np.maximum(parts / PPM, ALL_OFF)


def _touched(cluster: Cluster) -> Mapping[Subject, Plane]:
    subjects = dict.fromkeys(item.subject for item in cluster.items)
    return {one: any_of(item.present for item in cluster.items if item.subject == one) for one in subjects}


def _truths(
    scene: Scene, step: str, touched: Mapping[Subject, Plane], sure: Mapping[Subject, Plane]
) -> Iterator[tuple[AdjustmentFactor, Truth]]:
    """The factors of a step that hold, or may, in some row."""
    for factor in scene.law.edition.factors:
        if factor.step == step and scene.law.counts(factor):
            truth = _truth(scene, factor, touched, sure)
            if not truth.false.all():
                yield factor, truth


def _where(sure: Plane, amount: int, maybe: Plane, other: int) -> Parts | int:
    """The amount where it is sure, the other where it may be."""
    if not amount:
        return 0
    if not other:
        return np.where(sure, amount, 0)
    found: Parts = np.where(sure, amount, np.where(maybe, other, 0))
    return found


def _sure(cluster: Cluster, touched: Mapping[Subject, Plane]) -> Mapping[Subject, Plane]:
    """Where a subject surely belongs to the conduct: not while links are open, else with a sure finding on it.

    Where it is the only one with findings it counts, for without it there is no fine.
    """
    alone = ~cluster.several
    once = twice = NEVER
    for plane in touched.values():
        once, twice = once | plane, twice | (once & plane)
    only = once & ~twice
    return {
        subject: alone & ((only & plane) | any_of(item.sure for item in cluster.items if item.subject == subject))
        for subject, plane in touched.items()
    }


def _truth(
    scene: Scene, factor: AdjustmentFactor, touched: Mapping[Subject, Plane], sure: Mapping[Subject, Plane]
) -> Truth:
    """One factor over several entries: it counts once, if it holds for any of them."""
    goal = factor_goal(factor)
    if factor.about is About.COMPANY:
        (subject,) = scene.outcomes.frame.of(About.COMPANY)
        return scene.outcomes.known[goal, subject]
    true, not_false = NEVER, NEVER
    for subject, plane in touched.items():
        if subject.about is factor.about:
            truth = scene.outcomes.known[goal, subject]
            true = true | (truth.true & plane & sure[subject])
            not_false = not_false | (plane & ~truth.false)
    return Truth(true, ~not_false)
