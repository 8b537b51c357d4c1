"""What the reference adds to verdicts: derivations, the facts still open, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.books import CATALOGUE, NOWHERE
from lexposure.inference.checks import ProgramError, WorldError
from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.inference.reference import Evaluation, Reference
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import (
    ALWAYS,
    AtLeast,
    Compare,
    Condition,
    FromParameter,
    Group,
    Includes,
    OneOf,
    OpenTest,
    Quantified,
)
from lexposure.rulebook.facts import LISTS, YES, About

IS_YES = OneOf(frozenset((YES,)))
SAID_YES = Options(frozenset((YES,)))
SAID_NO = Options(frozenset((0,)))


def compare(fact: str, test: OpenTest = IS_YES, burden: bool = False) -> Compare:
    return Compare(fact, test, False, "as written", NOWHERE, burden)


def both(*parts: Condition) -> Group:
    return Group("all", parts, NOWHERE)


def world(known: dict[str, Possible] | None = None, markets: tuple[Entry, ...] = (), complete: bool = False) -> World:
    lists = {about: markets if about is About.MARKET else () for about in LISTS}
    return World(Entry(COMPANY, known or {}), lists, dict.fromkeys(LISTS, complete))


def market(name: str, **known: Possible) -> Entry:
    return Entry(Subject(About.MARKET, name), {f"market_{fact}": answer for fact, answer in known.items()})


def undecided(condition: Condition, answers: World, program: Program | None = None) -> list[tuple[str, str]]:
    evaluation = Evaluation(program or Program((), (), CATALOGUE), answers)
    return [(subject.key, fact) for subject, fact in evaluation.undecided(condition, answers.company)]


def test_only_unknown_parts_are_open() -> None:
    condition = both(
        compare("company_flag"),
        compare("company_count", AtLeast(1)),
        Group("any", (compare("company_day", AtLeast(1)), compare("company_choice", OneOf(frozenset((1,))))), NOWHERE),
        Group("any", (compare("company_flag"), compare("company_choices", Includes(frozenset((1,))))), NOWHERE),
    )
    known: dict[str, Possible] = {"company_flag": SAID_YES, "company_choice": Options(frozenset((0,)))}
    assert undecided(condition, world(known)) == [("company", "company_count"), ("company", "company_day")]


def test_a_decided_condition_has_nothing_open() -> None:
    assert undecided(both(compare("company_flag"), compare("company_k1")), world({"company_flag": SAID_NO})) == []


def test_a_fact_stands_once() -> None:
    condition = both(compare("company_count", AtLeast(1)), compare("company_count", AtLeast(9)))
    assert undecided(condition, world()) == [("company", "company_count")]


def test_open_facts_of_entries_and_of_the_list() -> None:
    condition = Quantified(False, About.MARKET, both(compare("market_flag"), compare("company_flag")), NOWHERE)
    listed = (market("a", flag=SAID_NO), market("b"))
    assert undecided(condition, world({"company_flag": SAID_YES}, listed)) == [
        ("market/b", "market_flag"),
        ("company", "markets_complete"),
    ]
    assert undecided(condition, world({"company_flag": SAID_YES}, listed, complete=True)) == [
        ("market/b", "market_flag")
    ]


def chain(closed: bool = True) -> Program:
    """k2 from k1, k1 from a count of each market and a flag of the company."""
    rules = both(compare("market_count", AtLeast(2)), compare("company_flag"))
    goals = (
        Goal("first", About.MARKET, rules),
        Goal("second", About.MARKET, both(compare("market_k1"), compare("market_day", AtLeast(3)))),
        Goal("never", About.COMPANY, compare("company_day", AtLeast(3))),
    )
    conclusions = (
        Conclusion("market_k1", About.MARKET, ("first",), closed),
        Conclusion("market_k2", About.MARKET, ("second",), closed),
        Conclusion("company_k1", About.COMPANY, ("never",), closed=False),
        Conclusion("company_k2", About.COMPANY, (), closed=True),
    )
    return Program(goals, conclusions, CATALOGUE)


def test_a_chain_leads_to_what_was_asked() -> None:
    condition = Quantified(False, About.MARKET, compare("market_k2"), NOWHERE)
    answers = world({}, (market("a", count=Interval(5, 5)),), complete=True)
    assert undecided(condition, answers, chain()) == [("company", "company_flag"), ("market/a", "market_day")]


def test_a_concluded_fact_stands_itself_where_its_rules_leave_nothing_open() -> None:
    answers = world({"company_day": Interval(1, 1)})
    assert undecided(compare("company_k1"), answers, chain()) == [("company", "company_k1")]
    assert undecided(compare("company_k2"), answers, chain()) == [("company", "company_k2")]
    either = Options(frozenset((0, 1)))
    assert undecided(compare("company_k1"), world({"company_k1": either}), chain()) == [("company", "company_k1")]


def test_an_answer_stands_and_the_derivation_is_kept_beside_it() -> None:
    listed = market("a", count=Interval(1, 1), k1=SAID_YES, day=Interval(3, 3))
    answers = world({"company_flag": SAID_YES}, (listed,))
    evaluation = Evaluation(chain(), answers)
    assert evaluation.concluded("market_k1", listed) is True
    assert evaluation.derived("market_k1", listed) is False
    assert evaluation.derived("market_k2", listed) is True
    assert evaluation.derived("company_k1", listed) is None
    assert evaluation.concluded("company_flag", listed) is True


@pytest.mark.parametrize(
    ("condition", "about", "reason"),
    [
        (compare("nothing"), About.COMPANY, "not a fact"),
        (compare("market_flag"), About.COMPANY, "cannot read"),
        (compare("market_flag"), About.PROCESSING, "cannot read"),
        (compare("company_flag", AtLeast(1)), About.COMPANY, "cannot be compared"),
        (compare("company_count"), About.COMPANY, "cannot be compared"),
        (compare("company_choices"), About.COMPANY, "cannot be compared"),
        (compare("company_choice", Includes(frozenset((1,)))), About.COMPANY, "cannot be compared"),
        (compare("company_count", AtLeast(2**63)), About.COMPANY, "beyond 63 bits"),
        (compare("company_count", AtLeast(-(2**63) - 1)), About.COMPANY, "beyond 63 bits"),
        (compare("company_count", FromParameter("large")), About.COMPANY, "parameter"),
        (Quantified(True, About.MARKET, ALWAYS, NOWHERE), About.PROCESSING, "cannot quantify"),
        (Quantified(True, About.COMPANY, ALWAYS, NOWHERE), About.COMPANY, "cannot quantify"),
        (
            Quantified(True, About.MARKET, Quantified(True, About.MARKET, ALWAYS, NOWHERE), NOWHERE),
            About.COMPANY,
            "cannot quantify",
        ),
    ],
)
def test_conditions_that_make_no_sense(condition: Condition, about: About, reason: str) -> None:
    with pytest.raises(ProgramError, match=reason):
        Reference(Program((Goal("goal", about, both(condition)),), (), CATALOGUE))


def test_programs_that_make_no_sense() -> None:
    goal = Goal("goal", About.COMPANY, compare("company_k2"))
    other = Goal("other", About.MARKET, ALWAYS)
    first = Conclusion("company_k1", About.COMPANY, ("goal",), False)
    second = Conclusion("company_k2", About.COMPANY, (), False)
    for goals, conclusions, reason in (
        ((goal, goal), (), "one name"),
        ((goal,), (second, second), "one fact"),
        ((goal,), (first, second), "no earlier"),
        ((), (first,), "no goal"),
        ((other,), (replace(first, goals=("other",)),), "no goal"),
        ((), (replace(second, about=About.MARKET),), "not a yes/no fact"),
        ((), (replace(second, fact="company_count"),), "not a yes/no fact"),
        ((), (replace(second, fact="nothing"),), "not a fact"),
    ):
        with pytest.raises(ProgramError, match=reason):
            Reference(Program(goals, conclusions, CATALOGUE))
    Reference(Program((goal,), (second, first), CATALOGUE))


@pytest.mark.parametrize(
    ("fact", "answer", "reason"),
    [
        ("company_flag", Interval(1, 1), "not an answer"),
        ("company_flag", Options(frozenset((2,))), "not an answer"),
        ("company_choice", Options(frozenset((9,))), "not an answer"),
        ("company_count", SAID_YES, "not an answer"),
        ("company_choices", SAID_YES, "not an answer"),
        ("company_choices", Selection(frozenset(), frozenset((9,))), "not an answer"),
        ("company_choices", Selection(frozenset((1,)), frozenset()), "no possible value"),
        ("company_flag", Options(frozenset()), "no possible value"),
        ("company_count", Interval(2, 1), "no possible value"),
        ("company_count", Interval(2**63, None), "beyond 63 bits"),
        ("company_count", Interval(None, -(2**63) - 1), "beyond 63 bits"),
    ],
)
def test_answers_that_make_no_sense(fact: str, answer: Possible, reason: str) -> None:
    with pytest.raises(WorldError, match=reason):
        Evaluation(Program((), (), CATALOGUE), world({fact: answer}))
