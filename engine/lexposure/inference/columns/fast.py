"""The same nodes run by Numba (extra ``fast``): a plan and a table as arrays of numbers.

The program is data, so nothing is compiled per rule book; the machine code is made once per process, in
some seconds. A plane of a block is one vector of eight words: the node with the reference ``r`` has it in row ``r``
of the slab, and what makes it false in row ``r ^ 1``. All planes of a large rule book then fit the cache next to
the core. Profiles with lists, and the rows that do not fill a block, are left to NumPy.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.atoms import ONES, Words, groups
from lexposure.inference.columns.kernel import words
from lexposure.inference.columns.plan import Kind, Plan
from lexposure.inference.columns.table import Codes, Flags, Numbers, Table, Whole
from lexposure.rulebook.facts import About

LANES = 512
"""Rows of a block."""
_AT_LEAST, _EQUAL, _NEVER = 0, 1, 2
Integers = NDArray[np.int64]


def available() -> bool:
    """Whether Numba is installed."""
    return importlib.util.find_spec("numba") is not None


@dataclass(frozen=True, slots=True)
class Code:
    """A plan bound to a table, as numbers.

    ``masks``: addresses of the known masks. ``tests``: node, operation, address and item size of the column,
    constant, mask (-1: all known), 1 to join the same node's test before. ``others``: node and group plane for
    atoms that NumPy compares. ``gates``: node, kind, first and last argument.
    """

    masks: Integers
    tests: Integers
    others: Integers
    gates: Integers
    arguments: Integers
    references: Integers
    rows: int


class FastKernel:
    """Runs blocks of companies of one table; for tables without lists."""

    def __init__(self, plan: Plan, table: Table, weights: NDArray[np.int64] | None) -> None:
        self._table = table
        self._groups = groups(plan, table, About.COMPANY)
        self._slow: list[int] = []
        self._keep: list[Whole | Flags] = []
        self.code = self._assembled(plan)
        self._weights = np.zeros(0, np.int64) if weights is None else weights
        self._digits = int(self._weights.sum()).bit_length() + 1
        self._run = _compiled()

    def run(self, first: int, last: int) -> tuple[Words, Words, NDArray[np.int64]]:
        """True and false planes by output, and scores, of whole blocks of rows."""
        code, width = self.code, words(last - first)
        others = np.empty((2 * len(code.others), width), np.uint64)
        place = 0
        for number in self._slow:
            group = self._groups[number]
            count = group.stop - group.start
            half = len(code.others)
            group.filler.fill(first, last, others[place : place + count], others[half + place : half + place + count])
            place += count
        # A little wider than asked for: rows at distances of a power of two would fall on the same lines of the cache.
        true, false = (np.empty((len(code.references), width + 8), np.uint64)[:, :width] for _ in range(2))
        scores = np.zeros(last - first if len(self._weights) else 0, np.int64)
        counters = 2 * self._digits + 2
        slab = np.zeros((code.rows + len(code.masks) + counters, 8), np.uint64)
        slab[0] = ONES  # the constant; atoms that nobody answered stay zero
        self._run(
            (code.masks, code.tests, code.others, code.gates, code.arguments, code.references, self._weights),
            (first, last, code.rows, self._digits),
            (others, slab, true, false, scores),
        )
        return true, false, scores

    def _assembled(self, plan: Plan) -> Code:
        nodes = plan.nodes[About.COMPANY]
        masks: dict[int, int] = {}
        tests: list[tuple[int, ...]] = []
        others: list[tuple[int, int]] = []
        for number, group in enumerate(self._groups):
            column = self._table.columns.get(nodes[group.start].fact)
            kind = nodes[group.start].kind
            if kind is Kind.LEAST and isinstance(column, Numbers) and column.is_exact:
                values, known = np.ascontiguousarray(column.low), column.known_low
            elif kind is Kind.OPTION and isinstance(column, Codes):
                values, known = np.ascontiguousarray(column.codes), column.known
            elif group.constant is not None:
                continue
            else:
                self._slow.append(number)
                others += [(node, len(others) + node - group.start) for node in range(group.start, group.stop)]
                continue
            mask = -1 if known is None else self._mask(known, masks)
            self._keep.append(values)
            limits = np.iinfo(values.dtype)
            for place in range(group.start, group.stop):
                node = nodes[place]
                wanted = [node.minimum] if kind is Kind.LEAST else sorted(node.codes)
                for turn, constant in enumerate(wanted):
                    operation = _AT_LEAST if kind is Kind.LEAST else _EQUAL
                    if constant > limits.max:
                        operation = _NEVER
                    kept = min(max(constant, int(limits.min)), int(limits.max))
                    tests.append((place, operation, values.ctypes.data, values.itemsize, kept, mask, int(turn > 0)))
        gates: list[tuple[int, ...]] = []
        arguments: list[int] = []
        for step in plan.steps:
            if step.about is About.COMPANY:
                for place in range(step.start, step.stop):
                    start = len(arguments)
                    arguments += nodes[place].parts
                    gates.append((place, int(step.kind), start, len(arguments)))
        return Code(
            np.array(list(masks), np.int64),
            np.array(tests, np.int64).reshape(-1, 7),
            np.array(others, np.int64).reshape(-1, 2),
            np.array(gates, np.int64).reshape(-1, 4),
            np.array(arguments, np.int64),
            np.array([output.reference for output in plan.outputs[About.COMPANY]], np.int64),
            2 * len(nodes),
        )

    def _mask(self, known: Flags, masks: dict[int, int]) -> int:
        held = np.ascontiguousarray(known)
        self._keep.append(held)
        return masks.setdefault(held.ctypes.data, len(masks))


@cache
def _compiled() -> Any:
    """The machine, compiled when it is first needed."""
    from lexposure.inference.columns.machine import machine

    return machine()
