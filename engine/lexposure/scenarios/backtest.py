"""How well the figures would have predicted real fines.

Every decision is forecast by decisions of other companies (``left out``: whatever their date, so in hindsight) and by
earlier decisions of other companies alone (``in time``). Beside them stand simple baselines and the method's range.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lexposure.empirical.prediction import FINAL, ORIGINAL, Row, rows_of, usable
from lexposure.exposure.model import Range
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.calibration import Calibration, Design
from lexposure.rulebook.decisions import Decision
from lexposure.scenarios.baselines import points, share_of_maximum, turnover_alone
from lexposure.scenarios.folds import Forecasts, in_time, left_out
from lexposure.scenarios.method_ranges import MethodRange, method_ranges
from lexposure.scenarios.scores import Scores, scores

WORST = 10
"""How many of the worst misses are listed."""

TURNOVER_CLASSES = ((1e7, "below 10 m"), (1e8, "10 to 100 m"), (1e9, "100 m to 1 bn"), (1e10, "1 to 10 bn"))
LARGEST = "10 bn and more"


@dataclass(frozen=True, slots=True)
class Inside:
    """How many fines lay inside, below and above the method's range, on decisions with enough on record."""

    inside: int
    below: int
    above: int
    n: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A decision that the forecast missed by ``factor`` (above one: the fine was higher), and what may explain it."""

    decision: Decision
    factor: float
    explains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """Everything measured. ``forecasts`` are the headline's, by decision; ``methods`` likewise.

    ``same_data``: the decisions tested are the very ones the calibration was made from. ``without_families`` is the
    headline's model without the families of violations, which were drawn with the decisions in view. ``slices`` maps
    what is looked at (turnover class, tier, ...) to its values and their scores.
    """

    decisions: tuple[Decision, ...]
    excluded: tuple[Decision, ...]
    design: Design
    same_data: bool
    forecasts: Forecasts
    headline: Scores
    in_time: Scores | None
    with_seriousness: Scores | None
    final: Scores | None
    without_families: Scores | None
    baselines: Mapping[str, Scores]
    methods: Mapping[str, MethodRange]
    stated: Inside
    open: Inside
    slices: Mapping[str, Mapping[str, Scores]]
    misses: tuple[Miss, ...]
    families: Mapping[str, str]


def backtest(book: RuleBook, calibration: Calibration, tested: Sequence[Decision], today: dt.date) -> Backtest:
    """Raises :class:`ValueError` where no decision has a turnover."""
    design, known = calibration.design, calibration.decisions
    bare = replace(design, families=())
    rows = usable(tested)
    ready, fitting = rows_of(tested, design), rows_of(known, design)
    forecasts = left_out(ready, fitting, design)
    headline = scores(list(forecasts.values()))
    methods = method_ranges(book, (*known, *rows), today)
    families = {one.id: design.family_of_kind(one.violation) for one in rows}
    return Backtest(
        decisions=rows,
        excluded=tuple(one for one in tested if one.turnover is None),
        design=design,
        same_data={one.id for one in rows} <= {one.id for one in known},
        forecasts=forecasts,
        headline=headline,
        in_time=_scores(in_time(ready, fitting, design)),
        with_seriousness=_measured(tested, known, design, hindsight=True),
        final=_measured(tested, known, design, FINAL),
        without_families=_measured(tested, known, bare),
        baselines=_baselines(ready, fitting, methods),
        methods={one.id: methods[one.id] for one in rows},
        stated=_inside(rows, {id: one.stated for id, one in methods.items()}),
        open=_inside(rows, {id: one.open for id, one in methods.items()}),
        slices=_slices(rows, forecasts, families),
        misses=tuple(_misses(rows, forecasts)),
        families=families,
    )


def _scores(forecasts: Forecasts) -> Scores | None:
    return scores(list(forecasts.values())) if forecasts else None


def _measured(
    tested: Sequence[Decision],
    known: Sequence[Decision],
    design: Design,
    target: str = ORIGINAL,
    hindsight: bool = False,
) -> Scores | None:
    """The headline's forecast under another condition."""
    ready, fitting = (rows_of(rows, design, target, hindsight) for rows in (tested, known))
    return _scores(left_out(ready, fitting, design))


