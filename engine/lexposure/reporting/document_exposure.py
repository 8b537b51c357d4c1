"""The exposure as plain data, a part of the JSON document: regimes, conducts, steps, totals."""

from __future__ import annotations

from lexposure.exposure.model import (
    ConductExposure,
    EmpiricalRange,
    Exposure,
    Litigated,
    Nearby,
    Range,
    RegimeExposure,
)
from lexposure.reporting.money import cents
from lexposure.reporting.plain import Document, Plain


def exposure_document(exposure: Exposure) -> Document:
    """Every amount in euro rounded to cents; nothing where it cannot be computed."""
    total = exposure.total
    return {
        "currency": exposure.currency,
        "regimes": [_regime(regime) for regime in exposure.regimes],
        "total": {
            **_range(total.largest),
            "established": _range(total.established_largest),
            "largest": {**_range(total.largest), "established": _range(total.established_largest)},
            "added": {**_range(total.added), "established": _range(total.established_added)},
            "note": total.note,
        },
    }


def _range(range_: Range) -> Document:
    return {"low": cents(range_.low), "central": cents(range_.central), "high": cents(range_.high)}


def _regime(regime: RegimeExposure) -> Document:
    return {
        "regime": regime.regime,
        "cap": cents(regime.cap),
        "cap_total": cents(regime.cap_total),
        **_range_of(regime, Range(regime.low, regime.central, regime.high)),
        "established": _range_of(regime, regime.established),
        "empirical": _empirical(regime.empirical) if regime.empirical else None,
        "conducts": [_conduct(conduct) for conduct in regime.conducts],
        "periodic": _periodic(regime),
        "title": regime.title,
        "method": regime.method or None,
        "method_title": regime.method_title,
        "chosen_by": regime.chosen_by,
        "chosen_because": regime.chosen_because,
        "in_hindsight": regime.in_hindsight,
        "formula": regime.formula,
        "alleged": [_conduct(conduct) for conduct in regime.alleged],
        "notes": list(regime.notes),
        "litigated": _litigated(regime.litigated) if regime.litigated else None,
        "not_computed": [
            {"finding": one.finding, "provision": one.provision, "state": one.state, "because": one.because}
            for one in regime.not_computed
        ],
    }


def _empirical(found: EmpiricalRange) -> Document:
    """Quantiles of what real decisions suggest for one conduct, if it is fined, and the nearest of them."""
    return {
        "p10": cents(found.p10),
        "p50": cents(found.p50),
        "p90": cents(found.p90),
        "p2_5": cents(found.p2_5),
        "p25": cents(found.p25),
        "p75": cents(found.p75),
        "p97_5": cents(found.p97_5),
        "conduct": found.conduct,
        "n": found.n,
        "coverage_80": found.coverage_80,
        "tested": found.tested,
        "in_hindsight": found.hindsight,
        "capped": found.capped,
        "missing": list(found.missing),
        "nearest": [_nearby(one) for one in found.nearest],
    }


def _nearby(one: Nearby) -> Document:
    return {
        "id": one.id,
        "company": one.company,
        "authority": one.authority,
        "decided": str(one.decided) if one.decided else str(one.year),
        "fine": cents(one.fine),
        "turnover": cents(one.turnover),
        "turnover_of": "company" if one.own_turnover else "group",
        "articles": list(one.articles),
        "court": one.court or None,
        "url": one.url or None,
        "certainty": one.certainty,
        "distance": round(one.distance, 4),
    }


def _litigated(found: Litigated) -> Document:
    return {
        **_range(found.range),
        "n": found.n,
        "upheld": found.upheld,
        "reduced": found.reduced,
        "annulled": found.annulled,
        "remaining": round(found.remaining, 4),
    }


def _range_of(regime: RegimeExposure, range_: Range) -> Document:
    """Three amounts, or none where nothing of the regime can be computed."""
    return {"low": None, "central": None, "high": None} if regime.nothing_computed else _range(range_)


def _periodic(regime: RegimeExposure) -> Plain:
    """The dearest periodic penalty; all of them under ``each``."""
    if not regime.periodic:
        return None
    known = [periodic.per_day for periodic in regime.periodic if periodic.per_day is not None]
    return {
        "per_day": cents(max(known)) if len(known) == len(regime.periodic) else None,
        "each": [{"per_day": cents(one.per_day), "cite": one.cite} for one in regime.periodic],
    }


def _conduct(conduct: ConductExposure) -> Document:
    return {
        "id": conduct.id,
        "findings": list(conduct.findings),
        "cap": cents(conduct.cap),
        **_range(conduct.range),
        "steps": [
            {
                "id": step.id,
                "label": step.label,
                "cite": step.cite,
                **_range(Range(step.low, step.central, step.high)),
                "because": step.because,
                "kind": step.kind,
            }
            for step in conduct.steps
        ],
        "label": conduct.label,
        "state": conduct.state,
        "cap_provision": conduct.cap_provision,
        "established": _range(conduct.established) if conduct.established else None,
        "seriousness": list(conduct.seriousness) if conduct.seriousness else None,
        "displaced": [{"finding": one, "by": by, "principle": principle} for one, by, principle in conduct.displaced],
        "facts_group": conduct.facts_group,
        "notes": list(conduct.notes),
    }
