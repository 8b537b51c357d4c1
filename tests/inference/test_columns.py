"""Many profiles at once: the same as one by one, whatever the blocks, the columns' types and the threads."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.books import CATALOGUE, NOWHERE, programs, worlds
from inference.case_table import cases
from inference.large import large_program, large_world
from inference.memory import resident
from lexposure.assess.goals import program as program_of
from lexposure.inference.agreement import agree
from lexposure.inference.checks import WorldError
from lexposure.inference.columns import atoms, evaluator, kernel
from lexposure.inference.columns.adder import weighted
from lexposure.inference.columns.atoms import pack
from lexposure.inference.columns.evaluator import Columns, Outcomes
from lexposure.inference.columns.fast import LANES, available
from lexposure.inference.columns.plan import Kind
from lexposure.inference.columns.table import (
    Codes,
    Column,
    Either,
    Entries,
    Flags,
    Numbers,
    Offsets,
    Sets,
    Table,
    Whole,
)
from lexposure.inference.columns.worlds import table_of
from lexposure.inference.program import Conclusion, Disagreement, Goal, Program, Truth, Verdicts
from lexposure.inference.reference import Reference
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, Test
from lexposure.rulebook.edition import edition
from lexposure.rulebook.facts import LISTS, NO, YES, About, Fact, FactType
from lexposure.rulebook.loading import read_rulebook

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ON = dt.date(2026, 10, 1)


@pytest.fixture(name="_small_blocks")
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "OUTER", 128)
    monkeypatch.setattr(kernel, "INNER", 64)
    monkeypatch.setattr(evaluator, "INNER", 64)


@settings(SLOW, max_examples=50)
@given(programs(), st.lists(worlds(), max_size=6))
def test_a_batch_is_as_one_by_one(program: Program, several: list[World]) -> None:
    columns = Columns(program)
    assert columns.worlds(several) == [columns.evaluate(world) for world in several]


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.usefixtures("_small_blocks")
def test_blocks_and_threads(workers: int) -> None:
    program = large_program(60, 40, seed=5)
    reference = Reference(program)
    several = [large_world(program, seed, entries=seed % 4) for seed in range(300)]
    for world, verdicts in zip(several, Columns(program, workers).worlds(several), strict=True):
        agree(reference.evaluate(world), verdicts)


@cache
def shipped() -> Program:
    return program_of(edition(read_rulebook(), ON))


def drawn_world(program: Program, chance: random.Random) -> World:
    """Several entries in each list, every kind of answer, as many open ones as the draw says."""
    known = chance.choice((0.3, 0.7, 0.95, 1.0))
    read = [program.catalogue[name] for name in sorted(program.catalogue)]

    def entry(subject: Subject) -> Entry:
        answers: dict[str, Possible] = {}
        not_shown: set[str] = set()
        for fact in read:
            if fact.about is not subject.about:
                continue
            if chance.random() < (0.1 if fact.concluded else known):
                answers[fact.name] = drawn_answer(fact, chance)
            elif chance.random() < 0.3:
                not_shown.add(fact.name)
        return Entry(subject, answers, frozenset(not_shown))

    lists = {about: tuple(entry(Subject(about, f"e{n}")) for n in range(chance.randrange(4))) for about in LISTS}
    return World(entry(COMPANY), lists, {about: chance.random() < 0.5 for about in LISTS})


def drawn_answer(fact: Fact, chance: random.Random) -> Possible:
    if fact.type.is_number:
        top = chance.choice((3, 1_000, 1_000_000, 10**12))
        if fact.type is FactType.DATE:
            top = ON.toordinal() + 400
        low, high = sorted((chance.randrange(top), chance.randrange(top)))
        return chance.choice((Interval(low, low), Interval(low, low), Interval(low, high), Interval(low, None)))
    codes = sorted(fact.codes) if fact.codes else [NO, YES]
    some = frozenset(chance.sample(codes, min(len(codes), chance.choice((1, 1, 1, 2)))))
    if fact.type is FactType.CHOICES:
        return Selection(some, some | frozenset(chance.sample(codes, chance.randrange(2))))
    return Options(some)


@settings(SLOW, max_examples=25)
@given(st.integers(0, 10**9))
def test_the_shipped_rule_book(seed: int) -> None:
    program = shipped()
    chance = random.Random(seed)
    several = [drawn_world(program, chance) for _ in range(3)]
    reference = Reference(program)
    for world, verdicts in zip(several, Columns(program).worlds(several), strict=True):
        agree(reference.evaluate(world), verdicts)


def test_the_shipped_rule_book_comes_out_all_three_ways_on_the_way() -> None:
    """The draw above would be worth little if it left everything unknown."""
    program = shipped()
    chance = random.Random(1)
    found = Columns(program).worlds([drawn_world(program, chance) for _ in range(40)])
    for part in ("goals", "derived"):
        told: list[Truth] = [truth for verdicts in found for truth in getattr(verdicts, part).values()]
        assert min(told.count(True), told.count(False), told.count(None)) > len(told) / 50
    turned = {name for verdicts in found for (name, _), truth in verdicts.goals.items() if truth is not None}
    assert len(turned) > 0.9 * len(program.goals)


BOTH = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(not available(), reason="Numba (extra fast) is not installed")),
]


def compare(fact: str, minimum: int, negated: bool = False) -> Compare:
    return Compare(fact, AtLeast(minimum), negated, "as written", NOWHERE)


ENDS = (-(2**63), -(2**63) + 1, -(2**31), -129, -128, -1, 0, 1, 127, 128, 32_768, 2**31, 2**53 + 1, 2**63 - 1)


@pytest.mark.parametrize("fast", BOTH, ids=lambda fast: "numba" if fast else "numpy")
@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64])
def test_columns_of_every_type_against_every_limit(fast: bool, kind: type[np.signedinteger]) -> None:
    goals = [Goal(f"least {limit}", About.COMPANY, compare("company_count", limit)) for limit in ENDS]
    program = Program(tuple(goals), (), CATALOGUE)
    limits = np.iinfo(kind)
    values = [value for value in ENDS if limits.min <= value <= limits.max]
    known = np.array([index % 5 != 3 for index in range(len(values))])
    table = Table(len(values), {"company_count": Numbers(np.array(values, kind), known_low=known)})
    if fast:
        values = (values * LANES)[:LANES]
        known = np.resize(known, LANES)
        table = Table(LANES, {"company_count": Numbers(np.array(values, kind), known_low=known)})
    found = Columns(program, fast=fast).outcomes(table)
    for goal, limit in zip(goals, ENDS, strict=True):
        expected = [-1 if not is_known else int(value >= limit) for value, is_known in zip(values, known, strict=True)]
        assert found.goal(goal.name).tolist() == expected


def test_open_ends_at_the_lowest_number() -> None:
    """No stand-in for an open end: the lowest number is a number like any other."""
    lowest = -(2**63)
    program = Program((Goal("goal", About.COMPANY, compare("company_count", lowest)),), (), CATALOGUE)
    answers: list[Interval] = [
        Interval(None, None),
        Interval(None, 5),
        Interval(lowest, None),
        Interval(lowest, lowest),
    ]
    several = [World(Entry(COMPANY, {"company_count": answer})) for answer in answers]
    for world, verdicts in zip(several, Columns(program).worlds(several), strict=True):
        agree(Reference(program).evaluate(world), verdicts)
    assert [verdicts.goals["goal", "company"] for verdicts in Columns(program).worlds(several)] == [
        None, None, True, True,
    ]  # fmt: skip


def exact_table(program: Program, rows: int, seed: int) -> tuple[Table, list[World]]:
    """Plain answers as columns, and the same as worlds."""
    made = np.random.default_rng(seed)
    columns: dict[str, Column] = {}
    known: list[dict[str, Possible]] = [{} for _ in range(rows)]
    for fact in program.catalogue.values():
        if fact.about is not About.COMPANY or fact.type is FactType.CHOICES:
            continue
        mask = made.random(rows) < 0.8
        values = (
            made.integers(-2, 4, rows) if fact.type.is_number else made.integers(0, max(2, len(fact.options)), rows)
        )
        narrow = values.astype(np.int8)
        columns[fact.name] = Numbers(narrow, known_low=mask) if fact.type.is_number else Codes(narrow, mask)
        for row in np.flatnonzero(mask):
            value = int(values[row])
            known[row][fact.name] = Interval(value, value) if fact.type.is_number else Options(frozenset((value,)))
    empty = Entries(np.zeros(rows + 1, np.int64), np.ones(rows, np.bool_))
    lists: dict[About, Entries] = dict.fromkeys(LISTS, empty)
    return Table(rows, columns, {}, lists), [
        World(Entry(COMPANY, answers), complete=dict.fromkeys(LISTS, True)) for answers in known
    ]


@pytest.mark.parametrize("fast", BOTH, ids=lambda fast: "numba" if fast else "numpy")
@settings(SLOW, max_examples=40)
@given(programs(), st.integers(0, 10**6))
def test_plain_columns_are_as_worlds(fast: bool, program: Program, seed: int) -> None:
    table, several = exact_table(program, 5, seed)
    if fast:  # one block, and some rows that fill none; by and by the rows are those checked below
        table, several = exact_table(program, LANES + 3, seed)
        several = several[:3] + several[-5:]
    columns = Columns(program, fast=fast)
    found = columns.outcomes(table)
    told = [Reference(program).evaluate(world) for world in several]
    for goal in program.goals:
        if goal.about is About.COMPANY:
            came = truths(found, goal.name)
            came = came[:3] + came[-5:] if fast else came
            assert came == [verdicts.goals[goal.name, "company"] for verdicts in told]


def truths(found: Outcomes, goal: str) -> list[Truth]:
    return [{1: True, 0: False, -1: None}[truth] for truth in found.goal(goal).tolist()]


def large_table(program: Program, count: int) -> Table:
    several = [large_world(program, seed, entries=seed % 3) for seed in range(count)]
    return table_of(several, program.catalogue, program.catalogue)


@pytest.mark.parametrize("which", [0, 1, 2], ids=["company", "processing", "market"])
@pytest.mark.usefixtures("_small_blocks")
def test_a_sweep_is_as_from_scratch(which: int) -> None:
    program = large_program(60, 40, seed=6)
    table = large_table(program, 200)
    columns = Columns(program)
    about = tuple(About)[which]
    names = [name for name in table.columns if program.catalogue[name].about is about]
    numbers = [name for name in names if isinstance(table.columns[name], Numbers)][:2]
    variants: list[Mapping[str, Column]] = [{}, {name: Numbers(np.full(table.height(about), 7)) for name in numbers}]
    variants += [{name: flipped(table.columns[name])} for name in names[:3]]
    parts: list[list[object]] = [[] for _ in variants]
    for number, block in columns.sweep(table, variants):
        parts[number].append(block)
        for subject in About:
            assert block[subject].true.base is None, "a copy, not the block that the next variant changes"
    for number, variant in enumerate(variants):
        fresh = columns.outcomes(replace(table, columns={**table.columns, **variant}))
        swept = Outcomes(columns.plan, {subject: [b[subject] for b in parts[number]] for subject in About})  # type: ignore[index]
        for goal in program.goals:
            assert swept.goal(goal.name).tolist() == fresh.goal(goal.name).tolist()


def flipped(column: Column) -> Column:
    """The rows in the opposite order."""
    match column:
        case Numbers(low=low, high=high, known_low=one, known_high=other):
            assert high is not None
            assert one is not None
            assert other is not None
            return Numbers(low[::-1], high[::-1], one[::-1], other[::-1])
        case Codes():
            raise AssertionError(column)
        case Either(possible=possible, known=known):
            return replace(column, possible=possible[:, ::-1], known=known[::-1])
        case Sets(surely=surely, possibly=possibly, known=known):
            return replace(column, surely=surely[:, ::-1], possibly=possibly[:, ::-1], known=known[::-1])


def test_a_sweep_touches_only_what_reads_the_fact() -> None:
    goals = tuple(Goal(name, About.COMPANY, compare(name, 1)) for name in ("company_count", "company_day"))
    chained = Goal("chained", About.COMPANY, Compare("company_k1", OneOf(frozenset((YES,))), False, "yes", NOWHERE))
    made = Conclusion("company_k1", About.COMPANY, ("company_day",), closed=True)
    plan = Columns(Program((*goals, chained), (made,), CATALOGUE)).plan
    nodes = plan.nodes[About.COMPANY]
    above = plan.above({"company_day"})[About.COMPANY]
    assert {nodes[number].kind for number in above} == {Kind.LEAST, Kind.STANDS}
    assert len(plan.above({"company_count"})[About.COMPANY]) == 1
    assert not plan.above({"market_count"})[About.COMPANY]


@given(st.integers(1, 130), st.lists(st.integers(0, 200), max_size=40), st.integers(0, 1000))
def test_weights_add_up(rows: int, weights: list[int], seed: int) -> None:
    flags = np.random.default_rng(seed).random((len(weights), rows)) < 0.5
    planes = np.zeros((len(weights), (rows + 63) // 64), np.uint64)
    pack(flags, planes)
    kept = planes.copy()
    expected = flags.T.astype(np.int64) @ np.array(weights, np.int64)
    assert weighted(planes, np.array(weights, np.int64), rows).tolist() == expected.tolist()
    assert (planes == kept).all()


def test_weights_that_do_not_fit() -> None:
    planes = np.zeros((2, 1), np.uint64)
    for weights in ([1], [1, -1]):
        with pytest.raises(ValueError, match="weights for 2 planes"):
            weighted(planes, np.array(weights, np.int64), 3)


def test_counts_and_scores() -> None:
    goals = tuple(Goal(f"at least {limit}", About.COMPANY, compare("company_count", limit)) for limit in (1, 2))
    columns = Columns(Program(goals, (), CATALOGUE))
    table = Table(70, {"company_count": Numbers(np.arange(70) % 3, known_low=np.arange(70) >= 1)})
    found = columns.outcomes(table, [10, 1])
    assert found.counts(About.COMPANY).tolist() == [[46, 23], [23, 46]]
    assert found.scores.tolist() == [0, *([10, 11, 0] * 23)]
    assert columns.outcomes(table).scores.tolist() == []
    with pytest.raises(KeyError):
        found.goal("none such")
    with pytest.raises(KeyError):
        found.derived("company_k1")


def plain_program(rules: int) -> Program:
    """Rules about the company's numbers, chained, with the burden of proof now and then."""
    chance = random.Random(4)
    names = [name for name, fact in CATALOGUE.items() if fact.about is About.COMPANY and not fact.concluded]
    goals: list[Goal] = []
    for number in range(rules):
        parts: list[Condition] = []
        for name in chance.sample(names, 3):
            fact = CATALOGUE[name]
            codes = frozenset((chance.randrange(2),))
            test: Test = AtLeast(chance.randrange(3)) if fact.type.is_number else OneOf(codes)
            test = Includes(codes) if fact.type is FactType.CHOICES else test
            parts.append(Compare(name, test, chance.random() < 0.5, "drawn", NOWHERE, chance.random() < 0.5))
        if number > 5:
            parts.append(Compare("company_k1", OneOf(frozenset((YES,))), chance.random() < 0.5, "yes", NOWHERE))
        goals.append(
            Goal(f"goal{number}", About.COMPANY, Group(chance.choice(("all", "any", "none")), tuple(parts), NOWHERE))
        )
    return Program(
        tuple(goals), (Conclusion("company_k1", About.COMPANY, ("goal0", "goal1"), closed=False),), CATALOGUE
    )


