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