def _baselines(rows: Sequence[Row], known: Sequence[Row], methods: Mapping[str, MethodRange]) -> dict[str, Scores]:
    """By name; each on the same decisions as the headline."""
    maxima = {id: one.cap for id, one in methods.items()}
    found = {
        "turnover alone": turnover_alone().forecasts(rows, known),
        "share of the legal maximum": share_of_maximum(maxima).forecasts(rows, known),
        "middle of the method's band": points(rows, {id: one.middle for id, one in methods.items()}),
    }
    return {name: scores(list(forecasts.values())) for name, forecasts in found.items() if forecasts}


def _inside(rows: Sequence[Decision], ranges: Mapping[str, Range | None]) -> Inside:
    """Over the decisions with a range."""
    pairs = [(one.fine, ranges[one.id]) for one in rows]
    known = [(fine, span.low, span.high) for fine, span in pairs if span is not None and span.high is not None]
    return Inside(
        inside=sum(low <= fine <= high for fine, low, high in known),
        below=sum(fine < low for fine, low, _ in known),
        above=sum(fine > high for fine, _, high in known),
        n=len(known),
    )


def _slices(
    rows: Sequence[Decision], forecasts: Forecasts, families: Mapping[str, str]
) -> dict[str, dict[str, Scores]]:
    views: dict[str, Callable[[Decision], str]] = {
        "turnover": turnover_class,
        "turnover is": lambda one: "the group's" if one.group_turnover is not None else "the company's own",
        "tier": lambda one: one.tier,
        "kind": lambda one: families[one.id],
        "authority": lambda one: one.authority,
        "year": lambda one: str(one.year),
    }
    found: dict[str, dict[str, Scores]] = {}
    for name, view in views.items():
        parts: dict[str, list[str]] = {}
        for one in rows:
            parts.setdefault(view(one), []).append(one.id)
        ordered = sorted(parts.items(), key=lambda part: _order(name, part[0], len(part[1])))
        found[name] = {value: scores([forecasts[id] for id in ids]) for value, ids in ordered}
    return found


def _order(view: str, value: str, size: int) -> tuple[int, str]:
    """Classes by size, authorities by how much they decided, all else by name."""
    classes = [title for _, title in TURNOVER_CLASSES]
    if view == "turnover":
        return classes.index(value) if value in classes else len(classes), value
    return -size if view == "authority" else 0, value


def turnover_class(one: Decision) -> str:
    """The class of the turnover on record: powers of ten, no legal classes."""
    turnover = one.turnover or 0.0
    return next((title for below, title in TURNOVER_CLASSES if turnover < below), LARGEST)


def _misses(rows: Sequence[Decision], forecasts: Forecasts) -> Iterator[Miss]:
    """The largest errors first."""
    ordered = sorted(rows, key=lambda one: -abs(forecasts[one.id].error))
    for one in ordered[:WORST]:
        error = forecasts[one.id].error
        yield Miss(one, 10.0**error, tuple(_explains(one, error)))


def _explains(one: Decision, error: float) -> Iterator[str]:
    """What of the record may explain a miss, as keys of the wording."""
    if error > 0.0 and one.group_turnover is None:
        yield "own-turnover"
    if one.turnover_source == "unverified":
        yield "turnover-unverified"
    if one.people is None:
        yield "people-unknown"
    elif error < 0.0 and one.people <= 10.0:
        yield "few-people"
    if error < 0.0 and one.seriousness == "low":
        yield "stated-low"
    if error > 0.0 and one.seriousness == "high":
        yield "stated-high"
    if one.eprivacy:
        yield "eprivacy"
    if one.court is not None and one.court.end in ("reduced", "annulled"):
        yield "court"
    if one.group_turnover is not None and error < 0.0:
        yield "group-turnover"
