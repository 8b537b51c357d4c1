"""Worlds, one object for each profile, as a table of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lexposure.inference.checks import check_world, universe
from lexposure.inference.columns.table import Column, Either, Entries, Flags, Numbers, Sets, Table
from lexposure.profile.possible import Entry, Interval, Options, Selection, World
from lexposure.rulebook.facts import LISTS, About, Catalogue, Fact, FactType


def table_of(worlds: Sequence[World], catalogue: Catalogue, facts: Iterable[str]) -> Table:
    """A table of the worlds' answers to ``facts``, companies in the order given.

    Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts.
    """
    for world in worlds:
        check_world(world, catalogue)
    rows = {about: [entry for world in worlds for entry in world.of(about)] for about in About}
    columns: dict[str, Column] = {}
    not_shown: dict[str, Flags] = {}
    for name in facts:
        fact = catalogue[name]
        entries = rows[fact.about]
        if any(name in entry.known for entry in entries):
            columns[name] = _column(fact, entries)
        if any(name in entry.not_shown for entry in entries):
            not_shown[name] = np.array([name in entry.not_shown for entry in entries], np.bool_)
    lists = {
        about: Entries(
            np.cumsum([0, *(len(world.of(about)) for world in worlds)], dtype=np.int64),
            np.array([world.complete[about] for world in worlds], np.bool_),
        )
        for about in LISTS
    }
    return Table(len(worlds), columns, not_shown, lists)


def _column(fact: Fact, entries: Sequence[Entry]) -> Column:
    if fact.type.is_number:
        return _numbers(fact.name, entries)
    options = tuple(sorted(universe(fact)))
    place = {code: index for index, code in enumerate(options)}
    first = np.zeros((len(options), len(entries)), np.bool_)
    second = np.zeros_like(first) if fact.type is FactType.CHOICES else first
    known = np.zeros(len(entries), np.bool_)
    for row, entry in enumerate(entries):
        match entry.known.get(fact.name):
            case Options(codes=codes):
                first[[place[code] for code in codes], row] = True
            case Selection(surely=surely, possibly=possibly):
                first[[place[code] for code in surely], row] = True
                second[[place[code] for code in possibly], row] = True
            case _:
                continue
        known[row] = True
    return Sets(options, first, second, known) if fact.type is FactType.CHOICES else Either(options, first, known)


def _numbers(name: str, entries: Sequence[Entry]) -> Numbers:
    ends = np.zeros((2, len(entries)), np.int64)
    known = np.zeros((2, len(entries)), np.bool_)
    answered = np.zeros(len(entries), np.bool_)
    for row, entry in enumerate(entries):
        answer = entry.known.get(name)
        if isinstance(answer, Interval):
            answered[row] = True
            for side, end in enumerate((answer.low, answer.high)):
                if end is not None:
                    ends[side, row] = end
                    known[side, row] = True
    return Numbers(ends[0], ends[1], known[0], known[1], answered)
