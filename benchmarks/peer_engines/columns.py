"""Lexposure's own bulk evaluator, in NumPy or with Numba (extra ``fast``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.evaluator import Columns, Outcomes
from lexposure.inference.columns.table import Table
from peer_engines.engine import Fired
from peer_engines.program import program, table
from peer_engines.workload import Answers, Rules


class ColumnsEngine:
    """Whole planes of true and false are kept, as peers keep their columns."""

    three_valued = True
    most = 10**9
    fast = False

    def __init__(self, made: Rules, workers: int) -> None:
        self._rules = len(made.trees)
        self._weights = [*made.weights, *([0] * len(made.concluding))]
        self._columns = Columns(program(made), workers, self.fast)
        self._table = Table(0, {})
        self._found: Outcomes | None = None

    def load(self, answers: Answers) -> None:
        """One column a question."""
        self._table = table(answers)

    def run(self, score: bool) -> None:
        """All blocks."""
        self._found = None
        self._found = self._columns.outcomes(self._table, self._weights if score else None)

    def fired(self, count: int) -> tuple[Fired, Fired]:
        """From the planes."""
        assert self._found is not None
        truths = np.stack([self._found.goal(f"rule{n}")[:count] for n in range(self._rules)], axis=1)
        return truths == 1, truths == 0

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        assert self._found is not None
        return self._found.scores[:count]


class FastEngine(ColumnsEngine):
    """The same with Numba."""

    fast = True
