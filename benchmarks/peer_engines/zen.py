"""GoRules' zen-engine: one expression node with an expression a rule. A comparison with null raises: guards."""

from __future__ import annotations

import importlib
import json
from typing import Any

from peer_engines.rowwise import RowEngine
from peer_engines.workload import FIELDS, Both, Concluded, Not, Number, Rules, Tree, inlined, surely


class ZenEngine(RowEngine):
    """Conclusions are written out where they are read."""

    def __init__(self, made: Rules, workers: int) -> None:
        super().__init__(made, workers)
        expressions = [
            {"id": f"r{n}", "key": f"r{n}", "value": expression(surely(inlined(made, tree)))}
            for n, tree in enumerate(made.trees)
        ]
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "x", "type": "expressionNode", "name": "x", "position": {"x": 0, "y": 0},
             "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 0, "y": 0}},
        ]  # fmt: skip
        edges = [
            {"id": "a", "sourceId": "in", "targetId": "x", "type": "edge"},
            {"id": "b", "sourceId": "x", "targetId": "out", "type": "edge"},
        ]
        decision = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        self._decision: Any = importlib.import_module("zen").ZenEngine().create_decision(json.dumps(decision))
        self._nothing: dict[str, int | None] = dict.fromkeys(FIELDS)
        self._names = [f"r{n}" for n in range(len(made.trees))]

    def true_rules(self, row: dict[str, int]) -> list[int]:
        """One evaluation for all rules."""
        found = self._decision.evaluate({**self._nothing, **row})["result"]
        return [n for n, name in enumerate(self._names) if found[name]]


def expression(tree: Tree) -> str:
    """A tree without negations as zen writes it."""
    match tree:
        case Both(every=every, parts=parts):
            return "(" + (" and " if every else " or ").join(map(expression, parts)) + ")"
        case Number(field=field, sign=sign, limit=limit):
            return f"({field} != null and {field} {sign} {limit})"
        case Not() | Concluded():
            raise AssertionError(tree)
        case _:
            sign, word = ("!=", " and ") if tree.negated else ("==", " or ")
            tests = word.join(f"{tree.field} {sign} {code}" for code in tree.codes)
            return f"({tree.field} != null and ({tests}))"
