"""A step's sentence names the levels that its amounts are made of."""

from __future__ import annotations

from pathlib import Path

from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.profile.reading import read_profile
from lexposure.rulebook.loading import read_rulebook

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_the_share_named_at_the_low_end_is_the_share_taken() -> None:
    """``Seriousness medium or high: 10 % to 100 %`` stands beside a tenth and the whole of the maximum."""
    book = read_rulebook()
    exposure = estimate(assess(book, read_profile(EXAMPLES / "quillmarkt-2026.yaml", book)))
    [gdpr] = [regime for regime in exposure.regimes if regime.regime == "gdpr"]
    seen = 0
    for conduct in gdpr.conducts:
        maximum, start = conduct.steps[0], conduct.steps[1]
        if conduct.state != "established" or start.low == 0 or start.high is None or maximum.high is None:
            continue
        named = start.because.split(": ")[1].split(" of the maximum")[0]
        assert named == f"{start.low / maximum.low:.0%} to {start.high / maximum.high:.0%}".replace("%", " %")
        seen += 1
    assert seen >= 3
