"""One profile with some answers otherwise, a row for each way: an answer is read once and spread over its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lexposure.bulk.frame import Cell, Frame, Plane, cell_of, cell_taken, frame_of
from lexposure.profile.model import Profile
from lexposure.profile.possible import Possible, Subject, World
from lexposure.rulebook.facts import About, Catalogue


@dataclass(frozen=True, slots=True)
class Said:
    """What a profile says to one question; nothing is unknown.

    ``known`` takes what is alleged as unknown, ``told`` as said; ``not_shown``: the company cannot show it.
    """

    known: Possible | None
    told: Possible | None
    not_shown: bool = False


def said(profile: Profile, subject: Subject, fact: str) -> Said:
    """What a profile says to one question about one of its subjects."""

    def entry_in(world: World) -> Mapping[str, Possible]:
        return next(one.known for one in world.of(subject.about) if one.subject == subject)

    world = profile.world(False)
    not_shown = any(fact in one.not_shown for one in world.of(subject.about) if one.subject == subject)
    return Said(entry_in(world).get(fact), entry_in(profile.world(True)).get(fact), not_shown)


@dataclass(frozen=True, slots=True)
class Varied:
    """An answer that differs by row: the different ones, and the place among them of each row's."""

    subject: Subject
    fact: str
    says: tuple[Said, ...]
    at: Sequence[int]


def variants(
    profile: Profile,
    catalogue: Catalogue,
    linked: Mapping[tuple[Subject, Subject], bool],
    rows: int,
    varied: Sequence[Varied],
    complete: Mapping[About, Sequence[bool]],
) -> Frame:
    """So many rows of a profile; all but ``varied`` and which lists are ``complete`` is the same in each."""
    base = frame_of([profile], catalogue, linked)
    alleged = any(one.known != one.told for each in varied for one in each.says)
    if base.told is None and alleged:
        base = replace(base, told=base.known)
    known = {(one.subject, one.fact): _cell(one, [each.known for each in one.says], catalogue) for one in varied}
    frame = base.with_cells(rows, known)
    told = None
    if base.told is not None:
        cells = {(one.subject, one.fact): _cell(one, [each.told for each in one.says], catalogue) for one in varied}
        told = base.with_cells(rows, cells).told
    planes = {subject: dict(named) for subject, named in frame.not_shown.items()}
    for one in varied:
        if any(each.not_shown for each in one.says):
            planes.setdefault(one.subject, {})[one.fact] = _spread(one)
    lists = {about: np.array(flags, np.bool_) for about, flags in complete.items()}
    return replace(frame, told=told, not_shown=planes, complete={**frame.complete, **lists})


def _cell(one: Varied, answers: Sequence[Possible | None], catalogue: Catalogue) -> Cell:
    return cell_taken(cell_of(answers, catalogue[one.fact]), np.array(one.at, np.intp))


def _spread(one: Varied) -> Plane:
    return np.array([each.not_shown for each in one.says], np.bool_)[np.array(one.at, np.intp)]