@pytest.mark.skipif(not available(), reason="Numba (extra fast) is not installed")
@pytest.mark.parametrize("workers", [1, 2])
def test_numba_and_numpy_say_the_same(workers: int) -> None:
    """Every kind of column, weights, more rows than one outer block, and some that fill no block."""
    program = plain_program(40)
    chance = random.Random(8)
    several = [World(drawn_world(program, chance).company) for _ in range(300)]
    small = table_of(several, CATALOGUE, CATALOGUE)
    rows = np.resize(np.arange(300), 40_000)
    columns: dict[str, Column] = {}
    for name, column in small.columns.items():
        picked = {
            field.name: getattr(column, field.name)[..., rows]
            for field in fields(column)
            if isinstance(getattr(column, field.name), np.ndarray)
        }
        columns[name] = replace(column, **picked)
    table = Table(40_000, columns, {name: mask[rows] for name, mask in small.not_shown.items()})
    weights = list(range(41))
    one = Columns(program).outcomes(table, weights)
    other = Columns(program, workers, fast=True).outcomes(table, weights)
    assert one.scores.tolist() == other.scores.tolist()
    assert one.counts(About.COMPANY).tolist() == other.counts(About.COMPANY).tolist()
    for goal in program.goals:
        assert (one.goal(goal.name) == other.goal(goal.name)).all()


