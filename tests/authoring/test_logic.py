"""The search agrees with trying every value: on single conditions, and on what is called dead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, count, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.books import CATALOGUE, CONCLUDED, compares
from lexposure.authoring.dead_parts import Sections, dead_parts
from lexposure.authoring.logic import Space
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, comparisons
from lexposure.rulebook.facts import About, FactType
from lexposure.source.problems import Span

SLOW = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])

Value = int | frozenset[int]
Values = dict[str, Value]

TRUE, FALSE = Group("all", (), Span("")), Group("any", (), Span(""))


def trees(leaves: int) -> st.SearchStrategy[Condition]:
    """Nested groups of comparisons about the company, none of them empty."""
    return st.recursive(
        compares(About.COMPANY, frozenset(CONCLUDED)),
        lambda inner: st.builds(
            Group,
            st.sampled_from(("all", "any", "none")),
            st.lists(inner, min_size=1, max_size=4).map(tuple),
            st.just(Span("")),
        ),
        max_leaves=leaves,
    )


def values_of(name: str) -> list[Value]:
    """Every value of a fact that a comparison of ``inference.books`` could tell from another."""
    fact = CATALOGUE[name]
    match fact.type:
        case FactType.YES_NO:
            return [0, 1]
        case FactType.CHOICE:
            return [*sorted(fact.codes)]
        case FactType.CHOICES:
            codes = sorted(fact.codes)
            return [*map(frozenset, chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1)))]
        case FactType.DATE:
            return [1, 2, 3, 4]  # the calendar begins with day 1
        case _:
            return [0, 1, 2, 3]


def worlds(*conditions: Condition) -> Iterator[Values]:
    """Every combination of values of the facts that are read."""
    names = sorted({compare.fact for condition in conditions for compare in comparisons(condition)})
    for chosen in product(*map(values_of, names)):
        yield dict(zip(names, chosen, strict=True))


def holds(condition: Condition, values: Values) -> bool:
    match condition:
        case Compare(fact=fact, test=test, negated=negated):
            value = values[fact]
            match test, value:
                case AtLeast(minimum=minimum), int():
                    met = value >= minimum
                case OneOf(codes=codes), int():
                    met = value in codes
                case Includes(codes=codes), frozenset():
                    met = bool(value & codes)
                case _:
                    raise AssertionError(test)
            return met is not negated
        case Group(kind=kind, parts=parts):
            each = [holds(part, values) for part in parts]
            return all(each) if kind == "all" else any(each) is (kind == "any")
        case Quantified():
            raise AssertionError(condition)


@SLOW
@given(trees(7))
def test_possible_means_that_some_values_make_it_true(condition: Condition) -> None:
    space = Space((condition,), CATALOGUE)
    truths = {holds(condition, values) for values in worlds(condition)}
    assert space.possible(space.formula(condition)) is (True in truths)
    assert space.possible(space.formula(condition, wanted=False)) is (False in truths)


def clashes() -> st.SearchStrategy[Condition]:
    """Many small ``any`` under one ``all``: what is tried first is often wrong."""
    few = st.builds(
        Compare,
        fact=st.sampled_from(("company_flag", *(name for name in CONCLUDED if name.startswith("company")))),
        test=st.sampled_from((OneOf(frozenset({0})), OneOf(frozenset({1})))),
        negated=st.just(False),
        phrase=st.just("as written"),
        span=st.just(Span("")),
    )
    several = st.builds(Group, st.just("any"), st.tuples(few, few), st.just(Span("")))
    return st.builds(Group, st.just("all"), st.lists(several, min_size=3, max_size=7).map(tuple), st.just(Span("")))


@SLOW
@given(clashes())
def test_a_wrong_try_is_taken_back(condition: Condition) -> None:
    space = Space((condition,), CATALOGUE)
    assert space.possible(space.formula(condition)) is any(holds(condition, values) for values in worlds(condition))


@SLOW
@given(st.lists(trees(3), min_size=2, max_size=3))
def test_what_was_found_once_does_not_mislead_later(several: list[Condition]) -> None:
    """Pairs of wanted values, asked of one space one after the other."""
    space = Space(several, CATALOGUE)
    for one, other in combinations(several, 2):
        for first, second in product((True, False), repeat=2):
            expected = any(
                holds(one, values) is first and holds(other, values) is second for values in worlds(one, other)
            )
            assert space.possible(space.formula(one, first), space.formula(other, second)) is expected


def numbered(condition: Condition, lines: Iterator[int]) -> Condition:
    """The same tree, each part at a place of its own."""
    span = Span("tree", next(lines))
    if isinstance(condition, Group):
        return replace(condition, span=span, parts=tuple(numbered(part, lines) for part in condition.parts))
    return replace(condition, span=span)


def replaced(condition: Condition, span: Span, by: Condition) -> Condition:
    if condition.span == span:
        return by
    if isinstance(condition, Group):
        return replace(condition, parts=tuple(replaced(part, span, by) for part in condition.parts))
    return condition


def found(sections: Sections, values: Values) -> bool:
    """Applies, found, and not excused."""
    excused = sections.unless is not None and holds(sections.unless, values)
    return (
        (sections.applies is None or holds(sections.applies, values)) and holds(sections.when, values) and not excused
    )


@SLOW
@given(st.none() | trees(2), trees(5), st.none() | trees(2))
def test_dead_parts_could_be_left_out(applies: Condition | None, when: Condition, unless: Condition | None) -> None:
    """Put what a part always is in its place: no outcome of the rule changes."""
    lines = count(1)
    applies = None if applies is None else numbered(applies, lines)
    when = numbered(when, lines)
    unless = None if unless is None else numbered(unless, lines)
    sections = Sections(applies, when, unless)
    there = sections.all()
    for dead in dead_parts(sections, CATALOGUE):
        by = TRUE if dead.fault in ("always", "excuses all") else FALSE
        without = Sections(
            applies=None if applies is None else replaced(applies, dead.span, by),
            when=replaced(when, dead.span, by),
            unless=None if unless is None else replaced(unless, dead.span, by),
        )
        assert without != sections
        assert all(found(sections, values) is found(without, values) for values in worlds(*there)), dead


@SLOW
@given(trees(6))
def test_nothing_dead_is_missed(when: Condition) -> None:
    """Every part of an all or any that is never or always true at its place lies in one that is named."""
    when = numbered(when, count(1))
    named = {dead.span for dead in dead_parts(Sections(None, when, None), CATALOGUE)}
    assert missed(when, (), named) == []


def missed(part: Condition, around: tuple[Condition, ...], named: set[Span]) -> list[Condition]:
    """Unnamed parts that cannot be true, or cannot be false, given their siblings under ``all``."""
    if any(inner.span in named for inner in tree(part)):
        return []
    here = [values for values in worlds(part, *around) if all(holds(each, values) for each in around)]
    if {holds(part, values) for values in here} != {True, False}:
        return [part]
    if not isinstance(part, Group):
        return []
    lost: list[Condition] = []
    for inner in part.parts:
        beside = tuple(other for other in part.parts if other is not inner) if part.kind == "all" else ()
        lost += missed(inner, (*around, *beside), named)
    return lost


def tree(part: Condition) -> Iterator[Condition]:
    yield part
    if isinstance(part, Group):
        for inner in part.parts:
            yield from tree(inner)
