"""What an assessment is; frozen, and free of money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lexposure.inference.program import Truth
from lexposure.profile.model import Answer, Profile
from lexposure.profile.possible import Subject
from lexposure.rulebook.book import Edition
from lexposure.rulebook.facts import Fact
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import AdjustmentFactor, Level, LevelFactor, Outcome, Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a reasoning chain: a comparison or clause, its truth, and what it rests on.

    ``fact`` and ``answer`` are set for comparisons; ``via`` holds the parts of a group, or the rule
    (``rule``) that derived a concluded fact.
    """

    text: str
    truth: Truth
    cite: str = ""
    fact: Fact | None = None
    subject: Subject | None = None
    answer: Answer | None = None
    rule: str = ""
    via: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """An unanswered fact of a subject that could still decide an outcome."""

    subject: Subject
    fact: str


@dataclass(frozen=True, slots=True)
class FactorState:
    """A seriousness factor and whether it holds; unknown factors open the range of levels."""

    factor: LevelFactor
    truth: Truth


@dataclass(frozen=True, slots=True)
class Graveness:
    """The range of levels of one finding: ``lowest`` to ``highest`` over the unknown factors.

    ``central`` takes unknown factors as not met.
    """

    lowest: Level
    central: Level
    highest: Level
    factors: tuple[FactorState, ...]


@dataclass(frozen=True, slots=True, order=True)
class ConductKey:
    """What makes one conduct: the rule's label and the entry."""

    label: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule for one subject.

    ``subject`` is nothing where the rule's list is incomplete (the entries nobody listed) or the rule
    is not in force. ``on_facts_alleged``: a finding only because alleged answers are taken as true.
    ``open`` marks outcomes that could still become findings about a listed subject.
    """

    rule: Rule
    subject: Subject | None
    outcome: Outcome
    on_facts_alleged: bool
    conduct: ConductKey | None
    provisions: tuple[Provision, ...]
    graveness: Graveness | None
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    note: str = ""

    @property
    def id(self) -> str:
        """``RULE`` or ``RULE:processing/entry``; ``RULE:unlisted`` for entries nobody listed."""
        if self.subject is None:
            return f"{self.rule.id}:unlisted" if self.outcome is Outcome.UNKNOWN else self.rule.id
        return f"{self.rule.id}:{self.subject.key}" if self.subject.id else self.rule.id

    @property
    def established(self) -> bool:
        """A finding on answers that are not merely alleged."""
        return self.outcome is Outcome.FINDING and not self.on_facts_alleged

    @property
    def open(self) -> bool:
        """Unknown, about a listed subject: counts in ``high``."""
        return self.outcome is Outcome.UNKNOWN and self.subject is not None


@dataclass(frozen=True, slots=True)
class FactorOutcome:
    """Whether an aggravating or mitigating factor holds for a subject; ``missing`` where unknown."""

    factor: AdjustmentFactor
    subject: Subject
    truth: Truth
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """The profile answers a concluded fact otherwise than its rules derive it; the answer stands."""

    fact: Fact
    subject: Subject
    answer: Answer
    derived: bool
    rule: str


@dataclass(frozen=True, slots=True)
class ConclusionOutcome:
    """What the rules derived for a concluded fact; ``truth`` is what counted (answer or derivation)."""

    fact: Fact
    subject: Subject
    truth: Truth
    answered: bool
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything decided about a profile at a date.

    ``linked`` gives the stated links between entries: its key is a pair of subjects in order; true
    linked, false separate, absent not stated (unknown).
    """

    edition: Edition
    profile: Profile
    on: dt.date
    evaluator: str
    findings: tuple[Finding, ...]
    factors: tuple[FactorOutcome, ...]
    conclusions: tuple[ConclusionOutcome, ...]
    conflicts: tuple[Conflict, ...]
    linked: Mapping[tuple[Subject, Subject], bool]

    def link(self, one: Subject, other: Subject) -> Truth:
        """Whether two subjects' operations are linked: yes, no, or not stated."""
        if one == other:
            return True
        return self.linked.get((min(one, other), max(one, other)))
