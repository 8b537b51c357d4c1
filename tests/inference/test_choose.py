from __future__ import annotations

import pytest
import yaml

from inference.books import CATALOGUE
from lexposure.data import reports_folder
from lexposure.inference import choose
from lexposure.inference.choose import EvaluatorUnavailable, evaluator
from lexposure.inference.durable import available
from lexposure.inference.program import Program

PROGRAM = Program((), (), CATALOGUE)


def test_by_name() -> None:
    assert evaluator(PROGRAM, "reference").name == "reference"
    assert evaluator(PROGRAM, "columns").name == "columns"
    with pytest.raises(EvaluatorUnavailable, match="'rows'"):
        evaluator(PROGRAM, "rows")


@pytest.mark.skipif(not available(), reason="durable-rules cannot be imported in this Python")
def test_durable_rules_decide_where_they_can() -> None:
    assert evaluator(PROGRAM).name == "durable"
    assert evaluator(PROGRAM, "durable").name == "durable"


def test_the_reference_decides_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "available", lambda: False)
    assert evaluator(PROGRAM).name == "reference"
    with pytest.raises(EvaluatorUnavailable, match="cannot be imported"):
        evaluator(PROGRAM, "durable")


def test_every_evaluator_has_its_words_in_reports() -> None:
    wording = yaml.safe_load((reports_folder() / "wording" / "en.yaml").read_text(encoding="utf-8"))
    assert set(wording["evaluator"]) == set(choose.NAMES)
