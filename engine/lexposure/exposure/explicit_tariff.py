"""Fines by daily rates or categories from explicit inputs: what the ``fine`` command computes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import lexposure.exposure.amounts as am
from lexposure.exposure.explicit import Calculated, cap_sentence
from lexposure.exposure.gdpr import cap_parts
from lexposure.exposure.given import Given, gate, range_rows
from lexposure.exposure.model import Range
from lexposure.exposure.steps import step
from lexposure.exposure.tariff import Around, Charge, TariffReasons, TariffSheet, calculate, steps
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import Category, Tariff

OPEN_TURNOVER = Range(0.0, None, None)
NO_TIER = "Without the article infringed (--tier) no legal maximum is applied."


@dataclass(frozen=True, slots=True)
class TariffCase:
    """What is given about one infringement. Nothing given means the whole range, or for a step that it is absent."""

    tier: tuple[Tier, Cap] | None
    provision: str = ""
    lowest: Level = Level.LOW
    highest: Level = Level.HIGH
    turnover: Range | None = None
    undertaking: bool = True
    factor: Range | None = None
    category: Category | None = None
    basic: Range | None = None
    recidivism: str = ""
    adjust: Given | None = None
    proportionality: Given | None = None
    fault: str = ""
    round_to: float = 0.0


def tariff_fine(method: Tariff, case: TariffCase) -> Calculated:
    """One infringement's fine by the method's steps."""
    around = _around(method, case)
    cap = _cap(case, around)
    sheet = calculate(method, [[_charge(case, cap)]] * 3, around)
    if method.graded and case.factor is None and case.lowest != case.highest:
        sheet = replace(sheet, final=am.without_centre(sheet.final))
    final = am.rounded_down(sheet.final, case.round_to) if case.round_to else sheet.final
    found = steps(method, cap, around, sheet, _reasons(method, case))
    if case.round_to:
        words = f"Down to whole {case.round_to:,.0f}."
        found = (*found, step("rounding", "Rounded down", "as asked for", final, words, "our reading"))
    return Calculated(
        group="",
        cap=am.as_range(cap).high,
        shares=(),
        amounts=_amounts(sheet),
        final=am.as_range(final),
        steps=found,
        notes=tuple(_notes(method, case)),
    )


def _amounts(sheet: TariffSheet) -> tuple[tuple[str, Range], ...]:
    named = [(part.id, part.amounts) for part in sheet.parts]
    named += [("adjusted", sheet.adjusted), ("proportionate", sheet.proportionate)]
    return tuple((name, am.as_range(rows)) for name, rows in named)


def _around(method: Tariff, case: TariffCase) -> Around:
    rule = method.recidivism
    share = rule.share if rule else 0.0
    raised = {
        "yes": am.Change(share=am.same(share)),
        "unknown": am.Change(share=am.rows(0.0, 0.0, share)),
    }.get(case.recidivism)
    return Around(
        turnover=range_rows(case.turnover or OPEN_TURNOVER) if case.undertaking else None,
        fault=gate(case.fault, method.fault.absent if method.fault else ""),
        adjustment=case.adjust.change() if case.adjust else None,
        recidivism=raised if rule else None,
        inability=case.proportionality.change() if case.proportionality else None,
    )


def _cap(case: TariffCase, around: Around) -> am.Rows:
    if case.tier is None:
        return am.same(am.NO_END)
    fixed, share = cap_parts([case.tier[1]])
    turnover = am.same(0.0) if around.turnover is None else around.turnover
    return am.maximum(am.same(fixed), am.same(share), turnover)


def _charge(case: TariffCase, cap: am.Rows) -> Charge:
    lowest, highest = case.lowest, case.highest
    return Charge(
        provision=case.provision,
        tier=case.tier[0].name if case.tier else "",
        cap=cap,
        share=cap_parts([case.tier[1]])[1] if case.tier else 0.0,
        levels=(lowest, lowest, highest),
        category=case.category,
        factor=range_rows(case.factor),
        basic=range_rows(case.basic),
    )


def _reasons(method: Tariff, case: TariffCase) -> TariffReasons:
    given = "As given."
    absent = method.fault.absent if method.fault else ""
    return TariffReasons(
        maximum=cap_sentence(*case.tier, case.undertaking) if case.tier else NO_TIER,
        maximum_cite=case.tier[1].cite if case.tier else method.cap_mark.cite,
        adjustment=given,
        recidivism="" if case.recidivism == "yes" else "Whether the infringement is a repeated one is not given.",
        proportionality=given,
        fault="Without intention or negligence there is no fine." if case.fault == absent else "",
    )


def _notes(method: Tariff, case: TariffCase) -> list[str]:
    notes: list[str] = []
    if not case.fault and method.fault:
        notes.append(f"Fault is not given; {method.fault.assumed} is assumed ({method.fault.mark.cite}).")
    if case.tier is None:
        notes.append(NO_TIER)
    elif case.undertaking and (case.turnover is None or case.turnover.high is None):
        fixed, _ = cap_parts([case.tier[1]])
        notes.append(
            f"Without a turnover the maximum is not known; it is at least {case.tier[1].currency} {fixed:,.0f}."
        )
    if method.recidivism and not case.recidivism:
        notes.append("Whether the infringement is a repeated one is not given: no more is added for it.")
    return notes