FITTING = np.zeros(3, np.int64)
FRACTIONS = cast("Whole", np.zeros(3, np.float64))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (Table(3, {"company_count": Numbers(FITTING[:2])}), "has 2 rows"),
        (Table(3, {"company_flag": Numbers(FITTING)}), "cannot be answered"),
        (Table(3, {"company_count": Codes(FITTING)}), "cannot be answered"),
        (Table(3, {"company_flag": Codes(FITTING + 2)}), "cannot be answered"),
        (Table(3, {"company_count": Numbers(FRACTIONS)}), "cannot be answered"),
        (Table(3, {"company_count": Numbers(FITTING + 1, FITTING)}), "lies above"),
        (Table(3, {}, {"company_flag": np.zeros(2, np.bool_)}), "wrong length"),
        (Table(3, {}, {}, {About.MARKET: Entries(np.array([0, 1]), np.ones(3, np.bool_))}), "does not fit"),
        (Table(1, {}, {}, {About.MARKET: Entries(np.array([1, 1]), np.ones(1, np.bool_))}), "order"),
        (Table(2, {}, {}, {About.MARKET: Entries(np.array([0, 2, 1]), np.ones(2, np.bool_))}), "order"),
    ],
)
def test_tables_that_do_not_fit(table: Table, reason: str) -> None:
    with pytest.raises(WorldError, match=reason):
        Columns(Program((), (), CATALOGUE)).outcomes(table)


