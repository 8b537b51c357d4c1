"""Law on its way: changes that are adopted and apply later, or only proposed.

They are data for the reader: no outcome and no amount rests on them. What is adopted becomes a dated version of a rule
or figure as well once its text is settled.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from lexposure.rulebook.marks import read_certainty
from lexposure.rulebook.provisions import Provisions
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node

Stage = Literal["adopted", "proposed"]
_STAGES: dict[str, Stage] = {"adopted": "adopted", "proposed": "proposed"}


@dataclass(frozen=True, slots=True)
class Announced:
    """A change of the law that does not apply yet.

    ``known_since`` is the day from which it could be known; ``applies_from`` the first day of an adopted one.
    ``touches`` are the provisions it would change; none means the law of the whole ``regime``.
    """

    id: str
    title: str
    regime: str
    stage: Stage
    says: str
    known_since: dt.date
    applies_from: dt.date | None
    touches: tuple[str, ...]
    cite: str
    url: str
    certainty: str
    checked_on: dt.date
    span: Span

    def pending(self, on: dt.date) -> bool:
        """Whether it could be known on a day and did not apply yet."""
        return self.known_since <= on and (self.applies_from is None or on < self.applies_from)


def read_announced(root: Node, into: dict[str, Announced], provisions: Provisions, problems: Problems) -> None:
    """Read a file of announced changes; ids are unique over all files."""
    for name, node in Fields(root, problems, "a file of announced law").entries():
        if name.text in into:
            first = into[name.text].span
            problems.error("duplicate", f"'{name.text}' stands in {first} already", name.span)
            continue
        fields = Fields(node, problems, f"the announced change '{name.text}'", name.span)
        into[name.text] = _announced(name.text, name.span, fields)
        _known(fields, provisions, problems)
        fields.finish()


def _announced(id: str, span: Span, fields: Fields) -> Announced:
    stage = _STAGES[fields.one_of("stage", tuple(_STAGES), required=True, default="proposed")]
    return Announced(
        id=id,
        title=fields.text("title", required=True),
        regime=fields.text("regime", required=True),
        stage=stage,
        says=fields.text("says", required=True),
        known_since=fields.date("known_since", required=True) or dt.date.max,
        applies_from=fields.date("applies_from", required=stage == "adopted"),
        touches=fields.texts("touches"),
        cite=fields.text("cite", required=True),
        url=fields.text("url"),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on", required=True) or dt.date.min,
        span=span,
    )


def _known(fields: Fields, provisions: Provisions, problems: Problems) -> None:
    """The regime and the provisions that are named exist."""
    regime = fields.scalar("regime")
    if regime is not None and regime.text not in provisions.regimes:
        hint = did_you_mean(regime.text, provisions.regimes)
        problems.error("unknown-regime", f"no regime '{regime.text}'", regime.span, hint)
    for scalar in fields.scalars("touches"):
        if provisions.find(scalar.text) is None:
            hint = did_you_mean(scalar.text, provisions.by_name)
            problems.error("unknown-provision", f"no provision '{scalar.text}'", scalar.span, hint)
