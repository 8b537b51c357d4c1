"""A program as numbered pairs of planes, in the order in which they are computed.

Every node stands for a pair: the rows for which something is surely true and those for which it is
surely false. What is in neither plane is unknown. A reference to a node is twice its number, plus one
where the pair is to be read the other way round; so negation costs nothing, ``any`` is the negation of an
``all`` of negations, and equal parts of different rules are one node.

Each subject type has a table of nodes of its own. ``Lift`` carries a pair from the company to its
entries, ``Every`` folds the entries' pairs back. No code is shared with the other evaluators.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from lexposure.inference.checks import ProgramError, check_program, universe
from lexposure.inference.program import Program
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified
from lexposure.rulebook.facts import YES, About

TRUE, FALSE = 0, 1
"""References to the constant, which is node 0 of every table."""


class Kind(IntEnum):
    """What a node is; numbers and names also serve the compiled kernel."""

    CONSTANT = 0
    LEAST = 1  # a number is at least ``minimum``
    OPTION = 2  # the answer is one of ``codes``
    INCLUDES = 3  # the selection contains one of ``codes``
    ANSWERED = 4  # there is an answer, whatever it says (true plane only)
    NOT_SHOWN = 5  # the company says it cannot show the fact, and there is no answer (true plane only)
    ALL = 6  # every part; at least two
    BURDEN = 7  # parts (a, n): a, and true as well where n is and a is unknown
    STANDS = 8  # parts (a, k, d): the answer a where there is one (k), else what the rules derive (d)
    OPEN = 9  # the part where it is true; never false
    EVERY = 10  # the list ``over`` is complete and the part true of each entry; false if it is of one
    LIFT = 11  # a pair of the company, for its entries


ATOMS = (Kind.CONSTANT, Kind.LEAST, Kind.OPTION, Kind.INCLUDES, Kind.ANSWERED, Kind.NOT_SHOWN)


@dataclass(frozen=True, slots=True)
class Node:
    """One pair. ``parts`` are references; of ``EVERY`` and ``LIFT`` they point into the table ``over``."""

    kind: Kind
    fact: str = ""
    minimum: int = 0
    codes: frozenset[int] = frozenset()
    parts: tuple[int, ...] = ()
    over: About = About.COMPANY


@dataclass(frozen=True, slots=True)
class Step:
    """Nodes ``start`` to ``stop`` of one table that are of one kind and wait for nothing of this step."""

    about: About
    kind: Kind
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Output:
    """A pair to report: a goal, or (``derived``) a concluded fact by rules alone."""

    name: str
    derived: bool
    reference: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Nodes by subject type, atoms first and then by step; what to report; the steps in order."""

    program: Program
    nodes: dict[About, tuple[Node, ...]]
    atoms: dict[About, int]
    outputs: dict[About, tuple[Output, ...]]
    steps: tuple[Step, ...]

    def above(self, facts: Iterable[str]) -> dict[About, frozenset[int]]:
        """The numbers of all nodes whose planes may change with the answers to these facts, atoms included."""
        changed = set(facts)
        dirty: dict[About, set[int]] = {about: set() for about in About}
        for about, nodes in self.nodes.items():
            dirty[about] |= {n for n, node in enumerate(nodes[: self.atoms[about]]) if node.fact in changed}
        for step in self.steps:
            for number in range(step.start, step.stop):
                node = self.nodes[step.about][number]
                table = dirty[node.over if node.kind in (Kind.EVERY, Kind.LIFT) else step.about]
                if any(part >> 1 in table for part in node.parts):
                    dirty[step.about].add(number)
        return {about: frozenset(numbers) for about, numbers in dirty.items()}


def plan(program: Program) -> Plan:
    """Compile a program. Raises :class:`lexposure.inference.checks.ProgramError` where it makes no sense."""
    check_program(program)
    return _Builder(program).plan()


def negated(reference: int) -> int:
    """The same pair read the other way round."""
    return reference ^ 1


