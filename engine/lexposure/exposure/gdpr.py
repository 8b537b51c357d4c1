"""The steps of one fine by EDPB Guidelines 04/2022 and methods of its family, from explicit inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.model import Step
from lexposure.exposure.steps import step
from lexposure.rulebook.formulas import EdpbMethod, Spread
from lexposure.rulebook.provisions import Cap

CENTS, PPM = 100, 1_000_000


@dataclass(frozen=True, slots=True)
class GdprInputs:
    """What goes into one conduct's fine: rows of low, central, high.

    ``start`` is applied to the legal maximum (a share of it, or an amount); ``size`` is a factor;
    ``fault`` is 1 where a fine is possible and 0 where fault is absent.
    """

    fixed: Rows
    share: Rows
    turnover: Rows
    start: Rows
    size: Rows
    fault: Rows
    start_is_amount: bool = False
    adjustment: Change | None = None
    proportionality: Change | None = None
    hardship: Change | None = None


@dataclass(frozen=True, slots=True)
class GdprSheet:
    """The amounts after each step."""

    maximum: Rows
    start: Rows
    sized: Rows
    adjusted: Rows
    capped: Rows
    proportionate: Rows
    relieved: Rows
    final: Rows


def calculate(inputs: GdprInputs) -> GdprSheet:
    """Maximum, seriousness, size, circumstances, maximum again, proportionality, hardship and the gate of fault."""
    cap = am.maximum(inputs.fixed, inputs.share, inputs.turnover)
    start = inputs.start if inputs.start_is_amount else am.times(cap, inputs.start)
    sized = am.times(start, inputs.size)
    adjusted = inputs.adjustment.of(sized) if inputs.adjustment else sized
    capped = am.at_most(adjusted, cap)
    proportionate = inputs.proportionality.of(capped) if inputs.proportionality else capped
    relieved = inputs.hardship.of(proportionate) if inputs.hardship else proportionate
    final = am.times(am.at_most(relieved, cap), inputs.fault)
    return GdprSheet(cap, start, sized, adjusted, capped, proportionate, relieved, final)


def cap_parts(caps: Sequence[Cap]) -> tuple[float, float]:
    """The amount (in the currency they share) and the share of turnover of the gravest of several maxima.

    The highest of several "higher of amount and share" is the higher of the highest amount and the
    highest share, whatever the turnover.
    """
    fixed = max((cap.fixed_cents or 0 for cap in caps), default=0)
    share = max((cap.share_ppm or 0 for cap in caps), default=0)
    return fixed / CENTS, share / PPM


def size_range(method: EdpbMethod, turnover: Rows) -> Rows:
    """The size factor by turnover: band ends, and turnover over the method's amount kept in the band."""
    bands = method.sizes
    return am.size_shares(
        turnover,
        [band.up_to for band in bands],
        [band.low for band in bands],
        [band.high for band in bands],
        method.full_at,
    )


def any_size(method: EdpbMethod) -> Spread:
    """The size factor where no turnover measures the addressee: from the lowest band's end to none at all."""
    return Spread(method.sizes[0].low, None, 1.0)


@dataclass(frozen=True, slots=True)
class GdprReasons:
    """Why each step came out as it did, in words; empty texts fall back on the method's own."""

    maximum: str = ""
    start: str = ""
    size: str = ""
    adjustment: str = ""
    proportionality: str = ""
    fault: str = ""
    tier_cite: str = ""


def steps(
    method: EdpbMethod, inputs: GdprInputs, sheet: GdprSheet, why: GdprReasons, column: int = 0
) -> tuple[Step, ...]:
    """The sheet's column as steps in the method's order; absent optional steps are left out."""
    mark = method.maximum_mark
    cite = why.tier_cite or mark.cite
    found = [
        step("maximum", "Legal maximum", cite, sheet.maximum, why.maximum or mark.because, "law", column),
        step("seriousness", "Starting amount by seriousness", method.bands_mark.cite, sheet.start,
             why.start or method.bands_mark.because, method.bands_mark.kind, column),
        step("size", "Adjusted to the size of the undertaking", method.size_mark.cite, sheet.sized,
             why.size or method.size_mark.because, method.size_mark.kind, column),
    ]  # fmt: skip
    if inputs.adjustment:
        mark = method.adjustment_mark
        found.append(step("adjustment", "Aggravating and mitigating circumstances", mark.cite, sheet.adjusted,
                          why.adjustment or mark.because, mark.kind, column))  # fmt: skip
    mark = method.cap_mark
    found.append(step("cap", "Kept within the legal maximum", mark.cite, sheet.capped, mark.because, "law", column))
    if inputs.proportionality:
        mark = method.proportionality_mark
        found.append(step("proportionality", "Effective, proportionate, dissuasive", mark.cite, sheet.proportionate,
                          why.proportionality or mark.because, mark.kind, column))  # fmt: skip
    if inputs.hardship and method.hardship_mark:
        mark = method.hardship_mark
        found.append(step("hardship", "Financial hardship", mark.cite, sheet.relieved,
                          why.proportionality or mark.because, mark.kind, column))  # fmt: skip
    if why.fault and method.fault:
        mark = method.fault.mark
        found.append(step("fault", "Intention or negligence", mark.cite, sheet.final, why.fault, mark.kind, column))
    return tuple(found)
