"""durable-rules within its limits: large rule books, wide conditions, many evaluators, threads, memory."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from inference.books import CATALOGUE, NOWHERE, fact
from inference.large import large_program, large_world
from inference.memory import resident
from lexposure.inference.agreement import agree
from lexposure.inference.checks import WorldError
from lexposure.inference.durable import Durable, available
from lexposure.inference.nodes import NodeTable
from lexposure.inference.patterns import MAX_JOINS, Key, Kind, bundle, leaf
from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.inference.reference import Reference
from lexposure.inference.shards import MAX_PROPERTIES, MAX_STACK, NameCollision, check_names, fnv1a, pack
from lexposure.inference.strata import Strata
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, Test
from lexposure.rulebook.facts import YES, About, Catalogue, FactType

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported in this Python")

IS_YES = OneOf(frozenset((YES,)))
SAID_YES = Options(frozenset((YES,)))


def compare(name: str, test: Test = IS_YES, negated: bool = False) -> Compare:
    return Compare(name, test, negated, "as written", NOWHERE)


def company(known: dict[str, Possible]) -> World:
    return World(Entry(COMPANY, known))


def decided(condition: Condition, catalogue: Catalogue, *worlds: World) -> list[bool | None]:
    """What durable-rules says, after the reference has said the same."""
    program = Program((Goal("goal", About.COMPANY, condition),), (), catalogue)
    durable, reference = Durable(program), Reference(program)
    found: list[bool | None] = []
    for world in worlds:
        verdicts = durable.evaluate(world)
        agree(reference.evaluate(world), verdicts)
        found.append(verdicts.goals["goal", "company"])
    return found


FLAGS = {f"flag{index}": fact(f"flag{index}", About.COMPANY, FactType.YES_NO) for index in range(600)}
ALL_YES: dict[str, Possible] = dict.fromkeys(FLAGS, SAID_YES)
ONE_NO: dict[str, Possible] = {**ALL_YES, "flag599": Options(frozenset((0,)))}
ONE_OPEN: dict[str, Possible] = {name: answer for name, answer in ALL_YES.items() if name != "flag7"}


def test_hundreds_of_rules_on_hundreds_of_answers() -> None:
    program = large_program(rules=300, facts=200)
    durable, reference = Durable(program), Reference(program)
    for seed in range(4):
        world = large_world(program, seed)
        agree(reference.evaluate(world), durable.evaluate(world))


def test_no_shard_exceeds_the_limits_of_the_engine() -> None:
    program = large_program(rules=300, facts=600, seed=2)
    strata = Strata(program, NodeTable(program.catalogue))
    joined = 0
    for stratum in range(strata.count):
        for about in About:
            for shard in pack(strata.of(about, stratum), strata.joins):
                assert len(shard.names) <= MAX_PROPERTIES
                assert shard.stack <= MAX_STACK
                joined += len(shard.listens)
            for unit in strata.of(about, stratum):
                for alternative in unit.alternatives:
                    assert len(alternative.joined) <= MAX_JOINS
                    assert alternative.piece is None or alternative.piece.paths <= 16
    assert strata.count > 2
    assert joined


def test_what_a_pattern_costs() -> None:
    """An and of ors holds on the stack every branch of its ors but one each, and fires for every combination."""
    keys = [Key(Kind.CODE, f"flag{index}") for index in range(6)]
    fork = bundle(False, map(leaf, keys[:3]))
    assert (fork.groups, fork.paths, fork.extra) == (1, 3, 2)
    both = bundle(True, (fork, bundle(False, map(leaf, keys[3:])), leaf(keys[0])))
    assert (both.groups, both.paths, both.extra, len(both.keys)) == (3, 9, 4, 6)
    deeper = bundle(False, (both, leaf(keys[0])))
    assert (deeper.groups, deeper.paths, deeper.extra) == (4, 10, 5)


def test_the_widest_conditions() -> None:
    parts = tuple(compare(name) for name in FLAGS)
    worlds = [company(ALL_YES), company(ONE_NO), company(ONE_OPEN), company({})]
    assert decided(Group("all", parts, NOWHERE), FLAGS, *worlds) == [True, False, None, None]
    assert decided(Group("none", parts, NOWHERE), FLAGS, *worlds) == [False, False, False, None]
    assert decided(Group("any", parts, NOWHERE), FLAGS, *worlds) == [True, True, True, None]


def test_an_all_of_many_anys_fires_once_for_each_rule_not_for_each_combination() -> None:
    anys = tuple(
        Group("any", tuple(compare(f"flag{20 * row + column}") for column in range(20)), NOWHERE) for row in range(30)
    )
    worlds = [company(ALL_YES), company(ONE_NO), company(ONE_OPEN), company({"flag3": SAID_YES})]
    assert decided(Group("all", anys, NOWHERE), FLAGS, *worlds) == [True, True, True, None]
    nested: Condition = Group("any", anys, NOWHERE)
    for _ in range(20):
        nested = Group("all", (Group("any", (nested, compare("flag1")), NOWHERE), compare("flag2")), NOWHERE)
    assert decided(nested, FLAGS, *worlds) == [True, True, True, None]


def test_many_rules_that_begin_alike_and_fork_deep_down() -> None:
    """Rules that share their first comparisons share the engine's nodes; its stack must still suffice."""
    start = tuple(compare(f"flag{index}") for index in range(3))
    goals: list[Goal] = []
    for index in range(80):
        forks = [
            Group("any", tuple(compare(f"flag{7 * index + 3 * place + more + 3}") for more in range(3)), NOWHERE)
            for place in range(2)
        ]
        goals.append(Goal(f"goal{index}", About.COMPANY, Group("all", (*start, *forks), NOWHERE)))
    program = Program(tuple(goals), (), FLAGS)
    durable, reference = Durable(program), Reference(program)
    for known in (ALL_YES, ONE_NO, ONE_OPEN):
        agree(reference.evaluate(company(known)), durable.evaluate(company(known)))


