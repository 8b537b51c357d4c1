"""A fault planted in either evaluator shows as a disagreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from inference.case_table import Case, cases
from inference.large import large_program, large_world
from lexposure.inference import reference as reference_module
from lexposure.inference.agreement import agree
from lexposure.inference.durable import Durable, available
from lexposure.inference.nodes import TRUE, Below, Least, Literal, NodeTable, NotShown
from lexposure.inference.program import Disagreement, Program, Truth, Verdicts
from lexposure.inference.reference import Reference, satisfies
from lexposure.profile.possible import Interval, Options, Possible
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, OpenTest, Quantified
from lexposure.rulebook.facts import Fact

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported in this Python")


class Untouched(NodeTable):
    """The table as it is: the control."""


class OffByOne(NodeTable):
    """Takes "at least" for "more than"."""

    def literal(self, literal: Literal) -> int:
        return super().literal(Least(literal.fact, literal.minimum + 1) if isinstance(literal, Least) else literal)


class BelowIncluded(NodeTable):
    """Takes "less than" for "at most"."""

    def literal(self, literal: Literal) -> int:
        return super().literal(Below(literal.fact, literal.minimum + 1) if isinstance(literal, Below) else literal)


class NoDuality(NodeTable):
    """Forgets to turn all into any when it negates."""

    def gate(self, every: bool, parts: Iterable[int]) -> int:
        del every
        return super().gate(True, parts)


class NegationLost(NodeTable):
    """Reads "not" as if it were not there."""

    def comparison(self, compare: Compare, wanted: bool, adverse: bool) -> int:
        return super().comparison(compare, wanted is not compare.negated, adverse)


class BurdenForgotten(NodeTable):
    """Takes what cannot be shown as unknown."""

    def literal(self, literal: Literal) -> int:
        return 1 if isinstance(literal, NotShown) else super().literal(literal)


class BurdenNeverTurns(NodeTable):
    """Does not turn the burden under none."""

    def comparison(self, compare: Compare, wanted: bool, adverse: bool) -> int:
        del adverse
        return super().comparison(compare, wanted, True)


class AnyForEvery(NodeTable):
    """Takes "every" for "any"."""

    def surely(self, condition: Condition, wanted: bool, adverse: bool = True) -> int:
        if isinstance(condition, Quantified):
            condition = Quantified(not condition.every, condition.over, condition.part, condition.span)
        return super().surely(condition, wanted, adverse)


FAULTS = [OffByOne, BelowIncluded, NoDuality, NegationLost, BurdenForgotten, BurdenNeverTurns, AnyForEvery]


def caught(program: Program, table: type[NodeTable]) -> int:
    """In how many of ten worlds the production check raises."""
    durable = Durable(program, table(program.catalogue))
    found = 0
    for seed in range(10):
        world = large_world(program, seed)
        try:
            agree(Reference(program).evaluate(world), durable.evaluate(world))
        except Disagreement:
            found += 1
    return found


@pytest.fixture(scope="module")
def program() -> Program:
    return large_program(rules=80, facts=60, seed=3)


def test_without_a_fault_nothing_is_caught(program: Program) -> None:
    assert caught(program, Untouched) == 0


@pytest.mark.parametrize("table", FAULTS, ids=lambda table: table.__name__)
def test_a_fault_in_the_normal_form_is_caught(program: Program, table: type[NodeTable]) -> None:
    rows = [case for case in cases() if _differs(case, table)]
    assert rows, "no row of the table of cases shows it"
    if table not in (OffByOne, BelowIncluded):  # large random amounts hardly ever meet a boundary
        assert caught(program, table)


def _differs(case: Case, table: type[NodeTable]) -> bool:
    durable = Durable(case.program, table(case.program.catalogue))
    try:
        agree(Reference(case.program).evaluate(case.world), durable.evaluate(case.world))
    except Disagreement:
        return True
    return False


def more_than(test: OpenTest, fact: Fact, possible: Possible | None) -> Truth:
    """Takes "at least" for "more than"."""
    return satisfies(AtLeast(test.minimum + 1) if isinstance(test, AtLeast) else test, fact, possible)


def first_reading(test: OpenTest, fact: Fact, possible: Possible | None) -> Truth:
    """Takes the first of several possible options for the answer."""
    if isinstance(possible, Options):
        possible = Options(frozenset((min(possible.codes),)))
    return satisfies(test, fact, possible)


def low_end(test: OpenTest, fact: Fact, possible: Possible | None) -> Truth:
    """Takes the low end of a range for the answer."""
    if isinstance(possible, Interval) and possible.low is not None:
        possible = Interval(possible.low, possible.low)
    return satisfies(test, fact, possible)


def unknown_is_no(test: OpenTest, fact: Fact, possible: Possible | None) -> Truth:
    """Takes unknown for no."""
    return satisfies(test, fact, possible) or False


@pytest.mark.parametrize("fault", [more_than, first_reading, low_end, unknown_is_no], ids=lambda fault: fault.__name__)
def test_a_fault_in_the_reference_is_caught(
    fault: Callable[[OpenTest, Fact, Possible | None], Truth], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_module, "satisfies", fault)
    assert [case for case in cases() if _differs(case, Untouched)]


def test_a_condition_and_its_negation_never_both_hold_unnoticed(program: Program) -> None:
    class BothTrue(NodeTable):
        def surely(self, condition: Condition, wanted: bool, adverse: bool = True) -> int:
            del condition, wanted, adverse
            return TRUE

    with pytest.raises(Disagreement, match="both true and false"):
        Durable(program, BothTrue(program.catalogue)).evaluate(large_world(program, 1))


def test_the_message_names_what_differs() -> None:
    one = Verdicts({("rule", "company"): True, ("same", "company"): None}, {("fact", "market/a"): False})
    other = Verdicts({("rule", "company"): None, ("same", "company"): None}, {})
    with pytest.raises(Disagreement) as raised:
        agree(one, other)
    assert "'rule' of company: reference true, other unknown" in str(raised.value)
    assert "'fact' of market/a: reference false, other missing" in str(raised.value)
    assert "same" not in str(raised.value)


def test_many_differences_are_counted() -> None:
    one = Verdicts({(f"rule{index}", "company"): True for index in range(9)}, {})
    with pytest.raises(Disagreement, match="and 4 more"):
        agree(one, Verdicts(dict.fromkeys(one.goals, False), {}))
