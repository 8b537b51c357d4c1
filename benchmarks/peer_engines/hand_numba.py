"""What one would write by hand in Numba for this workload: planes true and false, blocks of 1,024 rows."""

from __future__ import annotations

import importlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peer_engines.engine import Fired
from peer_engines.workload import FIELDS, Answers, Both, Concluded, Not, Number, Rules, Tree

WORDS = 16
SHARE = 64 * WORDS * 32
"""Rows that a thread takes at a time."""


class HandNumbaEngine:
    """Equal comparisons and groups are computed once; a reference is twice a node, plus one where it is negated."""

    three_valued = True
    most = 10**9

    def __init__(self, made: Rules, workers: int) -> None:
        self._workers = workers
        self._weights = np.array(made.weights, np.int64)
        self._numbers: dict[tuple[object, ...], int] = {}
        self._rules: list[int] = []
        for tree in made.trees:
            self._rules.append(self._reference(tree))
        rows: list[list[int]] = []
        arguments: list[int] = []
        for node in self._numbers:
            if node[0] == "all":
                start = len(arguments)
                arguments += [part for part in node[1:] if isinstance(part, int)]
                rows.append([0, start, len(arguments), 0])
            else:
                kind, field, first, last = node
                assert isinstance(first, int)
                assert isinstance(last, int)
                rows.append([1 if kind == "least" else 2, FIELDS.index(str(field)), first, last])
        self._nodes = np.array(rows, np.int64)
        self._arguments = np.array(arguments, np.int64)
        self._values = np.zeros((0, 0), np.int16)
        self._known = np.zeros((0, 0), np.bool_)
        self._planes = np.zeros((2, 0, 0), np.uint64)
        self._scores = np.zeros(0, np.int64)

    def _add(self, *node: object) -> int:
        return 2 * self._numbers.setdefault(node, len(self._numbers))

    def _reference(self, tree: Tree) -> int:
        match tree:
            case Both(every=every, parts=parts):
                sign = 0 if every else 1
                return self._add("all", *sorted({self._reference(part) ^ sign for part in parts})) ^ sign
            case Not(part=part):
                return self._reference(part) ^ 1
            case Concluded(rule=rule):
                return self._rules[rule]
            case Number(field=field, sign=sign_, limit=limit):
                least = self._add("least", field, limit + (sign_ in ("<=", ">")), 0)
                return least ^ (sign_ in ("<", "<="))
            case _:
                return self._add("one of", tree.field, tree.codes[0], tree.codes[-1]) ^ tree.negated

    def load(self, answers: Answers) -> None:
        """One array of values and one of what is known, padded to whole blocks."""
        rows = len(next(iter(answers.values()))[0])
        padded = -(-rows // (64 * WORDS)) * 64 * WORDS
        self._values = np.zeros((len(FIELDS), padded), np.int16)
        self._known = np.zeros((len(FIELDS), padded), np.bool_)
        for place, field in enumerate(FIELDS):
            self._values[place, :rows], self._known[place, :rows] = answers[field]

    def run(self, score: bool) -> None:
        """Threads take shares of the rows; the kernel lets go of the interpreter's lock."""
        rows = self._values.shape[1]
        self._planes = np.empty((2, len(self._rules), rows // 64), np.uint64)
        self._scores = np.zeros(rows, np.int64)
        references = np.array(self._rules, np.int64)
        kernel = _kernel()

        def work(start: int) -> None:
            kernel(
                self._values, self._known, self._nodes, self._arguments, references, self._weights, score,
                start, min(start + SHARE, rows), self._planes, self._scores,
            )  # fmt: skip

        with ThreadPoolExecutor(self._workers) as pool:
            list(pool.map(work, range(0, rows, SHARE)))

    def fired(self, count: int) -> tuple[Fired, Fired]:
        """From the planes."""
        octets = np.ascontiguousarray(self._planes[:, :, : count // 64 + 1]).view(np.uint8)
        bits = np.unpackbits(octets, axis=2, bitorder="little", count=count).astype(np.bool_)
        return bits[0].T, bits[1].T

    def scores(self, count: int) -> NDArray[np.int64]:
        """As added up."""
        return self._scores[:count]


@cache
def _kernel() -> Any:
    numba: Any = importlib.import_module("numba")
    jit = numba.njit(nogil=True, boundscheck=False)
    gather = np.uint64(0x0102040810204080)
    """Times eight bytes that are each 0 or 1: the eight bits stand in the topmost byte."""

    @jit  # type: ignore[untyped-decorator]
    def packed(flags: Any, out: Any) -> None:
        octets = flags.view(np.uint64)
        for word in range(WORDS):
            found = np.uint64(0)
            for octet in range(8):
                found |= ((octets[8 * word + octet] * gather) >> np.uint64(56)) << np.uint64(8 * octet)
            out[word] = found

    @jit  # type: ignore[untyped-decorator]
    def added(plane: Any, digit: int, sums: Any, carry: Any) -> None:
        for word in range(WORDS):
            carry[word] = plane[word]
        left = True
        while left:
            more = np.uint64(0)
            for word in range(WORDS):
                both = sums[digit, word] & carry[word]
                sums[digit, word] ^= carry[word]
                carry[word] = both
                more |= both
            left = more != 0
            digit += 1

    @jit  # type: ignore[untyped-decorator]
    def kernel(
        values: Any, known: Any, nodes: Any, arguments: Any, references: Any, weights: Any, score: bool,
        first: int, last: int, planes: Any, scores: Any,
    ) -> None:  # fmt: skip
        slab = np.empty((2 * len(nodes), WORDS), np.uint64)
        masks = np.empty((len(known), WORDS), np.uint64)
        flags = np.empty(64 * WORDS, np.uint8)
        sums = np.empty((40, WORDS), np.uint64)
        carry = np.empty(WORDS, np.uint64)
        for row in range(first, last, 64 * WORDS):
            for field in range(len(known)):
                packed(known[field, row : row + 64 * WORDS], masks[field])
            for node in range(len(nodes)):
                kind, field, low, high = nodes[node]
                true, false = slab[2 * node], slab[2 * node + 1]
                if kind == 0:
                    start = arguments[field]
                    yes, no = slab[start], slab[start ^ 1]
                    for word in range(WORDS):
                        true[word] = yes[word]
                        false[word] = no[word]
                    for place in range(field + 1, low):
                        yes, no = slab[arguments[place]], slab[arguments[place] ^ 1]
                        for word in range(WORDS):
                            true[word] &= yes[word]
                            false[word] |= no[word]
                    continue
                told = values[field, row : row + 64 * WORDS]
                least, second = np.int16(low), np.int16(high)
                if kind == 1:
                    for lane in range(64 * WORDS):
                        flags[lane] = told[lane] >= least
                else:
                    for lane in range(64 * WORDS):
                        flags[lane] = (told[lane] == least) | (told[lane] == second)
                packed(flags, true)
                mask = masks[field]
                for word in range(WORDS):
                    false[word] = ~true[word] & mask[word]
                    true[word] &= mask[word]
            for number in range(len(references)):
                reference = references[number]
                for word in range(WORDS):
                    planes[0, number, row // 64 + word] = slab[reference, word]
                    planes[1, number, row // 64 + word] = slab[reference ^ 1, word]
            if score:
                sums[:] = 0
                for number in range(len(references)):
                    for digit in range(7):
                        if (weights[number] >> digit) & 1:
                            added(slab[references[number]], digit, sums, carry)
                for digit in range(20):
                    for word in range(WORDS):
                        bits = sums[digit, word]
                        for lane in range(64):
                            bit = (bits >> np.uint64(lane)) & np.uint64(1)
                            scores[row + 64 * word + lane] += np.int64(bit) << digit

    return kernel