def test_hundreds_of_rules_with_one_condition() -> None:
    goals = tuple(Goal(f"goal{index}", About.COMPANY, compare("flag0")) for index in range(700))
    verdicts = Durable(Program(goals, (), FLAGS)).evaluate(company(ALL_YES))
    assert set(verdicts.goals.values()) == {True}


def test_hundreds_of_comparisons_of_one_number() -> None:
    catalogue = {"staff": fact("staff", About.COMPANY, FactType.COUNT)}
    goals = tuple(Goal(f"goal{index}", About.COMPANY, compare("staff", AtLeast(index))) for index in range(700))
    program = Program(goals, (), catalogue)
    world = company({"staff": Interval(300, 310)})
    verdicts = Durable(program).evaluate(world)
    agree(Reference(program).evaluate(world), verdicts)
    assert [verdicts.goals[f"goal{index}", "company"] for index in (300, 301, 310, 311)] == [True, None, None, False]


def test_many_conclusions_joined_and_a_long_chain() -> None:
    names = [f"k{index}" for index in range(60)]
    catalogue = {name: fact(name, About.COMPANY, FactType.YES_NO, concluded=True) for name in names} | FLAGS
    goals = [Goal(f"{name}/0", About.COMPANY, compare(f"flag{index}")) for index, name in enumerate(names[:30])]
    for index in range(30, 60):
        parts = (compare(names[index - 1]), compare(f"flag{index}"))
        goals.append(Goal(f"{names[index]}/0", About.COMPANY, Group("all", parts, NOWHERE)))
    goals.append(Goal("all", About.COMPANY, Group("all", tuple(compare(name) for name in names), NOWHERE)))
    conclusions = tuple(Conclusion(name, About.COMPANY, (f"{name}/0",), True) for name in names)
    program = Program(tuple(goals), conclusions, catalogue)
    durable, reference = Durable(program), Reference(program)
    for known, expected in ((ALL_YES, True), ({**ALL_YES, "flag29": Options(frozenset((0,)))}, False)):
        verdicts = durable.evaluate(company(known))
        agree(reference.evaluate(company(known)), verdicts)
        assert verdicts.goals["all", "company"] is expected


def test_many_options_told_apart() -> None:
    catalogue = {
        "country": fact("country", About.COMPANY, FactType.CHOICE, 120),
        "countries": fact("countries", About.COMPANY, FactType.CHOICES, 120),
    }
    singles = tuple(compare("country", OneOf(frozenset((code,))), negated=True) for code in range(60, 120))
    few = compare("country", OneOf(frozenset((3, 5))))
    condition = Group("all", (*singles, few), NOWHERE)
    answers = [frozenset((3,)), frozenset((3, 5)), frozenset((3, 70)), frozenset((70, 71)), frozenset(range(59))]
    worlds = [company({"country": Options(codes)}) for codes in answers]
    assert decided(condition, catalogue, *worlds) == [True, True, None, False, None]
    split = Group("any", (few, *(compare("country", OneOf(frozenset((code,)))) for code in range(100))), NOWHERE)
    assert decided(split, catalogue, *worlds) == [True, True, None, None, None]
    any_of = compare("countries", Includes(frozenset(range(100))))
    chosen = [Selection(frozenset((5,)), frozenset((5,))), Selection(frozenset(), frozenset((110,)))]
    assert decided(any_of, catalogue, *(company({"countries": made}) for made in chosen)) == [True, False]


