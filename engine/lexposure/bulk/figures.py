"""What is told of every row of a frame: counts of outcomes, amounts, and whether anything is another than in the first.

Results are plain numbers, for those who know nothing of arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.exposures import Estimator, Exposures
from lexposure.bulk.frame import Floats, Frame
from lexposure.bulk.items import Outcomes
from lexposure.bulk.regimes import Amounts
from lexposure.exposure.model import Range
from lexposure.profile.possible import Subject
from lexposure.rulebook.rules import Rule

AT_ONCE = 8192
"""Rows computed together: enough that calls cost little, few enough for some hundred megabytes."""

Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Figures:
    """Established findings, open outcomes about listed subjects, and all regimes, dearest per group of facts.

    ``established`` is the range on findings alone, ``hull`` that with open questions; both in euro.
    """

    findings: int
    open: int
    established: Range
    hull: Range


def figures(estimator: Estimator, frame: Frame) -> Iterator[Figures]:
    """The figures of every row, in order."""
    for part in frame.parts(AT_ONCE):
        found: dict[int, Figures] = {}
        for exposures in estimator.exposures(part):
            found |= zip(exposures.rows.tolist(), _figures(exposures), strict=True)
        yield from (found[row] for row in range(part.rows))


def compared(estimator: Estimator, frame: Frame) -> tuple[list[Figures], list[bool]]:
    """The figures of every row, and whether anything is another than in the first row.

    That is a finding, an open outcome, the level of either, or an amount. "No finding" and "not applicable" are alike.
    """
    found: dict[int, Figures] = {}
    parts: list[tuple[NDArray[np.intp], Codes, Floats]] = []
    for exposures in estimator.exposures(frame):
        found |= zip(exposures.rows.tolist(), _figures(exposures), strict=True)
        parts.append((exposures.rows, _outcomes(exposures), _cents(exposures)))
    order = np.argsort(np.concatenate([rows for rows, _, _ in parts]))
    codes = np.concatenate([codes for _, codes, _ in parts], axis=1)[:, order]
    cents = np.concatenate([cents for _, _, cents in parts], axis=1)[:, order]
    differs = (codes != codes[:, :1]).any(axis=0)
    differs |= ((cents != cents[:, :1]) & ~(np.isnan(cents) & np.isnan(cents[:, :1]))).any(axis=0)
    return [found[row] for row in range(frame.rows)], differs.tolist()


def _figures(exposures: Exposures) -> Iterator[Figures]:
    rows = exposures.frame.rows
    findings, open_ = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    for rule, subject in _pairs(exposures):
        outcome = exposures.outcomes.of(rule, subject)
        findings += outcome.established
        open_ += outcome.open
    total = exposures.totals
    ranges = zip(_ranges(total.established_largest, rows), _ranges(total.largest, rows), strict=True)
    for one, other, (established, hull) in zip(findings.tolist(), open_.tolist(), ranges, strict=True):
        yield Figures(one, other, established, hull)


def _pairs(exposures: Exposures) -> Iterator[tuple[Rule, Subject]]:
    for rule in exposures.outcomes.edition.rules:
        for subject in exposures.frame.of(rule.about):
            yield rule, subject


def _ranges(amounts: Amounts, rows: int) -> Iterator[Range]:
    ends = (np.broadcast_to(one, rows).tolist() for one in (amounts.low, amounts.central, amounts.high))
    for low, central, high in zip(*ends, strict=True):
        yield Range(low, _finite(central), _finite(high))


def _finite(amount: float) -> float | None:
    return amount if math.isfinite(amount) else None


def _outcomes(exposures: Exposures) -> Codes:
    """Every outcome with its levels, and whether entries that nobody listed are open, by row."""
    frame = exposures.frame
    found = [plane.astype(np.int8) for plane in frame.complete.values()]
    for rule, subject in _pairs(exposures):
        found += _of_rule(exposures.outcomes, rule, subject)
    return np.stack([np.broadcast_to(one, frame.rows) for one in found])


def _of_rule(outcomes: Outcomes, rule: Rule, subject: Subject) -> Iterator[Codes]:
    """Whether a rule is a finding or may become one, and its levels then; no finding is one however it comes."""
    outcome = outcomes.of(rule, subject)
    yield outcome.established + np.int8(2) * outcome.open + np.int8(3) * outcome.alleged
    counts = outcome.established | outcome.open
    yield from (np.where(counts, level, 0).astype(np.int8) for level in outcomes.levels(rule, subject))


def _cents(exposures: Exposures) -> Floats:
    """Every total and regime in whole cents, by row."""
    total, rows = exposures.totals, exposures.frame.rows
    several: list[Amounts] = [total.largest, total.added, total.established_largest, total.established_added]
    ends: list[Floats] = [end for one in several for end in (one.low, one.central, one.high)]
    for regime in exposures.regimes:
        made = regime.established
        ends += [regime.range.low, regime.range.high, made.low, made.central, made.high]
    return np.round(100.0 * np.stack([np.broadcast_to(end, rows) for end in ends]))
