"""Steps of a plan on planes of bits, in NumPy.

A slab holds the planes of one subject type for a block of rows: node ``n`` has its true plane in row ``n``
and its false plane in row ``nodes + n``, so that a reference is a row number. Gates are not
called one by one: a step gathers the operands of many gates and joins them in one call. That keeps a
block small enough for the cache without paying an interpreter's call for every gate, and NumPy lets go of
the interpreter's lock meanwhile, so threads help.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.atoms import Words, groups, pack, unpack
from lexposure.inference.columns.plan import Kind, Plan, Step
from lexposure.inference.columns.table import Offsets, Table
from lexposure.rulebook.facts import LISTS, About

Rows = NDArray[np.intp]
OUTER = 32_768
"""Rows whose comparisons are made together."""
INNER = 4_096
"""Rows whose gates are decided together; with lists, comparisons too."""
CHUNK = 128
"""Gates in one call."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Part of a step: nodes ``numbers``, the widest first.

    For each operand, ``rows`` has the true planes of the nodes that have so many, and then their false planes.
    """

    about: About
    kind: Kind
    over: About
    numbers: Rows
    rows: tuple[Rows, ...]
    run: bool

    def out(self, slab: Words, size: int) -> tuple[Words, Words]:
        """The slab's own true and false planes where the numbers are consecutive, else planes to be copied there."""
        if self.run:
            start, count = int(self.numbers[0]), len(self.numbers)
            return slab[start : start + count], slab[size + start : size + start + count]
        fresh = np.empty((2 * len(self.numbers), slab.shape[1]), np.uint64)
        return fresh[: len(self.numbers)], fresh[len(self.numbers) :]

    def put(self, slab: Words, size: int, true: Words, false: Words) -> None:
        """Copy what :meth:`out` gave, where it is not the slab's own."""
        if not self.run:
            slab[self.numbers], slab[self.numbers + size] = true, false


class Schedule:
    """A plan as row numbers. ``only`` keeps the nodes of these numbers, for a sweep."""

    def __init__(self, plan: Plan, only: Mapping[About, Collection[int]] | None = None) -> None:
        self.sizes = {about: len(plan.nodes[about]) for about in About}
        self.gates: list[Gates] = []
        for step in plan.steps:
            wanted = range(step.start, step.stop) if only is None else sorted(only[step.about])
            numbers = [number for number in wanted if step.start <= number < step.stop]
            for start in range(0, len(numbers), CHUNK):
                self._add(plan, step, numbers[start : start + CHUNK])

    def _add(self, plan: Plan, step: Step, numbers: list[int]) -> None:
        nodes = [plan.nodes[step.about][number] for number in numbers]
        if step.kind is Kind.EVERY:  # the two lists may not be mixed in one call
            for over in LISTS:
                picked = [n for n, node in zip(numbers, nodes, strict=True) if node.over is over]
                if picked:
                    self._put(plan, step, picked, over)
        else:
            self._put(plan, step, numbers, nodes[0].over if step.kind is Kind.LIFT else step.about)

    def _put(self, plan: Plan, step: Step, numbers: list[int], source: About) -> None:
        nodes = [plan.nodes[step.about][number] for number in numbers]
        size = self.sizes[source]
        rows: list[Rows] = []
        for place in range(max(len(node.parts) for node in nodes)):
            parts = [node.parts[place] for node in nodes if len(node.parts) > place]
            both = [true_row(part, size) for part in parts] + [true_row(part ^ 1, size) for part in parts]
            rows.append(np.array(both, np.intp))
        run = numbers[-1] - numbers[0] + 1 == len(numbers)
        self.gates.append(Gates(step.about, step.kind, source, np.array(numbers, np.intp), tuple(rows), run))


def true_row(reference: int, size: int) -> int:
    """The slab row with the true plane of a reference; the false plane is that of its negation."""
    return (reference >> 1) + (size if reference & 1 else 0)


