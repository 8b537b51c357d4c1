"""The evaluator ``columns``: one world through the protocol that all share, or a table of many profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.columns.adder import check_weights, weighted
from lexposure.inference.columns.atoms import Words, unpack
from lexposure.inference.columns.fast import LANES, FastKernel, available
from lexposure.inference.columns.kernel import INNER, Block, Kernel, Schedule, true_row
from lexposure.inference.columns.plan import Plan, plan
from lexposure.inference.columns.table import Column, Flags, Table, check_table
from lexposure.inference.columns.worlds import table_of
from lexposure.inference.program import Disagreement, Program, Truth, Verdicts
from lexposure.profile.possible import World
from lexposure.rulebook.facts import About

Truths = NDArray[np.int8]
Scores = NDArray[np.int64]
_AHEAD = 2
"""Blocks that a thread may be ahead of whoever takes them: memory stays flat."""


@dataclass(frozen=True, slots=True)
class Part:
    """The outcomes of some consecutive rows of a subject type: planes by output and word, rows by bit.

    ``scores`` is there for companies if weights were given.
    """

    rows: int
    true: Words
    false: Words
    scores: Scores | None = None


Parts = dict[About, list[Part]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All outcomes of a table."""

    plan: Plan
    parts: Parts

    def goal(self, name: str) -> Truths:
        """A goal by row of its subject type: 1 true, 0 false, -1 unknown. Raises ``KeyError`` for no such goal."""
        return self._truths(name, False)

    def derived(self, fact: str) -> Truths:
        """What the rules alone conclude, by row as above. Raises ``KeyError`` for facts that no rule concludes."""
        return self._truths(fact, True)

    def planes(self, about: About) -> tuple[Flags, Flags]:
        """Where each output of a subject type is true, and where false: outputs in the plan's order by rows."""
        empty = np.zeros((len(self.plan.outputs[about]), 0), np.bool_)
        true = [unpack(part.true, part.rows).view(np.bool_) for part in self.parts[about]]
        false = [unpack(part.false, part.rows).view(np.bool_) for part in self.parts[about]]
        return np.concatenate([empty, *true], axis=1), np.concatenate([empty, *false], axis=1)

    def counts(self, about: About) -> NDArray[np.int64]:
        """How many rows are true (first row), false (second) of each output of a subject type, in the plan's order."""
        total = np.zeros((2, len(self.plan.outputs[about])), np.int64)
        for part in self.parts[about]:
            for side, planes in enumerate((part.true, part.false)):
                total[side] += np.bitwise_count(_without_padding(planes, part.rows)).sum(axis=1, dtype=np.int64)
        return total

    @property
    def scores(self) -> Scores:
        """The weights of the true outputs of each company, added up; empty without weights."""
        found = [part.scores for part in self.parts[About.COMPANY] if part.scores is not None]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _truths(self, name: str, derived: bool) -> Truths:
        for about, outputs in self.plan.outputs.items():
            for place, output in enumerate(outputs):
                if (output.name, output.derived) == (name, derived):
                    pieces = [_truths_of(part, place) for part in self.parts[about]]
                    return np.concatenate([np.zeros(0, np.int8), *pieces])
        raise KeyError(name)


