"""The public decisions in ``examples/decisions``: what each found infringed, and what the rules make of its facts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Range, RegimeExposure
from lexposure.profile.model import Profile
from lexposure.profile.reading import read_profile
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.rules import Outcome
from lexposure.source.fields import Fields
from lexposure.source.problems import InputError, Problems
from lexposure.source.yamltree import Node, read_tree

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "decisions"
FOUND = FOLDER / "found.yaml"
NO_RULE = "no rule"
NOT_INDICATED = "not indicated"


@dataclass(frozen=True, slots=True)
class Infringed:
    """A provision that the authority found infringed.

    ``indicated_as`` is the provision under which the rules state the same, mostly its own name. ``missing`` says that
    no rule names it, or that rules name it and do not find it on these facts; ``because`` says why.
    """

    provision: str
    indicated_as: str
    missing: str
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the authority took it, with what became of it."""

    id: str
    company: str
    authority: str
    act: str
    decided: dt.date
    fine: str
    status: str
    source: str
    infringed: tuple[Infringed, ...]

    @property
    def profile(self) -> Path:
        """The file with the facts that it found."""
        return FOLDER / f"{self.id}.yaml"


@dataclass(frozen=True, slots=True)
class Result:
    """What the rules make of the facts: the provisions of the findings, and the range of their fine."""

    decision: Decision
    profile: Profile
    indicated: frozenset[str]
    regime: RegimeExposure

    @property
    def established(self) -> Range:
        """The range of the findings alone."""
        return self.regime.established

    def indicates(self, infringed: Infringed) -> bool:
        """Whether a finding names the provision, an article it is part of, or a part of it."""
        return any(same_law(infringed.indicated_as, provision) for provision in self.indicated)


def decisions() -> tuple[Decision, ...]:
    """All decisions, the earliest first."""
    problems = Problems()
    fields = Fields(read_tree(FOUND, problems, FOUND.name), problems, "the file")
    found = [_decision(node, problems) for node in fields.items("decisions", required=True)]
    fields.finish()
    problems.raise_if_any(InputError)
    return tuple(sorted(found, key=lambda decision: (decision.decided, decision.id)))


def result(decision: Decision, book: RuleBook) -> Result:
    """Assess the profile as of its day; the reference decides, so that every Python gives the same."""
    profile = read_profile(decision.profile, book)
    assessment = assess(book, profile, "reference")
    indicated = frozenset(
        provision.name
        for finding in assessment.findings
        if finding.outcome is Outcome.FINDING and not finding.on_facts_alleged
        for provision in finding.provisions
    )
    regime = profile.outcomes[0].regime
    return Result(
        decision, profile, indicated, next(one for one in estimate(assessment).regimes if one.regime == regime)
    )


def rules_name(provision: str, book: RuleBook) -> bool:
    """Whether any rule names this provision, an article it is part of, or a part of it."""
    return any(same_law(provision, named) for rule in book.rules for named in rule.infringes)


def same_law(one: str, other: str) -> bool:
    """Whether two provisions are the same or one is part of the other: GDPR 13 and GDPR 13(1)(f), not GDPR 1."""
    first, second = _parts(one), _parts(other)
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def _parts(provision: str) -> list[str]:
    return re.findall(r"[^\s()]+", provision)


def _decision(node: Node, problems: Problems) -> Decision:
    fields = Fields(node, problems, "a decision")
    decided = fields.date("decided", required=True)
    decision = Decision(
        id=fields.text("id", required=True),
        company=fields.text("company", required=True),
        authority=fields.text("authority", required=True),
        act=fields.text("act", required=True),
        decided=decided or dt.date.min,
        fine=fields.text("fine", required=True),
        status=fields.text("status", required=True),
        source=fields.text("source", required=True),
        infringed=tuple(_infringed(item, problems) for item in fields.items("infringed", required=True)),
    )
    fields.finish()
    return decision


def _infringed(node: Node, problems: Problems) -> Infringed:
    fields = Fields(node, problems, "a provision")
    provision = fields.text("provision", required=True)
    infringed = Infringed(
        provision=provision,
        indicated_as=fields.text("as", default=provision),
        missing=fields.one_of("missing", (NO_RULE, NOT_INDICATED)),
        because=fields.text("because", required=fields.has("missing") or fields.has("as")),
    )
    fields.finish()
    return infringed
