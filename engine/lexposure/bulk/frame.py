"""Profiles of one shape: the same company questions and the same entries, a row for each.

A frame holds sets of possible values by subject and fact as columns. A column that is the same in every
row has length one, so that what nobody varies is decided and computed once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.checks import universe
from lexposure.inference.columns.table import Either, Numbers, Sets
from lexposure.profile.model import Profile
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.facts import LISTS, About, Catalogue, Fact, FactType

Plane = NDArray[np.bool_]
Floats = NDArray[np.float64]
Cell = Numbers | Either | Sets
Cells = Mapping[Subject, Mapping[str, Cell]]
Rows = NDArray[np.intp] | slice

ALWAYS: Plane = np.ones(1, np.bool_)
NEVER: Plane = np.zeros(1, np.bool_)


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of profiles. Arrays have one element, for all rows, or one for each.

    ``known`` takes what is alleged as unknown, ``told`` (nothing where nobody alleges anything) as said. ``present``
    says in which rows an entry of a list is there at all; ``complete`` where a list is complete. ``linked`` are the
    stated links, as in an assessment. ``origin`` is the frame whose answers were changed to make this one: all that was
    not changed is decided there, once for all frames made from it.
    """

    rows: int
    known: Cells
    told: Cells | None = None
    not_shown: Mapping[Subject, Mapping[str, Plane]] = field(default_factory=dict[Subject, Mapping[str, Plane]])
    present: Mapping[Subject, Plane] = field(default_factory=dict[Subject, Plane])
    complete: Mapping[About, Plane] = field(default_factory=dict[About, Plane])
    linked: Mapping[tuple[Subject, Subject], bool] = field(default_factory=dict[tuple[Subject, Subject], bool])
    origin: Frame | None = None

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The company and the entries, in order."""
        return (COMPANY, *self.present)

    def of(self, about: About) -> tuple[Subject, ...]:
        """The subjects of a type."""
        return (COMPANY,) if about is About.COMPANY else tuple(one for one in self.present if one.about is about)

    def there(self, subject: Subject) -> Plane:
        """In which rows a subject exists; the company does in all."""
        return self.present.get(subject, ALWAYS)

    def with_cells(self, rows: int, changed: Mapping[tuple[Subject, str], Cell]) -> Frame:
        """The same with other answers, in as many rows. A changed answer is no longer alleged, and is shown."""
        not_shown = {
            subject: {name: plane for name, plane in planes.items() if (subject, name) not in changed}
            for subject, planes in self.not_shown.items()
        }
        told = None if self.told is None else _changed(self.told, changed)
        # What has length one is taken for unchanged, so a change for all rows alike makes a frame of its own.
        differs = self.rows == 1 and rows > 1 and all(length(cell) > 1 for cell in changed.values())
        return replace(
            self,
            rows=rows,
            known=_changed(self.known, changed),
            told=told,
            not_shown=not_shown,
            origin=self if differs else None,
        )

    def take(self, rows: Rows) -> Frame:
        """Some of the rows, in the order given; a slice copies nothing."""
        count = len(range(*rows.indices(self.rows))) if isinstance(rows, slice) else len(rows)
        return Frame(
            rows=count,
            known=_taken(self.known, rows),
            told=None if self.told is None else _taken(self.told, rows),
            not_shown={
                subject: {name: taken(plane, rows) for name, plane in planes.items()}
                for subject, planes in self.not_shown.items()
            },
            present={subject: taken(plane, rows) for subject, plane in self.present.items()},
            complete={about: taken(plane, rows) for about, plane in self.complete.items()},
            linked=self.linked,
            origin=self.origin if count > 1 else None,
        )

    def parts(self, size: int) -> Iterator[Frame]:
        """The rows in their order, so many at a time."""
        if self.rows <= size:
            yield self
            return
        for start in range(0, self.rows, size):
            yield self.take(slice(start, min(start + size, self.rows)))


def _changed(cells: Cells, changed: Mapping[tuple[Subject, str], Cell]) -> Cells:
    found = {subject: dict(columns) for subject, columns in cells.items()}
    for (subject, name), cell in changed.items():
        found[subject][name] = cell
    return found


def _taken(cells: Cells, rows: Rows) -> Cells:
    return {
        subject: {name: cell_taken(cell, rows) for name, cell in columns.items()} for subject, columns in cells.items()
    }


_Kind = TypeVar("_Kind", bound=np.generic)


def taken(array: NDArray[_Kind], rows: Rows) -> NDArray[_Kind]:
    """Some rows of the last axis; what is the same for all stays so."""
    found: NDArray[_Kind] = array if array.shape[-1] == 1 else array[..., rows]
    return found


def cell_taken(cell: Cell, rows: Rows) -> Cell:
    """Some rows of a column."""
    match cell:
        case Numbers(low, high, known_low, known_high, answered):
            parts = (known_low, known_high, answered)
            flags = (None if one is None else taken(one, rows) for one in parts)
            return Numbers(taken(low, rows), None if high is None else taken(high, rows), *flags)
        case Either(options, possible, known):
            return Either(options, taken(possible, rows), taken(known, rows))
        case Sets(options, surely, possibly, known):
            return Sets(options, taken(surely, rows), taken(possibly, rows), taken(known, rows))


def length(cell: Cell) -> int:
    """One where the column is the same for all rows."""
    arrays: tuple[NDArray[np.generic] | None, ...]
    match cell:
        case Numbers(low, high, known_low, known_high, answered):
            arrays = (low, high, known_low, known_high, answered)
        case Either(_, possible, known):
            arrays = (possible, known)
        case Sets(_, surely, possibly, known):
            arrays = (surely, possibly, known)
    return max(int(array.shape[-1]) for array in arrays if array is not None)


def frame_of(
    profiles: Sequence[Profile], catalogue: Catalogue, linked: Mapping[tuple[Subject, Subject], bool]
) -> Frame:
    """Profiles that share their stated links, as rows; what a profile does not list is not there in its row."""
    known = [profile.world(False) for profile in profiles]
    told = [profile.world(True) for profile in profiles] if any(one.has_alleged for one in profiles) else None
    by_subject = [_by_subject(world) for world in known]
    entries = dict.fromkeys(subject for one in by_subject for subject in one if subject != COMPANY)
    return Frame(
        rows=len(profiles),
        known=_cells(by_subject, catalogue),
        told=None if told is None else _cells([_by_subject(world) for world in told], catalogue),
        not_shown={subject: dict(_not_shown(by_subject, subject)) for subject in (COMPANY, *entries)},
        present={subject: same(np.array([subject in one for one in by_subject])) for subject in entries},
        complete={about: same(np.array([world.complete[about] for world in known])) for about in LISTS},
        linked=linked,
    )


def _by_subject(world: World) -> dict[Subject, Entry]:
    return {entry.subject: entry for about in About for entry in world.of(about)}


def _cells(rows: Sequence[Mapping[Subject, Entry]], catalogue: Catalogue) -> Cells:
    found: dict[Subject, dict[str, Cell]] = {}
    for subject in dict.fromkeys(subject for row in rows for subject in row):
        entries = [row.get(subject) for row in rows]
        names = dict.fromkeys(name for entry in entries if entry for name in entry.known)
        found[subject] = {
            name: column([entry.known.get(name) if entry else None for entry in entries], catalogue[name])
            for name in names
            if name in catalogue
        }
    return found


def _not_shown(rows: Sequence[Mapping[Subject, Entry]], subject: Subject) -> Iterator[tuple[str, Plane]]:
    entries = [row.get(subject) for row in rows]
    for name in dict.fromkeys(name for entry in entries if entry for name in sorted(entry.not_shown)):
        yield name, same(np.array([entry is not None and name in entry.not_shown for entry in entries]))


def same(plane: Plane) -> Plane:
    """A plane of length one where all rows are alike."""
    return plane[:1] if plane.all() or not plane.any() else plane


def column(answers: Sequence[Possible | None], fact: Fact) -> Cell:
    """A column of answers, of length one where all are alike."""
    return cell_of(answers[:1] if all(one == answers[0] for one in answers) else answers, fact)


def cell_of(answers: Sequence[Possible | None], fact: Fact) -> Cell:
    """A column of answers; nothing is unknown."""
    known = np.array([one is not None for one in answers])
    if fact.type.is_number:
        ends = [(one.low, one.high) if isinstance(one, Interval) else (None, None) for one in answers]
        lows, highs = (list(side) for side in zip(*ends, strict=True))
        return Numbers(_whole(lows), _whole(highs), _given(lows), _given(highs), known)
    options = options_of(fact)
    if fact.type is FactType.CHOICES:
        surely = [one.surely if isinstance(one, Selection) else frozenset[int]() for one in answers]
        possibly = [one.possibly if isinstance(one, Selection) else frozenset[int]() for one in answers]
        return Sets(options, _flags(options, surely), _flags(options, possibly), known)
    codes = [one.codes if isinstance(one, Options) else frozenset[int]() for one in answers]
    return Either(options, _flags(options, codes), known)


def options_of(fact: Fact) -> tuple[int, ...]:
    """The codes of a fact's options, in order."""
    return tuple(sorted(universe(fact)))


def _whole(ends: Sequence[int | None]) -> NDArray[np.int64]:
    return np.array([0 if end is None else end for end in ends], np.int64)


def _given(ends: Sequence[int | None]) -> Plane:
    return np.array([end is not None for end in ends], np.bool_)


def _flags(options: Sequence[int], sets: Sequence[frozenset[int]]) -> Plane:
    return np.array([[code in one for one in sets] for code in options], np.bool_).reshape(len(options), len(sets))
