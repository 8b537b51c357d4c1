"""The evaluators agree on random rule books and worlds, and what is known more closely never turns a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.books import programs, refined, worlds
from lexposure.inference.agreement import agree
from lexposure.inference.columns.evaluator import Columns
from lexposure.inference.durable import Durable, available
from lexposure.inference.program import Evaluator, Program
from lexposure.inference.reference import Reference
from lexposure.profile.possible import Interval, World
from lexposure.rulebook.conditions import comparisons

EVALUATORS: list[Callable[[Program], Evaluator]] = [Reference, Columns, *([Durable] if available() else [])]
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("make", EVALUATORS[1:], ids=lambda make: make.name)
@SLOW
@given(programs(), st.lists(worlds(), min_size=1, max_size=3))
def test_the_evaluators_agree(make: Callable[[Program], Evaluator], program: Program, several: list[World]) -> None:
    reference, other = Reference(program), make(program)
    for world in several:
        agree(reference.evaluate(world), other.evaluate(world))


@SLOW
@given(programs(), worlds(decisive=True), st.data())
def test_knowing_more_never_turns_a_verdict(program: Program, world: World, data: st.DataObject) -> None:
    reference = Reference(program)
    before = reference.evaluate(world)
    after = reference.evaluate(data.draw(refined(world)))
    for verdicts, later in ((before.goals, after.goals), (before.derived, after.derived)):
        for place, truth in verdicts.items():
            assert truth is None or later[place] is truth


@settings(SLOW, max_examples=50)
@given(programs(), worlds(), worlds())
def test_an_answer_nobody_reads_changes_nothing(program: Program, world: World, other: World) -> None:
    read = {compare.fact for goal in program.goals for compare in comparisons(goal.condition)}
    read |= {conclusion.fact for conclusion in program.conclusions}
    known = dict(world.company.known)
    known |= {fact: answer for fact, answer in other.company.known.items() if fact not in read}
    changed = replace(world, company=replace(world.company, known={**known, "no_such_fact": Interval(1, 1)}))
    for make in EVALUATORS:
        assert make(program).evaluate(changed) == make(program).evaluate(world)
