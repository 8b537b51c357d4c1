"""Many profiles as arrays: one column for each fact that somebody answered, one row for each subject.

A row of a column is a set of possible values, as in :mod:`lexposure.profile.possible`; a fact without
a column is unknown of everybody. Numbers are whole: cents, days, parts per million, people. Columns may be of
any signed whole-number type; the narrower, the faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lexposure.inference.checks import WorldError, universe
from lexposure.rulebook.facts import LISTS, About, Catalogue, Fact, FactType

Flags = NDArray[np.bool_]
Whole = NDArray[np.signedinteger]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Intervals from ``low`` to ``high`` (the same as ``low`` if not given).

    Where ``known_low`` or ``known_high`` is false that end is open and the figure there is not read; without
    ``high`` the mask ``known_low`` is that of both ends, else without a mask every end is known. An unknown
    number is open at both ends. ``answered`` is given where an answer may leave both ends open; otherwise
    there is an answer where an end is known.
    """

    low: Whole
    high: Whole | None = None
    known_low: Flags | None = None
    known_high: Flags | None = None
    answered: Flags | None = None

    @property
    def is_exact(self) -> bool:
        """Whether every row is one number or unknown."""
        return self.high is None and self.known_high is None


@dataclass(frozen=True, slots=True)
class Codes:
    """Plain answers to a yes/no or choice fact; not read where ``known`` is false."""

    codes: Whole
    known: Flags | None = None


@dataclass(frozen=True, slots=True)
class Either:
    """Answers that may leave several options of a yes/no or choice fact open.

    ``possible[i]`` says for each row whether ``options[i]`` is possible; not read where ``known`` is false.
    """

    options: tuple[int, ...]
    possible: Flags
    known: Flags


@dataclass(frozen=True, slots=True)
class Sets:
    """Selections: each contains the options ``surely`` and stays within ``possibly`` (options by rows)."""

    options: tuple[int, ...]
    surely: Flags
    possibly: Flags
    known: Flags


Column = Numbers | Codes | Either | Sets


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of entries: company ``i`` has the rows ``splits[i]`` to ``splits[i + 1]``; ``complete`` by company."""

    splits: Offsets
    complete: Flags


@dataclass(frozen=True, slots=True)
class Table:
    """Profiles: ``rows`` companies, their lists, and a column by fact, each in the rows of its subject type.

    ``not_shown`` has a mask for facts that companies say they cannot show. A list that is not there is
    empty and incomplete.
    """

    rows: int
    columns: Mapping[str, Column]
    not_shown: Mapping[str, Flags] = field(default_factory=dict[str, Flags])
    lists: Mapping[About, Entries] = field(default_factory=dict[About, Entries])

    def height(self, about: About) -> int:
        """How many rows the subject type has."""
        if about is About.COMPANY:
            return self.rows
        return int(self.lists[about].splits[-1]) if about in self.lists else 0

    def span(self, about: About, start: int, stop: int) -> tuple[int, int]:
        """The rows of a subject type that belong to the companies ``start`` to ``stop``."""
        if about is About.COMPANY:
            return start, stop
        if about not in self.lists:
            return 0, 0
        splits = self.lists[about].splits
        return int(splits[start]), int(splits[stop])


def check_table(table: Table, catalogue: Catalogue) -> None:
    """Raise :class:`lexposure.inference.checks.WorldError` unless the columns fit their facts and each other."""
    for about, entries in table.lists.items():
        if about not in LISTS or entries.splits.shape != (table.rows + 1,) or entries.complete.shape != (table.rows,):
            raise WorldError(f"the list of {about} does not fit {table.rows} companies")
        if entries.splits[0] != 0 or (np.diff(entries.splits) < 0).any():
            raise WorldError(f"the entries of {about} do not stand in the order of their companies")
    for name, column in table.columns.items():
        fact = catalogue.get(name)
        if fact is not None:
            _check_column(column, fact, table.height(fact.about))
    for name, mask in table.not_shown.items():
        if name in catalogue and mask.shape != (table.height(catalogue[name].about),):
            raise WorldError(f"'{name}': the mask of what is not shown has the wrong length")


def _check_column(column: Column, fact: Fact, rows: int) -> None:
    lengths = {array.shape[-1] for array in _arrays(column)}
    if lengths - {rows}:
        raise WorldError(f"'{fact.name}' has {max(lengths)} rows instead of {rows}")
    fits = False
    match column:
        case Numbers():
            fits = fact.type.is_number and _signed(column.low) and (column.high is None or _signed(column.high))
            if fits and column.high is not None:
                both = _both(column)
                if (column.low > column.high)[both].any():
                    raise WorldError(f"'{fact.name}': a lower end lies above the upper end")
        case Codes(codes=codes, known=known):
            fits = fact.type in (FactType.YES_NO, FactType.CHOICE) and _signed(codes)
            codes_of_fact = universe(fact)
            if fits and not _within(codes, codes_of_fact):  # what stands where nothing is known is not read
                fits = known is not None and _within(codes[known], codes_of_fact)
        case Either(options=options, possible=possible, known=known):
            fits = fact.type in (FactType.YES_NO, FactType.CHOICE) and frozenset(options) == universe(fact)
            fits = fits and bool((possible.any(axis=0) | ~known).all())
        case Sets(options=options, surely=surely, possibly=possibly, known=known):
            fits = fact.type is FactType.CHOICES and frozenset(options) == fact.codes
            fits = fits and not (surely & ~possibly & known).any()
    if not fits:
        raise WorldError(f"'{fact.name}' ({fact.type}) cannot be answered by this column of {type(column).__name__}")


def _within(said: Whole, codes: frozenset[int]) -> bool:
    if not len(said):
        return True
    low, high = int(said.min()), int(said.max())
    return codes.issuperset(range(low, high + 1)) or codes.issuperset(np.unique(said).tolist())


def _both(column: Numbers) -> Flags:
    both = np.ones(column.low.shape, np.bool_)
    for mask in (column.known_low, column.known_high):
        if mask is not None:
            both &= mask
    return both


def _signed(array: Whole) -> bool:
    return array.dtype.kind == "i"


def _arrays(column: Column) -> Iterator[NDArray[np.generic]]:
    for name in (
        "low",
        "high",
        "known_low",
        "known_high",
        "answered",
        "codes",
        "possible",
        "surely",
        "possibly",
        "known",
    ):
        array = getattr(column, name, None)
        if isinstance(array, np.ndarray):
            yield array
