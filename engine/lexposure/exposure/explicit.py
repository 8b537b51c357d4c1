"""Fines from explicit inputs, without rules or a profile: what the ``fine`` command computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import lexposure.exposure.amounts as am
import lexposure.exposure.antitrust as at
from lexposure.exposure import dma, gdpr
from lexposure.exposure.given import Given, gate, range_rows
from lexposure.exposure.model import Range, Step
from lexposure.exposure.steps import percent, step
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod, PublicBody, Spread
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.rules import Level

Amounts = tuple[tuple[str, Range], ...]


@dataclass(frozen=True, slots=True)
class Calculated:
    """One conduct's fine: its maximum, the amounts after each named part, the steps.

    ``shares`` are inputs in the method's own terms (the seriousness band, gravity, years).
    """

    group: str
    cap: float | None
    shares: Amounts
    amounts: Amounts
    final: Range
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GdprCase:
    """What is given about one conduct. Nothing given means the whole range, or for a step that it is absent."""

    tiers: tuple[tuple[Tier, Cap], ...]
    lowest: Level = Level.LOW
    highest: Level = Level.HIGH
    group: str = ""
    several: bool = False
    start: Given | None = None
    size: Given | None = None
    adjust: Given | None = None
    proportionality: Given | None = None
    hardship: Given | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class GdprSetting:
    """What holds for all conducts of one calculation; ``round_to`` rounds the final amounts down."""

    method: EdpbMethod
    turnover: Range
    undertaking: bool = True
    public_body: PublicBody | None = None
    round_to: float = 0.0


def together(cases: Sequence[GdprCase]) -> GdprCase:
    """Linked conducts are one: the gravest maximum, the highest level, one fine (GDPR Art. 83(3))."""
    first = cases[0]
    return replace(
        first,
        tiers=tuple(pair for case in cases for pair in case.tiers),
        lowest=max(case.lowest for case in cases),
        highest=max(case.highest for case in cases),
        several=len(cases) > 1,
    )


def gdpr_fine(setting: GdprSetting, case: GdprCase) -> Calculated:
    """One conduct's fine by the EDPB's steps."""
    method = setting.method
    notes: list[str] = []
    inputs = _gdpr_inputs(setting, case)
    sheet = gdpr.calculate(inputs)
    low, high = method.start(case.lowest, case.several), method.start(case.highest, case.several)
    final = am.rounded_down(sheet.final, setting.round_to) if setting.round_to else sheet.final
    if not case.fault and method.fault:
        notes.append(f"Fault is not given; {method.fault.assumed} is assumed ({method.fault.mark.cite}).")
    if am.as_range(sheet.maximum).high is None:
        fixed = max((cap.fixed_cents or 0) for _, cap in case.tiers) / gdpr.CENTS
        currency = case.tiers[0][1].currency
        notes.append(f"Without a turnover the maximum is not known; it is at least {currency} {fixed:,.0f}.")
    steps = gdpr.steps(method, inputs, sheet, _gdpr_reasons(setting, case))
    if setting.round_to:
        words = f"Down to whole {setting.round_to:,.0f}."
        steps = (*steps, step("rounding", "Rounded down", "as asked for", final, words, "our reading"))
    names = ["start", "sized", "adjusted", "proportionate"]
    parts = [sheet.start, sheet.sized, sheet.adjusted, sheet.proportionate]
    if method.hardship_mark is not None:
        names.append("relieved")
        parts.append(sheet.relieved)
    return Calculated(
        group=case.group,
        cap=am.as_range(sheet.maximum).high,
        shares=(("seriousness", Range(low.low, low.central if low == high else None, high.high)),),
        amounts=tuple((name, am.as_range(rows)) for name, rows in zip(names, parts, strict=True)),
        final=am.as_range(final),
        steps=steps,
        notes=tuple(notes),
    )


def _gdpr_inputs(setting: GdprSetting, case: GdprCase) -> gdpr.GdprInputs:
    method = setting.method
    fixed, share = gdpr.cap_parts([cap for _, cap in case.tiers])
    measured = setting.undertaking and setting.public_body is None
    if setting.public_body is not None:
        fixed, share = setting.public_body.ceiling, 0.0
    turnover = range_rows(setting.turnover) if measured else None
    rows = am.same(0.0) if turnover is None else turnover
    low, high = method.start(case.lowest, case.several), method.start(case.highest, case.several)
    band = am.rows(low.low, low.central if low == high else None, high.high)
    return gdpr.GdprInputs(
        fixed=am.same(fixed),
        share=am.same(share),
        turnover=rows,
        start=case.start.rows() if case.start else band,
        start_is_amount=case.start is not None and case.start.kind != "share",
        size=case.size.rows() if case.size else _size(setting, rows),
        fault=gate(case.fault, method.fault.absent if method.fault else ""),
        adjustment=case.adjust.change() if case.adjust else None,
        proportionality=case.proportionality.change() if case.proportionality else None,
        hardship=case.hardship.change() if case.hardship else None,
    )


def _size(setting: GdprSetting, turnover: am.Rows) -> am.Rows:
    """The band by turnover; the whole range where no turnover measures the addressee; none for public bodies."""
    if setting.public_body is not None:
        return am.same(1.0)
    if setting.undertaking:
        return gdpr.size_range(setting.method, turnover)
    size: Spread = gdpr.any_size(setting.method)
    return am.rows(size.low, size.central, size.high)


def _gdpr_reasons(setting: GdprSetting, case: GdprCase) -> gdpr.GdprReasons:
    given = "As given."
    tier, cap = max(case.tiers, key=lambda pair: gdpr.cap_parts([pair[1]]))
    body = setting.public_body
    words = cap_sentence(tier, cap, setting.undertaking)
    if body is not None:
        words = f"{body.mark.because} {body.ceiling:,.0f} {body.currency}."
    absent = setting.method.fault.absent if setting.method.fault else ""
    return gdpr.GdprReasons(
        maximum=words,
        start=given if case.start else "",
        size=given if case.size else body.mark.because if body else "",
        adjustment=given,
        proportionality=given,
        fault="Without intention or negligence there is no fine." if case.fault == absent else "",
        tier_cite=body.mark.cite if body else cap.cite,
    )


def cap_sentence(tier: Tier, cap: Cap, undertaking: bool) -> str:
    """A tier's maximum in words, in the currency of the law."""
    fixed, share = gdpr.cap_parts([cap])
    amount = f"{tier.name}: {cap.currency} {fixed:,.0f}"
    if not undertaking:
        return f"{amount}; no turnover counts, for it is not an undertaking."
    return f"{amount} or, if higher, {percent(share)} of the undertaking's worldwide turnover."


