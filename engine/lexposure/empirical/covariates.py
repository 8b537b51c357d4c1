"""What is known about a case before it is decided, as numbers. What is missing stays missing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lexposure.rulebook.calibration import Design
from lexposure.rulebook.decisions import Decision
from lexposure.rulebook.decisions_reading import LEVELS

_MIDDLE_TURNOVER, _MIDDLE_PEOPLE = 7.5, 4.0
"""Logarithms near the middle of the decisions, so that the intercept speaks of a usual case."""


@dataclass(frozen=True, slots=True)
class Covariates:
    """One case. Own and group turnover (EUR) are different things; nothing means not known.

    ``family`` and ``region`` are ids of the design, empty where none fits. ``seriousness`` is the authority's own word,
    known only afterwards.
    """

    own_turnover: float | None
    group_turnover: float | None
    higher_tier: bool
    family: str
    region: str
    giant: bool
    people: float | None
    special_categories: bool | None
    children: bool | None
    intent: str
    earlier: bool | None
    articles: int
    seriousness: str = ""


def of_decision(decision: Decision, design: Design) -> Covariates:
    """What was known before a decision, and the seriousness that it stated itself."""
    return Covariates(
        own_turnover=decision.own_turnover,
        group_turnover=decision.group_turnover,
        higher_tier=decision.tier != "83(4)",
        family=design.family_of_kind(decision.violation),
        region=design.region_of(decision.country),
        giant=is_giant(decision.turnover, decision.country, design),
        people=decision.people,
        special_categories=decision.special_categories,
        children=decision.children,
        intent=decision.intent,
        earlier=decision.earlier,
        articles=len(decision.articles),
        seriousness=decision.seriousness,
    )


def is_giant(turnover: float | None, country: str, design: Design) -> bool:
    """Whether a lead authority decides about a very large undertaking."""
    return country in design.giant_countries and (turnover or 0.0) >= design.giant_turnover


def columns(case: Covariates, design: Design, hindsight: bool) -> dict[str, float]:
    """The case as named numbers, in the model's order; ``hindsight`` adds the seriousness that the decision stated.

    Logarithms to the base ten; what is not known is zero, with a column of its own where not knowing says something.
    Children, special categories, intent and earlier infringements count where they are seen: the records hardly ever
    say that there were none, so "no" and "not known" cannot be told apart here.
    """
    named = dict(_turnover(case))
    named["tier 83(5)"] = float(case.higher_tier)
    named |= {f"family {family.id}": float(case.family == family.id) for family in design.families}
    named |= {f"region {region.id}": float(case.region == region.id) for region in design.regions}
    named["lead authority, very large undertaking"] = float(case.giant)
    named["people affected"] = 0.0 if case.people is None else _log(case.people) - _MIDDLE_PEOPLE
    named["people affected not known"] = float(case.people is None)
    named["special categories"] = float(case.special_categories is True)
    named["children"] = float(case.children is True)
    named["intentional"] = float(case.intent == "intentional")
    named["negligent"] = float(case.intent == "negligent")
    named["earlier infringements"] = float(case.earlier is True)
    named["articles infringed"] = math.log2(min(max(case.articles, 1), 8))
    if hindsight:
        named["seriousness as stated"] = float(LEVELS.index(case.seriousness) - 1) if case.seriousness else 0.0
        named["seriousness not stated"] = float(not case.seriousness)
    return named


def _turnover(case: Covariates) -> Iterator[tuple[str, float]]:
    """Group turnover where it is known, else the company's own; which of them it is has a column of its own."""
    group = case.group_turnover is not None
    yield "own turnover", 0.0 if group or case.own_turnover is None else _log(case.own_turnover) - _MIDDLE_TURNOVER
    yield "group turnover", _log(case.group_turnover) - _MIDDLE_TURNOVER if case.group_turnover is not None else 0.0
    yield "turnover is the group's", float(group)


def _log(amount: float) -> float:
    return math.log10(max(amount, 1.0))
