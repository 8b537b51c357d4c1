"""The next best question: every answer was really tried, and what changes nothing is said to."""

from __future__ import annotations

import json
from functools import cache

import pytest

from empirical.shipped import ROOT, book
from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.scenarios.questions import Question, Questions, questions
from lexposure.scenarios.whatif import Workbench

PROFILE = ROOT / "examples" / "papeterie-2026.yaml"


@cache
def found() -> Questions:
    return questions(Workbench(PROFILE, (), rules_folder()))


def by_path(path: str) -> Question:
    return next(one for one in (*found().ranked, *found().idle) if one.path == path)


def test_an_answer_does_what_the_question_says(capsys: pytest.CaptureFixture[str]) -> None:
    question = by_path("fault")
    for answer in question.answers:
        assert main(["whatif", str(PROFILE), "--set", f"fault={answer.value}", "--json"]) == 0
        scenario = json.loads(capsys.readouterr().out)["scenarios"][0]
        assert answer.open == scenario["open"]
        assert answer.width == pytest.approx(scenario["total"]["high"] - scenario["total"]["low"], abs=0.02)


def test_every_option_is_tried_and_means_are_means() -> None:
    fault = book().catalogue["fault"]
    question = by_path("fault")
    assert {answer.value for answer in question.answers} <= {option.name for option in fault.options}
    assert len(question.answers) >= 2
    widths = [answer.width for answer in question.answers if answer.width is not None]
    width = found().width
    assert width is not None
    assert question.narrows == pytest.approx(width - sum(widths) / len(widths))


def test_no_answer_widens_anything() -> None:
    """A subset of an answer's values never widens the range."""
    width = found().width
    assert width is not None
    for question in (*found().ranked, *found().idle):
        assert all(answer.width is not None and answer.width <= width + 0.005 for answer in question.answers)


def test_the_best_come_first_and_idle_ones_change_nothing() -> None:
    scores = [one.score for one in found().ranked]
    assert scores == sorted(scores, reverse=True)
    width = found().width
    for one in found().idle:
        assert all((answer.width, answer.open) == (width, found().open) for answer in one.answers)
    assert all(any(answer.changes for answer in one.answers) for one in found().ranked)


def test_every_open_question_is_somewhere() -> None:
    asked = {(one.missing.subject, one.missing.fact) for one in (*found().ranked, *found().idle)}
    untried = {(one.subject, one.fact) for one in found().untried}
    unknowns = {(one.missing.subject, one.missing.fact) for one in found().baseline.exposure.unknowns}
    assert asked | untried == unknowns
    assert not asked & untried


def test_numbers_are_tried_on_both_sides_of_every_threshold() -> None:
    counted = [
        one
        for one in (*found().ranked, *found().idle)
        if (fact := book().catalogue.get(one.missing.fact)) is not None and fact.type.is_number
    ]
    for one in counted:
        values = [answer.value for answer in one.answers]
        assert len(values) == len(set(values)) >= 2


def test_the_command_prints_as_many_as_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questions", str(PROFILE), "--top", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(("1. ", "2. ")) for line in lines) == 2
    assert not any(line.startswith("3. ") for line in lines)
    assert max(map(len, lines)) <= 80
