"""The next best question: every answer was really tried, and what changes nothing is said to."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from empirical.shipped import ROOT, book
from lexposure.assess.model import Finding
from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.exposure.model import Range
from lexposure.rulebook.rules import Level, Outcome
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.questions import COMPLETE, Question, Questions, path_of, questions
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.whatif import Assessed, Workbench
from lexposure.source.problems import Problems
from rulebook.small_book import add_rule, small_book

PROFILE = ROOT / "examples" / "papeterie-2026.yaml"
ALLEGED = ROOT / "examples" / "decisions" / "ec-google-shopping-2017.yaml"
QUILLMARKT = ROOT / "examples" / "quillmarkt-2026.yaml"


@cache
def found() -> Questions:
    return questions(Workbench(PROFILE, (), rules_folder()))


def by_path(path: str) -> Question:
    return next(one for one in (*found().ranked, *found().idle) if one.path == path)


def assessed_with(bench: Workbench, path: str, value: str) -> Assessed:
    change = read_change("--set", f"{path}={value}", Problems())
    assert change is not None
    return bench.assessed(Scenario(value, changes=(change,)))


def levels(one: Finding) -> tuple[Level, ...]:
    counts = one.graveness if one.established or one.open else None
    return () if counts is None else (counts.lowest, counts.central, counts.highest)


def results(one: Assessed) -> tuple[object, ...]:
    """What is or may become a finding, with its levels, and every amount in cents."""
    outcomes = [
        (each.id, each.outcome, each.on_facts_alleged, levels(each))
        for each in one.assessment.findings
        if each.outcome in (Outcome.FINDING, Outcome.UNKNOWN)
    ]
    total = one.exposure.total
    ranges = [total.largest, total.added, total.established_largest, total.established_added]
    for law in one.exposure.regimes:
        ranges += [Range(law.low, None, law.high), law.established]
    return outcomes, [tuple(end and round(end, 2) for end in (one.low, one.central, one.high)) for one in ranges]


@pytest.mark.parametrize("path", [PROFILE, QUILLMARKT, ALLEGED], ids=lambda path: str(path.stem))
def test_every_answer_comes_out_as_the_profile_assessed_with_it(path: Path) -> None:
    """Some questions of each profile, lists that may be complete among them; money to the cent."""
    bench = Workbench(path, (), rules_folder())
    asked = questions(bench)
    every = (*asked.ranked, *asked.idle)
    few = [*asked.ranked[:3], *every[3::16], *(one for one in every if one.path in COMPLETE)]
    for question in few:
        for answer in question.answers:
            whole = assessed_with(bench, question.path, answer.value)
            hull = whole.exposure.total.largest
            assert answer.open == sum(finding.open for finding in whole.assessment.findings)
            assert answer.changes == (results(whole) != results(asked.baseline)), (question.path, answer.value)
            assert answer.width == (None if hull.high is None else pytest.approx(hull.high - hull.low, abs=0.005))


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
    worth = [one.score / one.effort for one in found().ranked]
    assert worth == sorted(worth, reverse=True)
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


def profile(tmp_path: Path, answers: str, rest: str = "") -> Path:
    path = tmp_path / "firm.yaml"
    text = f"format: 1\ncompany: A firm\nas_of: 2026-10-01\nanswers: {{{answers}}}\n{rest}"
    path.write_text(text, encoding="utf-8")
    return path


def asked_of(path: Path, *ranges: str) -> Questions:
    return questions(Workbench(path, (), rules_folder()), ranges)


def values(asked: Questions, path: str) -> list[str]:
    return [answer.value for one in (*asked.ranked, *asked.idle) if one.path == path for answer in one.answers]


def test_worth_is_divided_by_the_effort_that_a_fact_states() -> None:
    efforts = {one.missing.fact: one.effort for one in found().ranked}
    catalogue = book().catalogue
    assert all(effort == (catalogue[name].effort if name in catalogue else 1) for name, effort in efforts.items())
    dear = [one for one in found().ranked if one.effort > 1]
    assert dear
    assert all(one.worth == one.score / one.effort for one in dear)


def test_only_what_the_profile_leaves_open_is_tried(tmp_path: Path) -> None:
    said = "main_establishment: {disputed: [IE, FR]}, employees: 100-400"
    asked = asked_of(profile(tmp_path, said))
    assert values(asked, "main_establishment") == ["FR", "IE"]
    assert values(asked, "employees") == ["249", "250"]
    asked = asked_of(profile(tmp_path, "rights_requests_late: regularly, group_turnover: 2-4 million EUR"))
    assert values(asked, "group_turnover") == ["2000000 EUR", "3000000 EUR", "4000000 EUR"]


def test_a_number_that_methods_calculate_with_is_tried_within_a_stated_range(tmp_path: Path) -> None:
    path = profile(tmp_path, "rights_requests_late: regularly, personal_data_used: yes")
    without = asked_of(path)
    assert "group_turnover" in map(path_of, without.untried)
    asked = asked_of(path, "group_turnover=100-900 million EUR")
    assert "group_turnover" not in map(path_of, asked.untried)
    bench = Workbench(path, (), rules_folder())
    question = next(one for one in asked.ranked if one.path == "group_turnover")
    assert [answer.value for answer in question.answers] == ["100000000 EUR", "500000000 EUR", "900000000 EUR"]
    for answer in question.answers:
        hull = assessed_with(bench, "group_turnover", answer.value).exposure.total.largest
        assert answer.width == (None if hull.high is None else pytest.approx(hull.high - hull.low, abs=0.005))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["group_turnover=more than 5 million EUR"], "a range needs a number at both ends"),
        (["fault=negligence"], "a range needs a number at both ends"),
        (["group_turnover=1-2 million EUR", "group_turnover=1-3 million EUR"], "a second time"),
        (["employees=10-20"], "beyond what the profile says"),
        (["advertising_turnover=1-2 EUR"], "there is no fact"),
        (["rights_requests=5-6"], "no open question"),
        (["group_turnover"], "sets nothing"),
    ],
)
def test_ranges_that_cannot_be_are_refused(
    given: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = profile(tmp_path, "rights_requests_late: regularly, employees: 100-400, rights_requests: 5")
    assert main(["questions", str(path), *(word for one in given for word in ("--range", one))]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err
    assert "--range" in printed.err


def settled(tmp_path: Path) -> Path:
    """A firm that has answered whatever was asked: the first value of each question, until nothing is asked."""
    said = {"group_turnover": "5 million EUR", "earlier_infringement_on": "2020-01-01"}
    for _ in range(6):
        answers = ", ".join(f"{fact}: {value}" for fact, value in said.items())
        path = profile(tmp_path, answers, "processing_complete: yes\nmarkets_complete: yes\n")
        asked = asked_of(path)
        every = (*asked.ranked, *asked.idle)
        if not every:
            return path
        said |= {one.path: one.answers[0].value for one in every}
    raise AssertionError("the questions do not end")


PAIR = "any: [{public_body: yes, officer_appointed: yes}, {public_body: no, officer_appointed: no}]"


def test_two_answers_that_only_change_something_together_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_book(tmp_path / "book")
    add_rule(folder, "GDPR-99-1", PAIR)
    monkeypatch.setattr("lexposure.data.rules_folder", lambda: folder)
    path = profile(tmp_path, "people_monitored: 0")
    found = questions(Workbench(path, (), folder))
    assert found.ranked == ()
    assert found.together == (("officer_appointed", "public_body"),)
    assert not found.nothing_left
    assert main(["questions", str(path)]) == 0
    assert "officer_appointed with public_body" in capsys.readouterr().out


def test_it_says_when_nothing_is_left_to_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = settled(tmp_path)
    assert main(["questions", str(path)]) == 0
    assert "Nothing left to ask" in capsys.readouterr().out
    assert main(["questions", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nothing_left"] is True
    assert main(["questions", str(PROFILE), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nothing_left"] is False
