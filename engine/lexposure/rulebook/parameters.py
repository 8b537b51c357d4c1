"""Figures by date: thresholds that the law, guidance or our own reading sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.packs import NOTHING_BELOW, Below, overrides_of
from lexposure.rulebook.values import Misread, read_whole
from lexposure.source.fields import Fields, read_date
from lexposure.source.problems import NOWHERE, Problems, Span
from lexposure.source.yamltree import Node, Scalar

_TYPES = (FactType.COUNT, FactType.MONEY, FactType.SHARE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure. ``values`` are (first day, whole number, cite) in order of time."""

    name: str
    title: str
    type: FactType
    unit: str
    kind: str
    certainty: str
    checked_on: dt.date
    values: tuple[tuple[dt.date, int, str], ...]
    span: Span = NOWHERE

    def on(self, day: dt.date) -> int | None:
        """The value in force on a day; before the first one there is none."""
        return next((value for start, value, _ in reversed(self.values) if start <= day), None)

    def cite_on(self, day: dt.date) -> str:
        """The source of the value in force on a day."""
        return next((cite for start, _, cite in reversed(self.values) if start <= day), "")

    def as_fact(self) -> Fact:
        """A fact of the same type and unit, so that values are read and shown alike."""
        return Fact(self.name, About.COMPANY, self.type, self.title, self.span, unit=self.unit)


Parameters = Mapping[str, Parameter]


def read_parameters(root: Node, into: dict[str, Parameter], problems: Problems, below: Below = NOTHING_BELOW) -> None:
    """Read a file of parameters; names are unique over all files but for those from ``below`` that are overridden."""
    fields = Fields(root, problems, "a file of parameters")
    for name, node in fields.entries():
        known = into.get(name.text)
        if not below.admits(name, overrides_of(node), known.span if known else None, problems):
            continue
        into[name.text] = _parameter(name, node, problems)


def _parameter(name: Scalar, node: Node, problems: Problems) -> Parameter:
    fields = Fields(node, problems, f"the parameter '{name.text}'", name.span)
    kind = fields.one_of("type", tuple(_TYPES), required=True, default=FactType.COUNT)
    head = Parameter(
        name=name.text,
        title=fields.text("title", required=True),
        type=FactType(kind),
        unit=fields.text("unit"),
        kind=read_kind(fields),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on", required=True) or dt.date.min,
        values=(),
        span=name.span,
    )
    fields.has("overrides")  # read by Below.admits
    values = _values(fields, head, problems)
    fields.finish()
    return replace(head, values=tuple(sorted(values)))


def _values(fields: Fields, parameter: Parameter, problems: Problems) -> list[tuple[dt.date, int, str]]:
    values: list[tuple[dt.date, int, str]] = []
    fact = parameter.as_fact()
    fields.node("values", required=True)
    for start, node in fields.keyed("values"):
        day = read_date(start, problems)
        dated = Fields(node, problems, f"the value of {start.text}", start.span)
        scalar = dated.scalar("value", required=True)
        cite = dated.text("cite", required=True)
        dated.finish()
        if day is None or scalar is None:
            continue
        try:
            values.append((day, read_whole(scalar.text.strip(), fact), cite))
        except Misread as error:
            misread(error, scalar, problems)
    return values
