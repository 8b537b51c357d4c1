"""Two assessments side by side: outcomes that differ, and amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lexposure.assess.model import Assessment, Finding
from lexposure.exposure.model import Exposure, Range

NOT_THERE = "no such rule"


@dataclass(frozen=True, slots=True)
class Moved:
    """An outcome that is another one the second time, or exists once only."""

    finding: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """The exposure of all laws together, or of one: on the findings, and with the open questions."""

    law: str
    established_before: Range
    established_after: Range
    hull_before: Range
    hull_after: Range


def moved(before: Assessment, after: Assessment) -> Iterator[Moved]:
    """The outcomes that differ, in the order of the first.

    A rule that is not in force has one outcome without a subject; it stands for all subjects of the other side.
    """
    first = {finding.id: finding for finding in before.findings}
    second = {finding.id: finding for finding in after.findings}
    for id in dict.fromkeys((*first, *second)):
        shown = second.get(id) or first[id]
        old, new = first.get(id) or first.get(shown.rule.id), second.get(id) or second.get(shown.rule.id)
        if _stands_for_others(shown, first if id in second else second):
            continue
        was, becomes = state_of(old), state_of(new)
        if was != becomes:
            yield Moved(id, shown.rule.title, was, becomes)


def _stands_for_others(finding: Finding, others: Mapping[str, Finding]) -> bool:
    """Whether it is the one outcome of a rule not in force, and the other side has outcomes by subject."""
    if finding.subject is not None or finding.id != finding.rule.id or finding.id in others:
        return False
    return any(other.rule.id == finding.rule.id for other in others.values())


def state_of(finding: Finding | None) -> str:
    """The outcome with its level, in words."""
    if finding is None:
        return NOT_THERE
    alleged = " on facts alleged" if finding.on_facts_alleged else ""
    grave = finding.graveness if finding.established else None
    level = ""
    if grave is not None:
        level = f", {grave.lowest.word}" + (f" to {grave.highest.word}" if grave.highest > grave.lowest else "")
    return f"{finding.outcome}{alleged}{level}"


def amounts(before: Exposure, after: Exposure) -> Iterator[Amounts]:
    """Laws whose figures differ; all laws together first."""
    nothing = Range(0.0, 0.0, 0.0)
    pairs = [
        Amounts(
            "",
            before.total.established_largest,
            after.total.established_largest,
            before.total.largest,
            after.total.largest,
        )
    ]
    first = {regime.regime: regime for regime in before.regimes}
    second = {regime.regime: regime for regime in after.regimes}
    for id in dict.fromkeys((*first, *second)):
        old, new = first.get(id), second.get(id)
        pairs.append(
            Amounts(
                (new or old or first[id]).title,
                old.established if old else nothing,
                new.established if new else nothing,
                Range(old.low, old.central, old.high) if old else nothing,
                Range(new.low, new.central, new.high) if new else nothing,
            )
        )
    yield from (one for one in pairs if _differ(one))


def _differ(one: Amounts) -> bool:
    return one.established_before != one.established_after or one.hull_before != one.hull_after
