"""The range that real decisions suggest for one conduct of a regime, if it is fined; never mixed with the method's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lexposure.empirical.covariates import Covariates, is_giant
from lexposure.empirical.nearest import Near, nearest
from lexposure.empirical.prediction import Model, Predicted, Row, earlier, others, regressed, rows_of
from lexposure.empirical.ridge import Regression
from lexposure.exposure.answers import Roles
from lexposure.exposure.model import ConductExposure, EmpiricalRange, Nearby, RegimeExposure
from lexposure.exposure.scene import Scene
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.calibration import Calibration, Design


def empirical_range(scene: Scene, regime: RegimeExposure) -> EmpiricalRange | None:
    """For the conduct that decisions suggest most for: among the established ones, else among the open ones.

    Nothing where the rule book has no calibration for this law, nothing is found or open, or the turnover is not
    known. The company's own group is left out, and so are decisions later than the assessment where enough earlier
    ones remain; otherwise the range is marked as hindsight.
    """
    calibration = scene.assessment.edition.book.calibration
    if calibration is None or calibration.design.regime != _original(scene):
        return None
    established = [conduct for conduct in regime.conducts if conduct.established is not None]
    cases = {conduct: _case(scene, calibration.design, conduct) for conduct in established or regime.conducts}
    if not cases or any(case.group_turnover is None for case in cases.values()):
        return None
    rows, hindsight = _rows(scene, calibration)
    model = _model(calibration, rows)
    forecasts = {conduct: model.predict(case) for conduct, case in cases.items()}
    conduct = max(forecasts, key=lambda one: forecasts[one].median)
    predicted, case = forecasts[conduct], cases[conduct]
    (p25, p75), (p10, p90), (p2, p97) = (
        (_euro(low, conduct.cap), _euro(high, conduct.cap)) for low, high in predicted.spans
    )
    return EmpiricalRange(
        conduct=conduct.id,
        p2_5=p2,
        p10=p10,
        p25=p25,
        p50=_euro(predicted.median, conduct.cap),
        p75=p75,
        p90=p90,
        p97_5=p97,
        n=len(model.regression.errors),
        coverage_80=calibration.fitted.promises[1].coverage,
        tested=calibration.fitted.promises[1].n,
        hindsight=hindsight,
        capped=_capped(predicted, conduct),
        missing=_missing(case),
        nearest=tuple(_nearby(near) for near in nearest(case, [row.decision for row in rows], calibration.design)),
    )


def _original(scene: Scene) -> str:
    """The law that the regime is, or mirrors."""
    return scene.law.mirror.original if scene.law.mirror else scene.regime.id


def _rows(scene: Scene, calibration: Calibration) -> tuple[tuple[Row, ...], bool]:
    """The decisions that may speak: none of the same group, and none later than the assessment if enough remain."""
    design, on = calibration.design, scene.assessment.on
    apart = others(rows_of(calibration.decisions, design), design.group_of(scene.assessment.profile.company))
    before = earlier(apart, on)
    if len(before) == len(apart):
        return apart, False
    if len(before) >= calibration.design.least_decisions:
        return before, False
    return apart, True


def _model(calibration: Calibration, rows: Sequence[Row]) -> Model:
    """The stored figures where nothing was left out; else the same model fitted on what remains."""
    stored = calibration.fitted
    if len(rows) < stored.n:
        return Model(calibration.design, regressed(rows, (stored.penalty,)))
    regression = Regression(
        stored.intercept,
        tuple(stored.coefficients.values()),
        stored.residuals,
        stored.penalty,
    )
    return Model(calibration.design, regression)


def _case(scene: Scene, design: Design, conduct: ConductExposure) -> Covariates:
    """What decisions are compared with, from the answers and the findings of a conduct."""
    told = scene.told
    roles = Roles(scene.assessment.profile.world(told), scene.assessment.edition.book.catalogue, design.reads)
    findings = [finding for finding in scene.assessment.findings if finding.id in conduct.findings]
    subject = next((finding.subject for finding in findings if finding.subject and finding.subject.id), COMPANY)
    articles = {_article(provision.name) for finding in findings for provision in finding.provisions}
    turnover = _one(*_ends(roles, "turnover", COMPANY))
    country = _country(roles)
    return Covariates(
        own_turnover=None,
        group_turnover=None if turnover is None else turnover / 100.0,
        higher_tier=conduct.cap_provision != _lower_tier(scene, design),
        family=design.family_of_conduct({finding.rule.id for finding in findings}, articles),
        region=design.region_of(design.mirrors.get(scene.regime.id, country)),
        giant=is_giant(None if turnover is None else turnover / 100.0, country, design),
        people=_one(*_ends(roles, "people", subject)),
        special_categories=roles.truth("special_categories", subject),
        children=roles.truth("children", subject),
        intent=_intent(scene, roles, design, subject),
        earlier=roles.truth("earlier"),
        articles=len(articles),
    )


def _lower_tier(scene: Scene, design: Design) -> str:
    """The lower tier under this law, which a mirrored law calls otherwise."""
    return scene.law.mirror.tiers.get(design.lower_tier, "") if scene.law.mirror else design.lower_tier


def _article(provision: str) -> str:
    """``6(1)`` of ``GDPR 6(1)``."""
    return provision.rpartition(" ")[2]


def _ends(roles: Roles, role: str, subject: Subject) -> tuple[float | None, float | None]:
    bounds = roles.bounds(role, subject)
    return bounds.low, bounds.high


def _one(low: float | None, high: float | None) -> float | None:
    """A single value, the geometric middle of a range with two ends, or nothing."""
    if low is None or high is None or high <= 0.0:
        return None
    return math.sqrt(max(low, 1.0) * high)


def _country(roles: Roles) -> str:
    names = roles.names("country")
    return next(iter(names)) if len(names) == 1 else ""


def _intent(scene: Scene, roles: Roles, design: Design, subject: Subject) -> str:
    """The case file's word for the fault that is answered for the entry, else for the company; empty where open.

    Intent that the rules conclude comes before both.
    """
    fact = design.reads.get("intent", "")
    concluded = (one for one in scene.assessment.conclusions if one.fact.name == fact and one.subject == subject)
    if any(one.truth is True for one in concluded):
        return design.intents.get("intention", "")
    names = roles.names("entry_fault", subject) if roles.known("entry_fault", subject) else roles.names("fault")
    return design.intents.get(next(iter(names)), "") if len(names) == 1 else ""


def _euro(logarithm: float, cap: float | None) -> float:
    amount: float = 10.0**logarithm
    return amount if cap is None else min(amount, cap)


def _capped(predicted: Predicted, conduct: ConductExposure) -> bool:
    """Whether the legal maximum cuts the range off."""
    return conduct.cap is not None and 10.0 ** predicted.span(0.95)[1] > conduct.cap


def _missing(case: Covariates) -> tuple[str, ...]:
    """What decisions could be compared by and is not known, as keys of the wording."""
    unknown = {
        "people": case.people is None,
        "special_categories": case.special_categories is None,
        "children": case.children is None,
        "intent": not case.intent,
        "earlier": case.earlier is None,
        "country": not case.region,
        "family": not case.family,
    }
    return tuple(name for name, missing in unknown.items() if missing)


def _nearby(near: Near) -> Nearby:
    one = near.decision
    return Nearby(
        id=one.id,
        company=one.company,
        authority=one.authority,
        decided=one.decided,
        year=one.year,
        fine=one.fine,
        turnover=one.turnover or 0.0,
        own_turnover=one.group_turnover is None,
        articles=one.articles,
        url=next((source for source in one.sources if source.startswith("https://")), ""),
        court="" if one.court is None else one.court.end,
        distance=near.distance,
        certainty=one.certainty,
    )
