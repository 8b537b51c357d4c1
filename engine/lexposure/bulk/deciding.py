"""What the rules say of every row of a frame: what nobody varies is decided once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.frame import NEVER, Cell, Cells, Frame, Plane, length, options_of
from lexposure.inference.columns.evaluator import Columns
from lexposure.inference.columns.table import Column, Either, Entries, Flags, Numbers, Sets, Table
from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.profile.possible import Subject
from lexposure.rulebook.conditions import comparisons, quantifiers
from lexposure.rulebook.facts import LISTS, About, Fact, FactType


@dataclass(frozen=True, slots=True)
class Truth:
    """Where something is true and where false; elsewhere it is unknown."""

    true: Plane
    false: Plane


UNKNOWN = Truth(NEVER, NEVER)

_Kind = TypeVar("_Kind", bound=np.generic)

Truths = Mapping[tuple[str, Subject], Truth]
"""By goal and subject."""


class Decider:
    """A program with the parts of it that depend on what frames vary, compiled when they are first needed."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._whole = Columns(program)
        self._parts: dict[frozenset[str], Columns | None] = {}
        self._fixed: dict[bool, tuple[Frame, Truths]] = {}

    def decide(self, frame: Frame, told: bool = False) -> Truths:
        """Every goal of every subject; ``told`` takes what is alleged as said.

        Raises :class:`lexposure.inference.checks.WorldError` for columns that do not fit their facts.
        """
        cells = frame.told if told and frame.told is not None else frame.known
        varied = _varied(frame, cells)
        found = dict(self._unchanged(frame, told))
        part = self._part(varied)
        if part is not None:
            found |= _decided(part, replace(frame, known=cells, told=None), False)
        return found

    def _unchanged(self, frame: Frame, told: bool) -> Truths:
        """Every goal as of the first row, or as of the frame that this one was made from, which is decided once."""
        if frame.origin is None:
            return dict(_decided(self._whole, frame.take(slice(1)), told))
        kept = self._fixed.get(told)
        if kept is None or kept[0] is not frame.origin:
            kept = self._fixed[told] = frame.origin, dict(_decided(self._whole, frame.origin, told))
        return kept[1]

    def _part(self, varied: frozenset[str]) -> Columns | None:
        """The goals above what is varied; nothing where there are none."""
        if varied not in self._parts:
            goals, conclusions = above(self._program, varied)
            part = None
            if len(goals) == len(self._program.goals):
                part = self._whole
            elif goals:
                part = Columns(Program(goals, conclusions, self._program.catalogue))
            self._parts[varied] = part
        return self._parts[varied]


def _varied(frame: Frame, cells: Cells) -> frozenset[str]:
    """The facts that differ by row, and the lists."""
    facts = {name for columns in cells.values() for name, cell in columns.items() if length(cell) > 1}
    facts |= {name for planes in frame.not_shown.values() for name, plane in planes.items() if len(plane) > 1}
    lists = {subject.about for subject, plane in frame.present.items() if len(plane) > 1}
    lists |= {about for about, plane in frame.complete.items() if len(plane) > 1}
    return frozenset(facts) | frozenset(str(about) for about in lists)


def above(program: Program, varied: Iterable[str]) -> tuple[tuple[Goal, ...], tuple[Conclusion, ...]]:
    """The goals that read any of these facts or lists, and the conclusions they need.

    A goal about the entries of a varied list is among them.
    """
    reads = {goal.name: frozenset(_reads(goal)) for goal in program.goals}
    touched = set(varied)
    for conclusion in program.conclusions:
        if any(reads[goal] & touched for goal in conclusion.goals):
            touched.add(conclusion.fact)
    wanted = {goal.name for goal in program.goals if reads[goal.name] & touched}
    conclusions: list[Conclusion] = []
    for conclusion in reversed(program.conclusions):
        if any(conclusion.fact in reads[goal] for goal in wanted):
            conclusions.append(conclusion)
            wanted |= set(conclusion.goals)
    return tuple(goal for goal in program.goals if goal.name in wanted), tuple(reversed(conclusions))


def _reads(goal: Goal) -> Iterator[str]:
    yield from (compare.fact for compare in comparisons(goal.condition))
    yield from (str(one.over) for one in quantifiers(goal.condition))
    yield str(goal.about)


