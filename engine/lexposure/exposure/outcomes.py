"""What authorities have done or can do: known outcomes placed on the range, and measures beside fines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lexposure.assess.model import Assessment
from lexposure.exposure.model import Measure, PlacedOutcome, RegimeExposure
from lexposure.profile.model import KnownOutcome
from lexposure.rulebook.formulas import Power

CENTS = 100
NOT_PLACED = "not placed"


def placed(assessment: Assessment, regimes: Sequence[RegimeExposure]) -> tuple[PlacedOutcome, ...]:
    """Where each known outcome falls; none of them is used to make a figure."""
    by_id = {regime.regime: regime for regime in regimes}
    outcomes = assessment.profile.outcomes
    return tuple(_placed(index, outcome, by_id.get(outcome.regime)) for index, outcome in enumerate(outcomes))


def _placed(index: int, outcome: KnownOutcome, regime: RegimeExposure | None) -> PlacedOutcome:
    if outcome.outside_scope:
        return PlacedOutcome(index, NOT_PLACED, None, outcome.outside_scope)
    if outcome.amount_cents is None:
        return PlacedOutcome(index, NOT_PLACED, None, "No amount was set.")
    if regime is None or not regime.conducts:
        return PlacedOutcome(
            index, NOT_PLACED, None, "Nothing is established or open under this law, so there is no range."
        )
    amount = outcome.amount_cents / CENTS
    share = amount / regime.cap if regime.cap else None
    if amount < regime.low:
        place = "below"
    elif regime.high is None:
        return PlacedOutcome(index, NOT_PLACED, share, "The range has no upper end.")
    else:
        place = "above" if amount > regime.high else "inside"
    note = (
        "The method was published later than the date of this assessment and is used in hindsight."
        if regime.in_hindsight
        else ""
    )
    return PlacedOutcome(index, place, share, note)


def measures(assessment: Assessment, regimes: Sequence[RegimeExposure]) -> tuple[Measure, ...]:
    """Corrective powers of the regimes in play: ordered where a known outcome says so, else possible."""
    book = assessment.edition.book
    used = {regime.regime for regime in regimes if regime.conducts or regime.alleged}
    used |= {outcome.regime for outcome in assessment.profile.outcomes if not outcome.outside_scope}
    return tuple(_measure(power, assessment) for power in book.methods.powers if power.regime in used)


def _measure(power: Power, assessment: Assessment) -> Measure:
    ordered = list(_orders(power, assessment))
    if ordered:
        return Measure(power.id, power.title, power.cite, "ordered", "; ".join(ordered))
    return Measure(power.id, power.title, power.cite, "possible")


def _orders(power: Power, assessment: Assessment) -> Iterator[str]:
    for outcome in assessment.profile.outcomes:
        if outcome.regime != power.regime or outcome.outside_scope:
            continue
        for said in outcome.measures:
            if power.id in said or any(
                re.search(rf"\b{re.escape(word)}\b", said, re.IGNORECASE) for word in power.words
            ):
                yield f"{outcome.authority}, {outcome.decided.isoformat()}: {said}"
