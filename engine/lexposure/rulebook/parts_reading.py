"""The parts that rules and conclusions share: heading, sources, period, conditions, limits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from lexposure.rulebook.conditions import ALWAYS, Condition
from lexposure.rulebook.conditions_reading import Context, read_condition
from lexposure.rulebook.facts import About, Catalogue
from lexposure.rulebook.marks import read_certainty
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.risk_factors import RiskFactor, RiskFactors, read_covers
from lexposure.rulebook.rules import Basis, Period
from lexposure.rulebook.written_answers import Answers, WrittenAnswers
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Node, Scalar

Status = Literal["draft", "in force", "retired"]
_STATUS: dict[str, Status] = {"draft": "draft", "in force": "in force", "retired": "retired"}
_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the readers of rules look names up in."""

    catalogue: Catalogue
    damaged: AbstractSet[str]
    parameters: Parameters
    provisions: Provisions
    problems: Problems
    risk_factors: RiskFactors = field(default_factory=dict[str, RiskFactor])


class Parts:
    """A rule file being read; the readers of rules and conclusions ask it for their parts."""

    def __init__(self, root: Node, stem: str, what: str, sources: Sources) -> None:
        self.stem = stem
        self.sources = sources
        self.problems = sources.problems
        self.fields = Fields(root, self.problems, what)
        self.span = root.span
        scalar = self.fields.scalar("id", required=True)
        self.id = scalar.text.strip() if scalar else stem.partition("@")[0]
        if scalar:
            self.span = scalar.span
            if not _ID.fullmatch(self.id):
                self.problems.error(
                    "id", f"'{self.id}' is not an id", self.span, "use letters, digits and single hyphens"
                )
        self.id_place = scalar or Scalar(self.id, self.span, plain=True)
        self.overrides = self.fields.scalar("overrides")
        self.title = self.fields.text("title", required=True)
        self.status: Status = _STATUS[self.fields.one_of("status", tuple(_STATUS), required=True, default="draft")]
        self.checked_on = self.fields.date("checked_on", required=True) or dt.date.min
        self.reviewed_by = self.fields.text("reviewed_by")
        self.in_force = self._period()
        self._file_name()

    def about(self) -> About:
        """``about``: the subject type."""
        return About(self.fields.one_of("about", tuple(About), required=True, default=About.COMPANY))

    def _period(self) -> Period:
        node = self.fields.node("in_force", required=True)
        if node is None:
            return Period(dt.date.min)
        fields = Fields(node, self.problems, "'in_force'", node.span)
        start = fields.date("from", required=True)
        end = fields.date("until")
        fields.finish()
        if start and end and end < start:
            self.problems.error("period", "'until' lies before 'from'", node.span)
        return Period(start or dt.date.min, end)

    def _file_name(self) -> None:
        name, at, date = self.stem.partition("@")
        if name != self.id:
            message = f"the file is named '{self.stem}', the rule in it '{self.id}'"
            self.problems.error("file-name", message, self.span, f"name the file {self.id}.yaml")
        elif at and date != self.in_force.start.isoformat():
            message = f"the file is of the version of '{date}', which is in force from {self.in_force.start}"
            self.problems.error("file-name", message, self.span, f"name the file {self.id}@{self.in_force.start}.yaml")

    def basis(self) -> tuple[Basis, ...]:
        """The sources, at least one."""
        found: list[Basis] = []
        for node in self.fields.items("basis", required=True):
            fields = Fields(node, self.problems, "an entry of 'basis'")
            cite, says = (fields.text("cite", required=True), fields.text("says", required=True))
            found.append(Basis(cite, says, fields.text("url"), read_certainty(fields, required=False)))
            fields.finish()
        return tuple(found)

    def condition(self, key: str, about: About, required: bool = False, may_burden: bool = False) -> Condition | None:
        """The condition under a key."""
        node = self.fields.node(key, required)
        if node is None:
            return ALWAYS if required else None
        return read_condition(node, self.context(about, may_burden), self.problems)

    def context(self, about: About, may_burden: bool = False) -> Context:
        """What the rule's conditions may speak of."""
        sources = self.sources
        return Context(sources.catalogue, sources.damaged, sources.parameters, about, may_burden)

    def written(self) -> WrittenAnswers:
        """The reader of answers that the rule's examples and remedies give."""
        return WrittenAnswers(self.sources.catalogue, self.sources.damaged, self.problems)

    def answers(self, node: Node | None, what: str, allowed: tuple[About, ...]) -> Answers:
        """Answers as written, each checked against its fact."""
        return self.written().read(node, what, allowed)

    def covers(self) -> tuple[str, ...]:
        """The risk factors that the rule carries."""
        return read_covers(self.fields, self.sources.risk_factors, self.problems)

    def limits(self) -> tuple[str, ...]:
        """What the rule cannot express."""
        return tuple(" ".join(text.split()) for text in self.fields.texts("limits"))
