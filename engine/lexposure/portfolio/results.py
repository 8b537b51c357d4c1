"""What is told of each company: counts, amounts in euro, and the gravest outcome of every rule."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import applies_goal, finding_goal
from lexposure.bulk.exposures import Estimator, Exposures
from lexposure.bulk.frame import Floats
from lexposure.bulk.regimes import Amounts
from lexposure.portfolio.frames import Part
from lexposure.rulebook.book import Edition
from lexposure.rulebook.facts import LISTS
from lexposure.rulebook.rules import Rule

OUTCOMES = ("not applicable", "no finding", "unknown", "alleged", "finding")
"""From the least to the gravest."""

Codes = NDArray[np.int8]


def amount_names(edition: Edition) -> tuple[str, ...]:
    """The columns of amounts, in order."""
    ends = ("low", "central", "high")
    names = [f"{what}_{end}" for what in ("total", "established") for end in ends]
    for regime in edition.book.provisions.regimes:
        names += [f"{regime}_{end}" for end in ends]
        names += [f"{regime}_established_{end}" for end in ends]
        names += [f"{regime}_cap"]
    return tuple(names)


class Results:
    """Some rows of a chunk in columns; what cannot be computed or has no end is not a number."""

    def __init__(self, edition: Edition, rows: int) -> None:
        self.edition = edition
        self.counts = {name: np.zeros(rows, np.int64) for name in ("findings", "open")}
        self.amounts = {name: np.full(rows, np.nan) for name in amount_names(edition)}
        self.rules: dict[str, Codes] = {rule.id: np.zeros(rows, np.int8) for rule in edition.rules}
        self.methods: dict[str, tuple[list[str], NDArray[np.int32]]] = {
            regime: ([], np.full(rows, -1, np.int32)) for regime in edition.book.provisions.regimes
        }

    def fill(self, part: Part, estimator: Estimator) -> None:
        """Compute a part and put its rows in their places."""
        for exposures in estimator.exposures(part.frame):
            rows = part.rows[exposures.rows]
            for name, amounts in _amounts(exposures):
                self.amounts[name][rows] = np.where(np.isinf(amounts), np.nan, np.round(amounts, 2))
            self._outcomes(exposures, rows)
            for regime in exposures.regimes:
                law = regime.scene.law
                names, codes = self.methods[law.regime.id]
                if law.method.id not in names:
                    names.append(law.method.id)
                codes[rows] = names.index(law.method.id)

    def _outcomes(self, exposures: Exposures, rows: NDArray[np.intp]) -> None:
        for rule in self.edition.rules:
            gravest = np.zeros(len(rows), np.int8)
            for code, finding, open_ in _of_rule(exposures, rule):
                gravest = np.maximum(gravest, code)
                self.counts["findings"][rows] += finding
                self.counts["open"][rows] += open_
            self.rules[rule.id][rows] = gravest


def _of_rule(exposures: Exposures, rule: Rule) -> Iterator[tuple[Codes, NDArray[np.bool_], NDArray[np.bool_]]]:
    """The outcome of a rule for each subject; entries that nobody listed leave it unknown."""
    frame, known = exposures.frame, exposures.outcomes.known
    for subject in frame.of(rule.about):
        outcome = exposures.outcomes.of(rule, subject)
        applies, found = known[applies_goal(rule), subject], known[finding_goal(rule), subject]
        code = np.where(applies.false, 0, np.where(found.false, 1, 2))
        code = np.where(outcome.alleged, 3, np.where(outcome.established, 4, code))
        code = np.where(frame.there(subject), code, 0)
        yield code.astype(np.int8), outcome.established, outcome.open
    if rule.about in LISTS:
        unlisted = ~frame.complete.get(rule.about, np.zeros(1, np.bool_))
        none = np.zeros(1, np.bool_)
        yield np.where(unlisted, 2, 0).astype(np.int8), none, none


def _amounts(exposures: Exposures) -> Iterator[tuple[str, Floats]]:
    totals = exposures.totals
    yield from _ends("total", totals.largest)
    yield from _ends("established", totals.established_largest)
    for regime in exposures.regimes:
        id = regime.scene.law.regime.id
        yield from _ends(id, regime.range)
        yield from _ends(f"{id}_established", regime.established)
        yield f"{id}_cap", regime.cap


def _ends(name: str, amounts: Amounts) -> Iterator[tuple[str, Floats]]:
    yield f"{name}_low", amounts.low
    yield f"{name}_central", amounts.central
    yield f"{name}_high", amounts.high
