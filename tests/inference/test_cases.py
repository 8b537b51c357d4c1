"""The table of cases, run by every evaluator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inference.case_table import GOAL, Case, cases
from lexposure.inference.columns.evaluator import Columns
from lexposure.inference.durable import Durable, available
from lexposure.inference.program import Evaluator, Program
from lexposure.inference.reference import Reference

EVALUATORS: list[Callable[[Program], Evaluator]] = [Reference, Columns, *([Durable] if available() else [])]
CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("make", EVALUATORS, ids=lambda make: make.name)
def test_case(make: Callable[[Program], Evaluator], case: Case) -> None:
    verdicts = make(case.program).evaluate(case.world)
    found = {subject: truth for (goal, subject), truth in verdicts.goals.items() if goal == GOAL}
    assert found == case.expected
    for fact, truth in case.derived.items():
        assert verdicts.derived[fact, "company"] is truth


def test_every_verdict_is_in_the_table() -> None:
    assert {truth for case in CASES for truth in case.expected.values()} == {True, False, None}