class Scratch(threading.local):
    """Arrays that a thread uses again from block to block: fresh memory costs more than what is done in it."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, int, int], Words] = {}

    def words(self, use: str, planes: int, width: int) -> Words:
        """Planes with whatever they last held; ``use`` tells apart what is needed at the same time."""
        held = self._held.get((use, planes, width))
        if held is None:
            held = self._held[use, planes, width] = np.empty((planes, width), np.uint64)
        return held


@dataclass(slots=True)
class Block:
    """The companies ``start`` to ``stop`` and their entries, with a slab for each subject type."""

    table: Table
    start: int
    stop: int
    slabs: dict[About, Words]
    scratch: Scratch

    def rows(self, about: About) -> int:
        """How many rows of the subject type the block has."""
        first, last = self.table.span(about, self.start, self.stop)
        return last - first

    def splits(self, over: About) -> Offsets:
        """Where the entries of each company of the block begin, from zero, and where the last ends."""
        splits = self.table.lists[over].splits[self.start : self.stop + 1]
        offsets: Offsets = splits - splits[0]
        return offsets


@dataclass(frozen=True, slots=True)
class Fresh:
    """Atoms ``start`` to ``stop`` computed anew: true and false planes, by atom and word."""

    start: int
    stop: int
    planes: Words


class Kernel:
    """A plan bound to a table. One for all threads; a thread brings its own scratch space."""

    def __init__(self, plan: Plan, table: Table, schedule: Schedule, workers: int = 1) -> None:
        self.plan = plan
        self._workers = workers
        self.table = table
        self.schedule = schedule
        self._scratch = Scratch()
        self.groups = {about: groups(plan, table, about) for about in About}
        self.uses_lists = any(table.height(about) and len(plan.nodes[about]) > 1 for about in LISTS) or any(
            gates.kind is Kind.EVERY for gates in self.schedule.gates
        )

    @property
    def outer(self) -> int:
        """Companies whose comparisons are made together; fewer where that gives all threads as much to do."""
        if self.uses_lists:
            return INNER
        blocks = -(-self.table.rows // OUTER)
        blocks = -(-blocks // self._workers) * self._workers
        share = -(-self.table.rows // max(blocks, 1))
        return max(INNER, -(-share // INNER) * INNER)

    def compare(self, start: int, stop: int) -> dict[About, Words]:
        """The atoms' planes (true ones first) for the companies ``start`` to ``stop`` and their entries."""
        found: dict[About, Words] = {}
        for about in About:
            first, last = self.table.span(about, start, stop)
            count = self.plan.atoms[about]
            width = words(last - first)
            # A little wider than asked for: rows a power of two apart would fall on the same lines of the cache.
            planes = self._scratch.words(f"atoms of {about}", 2 * count, width + 8)[:, :width]
            for group in self.groups[about] if last > first else ():
                true, false = planes[group.start : group.stop], planes[count + group.start : count + group.stop]
                group.filler.fill(first, last, true, false)
            found[about] = planes
        return found

    def block(self, atoms: Mapping[About, Words], outer: int, start: int, stop: int) -> Block:
        """A block of companies with its atoms in place; ``atoms`` begin at the company ``outer``."""
        slabs: dict[About, Words] = {}
        block = Block(self.table, start, stop, slabs, self._scratch)
        for about in About:
            size, count = len(self.plan.nodes[about]), self.plan.atoms[about]
            width = words(block.rows(about))
            offset = words(start - outer) if about is About.COMPANY else 0
            slab = self._scratch.words(f"slab of {about}", 2 * size, width)
            slab[:count] = atoms[about][:count, offset : offset + width]
            slab[size : size + count] = atoms[about][count:, offset : offset + width]
            slabs[about] = slab
        return block

    def compare_again(self, only: Mapping[About, Collection[int]], start: int, stop: int) -> dict[About, list[Fresh]]:
        """The atoms among ``only``, computed for the companies ``start`` to ``stop``."""
        found: dict[About, list[Fresh]] = {about: [] for about in About}
        for about in About:
            first, last = self.table.span(about, start, stop)
            for group in self.groups[about]:
                if group.start in only[about] and last > first:
                    planes = np.empty((2, group.stop - group.start, words(last - first)), np.uint64)
                    group.filler.fill(first, last, planes[0], planes[1])
                    found[about].append(Fresh(group.start, group.stop, planes))
        return found

    @contextmanager
    def changed(
        self,
        block: Block,
        fresh: Mapping[About, Sequence[Fresh]],
        only: Mapping[About, Collection[int]],
        outer: int,
    ) -> Generator[None]:
        """A decided block with some atoms replaced; afterwards all planes of ``only`` are as they were."""
        kept: dict[About, tuple[Rows, Words]] = {}
        for about in About:
            slab, size = block.slabs[about], self.schedule.sizes[about]
            numbers = np.array(sorted(only[about]), np.intp)
            rows = np.concatenate((numbers, numbers + size))
            kept[about] = rows, slab[rows]
            offset = words(block.start - outer) if about is About.COMPANY else 0
            for atoms in fresh[about]:
                planes = atoms.planes[:, :, offset : offset + slab.shape[1]]
                slab[atoms.start : atoms.stop], slab[size + atoms.start : size + atoms.stop] = planes
        try:
            yield
        finally:
            for about, (rows, planes) in kept.items():
                block.slabs[about][rows] = planes

    def decide(self, block: Block, schedule: Schedule | None = None) -> None:
        """Fill in the gates of a block, in order."""
        for gates in (schedule or self.schedule).gates:
            if block.rows(gates.about):
                STEPS[gates.kind](block, gates, self.schedule.sizes[gates.about])


