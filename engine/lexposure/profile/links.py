"""Stated links between entries of one list: linked, separate, or not stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Scalar


@dataclass(frozen=True, slots=True)
class Links:
    """What one entry states about others, with the places."""

    linked_with: tuple[Scalar, ...] = ()
    separate_from: tuple[Scalar, ...] = ()


def check_links(stated: Mapping[str, Links], problems: Problems) -> None:
    """Report unknown targets, links to oneself, and links that contradict each other.

    Either of two entries may state a link. Links carry over: what is linked with something linked with a
    third entry is linked with that one too.
    """
    group = {id: id for id in stated}
    for id, links in stated.items():
        for scalar in (*links.linked_with, *links.separate_from):
            _check_target(id, scalar, stated, problems)
        for scalar in links.linked_with:
            if scalar.text in stated:
                group[_root(group, id)] = _root(group, scalar.text)
    for id, links in stated.items():
        for scalar in links.separate_from:
            if scalar.text in stated and scalar.text != id and _root(group, id) == _root(group, scalar.text):
                message = f"'{id}' and '{scalar.text}' are stated to be linked and to be separate"
                problems.error("links", message, scalar.span, "take one of the two statements out")


def _check_target(id: str, scalar: Scalar, stated: Mapping[str, Links], problems: Problems) -> None:
    if scalar.text == id:
        problems.error("links", f"'{id}' names itself", scalar.span)
    elif scalar.text not in stated:
        hint = did_you_mean(scalar.text, stated)
        problems.error("unknown-entry", f"this list has no entry '{scalar.text[:80]}'", scalar.span, hint)


def _root(group: dict[str, str], id: str) -> str:
    while group[id] != id:
        group[id] = group[group[id]]
        id = group[id]
    return id
