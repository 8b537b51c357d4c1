"""What one would write by hand in NumPy: a byte for each truth (1 true, 0 unknown, -1 false), and is min, or is max."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from peer_engines.engine import Fired
from peer_engines.workload import Answers, Both, Concluded, Not, Number, Rules, Tree

Truths = NDArray[np.int8]
Narrow = dict[str, tuple[NDArray[np.signedinteger], Fired]]
BLOCK = 16_384


class HandNumpyEngine:
    """Blocks of rows, comparisons and groups that occur more than once computed once."""

    three_valued = True
    most = 10**9

    def __init__(self, made: Rules, workers: int) -> None:
        del workers
        self._rules = made
        self._answers: Narrow = {}
        self._truths: Truths = np.zeros((0, 0), np.int8)
        self._scores = np.zeros(0, np.int32)

    def load(self, answers: Answers) -> None:
        """Narrow columns."""
        self._answers = {
            field: (values.astype(np.int8 if values.max(initial=0) < 128 else np.int16), known)
            for field, (values, known) in answers.items()
        }

    def run(self, score: bool) -> None:
        """Block by block, rule by rule."""
        rows = len(next(iter(self._answers.values()))[0])
        self._truths = np.empty((len(self._rules.trees), rows), np.int8)
        self._scores = np.zeros(rows, np.int32)
        for start in range(0, rows, BLOCK):
            part = slice(start, start + BLOCK)
            answers = {field: (values[part], known[part]) for field, (values, known) in self._answers.items()}
            memory: dict[Tree, Truths] = {}
            for number, tree in enumerate(self._rules.trees):
                truth = self._truths[number, part]
                truth[:] = self._truth(tree, answers, memory)
                memory[Concluded(number)] = truth
                if score:
                    self._scores[part] += (truth == 1) * np.int32(self._rules.weights[number])

    def _truth(self, tree: Tree, answers: Narrow, memory: dict[Tree, Truths]) -> Truths:
        found = memory.get(tree)
        if found is None:
            match tree:
                case Both(every=every, parts=parts):
                    found = self._truth(parts[0], answers, memory)
                    for part in parts[1:]:
                        found = (np.minimum if every else np.maximum)(found, self._truth(part, answers, memory))
                case Not(part=part):
                    found = -self._truth(part, answers, memory)
                case Concluded():
                    raise AssertionError("a rule reads only earlier ones")
                case _:
                    values, known = answers[tree.field]
                    found = (2 * _holds(tree, values).view(np.int8) - 1) * known.view(np.int8)
            memory[tree] = found
        return found

    def fired(self, count: int) -> tuple[Fired, Fired]:
        """From the bytes."""
        return self._truths[:, :count].T == 1, self._truths[:, :count].T == -1

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return self._scores[:count].astype(np.int64)


def _holds(tree: Tree, values: NDArray[np.signedinteger]) -> Fired:
    match tree:
        case Number(sign=sign, limit=limit):
            compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[sign]
            return np.asarray(compare(values, values.dtype.type(limit)), np.bool_)
        case _:
            assert not isinstance(tree, Both | Not | Concluded)
            found = (values == tree.codes[0]) | (values == tree.codes[-1])
            return np.asarray(~found if tree.negated else found, np.bool_)