def words(rows: int) -> int:
    """Words of 64 bits for that many rows."""
    return (rows + 63) // 64


def take(block: Block, gates: Gates, place: int) -> tuple[Words, Words]:
    """The true and the false planes of an operand, gathered; good until the same place is gathered again."""
    slab, rows = block.slabs[gates.over], gates.rows[place]
    held = block.scratch.words(f"operand {min(place, 2)}", 2 * CHUNK, slab.shape[1])[: len(rows)]
    slab.take(rows, axis=0, out=held, mode="clip")  # the rows are in range; this mode does not look
    return held[: len(rows) // 2], held[len(rows) // 2 :]


def _all(block: Block, gates: Gates, size: int) -> None:
    slab = block.slabs[gates.about]
    true, false = gates.out(slab, size)
    first, second = take(block, gates, 0), take(block, gates, 1)
    np.bitwise_and(first[0], second[0], out=true)
    np.bitwise_or(first[1], second[1], out=false)
    for place in range(2, len(gates.rows)):
        yes, no = take(block, gates, place)
        np.bitwise_and(true[: len(yes)], yes, out=true[: len(yes)])
        np.bitwise_or(false[: len(no)], no, out=false[: len(no)])
    gates.put(slab, size, true, false)


def _burden(block: Block, gates: Gates, size: int) -> None:
    slab = block.slabs[gates.about]
    true, false = gates.out(slab, size)
    (yes, no), (open_fact, _) = take(block, gates, 0), take(block, gates, 1)
    np.bitwise_or(yes, open_fact & ~no, out=true)
    false[:] = no
    gates.put(slab, size, true, false)


def _stands(block: Block, gates: Gates, size: int) -> None:
    slab = block.slabs[gates.about]
    true, false = gates.out(slab, size)
    answer, answered, derived = take(block, gates, 0), take(block, gates, 1)[0], take(block, gates, 2)
    np.bitwise_or(answer[0], derived[0] & ~answered, out=true)
    np.bitwise_or(answer[1], derived[1] & ~answered, out=false)
    gates.put(slab, size, true, false)


def _open(block: Block, gates: Gates, size: int) -> None:
    slab = block.slabs[gates.about]
    true, false = gates.out(slab, size)
    true[:], false[:] = take(block, gates, 0)[0], 0
    gates.put(slab, size, true, false)


def _lift(block: Block, gates: Gates, size: int) -> None:
    """Each company's bit, once for each of its entries."""
    slab = block.slabs[gates.about]
    counts = np.diff(block.splits(gates.about))
    true, false = gates.out(slab, size)
    for planes, taken in zip((true, false), take(block, gates, 0), strict=True):
        flags = np.repeat(unpack(taken, block.stop - block.start), counts, axis=1)
        pack(flags.view(np.bool_), planes)
    gates.put(slab, size, true, false)


def _every(block: Block, gates: Gates, size: int) -> None:
    """True of a company whose list is complete and whose entries all are; false where one is."""
    slab = block.slabs[gates.about]
    yes = np.ones((len(gates.numbers), block.stop - block.start), np.bool_)
    no = np.zeros_like(yes)
    if gates.over in block.table.lists:
        splits = block.splits(gates.over)
        listed = np.flatnonzero(np.diff(splits))
        if len(listed):
            each, some = (unpack(planes, int(splits[-1])) for planes in take(block, gates, 0))
            yes[:, listed] = np.bitwise_and.reduceat(each, splits[listed], axis=1)
            no[:, listed] = np.bitwise_or.reduceat(some, splits[listed], axis=1)
        yes &= block.table.lists[gates.over].complete[block.start : block.stop]
    else:
        yes[:] = False
    true, false = gates.out(slab, size)
    pack(yes, true)
    pack(no, false)
    gates.put(slab, size, true, false)


STEPS: dict[Kind, Callable[[Block, Gates, int], None]] = {
    Kind.ALL: _all,
    Kind.BURDEN: _burden,
    Kind.STANDS: _stands,
    Kind.OPEN: _open,
    Kind.LIFT: _lift,
    Kind.EVERY: _every,
}
"""What a step does with a block; the last argument is the number of the table's nodes."""