@dataclass(frozen=True, slots=True)
class MarketSales:
    """The value of sales on one market and the years of the conduct there."""

    value: Range
    years: Range


@dataclass(frozen=True, slots=True)
class AntitrustCase:
    """What is given about one infringement of Art. 101 or 102; what is not given is absent, gravity its whole range.

    ``circumstances`` and ``reductions`` are (name, share) in the order given; reductions add up.
    """

    sales: tuple[MarketSales, ...] = ()
    basic: Range | None = None
    gravity: Range | None = None
    additional: Range | None = None
    circumstances: tuple[tuple[str, Range], ...] = ()
    compound: bool = False
    multiplier: Range | None = None
    lump_sum: Range | None = None
    gains: Range | None = None
    reductions: tuple[tuple[str, Range], ...] = ()
    inability: Range | None = None
    turnover: Range | None = None
    fault: str = ""
    round_to: float = 0.0


def antitrust_fine(method: CommissionMethod, cap: tuple[Tier, Cap], case: AntitrustCase) -> Calculated:
    """One fine by the Guidelines of 2006. Without a turnover no maximum is applied."""
    gravity = case.gravity or _whole(method)
    limit = am.same(am.NO_END)
    if case.turnover is not None:
        share = (cap[1].share_ppm or 0) / gdpr.PPM
        limit = am.maximum(
            am.same(0.0), am.same(share), am.rows(case.turnover.low, case.turnover.central, case.turnover.high)
        )
    inputs = at.AntitrustInputs(
        cap=limit,
        fine=gate(case.fault, method.fault.absent if method.fault else ""),
        sales=[at.Sales(_rows(one.value), _rows(one.years)) for one in case.sales],
        gravity=_rows(gravity),
        additional=range_rows(case.additional),
        basic=range_rows(case.basic),
        circumstances=[_rows(share) for _, share in case.circumstances],
        compound=case.compound,
        multiplier=range_rows(case.multiplier),
        lump_sum=range_rows(case.lump_sum),
        gains=range_rows(case.gains),
        cooperation=_summed([share for _, share in case.reductions]),
        inability=range_rows(case.inability),
        round_to=case.round_to,
    )
    sheet = at.calculate(inputs)
    names = ("basic", "adjusted", "deterred", "capped", "reduced")
    parts = (sheet.basic, sheet.adjusted, sheet.gained, sheet.capped, sheet.reduced)
    return Calculated(
        group="",
        cap=am.as_range(limit).high,
        shares=() if case.basic else (("gravity", gravity), ("years", _together([one.years for one in case.sales]))),
        amounts=tuple((name, am.as_range(rows)) for name, rows in zip(names, parts, strict=True)),
        final=am.as_range(sheet.final),
        steps=at.steps(method, inputs, sheet, _antitrust_reasons(method, cap, case, gravity)),
        notes=_antitrust_notes(method, case),
    )


