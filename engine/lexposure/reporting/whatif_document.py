"""What-if as plain data: the baseline's figures, and for each scenario only what differs. Amounts are in euro."""

from __future__ import annotations

from lexposure.exposure.model import Range
from lexposure.reporting import money
from lexposure.reporting.plain import Document, Plain
from lexposure.reporting.whatif import found_in, open_in
from lexposure.scenarios.compare import Amounts, Distance
from lexposure.scenarios.reasons import Why
from lexposure.scenarios.whatif import Assessed, Compared, WhatIf, supposed


def whatif_document(found: WhatIf) -> Document:
    """Everything that was compared. Keys are only ever added."""
    profile = found.baseline.assessment.profile
    return {
        "company": profile.company,
        "confidentiality": profile.confidentiality,
        "invented": profile.invented,
        "currency": found.baseline.exposure.currency,
        "baseline": _assessed(found.baseline),
        "scenarios": [_scenario(found.baseline, one) for one in found.scenarios],
    }


def _scenario(baseline: Assessed, one: Compared) -> Document:
    return {
        **_assessed(one.assessed),
        "about": one.assessed.scenario.about,
        "supposed": [
            {"kind": each.kind, "name": each.name, "before": each.before, "after": each.after}
            for each in supposed(baseline, one.assessed)
        ],
        "difference": {**_distance(one.total_hull), "established": _distance(one.total)},
        "outcomes": [
            {
                "finding": part.moved.finding,
                "title": part.moved.title,
                "before": part.moved.before,
                "after": part.moved.after,
                "kind": part.moved.kind,
                "because": _because(part.because),
            }
            for part in one.differences
        ],
        "factors": [
            {
                "factor": part.factor,
                "title": part.title,
                "subject": part.subject,
                "before": part.before,
                "after": part.after,
                "because": _because(part.why),
            }
            for part in one.factors
        ],
        "methods": [{"law": part.law, "before": part.before, "after": part.after} for part in one.methods],
        "amounts": [_amounts(part) for part in one.amounts],
    }


def _because(whys: tuple[Why, ...]) -> list[Plain]:
    """Answers that decide, or sentences about the law."""
    return [
        {
            "answer": why.place or None,
            "before": why.before or None,
            "after": why.after or None,
            "supposed": why.supposed,
            "says": why.says,
        }
        for why in whys
    ]


def _amounts(part: Amounts) -> Document:
    return {
        "law": part.law or None,
        "established": {
            "before": _range(part.established_before),
            "after": _range(part.established_after),
            "difference": _distance(part.established),
        },
        "with_open_questions": {
            "before": _range(part.hull_before),
            "after": _range(part.hull_after),
            "difference": _distance(part.hull),
        },
    }


def _assessed(one: Assessed) -> Document:
    total = one.exposure.total
    return {
        "name": one.scenario.name,
        "as_of": one.assessment.on.isoformat(),
        "findings": found_in(one),
        "open": open_in(one),
        "total": {**_range(total.largest), "established": _range(total.established_largest)},
    }


def _range(one: Range) -> Document:
    return {"low": money.cents(one.low), "central": money.cents(one.central), "high": money.cents(one.high)}


def _distance(one: Distance) -> Document:
    return {"low": money.cents(one.low), "central": money.cents(one.central), "high": money.cents(one.high)}
