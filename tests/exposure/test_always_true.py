"""What must hold for every assessment: bounds, refinement, maxima, turnover, allegations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposure.drawing import METHODS, MILLION, TURNOVERS, worlds
from exposure.worlds import World, assessment, completions, refined
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import ConductExposure, Exposure, Range

quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
    derandomize=False,
)

CENT = 0.01
MOST = 40


methods = st.sampled_from(METHODS)


def exposure(world: World, method: str = METHODS[0]) -> Exposure:
    return estimate(assessment(world), method)


def top(value: float | None) -> float:
    return math.inf if value is None else value


def near(value: float) -> float:
    return CENT + 1e-9 * (0 if math.isinf(value) else abs(value))


def ranges(found: Exposure) -> Iterator[tuple[str, Range]]:
    """Every range of the sums by name."""
    for one in found.regimes:
        yield one.regime, Range(one.low, one.central, one.high)
        yield f"{one.regime} established", one.established
    yield "largest", found.total.largest
    yield "added", found.total.added
    yield "established largest", found.total.established_largest
    yield "established added", found.total.established_added


def hulls(found: Exposure) -> dict[str, Range]:
    """The ranges that bound every completion."""
    return {name: value for name, value in ranges(found) if "established" not in name}


def inside(inner: Range, outer: Range) -> bool:
    return inner.low >= outer.low - near(outer.low) and top(inner.high) <= top(outer.high) + near(top(outer.high))


def all_conducts(found: Exposure) -> dict[str, ConductExposure]:
    return {conduct.id: conduct for one in found.regimes for conduct in one.conducts}


@quick
@given(worlds(), st.integers(0, 10_000), methods)
def test_every_completion_lies_inside(world: World, seed: int, method: str) -> None:
    outer = exposure(world, method)
    bounds = hulls(outer)
    conducts = all_conducts(outer)
    for completion in completions(world, seed, MOST):
        found = exposure(completion, method)
        for name, inner in hulls(found).items():
            assert inside(inner, bounds[name]), (name, inner, bounds[name], completion)
        for id, conduct in all_conducts(found).items():
            if id in conducts:
                assert inside(conduct.range, conducts[id].range), (conduct, conducts[id])


@quick
@given(worlds(), st.integers(0, 10_000), methods)
def test_learning_more_never_widens(world: World, seed: int, method: str) -> None:
    before = exposure(world, method)
    bounds, conducts = hulls(before), all_conducts(before)
    for step in range(6):
        after = exposure(refined(world, seed + step), method)
        for name, inner in hulls(after).items():
            assert inside(inner, bounds[name]), (name, inner, bounds[name])
        for id, conduct in all_conducts(after).items():
            if id in conducts:
                assert inside(conduct.range, conducts[id].range), (conduct, conducts[id])


@quick
@given(worlds(), methods)
def test_no_high_lies_above_its_maximum(world: World, method: str) -> None:
    found = exposure(world, method)
    for one in found.regimes:
        assert top(one.high) <= top(one.cap_total) + near(top(one.cap_total))
        for conduct in (*one.conducts, *one.alleged):
            assert top(conduct.high) <= top(conduct.cap) + near(top(conduct.cap))
            assert top(conduct.cap) <= top(one.cap) + CENT or conduct.state == "alleged"


@quick
@given(worlds(), methods)
def test_low_central_high_rise_and_what_is_established_lies_inside(world: World, method: str) -> None:
    found = exposure(world, method)
    for name, value in ranges(found):
        assert 0 <= value.low <= top(value.high) + CENT, name
        if value.central is not None:
            assert value.low - CENT <= value.central <= top(value.high) + CENT, (name, value)
    for one in found.regimes:
        assert inside(one.established, Range(one.low, None, one.high))
        for conduct in one.conducts:
            assert conduct.low <= top(conduct.high)
            if conduct.central is not None:
                assert conduct.low - CENT <= conduct.central <= top(conduct.high) + CENT
            if conduct.established:
                assert inside(conduct.established, conduct.range)
    assert inside(found.total.established_largest, found.total.largest)
    assert top(found.total.largest.high) <= top(found.total.added.high) + near(top(found.total.added.high))
    assert found.total.largest.low <= found.total.added.low + CENT


@quick
@given(worlds(), st.lists(st.sampled_from(TURNOVERS), min_size=2, max_size=2, unique=True), methods)
def test_more_turnover_lowers_neither_maximum_nor_low_nor_high(world: World, turnovers: list[int], method: str) -> None:
    def at(turnover: int) -> Exposure:
        rest = tuple(one for one in world.answers if one[0] != "group_turnover")
        return exposure(replace(world, answers=(("group_turnover", "company", (turnover,)), *rest)), method)

    less, more = at(min(turnovers)), at(max(turnovers))
    for name, value in hulls(less).items():
        other = hulls(more)[name]
        assert value.low <= other.low + near(value.low), name
        assert top(value.high) <= top(other.high) + near(top(value.high)), name
    for lesser, greater in zip(less.regimes, more.regimes, strict=True):
        assert top(lesser.cap) <= top(greater.cap)
        assert top(lesser.cap_total) <= top(greater.cap_total)


@quick
@given(worlds(), methods)
def test_an_allegation_counts_in_no_sum(world: World, method: str) -> None:
    silent = replace(world, made=world.made[1:])
    first = replace(world.made[0], alleged=True) if world.made else None
    if first is None:
        return
    told = exposure(replace(world, made=(first, *world.made[1:])), method)
    without = exposure(silent, method)
    assert list(ranges(told)) == list(ranges(without))
    assert [one.cap for one in told.regimes] == [one.cap for one in without.regimes]
    alleged = [conduct for one in told.regimes for conduct in one.alleged]
    assert all((conduct.low, conduct.central, conduct.established) == (0.0, 0.0, None) for conduct in alleged)


@quick
@given(worlds())
def test_an_answer_that_nobody_reads_changes_nothing(world: World) -> None:
    more = replace(world, answers=(*world.answers, ("union_turnover_lowest", "company", (MILLION,))))
    assert exposure(more) == exposure(world)


@quick
@given(worlds(), methods)
def test_shares_of_the_open_width_are_shares(world: World, method: str) -> None:
    for unknown in exposure(world, method).unknowns:
        assert unknown.question
        assert unknown.share_of_width is None or 0 <= unknown.share_of_width <= 1
