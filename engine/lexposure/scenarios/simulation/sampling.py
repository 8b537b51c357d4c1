"""Draws of a plan's quantities: a probability for each, correlated where the user says so, and what it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.frame import ALWAYS, Cell, Floats, cell_of, cell_taken, options_of
from lexposure.inference.columns.table import Either, Numbers
from lexposure.profile.possible import Options, Subject
from lexposure.scenarios.simulation.pert import logit, normal_chance, quantile
from lexposure.scenarios.simulation.quantities import AMOUNT, Answer, Number, Plan, Quantity
from lexposure.source.problems import Problems

BINS = 20
"""Into how many parts of equal probability a number, or how far into the method's range, is cut for the shares."""

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Draws:
    """Some draws: a probability by quantity and draw, and the value or part of each that it falls into."""

    chances: Floats
    codes: Codes


class Sampler:
    """Draws the quantities of a plan. Batches are drawn apart, so that they come out alike in any order."""

    def __init__(self, plan: Plan, seed: int, problems: Problems) -> None:
        """Correlations that contradict each other are a problem."""
        self.plan, self.seed = plan, seed
        self._correlated, self._factor = _factor(plan, problems)
        self._steps = [_steps(one) for one in plan.quantities]

    def draw(self, batch: int, size: int) -> Draws:
        """A batch of draws."""
        random = np.random.default_rng([self.seed, batch])
        chances = random.random((len(self.plan.quantities), size))
        if self._correlated:
            normal = random.standard_normal((len(self._correlated), size))
            chances[self._correlated] = normal_chance(self._factor @ normal)
        codes = np.empty(chances.shape, np.uint8)
        for at, steps in enumerate(self._steps):
            if isinstance(steps, int):
                np.floor(chances[at] * steps, out=codes[at], casting="unsafe")
            else:
                codes[at] = np.searchsorted(steps, chances[at], side="right")
        return Draws(chances, codes)

    def cells(self, draws: Draws) -> Mapping[tuple[Subject, str], Cell]:
        """The answers drawn, as columns."""
        found: dict[tuple[Subject, str], Cell] = {}
        for at, one in enumerate(self.plan.quantities):
            match one:
                case Answer(missing=missing):
                    found[missing.subject, missing.fact] = _answers(one, draws.codes[at])
                case Number(missing=missing):
                    found[missing.subject, missing.fact] = _numbers(one, draws.chances[at])
                case _:
                    continue
        return found


def _answers(one: Answer, codes: Codes) -> Cell:
    only = [next(iter(value.codes)) for value in one.values if isinstance(value, Options) and len(value.codes) == 1]
    if len(only) < len(one.values):
        return cell_taken(cell_of(one.values, one.fact), codes.astype(np.intp))
    options = options_of(one.fact)
    places = np.array([only.index(code) if code in only else _NONE for code in options], np.uint8)
    return Either(options, codes[None] == places[:, None], ALWAYS)


_NONE = 255
"""The place of an option that is not drawn."""


def _numbers(one: Number, chances: Floats) -> Numbers:
    if one.central is None:
        values = one.low + np.floor(chances * (one.high - one.low + 1))
    else:
        low, central, high = (np.full(1, float(end)) for end in (one.low, one.central, one.high))
        values = np.rint(quantile(low, central, high, logit(chances)))
    whole, known = values.astype(np.int64), np.ones(len(values), np.bool_)
    return Numbers(whole, whole, known, known, known)


def _steps(one: Quantity) -> Floats | int:
    """The probabilities at which the next value or part begins; how many there are, where all are alike."""
    match one:
        case Answer(shares=shares) if len(set(shares)) == 1:
            return len(shares)
        case Answer(shares=shares):
            found: Floats = np.minimum(np.cumsum(np.array(shares))[:-1], 1.0)
            return found
        case Number():
            return BINS
        case _ if one.kind == AMOUNT:
            return BINS
        case _:
            return np.array([one.likelihood])


def _factor(plan: Plan, problems: Problems) -> tuple[Sequence[int], Floats]:
    """The quantities that are correlated, and what makes independent normal variables go together as stated."""
    places = {one.name: at for at, one in enumerate(plan.quantities)}
    stated = [one for one in plan.correlated if all(name in places for name in one.between)]
    named = sorted({places[name] for one in stated for name in one.between})
    matrix = np.eye(len(named))
    for one in stated:
        for name in one.between:
            for other in one.between:
                if name != other:
                    matrix[named.index(places[name]), named.index(places[other])] = one.by
    if not named:
        return (), matrix
    try:
        factor: Floats = np.linalg.cholesky(matrix).astype(np.float64)
        return named, factor
    except np.linalg.LinAlgError:
        message = "these correlations contradict each other"
        problems.error("likelihood", message, stated[-1].span, "weaken one, or state the ones between the others too")
        return (), matrix
