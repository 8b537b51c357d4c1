from __future__ import annotations

import pytest

from inference.books import CATALOGUE
from lexposure.inference import choose
from lexposure.inference.choose import EvaluatorUnavailable, evaluator
from lexposure.inference.durable import available
from lexposure.inference.program import Program

PROGRAM = Program((), (), CATALOGUE)


def test_by_name() -> None:
    assert evaluator(PROGRAM, "reference").name == "reference"
    with pytest.raises(EvaluatorUnavailable, match="'columns'"):
        evaluator(PROGRAM, "columns")


@pytest.mark.skipif(not available(), reason="durable-rules cannot be imported in this Python")
def test_durable_rules_decide_where_they_can() -> None:
    assert evaluator(PROGRAM).name == "durable"
    assert evaluator(PROGRAM, "durable").name == "durable"


def test_the_reference_decides_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "available", lambda: False)
    assert evaluator(PROGRAM).name == "reference"
    with pytest.raises(EvaluatorUnavailable, match="cannot be imported"):
        evaluator(PROGRAM, "durable")
