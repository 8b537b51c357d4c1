"""What another rule book does to given profiles: outcomes that change, and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lexposure.assess.model import Assessment, Finding
from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range
from lexposure.profile.reading import read_profile
from lexposure.rulebook.book import RuleBook
from lexposure.source.problems import InputError

NOT_THERE = "no such rule"


@dataclass(frozen=True, slots=True)
class Moved:
    """An outcome that is another one under the new book, or exists under one of them only."""

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


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for one profile. ``unreadable`` says why one of the books cannot assess it."""

    profile: str
    moved: tuple[Moved, ...]
    amounts: tuple[Amounts, ...]
    unreadable: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        return bool(self.moved or self.amounts or self.unreadable)


def effect(path: Path, old: RuleBook, new: RuleBook) -> Effect:
    """The profile assessed with both books on its own date."""
    try:
        before, after = _assessed(path, old), _assessed(path, new)
    except InputError as error:
        return Effect(str(path), (), (), "; ".join(problem.headline() for problem in error.problems))
    return Effect(str(path), tuple(_moved(before[0], after[0])), tuple(_amounts(before[1], after[1])))


def _assessed(path: Path, book: RuleBook) -> tuple[Assessment, Exposure]:
    assessment = assess(book, read_profile(path, book))
    return assessment, estimate(assessment)


def _moved(before: Assessment, after: Assessment) -> Iterator[Moved]:
    first = {finding.id: finding for finding in before.findings}
    second = {finding.id: finding for finding in after.findings}
    for id in dict.fromkeys((*first, *second)):
        was, becomes = _state(first.get(id)), _state(second.get(id))
        if was != becomes:
            shown = second.get(id) or first[id]
            yield Moved(id, shown.rule.title, was, becomes)


def _state(finding: Finding | None) -> str:
    """The outcome with its level, in words."""
    if finding is None:
        return NOT_THERE
    alleged = " on facts alleged" if finding.on_facts_alleged else ""
    grave = finding.graveness if finding.established else None
    level = ""
    if grave is not None:
        level = f", {grave.lowest.word}" + (f" to {grave.highest.word}" if grave.highest > grave.lowest else "")
    return f"{finding.outcome}{alleged}{level}"


def _amounts(before: Exposure, after: Exposure) -> Iterator[Amounts]:
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
