"""Risk factors: what can go wrong in this field, as lists that the rules are held against.

A factor is a sentence and its articles. Rules, conclusions, seriousness factors and aggravating or mitigating
factors name with ``covers`` those they carry; what nobody carries is a gap of the rule book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """One thing that can go wrong. ``group`` is the heading under which a reader finds it."""

    id: str
    title: str
    cite: str
    group: str
    span: Span


RiskFactors = Mapping[str, RiskFactor]


def read_risk_factors(root: Node, into: dict[str, RiskFactor], problems: Problems) -> None:
    """Read a file of factors with its heading; ids are unique over all files."""
    fields = Fields(root, problems, "a file of risk factors")
    group = fields.text("title", required=True)
    for name, node in fields.keyed("factors"):
        if name.text in into:
            first = into[name.text].span
            problems.error("duplicate", f"the risk factor '{name.text}' stands in {first} already", name.span)
            continue
        entry = Fields(node, problems, f"the risk factor '{name.text}'", name.span)
        title, cite = entry.text("title", required=True), entry.text("cite", required=True)
        into[name.text] = RiskFactor(name.text, title, cite, group, name.span)
        entry.finish()
    fields.finish()


def read_covers(fields: Fields, known: RiskFactors, problems: Problems) -> tuple[str, ...]:
    """The risk factors under ``covers``, each of which must be known."""
    scalars = fields.scalars("covers")
    for scalar in scalars:
        if scalar.text not in known:
            message = f"there is no risk factor '{scalar.text}'"
            problems.error("unknown-factor", message, scalar.span, did_you_mean(scalar.text, known))
    return tuple(scalar.text for scalar in scalars)
