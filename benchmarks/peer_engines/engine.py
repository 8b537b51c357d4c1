"""What the benchmark asks of every engine."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from peer_engines.workload import Answers, Rules

Fired = NDArray[np.bool_]


class Engine(Protocol):
    """One engine on one rule book and one set of profiles. Made first, then loaded, then run again and again."""

    three_valued: bool
    """Whether false and unknown are told apart."""
    most: int
    """How many profiles it is given at most: engines that take a row at a time would take hours."""

    def __init__(self, made: Rules, workers: int) -> None: ...

    def load(self, answers: Answers) -> None:
        """Bring the profiles into the engine's own form; not timed."""
        ...

    def run(self, score: bool) -> None:
        """Decide every rule for every profile; with ``score``, add up the weights of the true ones."""
        ...

    def fired(self, count: int) -> tuple[Fired, Fired | None]:
        """Of the first profiles (rows) the rules (columns) that are true, and false if that is told apart."""
        ...

    def scores(self, count: int) -> NDArray[np.int64]:
        """The scores of the first profiles, after a run with ``score``."""
        ...
