"""Reading the files of methods and corrective powers, every problem gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypedDict

from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.facts import Catalogue
from lexposure.rulebook.formulas import (
    CapsMethod,
    CommissionMethod,
    Duration,
    EdpbMethod,
    Fault,
    Limitation,
    Mark,
    Method,
    PeriodicRule,
    Power,
    PublicBody,
    Recurrence,
    Scope,
)
from lexposure.rulebook.marks import read_certainty
from lexposure.rulebook.method_fields import MethodFields
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.risk_factors import RiskFactors, read_covers
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod
from lexposure.rulebook.tariffs_reading import read_categories, read_rates, read_sizes, read_tariff
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar

_FAMILIES = ("edpb", "daily-rates", "categories", "commission", "caps")
_DURATIONS = ("days", "months", "point24")


class _Heading(TypedDict):
    """What every method has."""

    id: str
    regime: str
    title: str
    published: dt.date
    mark: Mark
    url: str
    default: bool
    currency: str
    scope: Scope | None
    replaced: dt.date | None
    reads: Mapping[str, str]
    fault: Fault | None
    limitation: Limitation | None
    periodic: PeriodicRule | None
    limits: tuple[str, ...]
    covers: tuple[str, ...]
    public_bodies: Mapping[str, PublicBody]
    span: Span


def read_method(
    root: Node, provisions: Provisions, catalogue: Catalogue, known: RiskFactors, problems: Problems
) -> Method | None:
    """One method's file; nothing where its family is unknown."""
    fields = MethodFields(root, problems, "a method")
    family = fields.one_of("family", _FAMILIES, required=True)
    if not family:
        return None
    heading = _heading(fields, root.span, provisions, catalogue, known)
    method: Method
    match family:
        case "edpb":
            method = _edpb(fields, heading)
        case "daily-rates":
            method = DailyRateMethod(**heading, **read_tariff(fields), **read_rates(fields, provisions))
        case "categories":
            method = CategoryMethod(**heading, **read_tariff(fields), **read_categories(fields, provisions))
        case "commission":
            method = _commission(fields, heading)
        case _:
            method = _caps(fields, provisions, heading)
    fields.finish()
    return method


def _heading(
    fields: MethodFields, span: Span, provisions: Provisions, catalogue: Catalogue, known: RiskFactors
) -> _Heading:
    fields.currency = fields.text("currency") or EURO
    return {
        "id": fields.text("id", required=True),
        "regime": _known(fields, "regime", provisions.regimes),
        "title": fields.text("title", required=True),
        "published": fields.date("published", required=True) or dt.date.min,
        "mark": fields.mark(),
        "url": fields.text("url"),
        "default": fields.yes_no("default"),
        "currency": fields.currency,
        "scope": _scope(fields),
        "replaced": fields.date("replaced"),
        "reads": _reads(fields, catalogue),
        "fault": _fault(fields),
        "limitation": _limitation(fields),
        "periodic": _periodic(fields),
        "limits": fields.texts("limits"),
        "covers": read_covers(fields, known, fields.problems),
        "public_bodies": _public_bodies(fields),
        "span": span,
    }


def _known(fields: MethodFields, key: str, names: Mapping[str, object]) -> str:
    scalar = fields.scalar(key, required=True)
    if scalar is None:
        return ""
    if scalar.text not in names:
        hint = did_you_mean(scalar.text, names)
        fields.problems.error("unknown-name", f"'{scalar.text}' is not a known {key}", scalar.span, hint)
    return scalar.text


def _reads(fields: MethodFields, catalogue: Catalogue) -> dict[str, str]:
    read: dict[str, str] = {}
    for role, node in fields.keyed("reads"):
        if not isinstance(node, Scalar):
            fields.problems.error("shape", f"'{role.text}' must name a fact", node.span)
        elif node.text not in catalogue:
            hint = did_you_mean(node.text, catalogue)
            fields.problems.error("unknown-fact", f"'{node.text}' is not a known fact", node.span, hint)
        else:
            read[role.text] = node.text
    return read


def _scope(fields: MethodFields) -> Scope | None:
    """Whose own method it is, and when."""
    if not fields.has("scope"):
        return None
    part = fields.part("scope")
    scope = Scope(
        authorities=part.texts("authorities", required=True),
        start=part.date("from", required=True) or dt.date.min,
        until=part.date("until"),
        national_only=part.yes_no("national_only"),
        undertakings_only=part.yes_no("undertakings_only"),
        mark=part.mark(),
    )
    part.finish()
    return scope


def _fault(fields: MethodFields) -> Fault | None:
    if not fields.has("fault"):
        return None
    part = fields.part("fault")
    fault = Fault(part.text("absent", required=True), part.text("assumed", required=True), part.mark())
    part.finish()
    return fault


