"""Two assessments side by side: outcomes that differ, and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lexposure.assess.model import Assessment
from lexposure.exposure.model import Exposure, Range
from lexposure.scenarios.verdicts import pairs, verdicts


@dataclass(frozen=True, slots=True)
class Moved:
    """An outcome that is another one the second time, or exists once only.

    ``kind``: a finding on the answers given was ``gained`` or ``lost``, or the outcome ``changed`` otherwise.
    """

    finding: str
    title: str
    before: str
    after: str
    kind: str = "changed"


@dataclass(frozen=True, slots=True)
class Amounts:
    """The exposure of all laws together, or of one: on the findings, and with the open questions."""

    law: str
    established_before: Range
    established_after: Range
    hull_before: Range
    hull_after: Range

    @property
    def established(self) -> Distance:
        """By how much the range on the findings moved."""
        return distance(self.established_before, self.established_after)

    @property
    def hull(self) -> Distance:
        """By how much the range with open questions moved."""
        return distance(self.hull_before, self.hull_after)


@dataclass(frozen=True, slots=True)
class Distance:
    """Second minus first, end by end; nothing where one of the two is not known."""

    low: float | None
    central: float | None
    high: float | None


def distance(before: Range, after: Range) -> Distance:
    """The differences of the amounts rounded to cents, as they are shown."""
    return Distance(*(_minus(getattr(after, end), getattr(before, end)) for end in ("low", "central", "high")))


def _minus(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else round(round(after, 2) - round(before, 2), 2)


@dataclass(frozen=True, slots=True)
class MethodChange:
    """A law whose fines are calculated by another method, by its title."""

    law: str
    before: str
    after: str


def methods_changed(before: Exposure, after: Exposure) -> Iterator[MethodChange]:
    """The laws whose method is another one."""
    first = {regime.regime: regime for regime in before.regimes}
    for regime in after.regimes:
        was = first.get(regime.regime)
        if was is not None and was.method != regime.method:
            yield MethodChange(regime.title, was.method_title or was.method, regime.method_title or regime.method)


def moved(before: Assessment, after: Assessment) -> Iterator[Moved]:
    """The outcomes that differ, in the order of the first.

    A rule that is not in force has one outcome without a subject; it stands for all subjects of the other side.
    """
    for pair in pairs(verdicts(before), verdicts(after)):
        if pair.before != pair.after:
            yield Moved(pair.id, pair.shown.title, pair.before, pair.after, pair.kind)


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
