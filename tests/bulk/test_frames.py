"""Frames made from one profile: what is changed counts, however few rows there are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lexposure.data import rules_folder
from lexposure.exposure.model import Range
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.many import Many
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.whatif import BASELINE, Assessed, Workbench
from lexposure.source.problems import Problems

PROFILE = Path("examples/quillmarkt-2026.yaml")

SETS = (
    "main_establishment=DE",
    "cross_border_processing=no",
    "processing/personalised-ads/behavioural_advertising=no",
    "markets/marketplace-ie/seller_data_picks_products=no",
    "processing_complete=yes",
    "undertaking=no",
    "fault=none",
)


@cache
def bench() -> Workbench:
    return Workbench(PROFILE, (), rules_folder(), "reference")


def change(text: str) -> Change:
    found = read_change("--set", text, Problems())
    assert found is not None
    return found


def cents(one: Range) -> tuple[float | None, ...]:
    return tuple(None if end is None else round(end, 2) for end in (one.low, one.central, one.high))


def whole(*texts: str) -> Assessed:
    return bench().assessed(Scenario("set", changes=tuple(map(change, texts))))


@pytest.mark.parametrize(
    "rows", [[[one]] for one in SETS] + [[[], [one]] for one in SETS] + [[[], *([one] for one in SETS), [*SETS]]]
)
def test_rows_come_out_as_the_profile_with_their_changes(rows: list[list[str]]) -> None:
    """One row alone, beside the unchanged one, and all together; some fall to another authority by themselves."""
    many = Many(bench(), bench().assessed(Scenario(BASELINE)))
    read = [[many.read(change(text)) for text in row] for row in rows]
    for row, figures in zip(rows, many.figures(read), strict=True):
        alone = whole(*row)
        total = alone.exposure.total
        assert cents(figures.established) == cents(total.established_largest)
        assert cents(figures.hull) == cents(total.largest)
        assert figures.open == sum(one.open for one in alone.assessment.findings)
