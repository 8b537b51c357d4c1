"""The maximum of a fine under a law without guidelines on fines; there is no formula below it."""

from __future__ import annotations

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Rows
from lexposure.exposure.model import Step
from lexposure.exposure.steps import step


def calculate(share: Rows, turnover: Rows, fine: Rows) -> tuple[Rows, Rows]:
    """The maximum, and the amounts below it: from nothing, without a centre, to the maximum."""
    cap = am.maximum(am.same(0.0), share, turnover)
    reach = am.rows(0.0, None, 1.0)
    return cap, am.times(am.times(cap, reach), fine)


def steps(cap: Rows, final: Rows, cite: str, because: str, limit: str) -> tuple[Step, ...]:
    """The maximum, and that nothing is computed below it."""
    return (
        step("maximum", "Legal maximum", cite, cap, because, "law"),
        step("amount", "Amount of the fine", cite, final, limit, "law"),
    )