def _whole(method: CommissionMethod) -> Range:
    """The whole range the Guidelines allow for gravity, with the usual centre."""
    limit = method.gravity.limit or method.gravity.usual
    return Range(limit.low, method.gravity.usual.central, limit.high)


def _rows(value: Range) -> am.Rows:
    return am.rows(value.low, value.central, value.high)


def _summed(shares: Sequence[Range]) -> am.Rows | None:
    if not shares:
        return None
    total = _rows(shares[0])
    for one in shares[1:]:
        total = am.plus(total, _rows(one))
    return total


def _together(ranges: Sequence[Range]) -> Range:
    """The hull of several ranges; a centre only where there is one range."""
    highs = [one.high for one in ranges]
    known = [high for high in highs if high is not None]
    return Range(
        low=min(one.low for one in ranges),
        central=ranges[0].central if len(ranges) == 1 else None,
        high=max(known) if len(known) == len(highs) else None,
    )


def _antitrust_reasons(
    method: CommissionMethod, cap: tuple[Tier, Cap], case: AntitrustCase, gravity: Range
) -> at.AntitrustReasons:
    years = ", ".join(_years(one.years) for one in case.sales)
    absent = method.fault.absent if method.fault else ""
    return at.AntitrustReasons(
        variable=f"Gravity {_words(gravity)}; years: {years}.",
        additional=f"{_words(case.additional)} of the value of sales." if case.additional else "",
        adjustment="; ".join(f"{name} {_words(share)}" for name, share in case.circumstances)
        + (", one after the other." if case.compound else ", added up."),
        deterrence="As given.",
        cap=f"{percent((cap[1].share_ppm or 0) / gdpr.PPM)} of worldwide turnover in the preceding business year."
        if case.turnover
        else "No turnover is given: no maximum is applied.",
        cooperation="; ".join(f"{name} {_words(share)}" for name, share in case.reductions) + ", added up.",
        inability="As given.",
        fine="Without intention or negligence there is no fine." if case.fault == absent else "",
        cap_cite=cap[1].cite,
    )


def _years(years: Range) -> str:
    if years.high is None or years.low == years.high:
        return f"{years.low:.4g}"
    return f"{years.low:.4g} to {years.high:.4g}"


def _words(share: Range) -> str:
    if share.high is None or share.low == share.high:
        return percent(share.low)
    return f"{percent(share.low)} to {percent(share.high)}"


def _antitrust_notes(method: CommissionMethod, case: AntitrustCase) -> tuple[str, ...]:
    notes: list[str] = []
    if not case.fault and method.fault:
        notes.append(f"Fault is not given; {method.fault.assumed} is assumed ({method.fault.mark.cite}).")
    if case.turnover is None:
        notes.append("No turnover is given, so the legal maximum is neither known nor applied.")
    return tuple(notes)


def dma_fine(method: CapsMethod, cap: tuple[Tier, Cap], lowest: Cap, turnover: Range, fault: str) -> Calculated:
    """The maximum; ``lowest`` is the one that holds if the breach turns out not to be a repeated one."""
    tier, highest = cap
    shares = [(one.share_ppm or 0) / gdpr.PPM for one in (lowest, highest)]
    share = am.rows(shares[0], None if shares[0] != shares[1] else shares[0], shares[1])
    limit, final = dma.calculate(share, _rows(turnover), gate(fault, method.fault.absent if method.fault else ""))
    notes = [] if fault or not method.fault else [f"Fault is not given; {method.fault.assumed} is assumed."]
    if shares[0] != shares[1]:
        notes.append("Whether the breach is a repeated one is not given: the maximum is that of repeated breaches.")
    because = f"{tier.name}: {percent(shares[1])} of worldwide turnover in the preceding financial year."
    return Calculated(
        group="",
        cap=am.as_range(limit).high,
        shares=(),
        amounts=(),
        final=am.as_range(final),
        steps=dma.steps(limit, final, highest.cite, because, method.limits[0] if method.limits else ""),
        notes=tuple(notes),
    )


def per_day(share: float, days: int, turnover: Range) -> float | None:
    """Periodic penalties: at most this share of average daily turnover a day."""
    return None if turnover.high is None else share * turnover.high / days


def sum_of(finals: Sequence[Range]) -> Range:
    """Separate conducts: the sum of their fines."""
    centrals = [one.central for one in finals if one.central is not None]
    highs = [one.high for one in finals if one.high is not None]
    return Range(
        low=sum((one.low for one in finals), start=0.0),
        central=sum(centrals, start=0.0) if len(centrals) == len(finals) else None,
        high=sum(highs, start=0.0) if len(highs) == len(finals) else None,
    )
