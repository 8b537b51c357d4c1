"""The steps of one fine by the Commission's Guidelines of 2006, from explicit inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.model import Step
from lexposure.exposure.steps import step
from lexposure.rulebook.formulas import CommissionMethod


@dataclass(frozen=True, slots=True)
class Sales:
    """The value of sales on one market in euro, and the years of the conduct there."""

    value: Rows
    years: Rows


@dataclass(frozen=True, slots=True)
class AntitrustInputs:
    """What goes into one conduct's fine: rows of low, central, high.

    ``basic`` stands in place of what sales, gravity and duration give. ``compound`` applies the
    circumstances one after the other instead of adding them up. ``deterrence`` is a multiplier;
    reductions are negative shares. ``fine`` is 1 where a fine is possible and 0 where it is not.
    """

    cap: Rows
    fine: Rows
    sales: Sequence[Sales] = ()
    gravity: Rows | None = None
    additional: Rows | None = None
    basic: Rows | None = None
    circumstances: Sequence[Rows] = ()
    compound: bool = False
    multiplier: Rows | None = None
    lump_sum: Rows | None = None
    gains: Rows | None = None
    cooperation: Rows | None = None
    inability: Rows | None = None
    round_to: float = 0.0


@dataclass(frozen=True, slots=True)
class AntitrustSheet:
    """The amounts after each step; what the inputs leave out changes nothing."""

    variable: Rows
    basic: Rows
    adjusted: Rows
    deterred: Rows
    gained: Rows
    cap: Rows
    capped: Rows
    reduced: Rows
    paid: Rows
    final: Rows


def calculate(inputs: AntitrustInputs) -> AntitrustSheet:
    """Basic amount, circumstances, deterrence, gains, maximum, cooperation, ability to pay, gate."""
    variable, basic = _basic(inputs)
    adjusted = _circumstances(inputs, basic)
    deterred = adjusted if inputs.multiplier is None else am.times(adjusted, inputs.multiplier)
    if inputs.lump_sum is not None:
        deterred = am.plus(deterred, inputs.lump_sum)
    gained = deterred if inputs.gains is None else am.at_least(deterred, inputs.gains)
    capped = am.at_most(gained, inputs.cap)
    reduced = am.at_most(Change(share=inputs.cooperation).of(capped), inputs.cap)
    paid = Change(share=inputs.inability).of(reduced)
    rounded = am.rounded_down(paid, inputs.round_to) if inputs.round_to else paid
    final = am.times(rounded, inputs.fine)
    return AntitrustSheet(variable, basic, adjusted, deterred, gained, inputs.cap, capped, reduced, paid, final)


def _basic(inputs: AntitrustInputs) -> tuple[Rows, Rows]:
    """Sales times gravity times years on each market, and a share of the sales on top (points 19, 25)."""
    if inputs.basic is not None:
        return inputs.basic, inputs.basic
    variable = added = am.same(0.0)
    gravity = am.same(1.0) if inputs.gravity is None else inputs.gravity
    for sales in inputs.sales:
        variable = am.plus(variable, am.times(am.times(sales.value, gravity), sales.years))
        if inputs.additional is not None:
            added = am.plus(added, am.times(sales.value, inputs.additional))
    return variable, am.plus(variable, added)


def _circumstances(inputs: AntitrustInputs, basic: Rows) -> Rows:
    """Percentages of the basic amount, added up, or one after the other."""
    if inputs.compound:
        for share in inputs.circumstances:
            basic = Change(share=share).of(basic)
        return basic
    if not inputs.circumstances:
        return basic
    total = inputs.circumstances[0]
    for share in inputs.circumstances[1:]:
        total = am.plus(total, share)
    return Change(share=total).of(basic)


@dataclass(frozen=True, slots=True)
class AntitrustReasons:
    """Why each step came out as it did; empty texts fall back on the method's own."""

    variable: str = ""
    additional: str = ""
    adjustment: str = ""
    deterrence: str = ""
    cap: str = ""
    cooperation: str = ""
    inability: str = ""
    fine: str = ""
    cap_cite: str = ""


def steps(
    method: CommissionMethod, inputs: AntitrustInputs, sheet: AntitrustSheet, why: AntitrustReasons
) -> tuple[Step, ...]:
    """The sheet as steps in the method's order; absent optional steps are left out."""
    found: list[Step] = []
    if inputs.basic is None:
        mark = method.gravity.mark
        cite = f"{mark.cite}; {method.duration.mark.cite}"
        found.append(
            step(
                "basic",
                "Value of sales, gravity and duration",
                cite,
                sheet.variable,
                why.variable or mark.because,
                mark.kind,
            )
        )
        if inputs.additional is not None:
            mark = method.additional.mark
            found.append(
                step(
                    "additional", "Additional amount", mark.cite, sheet.basic, why.additional or mark.because, mark.kind
                )
            )
    else:
        found.append(
            step("basic", "Basic amount as given", method.mark.cite, sheet.basic, "Given, not computed.", "guidance")
        )
    if inputs.circumstances:
        mark = method.adjustment_mark
        found.append(step("adjustment", "Aggravating and mitigating circumstances", mark.cite, sheet.adjusted,
                          why.adjustment or mark.because, "guidance"))  # fmt: skip
    if inputs.multiplier is not None or inputs.lump_sum is not None:
        mark = method.deterrence.mark
        found.append(
            step(
                "deterrence",
                "Increase for deterrence",
                mark.cite,
                sheet.deterred,
                why.deterrence or mark.because,
                mark.kind,
            )
        )
    if inputs.gains is not None:
        mark = method.gains_mark
        found.append(step("gains", "Above the improper gains", mark.cite, sheet.gained, mark.because, mark.kind))
    return (*found, *_after_cap(method, inputs, sheet, why))


def _after_cap(
    method: CommissionMethod, inputs: AntitrustInputs, sheet: AntitrustSheet, why: AntitrustReasons
) -> list[Step]:
    mark = method.cap_mark
    cite = why.cap_cite or mark.cite
    found = [step("cap", "Kept within the legal maximum", cite, sheet.capped, why.cap or mark.because, mark.kind)]
    if inputs.cooperation is not None:
        mark = method.cooperation.mark
        found.append(
            step("cooperation", "Cooperation", mark.cite, sheet.reduced, why.cooperation or mark.because, mark.kind)
        )
    if inputs.inability is not None:
        mark = method.inability_mark
        found.append(
            step("inability", "Inability to pay", mark.cite, sheet.paid, why.inability or mark.because, mark.kind)
        )
    if inputs.round_to:
        mark = method.rounding_mark
        found.append(step("rounding", "Rounded down", mark.cite, sheet.final, mark.because, mark.kind))
    if why.fine and method.fault:
        found.append(step("fault", "Whether a fine is possible", method.fault.mark.cite, sheet.final, why.fine, "law"))
    return found
