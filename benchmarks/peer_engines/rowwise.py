"""What engines that take one profile at a time have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from peer_engines.engine import Fired
from peer_engines.workload import Answers, Rules, rows


class RowEngine(ABC):
    """Decides profile after profile with :meth:`true_rules`; tells true from the rest only."""

    three_valued = False
    most = 200

    def __init__(self, made: Rules, workers: int) -> None:
        del workers
        self.rules = made
        self._rows: list[dict[str, int]] = []
        self._fired: list[list[int]] = []
        self._scores: list[int] = []

    @abstractmethod
    def true_rules(self, row: dict[str, int]) -> list[int]:
        """The numbers of the rules that are true of a profile."""

    def load(self, answers: Answers) -> None:
        """Dictionaries without what is unknown."""
        self._rows = rows(answers, min(self.most, len(next(iter(answers.values()))[0])))

    def run(self, score: bool) -> None:
        """One after the other."""
        self._fired = [self.true_rules(row) for row in self._rows]
        if score:
            self._scores = [sum(self.rules.weights[number] for number in fired) for fired in self._fired]

    def fired(self, count: int) -> tuple[Fired, None]:
        """True alone."""
        found = np.zeros((count, len(self.rules.trees)), np.bool_)
        for row, fired in enumerate(self._fired[:count]):
            found[row, fired] = True
        return found, None

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return np.array(self._scores[:count], np.int64)
