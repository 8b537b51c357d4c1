"""What a report shows: plain text, amounts, lists and links; no HTML and nothing left to decide.

Texts may hold anything a profile's author wrote; escaping is the renderer's task.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.reporting.charts import RangeChart, ShareChart, StepChart
from lexposure.reporting.pieces import Piece, Rich


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure twice: ``exact`` for tables, ``short`` for prose. ``href`` leads to how it arose."""

    exact: str
    short: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """low / central / high, each of which may read "not computed"."""

    low: Amount
    central: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Item:
    """A label with its value, for lists of particulars."""

    label: str
    value: Rich


@dataclass(frozen=True, slots=True)
class Cover:
    """Title and status. ``mark`` says that the company is invented."""

    title: str
    company: str
    confidentiality: str
    mark: str
    about: str
    items: tuple[Item, ...]
    privilege: str
    advice: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the few figures on the board's page."""

    label: str
    value: Rich
    note: Rich


@dataclass(frozen=True, slots=True)
class Highlight:
    """A finding that matters, with what it may cost."""

    code: str
    title: Piece
    state: str
    text: Rich


@dataclass(frozen=True, slots=True)
class Board:
    """The page for the board."""

    verdict: tuple[Rich, ...]
    figures: tuple[KeyFigure, ...]
    chart: RangeChart
    chart_says: str
    findings: tuple[Highlight, ...]
    unknown: Rich
    unknowns: tuple[Rich, ...]
    actions: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """Totals or one regime: on the findings alone, over the open questions, and the legal maximum."""

    id: str
    label: Rich
    established: Band
    hull: Band
    cap: Amount
    total: bool = False


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a calculation with the amounts after it."""

    id: str
    label: str
    cite: Rich
    kind: str
    band: Band
    because: str


@dataclass(frozen=True, slots=True)
class ProceedingsView:
    """Proceedings: what is alleged by whom, what the company answers, how they ended."""

    id: str
    title: str
    stage: str
    denied: str
    status: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ConductView:
    """One fine for one conduct, step by step."""

    id: str
    title: str
    state: str
    code: str
    says: tuple[Rich, ...]
    cap: Rich
    steps: tuple[StepRow, ...]
    chart: StepChart | None
    findings: tuple[Rich, ...]
    displaced: tuple[Rich, ...]
    answers: tuple[Piece, ...]
    notes: tuple[str, ...]
    proceedings: tuple[ProceedingsView, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimeView:
    """All conducts under one body of law."""

    id: str
    title: str
    method: str
    says: tuple[Rich, ...]
    conducts: tuple[ConductView, ...]
    alleged: tuple[ConductView, ...]
    alleged_says: str
    periodic: tuple[Rich, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A known decision, on the range or listed beside it."""

    id: str
    title: str
    decided: str
    authority: str
    regime: str
    amount: str
    share: str
    place: str
    measures: tuple[str, ...]
    contested: str
    status: tuple[str, ...]
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A corrective power beside the fine."""

    cite: Rich
    title: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority and what it is for the company."""

    name: str
    role: str
    because: str
    cite: Rich


@dataclass(frozen=True, slots=True)
class ExposureView:
    """Everything about money."""

    summary: tuple[SummaryRow, ...]
    total_note: str
    regimes: tuple[RegimeView, ...]
    outcomes: tuple[OutcomeView, ...]
    outside: tuple[OutcomeView, ...]
    measures: tuple[MeasureRow, ...]
    authorities: tuple[AuthorityRow, ...]


@dataclass(frozen=True, slots=True)
class ChainNode:
    """One step of a reasoning chain: ``mark`` is its truth in a word, ``code`` yes, no or open."""

    mark: str
    code: str
    text: Rich
    cite: Rich
    parts: tuple[ChainNode, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """An answer that an outcome rests on."""

    question: str
    answer: Piece
    source: str


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """A step that removes or lowers an exposure."""

    do: str
    terms: str
    cite: Rich


@dataclass(frozen=True, slots=True)
class FindingView:
    """One outcome in full."""

    id: str
    number: str
    title: str
    subject: str
    state: str
    code: str
    weakness: str
    says: str
    law: tuple[Rich, ...]
    conduct: Rich
    seriousness: str
    factors: tuple[ChainNode, ...]
    conditions: tuple[Condition, ...]
    chain: tuple[ChainNode, ...]
    change: str
    changes: tuple[Rich, ...]
    remedies: tuple[RemedyLine, ...]
    limits: tuple[str, ...]
    rule: Rich
    proceedings: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one state under one heading."""

    id: str
    title: str
    intro: str
    folded: bool
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class PlainOutcome:
    """An outcome that needs one line: nothing found, not applicable, or entries nobody listed."""

    id: str
    title: str
    rule: str
    subject: str
    state: str
    because: Rich


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """An open question, what it decides, and its share of the open width."""

    question: Piece
    subject: str
    share: str
    decides: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """An answer that the rules would have derived otherwise."""

    question: Piece
    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class UnknownsView:
    """What is not known: questions, answers in dispute or in conflict with the rules, open lists."""

    intro: str
    chart: ShareChart | None
    rows: tuple[UnknownRow, ...]
    more: tuple[UnknownRow, ...]
    disputed: tuple[ConflictRow, ...]
    conflicts: tuple[ConflictRow, ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the plan with the findings it answers."""

    do: str
    owner: str
    within: str
    findings: tuple[Piece, ...]
    cite: Rich


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """A named assumption."""

    id: str
    name: str
    says: str
    kind: str
    certainty: str
    cite: Rich


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """What a rule cannot express."""

    rule: str
    title: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer, or a question that was not answered."""

    id: str
    question: str
    fact: str
    state: str
    code: str
    text: str
    details: tuple[str, ...]
    used: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers of one subject."""

    id: str
    title: str
    complete: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class LawRow:
    """A provision or penalty with its maximum on the date, or a source that is cited."""

    id: str
    name: str
    says: str
    cap: str
    notes: str
    url: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report in the order in which it is read."""

    language: str
    id: str
    as_of: str
    cover: Cover
    board: Board
    exposure: ExposureView
    proceedings: tuple[ProceedingsView, ...]
    findings: tuple[FindingGroup, ...]
    nothing: tuple[PlainOutcome, ...]
    unlisted: tuple[PlainOutcome, ...]
    unknowns: UnknownsView
    plan: tuple[Action, ...]
    plan_open: tuple[Action, ...]
    assumptions: tuple[AssumptionRow, ...]
    method: tuple[str, ...]
    limits: tuple[RuleLimits, ...]
    provenance: tuple[Item, ...]
    warnings: tuple[str, ...]
    answers: tuple[AnswerGroup, ...]
    provisions: tuple[LawRow, ...]
    sources: tuple[LawRow, ...]
    glossary: tuple[Item, ...]
