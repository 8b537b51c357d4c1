"""The few lines a terminal shows when a report has been written."""

from __future__ import annotations

import textwrap
from collections import Counter

from lexposure.assess.model import Assessment
from lexposure.exposure.model import Exposure, Range, RegimeExposure
from lexposure.reporting.money import short

_Row = tuple[str, str, str, str]

NOT_COMPUTED = "not computed"

WIDTH = 80

NOTE = "With open questions: each answered for or against the company, every conduct\nfined separately."


def summary(assessment: Assessment, exposure: Exposure) -> str:
    """Company, date, what was found, and the amounts per regime; plain text, no trailing newline."""
    profile = assessment.profile
    lines = [f"{profile.company}, as of {assessment.on.isoformat()}", _counts(assessment)]
    total = exposure.total
    rows: list[_Row] = [
        ("", "established", "with open questions", "maximum of one conduct"),
        *(_row(regime) for regime in exposure.regimes if not _untouched(regime)),
        ("Together", _range(total.established_largest), _hull(total.largest.low, total.largest.high), ""),
    ]
    nothing = [regime.title for regime in exposure.regimes if _untouched(regime)]
    left = textwrap.wrap(f"Nothing found and nothing open: {', '.join(nothing)}.", WIDTH) if nothing else []
    return "\n".join([*lines, "", *_table(rows), "", NOTE, *left, ""])


def _untouched(regime: RegimeExposure) -> bool:
    """Whether nothing was found, alleged or left open under a law."""
    return not (regime.conducts or regime.alleged or regime.not_computed)


def _row(regime: RegimeExposure) -> _Row:
    if regime.nothing_computed and not regime.alleged:
        return (regime.title, NOT_COMPUTED, NOT_COMPUTED, NOT_COMPUTED)
    return (regime.title, _range(regime.established), _hull(regime.low, regime.high), _money(regime.cap))


def _counts(assessment: Assessment) -> str:
    states = Counter(
        "alleged" if finding.on_facts_alleged else "found" if finding.established else "open" if finding.open else ""
        for finding in assessment.findings
    )
    alleged = f", {states['alleged']} on facts alleged only" if states["alleged"] else ""
    return f"{states['found']} findings on the answers given{alleged}; {states['open']} outcomes still open"


def _range(amount: Range) -> str:
    return _hull(amount.low, amount.high)


def _hull(low: float, high: float | None) -> str:
    if high is None:
        return f"{_money(low)} or more"
    return _money(low) if low == high else f"{_money(low)} to {_money(high)}"


def _money(amount: float | None) -> str:
    return "not known" if amount is None else short(amount)


def _table(rows: list[_Row]) -> list[str]:
    """Each law on a line of its own with its figures below, so that the lines fit a narrow terminal."""
    widths = [max(len(row[column]) for row in rows) for column in (1, 2, 3)]
    lines: list[str] = []
    for title, *cells in rows:
        if title:
            lines.append(title)
        figures = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        lines.append(f"  {'  '.join(figures)}".rstrip())
    return lines
