"""What a report shows: plain text, amounts, lists and links; no HTML and nothing left to decide.

Texts may hold anything a profile's author wrote; escaping is the renderer's task.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.reporting.charts import RangeChart, ShareChart
from lexposure.reporting.money_model import ExposureView, ProceedingsView
from lexposure.reporting.pieces import Piece, Rich


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
    subject: str
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
    actions_say: Rich
    actions: tuple[Rich, ...]


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
    rule: Rich
    proceedings: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """Open outcomes of one rule that hang on the same questions; ``others`` are the ids of all but the first."""

    id: str
    others: tuple[str, ...]
    number: str
    title: str
    state: str
    code: str
    subjects: tuple[Rich, ...]
    law: Rich
    questions: Rich
    rule: Piece


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one state under one heading: in full, or in blocks where they are open."""

    id: str
    title: str
    intro: str
    findings: tuple[FindingView, ...]
    blocks: tuple[OpenBlock, ...]


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
class UnknownTopic:
    """The questions of one topic that weigh less, each once."""

    title: str
    rows: tuple[UnknownRow, ...]


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
    more: tuple[UnknownTopic, ...]
    more_count: int
    disputed: tuple[ConflictRow, ...]
    conflicts: tuple[ConflictRow, ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the plan with the findings it answers; ``state`` marks what is alleged or open."""

    state: str
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
class RuleRow:
    """A method or rule: since when, on which sources, and what it cannot express."""

    id: str
    rule: str
    title: str
    line: str
    sources: Rich
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComingRow:
    """A change of the law that does not apply yet on the date."""

    title: str
    stage: str
    says: str
    cite: Rich


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
    """The answers of one subject, and apart from them what nobody answered."""

    id: str
    title: str
    complete: str
    rows: tuple[AnswerRow, ...]
    asked: tuple[AnswerRow, ...]


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
    thresholds: tuple[AssumptionRow, ...]
    method: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    coming: tuple[ComingRow, ...]
    provenance: tuple[Item, ...]
    warnings: tuple[str, ...]
    answers: tuple[AnswerGroup, ...]
    provisions: tuple[LawRow, ...]
    sources: tuple[LawRow, ...]
    glossary: tuple[Item, ...]