def _limitation(fields: MethodFields) -> Limitation | None:
    if not fields.has("limitation"):
        return None
    part = fields.part("limitation")
    limitation = Limitation(int(part.number("years")), int(part.number("absolute_years")), part.mark())
    part.finish()
    return limitation


def _periodic(fields: MethodFields) -> PeriodicRule | None:
    if not fields.has("periodic"):
        return None
    part = fields.part("periodic")
    periodic = PeriodicRule(part.share("share"), int(part.number("days")), part.mark())
    part.finish()
    return periodic


def _edpb(fields: MethodFields, heading: _Heading) -> EdpbMethod:
    seriousness, size, step5 = fields.part("seriousness"), fields.part("size"), fields.part("proportionality")
    bands = seriousness.part("bands")
    levels = {level: bands.band(level.word) for level in Level}
    bands.finish()
    central, full = seriousness.part("central"), size.part("central")
    inability = step5.part("inability_to_pay")
    method = EdpbMethod(
        **heading,
        bands=levels,
        bands_mark=seriousness.mark(),
        one=central.share("one"),
        several=central.share("several"),
        central_mark=central.mark(),
        sizes=read_sizes(size),
        size_mark=size.mark(),
        full_at=full.money("full_at"),
        full_mark=full.mark(),
        maximum_mark=fields.step("maximum"),
        adjustment_mark=fields.step("adjustment"),
        cap_mark=fields.step("cap"),
        proportionality_mark=step5.mark("guidance"),
        inability=inability.spread("effect"),
        inability_mark=inability.mark(),
        hardship_mark=fields.step("hardship") if fields.has("hardship") else None,
    )
    for part in (seriousness, size, central, full, inability, step5):
        part.finish()
    return method


def _public_bodies(fields: MethodFields) -> dict[str, PublicBody]:
    bodies: dict[str, PublicBody] = {}
    for country, node in fields.keyed("public_bodies"):
        part = MethodFields(node, fields.problems, f"the ceiling of {country.text}")
        amount = part.amount("ceiling", "any currency")
        if amount is not None and amount.high is not None:
            bodies[country.text] = PublicBody(country.text, float(amount.high), amount.unit, part.mark())
            part.finish()
    return bodies


def _commission(fields: MethodFields, heading: _Heading) -> CommissionMethod:
    inability, rounding = fields.part("inability_to_pay"), fields.part("rounding")
    method = CommissionMethod(
        **heading,
        points=frozenset(fields.texts("points", required=True)),
        gravity=fields.ranged("gravity"),
        duration=_duration(fields),
        additional=fields.ranged("additional"),
        adjustment_mark=fields.step("adjustment"),
        recidivism=fields.ranged("recidivism"),
        deterrence=fields.ranged("deterrence"),
        gains_mark=_marked(fields, "gains"),
        cap_mark=fields.step("cap"),
        cooperation=fields.ranged("cooperation"),
        inability=inability.spread("effect"),
        inability_mark=inability.mark(),
        rounding=rounding.money("to"),
        rounding_mark=rounding.mark(),
    )
    inability.finish()
    rounding.finish()
    return method


def _marked(fields: MethodFields, key: str) -> Mark:
    part = fields.part(key)
    mark = part.mark()
    part.finish()
    return mark


def _duration(fields: MethodFields) -> Duration:
    part = fields.part("duration")
    duration = Duration(
        rule=part.one_of("rule", _DURATIONS, required=True, default="days"),
        year=float(part.number("year")),
        month_decimals=int(part.number("month_decimals")),
        mark=part.mark(),
    )
    part.finish()
    return duration


def _caps(fields: MethodFields, provisions: Provisions, heading: _Heading) -> CapsMethod:
    recurrence = None
    if fields.has("recurrence"):
        part = fields.part("recurrence")
        recurrence = Recurrence(
            tier=_known(part, "tier", provisions.tiers),
            becomes=_known(part, "becomes", provisions.tiers),
            lookback_years=int(part.number("lookback_years")),
            mark=part.mark(),
        )
        part.finish()
    return CapsMethod(**heading, recurrence=recurrence)


def read_powers(root: Node, provisions: Provisions, problems: Problems) -> list[Power]:
    """A file of corrective powers (rules/measures/)."""
    fields = MethodFields(root, problems, "a file of measures")
    regime = _known(fields, "regime", provisions.regimes)
    powers: list[Power] = []
    for id, node in fields.keyed("measures"):
        part = MethodFields(node, problems, f"the measure '{id.text}'", id.span)
        title, cite = part.text("title", required=True), part.text("cite", required=True)
        powers.append(Power(id.text, regime, title, cite, read_certainty(part), part.texts("words")))
        part.finish()
    fields.finish()
    return powers
