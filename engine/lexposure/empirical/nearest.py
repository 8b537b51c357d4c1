"""The real decisions nearest to a case, by a distance that can be stated in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lexposure.empirical.covariates import Covariates, of_decision
from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision

SAYS = (
    "The distance adds: how many powers of ten the turnovers are apart; one for another family of violation; a half "
    "each for another tier, for children and for special categories; a quarter of the powers of ten between the people "
    "affected, where both are known; a quarter for another region of authorities."
)
_FAMILY, _FLAG, _PEOPLE, _REGION = 1.0, 0.5, 0.25, 0.25


@dataclass(frozen=True, slots=True)
class Near:
    """A decision and its distance from the case."""

    decision: Decision
    distance: float


def nearest(case: Covariates, decisions: Sequence[Decision], design: Design) -> tuple[Near, ...]:
    """The nearest first; as many as the design shows, no two of one group of companies."""
    known = [one for one in decisions if one.turnover is not None]
    ranked = sorted((Near(one, distance(case, of_decision(one, design))) for one in known), key=_order)
    groups: set[str] = set()
    found: list[Near] = []
    for near in ranked:
        group = design.group_of(near.decision.company)
        if group not in groups and len(found) < design.nearest:
            groups.add(group)
            found.append(near)
    return tuple(found)


def _order(near: Near) -> tuple[float, str]:
    return round(near.distance, 9), near.decision.id


def distance(one: Covariates, other: Covariates) -> float:
    """As :data:`SAYS` says; zero for equal cases."""
    total = _apart(_turnover(one), _turnover(other)) or 0.0
    total += _FAMILY * (one.family != other.family)
    flags = (
        (one.higher_tier, other.higher_tier),
        (bool(one.children), bool(other.children)),
        (bool(one.special_categories), bool(other.special_categories)),
    )
    total += _FLAG * sum(mine != theirs for mine, theirs in flags)
    total += _PEOPLE * (_apart(one.people, other.people) or 0.0)
    return total + _REGION * (bool(one.region) and one.region != other.region)


def _turnover(case: Covariates) -> float | None:
    return case.own_turnover if case.group_turnover is None else case.group_turnover


def _apart(one: float | None, other: float | None) -> float | None:
    """Powers of ten between two amounts."""
    if not one or not other:
        return None
    return abs(math.log10(one) - math.log10(other))