class Columns:
    """Decides programs for many profiles at once. Compiled once; holds nothing of the profiles.

    ``workers`` is the number of threads for tables; ``fast`` lets Numba decide tables without lists.
    """

    name = "columns"

    def __init__(self, program: Program, workers: int = 1, fast: bool = False) -> None:
        """Raises :class:`lexposure.inference.checks.ProgramError` for a program that makes no sense.

        And ``ModuleNotFoundError`` for ``fast`` without the extra of that name.
        """
        if fast and not available():
            raise ModuleNotFoundError("Numba is not installed: pip install 'lexposure[fast]'")
        self.plan = plan(program)
        self._schedule = Schedule(self.plan)
        self._workers = workers
        self._fast = fast
        self.facts = sorted({node.fact for nodes in self.plan.nodes.values() for node in nodes if node.fact})

    def evaluate(self, world: World) -> Verdicts:
        """Decide every goal for every subject of the world. Errors: see :meth:`worlds`."""
        (verdicts,) = self.worlds((world,))
        return verdicts

    def worlds(self, worlds: Sequence[World]) -> list[Verdicts]:
        """Decide several worlds in one go.

        Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts and
        :class:`Disagreement` if something came out both true and false.
        """
        found = self.outcomes(table_of(worlds, self.plan.program.catalogue, self.facts))
        goals: list[dict[tuple[str, str], Truth]] = [{} for _ in worlds]
        derived: list[dict[tuple[str, str], Truth]] = [{} for _ in worlds]
        for about in About:
            subjects = [(place, entry.subject.key) for place, world in enumerate(worlds) for entry in world.of(about)]
            for part in found.parts[about]:
                if _without_padding(part.true & part.false, part.rows).any():
                    raise Disagreement("columns found something both true and false")
            truths = [
                np.concatenate([np.zeros(0, np.int8), *(_truths_of(part, place) for part in found.parts[about])])
                for place in range(len(self.plan.outputs[about]))
            ]
            for output, column in zip(self.plan.outputs[about], truths, strict=True):
                for (place, key), truth in zip(subjects, column.tolist(), strict=True):
                    told = derived if output.derived else goals
                    told[place][output.name, key] = _TRUTHS[truth]
        return [Verdicts(one, other) for one, other in zip(goals, derived, strict=True)]

    def outcomes(self, table: Table, weights: Sequence[int] | None = None) -> Outcomes:
        """Decide a whole table; takes two bits for each output and row. Errors: see :meth:`stream`."""
        parts: Parts = {about: [] for about in About}
        for block in self.stream(table, weights):
            for about, part in block.items():
                parts[about].append(part)
        return Outcomes(self.plan, parts)

    def stream(self, table: Table, weights: Sequence[int] | None = None) -> Iterator[dict[About, Part]]:
        """The outcomes block by block in the order of the companies, in memory that does not grow with the rows.

        ``weights``, one for each output about the company and not negative, adds scores. Raises
        :class:`lexposure.inference.checks.WorldError` for columns that do not fit.
        """
        check_table(table, self.plan.program.catalogue)
        kernel = Kernel(self.plan, table, self._schedule, self._workers)
        work: Callable[[int], list[dict[About, Part]]] = _Work(self.plan, kernel, weights)
        if self._fast and not kernel.uses_lists:
            work = _FastWork(self.plan, kernel, weights)
        starts = range(0, table.rows, kernel.outer)
        if self._workers == 1 or len(starts) < 2:
            for start in starts:
                yield from work(start)
            return
        with ThreadPoolExecutor(self._workers) as pool:
            waiting: list[Future[list[dict[About, Part]]]] = []
            for start in starts:
                waiting.append(pool.submit(work, start))
                if len(waiting) > self._workers + _AHEAD:
                    yield from waiting.pop(0).result()
            for future in waiting:
                yield from future.result()

    def sweep(self, table: Table, variants: Sequence[Mapping[str, Column]]) -> Iterator[tuple[int, dict[About, Part]]]:
        """What changes if facts were answered otherwise: for each block, each variant's number and outcomes.

        A variant gives columns, as long as the table's, in place of those it has. Only nodes above the
        changed facts are computed anew. Raises :class:`lexposure.inference.checks.WorldError` for columns that do
        not fit.
        """
        tables = [replace(table, columns={**table.columns, **variant}) for variant in variants]
        for changed in (table, *tables):
            check_table(changed, self.plan.program.catalogue)
        base = Kernel(self.plan, table, self._schedule)
        kernels = [Kernel(self.plan, changed, self._schedule) for changed in tables]
        dirty = [self.plan.above(variant) for variant in variants]
        schedules = [Schedule(self.plan, only) for only in dirty]
        work = _Work(self.plan, base, None)
        for outer in range(0, table.rows, base.outer):
            last = min(outer + base.outer, table.rows)
            atoms = base.compare(outer, last)
            changed_atoms = [
                kernel.compare_again(only, outer, last) for kernel, only in zip(kernels, dirty, strict=True)
            ]
            for start in range(outer, last, INNER):
                stop = min(start + INNER, last)
                block = base.block(atoms, outer, start, stop)
                base.decide(block)
                for number, kernel in enumerate(kernels):
                    with kernel.changed(block, changed_atoms[number], dirty[number], outer):
                        kernel.decide(block, schedules[number])
                        yield number, work.parts(block)


