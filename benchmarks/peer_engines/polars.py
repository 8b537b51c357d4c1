"""Polars, streaming engine: a null is an unknown answer, and its and, or and not are Kleene's."""

from __future__ import annotations

import importlib
import os
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peer_engines.engine import Fired
from peer_engines.workload import Answers, Both, Concluded, Not, Number, Rules, Tree, stages


class PolarsEngine:
    """One expression a rule; conclusions are columns of an earlier stage; the score is one more query."""

    three_valued = True
    most = 10**9

    def __init__(self, made: Rules, workers: int) -> None:
        os.environ["POLARS_MAX_THREADS"] = str(workers)
        pl: Any = importlib.import_module("polars")
        self._pl = pl
        self._rules = made
        self._stages = [
            [self._expression(made.trees[n]).alias(f"concluded{n}") for n in stage] for stage in stages(made)
        ]
        self._select = [
            (pl.col(f"concluded{n}") if n in made.concluding else self._expression(tree)).alias(f"rule{n}")
            for n, tree in enumerate(made.trees)
        ]
        self._frame: Any = None
        self._found: Any = None
        self._scores: Any = None

    def load(self, answers: Answers) -> None:
        """Int16 and Int8 columns and booleans, with a validity mask."""
        pl = self._pl
        columns: list[Any] = []
        for field, (values, known) in answers.items():
            kind = np.bool_ if field.startswith("flag") else np.int8 if values.max(initial=0) < 128 else np.int16
            series = pl.Series(field, values.astype(kind))
            columns.append(pl.select(pl.when(pl.Series(known)).then(series).alias(field)).to_series())
        self._frame = pl.DataFrame(columns)

    def run(self, score: bool) -> None:
        """Collected with the streaming engine."""
        pl = self._pl
        self._found = None
        query = self._frame.lazy()
        for stage in self._stages:
            query = query.with_columns(stage)
        self._found = query.select(self._select).collect(engine="streaming")
        if score:
            terms = [pl.col(f"rule{n}").cast(pl.Int32) * weight for n, weight in enumerate(self._rules.weights)]
            total = self._found.lazy().select(pl.sum_horizontal(terms))
            self._scores = total.collect(engine="streaming").to_series()

    def fired(self, count: int) -> tuple[Fired, Fired]:
        """True; and not null and not true."""
        head = self._found.head(count)
        true = head.fill_null(value=False).to_numpy().astype(np.bool_)
        return true, ~head.fill_null(value=True).to_numpy().astype(np.bool_)

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return np.asarray(self._scores.head(count).to_numpy(), np.int64)

    def _expression(self, tree: Tree) -> Any:
        pl = self._pl
        match tree:
            case Both(every=every, parts=parts):
                joined = map(self._expression, parts)
                return reduce(lambda a, b: a & b, joined) if every else reduce(lambda a, b: a | b, joined)
            case Not(part=part):
                return ~self._expression(part)
            case Concluded(rule=rule):
                return pl.col(f"concluded{rule}")
            case Number(field=field, sign=sign, limit=limit):
                column = pl.col(field)
                return {"<": column < limit, "<=": column <= limit, ">": column > limit, ">=": column >= limit}[sign]
            case _:
                column = pl.col(tree.field)
                if tree.field.startswith("flag"):
                    found = column if tree.codes == (1,) else ~column
                else:
                    found = reduce(lambda a, b: a | b, (column == code for code in tree.codes))
                return ~found if tree.negated else found
