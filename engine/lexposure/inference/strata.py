"""The order in which durable-rules decides the nodes of a program.

A unit is a node to be decided for a subject type. It stands in a stratum: as low as the units it
joins, and above everything it reads as a settled property: nodes cut out of it, conclusions that it
uses nested or for another subject type, and what its lists fold.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.inference.nodes import FALSE, TRUE, Each, NodeTable, Some
from lexposure.inference.patterns import Alternative, Joined, Key, Kind, Patterns
from lexposure.inference.program import Conclusion, Program
from lexposure.rulebook.facts import About


@dataclass(frozen=True, slots=True)
class Unit:
    """A node to decide for each subject of a type, the rules that decide it, and its stratum."""

    about: About
    node: int
    stratum: int
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A conclusion as nodes: true when one of ``true`` holds, false when all of ``false`` do.

    ``false`` is empty where the rules cannot say no: the fact is not closed, or it has no rules.
    """

    conclusion: Conclusion
    true: tuple[int, ...]
    false: tuple[int, ...]

    @property
    def about(self) -> About:
        """The subject type of the concluded fact."""
        return self.conclusion.about


class Strata:
    """All units of a program.

    ``twins`` gives each goal's nodes, surely true and surely false; ``concludes`` the facts whose
    conclusion a node takes part in; ``joins`` lists what rules may join;
    ``places`` numbers the properties that any rule reads.
    """

    def __init__(self, program: Program, table: NodeTable) -> None:
        self.table = table
        self.twins: dict[str, tuple[int, int]] = {
            goal.name: (table.surely(goal.condition, True), table.surely(goal.condition, False))
            for goal in program.goals
        }
        self.derivations: dict[str, Derivation] = {
            made.fact: Derivation(
                made,
                tuple(self.twins[name][0] for name in made.goals),
                tuple(self.twins[name][1] for name in made.goals) if made.closed else (),
            )
            for made in program.conclusions
        }
        self.concludes: dict[int, list[str]] = {}
        for fact, derivation in self.derivations.items():
            for node in {*derivation.true, *derivation.false}:
                self.concludes.setdefault(node, []).append(fact)
        self.joins = [Joined(fact, value) for fact in self.derivations for value in (True, False)]
        concluded = {made.fact: made.about for made in program.conclusions}
        self.patterns = Patterns(table, program.catalogue, concluded)
        self._units: dict[tuple[About, int], Unit] = {}
        for goal in program.goals:
            for node in self.twins[goal.name]:
                self._stratum(goal.about, node)
        alternatives = [alternative for unit in self._units.values() for alternative in unit.alternatives]
        read = dict.fromkeys(key for alternative in alternatives for key in sorted(alternative.keys))
        self.places: dict[Key, int] = {key: place for place, key in enumerate(read)}
        self.count = 1 + max((unit.stratum for unit in self._units.values()), default=-1)

    def of(self, about: About, stratum: int) -> list[Unit]:
        """The units of a subject type in a stratum."""
        return [unit for unit in self._units.values() if unit.about is about and unit.stratum == stratum]

    def _stratum(self, about: About, node: int) -> int:
        """The stratum after which the node is settled; deeper ones first. Constants need none."""
        if node in (TRUE, FALSE):
            return -1
        unit = self._units.get((about, node))
        if unit is None:
            alternatives = self.patterns.alternatives(node, about)
            stratum = max(self._lowest(alternative, about) for alternative in alternatives)
            unit = self._units[about, node] = Unit(about, node, stratum, alternatives)
        return unit.stratum

    def _lowest(self, alternative: Alternative, about: About) -> int:
        joined = [self._settled(fact) for fact, _ in alternative.joined]
        read = [0]
        for kind, fact, number in alternative.keys:
            if kind is Kind.NODE:
                read.append(1 + self._stratum(about, number))
            elif kind is Kind.LIST:
                fold = self.table[number]
                if isinstance(fold, Some | Each):
                    read.append(1 + self._stratum(fold.over, fold.node))
            elif fact in self.derivations:
                read.append(1 + self._settled(fact))
        return max(read + joined)

    def _settled(self, fact: str) -> int:
        derivation = self.derivations[fact]
        nodes = derivation.true + derivation.false
        return max((self._stratum(derivation.about, node) for node in nodes), default=-1)
