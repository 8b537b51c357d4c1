"""Conditions in plain words, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.authoring.pages import Line, Ref, line
from lexposure.rulebook.conditions import Clause, Compare, Condition, Group, Quantified

_GROUPS = {"all": "all of these hold", "any": "at least one of these holds", "none": "none of these holds"}


def condition_lines(condition: Condition, depth: int = 0) -> Iterator[Line]:
    """The parts of a condition, nested as they stand; a bare ``all`` at the top is opened."""
    match condition:
        case Group(kind="all", clause=None, parts=parts) if depth == 0:
            for part in parts:
                yield from _part(part, 0)
        case _:
            yield from _part(condition, depth)


def _part(condition: Condition, depth: int) -> Iterator[Line]:
    below = depth
    if condition.clause is not None:
        yield line(_headed(condition.clause, condition), depth=depth)
        below += 1
    match condition:
        case Compare():
            yield line(Ref("fact", condition.fact), _phrase(condition), depth=below)
        case Group(kind=kind, parts=parts):
            if condition.clause is None:
                yield line(_GROUPS[kind], depth=depth)
                below += 1
            for part in parts:
                yield from _part(part, below)
        case Quantified():
            which = "every" if condition.every else "at least one"
            yield line(f"for {which} entry of the list of {_list(condition)}", depth=below)
            yield from _part(condition.part, below + 1)


def _headed(clause: Clause, condition: Condition) -> str:
    """The heading of a limb, how its parts combine, and its article."""
    kind = f" ({_GROUPS[condition.kind]})" if isinstance(condition, Group) and len(condition.parts) > 1 else ""
    return f"{clause.title}{f' [{clause.cite}]' if clause.cite else ''}{kind}"


def _list(condition: Quantified) -> str:
    return {"processing": "processing operations", "market": "markets"}[condition.over.value]


def _phrase(compare: Compare) -> str:
    """``: at least 50 million EUR``, as the rule writes it."""
    burden = " (the company bears the burden of proof)" if compare.burden else ""
    return f": {compare.phrase}{burden}"
