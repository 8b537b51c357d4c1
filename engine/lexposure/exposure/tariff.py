"""Fines made of an amount for each infringement: daily rates and categories, from explicit inputs.

Each infringement is computed by itself and kept within its own maximum; of linked ones the dearest counts. So the
fine of a set of infringements grows with the set, and the fines of its parts together are never below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.model import Step
from lexposure.exposure.steps import percent, step
from lexposure.rulebook.formulas import Mark, Spread
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import Category, CategoryMethod, DailyRateMethod, Tariff

NO_MEASURE = (
    "No turnover measures the size, so the method computes nothing: the fine lies between nothing and the maximum."
)
NO_CATEGORY = "its category was not seen, so it is not computed: the fine lies between nothing and the legal maximum"


@dataclass(frozen=True, slots=True)
class Charge:
    """One infringement: its provision and tier, its own maximum, and its levels for low, central and high.

    ``category``, ``factor`` and ``basic`` stand in place of what the method would derive; ``share`` is that of
    turnover in the maximum.
    """

    provision: str
    tier: str
    cap: Rows
    share: float
    levels: tuple[Level, Level, Level]
    category: Category | None = None
    factor: Rows | None = None
    basic: Rows | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all infringements of one addressee. ``turnover`` is nothing where none measures it.

    ``adjustment`` and ``recidivism`` change an infringement's amount, ``inability`` the fine; ``fault`` is 1 where a
    fine is possible.
    """

    turnover: Rows | None
    fault: Rows
    adjustment: Change | None = None
    recidivism: Change | None = None
    inability: Change | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the amount of an infringement."""

    id: str
    label: str
    mark: Mark
    amounts: Rows
    because: str


@dataclass(frozen=True, slots=True)
class Charged:
    """The amounts of one infringement; ``computed`` is no where the method has none for it."""

    parts: tuple[Part, ...]
    adjusted: Rows
    raised: Rows
    capped: Rows
    computed: bool


@dataclass(frozen=True, slots=True)
class TariffSheet:
    """The amounts of one fine after each step, made of the dearest infringement in each row."""

    parts: tuple[Part, ...]
    adjusted: Rows
    raised: Rows
    capped: Rows
    proportionate: Rows
    final: Rows


def charged(method: Tariff, charge: Charge, around: Around) -> Charged:
    """One infringement by itself, within its own maximum."""
    parts = _parts(method, charge, around.turnover)
    if not parts:
        open_ = am.from_rows(am.same(0.0), am.same(am.NOT_COMPUTED), charge.cap)
        return Charged(_not_computed(method, charge, open_), open_, open_, open_, False)
    amount = parts[-1].amounts
    adjusted = around.adjustment.of(amount) if around.adjustment else amount
    band = _band(method, charge)
    if band is not None:
        adjusted = am.kept_within(adjusted, band.low, band.high)
    raised = around.recidivism.of(adjusted) if around.recidivism else adjusted
    return Charged(parts, adjusted, raised, am.at_most(raised, charge.cap), True)


def calculate(method: Tariff, rows: Sequence[Sequence[Charge]], around: Around) -> TariffSheet:
    """One fine: the dearest of the infringements behind low, central and high; nothing where there are none."""
    known = {id(charge): charged(method, charge, around) for row in rows for charge in row}
    chosen: list[Charged | None] = []
    for index, row in enumerate(rows):
        several = [known[id(charge)] for charge in row]
        at = am.dearest([one.capped for one in several], index) if several else 0
        chosen.append(several[at] if several else None)
    shown = next(one for one in reversed(chosen) if one is not None)
    parts = tuple(replace(part, amounts=_joined(chosen, partial(_part, at))) for at, part in enumerate(shown.parts))
    capped = _joined(chosen, lambda one: one.capped)
    proportionate = around.inability.of(capped) if around.inability else capped
    return TariffSheet(
        parts=parts,
        adjusted=_joined(chosen, lambda one: one.adjusted),
        raised=_joined(chosen, lambda one: one.raised),
        capped=capped,
        proportionate=proportionate,
        final=am.times(proportionate, around.fault),
    )


def _part(at: int, one: Charged) -> Rows:
    return one.parts[at].amounts


def _joined(chosen: Sequence[Charged | None], pick: Callable[[Charged], Rows]) -> Rows:
    """One column from the infringements behind low, central and high."""
    low, central, high = (am.same(0.0) if one is None else pick(one) for one in chosen)
    return am.from_rows(low, central, high)


def category_of(method: CategoryMethod, charge: Charge) -> Category | None:
    """The category given, or that of the provision; nothing where it was not sourced."""
    if charge.category is not None:
        return charge.category
    place = method.place(charge.provision)
    return method.categories[place.category] if place else None


def _band(method: Tariff, charge: Charge) -> Spread | None:
    if not isinstance(method, CategoryMethod):
        return None
    category = category_of(method, charge)
    return category.band if category else None


def _parts(method: Tariff, charge: Charge, turnover: Rows | None) -> tuple[Part, ...]:
    match method:
        case DailyRateMethod():
            return _daily(method, charge, turnover) if turnover is not None else ()
        case CategoryMethod():
            category = category_of(method, charge)
            return _category(method, category, charge, turnover) if category else ()


def _daily(method: DailyRateMethod, charge: Charge, turnover: Rows) -> tuple[Part, ...]:
    ends, means = [one.up_to for one in method.classes], [one.mean for one in method.classes]
    mean = am.class_means(turnover, ends, means)
    daily = am.whole(mean / method.days)
    low, central, high = (method.factor(charge.tier, level) for level in charge.levels)
    factor = am.rows(low.low, central.central, high.high) if charge.factor is None else charge.factor
    bounds = am.as_range(factor)
    times = f"{bounds.low:g} to {bounds.high:g}" if bounds.low != bounds.high else f"{bounds.low:g}"
    return (
        Part("mean", "Mean turnover of the size class", method.classes_mark, mean, _classes(method, turnover)),
        Part("daily", "Daily rate", method.classes_mark, daily, f"Divided by {method.days}, in whole units."),
        Part("basic", "Daily rate by severity", method.factors_mark, am.times(daily, factor), f"{times} daily rates."),
    )


def _classes(method: DailyRateMethod, turnover: Rows) -> str:
    low, _, high = (float(value) for value in turnover[:, 0])
    names = dict.fromkeys((method.size_class(low).name, method.size_class(high).name))
    return f"Size class {' to '.join(names)}."


def _category(method: CategoryMethod, category: Category, charge: Charge, turnover: Rows | None) -> tuple[Part, ...]:
    mark = method.categories_mark
    said = f"{charge.provision}: category {category.name}." if charge.provision else f"Category {category.name}."
    if category.band is not None:
        band = category.band
        amounts = am.rows(band.low, band.central, band.high) if charge.basic is None else charge.basic
        words = f"{said} A basic fine of {band.central:,.0f} in a band from {band.low:,.0f} to {band.high:,.0f}."
        return (Part("basic", "Basic fine of the category", mark, amounts, words),)
    measure = am.same(0.0) if turnover is None else turnover
    fixed = method.maxima.get(charge.tier or category.tier, 0.0)
    whole = am.maximum(am.same(fixed), am.same(charge.share), measure)
    amounts = am.times(whole, am.same(category.share)) if charge.basic is None else charge.basic
    basic = Part(
        "basic", "Basic amount of the category", mark, amounts, f"{said} {percent(category.share)} of the maximum."
    )
    if not method.sizes or method.size_mark is None:
        return (basic,)
    size = method.size_mark
    sized = am.times(amounts, _size(method, turnover))
    return (basic, Part("size", "Adjusted to the size of the undertaking", size, sized, size.because))


def _size(method: CategoryMethod, turnover: Rows | None) -> Rows:
    """The band by turnover; where none measures the addressee, anything from the lowest band to all of it."""
    sizes = method.sizes
    if turnover is None:
        return am.rows(sizes[0].low, None, 1.0)
    ends = [band.up_to for band in sizes]
    return am.size_shares(turnover, ends, [band.low for band in sizes], [band.high for band in sizes], ends[-1])


def _not_computed(method: Tariff, charge: Charge, amounts: Rows) -> tuple[Part, ...]:
    """The same steps without figures, and why."""
    if isinstance(method, DailyRateMethod):
        names = (
            ("mean", "Mean turnover of the size class"),
            ("daily", "Daily rate"),
            ("basic", "Daily rate by severity"),
        )
        return tuple(Part(id, label, method.factors_mark, amounts, NO_MEASURE) for id, label in names)
    mark, because = method.categories_mark, f"{charge.provision}: {NO_CATEGORY}."
    basic = "Basic amount of the category" if method.sizes else "Basic fine of the category"
    parts = [Part("basic", basic, mark, amounts, because)]
    if method.sizes:
        parts.append(Part("size", "Adjusted to the size of the undertaking", mark, amounts, because))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class TariffReasons:
    """Why each step came out as it did, in words; empty texts fall back on the method's own."""

    maximum: str = ""
    maximum_cite: str = ""
    adjustment: str = ""
    recidivism: str = ""
    proportionality: str = ""
    fault: str = ""


