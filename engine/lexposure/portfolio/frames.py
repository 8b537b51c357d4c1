"""From texts to frames, and what is wrong with rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.frame import Cell, Frame, Plane, Rows, cell_taken, taken
from lexposure.portfolio.cells import Answers, Column, Texts, read_column
from lexposure.portfolio.header import Header
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.facts import LISTS, About

_BETWEEN = re.compile(r"[,;\s]+")
_FLAGS = {"yes": 1, "true": 1, "no": 0, "false": 0}

Links = Mapping[tuple[Subject, Subject], bool]


@dataclass(frozen=True, slots=True)
class Bad:
    """What is wrong with a row (its place in the chunk): the column and the reason."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that share their links, as a frame; ``rows`` are their places in the chunk."""

    rows: NDArray[np.intp]
    frame: Frame


def frames(
    chunk: Mapping[str, Texts], rows: int, header: Header, answers: Answers
) -> tuple[tuple[Part, ...], tuple[Bad, ...]]:
    """The good rows of a chunk as frames; the bad ones with everything that is wrong with them."""
    read = {name: read_column(chunk[name], fact, answers) for name, (_, fact) in header.facts.items()}
    bad = [Bad(row, name, why) for name, one in read.items() for row, why in one.wrong]
    flags = {name: _yes_no(chunk[name]) for name in (*header.present, *header.complete)}
    for name, (_, wrong_rows) in flags.items():
        bad += [Bad(int(row), name, "write yes or no") for row in np.flatnonzero(wrong_rows)]
    bad += _absent_but_filled(chunk, header, {name: flags[name][0] for name in header.present})
    bad += _unknown_links(chunk, header)
    good = np.ones(rows, np.bool_)
    good[[one.row for one in bad]] = False
    parts = tuple(
        Part(where, _frame(chunk, header, read, where, linked, {name: one for name, (one, _) in flags.items()}))
        for where, linked in _by_links(chunk, header, good)
    )
    return parts, tuple(sorted(bad, key=lambda one: (one.row, one.column)))


def _yes_no(texts: Texts) -> tuple[NDArray[np.int8], Plane]:
    """1 for yes, 0 for no, -1 for empty; and where there is anything else."""
    found = np.array([*(_FLAGS.get(text.strip().lower(), 2) for text in texts.texts), -1], np.int8)[texts.codes]
    return found, found == 2


def _absent_but_filled(
    chunk: Mapping[str, Texts], header: Header, present: Mapping[str, NDArray[np.int8]]
) -> Iterator[Bad]:
    for name, subject in header.present.items():
        filled = _filled(chunk, header, subject)
        for row in np.flatnonzero((present[name] == 0) & filled):
            yield Bad(int(row), name, "it says no, but the entry has answers")


def _filled(chunk: Mapping[str, Texts], header: Header, subject: Subject) -> Plane:
    found: Plane = np.zeros(1, np.bool_)
    for name, (one, _) in header.facts.items():
        if one == subject:
            found = found | (chunk[name].codes >= 0)
    return found


def _unknown_links(chunk: Mapping[str, Texts], header: Header) -> Iterator[Bad]:
    known = {(one.about, one.id) for one in header.entries}
    for name, (subject, _) in header.links.items():
        for place, text in enumerate(chunk[name].texts):
            strange = [id for id in _ids(text) if (subject.about, id) not in known or id == subject.id]
            if strange:
                for row in np.flatnonzero(chunk[name].codes == place):
                    yield Bad(int(row), name, f"there is no other entry '{strange[0]}'")


def _ids(text: str) -> list[str]:
    return [id for id in _BETWEEN.split(text.strip().strip("[]")) if id]


def _by_links(chunk: Mapping[str, Texts], header: Header, good: Plane) -> Iterator[tuple[NDArray[np.intp], Links]]:
    rows = np.flatnonzero(good)
    if not header.links or not len(rows):
        if len(rows):
            yield rows, {}
        return
    codes = np.stack([chunk[name].codes[rows] for name in header.links])
    different, back = np.unique(codes, axis=1, return_inverse=True)
    for number, pattern in enumerate(different.T):
        links: dict[tuple[Subject, Subject], bool] = {}
        for (name, (subject, linked)), code in zip(header.links.items(), pattern, strict=True):
            for id in _ids(chunk[name].texts[int(code)]) if code >= 0 else ():
                other = Subject(subject.about, id)
                links[min(subject, other), max(subject, other)] = linked
        yield rows[back.reshape(-1) == number], links


def _frame(
    chunk: Mapping[str, Texts],
    header: Header,
    read: Mapping[str, Column],
    rows: NDArray[np.intp],
    linked: Links,
    flags: Mapping[str, NDArray[np.int8]],
) -> Frame:
    known: dict[Subject, dict[str, Cell]] = {subject: {} for subject in (COMPANY, *header.entries)}
    told: dict[Subject, dict[str, Cell]] = {subject: {} for subject in (COMPANY, *header.entries)}
    not_shown: dict[Subject, dict[str, Plane]] = {subject: {} for subject in (COMPANY, *header.entries)}
    # All rows of a chunk are taken as they stand, without a copy.
    kept: Rows = slice(None) if len(rows) == len(next(iter(chunk.values())).codes) else rows
    for name, (subject, fact) in header.facts.items():
        column = read[name]
        known[subject][fact.name] = cell_taken(column.known, kept)
        told[subject][fact.name] = (
            cell_taken(column.told, kept) if column.told is not column.known else known[subject][fact.name]
        )
        if column.not_shown.any():
            not_shown[subject][fact.name] = taken(column.not_shown, kept)
    alleged = any(one.told is not one.known for one in read.values())
    return Frame(
        rows=len(rows),
        known=known,
        told=told if alleged else None,
        not_shown=not_shown,
        present={subject: _present(chunk, header, flags, subject, rows) for subject in _in_order(header)},
        complete=_complete(header, flags, rows),
        linked=linked,
    )


def _in_order(header: Header) -> list[Subject]:
    """Entries list by list, as a profile has them."""
    return [subject for about in LISTS for subject in header.entries if subject.about is about]


def _present(
    chunk: Mapping[str, Texts],
    header: Header,
    flags: Mapping[str, NDArray[np.int8]],
    subject: Subject,
    rows: NDArray[np.intp],
) -> Plane:
    """Where an entry has any answer, or is said to be there."""
    found = np.broadcast_to(_filled(chunk, header, subject), len(next(iter(chunk.values())).codes))[rows]
    for name, one in header.present.items():
        if one == subject:
            found = found | (flags[name][rows] == 1)
    return found


def _complete(header: Header, flags: Mapping[str, NDArray[np.int8]], rows: NDArray[np.intp]) -> dict[About, Plane]:
    """Lists that are said to be complete; a list nobody speaks of is not."""
    found: dict[About, Plane] = dict.fromkeys(LISTS, np.zeros(1, np.bool_))
    for name, about in header.complete.items():
        found[about] = flags[name][rows] == 1
    return found
