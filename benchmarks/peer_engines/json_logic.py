"""JsonLogic (panzi-json-logic): a tree a rule; a comparison with null would hold now and then: guards."""

from __future__ import annotations

import importlib
from typing import Any

from peer_engines.rowwise import RowEngine
from peer_engines.workload import FIELDS, Both, Concluded, Not, Number, Rules, Tree, inlined, surely


class JsonLogicEngine(RowEngine):
    """Conclusions are written out where they are read."""

    most = 100

    def __init__(self, made: Rules, workers: int) -> None:
        super().__init__(made, workers)
        self._apply: Any = importlib.import_module("json_logic").jsonLogic
        self._logic = [logic(surely(inlined(made, tree))) for tree in made.trees]
        self._nothing: dict[str, int | None] = dict.fromkeys(FIELDS)

    def true_rules(self, row: dict[str, int]) -> list[int]:
        """Rule after rule."""
        data = {**self._nothing, **row}
        return [n for n, tree in enumerate(self._logic) if self._apply(tree, data)]


def logic(tree: Tree) -> Any:
    """A tree without negations as JsonLogic writes it."""
    match tree:
        case Both(every=every, parts=parts):
            return {"and" if every else "or": [logic(part) for part in parts]}
        case Number(field=field, sign=sign, limit=limit):
            return {"and": [{"!==": [{"var": field}, None]}, {sign: [{"var": field}, limit]}]}
        case Not() | Concluded():
            raise AssertionError(tree)
        case _:
            sign = "!==" if tree.negated else "==="
            tests = [{sign: [{"var": tree.field}, code]} for code in tree.codes]
            return {"and": [{"!==": [{"var": tree.field}, None]}, {"and" if tree.negated else "or": tests}]}
