"""OpenFisca-core: a variable a rule, formulas over NumPy arrays; -1 is an unknown answer. True only, not false."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peer_engines.engine import Fired
from peer_engines.workload import FIELDS, Answers, Both, Concluded, Not, Number, Rules, Tree, surely

PERIOD = "2026-01"


class OpenFiscaEngine:
    """Concluding rules have a variable for their negation as well; OpenFisca keeps what it has computed."""

    three_valued = False
    most = 10**9

    def __init__(self, made: Rules, workers: int) -> None:
        del workers
        entities, periods, variables = (_module(name) for name in ("entities", "periods", "variables"))
        self._rules = made
        entity = entities.Entity("company", "companies", "", "")
        self._system: Any = _module("taxbenefitsystems").TaxBenefitSystem([entity])
        common = {"entity": entity, "definition_period": periods.DateUnit.MONTH, "label": ""}

        def add(name: str, kind: type, **more: Any) -> None:
            made_type = type(name, (variables.Variable,), {"value_type": kind, **common, **more})
            self._system.add_variable(made_type)

        for field in FIELDS:
            add(field, int)
        for number, tree in enumerate(made.trees):
            add(f"rule{number}", bool, formula=_formula(surely(tree)))
            if number in made.concluding:
                add(f"not{number}", bool, formula=_formula(surely(tree, wanted=False)))
        self._answers: dict[str, NDArray[np.int32]] = {}
        self._fired: Fired = np.zeros((0, 0), np.bool_)
        self._scores = np.zeros(0, np.int32)

    def load(self, answers: Answers) -> None:
        """Integers of 32 bits, the narrowest that OpenFisca takes."""
        self._answers = {field: np.where(known, values, -1) for field, (values, known) in answers.items()}

    def run(self, score: bool) -> None:
        """A new simulation each time."""
        rows = len(next(iter(self._answers.values())))
        simulation: Any = _module("simulations").SimulationBuilder().build_default_simulation(self._system, count=rows)
        for field, values in self._answers.items():
            simulation.set_input(field, PERIOD, values)
        self._fired = np.empty((len(self._rules.trees), rows), np.bool_)
        self._scores = np.zeros(rows, np.int32)
        for number, weight in enumerate(self._rules.weights):
            self._fired[number] = simulation.calculate(f"rule{number}", PERIOD)
            if score:
                self._scores += self._fired[number] * np.int32(weight)

    def fired(self, count: int) -> tuple[Fired, None]:
        """True alone."""
        return self._fired[:, :count].T, None

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return self._scores[:count].astype(np.int64)


def _module(name: str) -> Any:
    return importlib.import_module(f"openfisca_core.{name}")


def _formula(tree: Tree) -> Any:
    def formula(company: Any, period: Any, parameters: Any) -> Any:
        del parameters

        def read(name: str) -> Any:
            return company(name, period)

        return _truth(tree, read)

    return formula


def _truth(tree: Tree, read: Any) -> Any:
    match tree:
        case Both(every=every, parts=parts):
            found = _truth(parts[0], read)
            for part in parts[1:]:
                found = found & _truth(part, read) if every else found | _truth(part, read)
            return found
        case Concluded(rule=rule):
            return read(f"rule{rule}")
        case Not(part=Concluded(rule=rule)):
            return read(f"not{rule}")
        case Number(field=field, sign=sign, limit=limit):
            values = read(field)
            if sign in (">", ">="):
                return values > limit if sign == ">" else values >= limit
            return (values >= 0) & (values < limit if sign == "<" else values <= limit)
        case _:
            assert not isinstance(tree, Not)
            values = read(tree.field)
            found = values == tree.codes[0]
            for code in tree.codes[1:]:
                found = found | (values == code)
            return ~found & (values >= 0) if tree.negated else found
