"""Comparisons: columns of answers to planes of bits, all comparisons of one fact together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.plan import Kind, Node, Plan
from lexposure.inference.columns.table import Codes, Column, Either, Flags, Numbers, Sets, Table, Whole
from lexposure.rulebook.facts import About

Words = NDArray[np.uint64]
ONES = np.uint64(0xFFFFFFFFFFFFFFFF)
TOGETHER = 16
"""How many comparisons of a column are made in one call: what they write stays in the cache."""


class Filler(Protocol):
    """Some comparisons of one column, made ready."""

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        """Write the planes (by atom and word) of the rows ``first`` to ``last``."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """Atoms ``start`` to ``stop`` of a table: one kind of comparison of one fact."""

    start: int
    stop: int
    filler: Filler

    @property
    def constant(self) -> int | None:
        """All bits of the true planes where no row differs ; the false ones are zero then."""
        match self.filler:
            case Constant(value=value):
                return int(value)
            case _Mask(mask=None):
                return 0
            case _:
                return None


def groups(plan: Plan, table: Table, about: About) -> tuple[Group, ...]:
    """The atoms of a subject type by fact and kind."""
    nodes = plan.nodes[about][: plan.atoms[about]]
    found: list[Group] = []
    start = 0
    for stop in range(1, len(nodes) + 1):
        if stop == len(nodes) or (nodes[stop].fact, nodes[stop].kind) != (nodes[start].fact, nodes[start].kind):
            found.append(Group(start, stop, _filler(nodes[start:stop], table)))
            start = stop
    return tuple(found)


def _filler(nodes: Sequence[Node], table: Table) -> Filler:
    kind, fact = nodes[0].kind, nodes[0].fact
    column = table.columns.get(fact)
    sets = [node.codes for node in nodes]
    if kind is Kind.CONSTANT:
        return Constant(ONES)
    if kind is Kind.ANSWERED:
        return _Mask(_answered(column, None))
    if kind is Kind.NOT_SHOWN:
        return _Mask(_answered(column, table.not_shown.get(fact)) if fact in table.not_shown else None)
    match column:
        case Numbers():
            return _Least(column, [node.minimum for node in nodes])
        case Codes():
            return _Plain(column, sets)
        case Either():
            return _Several(column, sets)
        case Sets():
            return _Selected(column, sets)
        case None:
            return Constant(np.uint64(0))


def _answered(column: Column | None, open_only: Flags | None) -> Flags | None:
    """Where there is an answer; with a mask, where the mask is set and there is none. ``None``: nowhere."""
    match column:
        case None:
            return open_only
        case Numbers(answered=np.ndarray() as given):
            known = given
        case Numbers(low=low, known_low=np.ndarray() as known_low) if (
            column.high is None or column.known_high is not None
        ):
            known = known_low if column.known_high is None else known_low | column.known_high
        case Numbers(low=low):
            known = np.ones(low.shape, np.bool_)
        case Codes(codes=codes, known=mask):
            known = np.ones(codes.shape, np.bool_) if mask is None else mask
        case _:
            known = column.known
    return known if open_only is None else open_only & ~known


def pack(flags: Flags, planes: Words) -> None:
    """Rows of flags to planes, the first flag in the lowest bit; bits beyond the last flag are zero."""
    packed = np.packbits(flags, axis=-1, bitorder="little")
    octets = planes.view(np.uint8)
    count = packed.shape[1]
    octets[:, :count] = packed
    if count < octets.shape[1]:
        octets[:, count:] = 0


def unpack(planes: Words, count: int) -> NDArray[np.uint8]:
    """The first ``count`` bits of each plane, a byte for each."""
    octets = np.ascontiguousarray(planes).view(np.uint8)
    return np.unpackbits(octets, axis=-1, count=count, bitorder="little")


def _packed(flags: Flags, like: Words) -> Words:
    planes = np.empty((len(flags), like.shape[1]), np.uint64)
    pack(flags, planes)
    return planes


def _mask_with(true: Words, false: Words, known: Flags | None, first: int, last: int) -> None:
    """From "the comparison holds" in ``true`` to both planes, for answers that are exact or unknown."""
    if known is None:
        np.invert(true, out=false)
        return
    mask = _packed(known[None, first:last], true)
    np.bitwise_and(true, mask, out=true)
    np.bitwise_xor(true, mask, out=false)


def _any_of(planes: Words, places: Sequence[int], out: Words) -> None:
    out[:] = 0
    for place in places:
        np.bitwise_or(out, planes[place], out=out)


class Compared:
    """A column against several constants of its own type; ``never`` are the places of constants beyond that type."""

    def __init__(self, values: Whole, constants: Sequence[int], at_least: bool) -> None:
        limits = np.iinfo(values.dtype)
        low, high = int(limits.min), int(limits.max)
        kept = np.array([min(max(constant, low), high) for constant in constants], values.dtype)
        self.values = values
        self.parts = [kept[start : start + TOGETHER, None] for start in range(0, len(kept), TOGETHER)]
        self.never = [place for place, constant in enumerate(constants) if constant > high]
        self.compare = np.greater_equal if at_least else np.equal

    def fill(self, first: int, last: int, planes: Words) -> None:
        """A plane for each constant."""
        values = self.values[first:last]
        flags = np.empty((len(self.parts[0]), len(values)), np.bool_)
        for number, part in enumerate(self.parts):
            self.compare(values, part, out=flags[: len(part)])
            pack(flags[: len(part)], planes[number * TOGETHER : number * TOGETHER + len(part)])
        if self.never:
            planes[self.never] = 0


@dataclass(frozen=True, slots=True)
class Constant:
    """All rows alike: the words of the true planes; the false ones are zero."""

    value: np.uint64

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        """Write the planes."""
        true[:], false[:] = self.value, 0


@dataclass(frozen=True, slots=True)
class _Mask:
    mask: Flags | None

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        true[:], false[:] = 0, 0
        if self.mask is not None:
            pack(self.mask[None, first:last], true)


class _Least:
    def __init__(self, column: Numbers, minima: Sequence[int]) -> None:
        self.column = column
        self.low = Compared(column.low, minima, at_least=True)
        self.high = self.low if column.high is None else Compared(column.high, minima, at_least=True)

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        column = self.column
        self.low.fill(first, last, true)
        if column.is_exact:
            _mask_with(true, false, column.known_low, first, last)
            return
        self.high.fill(first, last, false)
        np.invert(false, out=false)
        for planes, known in ((true, column.known_low), (false, column.known_high)):
            if known is not None:
                np.bitwise_and(planes, _packed(known[None, first:last], planes), out=planes)


class _Plain:
    def __init__(self, column: Codes, sets: Sequence[frozenset[int]]) -> None:
        used = sorted(frozenset[int]().union(*sets))
        place = {code: index for index, code in enumerate(used)}
        self.known = column.known
        self.equal = Compared(column.codes, used, at_least=False)
        self.used = len(used)
        self.places = [[place[code] for code in sorted(codes)] for codes in sets]
        self.is_direct = self.places == [[index] for index in range(self.used)]

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        if self.is_direct:
            self.equal.fill(first, last, true)
        else:
            equal = np.empty((self.used, true.shape[1]), np.uint64)
            self.equal.fill(first, last, equal)
            for plane, places in zip(true, self.places, strict=True):
                _any_of(equal, places, plane)
        _mask_with(true, false, self.known, first, last)


class _Several:
    def __init__(self, column: Either, sets: Sequence[frozenset[int]]) -> None:
        self.column = column
        self.places = [_inside(column.options, codes) for codes in sets]

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        possible = _packed(self.column.possible[:, first:last], true)
        known = _packed(self.column.known[None, first:last], true)
        for yes, no, (inside, outside) in zip(true, false, self.places, strict=True):
            _any_of(possible, outside, yes)
            _any_of(possible, inside, no)
        for planes in (true, false):
            np.bitwise_and(np.invert(planes, out=planes), known, out=planes)


class _Selected:
    def __init__(self, column: Sets, sets: Sequence[frozenset[int]]) -> None:
        self.column = column
        self.places = [_inside(column.options, codes)[0] for codes in sets]

    def fill(self, first: int, last: int, true: Words, false: Words) -> None:
        column = self.column
        known = _packed(column.known[None, first:last], true)
        surely = _packed(column.surely[:, first:last], true)
        possibly = _packed(column.possibly[:, first:last], true)
        for yes, no, places in zip(true, false, self.places, strict=True):
            _any_of(surely, places, yes)
            _any_of(possibly, places, no)
        np.bitwise_and(true, known, out=true)
        np.bitwise_and(np.invert(false, out=false), known, out=false)


def _inside(options: Sequence[int], codes: frozenset[int]) -> tuple[list[int], list[int]]:
    """The places of the options inside and outside a set."""
    inside = [place for place, code in enumerate(options) if code in codes]
    return inside, [place for place, code in enumerate(options) if code not in codes]