class _Builder:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.nodes: dict[About, list[Node]] = {about: [Node(Kind.CONSTANT)] for about in About}
        self.numbers: dict[About, dict[Node, int]] = {about: {Node(Kind.CONSTANT): 0} for about in About}
        self.levels: dict[About, list[int]] = {about: [0] for about in About}
        self.derived: dict[str, int] = {}
        self.stands: dict[str, int] = {}

    def plan(self) -> Plan:
        goals = {goal.name: goal for goal in self.program.goals}
        found: dict[str, int] = {}
        for made in self.program.conclusions:
            for name in made.goals:
                found[name] = self.condition(goals[name].condition, made.about, True)
            some = negated(self.all(made.about, [negated(found[name]) for name in made.goals]))
            self.derived[made.fact] = some if made.closed and made.goals else self.open(made.about, some)
            self.stands[made.fact] = self.standing(made.fact, made.about)
        for goal in self.program.goals:
            if goal.name not in found:
                found[goal.name] = self.condition(goal.condition, goal.about, True)
        outputs: dict[About, list[Output]] = {about: [] for about in About}
        for goal in self.program.goals:
            outputs[goal.about].append(Output(goal.name, False, found[goal.name]))
        for made in self.program.conclusions:
            outputs[made.about].append(Output(made.fact, True, self.derived[made.fact]))
        return self.ordered(outputs)

    def condition(self, condition: Condition, about: About, adverse: bool) -> int:
        """The pair of a condition; ``adverse`` is the value that counts against the company at its place."""
        if about is not About.COMPANY and self.of_company(condition):
            return self.lift(about, self.condition(condition, About.COMPANY, adverse))
        match condition:
            case Compare():
                return self.compare(condition, about, adverse)
            case Group(kind="all", parts=parts):
                return self.all(about, [self.condition(part, about, adverse) for part in parts])
            case Group(kind="any", parts=parts):
                return negated(self.all(about, [negated(self.condition(part, about, adverse)) for part in parts]))
            case Group(parts=parts):
                return self.all(about, [negated(self.condition(part, about, not adverse)) for part in parts])
            case Quantified(every=every, over=over, part=part):
                inner = self.condition(part, over, adverse)
                if every:
                    return self.add(about, Node(Kind.EVERY, parts=(inner,), over=over))
                return negated(self.add(about, Node(Kind.EVERY, parts=(negated(inner),), over=over)))

    def of_company(self, condition: Condition) -> bool:
        """Whether nothing but the company's facts are read."""
        match condition:
            case Compare(fact=fact):
                return self.program.catalogue[fact].about is About.COMPANY
            case Group(parts=parts):
                return all(self.of_company(part) for part in parts)
            case Quantified():
                return True

    def compare(self, compare: Compare, about: About, adverse: bool) -> int:
        """A comparison, with "not shown" where the company bears the burden of proof."""
        tested = self.test(compare, about)
        reference = negated(tested) if compare.negated else tested
        if not compare.burden or reference in (TRUE, FALSE):
            return reference
        open_fact = self.add(about, Node(Kind.NOT_SHOWN, compare.fact))
        if adverse:
            return self.add(about, Node(Kind.BURDEN, parts=(reference, open_fact)))
        return negated(self.add(about, Node(Kind.BURDEN, parts=(negated(reference), open_fact))))

    def test(self, compare: Compare, about: About) -> int:
        """The test of a comparison, its negation left aside. What no answer can turn is constant."""
        match compare.test:
            case AtLeast(minimum=minimum):
                return self.add(about, Node(Kind.LEAST, compare.fact, minimum))
            case OneOf(codes=codes):
                every_code = universe(self.program.catalogue[compare.fact])
                inside = every_code & codes
                if inside in (every_code, frozenset()):
                    return TRUE if inside == every_code else FALSE
                if compare.fact in self.stands:
                    standing = self.stands[compare.fact]
                    return standing if YES in inside else negated(standing)
                return self.option(about, compare.fact, inside)
            case Includes(codes=codes):
                return self.add(about, Node(Kind.INCLUDES, compare.fact, codes=codes)) if codes else FALSE
            case _:
                raise ProgramError(f"the comparison of '{compare.fact}' still names a parameter or a period")

    def option(self, about: About, fact: str, codes: frozenset[int]) -> int:
        """One of ``codes``: the same atom as the negation of the other codes, whichever set is smaller."""
        others = universe(self.program.catalogue[fact]) - codes
        if (len(others), sorted(others)) < (len(codes), sorted(codes)):
            return negated(self.add(about, Node(Kind.OPTION, fact, codes=others)))
        return self.add(about, Node(Kind.OPTION, fact, codes=codes))

    def standing(self, fact: str, about: About) -> int:
        """A concluded fact as conditions read it."""
        answer = self.option(about, fact, frozenset((YES,)))
        answered = self.add(about, Node(Kind.ANSWERED, fact))
        return self.add(about, Node(Kind.STANDS, parts=(answer, answered, self.derived[fact])))

    def all(self, about: About, parts: Sequence[int]) -> int:
        """Every one of the parts, simplified."""
        kept = set(parts) - {TRUE}
        if FALSE in kept:
            return FALSE
        if not kept:
            return TRUE
        return kept.pop() if len(kept) == 1 else self.add(about, Node(Kind.ALL, parts=tuple(sorted(kept))))

    def open(self, about: About, part: int) -> int:
        """True where the part is, never false."""
        return self.add(about, Node(Kind.OPEN, parts=(part,)))

    def lift(self, about: About, part: int) -> int:
        """A pair of the company, read for its entries; the sign stays outside, so that one node serves both."""
        if part in (TRUE, FALSE):
            return part
        return self.add(about, Node(Kind.LIFT, parts=(part & ~1,))) | (part & 1)

    def add(self, about: About, node: Node) -> int:
        """The reference to a node, made where it is not there yet."""
        number = self.numbers[about].get(node)
        if number is None:
            number = self.numbers[about][node] = len(self.nodes[about])
            self.nodes[about].append(node)
            table = self.levels[node.over if node.kind in (Kind.EVERY, Kind.LIFT) else about]
            self.levels[about].append(1 + max((table[part >> 1] for part in node.parts), default=-1))
        return 2 * number

    def ordered(self, outputs: dict[About, list[Output]]) -> Plan:
        """Nodes renumbered: atoms by fact, then by level and kind, the widest first."""
        places: dict[About, list[int]] = {}
        orders: dict[About, list[int]] = {}
        for about in About:
            keys = [_place(node, level) for node, level in zip(self.nodes[about], self.levels[about], strict=True)]
            orders[about] = sorted(range(len(keys)), key=keys.__getitem__)
            places[about] = [0] * len(keys)
            for place, number in enumerate(orders[about]):
                places[about][number] = place

        def moved(about: About, reference: int) -> int:
            return 2 * places[about][reference >> 1] + (reference & 1)

        made: dict[About, tuple[Node, ...]] = {}
        starts: dict[tuple[int, About, Kind], list[int]] = {}
        for about in About:
            table: list[Node] = []
            for number in orders[about]:
                node = self.nodes[about][number]
                source = node.over if node.kind in (Kind.EVERY, Kind.LIFT) else about
                if node.kind not in ATOMS:
                    starts.setdefault((self.levels[about][number], about, node.kind), []).append(len(table))
                table.append(replace(node, parts=tuple(moved(source, part) for part in node.parts)))
            made[about] = tuple(table)
        steps = [
            Step(about, kind, numbers[0], numbers[-1] + 1)
            for (_, about, kind), numbers in sorted(starts.items(), key=lambda item: item[0])
        ]
        return Plan(
            self.program,
            made,
            {about: sum(node.kind in ATOMS for node in made[about]) for about in About},
            {about: tuple(replace(o, reference=moved(about, o.reference)) for o in outputs[about]) for about in About},
            tuple(steps),
        )


def _place(node: Node, level: int) -> tuple[int, int, str, int, int, list[int]]:
    """Where a node stands in its table: the constant, atoms by fact and kind, then by level and kind."""
    if node.kind in ATOMS:
        return (0, 1 if node.fact else 0, node.fact, int(node.kind), node.minimum, sorted(node.codes))
    return (level, int(node.kind), "", 0, -len(node.parts), [])
