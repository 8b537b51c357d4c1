"""Where everything is known, the program's range is the one worked out anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposure.drawing import worlds
from exposure.oracle import Known, Triple
from exposure.worlds import World, assessment
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import RegimeExposure

quick = settings(
    max_examples=150, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)


@quick
@given(worlds(sure=True))
def test_known_worlds(world: World) -> None:
    regimes = {one.regime: one for one in estimate(assessment(world)).regimes}
    for regime in ("gdpr", "uk-gdpr", "antitrust"):
        agree(Known(world).fines(regime), regimes[regime])


@quick
@given(worlds(sure=True), st.sampled_from(("dsk-2019", "ap-2019", "dk-2021")))
def test_known_worlds_by_other_methods(world: World, method: str) -> None:
    regimes = {one.regime: one for one in estimate(assessment(world), method).regimes}
    agree(Known(world).others(method), regimes["gdpr"])


def agree(fines: list[Triple], found: RegimeExposure) -> None:
    assert found.low == pytest.approx(sum(fine[0] for fine in fines), abs=0.01)
    assert found.high == pytest.approx(sum(fine[2] for fine in fines), abs=0.01)
    centrals = [fine[1] for fine in fines if fine[1] is not None]
    if len(centrals) == len(fines):
        assert found.central == pytest.approx(sum(centrals), abs=0.01)
    else:
        assert found.central is None
    assert (found.established.low, found.established.high) == (found.low, found.high)
