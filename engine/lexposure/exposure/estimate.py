"""From an assessment to its exposure."""

from __future__ import annotations

from lexposure.assess.model import Assessment
from lexposure.exposure.assumptions import assumptions
from lexposure.exposure.conducts import Links
from lexposure.exposure.model import Exposure
from lexposure.exposure.outcomes import measures, placed
from lexposure.exposure.regimes import regime_exposure
from lexposure.exposure.scene import Scene, caps_only
from lexposure.exposure.totals import total
from lexposure.exposure.unknowns import unknowns
from lexposure.rulebook.formulas import EdpbMethod, Method
from lexposure.source.problems import InputError, Problem, did_you_mean

CURRENCY = "EUR"


def estimate(assessment: Assessment, method: str | None = None) -> Exposure:
    """The exposure on an assessment, in euro.

    ``method`` names the method for its own regime; other regimes keep their default. Raises
    :class:`lexposure.source.problems.InputError` for a method that is unknown or not computed.
    """
    chosen = chosen_method(assessment, method)
    links = Links(assessment)
    provisions = assessment.edition.book.provisions
    scenes: list[Scene] = []
    told: list[Scene] = []
    for regime in provisions.regimes.values():
        used = chosen if chosen and chosen.regime == regime.id else None
        used = used or assessment.edition.book.methods.for_regime(regime.id, assessment.on) or caps_only(regime.id)
        scenes.append(Scene(assessment, regime, used, links))
        told.append(Scene(assessment, regime, used, links, told=True))
    regimes = tuple(regime_exposure(scene, alleged) for scene, alleged in zip(scenes, told, strict=True))
    return Exposure(
        currency=CURRENCY,
        regimes=regimes,
        total=total(scenes, regimes, links),
        unknowns=unknowns(assessment, scenes, regimes),
        outcomes=placed(assessment, regimes),
        measures=measures(assessment, regimes),
        assumptions=assumptions(assessment, scenes),
    )


def chosen_method(assessment: Assessment, id: str | None) -> Method | None:
    """The method of that id, if one is asked for."""
    if id is None:
        return None
    methods = assessment.edition.book.methods
    found = methods.find(id)
    if found is None:
        hint = did_you_mean(id, methods.by_id) or f"there are {', '.join(sorted(methods.by_id))}"
        raise InputError([Problem("method", f"'{id}' is not a known method", hint=hint)])
    if not found.computed:
        raise InputError([Problem("not-computed", f"{found.title} is not computed")])
    if isinstance(found, EdpbMethod) and found.currency != CURRENCY:
        message = f"{found.title} belongs to another law and computes in {found.currency}"
        raise InputError(
            [Problem("not-computed", message, hint="lexposure fine gdpr computes it from explicit inputs")]
        )
    return found
