"""One rule for one subject: from truths to outcome, level of seriousness, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from lexposure.assess.model import FactorState, Graveness, Missing
from lexposure.inference.program import Truth
from lexposure.inference.reference import Evaluation
from lexposure.profile.possible import Entry
from lexposure.rulebook.conditions import Condition
from lexposure.rulebook.rules import Level, Outcome, Seriousness


def outcome_of(applies: Truth, found: Truth) -> Outcome:
    """In this order: applies false; found and unexcused; that false; else unknown."""
    if applies is False:
        return Outcome.NOT_APPLICABLE
    if found is None:
        return Outcome.UNKNOWN
    return Outcome.FINDING if found else Outcome.NO_FINDING


def graveness_of(seriousness: Seriousness, truths: Sequence[Truth]) -> Graveness:
    """Level = start + raises - lowers (Art. 83(2)(a), (b), (g) GDPR), over what is still unknown.

    ``truths`` say of each factor, in order, whether it holds.
    """
    states = tuple(FactorState(factor, truth) for factor, truth in zip(seriousness.factors, truths, strict=True))
    sure = sum(_shift(state) for state in states if state.truth)
    may_raise = sum(1 for state in states if state.truth is None and state.factor.effect == "raises")
    may_lower = sum(1 for state in states if state.truth is None and state.factor.effect == "lowers")
    start = seriousness.start
    return Graveness(
        lowest=level_of(start + sure - may_lower),
        central=level_of(start + sure),
        highest=level_of(start + sure + may_raise),
        factors=states,
    )


def still_open(condition: Condition, entry: Entry, evaluation: Evaluation) -> tuple[Missing, ...]:
    """The unanswered facts that could still decide an unknown condition, in order."""
    open_facts = evaluation.undecided(condition, entry)
    return tuple(sorted({Missing(subject, fact) for subject, fact in open_facts}))


def level_of(value: int) -> Level:
    """The level, kept between low and high."""
    return Level(min(max(value, Level.LOW), Level.HIGH))


def _shift(state: FactorState) -> int:
    return 1 if state.factor.effect == "raises" else -1
