"""From an assessment to its exposure."""

from __future__ import annotations

from dataclasses import replace

from lexposure.assess.model import Assessment
from lexposure.exposure.assumptions import assumptions
from lexposure.exposure.choosing import asked_for, chosen
from lexposure.exposure.conducts import Links
from lexposure.exposure.empirical import empirical_range
from lexposure.exposure.law import Law
from lexposure.exposure.litigated import litigated
from lexposure.exposure.model import Exposure
from lexposure.exposure.outcomes import measures, placed
from lexposure.exposure.regimes import regime_exposure
from lexposure.exposure.scene import Scene
from lexposure.exposure.totals import total
from lexposure.exposure.unknowns import unknowns

CURRENCY = "EUR"


def estimate(assessment: Assessment, method: str | None = None, reason: str = "", in_court: bool = False) -> Exposure:
    """The exposure on an assessment, in euro.

    ``method`` names the method for its own regime, before any that the profile asks for, and ``reason`` why; other
    regimes keep that of the authority in charge, or their default. ``in_court`` adds what courts left of real fines.
    Raises :class:`lexposure.source.problems.InputError` for a method that is unknown.
    """
    asked = asked_for(assessment, method, reason)
    links = Links(tuple(one.subject for one in assessment.profile.entries.values()), assessment.linked)
    provisions = assessment.edition.book.provisions
    scenes: list[Scene] = []
    told: list[Scene] = []
    for regime in provisions.regimes.values():
        law = Law(assessment.edition, regime, chosen(assessment, regime.id, asked))
        scenes.append(Scene(assessment, law, links))
        told.append(Scene(assessment, law, links, told=True))
    priced = [regime_exposure(scene, alleged) for scene, alleged in zip(scenes, told, strict=True)]
    regimes = tuple(
        replace(
            regime,
            empirical=empirical_range(scene, regime),
            litigated=litigated(scene, regime) if in_court else None,
        )
        for scene, regime in zip(scenes, priced, strict=True)
    )
    return Exposure(
        currency=CURRENCY,
        regimes=regimes,
        total=total(scenes, regimes, links),
        unknowns=unknowns(assessment, scenes, regimes),
        outcomes=placed(assessment, regimes),
        measures=measures(assessment, regimes),
        assumptions=assumptions(assessment, scenes),
    )
