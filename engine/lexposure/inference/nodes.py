"""Conditions in negation normal form, as one table of shared nodes.

A node says that something *surely* holds: it is true when the answers settle it and otherwise not
true, so two nodes stand for one condition, "surely true" and "surely false". Negation is pushed down
to the comparisons; what is left is all and any over literals, each of which is decided by the answer
to one fact, by a list, or by a conclusion. Equal nodes have one number, whichever rule they come from.

The burden of proof is settled here, since it depends only on the place of a comparison: where the
value that a node asks for is the one that counts against the company, "not shown" makes it hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lexposure.inference.checks import ProgramError, universe
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified
from lexposure.rulebook.facts import About, Catalogue


@dataclass(frozen=True, slots=True)
class Least:
    """Every possible value of a number is at least ``minimum``."""

    fact: str
    minimum: int


@dataclass(frozen=True, slots=True)
class Below:
    """Every possible value of a number is less than ``minimum``."""

    fact: str
    minimum: int


@dataclass(frozen=True, slots=True)
class Within:
    """Every possible option of a yes/no or choice fact is one of ``codes`` (neither none nor all of them)."""

    fact: str
    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Has:
    """Every possible selection contains the option."""

    fact: str
    code: int


@dataclass(frozen=True, slots=True)
class Lacks:
    """No possible selection contains the option."""

    fact: str
    code: int


@dataclass(frozen=True, slots=True)
class NotShown:
    """The company says that it cannot show the fact, and nothing else settles it."""

    fact: str


@dataclass(frozen=True, slots=True)
class Some:
    """The node holds of at least one listed entry."""

    over: About
    node: int


@dataclass(frozen=True, slots=True)
class Each:
    """The list is complete and the node holds of every entry."""

    over: About
    node: int


Literal = Least | Below | Within | Has | Lacks | NotShown | Some | Each


@dataclass(frozen=True, slots=True)
class Gate:
    """All (``every``) or at least one of at least two nodes, in order of their numbers."""

    every: bool
    parts: tuple[int, ...]


Node = Literal | Gate

TRUE, FALSE = 0, 1
"""The empty ``all`` and the empty ``any``: the first two nodes of every table."""


class NodeTable:
    """Nodes by number; parts always have smaller numbers than the gates that hold them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._nodes: list[Node] = [Gate(True, ()), Gate(False, ())]
        self._numbers: dict[Node, int] = {node: number for number, node in enumerate(self._nodes)}

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, number: int) -> Node:
        return self._nodes[number]

    def literal(self, literal: Literal) -> int:
        """The number of a literal."""
        return self._number(literal)

    def gate(self, every: bool, parts: Iterable[int]) -> int:
        """The number of an all or any gate, simplified: nested gates of the kind flattened, constants taken out."""
        neutral, absorbing = (TRUE, FALSE) if every else (FALSE, TRUE)
        flat: set[int] = set()
        for part in parts:
            node = self._nodes[part]
            flat.update(node.parts if isinstance(node, Gate) and node.every is every else (part,))
        flat.discard(neutral)
        if absorbing in flat:
            return absorbing
        if not flat:
            return neutral
        return flat.pop() if len(flat) == 1 else self._number(Gate(every, tuple(sorted(flat))))

    def surely(self, condition: Condition, wanted: bool, adverse: bool = True) -> int:
        """The node that holds when the condition surely has the ``wanted`` value.

        ``adverse`` is the value that counts against the company at this place.
        """
        match condition:
            case Compare():
                return self.comparison(condition, wanted, adverse)
            case Group(kind=kind, parts=parts):
                turned = kind == "none"
                each = [self.surely(part, wanted is not turned, adverse is not turned) for part in parts]
                return self.gate(wanted is (kind != "any"), each)
            case Quantified(over=over, part=part):
                inner = self.surely(part, wanted, adverse)
                return self.literal(Each(over, inner) if condition.every is wanted else Some(over, inner))

    def comparison(self, compare: Compare, wanted: bool, adverse: bool) -> int:
        """The node of one comparison, with the burden of proof where the company bears it."""
        node = self.test(compare, wanted is not compare.negated)
        if compare.burden and wanted is adverse and node != FALSE:
            return self.gate(False, (node, self.literal(NotShown(compare.fact))))
        return node

    def test(self, compare: Compare, wanted: bool) -> int:
        """The node of a comparison's test, its negation left aside; comparisons no answer can turn are constant."""
        fact = compare.fact
        match compare.test:
            case AtLeast(minimum=minimum):
                return self.literal(Least(fact, minimum) if wanted else Below(fact, minimum))
            case OneOf(codes=codes):
                all_codes = universe(self._catalogue[fact])
                inside = all_codes & codes if wanted else all_codes - codes
                if inside and inside != all_codes:
                    return self.literal(Within(fact, inside))
                return TRUE if inside else FALSE
            case Includes(codes=codes):
                kind = Has if wanted else Lacks
                return self.gate(not wanted, [self.literal(kind(fact, code)) for code in sorted(codes)])
            case _:
                raise ProgramError(f"the comparison of '{fact}' still names a parameter or a period")

    def _number(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
        return number
