"""Reading methods in which each infringement has an amount of its own, every problem gathered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypedDict

from lexposure.rulebook.formulas import Mark, SizeBand, Spread
from lexposure.rulebook.marks import read_certainty
from lexposure.rulebook.method_fields import MethodFields
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import Category, Place, Recidivism, Severity, SizeClass
from lexposure.source.problems import did_you_mean


class TariffParts(TypedDict):
    """What every such method has."""

    adjustment_mark: Mark
    cap_mark: Mark
    proportionality_mark: Mark
    inability: Spread
    inability_mark: Mark
    recidivism: Recidivism | None


class RateParts(TypedDict):
    """What a method of daily rates has of its own."""

    days: int
    classes: tuple[SizeClass, ...]
    classes_mark: Mark
    severities: Mapping[str, tuple[Severity, ...]]
    factors_mark: Mark
    spans: Mapping[Level, tuple[str, str]]
    spans_mark: Mark


class CategoryParts(TypedDict):
    """What a method of categories has of its own."""

    categories: Mapping[str, Category]
    categories_mark: Mark
    places: Mapping[str, Place]
    sizes: tuple[SizeBand, ...]
    size_mark: Mark | None
    maxima: Mapping[str, float]


def read_tariff(fields: MethodFields) -> TariffParts:
    """The steps that follow the amount of the infringement."""
    step5 = fields.part("proportionality")
    inability = step5.part("inability_to_pay")
    found: TariffParts = {
        "adjustment_mark": fields.step("adjustment"),
        "cap_mark": fields.step("cap"),
        "proportionality_mark": step5.mark("guidance"),
        "inability": inability.spread("effect"),
        "inability_mark": inability.mark(),
        "recidivism": _recidivism(fields),
    }
    inability.finish()
    step5.finish()
    return found


def _recidivism(fields: MethodFields) -> Recidivism | None:
    if not fields.has("recidivism"):
        return None
    part = fields.part("recidivism")
    found = Recidivism(part.share("share"), int(part.number("years")), part.texts("instead_of"), part.mark())
    part.finish()
    return found


def read_rates(fields: MethodFields, provisions: Provisions) -> RateParts:
    """Size classes, days, and multiples by tier and severity."""
    size, factors = fields.part("size"), fields.part("factors")
    severities: dict[str, tuple[Severity, ...]] = {}
    for _, node in factors.keyed("kinds"):
        part = factors.below(node, "a kind of infringement")
        rows = _severities(part)
        for tier in known_names(part, "tiers", provisions.tiers):
            severities[tier] = rows
        part.finish()
    spans = factors.part("levels")
    names = next(iter(severities.values()), ())
    found: RateParts = {
        "days": int(size.number("days")),
        "classes": _classes(size),
        "classes_mark": size.mark(),
        "severities": severities,
        "factors_mark": factors.mark(),
        "spans": {level: _span(spans, level.word, [one.name for one in names]) for level in Level},
        "spans_mark": spans.mark(),
    }
    for part in (spans, factors, size):
        part.finish()
    return found


def _severities(part: MethodFields) -> tuple[Severity, ...]:
    """Degrees in rising order; neither end of their multiples may fall."""
    read: list[Severity] = []
    for name, node in part.keyed("severities"):
        row = part.below(node, f"the severity '{name.text}'")
        severity = Severity(name.text, row.numbers("factor"))
        row.finish()
        if read and not (read[-1].factor.low <= severity.factor.low and read[-1].factor.high <= severity.factor.high):
            part.problems.error("order", "severities must rise, and so must both ends of their factors", name.span)
        read.append(severity)
    return tuple(read)


def _span(part: MethodFields, level: str, names: list[str]) -> tuple[str, str]:
    """The first and last severity of a level."""
    found = part.scalars(level, required=True)
    for scalar in found:
        if scalar.text not in names:
            hint = did_you_mean(scalar.text, names)
            part.problems.error("unknown-name", f"'{scalar.text}' is not a severity of this method", scalar.span, hint)
    return (found[0].text, found[-1].text) if found else ("", "")


def _classes(size: MethodFields) -> tuple[SizeClass, ...]:
    """Size classes in order of turnover, the last without an upper end; what a class counts as may not fall."""
    read: list[SizeClass] = []
    for node in size.items("classes", required=True):
        part = size.below(node, "a size class")
        up_to = part.money("up_to") if part.has("up_to") else math.inf
        mean = part.money("mean") if part.has("mean") else None
        one = SizeClass(part.text("name", required=True), up_to, mean, read_certainty(part))
        part.finish()
        before = read[-1] if read else None
        if before and not (before.up_to < one.up_to and (before.mean or 0.0) < (one.mean or math.inf)):
            size.problems.error("order", "size classes must rise, and so must their means", node.span)
        read.append(one)
    if read and read[-1].up_to != math.inf:
        size.problems.error("missing", "the last size class has an upper end", size.span, "leave 'up_to' out there")
    return tuple(read)


def read_categories(fields: MethodFields, provisions: Provisions) -> CategoryParts:
    """Categories, the articles in each, sizes and the maxima that shares are shares of."""
    part = fields.part("categories")
    categories = {
        name.text: _category(part.below(node, f"the category '{name.text}'"), name.text, provisions)
        for name, node in part.keyed("rows")
    }
    mark = part.mark()
    part.finish()
    size = fields.part("size") if fields.has("size") else None
    maxima = fields.part("maxima") if fields.has("maxima") else None
    found: CategoryParts = {
        "categories": categories,
        "categories_mark": mark,
        "places": _places(fields, categories, provisions),
        "sizes": read_sizes(size) if size else (),
        "size_mark": size.mark() if size else None,
        "maxima": {one.text: maxima.money(one.text) for one, _ in maxima.entries()} if maxima else {},
    }
    if size:
        size.finish()
    return found


def _category(part: MethodFields, name: str, provisions: Provisions) -> Category:
    band = None
    if part.has("amount"):
        ends, basic = part.money_band("amount"), part.money("basic")
        band = Spread(ends.low, basic, ends.high)
        if not ends.low <= basic <= ends.high:
            part.problems.error("order", "the basic fine must lie in its band", part.span)
    share = part.share("share") if band is None else 0.0
    tiers = known_names(part, "tier", provisions.tiers) if band is None else []
    part.finish()
    return Category(name, band, share, tiers[0] if tiers else "")


def _places(fields: MethodFields, categories: Mapping[str, Category], provisions: Provisions) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for node in fields.items("articles", required=True):
        part = fields.below(node, "a row of articles")
        names = part.scalars("provisions", required=True)
        found = known_names(part, "category", categories)
        cite, certainty = part.text("cite", required=True), read_certainty(part)
        part.finish()
        for name in names:
            if provisions.find(name.text) is None:
                hint = did_you_mean(name.text, provisions.by_name)
                fields.problems.error("unknown-provision", f"no provision '{name.text}'", name.span, hint)
            elif found:
                places[name.text] = Place(name.text, found[0], cite, certainty)
    return places


def read_sizes(size: MethodFields) -> tuple[SizeBand, ...]:
    """Size bands in order of turnover; neither end of the factor may fall from band to band.

    That is what keeps the range monotone in turnover. ``up_to`` belongs to the band, ``under`` does not; a band
    with neither has no upper end.
    """
    read: list[SizeBand] = []
    for node in size.items("bands", required=True):
        part = size.below(node, "a size band")
        factor = part.band("factor")
        band = SizeBand(_end(part), factor.low, factor.high, read_certainty(part))
        part.finish()
        if read and not (read[-1].up_to < band.up_to and read[-1].low <= band.low and read[-1].high <= band.high):
            size.problems.error("order", "size bands must rise, and so must both ends of their factors", node.span)
        read.append(band)
    return tuple(read)


def _end(part: MethodFields) -> float:
    if part.has("under"):
        return math.nextafter(part.money("under"), 0.0)
    return part.money("up_to") if part.has("up_to") else math.inf


def known_names(fields: MethodFields, key: str, names: Mapping[str, object]) -> list[str]:
    """The names under a key that are known; the others are problems."""
    found: list[str] = []
    for scalar in fields.scalars(key, required=True):
        if scalar.text in names:
            found.append(scalar.text)
        else:
            hint = did_you_mean(scalar.text, names)
            fields.problems.error("unknown-name", f"'{scalar.text}' is not a known {key}", scalar.span, hint)
    return found
