"""Files of aggravating and mitigating factors, which a regime's method adds up."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from lexposure.rulebook.conditions import ALWAYS
from lexposure.rulebook.conditions_reading import Context, read_condition
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.packs import NOTHING_BELOW, Below, overrides_of
from lexposure.rulebook.parts_reading import Sources
from lexposure.rulebook.risk_factors import read_covers
from lexposure.rulebook.rules import AdjustmentFactor, Period
from lexposure.rulebook.values import Misread, read_whole
from lexposure.source.fields import Fields
from lexposure.source.problems import Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar

Step = Literal["adjustment", "deterrence", "cooperation"]
_STEPS: dict[str, Step] = {"adjustment": "adjustment", "deterrence": "deterrence", "cooperation": "cooperation"}
_SHARE = Fact("effect", About.COMPANY, FactType.SHARE, "", Span(""))


def read_factors(root: Node, into: dict[str, AdjustmentFactor], sources: Sources, below: Below = NOTHING_BELOW) -> None:
    """Read a file of factors; ids are unique over all files but for those from ``below`` that are overridden."""
    fields = Fields(root, sources.problems, "a file of factors")
    for name, node in fields.entries():
        known = into.get(name.text)
        if not below.admits(name, overrides_of(node), known.span if known else None, sources.problems):
            continue
        into[name.text] = _factor(name, node, sources)


def _factor(name: Scalar, node: Node, sources: Sources) -> AdjustmentFactor:
    problems = sources.problems
    fields = Fields(node, problems, f"the factor '{name.text}'", name.span)
    about = About(fields.one_of("about", tuple(About), required=True, default=About.COMPANY))
    context = Context(sources.catalogue, sources.damaged, sources.parameters, about)
    when = fields.node("when", required=True)
    low, central, high = _effect(fields, name, sources)
    factor = AdjustmentFactor(
        id=name.text,
        title=fields.text("title", required=True),
        regime=_regime(fields, sources),
        about=about,
        step=_STEPS[fields.one_of("step", tuple(_STEPS), default="adjustment")],
        when=ALWAYS if when is None else read_condition(when, context, problems),
        low=low,
        central=central,
        high=high,
        cite=fields.text("cite", required=True),
        kind=read_kind(fields),
        because=fields.text("because", required=True),
        checked_on=fields.date("checked_on", required=True) or dt.date.min,
        certainty=read_certainty(fields),
        in_force=_period(fields, sources),
        span=name.span,
        covers=read_covers(fields, sources.risk_factors, problems),
    )
    fields.has("overrides")  # read by Below.admits
    fields.finish()
    return factor


def _regime(fields: Fields, sources: Sources) -> str:
    scalar = fields.scalar("regime", required=True)
    if scalar is None or scalar.text in sources.provisions.regimes:
        return scalar.text if scalar else ""
    hint = did_you_mean(scalar.text, sources.provisions.regimes)
    sources.problems.error("unknown-regime", f"no regime '{scalar.text}'", scalar.span, hint)
    return scalar.text


def _period(fields: Fields, sources: Sources) -> Period:
    node = fields.node("in_force", required=True)
    if node is None:
        return Period(dt.date.min)
    period = Fields(node, sources.problems, "'in_force'", node.span)
    start, end = period.date("from", required=True), period.date("until")
    period.finish()
    return Period(start or dt.date.min, end)


def _effect(fields: Fields, name: Scalar, sources: Sources) -> tuple[int, int, int]:
    """low, central and high in parts per million, in this order; a minus sign mitigates."""
    node = fields.node("effect", required=True)
    if node is None:
        return 0, 0, 0
    effect = Fields(node, sources.problems, f"the effect of '{name.text}'")
    low, central, high = (_signed(effect, key, sources) for key in ("low", "central", "high"))
    effect.finish()
    if not low <= central <= high:
        sources.problems.error("effect", "low, central and high must rise in this order", node.span)
    return low, central, high


def _signed(effect: Fields, key: str, sources: Sources) -> int:
    scalar = effect.scalar(key, required=True)
    if scalar is None:
        return 0
    text = scalar.text.strip()
    sign = -1 if text.startswith("-") else 1
    try:
        return sign * read_whole(text.removeprefix("-").lstrip(), _SHARE)
    except Misread as error:
        misread(error, scalar, sources.problems)
        return 0
