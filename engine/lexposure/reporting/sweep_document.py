"""A sweep as plain data: the axes, and each point with its figures in euro."""

from __future__ import annotations

from lexposure.reporting.money import cents
from lexposure.reporting.plain import Document
from lexposure.reporting.whatif import found_in, open_in
from lexposure.scenarios.sweep import Sweep
from lexposure.scenarios.whatif import Assessed


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
        "baseline": _figures(found.baseline),
        "points": [{"values": list(point.values), **_figures(point.assessed)} for point in found.points],
    }


def _figures(one: Assessed) -> Document:
    sure, hull = one.exposure.total.established_largest, one.exposure.total.largest
    return {
        "findings": found_in(one),
        "open": open_in(one),
        "established": {"low": cents(sure.low), "central": cents(sure.central), "high": cents(sure.high)},
        "low": cents(hull.low),
        "central": cents(hull.central),
        "high": cents(hull.high),
    }
