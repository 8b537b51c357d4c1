"""Procedural infringements: the Guidelines of 2006 are not about them, so no step of theirs is shown."""

from __future__ import annotations

from empirical.shipped import book
from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.profile.reading import read_profile_text

PROFILE = """format: 1
company: Invented Trading SE
invented: yes
as_of: 2026-10-01
answers:
  group_turnover: {value: 1 billion EUR, year: 2025}
  fault: negligence
  antitrust_procedure_touched: yes
  information_wrong_or_late: yes
processing_complete: yes
markets_complete: yes
"""


def test_a_wrong_answer_to_a_request_has_its_maximum_and_no_guideline_step() -> None:
    exposure = estimate(assess(book(), read_profile_text(PROFILE, "profile.yaml", book())))
    regime = next(one for one in exposure.regimes if one.regime == "antitrust")
    conduct = next(one for one in regime.conducts if "REG-1-2003-18" in one.findings)
    assert conduct.cap == 10_000_000
    assert [step.id for step in conduct.steps] == ["maximum"]
    assert any("not about this infringement" in note for note in conduct.notes)
