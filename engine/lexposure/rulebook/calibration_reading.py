"""Reading rules/calibration: the design, what was fitted, and the decisions it was fitted on."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

from lexposure.rulebook.calibration import (
    Calibration,
    Compared,
    CompetitionCase,
    Design,
    Family,
    Fitted,
    Promise,
    Region,
)
from lexposure.rulebook.decisions_reading import read_decisions
from lexposure.rulebook.marks import CERTAINTIES, read_certainty, read_kind
from lexposure.rulebook.values import Misread, read_amount
from lexposure.source.fields import Fields
from lexposure.source.problems import InputError, Problems, Span
from lexposure.source.yamltree import Node, Scalar, tree_of

FOLDER = "calibration"
DESIGN, FITTED, DECISIONS, COMPETITION = "design.yaml", "gdpr.yaml", "gdpr-decisions.yaml", "competition-decisions.yaml"
COURTS = ("upheld", "reduced", "annulled", "pending", "none", "unknown")
WRITTEN = (FITTED, DECISIONS, COMPETITION)
"""The files that ``calibrate`` writes; the design is written by hand."""


def read_calibration(folder: Path, problems: Problems) -> Calibration | None:
    """The calibration of a rule folder; nothing before ``calibrate`` has written one. What is there must be whole."""
    written = {name: _root(folder / FOLDER / name, problems) for name in WRITTEN}
    if all(root is None for root in written.values()):
        return None
    design = _root(folder / FOLDER / DESIGN, problems)
    fitted, decisions, competition = (written[name] for name in WRITTEN)
    if design is None or fitted is None or decisions is None or competition is None:
        lacking = ", ".join(name for name, root in ({DESIGN: design} | written).items() if root is None)
        problems.error("missing-file", f"the calibration needs {lacking}", Span(str(folder / FOLDER)))
        return None
    drawn, figures = read_design(design, problems), read_fitted(fitted, problems)
    if drawn is None or figures is None:
        return None
    return Calibration(drawn, figures, read_decisions(decisions, problems), read_competition(competition, problems))


def own_design(folder: Path) -> Design:
    """The design of a rule folder; raises :class:`InputError` where there is none or it is wrong."""
    problems = Problems()
    root = _root(folder / FOLDER / DESIGN, problems)
    if root is None and not problems.error_count:
        problems.error("missing-file", f"there is no design '{DESIGN}' for a calibration", Span(str(folder / FOLDER)))
    design = read_design(root, problems) if root is not None else None
    problems.raise_if_any(InputError)
    assert design is not None
    return design


def kept_competition(folder: Path) -> tuple[CompetitionCase, ...]:
    """The decisions on competition law of the present calibration; none where there is none."""
    problems = Problems()
    root = _root(folder / FOLDER / COMPETITION, problems)
    found = () if root is None else read_competition(root, problems)
    problems.raise_if_any(InputError)
    return found


def _root(path: Path, problems: Problems) -> Node | None:
    return tree_of(path.read_bytes(), str(path), problems) if path.is_file() else None


def read_design(root: Node, problems: Problems) -> Design | None:
    """The file design.yaml."""
    before = problems.error_count
    fields = Fields(root, problems, "the design of the calibration")
    giant = Fields(fields.node("giant", required=True), problems, "'giant'", fields.span)
    read = Design(
        regime=fields.text("regime", required=True),
        reads=_named(fields, "reads"),
        lower_tier=fields.text("lower_tier", required=True),
        intents=_named(fields, "intents"),
        mirrors=_named(fields, "mirrors"),
        tables={name.text: _texts(name.text, node, problems) for name, node in fields.keyed("tables")},
        families=tuple(_family(name, node, problems) for name, node in fields.keyed("families")),
        regions=tuple(_region(name, node, problems) for name, node in fields.keyed("regions")),
        giant_turnover=_money(giant, "turnover", problems),
        giant_countries=frozenset(giant.texts("countries", required=True)),
        groups={name.text: _texts(name.text, node, problems) for name, node in fields.keyed("groups")},
        least_decisions=int(_number(fields, "least_decisions", problems)),
        nearest=int(_number(fields, "nearest", problems)),
        penalties=tuple(_float(scalar, problems) for scalar in fields.scalars("penalties", required=True)),
        cite=fields.text("cite", required=True),
        kind=read_kind(fields),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on", required=True),
    )
    giant.finish()
    fields.finish()
    return None if problems.error_count > before else read


def _named(fields: Fields, key: str) -> dict[str, str]:
    """Words by name."""
    return {name.text: value.text for name, value in fields.keyed(key) if isinstance(value, Scalar)}


def _family(name: Scalar, node: Node, problems: Problems) -> Family:
    fields = Fields(node, problems, f"the family '{name.text}'", name.span)
    read = Family(
        name.text,
        fields.text("title", required=True),
        frozenset(fields.texts("kinds", required=True)),
        frozenset(fields.texts("provisions")),
        frozenset(fields.texts("rules")),
    )
    fields.finish()
    return read


def _region(name: Scalar, node: Node, problems: Problems) -> Region:
    fields = Fields(node, problems, f"the region '{name.text}'", name.span)
    read = Region(name.text, fields.text("title", required=True), frozenset(fields.texts("countries", required=True)))
    fields.finish()
    return read


def _texts(name: str, node: Node, problems: Problems) -> tuple[str, ...]:
    items = getattr(node, "items", ())
    found = tuple(item.text for item in items if isinstance(item, Scalar))
    if not found:
        problems.error("shape", f"'{name}' must be a list of names", node.span)
    return found


def _money(fields: Fields, key: str, problems: Problems) -> float:
    scalar = fields.scalar(key, required=True)
    if scalar is None:
        return math.nan
    try:
        amount = read_amount(scalar.text)
    except Misread as wrong:
        problems.error(wrong.code, wrong.message, scalar.span)
        return math.nan
    if amount.unit != "EUR" or amount.low is None:
        problems.error("value", f"'{scalar.text}' is not an amount in EUR", scalar.span)
        return math.nan
    return float(amount.low)


def _number(fields: Fields, key: str, problems: Problems) -> float:
    scalar = fields.scalar(key, required=True)
    return 0.0 if scalar is None else _float(scalar, problems)


def _float(scalar: Scalar, problems: Problems) -> float:
    try:
        return float(scalar.text)
    except ValueError:
        problems.error("number", f"'{scalar.text[:40]}' is not a number", scalar.span)
        return 0.0


def _optional(fields: Fields, key: str, problems: Problems) -> float | None:
    scalar = fields.scalar(key)
    return None if scalar is None else _float(scalar, problems)


def read_fitted(root: Node, problems: Problems) -> Fitted | None:
    """The file gdpr.yaml that ``calibrate`` writes."""
    before = problems.error_count
    fields = Fields(root, problems, "the fitted figures")
    residuals = tuple(_float(scalar, problems) for scalar in fields.scalars("residuals", required=True))
    read = Fitted(
        target=fields.one_of("target", ("original", "final"), required=True),
        penalty=_number(fields, "penalty", problems),
        intercept=_number(fields, "intercept", problems),
        coefficients={
            name.text: _float(value, problems)
            for name, value in fields.keyed("coefficients")
            if isinstance(value, Scalar)
        },
        residuals=residuals,
        n=int(_number(fields, "n", problems)),
        data_hash=fields.text("data_hash", required=True),
        fitted_on=fields.date("fitted_on", required=True) or dt.date.min,
        latest=fields.date("latest", required=True) or dt.date.min,
        rmse=_number(fields, "rmse_log10", problems),
        baseline_rmse=_number(fields, "baseline_rmse_log10", problems),
        promises=tuple(_promise(node, problems) for node in fields.items("coverage", required=True)),
        compared=tuple(_compared(node, problems) for node in fields.items("compared", required=True)),
    )
    fields.finish()
    return None if problems.error_count > before else read


def _promise(node: Node, problems: Problems) -> Promise:
    fields = Fields(node, problems, "a measured coverage")
    read = Promise(
        promised=_number(fields, "promised", problems),
        covered=int(_number(fields, "inside", problems)),
        n=max(int(_number(fields, "n", problems)), 1),
        width=_number(fields, "width_log10", problems),
    )
    fields.finish()
    return read


def _compared(node: Node, problems: Problems) -> Compared:
    fields = Fields(node, problems, "a model that was tried")
    read = Compared(
        model=fields.text("model", required=True),
        n=int(_number(fields, "n", problems)),
        rmse=_number(fields, "rmse_log10", problems),
        width_80=_number(fields, "width_80_log10", problems),
        coverage_80=_number(fields, "coverage_80", problems),
        pinball=_number(fields, "pinball", problems),
        kept=fields.yes_no("kept"),
    )
    fields.finish()
    return read


def read_competition(root: Node, problems: Problems) -> tuple[CompetitionCase, ...]:
    """The decisions on competition law and the DMA, in the format of cases/antitrust-decisions.yaml."""
    fields = Fields(root, problems, "the decisions on competition law")
    return tuple(_case(Fields(node, problems, "a decision"), problems) for node in fields.items("cases", required=True))


def _case(fields: Fields, problems: Problems) -> CompetitionCase:
    read = CompetitionCase(
        id=fields.text("id", required=True),
        title=fields.text("title", required=True),
        authority=fields.text("authority", required=True),
        number=fields.text("number", required=True),
        law=fields.texts("law", required=True),
        decided=fields.date("decided", required=True) or dt.date.min,
        fine=_number(fields, "fine_eur", problems),
        final=_optional(fields, "final_eur", problems),
        turnover=_optional(fields, "turnover_eur", problems),
        published_share=_optional(fields, "share", problems),
        court=fields.one_of("court", COURTS, required=True),
        status=fields.text("status", required=True),
        certainty={
            name.text: CERTAINTIES.get(value.text, value.text)
            for name, value in fields.keyed("c")
            if isinstance(value, Scalar)
        },
    )
    fields.finish()
    return read