@pytest.mark.parametrize("value", [0, -1, 1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, -(2**63)])
def test_whole_numbers_at_the_ends(value: int) -> None:
    worlds = [company({"company_count": Interval(value, value)})]
    worlds += [company({"company_count": Interval(value - 1, value - 1)})] if value > -(2**63) else []
    assert decided(compare("company_count", AtLeast(value)), CATALOGUE, *worlds) == [True, False][: len(worlds)]


def test_numbers_beyond_63_bits_are_refused() -> None:
    durable = Durable(Program((Goal("goal", About.COMPANY, compare("company_flag")),), (), CATALOGUE))
    with pytest.raises(WorldError, match="beyond 63 bits"):
        durable.evaluate(company({"company_count": Interval(2**63, None)}))
    assert durable.evaluate(company({"company_flag": SAID_YES})).goals["goal", "company"] is True


def test_two_evaluators_live_side_by_side() -> None:
    one, two = large_program(60, 40, seed=1), large_program(60, 40, seed=2)
    first, second = Durable(one), Durable(two)
    for seed in range(3):
        for program, durable in ((one, first), (two, second)):
            world = large_world(program, seed)
            agree(Reference(program).evaluate(world), durable.evaluate(world))


def test_one_evaluator_in_several_threads() -> None:
    program = large_program(60, 40)
    durable, reference = Durable(program), Reference(program)
    worlds = [large_world(program, seed) for seed in range(6)]
    expected = [reference.evaluate(world) for world in worlds]
    wrong: list[int] = []

    def work(start: int) -> None:
        for turn in range(18):
            place = (start + turn) % len(worlds)
            if durable.evaluate(worlds[place]) != expected[place]:
                wrong.append(place)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_hundreds_of_evaluators_in_one_process() -> None:
    """Rulesets are numbered up to 131,072 in a process and hold memory: an evaluator frees its own."""
    program = large_program(20, 20)
    world = large_world(program, 1, entries=1)
    expected = Reference(program).evaluate(world)
    early = 0.0
    for turn in range(300):
        durable = Durable(program)
        assert durable.evaluate(world) == expected
        if turn == 60:
            early = resident()
    assert resident() - early < 10


def test_a_closed_evaluator_opens_again() -> None:
    program = large_program(30, 30)
    world = large_world(program, 1)
    durable = Durable(program)
    before = durable.evaluate(world)
    assert durable.handles
    durable.close()
    assert not durable.handles
    assert durable.evaluate(world) == before


def test_memory_stays_flat() -> None:
    program = large_program(40, 40)
    durable = Durable(program)
    worlds = [large_world(program, seed, entries=1) for seed in range(20)]
    for turn in range(300):
        durable.evaluate(worlds[turn % 20])
    before = resident()
    for turn in range(1500):
        durable.evaluate(worlds[turn % 20])
    assert resident() - before < 4


def test_names_with_one_hash_are_found() -> None:
    assert fnv1a("costarring") == fnv1a("liquid")
    with pytest.raises(NameCollision, match="costarring"):
        check_names(["costarring", "p0", "liquid"])
    check_names(["p0", "p1", "p1"])


def test_the_hash_is_the_engines() -> None:
    """Published FNV-1a values, and the engine's own constant for ``id``."""
    assert fnv1a("") == 0x811C9DC5
    assert fnv1a("a") == 0xE40C292C
    assert fnv1a("id") == 926444256


def test_an_evaluator_goes_on_after_a_fault() -> None:
    """The first rulesets of the stratum have been told the company's facts when the fault comes."""
    anys = tuple(
        Group("any", tuple(compare(f"flag{9 * row + column}") for column in range(9)), NOWHERE) for row in range(9)
    )
    goals = [
        Goal(f"goal{index}", About.COMPANY, Group("all", (*anys, compare(f"flag{index}")), NOWHERE))
        for index in range(100)
    ]
    listed = Quantified(True, About.MARKET, compare("flag0"), NOWHERE)
    program = Program((*goals, Goal("last", About.COMPANY, Group("any", (listed, *anys), NOWHERE))), (), FLAGS)
    durable = Durable(program)
    world = company(ALL_YES)
    with pytest.raises(KeyError):
        durable.evaluate(replace(world, complete={}))
    assert set(durable.evaluate(world).goals.values()) == {True}
