"""An optional look ahead: what courts left of real fines, on the established range. Off unless asked for."""

from __future__ import annotations

from lexposure.empirical.courts import courts_for
from lexposure.exposure.model import Litigated, Range, RegimeExposure
from lexposure.exposure.scene import Scene


def litigated(scene: Scene, regime: RegimeExposure) -> Litigated | None:
    """Nothing where no end before a court is known for the regime, or nothing is established.

    Low: nothing, as soon as one fine was annulled. Central: the mean part that remained. High: the fine as imposed.
    """
    calibration = scene.assessment.edition.book.calibration
    if calibration is None or not regime.established.high:
        return None
    original = scene.law.mirror.original if scene.law.mirror else regime.regime
    courts = courts_for(calibration, original, scene.assessment.on)
    if courts is None:
        return None
    sure = regime.established
    central = None if sure.central is None else sure.central * courts.remaining
    low = 0.0 if courts.annulled else sure.low * courts.remaining
    return Litigated(
        Range(low, central, sure.high), courts.n, courts.upheld, courts.reduced, courts.annulled, courts.remaining
    )
