"""From a frame to its outcomes and amounts: what :func:`lexposure.exposure.estimate.estimate` says of one profile.

Outcomes are identical and amounts the same to the cent; there are no steps and no reasons. Rows for which another
authority's method is chosen are computed apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import program
from lexposure.bulk.answers import truth_of
from lexposure.bulk.deciding import Decider, above
from lexposure.bulk.frame import Frame
from lexposure.bulk.items import Outcomes, Reach, Scene
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
        self._program = program(edition)
        self._decider = Decider(self._program)
        self._displacing = Displacing(edition.rules)
        self._methods: dict[Deciding, tuple[str, ...]] = {}
        self._reaches: dict[tuple[str, ...], tuple[Reach, ...]] = {}

    def exposures(self, frame: Frame) -> Iterator[Exposures]:
        """The rows in groups that share their methods; one group where all do.

        Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts.
        """
        for deciding, rows in self._by_authority(frame):
            mine = frame if len(rows) == frame.rows else frame.take(rows)
            yield self._exposures(mine, rows, deciding)

    def prepare(self, frame: Frame) -> None:
        """Compile what frames that vary the same answers need, so that threads find it ready."""
        for exposures in self.exposures(frame):
            _ = exposures.totals

    def moves(self, facts: Collection[str], rule: str = "") -> bool:
        """Whether answers to these facts can move any amount; or, if a rule is named, that rule's findings."""
        goals = above(self._program, facts)[0]
        if rule:
            return any(goal.name.startswith(f"{rule}/") for goal in goals)
        read = {name for method in self.edition.book.methods.by_id.values() for name in method.reads.values()}
        rules = {one.id for reach in self._reach(Deciding()) for one, _, _ in reach.finable}
        rules |= {factor.id for factor in self.edition.factors}
        return bool(read & set(facts)) or any(goal.name.partition("/")[0] in rules for goal in goals)

    def _exposures(self, frame: Frame, rows: NDArray[np.intp], deciding: Deciding) -> Exposures:
        known = self._decider.decide(frame)
        told = None if frame.told is None else self._decider.decide(frame, told=True)
        outcomes = Outcomes(self.edition, frame, known, told)
        links = Links(frame.subjects, frame.linked)
        scenes = (Scene(reach, outcomes, links) for reach in self._reach(deciding))
        regimes = tuple(Regime(scene, self._displacing) for scene in scenes)
        return Exposures(rows, frame, outcomes, links, regimes)

    def _reach(self, deciding: Deciding) -> tuple[Reach, ...]:
        """The law of every regime with the method of whoever decides; kept once for all who decide alike."""
        if deciding not in self._methods:
            laws = tuple(self._laws(deciding))
            self._methods[deciding] = tuple(law.method.id for law in laws)
            self._reaches.setdefault(self._methods[deciding], tuple(map(Reach, laws)))
        return self._reaches[self._methods[deciding]]

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
        seat = reads.get("main_establishment", "")
        marks = 9 * self._codes(frame, seat) + 3 * _truths(frame, reads.get("cross_border", ""))
        different, back = np.unique(marks + _truths(frame, UNDERTAKING), return_inverse=True)
        by_choice: dict[tuple[str, ...], tuple[Deciding, list[int]]] = {}
        for number, mark in enumerate(different.tolist()):
            code, crosses, is_one = int(mark) // 9, int(mark) // 3 % 3, int(mark) % 3
            deciding = Deciding(self._name(seat, code), _KNOWN[2 - crosses], _KNOWN[is_one])
            ids = tuple(reach.law.method.id for reach in self._reach(deciding))
            by_choice.setdefault(ids, (deciding, []))[1].append(number)
        for deciding, numbers in by_choice.values():
            rows = np.isin(back.reshape(-1), numbers)
            yield deciding, np.flatnonzero(np.broadcast_to(rows, frame.rows))

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


_KNOWN = (False, None, True)


def _truths(frame: Frame, fact: str) -> NDArray[np.int64]:
    """0 for no, 1 for unknown, 2 for yes."""
    truth = truth_of(frame.known.get(COMPANY, {}).get(fact))
    return np.where(truth.true, 2, np.where(truth.false, 0, 1))
