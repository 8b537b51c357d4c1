"""A sweep as plain data: the axes, and each point with its figures in euro."""

from __future__ import annotations

from lexposure.bulk.figures import Figures
from lexposure.reporting.money import cents
from lexposure.reporting.plain import Document
from lexposure.scenarios.sweep import Sweep, figures_of


def sweep_document(found: Sweep) -> Document:
    """Everything. Keys are only ever added."""
    profile = found.baseline.assessment.profile
    return {
        "company": profile.company,
        "confidentiality": profile.confidentiality,
        "invented": profile.invented,
        "as_of": found.baseline.assessment.on.isoformat(),
        "currency": found.baseline.exposure.currency,
        "evaluator": found.baseline.assessment.evaluator,
        "axes": [
            {"path": axis.path, "values": list(axis.values), "spacing": axis.spacing, "log": axis.log}
            for axis in found.axes
        ],
        "baseline": _figures(figures_of(found.baseline)),
        "points": [{"values": list(point.values), **_figures(point.figures)} for point in found.points],
    }


def _figures(one: Figures) -> Document:
    sure, hull = one.established, one.hull
    return {
        "findings": one.findings,
        "open": one.open,
        "established": {"low": cents(sure.low), "central": cents(sure.central), "high": cents(sure.high)},
        "low": cents(hull.low),
        "central": cents(hull.central),
        "high": cents(hull.high),
    }
