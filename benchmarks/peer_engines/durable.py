"""durable-rules, as Lexposure drives it for one company; and the reference evaluator beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.program import Evaluator, Program, Verdicts
from lexposure.inference.reference import Reference
from lexposure.profile.possible import World
from peer_engines.engine import Fired
from peer_engines.program import program, worlds
from peer_engines.workload import Answers, Rules


class ReferenceEngine:
    """One world after the other."""

    three_valued = True
    most = 100

    def __init__(self, made: Rules, workers: int) -> None:
        del workers
        self._rules = made
        self._evaluator = self.evaluator(program(made))
        self._worlds: list[World] = []
        self._found: list[Verdicts] = []
        self._scores: list[int] = []

    def evaluator(self, made: Program) -> Evaluator:
        """Who decides."""
        return Reference(made)

    def load(self, answers: Answers) -> None:
        """One world a profile."""
        self._worlds = list(worlds(answers, min(self.most, len(next(iter(answers.values()))[0]))))

    def run(self, score: bool) -> None:
        """One after the other."""
        self._found = [self._evaluator.evaluate(world) for world in self._worlds]
        if score:
            self._scores = [
                sum(weight for n, weight in enumerate(self._rules.weights) if verdicts.goals[f"rule{n}", "company"])
                for verdicts in self._found
            ]

    def fired(self, count: int) -> tuple[Fired, Fired]:
        """True and false."""
        names = [f"rule{n}" for n in range(len(self._rules.trees))]
        told = [[verdicts.goals[name, "company"] for name in names] for verdicts in self._found[:count]]
        true = np.array([[truth is True for truth in row] for row in told], np.bool_)
        return true, np.array([[truth is False for truth in row] for row in told], np.bool_)

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return np.array(self._scores[:count], np.int64)


class DurableEngine(ReferenceEngine):
    """The same with durable-rules."""

    def evaluator(self, made: Program) -> Evaluator:
        """Needs durable-rules."""
        from lexposure.inference.durable import Durable

        return Durable(made)
