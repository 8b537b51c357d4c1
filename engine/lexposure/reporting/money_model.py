"""What a report shows of the exposure: amounts, steps, conducts, laws, known decisions."""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.reporting.charts import StepChart
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
    because: Rich


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
    answers: tuple[Rich, ...]
    notes: tuple[str, ...]
    proceedings: tuple[ProceedingsView, ...] = ()


@dataclass(frozen=True, slots=True)
class ConductRow:
    """An open conduct in one line; its steps are those of the dearest one, with other answers."""

    id: str
    title: str
    law: Rich
    cap: Amount
    low: Amount
    high: Amount
    because: tuple[str, ...]
    findings: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A range in the table that sets the method beside real decisions."""

    label: str
    band: Band


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """A real decision: who decided when, about whom, the fine, its part of turnover, what became of it."""

    title: Rich
    decided: str
    about: str
    fine: Amount
    turnover: str
    share: str
    court: str


@dataclass(frozen=True, slots=True)
class PrecedentsView:
    """Real decisions beside the method's range: what they suggest, the nearest of them, what courts made of them."""

    id: str
    says: tuple[Rich, ...]
    ranges: tuple[RangeRow, ...]
    rows: tuple[PrecedentRow, ...]
    nearest: bool
    notes: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class RegimeView:
    """All conducts under one body of law: in full, or in ``rows`` with the ``row_notes`` they share."""

    id: str
    title: str
    method: str
    says: tuple[Rich, ...]
    conducts: tuple[ConductView, ...]
    rows: tuple[ConductRow, ...]
    row_notes: tuple[str, ...]
    alleged: tuple[ConductView, ...]
    alleged_says: str
    answers: tuple[Rich, ...]
    periodic: tuple[Rich, ...]
    notes: tuple[str, ...]
    precedents: PrecedentsView | None


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
