"""Answers as whole-number properties of the wide fact; what is unknown has no property."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from lexposure.inference.patterns import Key, Kind
from lexposure.profile.possible import Entry, Interval, Options, Possible, Selection
from lexposure.rulebook.facts import Catalogue


def encode(
    entry: Entry, catalogue: Catalogue, classes: Callable[[str], dict[int, int]], concluded: Container[str]
) -> dict[Key, int]:
    """The properties of an entry's own answers.

    ``classes`` gives the classes of a fact's options. For ``concluded`` facts the rules may still settle
    what the company cannot show, so that is not written here.
    """
    properties: dict[Key, int] = {}
    for fact, possible in entry.known.items():
        if fact in catalogue:
            properties.update(_answer(fact, possible, catalogue, classes(fact)))
    for fact in entry.not_shown:
        if fact not in entry.known and fact not in concluded:
            properties[Key(Kind.NOT_SHOWN, fact)] = 1
    return properties


def _answer(fact: str, possible: Possible, catalogue: Catalogue, classes: dict[int, int]) -> Iterator[tuple[Key, int]]:
    match possible:
        case Interval(low=low, high=high):
            if low is not None:
                yield Key(Kind.LOW, fact), low
            if high is not None:
                yield Key(Kind.HIGH, fact), high
        case Options(codes=codes):
            found = {classes[code] for code in codes if code in classes}
            if len(found) == 1:
                yield Key(Kind.CODE, fact), min(found)
            for code in set(classes.values()) - found:
                yield Key(Kind.EXCLUDED, fact, code), 1
        case Selection(surely=surely, possibly=possibly):
            for code in surely:
                yield Key(Kind.HAS, fact, code), 1
            for code in catalogue[fact].codes - possibly:
                yield Key(Kind.LACKS, fact, code), 1