class _Work:
    """What one thread does with one outer block."""

    def __init__(self, plan: Plan, kernel: Kernel, weights: Sequence[int] | None) -> None:
        self.kernel = kernel
        self.weights = None if weights is None else np.array(weights, np.int64)
        if self.weights is not None:
            check_weights(self.weights, len(plan.outputs[About.COMPANY]))
        self.rows = {
            about: [
                np.array([true_row(output.reference ^ side, len(plan.nodes[about])) for output in outputs], np.intp)
                for side in (0, 1)
            ]
            for about, outputs in plan.outputs.items()
        }

    def __call__(self, outer: int) -> list[dict[About, Part]]:
        return self.between(outer, min(outer + self.kernel.outer, self.kernel.table.rows))

    def between(self, outer: int, last: int) -> list[dict[About, Part]]:
        """The outcomes of some companies and their entries, by inner block."""
        kernel = self.kernel
        atoms = kernel.compare(outer, last)
        found: list[dict[About, Part]] = []
        for start in range(outer, last, INNER):
            block = kernel.block(atoms, outer, start, min(start + INNER, last))
            kernel.decide(block)
            found.append(self.parts(block))
        return found

    def parts(self, block: Block) -> dict[About, Part]:
        """Copies of what is asked for, out of a decided block."""
        found: dict[About, Part] = {}
        for about, (true, false) in self.rows.items():
            slab, rows = block.slabs[about], block.rows(about)
            scores = None
            planes = slab[true]
            if self.weights is not None and about is About.COMPANY:
                scores = weighted(planes, self.weights, rows)
            found[about] = Part(rows, planes, slab[false], scores)
        return found


class _FastWork(_Work):
    """The same where Numba decides; the rows that do not fill its blocks are left to NumPy."""

    def __init__(self, plan: Plan, kernel: Kernel, weights: Sequence[int] | None) -> None:
        super().__init__(plan, kernel, weights)
        self._machine = FastKernel(plan, kernel.table, self.weights)

    def __call__(self, outer: int) -> list[dict[About, Part]]:
        last = min(outer + self.kernel.outer, self.kernel.table.rows)
        middle = last - (last - outer) % LANES
        found: list[dict[About, Part]] = []
        if middle > outer:
            true, false, scores = self._machine.run(outer, middle)
            whole = Part(middle - outer, true, false, None if self.weights is None else scores)
            empty = {about: np.zeros((len(rows[0]), 0), np.uint64) for about, rows in self.rows.items()}
            found.append({about: Part(0, empty[about], empty[about]) for about in About} | {About.COMPANY: whole})
        return found + self.between(middle, last) if middle < last else found


_TRUTHS: dict[int, Truth] = {1: True, 0: False, -1: None}


def _truths_of(part: Part, place: int) -> Truths:
    true = unpack(part.true[place : place + 1], part.rows)[0].view(np.int8)
    false = unpack(part.false[place : place + 1], part.rows)[0].view(np.int8)
    truths: Truths = 2 * true + false - 1
    return truths


def _without_padding(planes: Words, rows: int) -> Words:
    if rows % 64 == 0:
        return planes
    planes = planes.copy()
    planes[:, rows // 64] &= np.uint64((1 << rows % 64) - 1)
    return planes