def steps(method: Tariff, cap: Rows, around: Around, sheet: TariffSheet, why: TariffReasons) -> tuple[Step, ...]:
    """The steps in the method's order; absent optional steps, and a maximum that is not known, are left out."""
    found = [step("maximum", "Legal maximum", why.maximum_cite, cap, why.maximum)] if am.finite(cap[0, 0]) else []
    found += [step(one.id, one.label, one.mark.cite, one.amounts, one.because, one.mark.kind) for one in sheet.parts]
    if around.adjustment:
        mark = method.adjustment_mark
        found.append(step("adjustment", "Aggravating and mitigating circumstances", mark.cite, sheet.adjusted,
                          why.adjustment or mark.because, mark.kind))  # fmt: skip
    if around.recidivism and method.recidivism:
        mark = method.recidivism.mark
        found.append(step("recidivism", "Repeated infringement", mark.cite, sheet.raised,
                          why.recidivism or mark.because, mark.kind))  # fmt: skip
    mark = method.cap_mark
    found.append(step("cap", "Kept within the legal maximum", mark.cite, sheet.capped, mark.because))
    if around.inability:
        mark = method.proportionality_mark
        found.append(step("proportionality", "Effective, proportionate, dissuasive", mark.cite, sheet.proportionate,
                          why.proportionality or mark.because, mark.kind))  # fmt: skip
    if why.fault and method.fault:
        mark = method.fault.mark
        found.append(step("fault", "Intention or negligence", mark.cite, sheet.final, why.fault, mark.kind))
    return tuple(found)