def test_memory_does_not_grow_with_the_rows() -> None:
    goals = tuple(Goal(f"least {limit}", About.COMPANY, compare("company_count", limit)) for limit in range(200))
    columns = Columns(Program(goals, (), CATALOGUE))
    tables = [Table(rows, {"company_count": Numbers(np.zeros(rows, np.int8))}) for rows in (100_000, 2_000_000)]
    for _ in columns.stream(tables[0]):
        pass
    before = resident()
    for _ in columns.stream(tables[1]):
        pass
    assert resident() - before < 12  # all outcomes would be 100 MiB


def told_apart(program: Program, several: list[World]) -> bool:
    try:
        for world in several:
            agree(Reference(program).evaluate(world), Columns(program).evaluate(world))
    except Disagreement:
        return True
    return False


def _more(values: Whole, constants: Whole, out: Flags) -> None:
    np.greater(values, constants, out=out)


@pytest.mark.parametrize("fault", ["at least", "any for all", "burden", "answer", "open", "complete", "some entries"])
def test_a_planted_fault_is_noticed_by_the_table_of_cases(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = dict(kernel.STEPS)
    if fault == "at least":
        original = atoms.Compared.__init__

        def made(self: atoms.Compared, values: Whole, constants: list[int], at_least: bool) -> None:
            original(self, values, constants, at_least)
            if at_least:
                monkeypatch.setattr(self, "compare", _more)

        monkeypatch.setattr(atoms.Compared, "__init__", made)
    elif fault == "any for all":
        monkeypatch.setattr(np, "bitwise_or", np.bitwise_and)
    elif fault == "burden":
        steps[Kind.BURDEN] = steps[Kind.OPEN]
    elif fault == "answer":
        steps[Kind.STANDS] = _last_part
    elif fault == "open":
        steps[Kind.OPEN] = _first_part
    elif fault == "complete":
        monkeypatch.setattr(kernel, "Block", _CompleteBlock)
    else:
        monkeypatch.setattr(kernel.Block, "splits", _no_entries)
    monkeypatch.setattr(kernel, "STEPS", steps)
    assert any(told_apart(case.program, [case.world]) for case in cases())


def _no_entries(block: kernel.Block, over: About) -> Offsets:
    """Takes every list for empty."""
    del over
    return np.zeros(block.stop - block.start + 1, np.int64)


def _first_part(block: kernel.Block, gates: kernel.Gates, size: int, place: int = 0) -> None:
    true, false = gates.out(block.slabs[gates.about], size)
    true[:], false[:] = kernel.take(block, gates, place)
    gates.put(block.slabs[gates.about], size, true, false)


def _last_part(block: kernel.Block, gates: kernel.Gates, size: int) -> None:
    _first_part(block, gates, size, place=2)


class _CompleteBlock(kernel.Block):
    """Takes every list for complete."""

    def __init__(self, table: Table, *rest: object) -> None:
        lists = {about: replace(made, complete=np.ones_like(made.complete)) for about, made in table.lists.items()}
        super().__init__(replace(table, lists=lists), *rest)  # type: ignore[arg-type]


def test_true_and_false_at_once_is_never_reported() -> None:
    goal = Goal("goal", About.COMPANY, compare("company_count", 1))
    columns = Columns(Program((goal,), (), CATALOGUE))
    bad = atoms.Constant(atoms.ONES)

    class Both:
        def fill(self, first: int, last: int, true: atoms.Words, false: atoms.Words) -> None:
            bad.fill(first, last, true, false)
            false[:] = atoms.ONES

    def made(nodes: object, table: object) -> Both:
        del nodes, table
        return Both()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atoms, "_filler", made)
        with pytest.raises(Disagreement, match="both true and false"):
            columns.evaluate(World(Entry(COMPANY, {})))


def test_no_worlds_and_no_rules() -> None:
    assert Columns(Program((), (), CATALOGUE)).worlds([]) == []
    assert Columns(Program((), (), CATALOGUE)).evaluate(World(Entry(COMPANY, {}))) == Verdicts({}, {})
    listed = Quantified(True, About.MARKET, Group("all", (), NOWHERE), NOWHERE)
    program = Program((Goal("goal", About.COMPANY, listed),), (), CATALOGUE)
    assert Columns(program).outcomes(Table(2, {})).goal("goal").tolist() == [-1, -1]
