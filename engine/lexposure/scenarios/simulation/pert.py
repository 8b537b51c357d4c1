"""The PERT distribution, by its quantiles: what lies between a low, a most likely and a high amount.

PERT is the beta distribution with a = 1 + 4m and b = 5 - 4m on [low, high], where m is how far the most likely value
lies into the range (Malcolm, Roseboom, Clark and Fazar, Operations Research 7 (1959) 646; Vose, Risk Analysis, 3rd ed.
2008, section 15). Its mean is (low + 4 central + high) / 6. The quantiles stand in a table over m and the logit of the
probability and are read between its places.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MODES, PLACES, REACH, FINE = 33, 561, 14.0, 20_001
"""Values of m, places of the logit from -REACH to REACH, points of the integration."""


def logit(chance: Floats) -> Floats:
    """The logit of probabilities, kept within the table."""
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.clip(np.log(inside / (1 - inside)), -REACH, REACH)


def quantile(low: Floats, central: Floats, high: Floats, at: Floats) -> Floats:
    """The amounts at probabilities given by their logits; where low and high are one, that."""
    width = high - low
    with np.errstate(invalid="ignore", divide="ignore"):
        mode = np.where(width > 0, (central - low) / width, 0.0)
    return low + width * unit_quantile(np.clip(mode, 0.0, 1.0), at)


def unit_quantile(mode: Floats, at: Floats) -> Floats:
    """The quantile on the range from 0 to 1, read between the places of the table."""
    table = _table()
    row, place = mode * (MODES - 1), (at + REACH) * ((PLACES - 1) / (2 * REACH))
    below, left = np.minimum(row.astype(np.intp), MODES - 2), np.minimum(place.astype(np.intp), PLACES - 2)
    down, right = row - below, place - left
    start = below * PLACES + left
    upper = table[start] + right * (table[start + 1] - table[start])
    under = table[start + PLACES] + right * (table[start + PLACES + 1] - table[start + PLACES])
    found: Floats = upper + down * (under - upper)
    return found


@cache
def _table() -> Floats:
    """Quantiles by m (rows) and logit (places), one row after the other; the distribution is integrated numerically."""
    angle = np.linspace(0.0, math.pi / 2, FINE)
    x = np.sin(angle) ** 2  # close points at both ends
    chances = 1.0 / (1.0 + np.exp(-np.linspace(-REACH, REACH, PLACES)))
    rows: list[Floats] = []
    for mode in np.linspace(0.0, 1.0, MODES):
        a, b = 1.0 + 4.0 * mode, 5.0 - 4.0 * mode
        density = x ** (a - 1.0) * (1.0 - x) ** (b - 1.0) * 2.0 * np.sin(angle) * np.cos(angle)
        below = np.concatenate([np.zeros(1), np.cumsum((density[1:] + density[:-1]) / 2.0)])
        rows.append(np.interp(chances, below / below[-1], x))
    return np.concatenate(rows)


def normal_chance(values: Floats) -> Floats:
    """The standard normal distribution function, read between the places of a table; right to about 1e-6."""
    places, chances = _normal()
    return np.interp(values, places, chances)


@cache
def _normal() -> tuple[Floats, Floats]:
    places = np.linspace(-8.0, 8.0, 8_001)
    return places, np.array([0.5 * math.erfc(-value / math.sqrt(2.0)) for value in places.tolist()])
