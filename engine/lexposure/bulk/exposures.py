"""From a frame to its outcomes and amounts: what :func:`lexposure.exposure.estimate.estimate` says of one profile.

Outcomes are identical and amounts the same to the cent; there are no steps and no reasons. Rows for which another
authority's method is chosen are computed apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import program
from lexposure.bulk.answers import truth_of
from lexposure.bulk.deciding import Decider
from lexposure.bulk.frame import Frame
from lexposure.bulk.items import Outcomes, Scene
from lexposure.bulk.regimes import Regime
from lexposure.bulk.totals import Totals, totals
from lexposure.exposure.choosing import UNDERTAKING
from lexposure.exposure.conducts import Displacing, Links
from lexposure.exposure.law import Law, caps_only
from lexposure.inference.columns.table import Either
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.book import Edition
from lexposure.rulebook.formulas import Method
from lexposure.rulebook.methods import Choice, Deciding


@dataclass(frozen=True)
class Exposures:
    """Some rows of a frame (by number) with everything decided; amounts are computed when they are asked for."""

    rows: NDArray[np.intp]
    frame: Frame
    outcomes: Outcomes
    links: Links
    regimes: tuple[Regime, ...]

    @cached_property
    def totals(self) -> Totals:
        """All regimes together."""
        return totals(self.regimes, self.links)


class Estimator:
    """A rule book at a date for frames of any size. ``method`` takes the place of the usual one of its regime."""

    def __init__(self, edition: Edition, method: Method | None = None) -> None:
        self.edition = edition
        self._method = method
        self._decider = Decider(program(edition))
        self._displacing = Displacing(edition.rules)

    def exposures(self, frame: Frame) -> Iterator[Exposures]:
        """The rows in groups that share their methods; one group where all do.

        Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts.
        """
        for deciding, rows in self._by_authority(frame):
            mine = frame if len(rows) == frame.rows else frame.take(rows)
            yield self._exposures(mine, rows, deciding)

    def _exposures(self, frame: Frame, rows: NDArray[np.intp], deciding: Deciding) -> Exposures:
        known = self._decider.decide(frame)
        told = None if frame.told is None else self._decider.decide(frame, told=True)
        outcomes = Outcomes(self.edition, frame, known, told)
        links = Links(frame.subjects, frame.linked)
        laws = self._laws(deciding)
        regimes = tuple(Regime(Scene(law, outcomes, links), self._displacing) for law in laws)
        return Exposures(rows, frame, outcomes, links, regimes)

    def _laws(self, deciding: Deciding) -> Iterator[Law]:
        methods, on = self.edition.book.methods, self.edition.on
        for regime in self.edition.book.provisions.regimes.values():
            if self._method is not None and self._method.regime == regime.id:
                choice = Choice(self._method, "", "")
            else:
                choice = methods.for_regime(regime.id, on, deciding) or Choice(caps_only(regime.id), "", "")
            yield Law(self.edition, regime, choice)

    def _by_authority(self, frame: Frame) -> Iterator[tuple[Deciding, NDArray[np.intp]]]:
        """Who decides, as far as methods differ by it, and for which rows."""
        reads = self.edition.book.authorities.reads
        country = self._codes(frame, reads.get("main_establishment", ""))
        cross = _truths(frame, reads.get("cross_border", ""))
        undertaking = _truths(frame, UNDERTAKING)
        together = np.stack(np.broadcast_arrays(country, cross, undertaking, np.zeros(frame.rows, np.int64)))
        different, back = np.unique(together[:3], axis=1, return_inverse=True)
        by_choice: dict[tuple[str, ...], tuple[Deciding, list[int]]] = {}
        for number, (code, crosses, is_one) in enumerate(different.T.tolist()):
            deciding = Deciding(self._name(reads.get("main_establishment", ""), code), _not(crosses), _bool(is_one))
            ids = tuple(law.method.id for law in self._laws(deciding))
            by_choice.setdefault(ids, (deciding, []))[1].append(number)
        for deciding, numbers in by_choice.values():
            yield deciding, np.flatnonzero(np.isin(back.reshape(-1), numbers))

    def _codes(self, frame: Frame, fact: str) -> NDArray[np.int64]:
        """The code of the only possible option; -1 where there is none."""
        cell = frame.known.get(COMPANY, {}).get(fact)
        if not isinstance(cell, Either):
            return np.full(1, -1)
        only = cell.known & (cell.possible.sum(axis=0) == 1)
        return np.where(only, np.array(cell.options)[cell.possible.argmax(axis=0)], -1)

    def _name(self, fact: str, code: int) -> str:
        known = self.edition.book.catalogue.get(fact)
        options = known.options if known is not None else ()
        return next((option.name for option in options if option.code == code), "")


def _truths(frame: Frame, fact: str) -> NDArray[np.int64]:
    truth = truth_of(frame.known.get(COMPANY, {}).get(fact))
    return np.where(truth.true, 1, np.where(truth.false, 0, -1))


def _bool(value: int) -> bool | None:
    return None if value < 0 else bool(value)


def _not(value: int) -> bool | None:
    return None if value < 0 else not value