def _decided(columns: Columns, frame: Frame, told: bool) -> Iterator[tuple[tuple[str, Subject], Truth]]:
    cells = frame.told if told and frame.told is not None else frame.known
    there = {about: _there(frame, frame.of(about)) for about in LISTS}
    outcomes = columns.outcomes(_table(columns, frame, cells, there))
    for about, outputs in columns.plan.outputs.items():
        subjects = frame.of(about)
        if not outputs or not subjects:
            continue
        sides = [_by_subject(side, there.get(about), frame.rows, len(subjects)) for side in outcomes.planes(about)]
        for place, output in enumerate(outputs):
            if not output.derived:
                for at, subject in enumerate(subjects):
                    yield (output.name, subject), Truth(sides[0][at, place], sides[1][at, place])


def _there(frame: Frame, subjects: Sequence[Subject]) -> Flags | None:
    """Rows by entries; nothing where all are there in every row."""
    planes = [frame.present[subject] for subject in subjects]
    if all(plane.all() for plane in planes):
        return None
    return np.stack([np.broadcast_to(plane, frame.rows) for plane in planes], axis=1)


def _by_subject(side: Flags, there: Flags | None, rows: int, subjects: int) -> Flags:
    """From outputs by table rows to subjects by outputs by rows; entries that are not there have no truth."""
    if there is not None:
        spread = np.zeros((len(side), rows * subjects), np.bool_)
        spread[:, there.ravel()] = side
        side = spread
    return np.ascontiguousarray(side.reshape(len(side), rows, subjects).transpose(2, 0, 1))


def _table(columns: Columns, frame: Frame, cells: Cells, there: Mapping[About, Flags | None]) -> Table:
    catalogue = columns.plan.program.catalogue
    found: dict[str, Column] = {}
    not_shown: dict[str, Flags] = {}
    for name in columns.facts:
        fact = catalogue[name]
        subjects = frame.of(fact.about)
        kept = there.get(fact.about)
        mine = [cells.get(subject, {}).get(name) for subject in subjects]
        if any(cell is not None for cell in mine):
            found[name] = _column(fact, mine, frame.rows, kept)
        masks = [frame.not_shown.get(subject, {}).get(name) for subject in subjects]
        if any(mask is not None for mask in masks):
            not_shown[name] = _flat([NEVER if mask is None else mask for mask in masks], frame.rows, kept)
    lists = {about: _entries(frame, about, there[about]) for about in LISTS}
    return Table(frame.rows, found, not_shown, lists)


def _entries(frame: Frame, about: About, there: Flags | None) -> Entries:
    count = len(frame.of(about))
    counts = np.full(frame.rows, count) if there is None else there.sum(axis=1)
    splits = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
    complete = frame.complete.get(about, NEVER)
    return Entries(splits, np.ascontiguousarray(np.broadcast_to(complete, frame.rows)))


def _column(fact: Fact, cells: Sequence[Cell | None], rows: int, there: Flags | None) -> Column:
    """One column of the table out of those of several entries; what is missing is unknown."""
    blank = unknown(fact)
    full = [blank if cell is None else cell for cell in cells]

    def joined(of: Callable[[Cell], NDArray[_Kind]]) -> NDArray[_Kind]:
        return _flat([of(cell) for cell in full], rows, there)

    def plane(name: str) -> Flags:
        return joined(lambda cell: getattr(cell, name))

    def whole(name: str) -> NDArray[np.int64]:
        return joined(lambda cell: getattr(cell, name))

    match blank:
        case Numbers():
            flags = map(plane, ("known_low", "known_high", "answered"))
            return Numbers(whole("low"), whole("high"), *flags)
        case Sets(options=options):
            return Sets(options, *map(plane, ("surely", "possibly", "known")))
        case Either(options=options):
            return Either(options, *map(plane, ("possible", "known")))


def unknown(fact: Fact) -> Cell:
    """A column of length one that says nothing."""
    if fact.type.is_number:
        zero = np.zeros(1, np.int64)
        return Numbers(zero, zero, NEVER, NEVER, NEVER)
    options = options_of(fact)
    none = np.zeros((len(options), 1), np.bool_)
    return Sets(options, none, none, NEVER) if fact.type is FactType.CHOICES else Either(options, none, NEVER)


def _flat(arrays: Sequence[NDArray[_Kind]], rows: int, there: Flags | None) -> NDArray[_Kind]:
    """Arrays of one row each by entry, company by company; the last axis is that of the rows."""
    if len(arrays) == 1 and there is None:
        return np.ascontiguousarray(np.broadcast_to(arrays[0], (*arrays[0].shape[:-1], rows)))
    wide = np.stack([np.broadcast_to(array, (*array.shape[:-1], rows)) for array in arrays], axis=-1)
    flat = wide.reshape(*wide.shape[:-2], -1)
    found: NDArray[_Kind] = flat if there is None else flat[..., there.ravel()]
    return found
