"""Fitting the empirical range anew, and the files that hold all it needs at run time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexposure.empirical.covariates import columns
from lexposure.empirical.prediction import ORIGINAL, regressed, rows_of
from lexposure.rulebook.calibration import CompetitionCase, Design
from lexposure.rulebook.calibration_reading import COMPETITION, DECISIONS, FITTED
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.families import RIDGE, TURNOVER, compared
from lexposure.scenarios.folds import left_out
from lexposure.scenarios.scores import Scores, scores

HEADING = "# Written by `lexposure calibrate`; the design beside it is written by hand.\n"
DIGITS = 6


def calibrated(
    decisions: Sequence[Decision], competition: Sequence[CompetitionCase], design: Design, today: dt.date
) -> Calibrated:
    """Fit, and compare with the other families; without scikit-learn with the simplest alone.

    Raises :class:`ValueError` where no decision has a turnover.
    """
    rows = sorted(decisions, key=lambda one: one.id)
    tried = compared(rows, design)
    ready = rows_of(rows, design)
    headline = scores(list(left_out(ready, ready, design).values()))
    data = _decisions(rows)
    texts = {
        FITTED: _fitted(rows, design, headline, tried, data, today),
        DECISIONS: data,
        COMPETITION: _competition(competition),
    }
    return Calibrated(texts, headline, tried)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A fit: the texts of its files by name, the scores on companies left out, and those of every family tried."""

    files: Mapping[str, str]
    headline: Scores
    tried: Mapping[str, Scores]

    @property
    def better(self) -> tuple[str, ...]:
        """Families with a lower quantile loss than the one in use: reasons to change the model, not done by itself."""
        kept = self.tried[RIDGE].pinball or 0.0
        return tuple(name for name, one in self.tried.items() if one.pinball is not None and one.pinball < kept)


def _fitted(
    rows: Sequence[Decision],
    design: Design,
    headline: Scores,
    tried: Mapping[str, Scores],
    data: str,
    today: dt.date,
) -> str:
    ready = rows_of(rows, design)
    regression = regressed(ready, design.penalties)
    names = columns(ready[0].case, design, hindsight=False)
    lines = [
        f"target: {ORIGINAL}",
        f"n: {len(regression.errors)}",
        f"data_hash: {hashlib.sha256(data.encode()).hexdigest()}",
        f"fitted_on: {today}",
        f"latest: {max(row.decision.on for row in ready)}",
        f"penalty: {regression.penalty:g}",
        f"rmse_log10: {_short(headline.rmse)}",
        f"baseline_rmse_log10: {_short(tried[TURNOVER].rmse)}",
        "# Measured on decisions of companies left out of the fit.",
        "coverage:",
        *(
            f"  - {{promised: {one.promised}, inside: {one.inside}, n: {one.n}, width_log10: {_short(one.width)}}}"
            for one in headline.covered
        ),
        "# Families of models tried, on ten folds with no company on both sides; errors in powers of ten.",
        "compared:",
        *(_compared(name, one) for name, one in tried.items()),
        "# Logarithms to the base ten of euro.",
        f"intercept: {_short(regression.intercept)}",
        "coefficients:",
        *(f"  {json.dumps(name)}: {_short(value)}" for name, value in zip(names, regression.coefficients, strict=True)),
        "# The errors on companies left out, in order: the ranges follow from them.",
        "residuals:",
        *(f"  - {_short(value)}" for value in regression.residuals),
    ]
    return HEADING + "\n".join(lines) + "\n"


def _compared(name: str, one: Scores) -> str:
    eighty = one.covered[1]
    return (
        f"  - {{model: {json.dumps(name)}, n: {one.n}, rmse_log10: {_short(one.rmse)}, "
        f"width_80_log10: {_short(eighty.width)}, coverage_80: {_short(eighty.share)}, "
        f"pinball: {_short(one.pinball or 0.0)}, kept: {'yes' if name == RIDGE else 'no'}}}"
    )


def _short(value: float) -> str:
    return f"{round(value, DIGITS):.{DIGITS}f}"


def _decisions(rows: Sequence[Decision]) -> str:
    """The decisions in the format of the case file, one a line, with the fields that are read."""
    return HEADING + "cases:\n" + "".join(f"  - {{{', '.join(_decision(one))}}}\n" for one in rows)


def _decision(one: Decision) -> Iterator[str]:
    yield f"id: {one.id}"
    yield f"company: {json.dumps(one.company, ensure_ascii=False)}"
    yield f"country: {json.dumps(one.country)}"
    yield f"authority: {json.dumps(one.authority, ensure_ascii=False)}"
    yield f"decision_date: {one.decided}" if one.decided else f"decision_year: {one.year}"
    yield f"fine_eur: {one.fine:.12g}"
    yield f"articles: {json.dumps(list(one.articles))}"
    yield f"tier: {one.tier}"
    if one.turnover is not None:
        yield f"turnover_eur: {one.turnover:.12g}"
        basis = "entity" if one.group_turnover is None else "undertaking"
        yield f"turnover: {{basis: {basis}, source: {json.dumps(one.turnover_source)}}}"
    if one.people is not None:
        yield f"data_subjects: {one.people:.12g}"
    words = {
        "intent": one.intent,
        "special_categories": _truth(one.special_categories),
        "children": _truth(one.children),
        "previous_infringements": _truth(one.earlier),
        "violation_kind": one.violation,
        "seriousness": one.seriousness,
        "includes_eprivacy": "yes" if one.eprivacy else "",
        "certainty": one.certainty,
    }
    yield from (f"{key}: {word}" for key, word in words.items() if word)
    if one.court is not None:
        yield f"court: {{{', '.join(_court(one))}}}"
    yield f"sources: {json.dumps(list(one.sources), ensure_ascii=False)}"


def _court(one: Decision) -> Iterator[str]:
    court = one.court
    if court is None:
        return
    yield f"end: {court.end}"
    if court.final is not None:
        yield f"final_eur: {court.final:.12g}"
    if court.on is not None:
        yield f"on: {court.on}"
    yield f"certainty: {court.certainty}"
    yield f"source: {json.dumps(court.source, ensure_ascii=False)}"


def _truth(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _competition(cases: Sequence[CompetitionCase]) -> str:
    return HEADING + "cases:\n" + "".join(f"  - {{{', '.join(_case(one))}}}\n" for one in cases)


def _case(one: CompetitionCase) -> Iterator[str]:
    for key, text in (("id", one.id), ("title", one.title), ("authority", one.authority), ("number", one.number)):
        yield f"{key}: {json.dumps(text, ensure_ascii=False)}"
    yield f"law: {json.dumps(list(one.law))}"
    yield f"decided: {one.decided}"
    amounts = {"fine_eur": one.fine, "final_eur": one.final, "turnover_eur": one.turnover, "share": one.published_share}
    yield from (f"{key}: {amount:.12g}" for key, amount in amounts.items() if amount is not None)
    yield f"court: {one.court}"
    yield f"status: {json.dumps(one.status, ensure_ascii=False)}"
    yield f"c: {{{', '.join(f'{field}: {word}' for field, word in one.certainty.items())}}}"
