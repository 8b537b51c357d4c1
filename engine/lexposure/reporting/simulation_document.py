"""A simulation as plain data, amounts in euro."""

from __future__ import annotations

import math

from lexposure.reporting.money import cents
from lexposure.reporting.plain import Document
from lexposure.scenarios.places import shown
from lexposure.scenarios.simulation.quantities import Answer, Law, Number, Quantity
from lexposure.scenarios.simulation.run import Simulation
from lexposure.scenarios.simulation.statistics import TAIL, Figure


def simulation_document(found: Simulation) -> Document:
    """Everything. Keys are only ever added."""
    summary, assessment = found.summary, found.baseline.assessment
    return {
        "company": assessment.profile.company,
        "confidentiality": assessment.profile.confidentiality,
        "invented": assessment.profile.invented,
        "as_of": assessment.on.isoformat(),
        "currency": found.baseline.exposure.currency,
        "draws": summary.draws,
        "seed": found.seed,
        "laws_together": "sum" if found.added else "dearest per group of facts",
        "mean": _amount(summary.mean),
        "quantiles": [{"share": share, **_amount(figure)} for share, figure in summary.quantiles],
        "expected_shortfall": {"share": TAIL, **_amount(summary.shortfall)},
        "nothing": _share(summary.nothing),
        "tolerance": None
        if summary.above is None
        else {"amount": cents(found.tolerance), "exceeded": _share(summary.above)},
        "curve": [{"amount": cents(amount), "exceeded": share} for amount, share in summary.curve],
        "running": [{"draws": draws, "mean": cents(mean), "p95": cents(tail)} for draws, mean, tail in summary.running],
        "laws": {law: _amount(figure) for law, figure in summary.laws},
        "left_out": {law: _share(figure) for law, figure in summary.left_out},
        "influences": [
            {
                "quantity": one.quantity.name,
                "first_order": _share(one.share),
                "lowest": {"at": one.lowest[0], "mean": cents(one.lowest[1])},
                "highest": {"at": one.highest[0], "mean": cents(one.highest[1])},
            }
            for one in summary.influences
        ],
        "joint": summary.joint,
        "drawn": [_quantity(one) for one in found.plan.quantities],
        "not_drawn": [shown(one.subject, one.fact) for one in found.plan.left],
        "correlated": [{"between": list(one.between), "by": one.by} for one in found.plan.correlated],
    }


def _amount(figure: Figure) -> Document:
    return {"value": cents(figure.value), "standard_error": None if math.isnan(figure.error) else cents(figure.error)}


def _share(figure: Figure) -> Document:
    return {"value": figure.value, "standard_error": None if math.isnan(figure.error) else figure.error}


def _quantity(one: Quantity) -> Document:
    match one:
        case Answer(labels=labels, shares=shares):
            return {"name": one.name, "stated": one.stated, "values": dict(zip(labels, shares, strict=True))}
        case Number():
            return {"name": one.name, "stated": one.stated, "range": one.written}
        case Law():
            return {"name": one.name, "likelihood": one.likelihood if one.kind == "enforcement" else None}
