"""Weighted sums of planes without unpacking them: full adders on whole words, three planes to two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.atoms import Words, unpack


def check_weights(weights: NDArray[np.int64], planes: int) -> None:
    """Raise ``ValueError`` for a negative weight or a number of weights other than that of the planes."""
    if weights.shape != (planes,) or (weights < 0).any():
        raise ValueError(f"{len(weights)} weights for {planes} planes; none may be negative")


def weighted(planes: Words, weights: NDArray[np.int64], rows: int) -> NDArray[np.int64]:
    """For each of the first ``rows`` bits, the weights (none negative) of the planes in which it is set, added up.

    Raises ``ValueError`` for a negative weight or a number of weights other than that of the planes.
    """
    check_weights(weights, len(planes))
    total = np.zeros(rows, np.int64)
    carried: list[Words] = []
    digit = 0
    while carried or (weights >> digit).any():
        waiting = np.concatenate((planes[np.flatnonzero((weights >> digit) & 1)], *carried))
        carried = []
        while len(waiting) > 1:
            waiting, carry = _added(waiting)
            carried.append(carry)
        if len(waiting):
            total += unpack(waiting, rows)[0].astype(np.int64) << digit
        digit += 1
    return total


def _added(planes: Words) -> tuple[Words, Words]:
    """Planes of one digit, fewer of them, and what is carried to the next digit; both are parts of ``planes``."""
    third = len(planes) // 3
    if third == 0:
        one, two = planes[:1], planes[1:]
        carry = one & two
        two ^= one
        return two, carry
    one, two, three = planes[:third], planes[third : 2 * third], planes[2 * third : 3 * third]
    either = one ^ two
    one &= two
    np.bitwise_and(either, three, out=two)
    one |= two
    three ^= either
    return planes[2 * third :], one
